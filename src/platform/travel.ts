/**
 * What of a room's changes travels to other nodes, and what the room does with what arrives. Exchange carries it: each
 * parcel takes effect once, in the order in which its sender made them, however often the line breaks.
 */
import type { ChangeSet, NewChangeSet } from './changes/model.ts';
import type { Context } from './context.ts';
import type { Db } from './db/db.ts';

/** One change on its way to the node that is home of a body. Nothing local is in it: codes and UUIDs, no numbers of rows. */
export interface Parcel {
  /** The same for the same change, however often it is asked for. */
  readonly id: string;
  /** `room.what`, e.g. `registers.correction-proposed`. */
  readonly kind: string;
  /** Code of the body it is addressed to. */
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
  /** Id of the body it is addressed to, and of the one it comes from, on this node. */
  readonly to: number;
  readonly from: number;
}

/** Taken, or refused for good with a reason that the sender may read. Anything thrown is tried again. */
export type Taken = { readonly taken: true } | { readonly taken: false; readonly reason: string };

export interface Travel {
  /** Kinds of change that may have something to tell. */
  readonly follows: readonly NewChangeSet['kind'][];
  /** Kinds of parcel that `receive` and `refused` understand. */
  readonly kinds: readonly string[];
  /** What a change set tells whom. Parcels to bodies that are at home here are left where they are. */
  parcels(tx: Db, change: ChangeSet): Promise<readonly Parcel[]>;
  /** Takes one in, in the transaction that remembers it. */
  receive(context: Context, tx: Db, arriving: Arriving): Promise<Taken>;
  /** The other node has refused it for good. */
  refused(context: Context, tx: Db, parcel: Parcel, reason: string): Promise<void>;
}
