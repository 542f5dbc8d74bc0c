/** Proposes that what is past its term goes: everything that is due, is not held, and is in no other disposal. */
import type { Author } from '../../bodies/index.ts';
import { itemsTakenUp, proposeDisposal, type What } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import { problems } from '../problems.ts';
import { AT_ONCE, dueOf } from './due.ts';

/** @returns id of the disposal  @throws records/nothing-due, and as openRegister */
export async function proposeDue(
  context: Context,
  { register, what }: { readonly register: string; readonly what: What },
  by: Author,
): Promise<string> {
  const { db } = context;
  const due = await dueOf(context, db, { register, what });
  const taken = await itemsTakenUp(db, register);
  const rows = (await due?.rows(AT_ONCE + taken.size)) ?? [];
  const free = rows.filter(({ held, item }) => !held && !taken.has(item)).slice(0, AT_ONCE);
  if (!due || free.length === 0) throw problems.nothingDue({ register, held: rows.filter(({ held }) => held).length });
  return proposeDisposal(context, { register, what, term: due.term, items: free }, by);
}
