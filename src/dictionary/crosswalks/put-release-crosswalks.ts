/** Crosswalks of a release take the place of those of the release before, and of imported ones between the same days. */
import type { Db } from '../../platform/db/db.ts';
import type { CodeListPlan } from '../plan.ts';
import * as store from '../store/crosswalk.ts';

export async function putReleaseCrosswalks(tx: Db, lists: readonly CodeListPlan[], changeSet: number): Promise<void> {
  await store.deleteReleaseCrosswalks(tx);
  for (const { code: list, crosswalks = [] } of lists) {
    for (const crosswalk of crosswalks) {
      const key = { list, to: crosswalk.to, on: crosswalk.on ?? null, toOn: crosswalk.toOn ?? null };
      await store.deleteCrosswalk(tx, key);
      await store.insertCrosswalk(tx, { list, crosswalk, origin: 'release', changeSet });
      await store.insertLinks(tx, key, crosswalk.links);
    }
  }
}
