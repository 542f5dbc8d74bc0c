/** Reads of the log for its screens: the newest checkpoint, one entry's detail, one entry's proof. */
import type { Db } from '../db/db.ts';
import type { Detail, EntryProof, SignedCheckpoint } from './audit.ts';
import { printVerifierKey } from './checkpoint.ts';
import { openDetail } from './detail.ts';
import { findEntry } from './entry-store.ts';
import { findSealed } from './key-store.ts';
import type { NodeKeys } from './keys.ts';
import { parseLeaf } from './leaf.ts';
import { keyAt, verifierOf } from './log-keys.ts';
import { consistencyProof, type HashAt, inclusionProof, rootHash, subtreesRead } from './merkle.ts';
import { originOf } from './sequence-audit.ts';
import * as store from './store.ts';
import { hashesIn, tilesFor } from './tiles.ts';

const EVERYTHING = { bodies: 'all', account: '' } as const;

export async function signedCheckpoint(db: Db, keys: NodeKeys): Promise<SignedCheckpoint | undefined> {
  const row = await store.newestCheckpoint(db);
  if (!row) return undefined;
  const origin = originOf(keys.node, row.epoch);
  const signer = keyAt(await store.logKeys(db), row.epoch, row.size);
  return {
    origin,
    size: row.size,
    root: row.root.toString('base64'),
    note: row.note,
    vkey: printVerifierKey(verifierOf(origin, signer ?? keys)),
    signedAt: row.signedAt,
  };
}

/** @throws AlteredDetailError when it is not what was written */
export async function readDetail(db: Db, keys: NodeKeys, entry: string): Promise<Detail> {
  const row = await findEntry(db, entry, EVERYTHING);
  if (!row) return { state: 'none' };
  const [sealed] = await findSealed(db, [entry]);
  return openDetail(keys, parseLeaf(row.leaf).detailHash, sealed);
}

/** Undefined when the entry is not in the log, or no checkpoint covers it yet. */
export async function proveEntry(db: Db, keys: NodeKeys, entry: string): Promise<EntryProof | undefined> {
  const row = await findEntry(db, entry, EVERYTHING);
  const checkpoint = await signedCheckpoint(db, keys);
  if (!row || !checkpoint || row.number > checkpoint.size) return undefined;
  const path = await proveInclusion(db, row.epoch, row.number - 1, checkpoint.size);
  return { number: row.number, leaf: row.leaf, path: path.map((hash) => hash.toString('base64')), checkpoint };
}

/** What shows that the log of an epoch only grew between two sizes (RFC 6962 §2.1.2). @throws MissingTileError */
export async function proveConsistency(db: Db, epoch: number, older: number, newer: number): Promise<Buffer[]> {
  return throughTiles(db, epoch, (at) => consistencyProof(older, newer, at));
}

/** The hashes that lead from a leaf to the root of a size (RFC 6962 §2.1.1). @throws MissingTileError */
export async function proveInclusion(db: Db, epoch: number, index: number, size: number): Promise<Buffer[]> {
  return throughTiles(db, epoch, (at) => inclusionProof(index, size, at));
}

/** The root that the log of an epoch had at a size, from its tiles. @throws MissingTileError */
export async function rootAt(db: Db, epoch: number, size: number): Promise<Buffer> {
  return throughTiles(db, epoch, (at) => rootHash(size, at));
}

async function throughTiles<T>(db: Db, epoch: number, calculate: (at: HashAt) => T): Promise<T> {
  const tiles = await store.readTiles(db, epoch, tilesFor(subtreesRead(calculate)));
  return calculate(hashesIn(tiles));
}
