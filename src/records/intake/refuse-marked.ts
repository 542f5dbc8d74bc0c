/** Files that bear a mark of state secrecy are refused before a byte is kept. */
import { detectCharset } from './charset.ts';
import { compileTable } from './convert-text.ts';
import { refuseKind } from './keep-upload.ts';
import type { ByteSource, Encodings, FileKind, RawRow } from './model.ts';
import { problems } from './problems.ts';
import { readCsv } from './read-csv.ts';
import { openWorkbook } from './read-workbook.ts';

/** A mark stands above the list, alone in its cell; the same word in a row of a list is a value like any other. */
const HEAD_ROWS = 20;
const FEW_CELLS = 3;

/** For `keepUpload`'s `inspect`. @throws markedSecret, which names the sheet and never the text */
export function refuseMarked(encodings: Encodings): (source: ByteSource, kind: FileKind) => Promise<void> {
  return async (source, kind) => {
    const { mark } = encodings;
    if (mark === undefined) return;
    refuseKind(kind);
    const converts = encodings.tables.map((table) => compileTable(table));
    const isMark = (cell: string) =>
      mark.test(cell.normalize('NFC')) || converts.some((convert) => mark.test(convert(cell)));
    for (const [sheet, rows] of await heads(source, kind === 'csv')) {
      const marked = rows.find((row) => isTitle(row) && row.cells.some(isMark));
      if (marked !== undefined) throw problems.markedSecret({ sheet, row: marked.number });
    }
  };
}

function isTitle(row: RawRow): boolean {
  return row.number <= HEAD_ROWS && row.cells.filter((cell) => cell.trim() !== '').length <= FEW_CELLS;
}

async function heads(source: ByteSource, isText: boolean): Promise<[string, readonly RawRow[]][]> {
  if (!isText) {
    await using workbook = await openWorkbook(source, { fonts: [] });
    return workbook.sheets.map((sheet) => [sheet.name, sheet.rows]);
  }
  for await (const rows of readCsv(source, { charset: await detectCharset(source) })) return [['CSV', rows]];
  return [];
}
