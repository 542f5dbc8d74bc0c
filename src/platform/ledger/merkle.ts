/**
 * The Merkle tree of RFC 6962 §2.1: roots, inclusion and consistency proofs, and their verification. Pure.
 * A tree is seen through `HashAt`, the hash of a complete subtree, so that it may lie in memory, in tiles or in a file.
 * Sizes and indexes are whole numbers below 2^53: arithmetic only, no bit operators.
 */
import { createHash, hash } from 'node:crypto';

/** The hash of the complete subtree of 2^height leaves that begins at leaf index × 2^height. */
export type HashAt = (height: number, index: number) => Buffer;

export interface SubtreeAddress {
  readonly height: number;
  readonly index: number;
}

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

// In one go: a hash object for each costs half again as much, and a feed of 200,000 rows makes 800,000 of them.
export const leafHash = (data: Buffer | string): Buffer =>
  hash('sha256', Buffer.concat([LEAF, typeof data === 'string' ? Buffer.from(data) : data]), 'buffer');
export const nodeHash = (left: Buffer, right: Buffer): Buffer =>
  hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');
/** The root of a tree without leaves. */
export const emptyRoot: Buffer = createHash('sha256').digest();

/** The largest power of two smaller than n, n ≥ 2. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** MTH(D[from:to]), RFC 6962 §2.1. */
function rangeHash(from: number, to: number, at: HashAt): Buffer {
  const n = to - from;
  if (n === 0) return emptyRoot;
  const height = Math.round(Math.log2(n));
  if (2 ** height === n && from % n === 0) return at(height, from / n);
  const k = split(n);
  return nodeHash(rangeHash(from, from + k, at), rangeHash(from + k, to, at));
}

export const rootHash = (size: number, at: HashAt): Buffer => rangeHash(0, size, at);

/** PATH(index, D[size]), RFC 6962 §2.1.1: from the leaf upwards. @throws RangeError when the leaf is not in the tree */
export function inclusionProof(index: number, size: number, at: HashAt): Buffer[] {
  if (index < 0 || index >= size)
    throw new RangeError(`there is no leaf ${String(index)} in a tree of ${String(size)}`);
  const path = (from: number, to: number): Buffer[] => {
    if (to - from === 1) return [];
    const middle = from + split(to - from);
    return index < middle
      ? [...path(from, middle), rangeHash(middle, to, at)]
      : [...path(middle, to), rangeHash(from, middle, at)];
  };
  return path(0, size);
}

/** PROOF(older, D[size]), RFC 6962 §2.1.2. @throws RangeError when `older` is larger than the tree */
export function consistencyProof(older: number, size: number, at: HashAt): Buffer[] {
  if (older < 0 || older > size) throw new RangeError(`${String(older)} is no earlier size of ${String(size)}`);
  const proof = (m: number, [from, to]: [number, number], whole: boolean): Buffer[] => {
    if (m === to - from) return whole ? [] : [rangeHash(from, to, at)];
    const k = split(to - from);
    return m <= k
      ? [...proof(m, [from, from + k], whole), rangeHash(from + k, to, at)]
      : [...proof(m - k, [from + k, to], false), rangeHash(from, from + k, at)];
  };
  return older === 0 || older === size ? [] : proof(older, [0, size], true);
}

/** Which subtrees a calculation reads: run it once with hashes of nothing, and fetch them all at a time. */
export function subtreesRead(calculate: (at: HashAt) => unknown): SubtreeAddress[] {
  const read: SubtreeAddress[] = [];
  calculate((height, index) => {
    read.push({ height, index });
    return emptyRoot;
  });
  return read;
}

const half = (n: number) => Math.floor(n / 2);

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: Buffer;
  readonly path: readonly Buffer[];
  readonly root: Buffer;
}

/** Whether the leaf hash stands at the index of the tree with that root (RFC 9162 §2.1.3.2). */
export function verifyInclusion({ index, size, leaf, path, root }: Inclusion): boolean {
  if (index < 0 || index >= size) return false;
  let [node, last] = [index, size - 1];
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = nodeHash(hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && hash.equals(root);
}

export interface Consistency {
  readonly older: number;
  readonly newer: number;
  readonly olderRoot: Buffer;
  readonly newerRoot: Buffer;
  readonly proof: readonly Buffer[];
}

/** Whether the newer tree only added to the older one (RFC 9162 §2.1.4.2). */
export function verifyConsistency(claim: Consistency): boolean {
  const { older, newer, olderRoot, newerRoot, proof } = claim;
  if (older > newer) return false;
  if (older === newer) return proof.length === 0 && olderRoot.equals(newerRoot);
  if (older === 0) return proof.length === 0 && olderRoot.equals(emptyRoot);
  const isPower = 2 ** Math.round(Math.log2(older)) === older;
  const roots = climb(older, newer, isPower ? [olderRoot, ...proof] : proof);
  return roots !== undefined && roots.was.equals(olderRoot) && roots.is.equals(newerRoot);
}

/** Both roots that the hashes lead to; undefined when they are too few or too many. */
function climb(older: number, newer: number, hashes: readonly Buffer[]): { was: Buffer; is: Buffer } | undefined {
  const [first, ...rest] = hashes;
  if (!first) return undefined;
  let [node, last] = [older - 1, newer - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let [was, is] = [first, first];
  for (const hash of rest) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      [was, is] = [nodeHash(hash, was), nodeHash(hash, is)];
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else is = nodeHash(is, hash);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? { was, is } : undefined;
}

/** The roots of the complete subtrees that make up a tree of any size: all that is needed to append and to know the root. */
export interface Frontier {
  readonly size: number;
  /** The subtrees' roots, the largest first: with the size, all that must be kept to go on later. */
  readonly complete: readonly Buffer[];
  push(leaf: Buffer): void;
  root(): Buffer;
}

/**
 * A tree that keeps O(log n) hashes while leaves are pushed: empty, or going on from a size whose subtrees are known.
 * `made` hears of every complete subtree, each once.
 */
export function newFrontier({
  made,
  from,
}: {
  made?: (height: number, index: number, hash: Buffer) => void;
  from?: { size: number; at: HashAt } | { size: number; complete: readonly Buffer[] };
} = {}): Frontier {
  const complete = from ? subtreesOf(from) : [];
  let size = from?.size ?? 0;
  return {
    get size() {
      return size;
    },
    get complete() {
      return [...complete];
    },
    push: (leaf) => {
      let hash = leaf;
      let height = 0;
      made?.(0, size, hash);
      for (let n = size; n % 2 === 1; n = half(n)) {
        hash = nodeHash(complete.pop() as Buffer, hash);
        height += 1;
        made?.(height, half(n), hash);
      }
      complete.push(hash);
      size += 1;
    },
    root: () =>
      complete.reduceRight<Buffer | undefined>((right, left) => (right ? nodeHash(left, right) : left), undefined) ??
      emptyRoot,
  };
}

const subtreesOf = (from: { size: number } & ({ at: HashAt } | { complete: readonly Buffer[] })): Buffer[] =>
  'at' in from ? completeSubtrees(from.size, from.at) : [...from.complete];

/** From the largest to the smallest: one for every binary digit of the size. */
function completeSubtrees(size: number, at: HashAt): Buffer[] {
  const found: Buffer[] = [];
  let begin = 0;
  for (let height = 52; height >= 0; height -= 1) {
    const width = 2 ** height;
    if (Math.floor(size / width) % 2 === 0) continue;
    found.push(at(height, begin / width));
    begin += width;
  }
  return found;
}
