import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inclusionProof, leafHash, newFrontier, rootHash, subtreesRead, verifyInclusion } from './merkle.ts';
import { growTree, hashesIn, MissingTileError, openTiles, type Tile, tilesFor } from './tiles.ts';

const leaf = (i: number) => leafHash(`entry ${String(i)}`);

/** Grows a tree batch by batch, each time from what is stored alone, as another process would. */
function grow(batches: readonly number[]) {
  const stored = new Map<string, Tile>();
  const key = ({ level, idx }: { level: number; idx: number }) => `${String(level)}/${String(idx)}`;
  const frontier = newFrontier();
  let size = 0;
  for (const n of batches) {
    const open = openTiles(size).map((address) => stored.get(key(address)) as Tile);
    const tree = growTree(size, open);
    const leaves = Array.from({ length: n }, (_, i) => leaf(size + i));
    for (const tile of tree.append(leaves)) stored.set(key(tile), tile);
    leaves.forEach((each) => frontier.push(each));
    size += n;
    expect(tree.size).toBe(size);
    expect(tree.root().equals(frontier.root())).toBe(true);
  }
  const read = (addresses: readonly { level: number; idx: number }[]) =>
    addresses.flatMap((address) => stored.get(key(address)) ?? []);
  return { size, stored, read, root: frontier.root() };
}

describe('tiles', () => {
  it('hold the tree, however it was batched, for any process that goes on', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 }), fc.nat(), (batches, a) => {
        const { size, read, root } = grow(batches);
        if (size === 0) return;
        const tiles = read(tilesFor(subtreesRead((at) => rootHash(size, at))));
        expect(rootHash(size, hashesIn(tiles)).equals(root)).toBe(true);
        const index = a % size;
        const needed = tilesFor(subtreesRead((at) => inclusionProof(index, size, at)));
        const path = inclusionProof(index, size, hashesIn(read(needed)));
        expect(verifyInclusion({ index, size, leaf: leaf(index), path, root })).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('climb to a second and a third level', () => {
    const { size, read, root, stored } = grow([65_000, 1_000, 300]);
    expect([...stored.keys()]).toContain('2/0');
    const at = hashesIn(read(tilesFor(subtreesRead((sub) => rootHash(size, sub)))));
    expect(rootHash(size, at).equals(root)).toBe(true);
  });

  it('say which one is missing', () => {
    const { read } = grow([300]);
    expect(() => growTree(300, read([{ level: 0, idx: 1 }]))).toThrow(MissingTileError);
    expect(() => hashesIn(read([{ level: 0, idx: 0 }]))(0, 256)).toThrow('tile 0/1');
  });
});
