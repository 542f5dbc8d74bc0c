/** The edition of the tree: it rises with every change, so that what others remember can be told to be old. */
import type { Db } from '../platform/db/db.ts';
import * as store from './store/body.ts';
import { refreshPaths } from './store/write.ts';

/**
 * The edition as of today. Placements that were entered ahead take effect here, on their day: the first who asks
 * that day moves the paths.
 */
export async function bodiesEdition(db: Db, today: string): Promise<number> {
  const { edition, pathsDue } = await store.head(db, today);
  if (pathsDue) await refreshPaths(db, today);
  return edition;
}
