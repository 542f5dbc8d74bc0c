/**
 * What of a room's changes travels to other nodes, and what the room does with what arrives. Exchange carries it: each
 * parcel takes effect once, in the order in which its sender made them, however often the line breaks.
 */
import type { ChangeSet, NewChangeSet } from './changes/model.ts';
import type { Context } from './context.ts';
import type { Db } from './db/db.ts';

/** Addressee of what every node should know: the tree of bodies, an agreement. The room judges whose it is to say. */
export const EVERY_NODE = '*';

/** One change on its way to the node that is home of a body. Nothing local is in it: codes and UUIDs, no numbers of rows. */
export interface Parcel {
  /** The same for the same change, however often it is asked for. */
  readonly id: string;
  /** `room.what`, e.g. `registers.correction-proposed`. */
  readonly kind: string;
  /** Code of the body it is addressed to; `EVERY_NODE` for all nodes there are. */
  readonly to: string;
  /** Code of the body it comes from. */
  readonly from: string;
  /** A register's name, a document's id: what a person looks for. */
  readonly subject: string;
  /** JSON. */
  readonly payload: unknown;
}

export interface Arriving {
  readonly parcel: Parcel;
  /** Id of the body it is addressed to (0 for every node), and of the one it comes from, on this node. */
  readonly to: number;
  readonly from: number;
  /** The node that brings it, by its proof. */
  readonly origin: string;
  /** Whether that node is home of the body with this code; null stands for above the roots of the tree. */
  isTheirs(code: string | null): boolean;
}

/**
 * Taken, refused for good with a reason that the sender may read, or parked: `later` when something it rests on has not
 * come yet. It comes again, what was made after it goes on meanwhile. Anything thrown is tried again with all after it.
 */
export type Taken =
  | { readonly taken: true }
  | { readonly taken: false; readonly reason: string }
  | { readonly taken: 'later'; readonly reason: string };

/** Whether a body's home is this node, by its code. */
export type IsHere = (code: string) => boolean;

export interface Travel {
  /** Kinds of change that may have something to tell. */
  readonly follows: readonly NewChangeSet['kind'][];
  /** Kinds of parcel that `receive` and `refused` understand. */
  readonly kinds: readonly string[];
  /** What a change set tells whom. Parcels to bodies that are at home here are left where they are. */
  parcels(tx: Db, change: ChangeSet, isHere: IsHere): Promise<readonly Parcel[]>;
  /**
   * All that a node should know of what is at home here: told to one that has come to the others, and to all when a body
   * has come home here.
   * @param mark makes the ids of these parcels their own
   */
  everything?(tx: Db, isHere: IsHere, mark: string): Promise<readonly Parcel[]>;
  /** Takes one in, in the transaction that remembers it. */
  receive(context: Context, tx: Db, arriving: Arriving): Promise<Taken>;
  /** The other node has refused it for good. */
  refused(context: Context, tx: Db, parcel: Parcel, reason: string): Promise<void>;
}
