/** Follows the tree of bodies: a new body of a class derives its grants, one that has ended loses them. */
import type { ChangeSet, Follower } from '../platform/changes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { deriveGrants } from './derive-grants.ts';
import { edition } from './edition.ts';
import { listAgreements } from './store/agreement.ts';
import { raiseEdition } from './store/register.ts';
import { todayOf } from './write-change.ts';

export function followBodies(context: Pick<Context, 'clock' | 'profile'>): Follower {
  const derive = async (tx: Db, changeSet: number) => {
    const changed = await deriveGrants(tx, await listAgreements(tx), todayOf(context), changeSet);
    if (changed === 0) return;
    await raiseEdition(tx);
    edition.forget();
  };
  return {
    name: 'governance.grants',
    kinds: ['bodies'],
    // Grants are derived when an agreement is written; this only keeps them in line with the tree.
    initial: (tx) => derive(tx, 0),
    apply: (tx, change: ChangeSet) => derive(tx, change.id),
  };
}
