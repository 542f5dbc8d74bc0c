/**
 * What a room holds for a body, so that it can go over to another one when bodies merge. Each room ships its own
 * (`Room.holdings`); bodies asks them all and knows none of their tables. See docs/adr/0019.
 */
import type { Db } from '../db/db.ts';
import type { Texts } from '../texts.ts';

/** Several bodies become one from a day on. */
export interface Merging {
  /** Ids of the bodies that end, in the order in which they were named. */
  readonly from: readonly number[];
  /** Id of the body they become; 0 while it is only planned and not founded yet. */
  readonly into: number;
  /** First day as one body. */
  readonly day: string;
  /** For each body that ends: itself and the bodies directly below it, which are what its tree is made of. */
  readonly trees: ReadonlyMap<number, readonly number[]>;
  /** Accounts that hold a post in a body that ends. */
  readonly accounts: readonly string[];
  readonly today: string;
}

/**
 * What becomes of it. `move`: it is the other body's from then on. `fold`: the other body has the same already, so this
 * one is set aside. `stay`: it stays as it is written, and is found through the succession. `narrow`: its words are
 * made exact, so that it opens what it opened. `widen`: it was the other body's, and now reaches what comes to it.
 */
export type Effect = 'move' | 'fold' | 'stay' | 'narrow' | 'widen';

export interface Held {
  /** What is moved and put back by itself: as the room's holding knows it. */
  readonly key: string;
  /** Whose it is. */
  readonly body: number;
  readonly effect: Effect;
  /** What people call it by: a code or a name, never what a record holds. */
  readonly code: string;
  readonly names: Texts | null;
  /** A key of the message catalogues that says what it is: `bodies:posts.officer`. */
  readonly word?: string;
  /** A path of the web. */
  readonly link: string | null;
  /** How many it stands for. */
  readonly count: number;
  /** As it was stored: what undoing puts back, and what the plan's hash is made of. */
  readonly before: unknown;
}

/** Something about two bodies that somebody must settle first, or should know. */
export interface Obstacle {
  /** Words: `bodies:merge.obstacles.<rule>` with `values`. */
  readonly rule: string;
  /** A `warning` does not keep the merge from being done. */
  readonly severity: 'block' | 'warning';
  readonly values: Readonly<Record<string, unknown>>;
  readonly link: string | null;
}

/** Who moves it, when, and the change set that carries it. */
export interface Stamp {
  readonly merge: string;
  readonly changeSet: number;
  readonly now: Date;
  readonly account: string;
}

/** A kind of thing that bodies hold. Words: `bodies:merge.kinds.<kind>`. */
export interface Holding {
  readonly kind: string;
  /** What they hold that this merger touches. Reads only. */
  list(db: Db, merging: Merging): Promise<readonly Held[]>;
  /** What keeps them apart as far as this kind is concerned. Reads only. */
  obstacles?(db: Db, merging: Merging): Promise<readonly Obstacle[]>;
  /** Takes over what `list` gave in the same transaction, without what stays. Absent where all of it stays. */
  move?(tx: Db, held: readonly Held[], merging: Merging, stamp: Stamp): Promise<void>;
  /** Puts back what is as `move` left it; returns the keys of what was changed since and stays where it is. */
  back?(tx: Db, held: readonly Held[], merging: Merging, stamp: Stamp): Promise<readonly string[]>;
  /** What the other body got since then by itself: it stays there when the merger is undone. Reads only. */
  since?(
    db: Db,
    merging: Merging,
    changeSet: number,
  ): Promise<readonly Pick<Held, 'code' | 'names' | 'count' | 'word'>[]>;
}
