/** What somebody was allowed by one rule in a time: for whoever answers for that rule, and has decided who may see it. */
import type { Db } from '../db/db.ts';
import { selectEntries, type EntryRow } from './entry-store.ts';

export interface ActsAsked {
  readonly actor: string;
  readonly rule: string;
  /** Instants; `to` is not included. */
  readonly from: string;
  readonly to: string;
  readonly limit: number;
}

/** Newest first. */
export const actsUnder = (db: Db, asked: ActsAsked): Promise<EntryRow[]> =>
  selectEntries(db, { bodies: 'all', account: asked.actor }, { ...asked, allowed: true });
