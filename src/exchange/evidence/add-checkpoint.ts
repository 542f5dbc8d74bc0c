/**
 * The witness protocol's one request (C2SP tlog-witness, `add-checkpoint`): what a log sends, and what a witness makes of
 * it. Pure: the store gives what is held and keeps what is decided, in one transaction, before anybody is answered.
 */
import {
  type Checkpoint,
  MalformedNoteError,
  openCheckpoint,
  type VerifierKey,
} from '../../platform/ledger/checkpoint.ts';
import { verifyConsistency } from '../../platform/ledger/merkle.ts';
import { nodeOfOrigin } from './model.ts';

export interface AddCheckpoint {
  /** The size the log believes this witness to hold; 0 for none. */
  readonly old: number;
  /** From `old` to the checkpoint's size, RFC 6962 §2.1.2. */
  readonly proof: readonly Buffer[];
  readonly note: string;
}

/** What a witness holds of a log: the largest tree it cosigned. */
export interface Held {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
}

// C2SP tlog-witness: no consistency proof has more hashes.
const MOST_HASHES = 63;
const HASH_BYTES = 32;

export function printAddCheckpoint({ old, proof, note }: AddCheckpoint): string {
  return `old ${String(old)}\n${proof.map((hash) => `${hash.toString('base64')}\n`).join('')}\n${note}`;
}

/** @throws MalformedNoteError */
export function parseAddCheckpoint(text: string): AddCheckpoint {
  const end = text.indexOf('\n\n');
  const [first = '', ...hashes] = text.slice(0, Math.max(end, 0)).split('\n');
  const [, old] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? [];
  if (old === undefined || hashes.length > MOST_HASHES) throw new MalformedNoteError('this adds no checkpoint');
  const proof = hashes.map((line) => {
    const hash = Buffer.from(line, 'base64');
    if (hash.length !== HASH_BYTES || hash.toString('base64') !== line) {
      throw new MalformedNoteError('a line of the proof is no hash');
    }
    return hash;
  });
  return { old: Number(old), proof, note: text.slice(end + 2) };
}

/** The first line of a note: which log it is of. Nothing of it is believed before its signature was checked. */
export const originOfNote = (note: string): string => note.slice(0, Math.max(note.indexOf('\n'), 0));

/**
 * Whether a key signs for this log: one of its own name (an audit trail), or of its node's, which signs all its streams.
 * The origin is part of what is signed, so that a note of one log is never taken for one of another.
 */
export const signsFor = ({ name }: VerifierKey, origin: string): boolean =>
  name === origin || name === nodeOfOrigin(origin);

export type Judgement =
  /** 200: it only adds to what is held. */
  | { readonly kind: 'accepted'; readonly checkpoint: Checkpoint }
  /** 403: not signed by a key that this log has now. */
  | { readonly kind: 'unsigned' }
  /** 400: the size it claims to extend is larger than itself. */
  | { readonly kind: 'backwards'; readonly checkpoint: Checkpoint }
  /** 409: this witness holds another size. The log that has less than that has forgotten something. */
  | { readonly kind: 'conflict'; readonly size: number; readonly checkpoint: Checkpoint }
  /** 409: of the same size and with another root. Two signed notes that can never both be true. */
  | { readonly kind: 'forked'; readonly size: number; readonly checkpoint: Checkpoint }
  /** 422: larger, and not shown to contain what is held. Until it is shown, the two notes stay as evidence. */
  | { readonly kind: 'unproved'; readonly checkpoint: Checkpoint };

/** @param keys what the registry says this log signs with today */
export function judgeCheckpoint(
  { old, proof, note }: AddCheckpoint,
  held: Held | undefined,
  keys: readonly VerifierKey[],
): Judgement {
  const checkpoint = openByAny(note, keys);
  if (!checkpoint) return { kind: 'unsigned' };
  if (old > checkpoint.size) return { kind: 'backwards', checkpoint };
  const size = held?.size ?? 0;
  if (held && checkpoint.size === size && !checkpoint.root.equals(held.root)) {
    return { kind: 'forked', size, checkpoint };
  }
  if (old !== size) return { kind: 'conflict', size, checkpoint };
  if (!held) return proof.length === 0 ? { kind: 'accepted', checkpoint } : { kind: 'unproved', checkpoint };
  const extended = { older: size, newer: checkpoint.size, olderRoot: held.root, newerRoot: checkpoint.root, proof };
  return verifyConsistency(extended) ? { kind: 'accepted', checkpoint } : { kind: 'unproved', checkpoint };
}

function openByAny(note: string, keys: readonly VerifierKey[]): Checkpoint | undefined {
  for (const key of keys) {
    try {
      const checkpoint = openCheckpoint(note, key);
      if (signsFor(key, checkpoint.origin)) return checkpoint;
    } catch (error) {
      if (!(error instanceof MalformedNoteError)) throw error;
    }
  }
  return undefined;
}
