/** A foreign file as rows of codes: JSON, CSV or YAML, one level or two, by a mapping of columns. */
import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import type { CodeRows } from '../plan.ts';

export type CodeFormat = 'json' | 'csv' | 'yaml';

/** Our column → theirs; see `CodeRows`. `children` names the member with the rows one level below. */
export type Columns = Readonly<Record<string, string>>;

/** One row with our columns; `row` counts from 1 in the order of the file. */
export interface RawRow {
  readonly row: number;
  readonly level: 'upper' | 'only';
  readonly cells: Readonly<Record<string, string>>;
}

export class UnreadableError extends Error {
  override name = 'UnreadableError';
}

/** @throws UnreadableError with the reader's own words */
export function parseDocument(text: string, format: CodeFormat): unknown {
  try {
    if (format === 'json') return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
    if (format === 'yaml') return parseYaml(text, { maxAliasCount: 100 }) as unknown;
    return parseCsv(text, { columns: true, bom: true, skip_empty_lines: true, trim: true, relax_column_count: true });
  } catch (error) {
    throw new UnreadableError(error instanceof Error ? error.message : String(error));
  }
}

/** Steps into a document: a member's name, or the item of a list whose members have the given values. */
export function stepInto(document: unknown, steps: CodeRows['at']): unknown {
  let here = document;
  for (const step of steps ?? []) {
    if (typeof step === 'string') here = isObject(here) ? here[step] : undefined;
    else {
      const wanted = Object.entries(step);
      here = asList(here).find((item) => isObject(item) && wanted.every(([key, value]) => item[key] === value));
    }
  }
  return here;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const asList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];

const SOME = 200;

/** What the rows of a document call their columns: for guessing, and for saying what there is. */
export function columnsFound(rows: unknown): readonly string[] {
  // A member that is rarely there may be missing in the first of them.
  const some = asList(rows).filter(isObject).slice(0, SOME);
  return [...new Set(some.flatMap((row) => Object.keys(row)))];
}

const GUESSES: Readonly<Record<string, readonly string[]>> = {
  code: ['code', 'key', 'id'],
  name: ['name', 'fullname', 'full_name', 'title', 'label'],
  parent: ['parent', 'parent_code', 'parentcode'],
  from: ['from', 'valid_from', 'validfrom'],
  to: ['to', 'valid_to', 'validto'],
};

/**
 * Columns by their usual English names; undefined when code or name is not among them. For a list that stands below
 * another, rows that hold a list of such rows are the upper level, and those inside them the lower.
 */
export function guessColumns(rows: unknown, { isBelow }: { readonly isBelow: boolean }): Columns | undefined {
  const own = guessLevel(rows);
  if (!own || !isBelow) return own;
  const first = asList(rows).find(isObject) ?? {};
  const levels = Object.entries(first).flatMap(([member, inner]) => {
    const lower = Array.isArray(inner) ? guessLevel(inner) : undefined;
    return lower ? [{ member, lower }] : [];
  });
  const [level, ...others] = levels;
  if (!level || others.length > 0) return own;
  const lower = Object.entries(level.lower).map(([ours, theirs]) => [`children.${ours}`, theirs]);
  return { ...own, children: level.member, ...(Object.fromEntries(lower) as Columns) };
}

function guessLevel(rows: unknown): Columns | undefined {
  const found = columnsFound(rows);
  const guessed = Object.entries(GUESSES).flatMap(([ours, names]) => {
    const theirs = names.map((name) => found.find((column) => column.toLowerCase() === name)).find(Boolean);
    return theirs === undefined ? [] : [[ours, theirs] as const];
  });
  const columns: Columns = Object.fromEntries(guessed);
  return 'code' in columns && 'name' in columns ? columns : undefined;
}

/** `code=Code,name=FullName,children=Wards` */
export function parseColumns(text: string): Columns {
  const pairs = text.split(',').map((pair) => pair.split('=').map((side) => side.trim()));
  return Object.fromEntries(pairs.filter((pair) => pair.length === 2 && pair[0] !== '' && pair[1] !== ''));
}

export function readRows(rows: unknown, columns: Columns): readonly RawRow[] {
  const { children, ...own } = columns;
  const upper = Object.fromEntries(Object.entries(own).filter(([ours]) => !ours.startsWith('children.')));
  let count = 0;
  const next = () => (count += 1);
  if (children === undefined) {
    return flatten(rows, upper).map((cells) => ({ row: next(), level: 'only', cells }));
  }
  const lower = { ...upper, ...belowColumns(columns) };
  return asList(rows).flatMap((item) => {
    const cells = cellsOf(item, upper);
    const above: RawRow = { row: next(), level: 'upper', cells };
    const inner = asList(isObject(item) ? item[children] : undefined).map((child): RawRow => {
      const parent = cells['code'] ?? '';
      return { row: next(), level: 'only', cells: { ...cellsOf(child, lower), parent } };
    });
    return [above, ...inner];
  });
}

/** `children.code=WardCode` → `code: WardCode` for the lower level. */
const belowColumns = (columns: Columns) =>
  Object.fromEntries(
    Object.entries(columns)
      .filter(([ours]) => ours.startsWith('children.'))
      .map(([ours, theirs]) => [ours.slice('children.'.length), theirs]),
  );

/** Columns written `Wards[].Code` make a row of every inner item; the others repeat the outer one's cells. */
function flatten(rows: unknown, columns: Columns): Readonly<Record<string, string>>[] {
  const inner = Object.values(columns).find((path) => path.includes('[].'));
  if (inner === undefined) return asList(rows).map((item) => cellsOf(item, columns));
  const member = inner.slice(0, inner.indexOf('[].'));
  const prefix = `${member}[].`;
  const split = (isInner: boolean) =>
    Object.fromEntries(
      Object.entries(columns)
        .filter(([, path]) => path.startsWith(prefix) === isInner)
        .map(([ours, path]) => [ours, isInner ? path.slice(prefix.length) : path]),
    );
  return asList(rows).flatMap((item) => {
    const outer = cellsOf(item, split(false));
    return asList(stepInto(item, member.split('.'))).map((child) => ({ ...outer, ...cellsOf(child, split(true)) }));
  });
}

function cellsOf(item: unknown, columns: Columns): Readonly<Record<string, string>> {
  const entries = Object.entries(columns).flatMap(([ours, path]) => {
    const value = path.split('.').reduce<unknown>((here, step) => (isObject(here) ? here[step] : undefined), item);
    const text = cellText(value);
    return text === '' ? [] : [[ours, text] as const];
  });
  return Object.fromEntries(entries);
}

function cellText(value: unknown): string {
  if (Array.isArray(value)) return value.map(cellText).join('|');
  if (value === null || value === undefined || typeof value === 'object') return '';
  return String(value as string | number | boolean)
    .normalize('NFC')
    .trim();
}
