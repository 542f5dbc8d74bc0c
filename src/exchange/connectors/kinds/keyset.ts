/** Reading a table of another database page by page in the order of its key: statements and cursors. Pure. */
import type { Cursor, SourceBatch } from '../model.ts';
import type { SqlSettings } from './sql-settings.ts';

/** What differs between the databases. */
export interface Dialect {
  /** The usual port. */
  readonly port: number;
  quote(name: string): string;
  /** The n-th parameter, from 1. */
  parameter(n: number): string;
  /** A column as text that orders and compares as the column does when it comes back as a parameter. */
  asText(column: string): string;
  /** Puts the limit where the dialect has it. */
  limited(select: string, rest: string, rows: number): string;
}

export const doubleQuoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const postgresqlDialect: Dialect = {
  port: 5432,
  quote: doubleQuoted,
  parameter: (n) => `$${String(n)}`,
  asText: (column) => `${column}::text`,
  limited: (select, rest, rows) => `select ${select} ${rest} limit ${String(rows)}`,
};

export const mysqlDialect: Dialect = {
  port: 3306,
  quote: (name) => `\`${name.replaceAll('`', '``')}\``,
  parameter: () => '?',
  asText: (column) => `cast(${column} as char)`,
  limited: (select, rest, rows) => `select ${select} ${rest} limit ${String(rows)}`,
};

export const sqlserverDialect: Dialect = {
  port: 1433,
  quote: (name) => `[${name.replaceAll(']', ']]')}]`,
  parameter: (n) => `@p${String(n)}`,
  // Style 126 is ISO 8601 with all digits of a datetime2; of a number or a text it changes nothing.
  asText: (column) => `convert(nvarchar(4000), ${column}, 126)`,
  limited: (select, rest, rows) => `select top (${String(rows)}) ${select} ${rest}`,
};

/** Of a number, a text, a day or an instant, in the formats that the session was given. */
export const oracleDialect: Dialect = {
  port: 1521,
  quote: doubleQuoted,
  parameter: (n) => `:${String(n)}`,
  asText: (column) => `to_char(${column})`,
  limited: (select, rest, rows) => `select ${select} ${rest} fetch first ${String(rows)} rows only`,
};

export interface Statement {
  readonly text: string;
  readonly values: readonly string[];
}

export const PAGE_ROWS = 5_000;

/** In which order rows come: what rises with a change, then the key. */
const orderOf = ({ since, key }: SqlSettings): string[] => [
  ...(since === undefined ? [] : [since]),
  ...key.filter((name) => name !== since),
];

const tableOf = ({ schema, table }: SqlSettings, { quote }: Dialect) =>
  schema === undefined ? quote(table) : `${quote(schema)}.${quote(table)}`;

/**
 * The next page: the columns as text, then those of the order, for the cursor. Rows without a mark of change come in no
 * order, so a run that goes by one leaves them out (a run from the beginning of a table without `since` has them all).
 */
export function pageStatement(
  settings: SqlSettings,
  dialect: Dialect,
  after: readonly string[] | undefined,
): Statement {
  const { quote, asText, limited } = dialect;
  const order = orderOf(settings);
  const select = [...settings.columns, ...order]
    .map((name, i) => `${asText(quote(name))} as ${quote(`c${String(i)}`)}`)
    .join(', ');
  const { text, values } = after ? beyond(order, after, dialect) : { text: '', values: [] };
  const marked = settings.since === undefined ? '' : `${quote(settings.since)} is not null`;
  const where = [marked, text].filter((one) => one !== '').join(' and ');
  const rest = `from ${tableOf(settings, dialect)}${where === '' ? '' : ` where ${where}`} order by ${order.map(quote).join(', ')}`;
  return { text: limited(select, rest, PAGE_ROWS), values };
}

/** `(a, b) > (x, y)` written out: not every database compares rows. */
function beyond(order: readonly string[], after: readonly string[], { quote, parameter }: Dialect): Statement {
  const values: string[] = [];
  const put = (value: string) => {
    values.push(value);
    return parameter(values.length);
  };
  const ways = order.map((name, i) => {
    const equal = order.slice(0, i).map((before, at) => `${quote(before)} = ${put(after[at] ?? '')}`);
    return [...equal, `${quote(name)} > ${put(after[i] ?? '')}`].join(' and ');
  });
  return { text: `(${ways.map((way) => `(${way})`).join(' or ')})`, values };
}

/** Rows as the statement gave them → a batch, and where the next page begins. */
export function batchOf(
  settings: SqlSettings,
  rows: readonly (readonly (string | null)[])[],
  before: Cursor | undefined,
): { batch: SourceBatch; after: readonly string[] | undefined } {
  const { columns } = settings;
  const last = rows.at(-1)?.slice(columns.length);
  const after = last?.map((cell) => cell ?? '');
  // Without a mark of change every run reads the whole table, so nothing is to be remembered.
  const cursor = settings.since === undefined ? {} : after ? { after: JSON.stringify(after) } : (before ?? {});
  const cells = rows.map((row) => row.slice(0, columns.length).map((cell) => cell ?? ''));
  return { batch: { columns, rows: cells, cursor }, after };
}

/** Where a run goes on; what is no place of this order (the settings changed) is the beginning. */
export function placeIn(settings: SqlSettings, cursor: Cursor | undefined): readonly string[] | undefined {
  const text = settings.since === undefined ? undefined : cursor?.['after'];
  if (text === undefined) return undefined;
  const place: unknown = JSON.parse(text);
  return Array.isArray(place) && place.length === orderOf(settings).length ? place.map(String) : undefined;
}
