/** Names of those who decided, and undid. */
import type { Db } from '../../platform/db/db.ts';
import { findAccounts } from '../../platform/identity/index.ts';
import type { DecisionRecord } from './store/decision.ts';

const UUID = /^[0-9a-f-]{36}$/;

/** The node itself, the terminal, and an account that is gone, have the name they stand under. */
export async function whoDecided(
  db: Db,
  decisions: readonly Pick<DecisionRecord, 'by' | 'undoneBy'>[],
): Promise<(account: string) => string> {
  const ids = decisions.flatMap(({ by, undoneBy }) => [by, undoneBy ?? '']).filter((id) => UUID.test(id));
  const names = new Map((await findAccounts(db, [...new Set(ids)])).map((one) => [one.id, one.displayName]));
  return (account) => names.get(account) ?? account;
}

export const undoneOf = (
  { undoneBy, undoneAt, undoneReason }: Pick<DecisionRecord, 'undoneBy' | 'undoneAt' | 'undoneReason'>,
  nameOf: (account: string) => string,
): { by: string; at: string; reason: string } | null =>
  undoneAt === null ? null : { by: nameOf(undoneBy ?? ''), at: undoneAt, reason: undoneReason ?? '' };
