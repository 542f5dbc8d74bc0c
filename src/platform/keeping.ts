/** What a room has to do with rows of registers that go for good: it may still have to read them, and may keep copies. */
import type { Context } from './context.ts';
import type { Db } from './db/db.ts';

/** A body that was given records of a register, and keeps copies perhaps. */
export interface Received {
  /** Id of the body. */
  readonly consumer: number;
  /** Code of the agreement under which. */
  readonly agreement: string;
  /** By a feed into its node; or it read them, over the API or as a file. */
  readonly way: 'feed' | 'read';
  readonly records: readonly string[];
}

export interface Homed {
  readonly record: string;
  /** Id of its home body. */
  readonly body: number;
}

export interface RowKeeping {
  /** Whether it has still to read what a change set did; until it has not, no byte goes. */
  readsLater?(db: Db, changeSet: number): Promise<boolean>;
  /** Removes what it keeps of records that are destroyed. Returns how many things went. */
  forget?(tx: Db, gone: { readonly register: string; readonly records: readonly string[] }): Promise<number>;
  /** Who was given these, other than those who keep them. */
  receivedBy?(
    context: Context,
    tx: Db,
    given: { readonly register: string; readonly records: readonly Homed[] },
  ): Promise<readonly Received[]>;
  /** Whether a key (C2SP verifier key) signs for a node, by its name. */
  isKeyOf?(db: Db, node: string, vkey: string): Promise<boolean>;
}
