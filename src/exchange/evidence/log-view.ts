/** A log as somebody without its database sees it: a copy in a folder, or a node at an address. Hashes, a note, a key. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callRaw, type Send } from '../../platform/http/call.ts';
import {
  type Checkpoint,
  MalformedNoteError,
  openCheckpoint,
  parseVerifierKey,
  type VerifierKey,
} from '../../platform/ledger/checkpoint.ts';
import { copyFiles } from '../../platform/ledger/export-log.ts';
import { newFrontier } from '../../platform/ledger/merkle.ts';
import { HASH_BYTES, TILE_WIDTH } from '../../platform/ledger/tiles.ts';
import { originOfNote, signsFor } from './add-checkpoint.ts';
import { auditCheckpoint, auditTile } from './evidence-contract.ts';
import { epochOf } from './model.ts';

export interface LogView {
  /** Where it was read. */
  readonly place: string;
  readonly note: string;
  /** The key that came along; undefined from a node: there one's own policy names it. */
  readonly key: VerifierKey | undefined;
  /** Leaf hashes, 32 bytes each, as many as the note says. */
  readonly hashes: Buffer;
}

export class UnreadableLogError extends Error {
  override name = 'UnreadableLogError';
}

/** @throws UnreadableLogError */
export async function readCopy(folder: string): Promise<LogView> {
  const file = (name: keyof typeof copyFiles) => join(folder, copyFiles[name]);
  if (!existsSync(file('checkpoint')) || !existsSync(file('hashes'))) throw new UnreadableLogError(folder);
  const note = await readFile(file('checkpoint'), 'utf8');
  const vkey = existsSync(file('vkey')) ? (await readFile(file('vkey'), 'utf8')).trim() : undefined;
  return {
    place: folder,
    note,
    key: vkey === undefined ? undefined : tryKey(vkey),
    hashes: await readFile(file('hashes')),
  };
}

function tryKey(text: string): VerifierKey | undefined {
  try {
    return parseVerifierKey(text);
  } catch (error) {
    if (error instanceof MalformedNoteError) return undefined;
    throw error;
  }
}

// Enough to fill a slow line, few enough for a small node.
const AT_ONCE = 8;

/** Reads checkpoint and leaf hashes of a node's audit trail; nothing of an entry. @throws UnreadableLogError */
export async function readNodeLog(place: string, send: Send): Promise<LogView> {
  const note = await (await callRaw(send, auditCheckpoint)).text();
  const epoch = epochOf(originOfNote(note));
  const size = sizeOf(note);
  if (epoch === undefined || size === undefined) throw new UnreadableLogError(place);
  const tiles = Array.from({ length: Math.ceil(size / TILE_WIDTH) }, (_, index) => index);
  const parts: Buffer[] = [];
  for (let from = 0; from < tiles.length; from += AT_ONCE) {
    const read = tiles.slice(from, from + AT_ONCE).map(async (index) => {
      const answer = await callRaw(send, auditTile, { params: { epoch, level: 0, index } });
      return Buffer.from(await answer.arrayBuffer());
    });
    parts.push(...(await Promise.all(read)));
  }
  // Entries that came meanwhile are in the last tile, and not under this note.
  return { place, note, key: undefined, hashes: Buffer.concat(parts).subarray(0, size * HASH_BYTES) };
}

function sizeOf(note: string): number | undefined {
  const size = Number(note.split('\n')[1]);
  return Number.isSafeInteger(size) && size >= 0 ? size : undefined;
}

/** The root of the first `size` leaves. */
export function rootOfHashes(hashes: Buffer, size: number): Buffer {
  const tree = newFrontier();
  for (let i = 0; i < size; i += 1) tree.push(hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
  return tree.root();
}

export type LogFault = 'unknown-log' | 'not-signed' | 'too-short' | 'root-differs';

/** Whether the hashes are the ones that were signed, by a key of the policy, or by the one that came along. */
export function checkView(view: LogView, trusted: readonly VerifierKey[] | undefined): Checkpoint | LogFault {
  const origin = originOfNote(view.note);
  const key = trusted ? trusted.find((one) => signsFor(one, origin)) : view.key;
  if (!key) return 'unknown-log';
  let checkpoint: Checkpoint;
  try {
    checkpoint = openCheckpoint(view.note, key);
  } catch (error) {
    if (error instanceof MalformedNoteError) return 'not-signed';
    throw error;
  }
  if (!signsFor(key, checkpoint.origin)) return 'not-signed';
  if (view.hashes.length < checkpoint.size * HASH_BYTES) return 'too-short';
  return rootOfHashes(view.hashes, checkpoint.size).equals(checkpoint.root) ? checkpoint : 'root-differs';
}

export type LogDifference =
  | { readonly kind: 'same'; readonly size: number }
  /** One is a beginning of the other: it is older, and honest. */
  | { readonly kind: 'prefix'; readonly shorter: 'a' | 'b'; readonly size: number; readonly longer: number }
  /** `number`: the first entry in which they differ, 1 is the first. Both notes together prove it to anybody. */
  | { readonly kind: 'forked'; readonly number: number }
  | { readonly kind: 'other-logs' };

/** What two views of one log make of each other. */
export function compareViews(a: LogView, b: LogView): LogDifference {
  if (originOfNote(a.note) !== originOfNote(b.note)) return { kind: 'other-logs' };
  const [left, right] = [a.hashes.length / HASH_BYTES, b.hashes.length / HASH_BYTES];
  const both = Math.min(left, right);
  for (let i = 0; i < both; i += 1) {
    const [from, to] = [i * HASH_BYTES, (i + 1) * HASH_BYTES];
    if (a.hashes.compare(b.hashes, from, to, from, to) !== 0) return { kind: 'forked', number: i + 1 };
  }
  if (left === right) return { kind: 'same', size: left };
  return { kind: 'prefix', shorter: left < right ? 'a' : 'b', size: both, longer: Math.max(left, right) };
}

/** Whether a log still holds what a checkpoint kept earlier said: cut off, another tree, or all there. */
export function holds(view: LogView, earlier: Checkpoint): 'holds' | 'cut-off' | 'forked' {
  if (earlier.size * HASH_BYTES > view.hashes.length) return 'cut-off';
  return rootOfHashes(view.hashes, earlier.size).equals(earlier.root) ? 'holds' : 'forked';
}

/** A checkpoint of this log that somebody kept earlier; undefined when it is not signed by one of the keys. */
export function earlierIn(note: string, origin: string, keys: readonly VerifierKey[]): Checkpoint | undefined {
  for (const key of keys.filter((one) => signsFor(one, origin))) {
    try {
      return openCheckpoint(note, key);
    } catch (error) {
      if (!(error instanceof MalformedNoteError)) throw error;
    }
  }
  return undefined;
}
