/** Keeps golden people by following the change log: what a change set began or ended is linked against everybody else. */
import type { ChangeSet, Follower } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { linkedEntities } from './entities.ts';
import { isLearnt, linkAllRecords, linkSome } from './link-records.ts';
import type { LinkedEntity } from './model.ts';
import { regroup } from './regroup.ts';
import { lockEntity, touchedRecords } from './store/link.ts';
import { fingerprint } from './store/person.ts';

export const GOLDEN = 'registers.golden';

/** Subject of the change sets that decisions write. */
export const subjectOf = (entity: string): string => `golden/${entity}`;

export function goldenFollower({ clock, profile }: Pick<Context, 'clock' | 'profile'>): Follower {
  return {
    name: GOLDEN,
    kinds: ['records', 'undo', 'migration', 'applied', 'disposal', 'correction'],
    initial: async (tx) => {
      for (const of of await linkedEntities(tx, profile)) {
        await lockEntity(tx, of.entity);
        await linkAllRecords(tx, of, clock.now().toISOString());
        await regroup(tx, of, 'all', { changeSet: null, now: clock.now() });
      }
    },
    apply: async (tx, change) => {
      for (const of of await linkedEntities(tx, profile)) {
        if (change.kind === 'correction') await decided(tx, of, change);
        else if (of.registers.some(({ register }) => register === change.subject)) await link(tx, of, change);
      }
    },
    fingerprint,
  };

  /** What a decision did in its own transaction, once more: a rebuild may have begun before it. */
  async function decided(tx: Db, of: LinkedEntity, change: ChangeSet): Promise<void> {
    if (change.subject !== subjectOf(of.entity) || !change.members) return;
    await lockEntity(tx, of.entity);
    await regroup(tx, of, change.members, { changeSet: change.id, now: clock.now() });
  }

  async function link(tx: Db, of: LinkedEntity, change: ChangeSet): Promise<void> {
    await lockEntity(tx, of.entity);
    const now = clock.now();
    if (!(await isLearnt(tx, of))) {
      await linkAllRecords(tx, of, now.toISOString());
      return regroup(tx, of, 'all', { changeSet: change.id, now });
    }
    const touched = await touchedRecords(tx, change.subject, change);
    await linkSome(tx, of, change.subject, touched);
    await regroup(tx, of, touched, { changeSet: change.id, now });
  }
}
