/** Rows as CSV (RFC 4180, UTF-8 with a byte order mark): opened by a spreadsheet it shows text and computes nothing. */
import type { ExportColumn, ExportRequest, ExportValue } from './model.ts';

/**
 * What a spreadsheet takes for the beginning of a formula, full-width forms too; apostrophes before it are kept apart
 * from the one that is added, so that reading takes off exactly one.
 */
const FORMULA = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const NUMBERS: readonly ExportColumn['type'][] = ['numeric', 'bigint'];

/** Text with a guard before it: numbers of numeric columns are no text and stay as they are. */
export function guardText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Pieces of text; the next batch is asked for when the piece has been taken. */
export async function* writeCsv(request: ExportRequest): AsyncGenerator<string> {
  const { columns, watermark } = request;
  yield '\ufeff';
  if (watermark !== undefined) yield line([quote(guardText(watermark))]);
  yield line(columns.map((column) => quote(guardText(column.header))));
  const isNumber = columns.map((column) => NUMBERS.includes(column.type));
  for await (const batch of request.rows) {
    let piece = '';
    for (const row of batch) piece += line(row.map((value, i) => cell(value, isNumber[i] ?? false)));
    if (piece !== '') yield piece;
  }
}

const line = (cells: readonly string[]) => `${cells.join(',')}\r\n`;

function cell(value: ExportValue, isNumber: boolean): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  return isNumber ? value : quote(guardText(value));
}

function quote(text: string): string {
  return /[",\r\n\t;|]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
