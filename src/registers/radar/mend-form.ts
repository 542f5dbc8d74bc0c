/** The same file without what is not to be asked: columns or lines out, the rest as it was. */
import type { default as ExcelJS } from 'exceljs';
import { parse } from 'csv-parse/sync';
import { delimited } from '../../dictionary/index.ts';
import { decode } from '../../dictionary/import/index.ts';
import type { FieldFinding } from './model.ts';

export interface Mended {
  readonly bytes: Uint8Array;
  readonly kind: 'xlsx' | 'csv';
  /** Columns and lines that went. */
  readonly dropped: number;
}

interface Cut {
  readonly sheet: string | undefined;
  /** 1-based; of a questionnaire lines go, of a table columns. */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
  /** Headers of cells that go on asking some of their facts. */
  readonly renamed: readonly { readonly row: number; readonly column: number; readonly text: string }[];
}

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** @returns undefined where the file is neither a workbook of today's format nor text */
export async function mendForm(bytes: Uint8Array, findings: readonly FieldFinding[]): Promise<Mended | undefined> {
  const cuts = [...Map.groupBy(findings, ({ field }) => field.place.sheet)].map(([sheet, own]) => cutOf(sheet, own));
  const dropped = cuts.reduce((sum, { columns, rows }) => sum + columns.length + rows.length, 0);
  if (isZip(bytes)) return { bytes: await mendWorkbook(bytes, cuts), kind: 'xlsx', dropped };
  const text = decode(bytes);
  return text === undefined ? undefined : { bytes: mendText(text, cuts[0]), kind: 'csv', dropped };
}

/** A column, or a line, goes when every fact in it goes; else it keeps the names of those that stay. */
function cutOf(sheet: string | undefined, findings: readonly FieldFinding[]): Cut {
  const cut = { sheet, columns: [] as number[], rows: [] as number[], renamed: [] as Cut['renamed'][number][] };
  const cells = Map.groupBy(findings, ({ field: { place } }) =>
    place.letter === undefined ? `line ${String(place.line)}` : `column ${String(place.column)}`,
  );
  for (const own of cells.values()) {
    const place = own[0]?.field.place;
    if (place?.column === undefined) continue;
    const kept = own.filter((one) => !one.drop);
    const isLine = place.letter === undefined;
    if (kept.length === 0) {
      if (isLine) cut.rows.push(place.line ?? 0);
      else cut.columns.push(place.column + 1);
    } else if (kept.length < own.length && place.line !== undefined) {
      const text = kept.map(({ part, field }) => part ?? field.name).join(', ');
      cut.renamed.push({ row: place.line, column: place.column + 1, text });
    }
  }
  return cut;
}

async function mendWorkbook(bytes: Uint8Array, cuts: readonly Cut[]): Promise<Uint8Array> {
  const { default: excel } = await import('exceljs');
  const workbook = new excel.Workbook();
  await workbook.xlsx.load(Buffer.from(bytes) as never);
  for (const cut of cuts) {
    const sheet = cut.sheet === undefined ? workbook.worksheets[0] : workbook.getWorksheet(cut.sheet);
    if (sheet) mendSheet(sheet, cut);
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

interface Box {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

function mendSheet(sheet: ExcelJS.Worksheet, { columns, rows, renamed }: Cut): void {
  for (const { row, column, text } of renamed) sheet.getCell(row, column).value = text;
  // Merged cells are taken apart before columns move, and put together again where they stand then.
  const merges = mergesOf(sheet);
  const titles = new Map(merges.map((box) => [box, sheet.getCell(box.top, box.left).value]));
  for (const box of merges) sheet.unMergeCells(box.top, box.left, box.bottom, box.right);
  const widths = Array.from({ length: sheet.columnCount }, (_, i) => sheet.getColumn(i + 1).width);
  for (const column of columns.toSorted((a, b) => b - a)) sheet.spliceColumns(column, 1);
  for (const row of rows.toSorted((a, b) => b - a)) sheet.spliceRows(row, 1);
  const kept = widths.filter((_, i) => !columns.includes(i + 1));
  for (const [i, width] of kept.entries()) if (width !== undefined) sheet.getColumn(i + 1).width = width;
  for (const box of merges) {
    const moved = moveBox(box, columns, rows);
    if (!moved) continue;
    sheet.getCell(moved.top, moved.left).value = titles.get(box) ?? null;
    if (moved.bottom > moved.top || moved.right > moved.left) {
      sheet.mergeCells(moved.top, moved.left, moved.bottom, moved.right);
    }
  }
}

function mergesOf(sheet: ExcelJS.Worksheet): Box[] {
  const { merges = [] } = sheet.model as { merges?: readonly string[] };
  return merges.flatMap((range): Box[] => {
    const [, left, top, right, bottom] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(range) ?? [];
    return left !== undefined && right !== undefined
      ? [{ left: numberOf(left), top: Number(top), right: numberOf(right), bottom: Number(bottom) }]
      : [];
  });
}

const numberOf = (letters: string) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

/** @returns undefined when nothing of it is left */
function moveBox(
  { top, left, bottom, right }: Box,
  columns: readonly number[],
  rows: readonly number[],
): Box | undefined {
  const before = (gone: readonly number[], at: number) => gone.filter((one) => one < at).length;
  const within = (gone: readonly number[], from: number, to: number) =>
    gone.filter((one) => one >= from && one <= to).length;
  const [width, height] = [
    right - left + 1 - within(columns, left, right),
    bottom - top + 1 - within(rows, top, bottom),
  ];
  if (width <= 0 || height <= 0) return undefined;
  const [l, t] = [left - before(columns, left), top - before(rows, top)];
  return { top: t, left: l, bottom: t + height - 1, right: l + width - 1 };
}

function mendText(text: string, cut: Cut | undefined): Uint8Array {
  const [head = ''] = text.split('\n', 1);
  const delimiter = [';', '\t', ','].find((one) => head.includes(one)) ?? ',';
  const rows = parse(text, { delimiter, relaxColumnCount: true, relaxQuotes: true, bom: true }) as string[][];
  for (const { row, column, text: said } of cut?.renamed ?? []) {
    const there = rows[row - 1];
    if (there) there[column - 1] = said;
  }
  const gone = new Set(cut?.columns);
  const kept = rows.map((row) => row.filter((_, i) => !gone.has(i + 1)));
  return Buffer.from(delimited(kept, delimiter));
}
