/**
 * What is in a table before anybody made rules for it: by column how much is filled, how many different values, which
 * shapes, what is no date or no character. One scan by DuckDB. No value is in the report: a list may hold people.
 */
import { openEngine } from '../../platform/analysis/engine.ts';

export interface ColumnProfile {
  readonly name: string;
  readonly filled: number;
  /** Words that stand for nothing, such as "-". */
  readonly placeholders: number;
  /** Estimated (HyperLogLog) beyond some thousand. */
  readonly distinct: number;
  /** Certainly more rows than values: a few per cent beyond what the estimate may be off by. */
  readonly repeats: boolean;
  readonly minLength: number | null;
  readonly maxLength: number | null;
  /** Values with blanks before or after. */
  readonly untrimmed: number;
  /** Values with control or replacement characters. */
  readonly illegal: number;
  /** Values that look like a day and are none: 31/02/2020. */
  readonly badDays: number;
  /** What nearly all values are. */
  readonly kind: 'empty' | 'whole-number' | 'number' | 'day' | 'text';
  /** The most frequent shapes: digits as 9, letters as a. */
  readonly shapes: string[];
}

export interface TableProfile {
  readonly rows: number;
  readonly columns: ColumnProfile[];
}

export interface ProfileOptions {
  /** Words that mean nothing. */
  readonly nothing?: readonly string[];
  readonly threads?: number;
}

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
const named = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Rows by which it is told what a column holds, and what it looks like. */
const JUDGED_ROWS = 100_000;
const SHAPED_ROWS = 10_000;
const DAY_SHAPE = `'^([0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})$'`;

/** Cut and turned round before it is cast: parsing by formats takes ten times as long. */
function isNoDay(c: string): string {
  const part = (n: number) => `split_part(translate(${c}, '.-', '//'), '/', ${String(n)})`;
  const turned = `${part(3)} || '-' || lpad(${part(2)}, 2, '0') || '-' || lpad(${part(1)}, 2, '0')`;
  const day = `try_cast(case when ${c}[5] = '-' then ${c} else ${turned} end as date)`;
  return `case when regexp_matches(${c}, ${DAY_SHAPE}) then ${day} is null else false end`;
}

/** The aggregates of one column over all rows, and over those it is judged by. */
function countsOf(column: string, nothing: readonly string[]): string[] {
  const c = named(column);
  const words = nothing.map((word) => text(word.toLowerCase().trim())).join(', ');
  return [
    `count(${c})`,
    words === '' ? '0' : `count(*) filter (lower(trim(${c})) in (${words}))`,
    `approx_count_distinct(${c})`,
    `min(length(${c}))`,
    `max(length(${c}))`,
    `count(*) filter (${c} <> trim(${c}))`,
    `count(*) filter (regexp_matches(${c}, '[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x{FFFD}]'))`,
    `count(*) filter (${isNoDay(c)})`,
  ];
}

function judgedOf(column: string): string[] {
  const c = named(column);
  return [
    `count(${c})`,
    `count(*) filter (regexp_matches(${c}, ${DAY_SHAPE}))`,
    `count(try_cast(${c} as hugeint))`,
    `count(try_cast(replace(${c}, ',', '.') as double))`,
  ];
}

const shapesOf = (column: string): string[] => [
  `approx_top_k(left(regexp_replace(regexp_replace(${named(column)}, '[0-9]', '9', 'g'), '\\pL', 'a', 'g'), 40), 3)`,
];

/** Nearly all: a list has a title or a sum somewhere. */
const NEARLY = 0.95;
/** What the estimate of different values may be off by. */
const OFF = 0.1;

/** @param file path of a CSV in UTF-8 with one line of headers @throws Error what the engine says of the file */
export async function profileCsv(
  file: string,
  { nothing = [], threads = 2 }: ProfileOptions = {},
): Promise<TableProfile> {
  await using engine = await openEngine({ threads });
  // Every value as it is written: what it is, is the question.
  const source = `read_csv(${text(file)}, all_varchar = true, header = true, sample_size = 20480, null_padding = true)`;
  const described = await engine.rows<{ column_name: string }>(`describe select * from ${source}`);
  const columns = described.map(({ column_name }) => column_name);
  /** One scan: for each column what its aggregates give. */
  const measure = async (of: (column: string) => readonly string[], from: string): Promise<unknown[][]> => {
    const all = columns.map(of);
    const items = all.flatMap((own, i) => own.map((sql, n) => `${sql} as m${String(i)}_${String(n)}`));
    const [row = {}] = await engine.rows<Record<string, unknown>>(
      `select count(*) as n, ${items.join(', ')} from ${from}`,
    );
    rows = Number(row['n'] ?? 0);
    return all.map((own, i) => own.map((_, n) => row[`m${String(i)}_${String(n)}`]));
  };
  let rows = 0;
  const first = (count: number) => `(select * from ${source} limit ${String(count)})`;
  const shaped = await measure(shapesOf, first(SHAPED_ROWS));
  const judged = await measure(judgedOf, first(JUDGED_ROWS));
  const counted = await measure((column) => countsOf(column, nothing), source);
  return {
    rows,
    columns: columns.map((name, i) => ({
      ...countedOf(name, (counted[i] ?? []).map(asNumber)),
      kind: kindOf((judged[i] ?? []).map((value) => asNumber(value) ?? 0)),
      shapes: shapesIn(shaped[i]?.[0]),
    })),
  };
}

const asNumber = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

const shapesIn = (found: unknown): string[] => {
  const items = Array.isArray(found) ? found : ((found as { items?: unknown[] } | null)?.items ?? []);
  return items.filter((item): item is string => typeof item === 'string');
};

function countedOf(name: string, values: readonly (number | null)[]): Omit<ColumnProfile, 'kind' | 'shapes'> {
  const [filled, placeholders, distinct, minLength, maxLength, untrimmed, illegal, badDays] = values;
  const count = filled ?? 0;
  return {
    name,
    filled: count,
    placeholders: placeholders ?? 0,
    distinct: Math.min(distinct ?? 0, count),
    repeats: (distinct ?? 0) < count * (1 - OFF),
    minLength: minLength ?? null,
    maxLength: maxLength ?? null,
    untrimmed: untrimmed ?? 0,
    illegal: illegal ?? 0,
    badDays: badDays ?? 0,
  };
}

function kindOf([filled = 0, days = 0, whole = 0, numbers = 0]: readonly number[]): ColumnProfile['kind'] {
  if (filled === 0) return 'empty';
  const isMostly = (n: number) => n >= filled * NEARLY;
  if (isMostly(days)) return 'day';
  if (isMostly(whole)) return 'whole-number';
  return isMostly(numbers) ? 'number' : 'text';
}
