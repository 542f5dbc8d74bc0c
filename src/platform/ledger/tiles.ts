/** The tree kept as tiles of 256 hashes (C2SP tlog-tiles): what is stored, and how it grows. Pure. */
import { type HashAt, newFrontier, nodeHash, type SubtreeAddress } from './merkle.ts';

const HEIGHT = 8;
export const TILE_WIDTH = 2 ** HEIGHT;
export const HASH_BYTES = 32;

export interface TileAddress {
  readonly level: number;
  readonly idx: number;
}
export interface Tile extends TileAddress {
  /** Up to 256 hashes of 32 bytes, one after the other. */
  readonly hashes: Buffer;
}

export class MissingTileError extends Error {
  override name = 'MissingTileError';
}

const keyOf = ({ level, idx }: TileAddress) => `${String(level)}/${String(idx)}`;

/** Where the hashes lie that make up a subtree: `count` of them from `from` on. */
function place({ height, index }: SubtreeAddress): TileAddress & { from: number; count: number } {
  const level = Math.floor(height / HEIGHT);
  const count = 2 ** (height % HEIGHT);
  const first = index * count;
  return { level, idx: Math.floor(first / TILE_WIDTH), from: first % TILE_WIDTH, count };
}

/** The tiles, each once, that hold these subtrees. */
export function tilesFor(subtrees: readonly SubtreeAddress[]): TileAddress[] {
  const places = subtrees.map(place).map(({ level, idx }) => ({ level, idx }));
  return [...new Map(places.map((tile) => [keyOf(tile), tile])).values()];
}

/** Hashes of subtrees out of tiles. @throws MissingTileError when a tile is not there or too short */
export function hashesIn(tiles: readonly Tile[]): HashAt {
  const byKey = new Map(tiles.map((tile) => [keyOf(tile), tile.hashes]));
  return (height, index) => {
    const { from, count, ...address } = place({ height, index });
    const hashes = byKey.get(keyOf(address));
    if (!hashes || hashes.length < (from + count) * HASH_BYTES) {
      throw new MissingTileError(`tile ${keyOf(address)} has no hash ${String(from + count - 1)}`);
    }
    return subtree(hashes, from, count);
  };
}

function subtree(hashes: Buffer, from: number, count: number): Buffer {
  if (count === 1) return hashes.subarray(from * HASH_BYTES, (from + 1) * HASH_BYTES);
  return nodeHash(subtree(hashes, from, count / 2), subtree(hashes, from + count / 2, count / 2));
}

/** The tiles that are begun and not full at this size: everything that is needed to go on. */
export function openTiles(size: number): TileAddress[] {
  const found: TileAddress[] = [];
  for (let level = 0, n = size; n > 0; level += 1, n = Math.floor(n / TILE_WIDTH)) {
    if (n % TILE_WIDTH > 0) found.push({ level, idx: Math.floor(n / TILE_WIDTH) });
  }
  return found;
}

export interface GrowingTree {
  readonly size: number;
  root(): Buffer;
  /** Appends leaf hashes; gives every tile that changed, to be stored. */
  append(leaves: readonly Buffer[]): Tile[];
}

/** A tree of that size, to go on with. `open` are the tiles of `openTiles(size)`. @throws MissingTileError */
export function growTree(size: number, open: readonly Tile[]): GrowingTree {
  const last = new Map<number, { idx: number; hashes: Buffer[] }>();
  for (const { level, idx, hashes } of open) last.set(level, { idx, hashes: cut(hashes) });
  let changed = new Map<string, TileAddress & { list: Buffer[] }>();
  const frontier = newFrontier({
    from: { size, at: hashesIn(open) },
    made: (height, index, hash) => {
      if (height % HEIGHT !== 0) return;
      const level = height / HEIGHT;
      const idx = Math.floor(index / TILE_WIDTH);
      let tile = last.get(level);
      if (tile?.idx !== idx) last.set(level, (tile = { idx, hashes: [] }));
      tile.hashes.push(hash);
      changed.set(keyOf({ level, idx }), { level, idx, list: tile.hashes });
    },
  });
  return {
    get size() {
      return frontier.size;
    },
    root: () => frontier.root(),
    append: (leaves) => {
      changed = new Map();
      for (const leaf of leaves) frontier.push(leaf);
      return [...changed.values()].map(({ level, idx, list }) => ({ level, idx, hashes: Buffer.concat(list) }));
    },
  };
}

const cut = (hashes: Buffer): Buffer[] =>
  Array.from({ length: hashes.length / HASH_BYTES }, (_, i) => hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
