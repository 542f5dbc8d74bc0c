/** Gives every committed change set its gap-free number. Any process may call; correctness needs no leader. */
import type { Database, Db } from '../db/db.ts';
import type { Position } from './model.ts';
import * as store from './store.ts';

// Large enough to keep up with 7,000 commits a second at 50 ms a tick, small enough that the lock is held for milliseconds.
const BATCH = 5000;

/**
 * Stamps everything that is committed and not yet numbered: `stamped_at` is `now`, but never before the work began.
 * Two statements: first the lock, alone, then the stamping. Merged into one they stamp from an old snapshot, twice.
 * @returns how many change sets were stamped
 */
export async function sequenceChanges(db: Db, now: Date): Promise<number> {
  let total = 0;
  while (await store.hasUnsequenced(db)) {
    const stamped = await db.transaction(async (tx) => {
      const head = await store.lockHead(tx);
      const n = await store.stamp(tx, head, now, { limit: BATCH });
      if (n > 0) await store.moveHead(tx, head, n);
      return n;
    });
    total += stamped;
    if (stamped < BATCH) break;
  }
  return total;
}

/**
 * A repeatable-read transaction that sees exactly the change sets up to a position, and says which.
 * A snapshot also sees commits that have no number yet; so it is taken while the sequencer's lock is held by a second
 * connection, which then numbers just those and lets go. Writers never wait; other sequencers wait for milliseconds.
 */
export async function snapshotAt<T>(db: Database, now: Date, work: (tx: Db, at: Position) => Promise<T>): Promise<T> {
  return db.transaction(
    async (tx) => {
      const at = await db.transaction(async (sequencer) => {
        const head = await store.lockHead(sequencer);
        const ids = await store.unsequencedIds(tx); // the first statement of `tx`: takes its snapshot
        if (ids.length === 0) return head;
        await store.stamp(sequencer, head, now, { ids });
        return store.moveHead(sequencer, head, ids.length);
      });
      return work(tx, at);
    },
    { isolation: 'repeatable read' },
  );
}
