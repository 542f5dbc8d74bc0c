/** A text file to batches of rows: constant memory, the next piece is read when the next batch is asked for. */
import { decodeText, type Charset } from './charset.ts';
import type { CsvLimits } from './limits.ts';
import type { ByteSource, CellTrouble, RawRow } from './model.ts';
import { createScanner, type CsvScanner } from './scan-csv.ts';

export interface ReadCsvOptions {
  readonly charset: Charset;
  /** Converts cells of an old encoding. */
  readonly convert?: ((text: string) => string) | undefined;
  /** `,` `;` tab or `|`; without it the one that divides the first lines most evenly. */
  readonly delimiter?: string;
  readonly limits?: CsvLimits;
}

/** @throws tooManyColumns, cellTooLong, unclosedQuote */
export async function* readCsv(source: ByteSource, options: ReadCsvOptions): AsyncGenerator<RawRow[]> {
  let scanner: CsvScanner | undefined;
  const finish = createFinish(options.convert);
  let head = '';
  for await (const piece of decodeText(source, options.charset)) {
    if (scanner === undefined) {
      head += piece;
      // The first lines decide about delimiter and line end; a piece may be shorter than a line.
      if (head.length < HEAD) continue;
      const start = readHead(head, options);
      scanner = start.scanner;
      yield finish(scanner.push(start.text), start.text);
    } else {
      yield finish(scanner.push(piece), piece);
    }
  }
  if (scanner === undefined) {
    const start = readHead(head, options);
    scanner = start.scanner;
    yield finish(scanner.push(start.text), start.text);
  }
  yield finish(scanner.end(), '');
}

const HEAD = 64 * 1024;

function readHead(head: string, options: ReadCsvOptions): { scanner: CsvScanner; text: string } {
  // Excel writes and obeys a first line `sep=;`, and does not count it as a row.
  const told = /^sep=([,;\t|])\r?\n/i.exec(head);
  const text = told ? head.slice(told[0].length) : head;
  const lineEnd = !text.includes('\n') && text.includes('\r') ? '\r' : '\n';
  const delimiter = options.delimiter ?? told?.[1] ?? detectDelimiter(text, lineEnd);
  return {
    text,
    scanner: createScanner({ delimiter, lineEnd, ...(options.limits ? { limits: options.limits } : {}) }),
  };
}

/** The delimiter that most lines have equally often; a comma when none does. Quoted cells are left out. */
export function detectDelimiter(head: string, lineEnd: '\n' | '\r' = '\n'): string {
  const bare = head.slice(0, HEAD).replace(/"(?:[^"]|"")*"?/g, 'x');
  const lines = bare
    .split(lineEnd)
    .slice(0, 100)
    .filter((line) => line.trim() !== '');
  let best = { delimiter: ',', weight: 0 };
  for (const delimiter of [',', ';', '\t', '|']) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const usual = mostFrequent(counts.filter((count) => count > 0));
    const share = counts.filter((count) => count === usual).length / lines.length;
    const weight = usual === undefined ? 0 : share * share * Math.log2(usual + 1);
    if (weight > best.weight) best = { delimiter, weight };
  }
  return best.delimiter;
}

function mostFrequent(counts: readonly number[]): number | undefined {
  const seen = new Map<number, number>();
  for (const count of counts) seen.set(count, (seen.get(count) ?? 0) + 1);
  return [...seen].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0];
}

/** What few pieces need is asked of the piece first: most files pass without a look at any cell. */
function createFinish(convert: ((text: string) => string) | undefined): (rows: RawRow[], piece: string) => RawRow[] {
  let before = { dirty: false, guarded: false };
  return (rows, piece) => {
    const here = { dirty: DIRTY.test(piece), guarded: piece.includes("'") };
    const dirty = here.dirty || before.dirty;
    const guarded = here.guarded || before.guarded;
    // The next row may have begun in this piece, or, when no row has ended, in any before it.
    before = rows.length > 0 ? here : { dirty, guarded };
    let done =
      convert === undefined ? rows : rows.map((row) => ({ ...row, cells: row.cells.map((cell) => convert(cell)) }));
    if (guarded) done = done.map(unguardRow);
    return dirty ? done.map(cleanRow) : done;
  };
}

/** An apostrophe before a sign keeps a spreadsheet from computing the cell: our own exports write it. */
function unguardRow(row: RawRow): RawRow {
  if (!row.cells.some((cell) => GUARDED.test(cell))) return row;
  return { ...row, cells: row.cells.map((cell) => (GUARDED.test(cell) ? cell.slice(1) : cell)) };
}

const GUARDED = /^'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

const DIRTY = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Takes control characters out (PostgreSQL stores no U+0000) and says where; marks what could not be decoded. */
export function cleanRow<R extends RawRow>(row: R): R {
  const troubles: CellTrouble[] = [...(row.troubles ?? [])];
  const cells = row.cells.map((cell, column) => {
    if (!DIRTY.test(cell)) return cell;
    if (cell.includes('\ufffd')) troubles.push({ column, rule: 'unreadable-character', value: cell.slice(0, 200) });
    const clean = cell.replace(CONTROL, '');
    if (clean !== cell) troubles.push({ column, rule: 'control-character', value: clean.slice(0, 200) });
    return clean;
  });
  return troubles.length === 0 ? row : { ...row, cells, troubles };
}
