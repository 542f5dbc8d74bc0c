/** Which bodies have sent their list of a register. */
import type { Db } from '../platform/db/db.ts';
import { bodiesLoadedSince } from './store/load.ts';

/** Ids of bodies for which a load was committed at that instant or later and stands, whether or not a row differed. */
export function reportedBodies(db: Db, register: string, since: Date): Promise<number[]> {
  return bodiesLoadedSince(db, register, since);
}
