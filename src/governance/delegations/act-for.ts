/** The caller who acts for another body: a member of that body, with the posts of whoever gave it, for what it names. */
import { pathOf } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Db } from '../../platform/db/db.ts';
import type { PermissionTable } from '../../platform/room.ts';
import { known } from './known-delegations.ts';
import { stateOfDelegation, type Delegation } from './model.ts';

/**
 * @param caller in his own posts
 * @param delegation its id; one that does not hold for him today leaves him in his own posts
 */
export async function actFor(
  db: Db,
  caller: Caller,
  { delegation, day, tables }: { readonly delegation: string; readonly day: string; readonly tables: PermissionTable },
): Promise<Caller> {
  const found = (await known.read(db, day)).find(({ id }) => id === delegation);
  if (!found || !(await holdsFor(db, found, caller, day))) return caller;
  return memberOf(found, caller, tables);
}

export async function holdsFor(db: Db, delegation: Delegation, caller: Caller, day: string): Promise<boolean> {
  if (caller.kind !== 'person' || caller.body !== delegation.toBody) return false;
  return stateOfDelegation(delegation, day, await pathOf(db, delegation.body)) === 'in-force';
}

/** What he does not hold by a post of his own he does for nobody. Pure. */
export function memberOf(delegation: Delegation, caller: Caller, tables: PermissionTable): Caller {
  const isHis = (name: string) => caller.roles.some((role) => Object.hasOwn(tables[name]?.reach ?? {}, role));
  return {
    ...caller,
    body: delegation.body,
    roles: delegation.posts,
    onBehalf: {
      delegation: delegation.id,
      by: caller.body as number,
      permissions: delegation.permissions.filter(isHis),
      registers: delegation.registers,
    },
  };
}
