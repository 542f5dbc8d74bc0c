/** The task list back from a workbook or a text file: rows found by the names of their columns, in whatever language. */
import type { Readable } from 'node:stream';
import { readWhole } from '../../platform/http/upload.ts';
import type { Catalogues } from '../../platform/i18n.ts';
import { fold } from '../../platform/search/fold.ts';
import { noEncodings, openBytes } from '../../records/index.ts';
import { problems } from '../problems.ts';
import { COLUMNS, fromText, type Cells, type Column } from './task-columns.ts';

const LARGEST = 20 * 1024 * 1024;
const MOST_ROWS = 10_000;
/** Without these a row says nothing; the others may be left out of the sheet. */
const NEEDED: readonly Column[] = ['code', 'name', 'lead', 'due', 'state'];

export interface SheetRow {
  /** The number the person sees beside it. */
  readonly row: number;
  /** Columns the sheet does not have are absent: they change nothing. */
  readonly cells: Partial<Cells>;
}

/**
 * Reads the upload within the limits of every other file that comes in (src/records/intake).
 * @throws problems.tooLarge, notATaskList, and what a file can be refused for: damagedFile, zipBomb, unsupportedKind, …
 */
export async function readTaskSheet(upload: Readable, words: Catalogues): Promise<SheetRow[]> {
  const bytes = await readWhole(upload, LARGEST, () => problems.tooLarge());
  const names = columnNames(words);
  const columnOf = (header: string) => names.get(fold(header));
  await using opened = await openBytes(
    {
      size: bytes.length,
      chunks: async function* () {
        yield bytes;
      },
    },
    {
      encodings: noEncodings,
      score: (headers) => headers.filter((header) => columnOf(header)).length / COLUMNS.length,
    },
  );
  const columns = opened.table.columns.map((column) => columnOf(column.header));
  const missing = NEEDED.filter((column) => !columns.includes(column));
  if (missing.length > 0) throw problems.notATaskList({ columns: missing });
  const rows: SheetRow[] = [];
  for await (const batch of opened.rows) {
    for (const { number, cells } of batch) {
      if (cells.every((cell) => cell.trim() === '')) continue;
      rows.push({ row: number, cells: cellsAt(columns, cells) });
      if (rows.length > MOST_ROWS) throw problems.tooLarge();
    }
  }
  return rows;
}

/** Every language's name of every column: a list written in one language may come back through a screen in another. */
function columnNames(words: Catalogues): ReadonlyMap<string, Column> {
  return new Map(
    words.languages.flatMap((language) => {
      const t = words.translator(language);
      return COLUMNS.map((column) => [fold(t(`strategy:tasks.columns.${column}`)), column] as const);
    }),
  );
}

function cellsAt(columns: readonly (Column | undefined)[], cells: readonly string[]): Partial<Cells> {
  const found: Partial<Record<Column, string>> = {};
  for (const [i, column] of columns.entries()) {
    if (column) found[column] = fromText((cells[i] ?? '').trim());
  }
  return found;
}
