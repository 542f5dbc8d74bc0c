/** Files that bear a mark of state secrecy are refused before a byte is kept: every part of them, and their name. */
import { findInTitleRow, HEAD_ROWS, scanFile, type FoundMark, type Marks } from '../../platform/marks/index.ts';
import { detectCharset } from './charset.ts';
import { refuseKind } from './keep-upload.ts';
import type { ByteSource, Encodings, FileKind, RawRow } from './model.ts';
import { problems } from './problems.ts';
import { openWorkbook } from './read-workbook.ts';

/** For `keepUpload`'s `inspect`. @throws markedSecret, which names sheet and row and never the text */
export function refuseMarked(
  { marks }: Pick<Encodings, 'marks'>,
  name?: string,
): (source: ByteSource, kind: FileKind) => Promise<void> {
  return async (source, kind) => {
    const named = name === undefined ? undefined : marks.find(name, 'name');
    if (named) refuse(named, { place: 'name' });
    refuseKind(kind);
    // First within the limits of a reader: what unpacks to too much is refused by them.
    if (kind !== 'csv') await refuseInSheets(source, marks);
    const encoding = kind === 'csv' ? encodingOf(await detectCharset(source)) : undefined;
    const found = await scanFile(source.chunks(), marks, { encoding });
    if (found) refuse(found, { place: found.part, row: found.row });
  };
}

const encodingOf = (charset: string): string => (charset === 'bytes' ? 'windows-1252' : charset);

/** What can be told only where it stands: titles above a list, and columns whose name says what they hold. */
async function refuseInSheets(source: ByteSource, marks: Marks): Promise<void> {
  await using workbook = await openWorkbook(source, { fonts: [] });
  for (const { name: sheet, rows } of workbook.sheets) {
    const named = marks.find(sheet, 'name');
    if (named) refuse(named, { place: 'sheet-name', sheet });
    for (const row of rows) {
      const found = findInTitleRow(marks, row.cells, row.number);
      if (found) refuse(found, { place: 'title', sheet, row: row.number });
    }
    const inColumn = findInColumn(rows, marks);
    if (inColumn) refuse({ rule: 'labelled' }, { place: 'cells', sheet, row: inColumn });
  }
}

/** The first row whose value under a column of degrees is one. */
function findInColumn(rows: readonly RawRow[], marks: Marks): number | undefined {
  const head = rows.find((row) => row.number <= HEAD_ROWS && row.cells.some((cell) => marks.isLabel(cell)));
  if (!head) return undefined;
  const columns = head.cells.flatMap((cell, i) => (marks.isLabel(cell) ? [i] : []));
  const marked = rows.find(
    ({ number, cells }) => number > head.number && columns.some((i) => marks.isDegree(cells[i] ?? '')),
  );
  return marked?.number;
}

function refuse(
  { rule, degree }: FoundMark,
  where: { place: string; sheet?: string; row?: number | undefined },
): never {
  const { row, ...rest } = where;
  throw problems.markedSecret({
    ...rest,
    rule,
    ...(row !== undefined && { row }),
    ...(degree !== undefined && { degree }),
  });
}
