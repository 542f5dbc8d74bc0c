import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consistencyProof,
  emptyRoot,
  type HashAt,
  inclusionProof,
  leafHash,
  newFrontier,
  nodeHash,
  rootHash,
  subtreesRead,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';

/** A tree in memory, by the definition of RFC 6962 §2.1 and nothing else. */
const treeOf = (leaves: readonly Buffer[]): HashAt => {
  const at: HashAt = (height, index) =>
    height === 0 ? (leaves[index] as Buffer) : nodeHash(at(height - 1, 2 * index), at(height - 1, 2 * index + 1));
  return at;
};
const leavesOf = (n: number, changed = -1) =>
  Array.from({ length: n }, (_, i) => leafHash(i === changed ? 'forged' : `entry ${String(i)}`));

// The reference vectors of the Certificate Transparency implementation (merkletree/reference).
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (hex) => leafHash(Buffer.from(hex, 'hex')),
);
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
];
const lastRoot = '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328';

describe('the tree', () => {
  it('gives the published roots', () => {
    expect(emptyRoot.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    roots.forEach((root, i) => expect(rootHash(i + 1, treeOf(inputs)).toString('hex')).toBe(root));
    expect(rootHash(8, treeOf(inputs)).toString('hex')).toBe(lastRoot);
  });

  it('gives the published inclusion path', () => {
    const path = inclusionProof(0, 8, treeOf(inputs)).map((hash) => hash.toString('hex'));
    expect(path).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
  });

  it('grows leaf by leaf to the same root, and tells every complete subtree once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), (n) => {
        const leaves = leavesOf(n);
        const at = treeOf(leaves);
        const made = new Map<string, Buffer>();
        const frontier = newFrontier({
          made: (height, index, hash) => made.set(`${String(height)}/${String(index)}`, hash),
        });
        leaves.forEach((leaf) => frontier.push(leaf));
        expect(frontier.root().equals(rootHash(n, at))).toBe(true);
        for (let height = 0; 2 ** height <= n; height += 1)
          for (let index = 0; (index + 1) * 2 ** height <= n; index += 1)
            expect(made.get(`${String(height)}/${String(index)}`)?.equals(at(height, index))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

const sizes = fc.record({ n: fc.integer({ min: 1, max: 300 }), a: fc.nat(), b: fc.nat() });

describe('an inclusion proof', () => {
  it('convinces of the leaf, and of no other leaf, place, size, root or path', () => {
    fc.assert(
      fc.property(sizes, ({ n, a, b }) => {
        const leaves = leavesOf(n);
        const [index, at] = [a % n, treeOf(leaves)];
        const leaf = leaves[index] as Buffer;
        const root = rootHash(n, at);
        const path = inclusionProof(index, n, at);
        const proof = { index, size: n, leaf, path, root };
        expect(verifyInclusion(proof)).toBe(true);
        expect(verifyInclusion({ ...proof, leaf: leafHash('forged') })).toBe(false);
        expect(verifyInclusion({ ...proof, root: leafHash('other root') })).toBe(false);
        expect(verifyInclusion({ ...proof, path: [...path, leaf] })).toBe(false);
        if (n > 1) {
          expect(verifyInclusion({ ...proof, index: (index + 1 + (b % (n - 1))) % n })).toBe(false);
          expect(verifyInclusion({ ...proof, path: path.slice(1) })).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a consistency proof', () => {
  it('convinces that the newer tree only added, and never that a changed past is the same', () => {
    fc.assert(
      fc.property(sizes, ({ n, a, b }) => {
        const [older, at] = [a % (n + 1), treeOf(leavesOf(n))];
        const newerRoot = rootHash(n, at);
        const proof = consistencyProof(older, n, at);
        const claim = { older, newer: n, olderRoot: rootHash(older, at), newerRoot, proof };
        expect(verifyConsistency(claim)).toBe(true);
        if (older === 0) return;
        const forked = rootHash(older, treeOf(leavesOf(older, b % older)));
        expect(verifyConsistency({ ...claim, olderRoot: forked })).toBe(false);
        const rewritten = treeOf(leavesOf(n, b % older));
        const lie = { proof: consistencyProof(older, n, rewritten), newerRoot: rootHash(n, rewritten) };
        expect(verifyConsistency({ ...claim, ...lie })).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused for sizes that never were', () => {
    expect(() => consistencyProof(5, 4, treeOf(inputs))).toThrow(RangeError);
    expect(() => inclusionProof(8, 8, treeOf(inputs))).toThrow(RangeError);
  });
});

describe('a calculation', () => {
  it('reads no more subtrees than the tree is high, twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 2 ** 40 }), fc.nat(), (n, a) => {
        const bound = 2 * Math.ceil(Math.log2(n)) + 1;
        expect(subtreesRead((at) => rootHash(n, at)).length).toBeLessThanOrEqual(bound);
        expect(subtreesRead((at) => inclusionProof(a % n, n, at)).length).toBeLessThanOrEqual(bound);
        expect(subtreesRead((at) => consistencyProof(a % n, n, at)).length).toBeLessThanOrEqual(bound);
      }),
    );
  });
});
