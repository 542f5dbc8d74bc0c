/** Writes an offline copy of the log: five files that verify by themselves, with no database and no network. */
import { createWriteStream, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Database, Db } from '../db/db.ts';
import { printVerifierKey } from './checkpoint.ts';
import { entriesAfter, leafHashes } from './entry-store.ts';
import { originOf } from './sequence-audit.ts';
import { keyAt, printLogKeys, verifierOf } from './log-keys.ts';
import { identity, logKeys, newestCheckpoint } from './store.ts';
import { HASH_BYTES } from './tiles.ts';

/** The files of a copy. */
export const copyFiles = {
  /** One leaf a line, the exact bytes that were hashed. */
  entries: 'entries.ndjson',
  /** Their hashes, 32 bytes each: they tell which entry is bad, not only that one is. */
  hashes: 'hashes',
  /** The signed note. */
  checkpoint: 'checkpoint',
  /** The key that checks it. Compare it with the one the node shows, or give your own when you verify. */
  vkey: 'vkey',
  /** Which key signs from which size on, each introduced by the one before it. */
  keys: 'keys',
} as const;

const BATCH = 4096;

export class NothingSignedError extends Error {
  override name = 'NothingSignedError';
}

/**
 * Copies everything the newest checkpoint covers. Details stay in the database: they are not part of what is proved.
 * @returns the number of entries
 * @throws NothingSignedError before the first checkpoint
 */
export async function exportLog(db: Database, folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  return db.transaction(
    async (tx) => {
      const checkpoint = await newestCheckpoint(tx);
      const owner = await identity(tx);
      if (!checkpoint || !owner) throw new NothingSignedError('nothing has been signed yet');
      const { epoch, size, note } = checkpoint;
      const chain = await logKeys(tx);
      const key = verifierOf(originOf(owner.node, epoch), keyAt(chain, epoch, size) ?? owner);
      const file = (name: keyof typeof copyFiles) => join(folder, copyFiles[name]);
      await pipeline(Readable.from(leavesOf(tx, epoch, size)), createWriteStream(file('entries')));
      await pipeline(Readable.from(hashesOf(tx, epoch, size)), createWriteStream(file('hashes')));
      await writeFile(file('checkpoint'), note);
      await writeFile(file('vkey'), `${printVerifierKey(key)}\n`);
      await writeFile(file('keys'), printLogKeys(chain));
      return size;
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

async function* leavesOf(tx: Db, epoch: number, size: number) {
  for (let after = 0; after < size;) {
    const rows = await entriesAfter(tx, epoch, after, Math.min(BATCH, size - after));
    yield rows.map((row) => `${row.leaf}\n`).join('');
    after = rows.at(-1)?.number ?? size;
  }
}

/** As they are stored, not as they would be now: an entry that was altered before the copy shows in the copy. */
async function* hashesOf(tx: Db, epoch: number, size: number) {
  for (let after = 0; after < size; after += BATCH) {
    const hashes = await leafHashes(tx, epoch, after + 1, Math.min(after + BATCH, size));
    yield Buffer.concat(hashes.map((hash) => hash ?? Buffer.alloc(HASH_BYTES)));
  }
}
