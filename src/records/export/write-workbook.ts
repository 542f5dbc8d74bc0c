/**
 * Rows as a workbook (.xlsx, ECMA-376), written as a stream: memory stays flat however many rows there are. Texts are
 * texts (nothing is computed, ids keep their zeros), days are days shown as dd/MM/yyyy.
 */
import { columnLetter } from './column-letter.ts';
import type { ExportColumn, ExportRequest, ExportValue } from './model.ts';
import { problems } from './problems.ts';
import { writeZip, type ZipEntry } from './write-zip.ts';
import { columnWidths, escapeXml, sheetHead, staticParts, STYLE } from './workbook-parts.ts';

export interface WorkbookRequest extends ExportRequest {
  /** Name of the sheet; further sheets get a number. */
  readonly sheet: string;
  readonly rightToLeft?: boolean;
}

/** The last row that a spreadsheet program can show. */
const LAST_ROW = 1_048_576;
/** What a cell can hold; a longer text makes the whole file unreadable. */
const LONGEST_CELL = 32_767;

/** Pieces of the file. @throws cellTooLongForWorkbook */
export async function* writeWorkbook(request: WorkbookRequest, lastRow = LAST_ROW): AsyncGenerator<Buffer> {
  yield* writeZip(parts(request, lastRow));
}

async function* parts(request: WorkbookRequest, lastRow: number): AsyncGenerator<ZipEntry> {
  const cursor = { rows: flatten(request.rows), isDone: false, held: undefined as Row | undefined };
  const names: string[] = [];
  do {
    const number = names.length + 1;
    names.push(sheetName(request.sheet, number));
    yield {
      name: `xl/worksheets/sheet${String(number)}.xml`,
      content: sheetXml(request, cursor, lastRow),
    };
  } while (!cursor.isDone);
  for (const [name, text] of staticParts(names)) yield { name, content: once(text) };
}

type Row = readonly ExportValue[];

interface Cursor {
  readonly rows: AsyncGenerator<Row>;
  isDone: boolean;
  /** The row that found no room on the sheet before. */
  held: Row | undefined;
}

async function* flatten(batches: ExportRequest['rows']): AsyncGenerator<Row> {
  for await (const batch of batches) yield* batch;
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

const PIECE = 64 * 1024;

async function* sheetXml(request: WorkbookRequest, cursor: Cursor, lastRow: number): AsyncGenerator<string> {
  const { columns, watermark } = request;
  const headerRow = watermark === undefined ? 1 : 2;
  let xml = sheetHead({ widths: columnWidths(columns), headerRow, rightToLeft: request.rightToLeft ?? false });
  if (watermark !== undefined) xml += rowXml(1, [textCell(watermark, STYLE.watermark)]);
  xml += rowXml(
    headerRow,
    columns.map((column) => textCell(column.header, STYLE.header)),
  );
  let number = headerRow;
  for (let row = await nextRow(cursor); row !== undefined; row = await nextRow(cursor)) {
    if (number === lastRow) {
      cursor.held = row;
      break;
    }
    number += 1;
    xml += rowXml(
      number,
      row.map((value, i) => valueCell(value, columns[i]?.type)),
    );
    if (xml.length < PIECE) continue;
    yield xml;
    xml = '';
  }
  const print =
    watermark === undefined ? '' : `<headerFooter><oddHeader>&amp;C${escapeXml(watermark)}</oddHeader></headerFooter>`;
  yield `${xml}</sheetData>${print}</worksheet>`;
}

async function nextRow(cursor: Cursor): Promise<Row | undefined> {
  const { held } = cursor;
  cursor.held = undefined;
  if (held !== undefined) return held;
  const next = await cursor.rows.next();
  if (next.done) cursor.isDone = true;
  return next.done ? undefined : next.value;
}

/** Cells without a value are left out: each of the others says where it stands. */
function rowXml(number: number, cells: readonly string[]): string {
  let xml = `<row r="${String(number)}">`;
  cells.forEach((cell, i) => {
    if (cell !== '') xml += `<c r="${columnLetter(i)}${String(number)}"${cell}</c>`;
  });
  return `${xml}</row>`;
}

/** What follows the place of a cell: style, type and value. */
function textCell(text: string, style: number): string {
  if (text.length > LONGEST_CELL) throw problems.cellTooLongForWorkbook({ limit: LONGEST_CELL });
  return ` s="${String(style)}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is>`;
}

function valueCell(value: ExportValue, type: ExportColumn['type'] | undefined): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return ` t="b"><v>${value ? '1' : '0'}</v>`;
  if (typeof value === 'number') return numberCell(String(value));
  if (type === 'numeric' || type === 'bigint') return numberCell(value);
  const serial = type === 'date' ? daySerial(value) : undefined;
  return serial === undefined ? textCell(value, STYLE.text) : ` s="${String(STYLE.day)}"><v>${String(serial)}</v>`;
}

/** A spreadsheet keeps 15 digits: longer numbers are written as text. */
function numberCell(text: string): string {
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '');
  return /^-?\d+(\.\d+)?$/.test(text) && digits.length <= 15 ? `><v>${text}</v>` : textCell(text, STYLE.text);
}

/** Days since 1899-12-30; before March 1900 spreadsheets disagree with the calendar, so such days stay text. */
export function daySerial(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const serial = Date.parse(day) / 86_400_000 + 25_569;
  return serial >= 61 ? serial : undefined;
}

/** At most 31 characters, none of []:*?/\ (ECMA-376-1 §18.2.19 and what programs accept). */
function sheetName(name: string, number: number): string {
  const clean =
    name
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim() || 'Sheet';
  const tail = number === 1 ? '' : ` (${String(number)})`;
  return clean.slice(0, 31 - tail.length) + tail;
}
