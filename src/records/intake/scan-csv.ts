/**
 * Text to rows, as fast as the engine splits strings: a line without a quotation mark is split at once, any other is
 * read cell by cell. RFC 4180, read kindly: a mark inside a cell that does not begin with one is a character.
 */
import { csvLimits, type CsvLimits } from './limits.ts';
import type { CellTrouble, RawRow } from './model.ts';
import { problems } from './problems.ts';

export interface ScanOptions {
  readonly delimiter: string;
  /** `\r` alone ended lines on old Macs; otherwise `\n`, before which one `\r` is dropped. */
  readonly lineEnd?: '\n' | '\r';
  readonly limits?: CsvLimits;
}

export interface CsvScanner {
  /** Rows that are complete with this piece of text. */
  push(text: string): RawRow[];
  /** The last row, when the text does not end with a line end. @throws unclosedQuote */
  end(): RawRow[];
}

interface Scan {
  text: string;
  at: number;
  number: number;
  final: boolean;
}

interface Settings {
  readonly delimiter: string;
  readonly lineEnd: string;
  readonly limits: CsvLimits;
}

/** @throws tooManyColumns, cellTooLong, unclosedQuote */
export function createScanner(options: ScanOptions): CsvScanner {
  const settings: Settings = {
    delimiter: options.delimiter,
    lineEnd: options.lineEnd ?? '\n',
    limits: options.limits ?? csvLimits,
  };
  const scan: Scan = { text: '', at: 0, number: 0, final: false };
  const run = (piece: string, final: boolean): RawRow[] => {
    scan.text = scan.text === '' ? piece : scan.text + piece;
    scan.at = 0;
    scan.final = final;
    const rows = scanRows(scan, settings);
    scan.text = scan.text.slice(scan.at);
    refuseEndless(scan, settings);
    return rows;
  };
  return { push: (text) => run(text, false), end: () => run('', true) };
}

function scanRows(scan: Scan, settings: Settings): RawRow[] {
  const rows: RawRow[] = [];
  const { text } = scan;
  let quote = text.indexOf('"');
  while (scan.at < text.length) {
    const found = text.indexOf(settings.lineEnd, scan.at);
    const lineEnd = found === -1 ? text.length : found;
    if (quote !== -1 && quote < lineEnd) {
      const row = scanQuoted(scan, settings);
      if (row === undefined) break;
      rows.push(row);
      quote = text.indexOf('"', scan.at);
      continue;
    }
    if (found === -1 && !scan.final) break;
    scan.number += 1;
    rows.push({ number: scan.number, cells: splitLine(scan, lineEnd, settings) });
    scan.at = lineEnd + 1;
  }
  if (scan.at > text.length) scan.at = text.length;
  return rows;
}

function splitLine(scan: Scan, lineEnd: number, settings: Settings): string[] {
  const { text } = scan;
  const last = settings.lineEnd === '\n' && text.charCodeAt(lineEnd - 1) === 13 && lineEnd > scan.at;
  const line = text.slice(scan.at, last ? lineEnd - 1 : lineEnd);
  // A line shorter than the limit cannot have more cells than the limit.
  if (line.length >= settings.limits.columns) refuseWide(line, scan.number, settings);
  return line.split(settings.delimiter);
}

/** One row with quotation marks; undefined when it goes on in text that has not come yet. */
function scanQuoted(scan: Scan, settings: Settings): RawRow | undefined {
  const cells: string[] = [];
  const troubles: CellTrouble[] = [];
  let at = scan.at;
  for (;;) {
    const cell = scan.text.charCodeAt(at) === 34 ? quotedCell(scan, at, settings) : plainCell(scan, at, settings);
    if (cell === undefined) return undefined;
    if (cell.stray) troubles.push({ column: cells.length, rule: 'stray-quote', value: cell.value.slice(0, 200) });
    cells.push(cell.value);
    if (cells.length > settings.limits.columns) {
      throw problems.tooManyColumns({ limit: settings.limits.columns, row: scan.number + 1 });
    }
    at = cell.next;
    if (cell.ends) break;
  }
  scan.number += 1;
  scan.at = at;
  return troubles.length > 0 ? { number: scan.number, cells, troubles } : { number: scan.number, cells };
}

interface Cell {
  readonly value: string;
  /** Where the next cell or row begins. */
  readonly next: number;
  readonly ends: boolean;
  readonly stray?: boolean;
}

function plainCell(scan: Scan, at: number, { delimiter, lineEnd, limits }: Settings): Cell | undefined {
  const { text } = scan;
  const line = text.indexOf(lineEnd, at);
  const stop = text.indexOf(delimiter, at);
  if (stop !== -1 && (line === -1 || stop < line)) return { value: text.slice(at, stop), next: stop + 1, ends: false };
  if (line === -1 && !scan.final) return undefined;
  const end = line === -1 ? text.length : line;
  const cut = lineEnd === '\n' && text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end;
  if (cut - at > limits.cellChars) throw problems.cellTooLong({ row: scan.number + 1, limit: limits.cellChars });
  return { value: text.slice(at, cut), next: end + (line === -1 ? 0 : 1), ends: true };
}

function quotedCell(scan: Scan, start: number, settings: Settings): Cell | undefined {
  const { text } = scan;
  const close = closingMark(scan, start, settings);
  // At the very end of a piece the mark may be the first of two, and a \r the first half of a line end.
  if (close === undefined || (close + 2 >= text.length && !scan.final)) return undefined;
  const value = text.slice(start + 1, close).replaceAll('""', '"');
  const after = text.charAt(close + 1);
  if (after === settings.delimiter) return { value, next: close + 2, ends: false };
  if (after === settings.lineEnd) return { value, next: close + 2, ends: true };
  if (after === '\r' && text.charAt(close + 2) === '\n') return { value, next: close + 3, ends: true };
  if (after === '') return { value, next: close + 1, ends: true };
  const rest = plainCell(scan, close + 1, settings);
  return rest && { ...rest, value: value + rest.value, stray: true };
}

/** Where the mark is that ends the cell; two marks are one character of it. */
function closingMark(scan: Scan, start: number, { limits }: Settings): number | undefined {
  const { text } = scan;
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && text.charCodeAt(close + 1) === 34) close = text.indexOf('"', close + 2);
  if ((close === -1 ? text.length : close) - start > limits.cellChars) {
    throw problems.cellTooLong({ row: scan.number + 1, limit: limits.cellChars });
  }
  if (close !== -1) return close;
  if (scan.final) throw problems.unclosedQuote({ row: scan.number + 1 });
  return undefined;
}

function refuseWide(line: string, row: number, { delimiter, limits }: Settings): void {
  let cells = 1;
  for (let at = line.indexOf(delimiter); at !== -1; at = line.indexOf(delimiter, at + 1)) {
    cells += 1;
    if (cells > limits.columns) throw problems.tooManyColumns({ limit: limits.columns, row });
  }
}

/** A line that does not end must not fill the memory. */
function refuseEndless(scan: Scan, settings: Settings): void {
  if (scan.text.length <= settings.limits.columns) return;
  const quoted = scan.text.includes('"');
  if (!quoted) refuseWide(scan.text, scan.number + 1, settings);
  if (scan.text.length > settings.limits.lineChars) {
    throw problems.cellTooLong({ row: scan.number + 1, limit: settings.limits.cellChars });
  }
}
