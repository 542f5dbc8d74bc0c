/**
 * A ZIP file (APPNOTE 6.3.10 §4.3), written entry by entry: every entry carries the format's first day (1 January 1980),
 * so that the same content gives the same bytes whenever it was packed.
 */
import { crc32, deflateRawSync } from 'node:zlib';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const FIRST_DAY = 0x0021;
const VERSION = 20;
const NAMES_IN_UTF8 = 0x0800;
const DEFLATED = 8;
// Beyond these the format needs other headers (ZIP64), which not every program reads.
const MOST_ENTRIES = 0xffff;
const MOST_BYTES = 0xffff_ffff;

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
}

export function* packZip(entries: Iterable<ZipEntry>): Iterable<Buffer> {
  const zip = new ZipWriter();
  for (const entry of entries) yield zip.add(entry);
  yield zip.end();
}

/** The same for entries that are still being made: what was packed is sent before the next is asked for. */
export async function* streamZip(entries: AsyncIterable<ZipEntry>): AsyncIterable<Buffer> {
  const zip = new ZipWriter();
  for await (const entry of entries) yield zip.add(entry);
  yield zip.end();
}

class ZipWriter {
  readonly #centrals: Buffer[] = [];
  #offset = 0;

  /** @throws RangeError when it holds more than the format can say */
  add(entry: ZipEntry): Buffer {
    const { local, central } = pack(entry, this.#offset);
    this.#centrals.push(central);
    this.#offset += local.length;
    if (this.#centrals.length > MOST_ENTRIES || this.#offset > MOST_BYTES)
      throw new RangeError('too large for a ZIP file');
    return local;
  }

  end(): Buffer {
    const directory = Buffer.concat(this.#centrals);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(END, 0);
    end.writeUInt16LE(this.#centrals.length, 8);
    end.writeUInt16LE(this.#centrals.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(this.#offset, 16);
    return Buffer.concat([directory, end]);
  }
}

function pack({ name, content }: ZipEntry, offset: number): { local: Buffer; central: Buffer } {
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
