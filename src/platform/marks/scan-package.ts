/** Office documents (ECMA-376, OASIS ODF): every XML part with the words of people, names of sheets and properties too. */
import { createInflateRaw } from 'node:zlib';
import type { Readable } from 'node:stream';
import yauzl, { type Entry } from 'yauzl';
import type { FoundMark, Marks, Place } from './model.ts';

/** Of one document unpacked; what is larger is looked at up to here, and refused by whoever reads it. */
const MOST_BYTES = 2 ** 31;
/** A part in a part: a workbook inside a text document. */
const DEEPEST = 2;

export interface PartMark extends FoundMark {
  /** `properties`, `sheet-name`, `comments`, `text`: never the words. */
  readonly part: string;
}

interface PromisedFile {
  eachEntry(): AsyncIterable<Entry>;
  openReadStreamPromise(entry: Entry, options?: { decodeFileData: boolean }): Promise<Readable>;
}
// The types of the package are behind its promises.
const fromBuffer = (yauzl as unknown as { fromBufferPromise(bytes: Buffer, options: object): Promise<PromisedFile> })
  .fromBufferPromise;

/** @throws whatever a broken package throws: such a file is refused by its reader */
export async function scanPackage(bytes: Buffer, marks: Marks, depth = 0): Promise<PartMark | undefined> {
  const file = await fromBuffer(bytes, { lazyEntries: true, autoClose: false });
  let left = MOST_BYTES;
  const isSheet = bytes.subarray(0, 200).includes('opendocument.spreadsheet');
  for await (const entry of file.eachEntry()) {
    const named = marks.find(entry.fileName.split('/').at(-1) ?? '', 'name');
    if (named) return { ...named, part: 'name' };
    const inner = /\.(?:docx|xlsx|pptx|odt|ods)$/i.test(entry.fileName);
    if (!inner && !/\.(?:xml|txt|html?|rels|vml)$/i.test(entry.fileName)) continue;
    left -= entry.uncompressedSize;
    if (left < 0) return undefined;
    const pieces = unpack(entry, await file.openReadStreamPromise(entry, { decodeFileData: false }));
    const found = inner
      ? depth < DEEPEST && (await scanPackage(await whole(pieces), marks, depth + 1))
      : await scanXml(pieces, marks, partOf(entry.fileName, isSheet));
    if (found) return found;
  }
  return undefined;
}

async function whole(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

async function* unpack(entry: Entry, packed: Readable): AsyncGenerator<Buffer> {
  const bytes = entry.compressionMethod === 0 ? packed : packed.pipe(createInflateRaw({ chunkSize: 128 * 1024 }));
  packed.on('error', (error) => bytes.destroy(error));
  let size = 0;
  for await (const piece of bytes as AsyncIterable<Buffer>) {
    size += piece.length;
    // More than the directory says is a lie: the reader refuses it.
    if (size > entry.uncompressedSize) return;
    yield piece;
  }
}

interface Part {
  readonly name: string;
  readonly place: Place;
  /** Attributes with words of people: names of sheets. */
  readonly names?: RegExp;
  /** Only where one of these stands is there a text at all. */
  readonly only?: RegExp;
}

function partOf(fileName: string, isSheet: boolean): Part {
  if (/sharedStrings\.xml$/i.test(fileName)) return { name: 'cells', place: 'cell' };
  if (/worksheets\/[^/]+\.xml$/i.test(fileName)) {
    return { name: 'cells', place: 'cell', only: /inlineStr|t="str"|<is\b|[Hh]eader|[Ff]ooter|prompt/u };
  }
  if (/(?:^|\/)workbook\.xml$/i.test(fileName))
    return { name: 'sheet-name', place: 'title', names: /\bname="([^"]*)"/gu };
  if (/docProps\/|^meta\.xml$|LabelInfo\.xml$/i.test(fileName)) return { name: 'properties', place: 'title' };
  if (/comments?\d*\.xml$/i.test(fileName)) return { name: 'comments', place: 'text' };
  if (isSheet && fileName === 'content.xml') return { name: 'cells', place: 'cell', names: /\btable:name="([^"]*)"/gu };
  return { name: 'text', place: 'text' };
}

/** Where one text ends and another begins; tags inside it are formats. */
const BREAKS =
  /<\/(?:si|is|v|t|[a-z]+:p|[a-z]+:h|p|row|[a-z]+:tr|comment|dc:\w+|cp:\w+|vt:\w+|\w+:\w+|odd\w+|even\w+|first\w+|Company|Manager)>|<(?:w:br|w:cr|text:line-break|a:br)\b[^>]*>/gu;
const FORMATS = /<\/(?:w:(?:t|r|rPr)|a:(?:t|r|rPr)|text:(?:span|s|a)|t|r)>/gu;
/** Codes of a page's head and foot (ECMA-376 part 1, §18.3.1.46). */
const PAGE_CODES = /&(?:"[^"]*"|[LCRPNDTFAGZBIUESXYO]|\d{1,3}|K[0-9A-Fa-f]{6})/gu;
const KEPT = 1 << 16;

async function scanXml(pieces: AsyncIterable<Buffer>, marks: Marks, part: Part): Promise<PartMark | undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const text = rest + decoder.decode(piece, { stream: true });
    const cut = text.length > 16 * KEPT ? text.length : text.lastIndexOf('</');
    const end = cut < 0 ? 0 : cut;
    const found = judgeXml(text.slice(0, end), marks, part);
    if (found) return { ...found, part: part.name };
    // Runs of one paragraph belong together, so some of what was read is read again.
    rest = text.slice(Math.max(0, end - KEPT));
  }
  const found = judgeXml(rest, marks, part);
  return found && { ...found, part: part.name };
}

function judgeXml(xml: string, marks: Marks, { place, names, only }: Part): FoundMark | undefined {
  for (const [, name = ''] of names ? xml.matchAll(names) : []) {
    const found = marks.find(unescape(name), 'name');
    if (found) return found;
  }
  if (only && !only.test(xml)) return undefined;
  const isPage = /[Hh]eader|[Ff]ooter/u.test(xml);
  const text = unescape(
    xml
      .replace(FORMATS, '')
      .replace(BREAKS, '\n')
      .replace(/<[^>]*>/gu, ''),
  );
  if (!marks.mayHold(text)) return undefined;
  for (const line of text.split(/[\r\n]+/u)) {
    const found =
      marks.find(line, place) ?? (isPage ? marks.find(line.replace(PAGE_CODES, ' ').trim(), 'title') : undefined);
    if (found) return found;
  }
  return undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescape = (text: string): string =>
  text.includes('&')
    ? text.replace(
        /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/giu,
        (all, hex?: string, dec?: string, name?: string) => {
          const code = hex === undefined ? Number(dec) : Number.parseInt(hex, 16);
          if (name !== undefined) return ENTITIES[name] ?? all;
          return code <= 0x10ffff ? String.fromCodePoint(code) : all;
        },
      )
    : text;
