/** What this room needs to know of accounts: who they are. */
import type { Db } from '../platform/db/db.ts';
import { findAccounts, type Account } from '../platform/identity/index.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Accounts by id; those that do not exist are absent. */
export async function accountsByIds(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Account>> {
  const asked = [...new Set(ids)].filter((id) => UUID.test(id));
  const found = asked.length === 0 ? [] : await findAccounts(db, asked);
  return new Map(found.map((account) => [account.id, account]));
}
