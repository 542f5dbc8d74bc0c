/** Sample rows from a file: CSV, a workbook's first sheet, or JSON. Read and handed on, never kept. */
import { delimiterOf, readRows } from '../import/csv-rows.ts';
import { ImportFindings } from '../import/model.ts';
import { openText } from '../import/open-file.ts';
import { openWorkbook, textOf } from '../import/read-excel.ts';
import type { SourceRow } from './compile-mapping.ts';

export interface Sample {
  readonly columns: readonly string[];
  readonly rows: readonly SourceRow[];
  /** Why it could not be read: words `proposal:findings.<code>`. */
  readonly findings: ImportFindings['list'];
}

/** More rows prove nothing that these do not. */
export const MOST_SAMPLE_ROWS = 2000;

export async function readSample(name: string, bytes: Uint8Array): Promise<Sample> {
  const findings = new ImportFindings();
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const cells = isZip ? await sheetCells(name, bytes, findings) : textCells(name, bytes, findings);
  if (!cells) return { columns: [], rows: [], findings: findings.list };
  if ('columns' in cells) return { ...cells, findings: findings.list };
  const [head = [], ...body] = cells;
  const columns = head.map((title) => title.normalize('NFC').replace(/\s+/g, ' ').trim());
  const rows = body
    .slice(0, MOST_SAMPLE_ROWS)
    .map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? ''])));
  return { columns: columns.filter((column) => column !== ''), rows, findings: findings.list };
}

type Cells = readonly (readonly string[])[];

function textCells(
  name: string,
  bytes: Uint8Array,
  findings: ImportFindings,
): Cells | Omit<Sample, 'findings'> | undefined {
  const opened = openText({ name, bytes }, findings, 'csv');
  if (!opened) return undefined;
  if (/^\s*[[{]/.test(opened.text)) return jsonRows(name, opened.text, findings);
  const rows = readRows(opened, delimiterOf(opened.text), MOST_SAMPLE_ROWS + 1);
  return rows?.map((row) => row.cells);
}

function jsonRows(file: string, text: string, findings: ImportFindings): Omit<Sample, 'findings'> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    findings.error({ file }, 'unreadable', { reason: error instanceof Error ? error.message.slice(0, 200) : '' });
    return undefined;
  }
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  const objects = list.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null);
  const say = (one: unknown) =>
    one === null || one === undefined ? '' : typeof one === 'object' ? JSON.stringify(one) : String(one as string);
  const rows = objects
    .slice(0, MOST_SAMPLE_ROWS)
    .map((one) => Object.fromEntries(Object.entries(one).map(([key, item]) => [key, say(item)])));
  return { columns: [...new Set(rows.flatMap((row) => Object.keys(row)))], rows };
}

async function sheetCells(name: string, bytes: Uint8Array, findings: ImportFindings): Promise<Cells | undefined> {
  const workbook = await openWorkbook({ name, bytes }, findings);
  const sheet = workbook?.worksheets[0];
  if (!sheet) return undefined;
  const last = Math.min(sheet.rowCount, MOST_SAMPLE_ROWS + 1);
  const width = Math.min(sheet.columnCount, 500);
  return Array.from({ length: last }, (_, i) =>
    Array.from({ length: width }, (_c, column) => textOf(sheet.getRow(i + 1).getCell(column + 1))),
  ).filter((row) => row.some((one) => one !== ''));
}
