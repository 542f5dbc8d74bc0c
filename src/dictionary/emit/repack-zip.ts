/** A ZIP file packed anew: its content may be changed on the way. */
import { inflateRawSync } from 'node:zlib';
import { packZip, type ZipEntry } from './zip.ts';

const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_SIZE = 22;
const DEFLATED = 8;

/** @throws TypeError when it is no ZIP file of stored and deflated entries */
export function repackZip(zip: Buffer, change: (entry: ZipEntry) => Buffer): Buffer {
  const changed = [...entriesOf(zip)].map((entry) => ({ name: entry.name, content: change(entry) }));
  return Buffer.concat([...packZip(changed)]);
}

function* entriesOf(zip: Buffer): Iterable<ZipEntry> {
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
