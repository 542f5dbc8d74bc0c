/** Checks a log against its signatures, wherever it lies: every leaf, its place, its hash, every root. Pure. */
import type { Fault, Verdict } from './audit.ts';
import { type Checkpoint, openCheckpoint, type VerifierKey } from './checkpoint.ts';
import { leafHash, newFrontier } from './merkle.ts';
import { TILE_WIDTH } from './tiles.ts';

export interface CheckedEntry {
  /** 1 is the first. */
  readonly number: number;
  readonly leaf: string | Buffer;
  /** The leaf's hash as it is stored apart from it; null when it is missing. */
  readonly hash: Buffer | null;
  /** What the source itself found wrong with the entry. */
  readonly fault: Fault | null;
}

export interface LogSource {
  readonly entries: AsyncIterable<CheckedEntry>;
  /** The key whose turn it is to sign a size; undefined where none could. */
  readonly keyAt: (size: number) => VerifierKey | undefined;
  /** Signed notes with the size they claim, smallest first. */
  readonly notes: readonly { readonly size: number; readonly note: string }[];
  /** A note kept outside of the log: the log may not be shorter, or different. */
  readonly remembered?: string | undefined;
  /** Roots of 256, 65,536, … leaves as they are stored; undefined when such are not kept. */
  readonly upper?: (level: number, index: number) => Buffer | undefined;
  /** Entries there must be. */
  readonly size?: number;
}

class Bad extends Error {
  readonly fault: Fault;
  readonly firstBad: number | null;
  constructor(fault: Fault, firstBad: number | null) {
    super(fault);
    this.fault = fault;
    this.firstBad = firstBad;
  }
}

/**
 * Reads the whole log once, in O(log n) memory. `firstBad` is the first bad entry; where a root disagrees although every
 * leaf agrees with its stored hash, it is the first entry that no good checkpoint covers.
 */
export async function checkLog(source: LogSource): Promise<Verdict> {
  const seen = { size: 0, signed: 0 };
  try {
    const checkpoints = openAll(source);
    const remembered =
      source.remembered === undefined
        ? undefined
        : open(source.remembered, source.keyAt(sizeOf(source.remembered)), null);
    await readThrough(source, [...checkpoints, ...(remembered ? [remembered] : [])], seen);
    const newest = checkpoints.at(-1)?.size ?? 0;
    refuseShorter(seen.size, { newest, claimed: source.size ?? 0, remembered: remembered?.size ?? 0 });
    return { ok: true, size: seen.size, firstBad: null, fault: null, unsigned: seen.size - newest };
  } catch (error) {
    if (!(error instanceof Bad)) throw error;
    return { ok: false, size: seen.size, firstBad: error.firstBad, fault: error.fault, unsigned: 0 };
  }
}

/** What was signed, or said to be there, must be there, and under a signature that is still there. */
function refuseShorter(
  size: number,
  { newest, claimed, remembered }: Record<'newest' | 'claimed' | 'remembered', number>,
) {
  if (Math.max(newest, claimed) > size) throw new Bad('entry-missing', size + 1);
  if (remembered > size) throw new Bad('rolled-back', size + 1);
  if (remembered > newest) throw new Bad('checkpoint-missing', newest + 1);
  if (size > 0 && newest === 0) throw new Bad('checkpoint-missing', 1);
}

function openAll({ notes, keyAt }: LogSource): Checkpoint[] {
  let before = 0;
  return notes.map(({ size, note }) => {
    const checkpoint = open(note, keyAt(size), before + 1);
    if (checkpoint.size !== size) throw new Bad('checkpoint-altered', before + 1);
    before = size;
    return checkpoint;
  });
}

// Only to know whose turn it is; the note is checked afterwards, signature and all.
const sizeOf = (note: string): number => Number(note.split('\n')[1] ?? 0);

function open(note: string, key: VerifierKey | undefined, firstBad: number | null): Checkpoint {
  if (!key) throw new Bad('checkpoint-altered', firstBad);
  try {
    const checkpoint = openCheckpoint(note, key);
    if (checkpoint.origin !== key.name) throw new Bad('checkpoint-altered', firstBad);
    return checkpoint;
  } catch {
    throw new Bad('checkpoint-altered', firstBad);
  }
}

async function readThrough(
  { entries, upper }: LogSource,
  checkpoints: readonly Checkpoint[],
  seen: { size: number; signed: number },
): Promise<void> {
  const wrong: { height: number; index: number }[] = [];
  const frontier = newFrontier({
    made: (height, index, hash) => {
      if (height === 0 || height % 8 !== 0 || !upper) return;
      if (!upper(height / 8, index)?.equals(hash)) wrong.push({ height, index });
    },
  });
  const due = [...checkpoints].sort((a, b) => a.size - b.size);
  for await (const entry of entries) {
    const number = seen.size + 1;
    if (entry.number !== number) throw new Bad(entry.number > number ? 'entry-missing' : 'entry-extra', number);
    const hash = leafHash(entry.leaf);
    if (!entry.hash) throw new Bad('hash-altered', number);
    if (!entry.hash.equals(hash)) throw new Bad('entry-altered', number);
    if (entry.fault) throw new Bad(entry.fault, number);
    frontier.push(hash);
    seen.size = number;
    for (; due[0]?.size === number; due.shift()) {
      if (!due[0].root.equals(frontier.root())) throw new Bad('checkpoint-disagrees', seen.signed + 1);
      seen.signed = number;
    }
    const [tile] = wrong;
    if (tile) throw new Bad('hash-altered', tile.index * TILE_WIDTH ** (tile.height / 8) + 1);
  }
}
