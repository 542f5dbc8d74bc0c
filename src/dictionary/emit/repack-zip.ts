/**
 * A ZIP file packed anew (APPNOTE 6.3.10 §4.3): every entry carries the format's first day (1 January 1980), and its
 * content may be changed on the way. The same content gives the same bytes whenever it was packed.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_SIZE = 22;
const FIRST_DAY = 0x0021;
const VERSION = 20;
const NAMES_IN_UTF8 = 0x0800;
const DEFLATED = 8;

interface Entry {
  readonly name: string;
  readonly content: Buffer;
}

/** @throws TypeError when it is no ZIP file of stored and deflated entries */
export function repackZip(zip: Buffer, change: (entry: Entry) => Buffer): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entriesOf(zip)) {
    const { local, central } = pack({ name: entry.name, content: change(entry) }, offset);
    locals.push(local);
    centrals.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(END_SIZE);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

function* entriesOf(zip: Buffer): Iterable<Entry> {
  let end = zip.length - END_SIZE;
  while (end >= 0 && zip.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new TypeError('not a ZIP file');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== CENTRAL) throw new TypeError('not a ZIP file');
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(from, from + size);
    yield { name, content: method === DEFLATED ? inflateRawSync(data) : data };
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

function pack({ name, content }: Entry, offset: number): { local: Buffer; central: Buffer } {
  const data = deflateRawSync(content);
  const title = Buffer.from(name, 'utf8');
  // What both headers say, from `version needed` to the length of the extra field.
  const common = Buffer.alloc(26);
  common.writeUInt16LE(VERSION, 0);
  common.writeUInt16LE(NAMES_IN_UTF8, 2);
  common.writeUInt16LE(DEFLATED, 4);
  common.writeUInt16LE(FIRST_DAY, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(title.length, 22);
  const heads = [Buffer.alloc(4), Buffer.alloc(6), Buffer.alloc(14)] as const;
  heads[0].writeUInt32LE(LOCAL, 0);
  heads[1].writeUInt32LE(CENTRAL, 0);
  heads[1].writeUInt16LE(VERSION, 4);
  heads[2].writeUInt32LE(offset, 10);
  return {
    local: Buffer.concat([heads[0], common, title, data]),
    central: Buffer.concat([heads[1], common, heads[2], title]),
  };
}
