/** How far the newest release has come: bodies that use a release, and those that use the newest. */
import type { Db } from '../platform/db/db.ts';
import * as store from './store/release.ts';

export async function adoptionState(db: Db): Promise<{ adopted: number; bodies: number; release: number | null }> {
  const newest = await store.latest(db);
  const all = await store.adoptions(db);
  const adopted = all.filter((one) => one.release === newest?.number).length;
  return { adopted, bodies: all.length, release: newest?.number ?? null };
}
