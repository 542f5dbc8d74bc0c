/** Rows of a text file as a workbook: every cell a text at the place where the file has it. */
import { columnLetter } from '../export/column-letter.ts';
import { escapeXml, sheetHead, staticParts, STYLE } from '../export/workbook-parts.ts';
import { writeZip, type ZipEntry } from '../export/write-zip.ts';
import type { RawRow } from './model.ts';

export interface PlainSheet {
  readonly sheet: string;
  readonly headerRows: readonly number[];
}

const LONGEST_CELL = 32_767;

export function writeRows(batches: AsyncIterable<readonly RawRow[]>, sheet: PlainSheet): AsyncGenerator<Buffer> {
  return writeZip(parts(batches, sheet));
}

async function* parts(batches: AsyncIterable<readonly RawRow[]>, sheet: PlainSheet): AsyncGenerator<ZipEntry> {
  yield { name: 'xl/worksheets/sheet1.xml', content: sheetXml(batches, sheet) };
  for (const [name, text] of staticParts([sheet.sheet])) yield { name, content: once(text) };
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function* sheetXml(
  batches: AsyncIterable<readonly RawRow[]>,
  { headerRows }: PlainSheet,
): AsyncGenerator<string> {
  const widths = Array.from({ length: 40 }, () => 18);
  yield sheetHead({ widths, headerRow: headerRows.at(-1) ?? 1, rightToLeft: false });
  for await (const rows of batches) {
    yield rows.map((row) => rowXml(row, headerRows.includes(row.number) ? STYLE.header : STYLE.text)).join('');
  }
  yield '</sheetData></worksheet>';
}

function rowXml(row: RawRow, style: number): string {
  const number = String(row.number);
  let xml = `<row r="${number}">`;
  row.cells.forEach((cell, i) => {
    if (cell === '') return;
    const text = escapeXml(cell.slice(0, LONGEST_CELL));
    xml += `<c r="${columnLetter(i)}${number}" s="${String(style)}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
  });
  return `${xml}</row>`;
}
