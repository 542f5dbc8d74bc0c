/** Writes a zip file (APPNOTE 6.3) as a stream: sizes follow each entry, so nothing is held until its length is known. */
import { crc32, createDeflateRaw } from 'node:zlib';
import { once } from 'node:events';

export interface ZipEntry {
  readonly name: string;
  readonly content: AsyncIterable<string | Buffer>;
}

/** An entry taken over from another zip as it is packed there. */
export interface PackedEntry {
  readonly name: string;
  readonly packed: AsyncIterable<Buffer>;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
}

interface Listed {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly method: number;
}

/** Larger files need the 64-bit form, which older readers lack; no workbook comes near. */
const MOST_BYTES = 0xffff_0000;

class ZipTooLargeError extends Error {
  override name = 'ZipTooLargeError';
}

/** The bytes of the archive; the next entry is read when the one before has been taken (backpressure). */
export async function* writeZip(entries: AsyncIterable<ZipEntry | PackedEntry>): AsyncGenerator<Buffer> {
  const listed: Listed[] = [];
  let offset = 0;
  for await (const entry of entries) {
    const name = Buffer.from(entry.name);
    const start = offset;
    const method = 'packed' in entry ? entry.method : 8;
    const head = header(LOCAL, { name, offset: 0, crc: 0, packedSize: 0, size: 0, method });
    yield head;
    offset += head.length;
    const sizes = { crc: 0, packedSize: 0, size: 0 };
    for await (const piece of 'packed' in entry ? takeOver(entry, sizes) : deflate(entry.content, sizes)) {
      offset += piece.length;
      if (offset > MOST_BYTES) throw new ZipTooLargeError(entry.name);
      yield piece;
    }
    const tail = descriptor(sizes);
    yield tail;
    offset += tail.length;
    listed.push({ name, offset: start, method, ...sizes });
  }
  const directory = Buffer.concat(listed.map((one) => header(CENTRAL, one)));
  yield directory;
  yield endRecord(listed.length, directory.length, offset);
}

interface Sizes {
  crc: number;
  packedSize: number;
  size: number;
}

async function* takeOver(entry: PackedEntry, sizes: Sizes): AsyncGenerator<Buffer> {
  Object.assign(sizes, { crc: entry.crc, packedSize: entry.packedSize, size: entry.size });
  yield* entry.packed;
}

async function* deflate(content: AsyncIterable<string | Buffer>, sizes: Sizes): AsyncGenerator<Buffer> {
  const packer = createDeflateRaw({ level: 6, chunkSize: 64 * 1024 });
  const fed = feed(packer, content, sizes);
  // A failure of the content must end the reading below.
  fed.catch((error: unknown) => packer.destroy(error as Error));
  for await (const piece of packer) {
    sizes.packedSize += (piece as Buffer).length;
    yield piece as Buffer;
  }
  await fed;
}

async function feed(
  packer: ReturnType<typeof createDeflateRaw>,
  content: AsyncIterable<string | Buffer>,
  sizes: Sizes,
): Promise<void> {
  for await (const piece of content) {
    const bytes = Buffer.from(piece as string);
    if (bytes.length === 0) continue;
    sizes.crc = crc32(bytes, sizes.crc);
    sizes.size += bytes.length;
    if (!packer.write(bytes)) await once(packer, 'drain');
  }
  packer.end();
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
/** 1980-01-01: the same content gives the same bytes. */
const DATE = 0x0021;
/** Sizes stand behind the content (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;

function header(kind: typeof LOCAL | typeof CENTRAL, entry: Listed): Buffer {
  const isCentral = kind === CENTRAL;
  const bytes = Buffer.alloc(isCentral ? 46 : 30);
  let at = bytes.writeUInt32LE(kind, 0);
  if (isCentral) at = bytes.writeUInt16LE(20, at);
  at = bytes.writeUInt16LE(20, at);
  at = bytes.writeUInt16LE(FLAGS, at);
  at = bytes.writeUInt16LE(entry.method, at);
  at = bytes.writeUInt16LE(0, at);
  at = bytes.writeUInt16LE(DATE, at);
  at = bytes.writeUInt32LE(entry.crc, at);
  at = bytes.writeUInt32LE(entry.packedSize, at);
  at = bytes.writeUInt32LE(entry.size, at);
  bytes.writeUInt16LE(entry.name.length, at);
  if (isCentral) bytes.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([bytes, entry.name]);
}

function descriptor({ crc, packedSize, size }: Sizes): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(packedSize, 8);
  bytes.writeUInt32LE(size, 12);
  return bytes;
}

function endRecord(count: number, length: number, offset: number): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x06054b50, 0);
  bytes.writeUInt16LE(count, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(length, 12);
  bytes.writeUInt32LE(offset, 16);
  return bytes;
}
