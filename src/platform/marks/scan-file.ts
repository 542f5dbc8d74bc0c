/** A whole file, by its content: office documents by their parts, old workbooks and PDF by their bytes, else lines. */
import type { FoundMark, Marks } from './model.ts';
import { scanLines } from './scan-text.ts';
import { scanPackage } from './scan-package.ts';

export interface FileMark extends FoundMark {
  readonly part: string;
  readonly row?: number;
}

/** Bytes that can be read more than once, or once. */
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * The first mark of a file, its name included; undefined: none was found. Of a PDF only title and properties can be read,
 * of a picture nothing but its name.
 * @param encoding of text, where it is known: a label of the WHATWG Encoding standard
 */
export async function scanFile(
  bytes: Bytes,
  marks: Marks,
  { name, encoding }: { readonly name?: string | undefined; readonly encoding?: string | undefined } = {},
): Promise<FileMark | undefined> {
  const named = name === undefined ? undefined : marks.find(name, 'name');
  if (named) return { ...named, part: 'name' };
  const { head, all } = await peek(bytes);
  const kind = kindOf(head);
  if (kind === 'picture') return undefined;
  if (kind === 'text') {
    const found = await scanLines(decoded(all, encoding ?? encodingOf(head)), marks);
    return found && { ...found, part: 'text' };
  }
  const whole = await collect(all);
  if (kind === 'package') return scanPackage(whole, marks).catch(() => undefined);
  return scanRaw(whole, kind, marks);
}

type Kind = 'package' | 'compound' | 'pdf' | 'picture' | 'text';
const HEADS: readonly (readonly [Kind, string])[] = [
  ['package', '504b0304'],
  ['compound', 'd0cf11e0a1b11ae1'],
  ['pdf', '25504446'],
  ['picture', '89504e470d0a1a0a'],
  ['picture', 'ffd8ff'],
];

const kindOf = (head: Buffer): Kind =>
  HEADS.find(([, hex]) => head.subarray(0, hex.length / 2).toString('hex') === hex)?.[0] ?? 'text';

const isUtf8 = (bytes: Buffer): boolean => {
  // A character cut at the end of the first piece is no fault.
  for (let cut = 0; cut < 4; cut += 1) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cut));
      return true;
    } catch {
      continue;
    }
  }
  return false;
};

function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return isUtf8(head) ? 'utf-8' : 'windows-1252';
}

async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** Old workbooks and documents keep their texts as UTF-16 or as single bytes, at any place; PDF its properties. */
function scanRaw(bytes: Buffer, kind: Kind, marks: Marks): FileMark | undefined {
  const single = new TextDecoder('windows-1252').decode(bytes);
  const texts =
    kind === 'pdf'
      ? pdfTitles(bytes, single)
      : [
          single,
          ...[0, 1].map((at) => bytes.subarray(at, bytes.length - ((bytes.length - at) % 2)).toString('utf16le')),
        ];
  for (const text of texts) {
    if (!marks.mayHold(text)) continue;
    for (const run of text.split(/[\p{C}\uFFFD]+/u)) {
      const found = marks.find(run, kind === 'pdf' ? 'title' : 'cell');
      if (found) return { ...found, part: kind === 'pdf' ? 'properties' : 'text' };
    }
  }
  return undefined;
}

/** Strings of the information dictionary (ISO 32000-1 §14.3.3) and the XMP packet, as far as they are not packed. */
function pdfTitles(bytes: Buffer, single: string): string[] {
  const literal = [...single.matchAll(/\/(?:Title|Subject|Keywords|Author)\s*\(((?:\\.|[^\\)])*)\)/gsu)].map(
    ([, text = '']) =>
      text.startsWith('\u00fe\u00ff')
        ? new TextDecoder('utf-16be').decode(Buffer.from(text.slice(2).replace(/\\(.)/gsu, '$1'), 'latin1'))
        : text,
  );
  const hex = [...single.matchAll(/\/(?:Title|Subject|Keywords|Author)\s*<([0-9a-fA-F\s]*)>/gu)].map(
    ([, text = '']) => {
      const raw = Buffer.from(text.replaceAll(/\s/gu, ''), 'hex');
      return raw[0] === 0xfe && raw[1] === 0xff
        ? new TextDecoder('utf-16be').decode(raw.subarray(2))
        : raw.toString('latin1');
    },
  );
  return [...literal, ...hex, bytes.toString('utf8').replace(/<[^>]*>/gu, '\n')];
}

async function peek(bytes: Bytes): Promise<{ head: Buffer; all: AsyncIterable<Uint8Array> }> {
  const source = Symbol.asyncIterator in bytes ? bytes[Symbol.asyncIterator]() : bytes[Symbol.iterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < 4096) {
    const next = await source.next();
    if (next.done) break;
    first.push(next.value);
    size += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* first;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  }
  return { head: Buffer.concat(first), all: all() };
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of bytes) all.push(chunk);
  return Buffer.concat(all);
}
