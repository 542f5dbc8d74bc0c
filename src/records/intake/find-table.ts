/** Finds the table inside a sheet: titles above it, one to three header rows, a row of column numbers. */
import { columnLetter } from '../export/column-letter.ts';
import type { FoundColumn, RawRow, ScoreHeaders } from './model.ts';

/** Merged cells, 0-based columns and 1-based rows, both ends included. */
export interface Merge {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export interface TablePlace {
  readonly titleRows: readonly { readonly number: number; readonly text: string }[];
  readonly headerRows: readonly number[];
  readonly columns: readonly FoundColumn[];
  readonly confidence: number;
  /** Number of the first row that can hold data. */
  readonly firstRow: number;
}

/** Headers stand among the first rows; lists with a page of preface have them below row 30. */
const SEARCHED_ROWS = 40;
const MOST_HEADER_ROWS = 3;

/**
 * The place where the headers fit best: first by `score`, then by form.
 * @returns undefined when no row looks like headers
 */
export function locateTable(
  preview: readonly RawRow[],
  score: ScoreHeaders,
  merges: readonly Merge[] = [],
): TablePlace | undefined {
  const rows = preview.filter((row) => filled(row) > 0);
  const widest = Math.max(0, ...rows.map(filled));
  let best: { weight: number; score: number; at: number; height: number } | undefined;
  for (let at = 0; at < Math.min(rows.length, SEARCHED_ROWS); at++) {
    for (let height = 1; height <= MOST_HEADER_ROWS; height++) {
      const header = rows.slice(at, at + height);
      if (header.length < height || !isHeader(header, widest, merges)) break;
      const names = headerPaths(header, merges).map((path) => path.join(' / '));
      const fit = score(names.filter((name) => name !== ''));
      const weight = fit * 10 + form(names, widest) + height * 0.05 - at * 0.02;
      if (best === undefined || weight > best.weight) best = { weight, score: fit, at, height };
    }
  }
  if (best === undefined || (best.score === 0 && widest < 2)) return undefined;
  return place(rows, best, merges);
}

function place(
  rows: readonly RawRow[],
  best: { readonly score: number; readonly at: number; readonly height: number },
  merges: readonly Merge[],
): TablePlace {
  const header = rows.slice(best.at, best.at + best.height);
  const below = rows[best.at + best.height];
  const numbered = below !== undefined && isNumbering(below) ? [below] : [];
  const data = rows.slice(best.at + best.height + numbered.length);
  const paths = headerPaths(header, merges);
  const used = paths.map((path, index) => path.length > 0 || data.some((row) => textAt(row, index) !== ''));
  const headerRows = [...header, ...numbered].map((row) => row.number);
  return {
    titleRows: rows.slice(0, best.at).map((row) => ({ number: row.number, text: joined(row) })),
    headerRows,
    columns: paths
      .map((path, index) => ({ index, letter: columnLetter(index), header: path.join(' / '), path }))
      .filter((_, index) => used[index]),
    confidence: best.score,
    firstRow: (headerRows.at(-1) ?? 0) + 1,
  };
}

const textAt = (row: RawRow, column: number) => (row.cells[column] ?? '').trim();
const filled = (row: RawRow) => row.cells.filter((cell) => cell.trim() !== '').length;
const joined = (row: RawRow) =>
  row.cells
    .map(tidy)
    .filter((cell) => cell !== '')
    .join(' ');
const tidy = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Numbers, dates, codes with many digits: what stands in rows and hardly ever in headers. */
const isDataLike = (text: string) => /^[+-]?[\d.,/ :T-]*\d[\d.,/ :TZ%-]*$/.test(text) && !/^\d{4}$/.test(text);

function isHeader(rows: readonly RawRow[], widest: number, merges: readonly Merge[]): boolean {
  const last = rows.at(-1);
  const upper = rows.at(-2);
  if (last === undefined) return false;
  if (upper !== undefined) return last.number === upper.number + 1 && isSubheader(upper, last, merges);
  const cells = last.cells.map(tidy).filter((cell) => cell !== '');
  if (cells.length < Math.min(2, widest)) return false;
  return cells.filter(isDataLike).length <= cells.length * 0.3;
}

/** A second header row has its names where the first has none: under a name that spans several columns. */
function isSubheader(upper: RawRow, lower: RawRow, merges: readonly Merge[]): boolean {
  let under = 0;
  let conflicts = 0;
  for (let column = 0; column < lower.cells.length; column++) {
    const name = textAt(lower, column);
    if (name === '') continue;
    const above = textAt(upper, column);
    if (isDataLike(name)) conflicts += 1;
    else if (above === '' || spans(upper, lower, { column, merges })) under += 1;
    else if (above !== name) conflicts += 1;
  }
  return under >= 2 && conflicts === 0;
}

/** Whether the name at this column stands over the next column too: merged, or simply empty there. */
function spans(upper: RawRow, lower: RawRow, at: { column: number; merges: readonly Merge[] }): boolean {
  const merged = at.merges.some(
    (merge) =>
      merge.top <= upper.number && merge.bottom >= upper.number && merge.left === at.column && merge.right > at.column,
  );
  if (merged) return true;
  for (let next = at.column + 1; next < lower.cells.length && textAt(upper, next) === ''; next++) {
    if (textAt(lower, next) !== '') return true;
  }
  return false;
}

/** The names over each column, from the top: a name that spans several columns counts for all of them. */
function headerPaths(rows: readonly RawRow[], merges: readonly Merge[]): string[][] {
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  const paths: string[][] = Array.from({ length: width }, () => []);
  rows.forEach((row, level) => {
    const below = rows.slice(level + 1);
    let group = '';
    for (let column = 0; column < width; column++) {
      const own = textAt(row, column);
      // A name reaches as far as it is merged, and over empty cells that have a name below.
      const goesOn = below.some((next) => textAt(next, column) !== '') || isUnderMerge(row, column, merges);
      if (own !== '' || !goesOn) group = tidy(own);
      const path = paths[column];
      if (group !== '' && path !== undefined && path.at(-1) !== group) path.push(group);
    }
  });
  return paths.map((path, column) => (hasOwnName(rows, column) ? path : []));
}

const hasOwnName = (rows: readonly RawRow[], column: number) => rows.some((row) => textAt(row, column) !== '');

const isUnderMerge = (row: RawRow, column: number, merges: readonly Merge[]) =>
  merges.some(
    ({ top, bottom, left, right }) => top <= row.number && bottom >= row.number && left < column && right >= column,
  );

/** How much the names look like headers: many, different, no numbers. 0 to 1. */
function form(names: readonly string[], widest: number): number {
  const given = names.filter((name) => name !== '');
  if (given.length === 0) return 0;
  const different = new Set(given).size / given.length;
  const words = given.filter((name) => !isDataLike(name) && name.length <= 80).length / given.length;
  return different * words * Math.min(1, given.length / Math.max(1, widest * 0.6));
}

/** Printed forms number their columns: 1 2 3 …, (1) (2) (3) …, A B 1 2 …, with sums such as 5=3+4. */
function isNumbering(row: RawRow): boolean {
  const cells = row.cells.map(tidy).filter((cell) => cell !== '');
  if (cells.length < 3) return false;
  const numbers = cells
    .filter((cell) => !/^\(?\p{Lu}\)?$/u.test(cell))
    .map((cell) => /^\(?(\d{1,3})\)?(\s*=.*)?$/.exec(cell)?.[1]);
  if (numbers.length < 2 || numbers.includes(undefined)) return false;
  const first = Number(numbers[0]);
  return first <= 2 && numbers.every((number, i) => Number(number) === first + i);
}
