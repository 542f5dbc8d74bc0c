/** Workbooks of Excel 95 to 2003 ([MS-XLS]): still what many offices keep. At most 65,536 rows, read as a whole. */
import type { Merge } from '../find-table.ts';
import { BATCH_ROWS } from '../limits.ts';
import { Problem } from '../../../platform/http/problem.ts';
import { problems } from '../problems.ts';
import { createTextReader, oldText, readRecords, type Record } from './biff-texts.ts';
import type { Book, BookOptions } from './book.ts';
import { readCompoundStream } from './cfb.ts';
import { readFormat, type CellStyle } from './cell-styles.ts';
import { createXlsCells, type XlsGlobals } from './xls-cells.ts';
import type { SheetRow } from './sheet-rows.ts';

/** @throws encryptedWorkbook, damagedFile */
export async function openXls(bytes: Buffer, options: BookOptions): Promise<Book> {
  const stream = guarded(() => readCompoundStream(bytes, ['Workbook', 'Book']));
  const globals = guarded(() => readGlobals(stream, options));
  const visible = globals.sheets.filter((sheet) => sheet.isVisible).slice(0, options.limits.sheets);
  const read = visible.map(({ offset }) => {
    let sheet: { rows: SheetRow[]; merges: Merge[] } | undefined;
    return () => (sheet ??= guarded(() => readSheet(stream, offset, globals)));
  });
  async function* rows(index: number): AsyncGenerator<SheetRow[]> {
    const all = read[index]?.().rows ?? [];
    for (let at = 0; at < all.length; at += BATCH_ROWS) yield all.slice(at, at + BATCH_ROWS);
  }
  return { sheets: visible.map(({ name }, i) => ({ name, merges: () => read[i]?.().merges ?? [] })), rows };
}

/** What lies outside the bytes is damage. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Problem ? error : problems.damagedFile();
  }
}

const BOF = 0x809;
const EOF = 0x0a;

interface Globals extends XlsGlobals {
  readonly sheets: { readonly name: string; readonly offset: number; readonly isVisible: boolean }[];
}

interface Draft {
  isOld: boolean;
  isFrom1904: boolean;
  readonly texts: string[];
  readonly fonts: string[];
  readonly formats: Map<number, string>;
  readonly styles: { readonly font: number; readonly format: number }[];
  readonly sheets: { name: string; offset: number; isVisible: boolean }[];
}

function readGlobals(stream: Buffer, { isCapitalFont }: BookOptions): Globals {
  const draft: Draft = {
    isOld: false,
    isFrom1904: false,
    texts: [],
    fonts: [],
    formats: new Map(),
    styles: [],
    sheets: [],
  };
  for (const record of readRecords(stream)) {
    if (record.type === EOF) break;
    globalReaders[record.type]?.(draft, record, record.parts[0] ?? Buffer.alloc(0));
  }
  const styles = draft.styles.map(({ font, format }): CellStyle => {
    // There is no font 4: the numbers go from 3 to 5 ([MS-XLS] §2.5.129).
    const name = draft.fonts[font > 4 ? font - 1 : font] ?? '';
    return { ...readFormat(format, draft.formats.get(format)), font: name };
  });
  return { ...draft, styles, isCapitalFont };
}

type GlobalReader = (draft: Draft, record: Record, data: Buffer) => void;

/** By record type ([MS-XLS] §2.3.1). */
const globalReaders: Readonly<{ [type: number]: GlobalReader }> = {
  [BOF]: (draft, _, data) => void (draft.isOld = data.readUInt16LE(0) < 0x600),
  0x2f: () => {
    throw problems.encryptedWorkbook();
  },
  0x22: (draft, _, data) => void (draft.isFrom1904 = data.readUInt16LE(0) === 1),
  0x31: (draft, { parts }, data) => void draft.fonts.push(shortText(draft, parts, { at: 14, data })),
  0x41e: (draft, { parts }, data) => {
    const text = draft.isOld
      ? shortText(draft, parts, { at: 2, data })
      : createTextReader(parts, 4).text(data.readUInt16LE(2));
    draft.formats.set(data.readUInt16LE(0), text);
  },
  0xe0: (draft, _, data) => void draft.styles.push({ font: data.readUInt16LE(0), format: data.readUInt16LE(2) }),
  0x85: (draft, { parts }, data) => {
    // Charts and macros are sheets too, of other kinds.
    if (data.readUInt8(5) !== 0) return;
    const name = shortText(draft, parts, { at: 6, data });
    draft.sheets.push({ name, offset: data.readUInt32LE(0), isVisible: (data.readUInt8(4) & 3) === 0 });
  },
  0xfc: (draft, { parts }) => {
    const reader = createTextReader(parts);
    reader.number(4);
    const count = reader.number(4);
    for (let i = 0; i < count; i++) draft.texts.push(reader.text(reader.number(2)));
  },
};

/** A text whose length is one byte. */
function shortText({ isOld }: Draft, parts: readonly Buffer[], { at, data }: { at: number; data: Buffer }): string {
  const length = data.readUInt8(at);
  return isOld ? oldText(data.subarray(at + 1, at + 1 + length)) : createTextReader(parts, at + 1).text(length);
}

function readSheet(stream: Buffer, offset: number, globals: Globals): { rows: SheetRow[]; merges: Merge[] } {
  const cells = createXlsCells(globals);
  let depth = 0;
  for (const record of readRecords(stream, offset)) {
    // Charts inside the sheet are streams inside the stream.
    if (record.type === BOF) depth += 1;
    else if (record.type === EOF) depth -= 1;
    else if (depth === 1) cells.take(record);
    if (depth === 0) break;
  }
  return cells.finish();
}
