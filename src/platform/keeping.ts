/** What a room has to do with rows of registers that go for good: it may still have to read them, and may keep copies. */
import type { Db } from './db/db.ts';

export interface RowKeeping {
  /** Whether it has still to read what a change set did; until it has not, no byte goes. */
  readsLater?(db: Db, changeSet: number): Promise<boolean>;
  /** Removes what it keeps of records that are destroyed. Returns how many things went. */
  forget?(tx: Db, gone: { readonly register: string; readonly records: readonly string[] }): Promise<number>;
}
