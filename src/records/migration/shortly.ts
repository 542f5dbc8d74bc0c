/**
 * A change of a table that needs it for itself: tried for a moment, given up, tried again. An ALTER that waits makes
 * everybody wait behind it (CHANGE-LOG §10), so it never waits longer than this.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sqlState, type Db } from '../../platform/db/db.ts';
import { limitTableWaiting } from '../store/alter-table.ts';

/** How long readers and writers may have to wait behind one try, in milliseconds. */
export const LOCK_MS = 500;
// Some ten minutes: a longer load keeps the follower at its place, which says so and tries again.
const TRIES = 120;
const PAUSE_MS = { first: 100, most: 5000 };

const NOT_NOW = new Set(['55P03', '40P01']);

export interface Patience {
  /** 0 waits for ever, and everybody behind it. */
  readonly lockMs?: number;
  readonly tries?: number;
}

/** @throws the database's lock_not_available when it never got the table */
export async function shortly<T>(db: Db, patience: Patience, work: (tx: Db) => Promise<T>): Promise<T> {
  const { lockMs = LOCK_MS, tries = TRIES } = patience;
  for (let n = 1; ; n += 1) {
    try {
      return await db.transaction(async (tx) => {
        await limitTableWaiting(tx, lockMs);
        return work(tx);
      });
    } catch (error) {
      if (n >= tries || !NOT_NOW.has(sqlState(error) ?? '')) throw error;
      await sleep(Math.min(PAUSE_MS.first * n, PAUSE_MS.most));
    }
  }
}
