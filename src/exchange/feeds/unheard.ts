/** Whether a consumer's node has yet to say what it holds of what this node lost. docs/protocol.md §8.4. */
import type { Db } from '../../platform/db/db.ts';
import { homesOfBodies } from '../nodes/index.ts';
import { waitingFetches } from '../recovery/store/recovery.ts';

/** @param consumer code of the body that consumes */
export async function isUnheard(db: Db, consumer: string): Promise<boolean> {
  const waiting = await waitingFetches(db);
  if (waiting.length === 0) return false;
  const home = (await homesOfBodies(db))(consumer);
  return waiting.some(({ node }) => node === home);
}
