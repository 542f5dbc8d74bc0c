/** The validator of a register's rows, compiled from the plan and the codes in force. */
import { codeLookup, compileValidator, type RowValidator } from '../dictionary/index.ts';
import type { Context } from '../platform/context.ts';
import type { RegisterTable } from './model.ts';

/** @param today the day of checking, YYYY-MM-DD: what `today` in a range means, and whose codes are in force */
export async function rowCheck(
  { db, profile }: Pick<Context, 'db' | 'profile'>,
  { entity, plan }: RegisterTable,
  today: string,
): Promise<RowValidator> {
  const codes = await codeLookup(db, [entity], today);
  return compileValidator(entity, codes, { settings: plan.settings, today, timeZone: profile.timeZone });
}
