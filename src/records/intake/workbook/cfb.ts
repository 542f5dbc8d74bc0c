/** A stream out of an OLE2 compound file ([MS-CFB]): the box of workbooks before 2007. */
import { problems } from '../problems.ts';

const END = 0xffff_fff0;

/** The named stream, the first that exists. @throws damagedFile */
export function readCompoundStream(bytes: Buffer, names: readonly string[]): Buffer {
  const file = openCompound(bytes);
  for (const name of names) {
    const entry = file.entries.find((one) => one.name === name);
    if (entry !== undefined) return file.read(entry);
  }
  throw problems.damagedFile();
}

interface Entry {
  readonly name: string;
  readonly start: number;
  readonly size: number;
}

interface Compound {
  readonly entries: readonly Entry[];
  read(entry: Entry): Buffer;
}

function openCompound(bytes: Buffer): Compound {
  const sector = 1 << bytes.readUInt16LE(30);
  const mini = 1 << bytes.readUInt16LE(32);
  const at = (index: number) => bytes.subarray((index + 1) * sector, (index + 2) * sector);
  const fat = numbers(fatSectors(bytes, at).map(at));
  const chain = (start: number) => follow(start, fat).map(at);
  const directory = Buffer.concat(chain(bytes.readUInt32LE(48)));
  const entries: Entry[] = [];
  for (let offset = 0; offset + 128 <= directory.length; offset += 128) {
    const length = directory.readUInt16LE(offset + 64);
    const name = directory.toString('utf16le', offset, offset + Math.max(0, Math.min(64, length) - 2));
    entries.push({ name, start: directory.readUInt32LE(offset + 116), size: directory.readUInt32LE(offset + 120) });
  }
  // Short streams lie in the root's stream, in smaller sectors with a table of their own (§2.6).
  const miniFat = numbers(chain(bytes.readUInt32LE(60)));
  const cutoff = bytes.readUInt32LE(56);
  const root = () => Buffer.concat(chain(entries[0]?.start ?? END));
  return {
    entries,
    read({ start, size }) {
      if (size >= cutoff) return Buffer.concat(chain(start)).subarray(0, size);
      const box = root();
      return Buffer.concat(follow(start, miniFat).map((i) => box.subarray(i * mini, (i + 1) * mini))).subarray(0, size);
    },
  };
}

/** The sectors of the table of sectors: 109 in the head, the rest in a chain (§2.5). */
function fatSectors(bytes: Buffer, at: (index: number) => Buffer): number[] {
  const sectors: number[] = [];
  for (let i = 0; i < 109; i++) sectors.push(bytes.readUInt32LE(76 + i * 4));
  let next = bytes.readUInt32LE(68);
  for (let turns = 0; next < END && turns < 10_000; turns++) {
    const list = numbers([at(next)]);
    next = list.pop() ?? END;
    sectors.push(...list);
  }
  return sectors.filter((sector) => sector < END);
}

function numbers(sectors: readonly Buffer[]): number[] {
  const all: number[] = [];
  for (const sector of sectors) for (let i = 0; i + 4 <= sector.length; i += 4) all.push(sector.readUInt32LE(i));
  return all;
}

/** @throws damagedFile when the chain runs in a circle */
function follow(start: number, table: readonly number[]): number[] {
  const chain: number[] = [];
  for (let next = start; next < END; next = table[next] ?? END) {
    chain.push(next);
    if (chain.length > table.length) throw problems.damagedFile();
  }
  return chain;
}
