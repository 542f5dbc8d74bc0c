/** ZIP files, also such as lie about what they hold. */
import { writeZip } from '../../src/records/export/write-zip.ts';

export async function zipOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  async function* entries() {
    for (const [name, content] of Object.entries(files)) yield { name, content: once(content) };
  }
  const pieces: Buffer[] = [];
  for await (const piece of writeZip(entries())) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* once(content: string | Buffer) {
  yield content;
}

// APPNOTE 6.3.10, 4.3.12 and 4.3.16: the directory's first entry, and the end of the directory.
const ENTRY = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
const END = Buffer.from([0x50, 0x4b, 0x05, 0x06]);

/** The directory says another size of its first file. */
export function withUnpackedSize(zip: Buffer, size: number): Buffer {
  const copy = Buffer.from(zip);
  copy.writeUInt32LE(size >>> 0, copy.indexOf(ENTRY) + 24);
  return copy;
}

/** The directory says that it has so many entries, at most 65,534. */
export function withEntries(zip: Buffer, count: number): Buffer {
  const copy = Buffer.from(zip);
  const end = copy.lastIndexOf(END);
  copy.writeUInt16LE(count, end + 8);
  copy.writeUInt16LE(count, end + 10);
  return copy;
}
