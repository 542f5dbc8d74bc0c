/** The edition of the tree: it rises with every change, so that what others remember can be told to be old. */
import { briefly } from '../platform/briefly.ts';
import type { Db } from '../platform/db/db.ts';
import * as store from './store/body.ts';
import { refreshPaths } from './store/write.ts';

export const edition = briefly(async (db: Db, today: string): Promise<number> => {
  const { edition: stored, pathsDue } = await store.head(db, today);
  if (pathsDue) await refreshPaths(db, today);
  return stored;
});

/**
 * The edition as of today: at once for changes made in this process, within a tenth of a second for those of another.
 * Placements that were entered ahead take effect here, on their day: the first who asks that day moves the paths.
 */
export const bodiesEdition = (db: Db, today: string): Promise<number> => edition.read(db, today);
