/** How a room writes to the change log, and how anybody reads it. */
import type { Db } from '../db/db.ts';
import type { ChangeSet, NewChangeSet, Position } from './model.ts';
import * as store from './store.ts';

/** The number that the rows of this change carry. Take it before the work; never show it, never order by it. */
export function takeChangeSet(tx: Db): Promise<number> {
  return store.takeId(tx);
}

/** Several at once, for writes that share a transaction; with the epoch of the log, which versions are made of. */
export function takeChangeSets(
  tx: Db,
  count: number,
): Promise<readonly { readonly id: number; readonly epoch: number }[]> {
  return store.takeIds(tx, count);
}

/** The last step of every write, in its transaction. Its place in the log is given after the commit. */
export async function appendChangeSet(tx: Db, set: NewChangeSet): Promise<void> {
  await store.insertChangeSet(tx, set);
}

/** Those of several writes that share a transaction, in this order. */
export async function appendChangeSets(tx: Db, sets: readonly NewChangeSet[]): Promise<void> {
  await store.insertChangeSets(tx, sets);
}

/**
 * The position that was known at a moment (ISO 8601 with an offset): the last one stamped at or before it.
 * A day is a matter of the time zone: pass its last instant (`endOfDay` of platform/clock.ts).
 */
export function positionOn(db: Db, moment: string): Promise<Position> {
  return store.lastPositionAt(db, moment);
}

/** Where the log stands now. */
export function currentPosition(db: Db): Promise<Position> {
  return store.head(db);
}

export interface ListChanges {
  readonly subject?: string;
  readonly body?: number | readonly number[];
  readonly kind?: NewChangeSet['kind'] | readonly NewChangeSet['kind'][];
  /** Keyset: older than this, newest first. */
  readonly before?: Position;
  /** Keyset: newer than this, oldest first. */
  readonly after?: Position;
  /** Default 50. */
  readonly limit?: number;
}

/** Stamped change sets: newest first, or oldest first when `after` is given. */
export function listChanges(db: Db, { body, kind, limit = 50, ...keys }: ListChanges = {}): Promise<ChangeSet[]> {
  return store.selectChanges(db, {
    ...keys,
    limit,
    ...(body === undefined ? {} : { bodies: [body].flat() }),
    ...(kind === undefined ? {} : { kinds: [kind].flat() }),
  });
}

/** One change set by its local id, stamped or not yet. */
export function findChangeSet(db: Db, id: number): Promise<ChangeSet | undefined> {
  return store.findChangeSet(db, id);
}

export class NoChangeSetError extends Error {
  override name = 'NoChangeSetError';
}

/** @throws NoChangeSetError when there is none: ids come from our own rows */
export async function getChangeSet(db: Db, id: number): Promise<ChangeSet> {
  const found = await store.findChangeSet(db, id);
  if (!found) throw new NoChangeSetError(`there is no change set ${String(id)}`);
  return found;
}

/** Whether `a` stands before `b`, at it, or after it: negative, zero, positive. */
export function comparePositions(a: Position, b: Position): number {
  return a.epoch - b.epoch || a.position - b.position;
}
