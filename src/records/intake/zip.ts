/** A zip file (APPNOTE 6.3) under limits that are checked from its directory, before anything is unpacked. */
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { createInflateRaw, type ZlibOptions } from 'node:zlib';
import yauzl, { type Entry } from 'yauzl';
import { workbookLimits, type WorkbookLimits } from './limits.ts';
import { problems } from './problems.ts';

export interface Zip {
  /** Names in the order of the directory. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** Unpacked bytes. @throws damagedFile when they are not as many as the directory says, or cannot be unpacked */
  open(name: string): Promise<AsyncGenerator<Buffer>>;
  /** The whole of a small entry, as text. */
  text(name: string): Promise<string | undefined>;
  /** The entry as it is stored, still packed. */
  packed(name: string): Promise<Readable>;
}

/** @throws zipBomb, encryptedWorkbook, damagedFile */
export async function openZip(bytes: Buffer, limits: WorkbookLimits = workbookLimits): Promise<Zip> {
  const file = await yauzlFile(bytes);
  if (file.entryCount > limits.entries) {
    throw problems.zipBomb({ measure: 'entries', limit: limits.entries, found: file.entryCount });
  }
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of file.eachEntry()) entries.set(entry.fileName, entry);
  } catch {
    throw problems.damagedFile();
  }
  checkSizes([...entries.values()], limits);
  const find = (name: string): Entry => {
    const entry = entries.get(name);
    if (entry === undefined) throw problems.damagedFile({ part: name });
    return entry;
  };
  const packed = (name: string) => file.openReadStreamPromise(find(name), { decodeFileData: false }).catch(asDamage);
  const open = async (name: string) => unpack(find(name), await packed(name));
  return {
    entries,
    open,
    packed,
    text: async (name) => {
      const entry = entries.get(name);
      if (entry === undefined) return undefined;
      if (entry.uncompressedSize > SMALL) {
        throw problems.zipBomb({ measure: 'bytes', limit: SMALL, found: entry.uncompressedSize });
      }
      return (await buffer(await open(name)).catch(asDamage)).toString('utf8').replace(/^\ufeff/, '');
    },
  };
}

/** Parts that are read as a whole (styles, relations): real ones stay below 3 MB. */
const SMALL = 16 * 1024 * 1024;

interface PromisedFile {
  readonly entryCount: number;
  eachEntry(): AsyncIterable<Entry>;
  openReadStreamPromise(entry: Entry, options?: { decodeFileData: boolean }): Promise<Readable>;
}

// The types of the package are behind its promises.
const fromBuffer = (yauzl as unknown as { fromBufferPromise(bytes: Buffer, options: object): Promise<PromisedFile> })
  .fromBufferPromise;

async function yauzlFile(bytes: Buffer): Promise<PromisedFile> {
  try {
    return await fromBuffer(bytes, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
  } catch {
    throw problems.damagedFile();
  }
}

/** Pieces larger than the library's own: the unpacking thread and the reader then wait less for each other. */
const PIECE = 128 * 1024;

async function* unpack(entry: Entry, packed: Readable): AsyncGenerator<Buffer> {
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw problems.damagedFile();
  const inflate = createInflateRaw({ chunkSize: PIECE, readableHighWaterMark: PIECE * 2 } as ZlibOptions);
  packed.on('error', (error) => inflate.destroy(error));
  const bytes = entry.compressionMethod === 0 ? packed : packed.pipe(inflate);
  let size = 0;
  try {
    for await (const piece of bytes as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > entry.uncompressedSize) break;
      yield piece;
    }
  } catch {
    throw problems.damagedFile();
  } finally {
    packed.destroy();
    inflate.destroy();
  }
  if (size !== entry.uncompressedSize) throw problems.damagedFile();
}

function asDamage(): never {
  throw problems.damagedFile();
}

function checkSizes(entries: readonly Entry[], limits: WorkbookLimits): void {
  let total = 0;
  for (const entry of entries) {
    if (entry.isEncrypted()) throw problems.encryptedWorkbook();
    const size = entry.uncompressedSize;
    total += size;
    if (size > limits.entryBytes) throw problems.zipBomb({ measure: 'bytes', limit: limits.entryBytes, found: size });
    const ratio = Math.round(size / Math.max(1, entry.compressedSize));
    if (size > limits.ratioFrom && ratio > limits.ratio) {
      throw problems.zipBomb({ measure: 'ratio', limit: limits.ratio, found: ratio });
    }
  }
  if (total > limits.totalBytes) throw problems.zipBomb({ measure: 'bytes', limit: limits.totalBytes, found: total });
}
