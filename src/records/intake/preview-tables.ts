/** Every sheet of a file with its first rows and the table in it, where there is one: forms are looked at, not loaded. */
import { detectCharset } from './charset.ts';
import { chooseEncoding } from './choose-encoding.ts';
import { locateTable, type TablePlace } from './find-table.ts';
import { refuseKind } from './keep-upload.ts';
import type { ByteSource, OpenOptions, RawRow } from './model.ts';
import { previewCsv } from './open-upload.ts';
import { problems } from './problems.ts';
import { convertRow, openWorkbook } from './read-workbook.ts';
import { refuseMarked } from './refuse-marked.ts';
import { sniff } from './sniff.ts';

export interface PreviewedSheet {
  /** Undefined for text files. */
  readonly sheet: string | undefined;
  /** At most the first 500 rows; empty rows are left out. */
  readonly rows: readonly RawRow[];
  /** Undefined where no row looks like headers. */
  readonly place: TablePlace | undefined;
}

/** @throws markedSecret before anything is read on, and every problem that a file can have as a whole */
export async function previewTables(
  source: ByteSource,
  options: Omit<OpenOptions, 'sheet'>,
): Promise<readonly PreviewedSheet[]> {
  const kind = await sniff(source);
  refuseKind(kind);
  await refuseMarked(options.encodings)(source, kind);
  const sheets = kind === 'csv' ? await textSheet(source, options) : await workbookSheets(source, options);
  if (sheets.every(({ rows }) => rows.length === 0)) throw problems.emptyFile();
  return sheets;
}

const isFilled = (row: RawRow) => row.cells.some((cell) => cell.trim() !== '');
const cellsOf = (rows: readonly RawRow[]) => rows.flatMap((row) => row.cells);

async function textSheet(source: ByteSource, options: Omit<OpenOptions, 'sheet'>): Promise<PreviewedSheet[]> {
  const charset = await detectCharset(source);
  const preview = await previewCsv(source, charset);
  const { convert } = chooseEncoding(cellsOf(preview), options, charset);
  const rows = preview.map((row) => convertRow(row, convert)).filter(isFilled);
  return [{ sheet: undefined, rows, place: locateTable(rows, options.score) }];
}

async function workbookSheets(source: ByteSource, options: Omit<OpenOptions, 'sheet'>): Promise<PreviewedSheet[]> {
  await using workbook = await openWorkbook(source, { fonts: options.encodings.tables });
  return workbook.sheets.map((sheet): PreviewedSheet => {
    const { convert } = chooseEncoding(cellsOf(sheet.rows), options, undefined);
    const rows = sheet.rows.map((row) => convertRow(row, convert)).filter(isFilled);
    return { sheet: sheet.name, rows, place: locateTable(rows, options.score, sheet.merges) };
  });
}
