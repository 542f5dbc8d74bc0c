/** Accounts and bodies by id, as people read them. */
import { listBodies } from '../../bodies/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { findAccounts } from '../../platform/identity/index.ts';
import type { ProposalPerson } from './proposal-shapes.ts';

export type NamePerson = (account: string, body: number | null) => ProposalPerson;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The node itself and its command line have no account: they are called what they are. */
export async function peopleNames(db: Db, accounts: readonly string[]): Promise<NamePerson> {
  const ids = [...new Set(accounts)].filter((one) => UUID.test(one));
  const [found, bodies] = await Promise.all([ids.length === 0 ? [] : findAccounts(db, ids), listBodies(db)]);
  const names = new Map(found.map((one) => [one.id, one.displayName]));
  const byId = new Map(bodies.map((one) => [one.id, one.names]));
  return (account, body) => ({
    account,
    name: names.get(account) ?? account,
    body: body === null ? null : { id: body, names: byId.get(body) ?? {} },
  });
}
