/** Records of cells of an old workbook ([MS-XLS] §2.4) to rows. */
import type { Merge } from '../find-table.ts';
import type { CellTrouble } from '../model.ts';
import { createTextReader, oldText, type Record } from './biff-texts.ts';
import type { CellStyle } from './cell-styles.ts';
import { numberText } from './cell-values.ts';
import { createFill, type SheetRow } from './sheet-rows.ts';

export interface XlsGlobals {
  /** Excel 95: texts are bytes. */
  readonly isOld: boolean;
  readonly isFrom1904: boolean;
  readonly texts: readonly string[];
  readonly styles: readonly CellStyle[];
  readonly isCapitalFont: (font: string) => boolean;
}

export interface XlsCells {
  take(record: Record): void;
  finish(): { rows: SheetRow[]; merges: Merge[] };
}

interface Row {
  readonly cells: string[];
  readonly troubles: CellTrouble[];
  readonly capitals: number[];
}

interface Sheet {
  readonly globals: XlsGlobals;
  readonly rows: Map<number, Row>;
  readonly merges: Merge[];
  /** A formula whose text stands in the next record. */
  pending: { row: number; column: number; style: number } | undefined;
}

export function createXlsCells(globals: XlsGlobals): XlsCells {
  const sheet: Sheet = { globals, rows: new Map(), merges: [], pending: undefined };
  return {
    take(record) {
      takers[record.type]?.(sheet, record.parts[0] ?? Buffer.alloc(0), record.parts);
    },
    finish() {
      const fill = createFill(sheet.merges);
      const rows = [...sheet.rows].sort(([a], [b]) => a - b).map(([row, one]) => fill(finishRow(row + 1, one)));
      return { rows, merges: sheet.merges };
    },
  };
}

function finishRow(number: number, { cells, troubles, capitals }: Row): SheetRow {
  return {
    number,
    cells,
    ...(troubles.length > 0 ? { troubles } : {}),
    ...(capitals.length > 0 ? { capitals } : {}),
  };
}

type Taker = (sheet: Sheet, data: Buffer, parts: readonly Buffer[]) => void;

const place = (data: Buffer) => ({
  row: data.readUInt16LE(0),
  column: data.readUInt16LE(2),
  style: data.readUInt16LE(4),
});

type Place = ReturnType<typeof place>;

const takeLabel: Taker = (sheet, data, parts) => {
  const length = data.readUInt16LE(6);
  const text = sheet.globals.isOld ? oldText(data.subarray(8, 8 + length)) : createTextReader(parts, 8).text(length);
  putText(sheet, place(data), text);
};

const takers: Readonly<{ [type: number]: Taker }> = {
  // NUMBER, RK, MULRK
  0x203: (sheet, data) => putNumber(sheet, place(data), data.readDoubleLE(6)),
  0x27e: (sheet, data) => putNumber(sheet, place(data), rkNumber(data.readInt32LE(6))),
  0xbd: (sheet, data) => {
    const row = data.readUInt16LE(0);
    const first = data.readUInt16LE(2);
    for (let i = 0; 4 + i * 6 + 6 <= data.length - 2; i++) {
      const at = 4 + i * 6;
      putNumber(sheet, { row, column: first + i, style: data.readUInt16LE(at) }, rkNumber(data.readInt32LE(at + 2)));
    }
  },
  // LABELSST, LABEL, RSTRING
  0xfd: (sheet, data) => putText(sheet, place(data), sheet.globals.texts[data.readUInt32LE(6)] ?? ''),
  0x204: takeLabel,
  0xd6: takeLabel,
  // BOOLERR
  0x205: (sheet, data) => putFlag(sheet, place(data), { value: data.readUInt8(6), isError: data.readUInt8(7) === 1 }),
  // FORMULA with its last result, and the STRING that may follow it
  0x06: (sheet, data) => {
    if (data.readUInt16LE(12) !== 0xffff) putNumber(sheet, place(data), data.readDoubleLE(6));
    else if (data.readUInt8(6) === 0) sheet.pending = place(data);
    else if (data.readUInt8(6) < 3) {
      putFlag(sheet, place(data), { value: data.readUInt8(8), isError: data.readUInt8(6) === 2 });
    }
  },
  0x207: (sheet, data, parts) => {
    if (!sheet.pending) return;
    const length = data.readUInt16LE(0);
    const text = sheet.globals.isOld ? oldText(data.subarray(2, 2 + length)) : createTextReader(parts, 2).text(length);
    putText(sheet, sheet.pending, text);
    sheet.pending = undefined;
  },
  // MERGECELLS
  0xe5: ({ merges }, data) => {
    for (let i = 0; i < data.readUInt16LE(0); i++) {
      const [top = 0, bottom = 0, left = 0, right = 0] = [0, 2, 4, 6].map((at) => data.readUInt16LE(2 + i * 8 + at));
      merges.push({ top: top + 1, bottom: bottom + 1, left, right });
    }
  },
};

function rowOf(sheet: Sheet, row: number): Row {
  const known = sheet.rows.get(row) ?? { cells: [], troubles: [], capitals: [] };
  sheet.rows.set(row, known);
  return known;
}

function put(sheet: Sheet, { row, column }: Place, text: string): void {
  if (text === '') return;
  const { cells } = rowOf(sheet, row);
  while (cells.length < column) cells.push('');
  cells[column] = text;
}

function putText(sheet: Sheet, at: Place, text: string): void {
  put(sheet, at, text);
  const font = sheet.globals.styles[at.style]?.font ?? '';
  if (text !== '' && sheet.globals.isCapitalFont(font)) rowOf(sheet, at.row).capitals.push(at.column);
}

function putNumber(sheet: Sheet, at: Place, value: number): void {
  const style = sheet.globals.styles[at.style] ?? { kind: 'plain', digits: 0, font: '' };
  put(sheet, at, numberText(String(value), style, sheet.globals.isFrom1904));
}

/** [MS-XLS] §2.5.10. */
const ERRORS: Readonly<{ [code: number]: string }> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
};

function putFlag(sheet: Sheet, at: Place, { value, isError }: { value: number; isError: boolean }): void {
  if (!isError) put(sheet, at, value === 1 ? 'true' : 'false');
  else rowOf(sheet, at.row).troubles.push({ column: at.column, rule: 'cell-error', value: ERRORS[value] ?? '#?' });
}

/** A number in 30 bits: a whole one or the upper half of a double, perhaps in hundredths (§2.5.217). */
function rkNumber(rk: number): number {
  let value = rk >> 2;
  if ((rk & 2) === 0) {
    const bytes = Buffer.alloc(8);
    bytes.writeInt32LE(rk & ~3, 4);
    value = bytes.readDoubleLE(0);
  }
  return rk & 1 ? value / 100 : value;
}
