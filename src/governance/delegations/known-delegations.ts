/** Delegations that have not ended, remembered for a moment: every request of whoever acts under one asks. */
import { briefly } from '../../platform/briefly.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Delegation } from './model.ts';
import { delegationsFrom } from './store/delegation.ts';

/** By day; a change made here is seen at once. */
export const known = briefly((db: Db, day: string): Promise<Delegation[]> => delegationsFrom(db, day));
