/** Compares what a follower holds with what it would build anew, and leaves everything as it was. */
import type { Context } from '../context.ts';
import { comparePositions } from './changes.ts';
import * as cursors from './follower-store.ts';
import type { Drift, Follower } from './follower.ts';
import { snapshotAt } from './sequence.ts';

class RolledBack extends Error {
  readonly drift: Drift | undefined;
  constructor(drift: Drift | undefined) {
    super('rolled back on purpose');
    this.drift = drift;
  }
}

// A busy log may need several looks until the follower stands where the snapshot stands.
const TRIES = 100;

/** @throws TypeError when the follower gives no fingerprint, or is never caught up while we look */
export async function checkDrift(context: Pick<Context, 'db' | 'clock'>, follower: Follower): Promise<Drift> {
  const { fingerprint, name } = follower;
  if (!fingerprint) throw new TypeError(`${name} gives no fingerprint to compare`);
  for (let i = 0; i < TRIES; i += 1) {
    const drift = await compareOnce(context, follower, fingerprint.bind(follower));
    if (drift) return drift;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new TypeError(`${name} was never caught up while it was checked`);
}

async function compareOnce(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  follower: Follower,
  fingerprint: NonNullable<Follower['fingerprint']>,
): Promise<Drift | undefined> {
  try {
    return await snapshotAt(db, clock.now(), async (tx, at) => {
      const cursor = await cursors.lockCursor(tx, follower.name);
      if (!cursor?.built || comparePositions(cursor, at) !== 0) throw new RolledBack(undefined);
      const held = await fingerprint(tx);
      await follower.initial(tx, at);
      const rebuilt = await fingerprint(tx);
      throw new RolledBack({ name: follower.name, at, drifted: held !== rebuilt });
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.drift;
    throw error;
  }
}
