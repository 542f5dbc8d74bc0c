/** Records of a BIFF stream and the texts in them ([MS-XLS] §2.5.240, §2.5.293): a text may be cut at any character. */
import { fromBytes } from '../convert-text.ts';

export interface Record {
  readonly type: number;
  /** Its data, and that of the records that continue it. */
  readonly parts: readonly Buffer[];
  /** Where the record begins. */
  readonly offset: number;
}

const CONTINUE = 0x3c;

export function* readRecords(stream: Buffer, start = 0): Generator<Record> {
  let at = start;
  while (at + 4 <= stream.length) {
    const offset = at;
    const type = stream.readUInt16LE(at);
    const parts: Buffer[] = [];
    do {
      const length = stream.readUInt16LE(at + 2);
      parts.push(stream.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    } while (at + 4 <= stream.length && stream.readUInt16LE(at) === CONTINUE);
    yield { type, parts, offset };
  }
}

/** Reads on over the ends of parts. */
export interface TextReader {
  number(bytes: 1 | 2 | 4): number;
  /** A text of so many characters, its flags before it. */
  text(length: number): string;
}

export function createTextReader(parts: readonly Buffer[], start = 0): TextReader {
  let part = 0;
  let at = start;
  const left = () => (parts[part]?.length ?? 0) - at;
  const turn = () => {
    while (left() <= 0 && part < parts.length) {
      part += 1;
      at = 0;
    }
  };
  const number = (bytes: 1 | 2 | 4): number => {
    turn();
    at += bytes;
    return (parts[part] ?? Buffer.alloc(0)).readUIntLE(at - bytes, bytes);
  };
  const skip = (bytes: number) => {
    for (let rest = bytes; rest > 0 && part < parts.length;) {
      turn();
      const step = Math.min(rest, left());
      at += step;
      rest -= step;
    }
  };
  return {
    number,
    text(length) {
      let flags = number(1);
      const runs = flags & 8 ? number(2) : 0;
      const extra = flags & 4 ? number(4) : 0;
      let text = '';
      for (let rest = length; rest > 0 && part < parts.length;) {
        // A part that goes on with a text says anew whether it has one or two bytes a character.
        if (left() <= 0) {
          turn();
          flags = number(1);
        }
        const width = flags & 1 ? 2 : 1;
        const count = Math.min(rest, Math.floor(left() / width));
        if (count === 0) break;
        const bytes = (parts[part] ?? Buffer.alloc(0)).subarray(at, at + count * width);
        // One byte a character is the lower half of UTF-16.
        text += width === 2 ? bytes.toString('utf16le') : bytes.toString('latin1');
        at += count * width;
        rest -= count;
      }
      skip(runs * 4 + extra);
      return text;
    },
  };
}

/** A text of Excel 95: bytes of a code page. */
export const oldText = (bytes: Buffer): string => fromBytes(bytes);
