/** Identity's front door: accounts, sessions, keys, and who stands behind a request. */
import type { Room } from '../room.ts';
import type { IdentityDeps } from './model.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { serveIdentity } from './routes.ts';
import { holdings } from './store/holdings.ts';

export { createAccount, type NewAccount } from './create-account.ts';
export { createKey } from './create-key.ts';
export { identifier } from './identify.ts';
export { findAccount, findAccountByName, findAccounts, isOutsourced, listDemoAccounts } from './store/account.ts';
export { countKeys, endKeysOn } from './store/key.ts';
export type { Account, Credential, IdentityDeps } from './model.ts';

/** What the platform shows to `node.ts` of its accounts; `describeCaller` and `nameBodies` come from bodies. */
export function identityRoom(deps: IdentityDeps): Room {
  return {
    name: 'identity',
    permissions,
    problems,
    routes: (server, context) => serveIdentity(server, context, deps),
    holdings,
  };
}
