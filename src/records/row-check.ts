/** The validator of a register's rows, compiled from the plan and the codes in force. */
import { codeLookup, compileValidator, type EntityPlan, type RowValidator } from '../dictionary/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
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

interface Remembered {
  readonly today: string;
  readonly lists: readonly unknown[];
  readonly check: RowValidator;
}
const remembered = new WeakMap<EntityPlan, Remembered>();

/**
 * The same, compiled anew only when the day or the codes are others: for what is asked again and again.
 * @param reads the caller's transaction, which must not wait for a second connection while it holds one
 */
export async function rememberedCheck(
  { db, profile }: Pick<Context, 'db' | 'profile'>,
  { entity, plan }: RegisterTable,
  { today, reads }: { readonly today: string; readonly reads: Db },
): Promise<RowValidator> {
  const codes = await codeLookup(reads, [entity], today, db);
  const lists = entity.fields.map(({ codeList }) => codeList && codes.list(codeList.list));
  const known = remembered.get(entity);
  if (known?.today === today && known.lists.every((list, i) => list === lists[i])) return known.check;
  const check = compileValidator(entity, codes, { settings: plan.settings, today, timeZone: profile.timeZone });
  remembered.set(entity, { today, lists, check });
  return check;
}
