/** The next number of the list: no other node gives the same. */
import { homesElsewhere } from '../../bodies/index.ts';
import { codeMark } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { taskRules } from './rules.ts';

/** @param giver id of the body that gives it @param taken codes there are */
export async function nextCode(
  context: Context,
  tx: Db,
  giver: number,
  taken: { has(code: string): boolean; readonly size: number },
): Promise<string> {
  const { code } = taskRules(context.profile);
  const mark = await codeMark(await homesElsewhere(context), tx, giver);
  for (let number = taken.size + 1; ; number += 1) {
    const next = `${code.replace('{number}', String(number).padStart(2, '0'))}${mark}`;
    if (!taken.has(next)) return next;
  }
}
