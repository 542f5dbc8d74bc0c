/** SQL that reads rows of a register: by id, by key, page by page. Each function is one statement. */
import type { Db } from '../../platform/db/db.ts';
import { id, join, prepared, raw, sql, type Sql } from '../../platform/db/sql.ts';
import { fieldOf, type ReadRequest, type RegisterTable, type StoredRecord } from '../model.ts';
import { problems } from '../problems.ts';
import { conditionSql, typed } from './condition.ts';
import { columnList } from './register-table.ts';
import { relation } from './relation.ts';

type Row = Record<string, unknown>;

const beside = new Set([
  'record_id',
  'version',
  'change_set',
  'body_id',
  'valid_from',
  'valid_to',
  'page_at',
  'asked_place',
]);

/** A row of a relation as a record; what is not a system column is a value. */
export function toRecord(row: Row): StoredRecord {
  const values: Row = {};
  for (const name in row) if (!beside.has(name)) values[name] = row[name];
  return {
    record: row['record_id'] as string,
    version: row['version'] as number,
    changeSet: row['change_set'] as number,
    body: row['body_id'] as number,
    ...(row['valid_from'] !== undefined && {
      validFrom: row['valid_from'] as string,
      validTo: row['valid_to'] as string | null,
    }),
    values,
  };
}

/** The question that most readers ask is planned once a connection; those for other columns have too many texts. */
const usual = (request: Omit<ReadRequest, 'where'> & { readonly often?: boolean }, query: Sql): Sql =>
  (request.columns === undefined && request.scope === 'all') || request.often === true ? prepared(query) : query;

export async function selectByIds(
  db: Db,
  table: RegisterTable,
  request: Omit<ReadRequest, 'where'> & { readonly records: readonly string[] },
): Promise<StoredRecord[]> {
  const rows = await db.rows<Row>(
    usual(
      request,
      sql`select r.* from ${relation(table, request)} r where r.record_id = any(${request.records}::uuid[])`,
    ),
  );
  return rows.map(toRecord);
}

/**
 * The records that bear these keys, by the place of the key in the list; of periods of one key the latest. Keys are
 * tuples in the order of the entity's key, already checked (`checkKey`).
 */
export async function selectByKeys(
  db: Db,
  table: RegisterTable,
  request: Omit<ReadRequest, 'where'> & {
    readonly keys: readonly (readonly string[])[];
    /** Its text comes again and again: it is planned once a connection. */
    readonly often?: boolean;
  },
): Promise<ReadonlyMap<number, StoredRecord>> {
  const { entity } = table;
  const fields = keyFields(table);
  const asked = fields.map((field, i) => sql`${request.keys.map((key) => key[i])}::${raw(field.sqlType)}[]`);
  const names = fields.map((_, i) => id(`k${String(i)}`));
  const same = fields.map((field, i) => sql`${id('k', field.name)} = ${id('asked', `k${String(i)}`)}`);
  // The key may not be among the wanted columns, so the record is found first and shown after.
  const within = { ...request, columns: entity.key };
  const rows = await db.rows<Row>(
    usual(
      request,
      sql`
    select asked.place as asked_place, r.*
    from unnest(${join(asked)}) with ordinality as asked(${join(names)}, place)
    cross join lateral (
      select k.record_id from ${relation(table, within)} k where ${join(same, ' and ')}
      ${entity.validTime ? raw('order by k.valid_from desc') : raw('')} limit 1) found
    join ${relation(table, request)} r on r.record_id = found.record_id`,
    ),
  );
  return new Map(rows.map((row) => [(row['asked_place'] as number) - 1, toRecord(row)]));
}

/** @throws problems.incompleteKey, problems.invalidFilter when a part is not of its field's type */
export function checkKey(table: RegisterTable, key: readonly string[]): void {
  const fields = keyFields(table);
  if (key.length !== fields.length) throw problems.incompleteKey({ key: table.entity.key });
  for (const [i, field] of fields.entries()) typed(field, key[i] ?? '');
}

const keyFields = ({ entity }: RegisterTable) =>
  entity.key.map((name) => {
    const field = fieldOf(entity, name);
    if (!field) throw problems.incompleteKey({ key: entity.key });
    return field;
  });

/** Keyset order: a field with its direction, then the record's id. */
export interface Order {
  readonly field: string | undefined;
  readonly descending: boolean;
}

export interface After {
  /** Value of the order's field in the last row, as text; null sorts last. */
  readonly value: string | null;
  readonly record: string;
}

export interface PageRequest extends ReadRequest {
  readonly order: Order;
  readonly after?: After | undefined;
  readonly limit: number;
}

/** The order's field comes along as text, to be the next cursor, even when nobody asked to see it. */
export async function selectPage(
  db: Db,
  table: RegisterTable,
  page: PageRequest,
): Promise<(StoredRecord & { at: string | null })[]> {
  const rows = await db.rows<Row>(pageSql(table, page));
  return rows.map((row) => ({ ...toRecord(row), at: (row['page_at'] as string | null | undefined) ?? null }));
}

export function pageSql(table: RegisterTable, page: PageRequest): Sql {
  const { columns, wanted } = readColumns(table, page);
  const { order } = page;
  const direction = raw(order.descending ? ' desc' : '');
  const field = order.field === undefined ? undefined : fieldOf(table.entity, order.field);
  const by = field ? sql`(${id('r', field.name)} is null), ${id('r', field.name)}${direction}, ` : raw('');
  const at = field ? sql`, ${id('r', field.name)}::text as page_at` : raw('');
  const conditions = [...filters(table, page), ...(page.after ? [afterSql(table, order, page.after)] : [])];
  const where = conditions.length === 0 ? raw('') : sql`where ${join(conditions, ' and ')}`;
  return sql`select ${wanted}${at} from ${relation(table, { ...page, columns })} r ${where}
    order by ${by}r.record_id${direction} limit ${page.limit}`;
}

/** What the relation must give (filters and order included), and what of it is shown. */
function readColumns({ entity }: RegisterTable, page: PageRequest): { columns: readonly string[]; wanted: Sql } {
  const shown = page.columns ?? entity.fields.map((field) => field.name);
  const needed = [...(page.where ?? []).map((one) => one.field), ...(page.order.field ? [page.order.field] : [])];
  const system = [
    'record_id',
    'version',
    'change_set',
    'body_id',
    ...(entity.validTime ? ['valid_from', 'valid_to'] : []),
  ];
  return { columns: [...new Set([...shown, ...needed])], wanted: columnList([...system, ...new Set(shown)], 'r') };
}

const filters = (table: RegisterTable, request: ReadRequest): Sql[] =>
  (request.where ?? []).map((condition) => conditionSql(table, condition));

function afterSql(table: RegisterTable, order: Order, after: After): Sql {
  const beyond = raw(order.descending ? '<' : '>');
  const record = sql`r.record_id ${beyond} ${after.record}::uuid`;
  const field = order.field === undefined ? undefined : fieldOf(table.entity, order.field);
  if (!field) return record;
  const column = id('r', field.name);
  if (after.value === null) return sql`(${column} is null and ${record})`;
  const value = sql`${after.value}::${raw(field.sqlType)}`;
  return sql`(${column} ${beyond} ${value} or (${column} = ${value} and ${record}) or ${column} is null)`;
}

export async function countRows(db: Db, table: RegisterTable, request: ReadRequest): Promise<number> {
  const columns = [...new Set((request.where ?? []).map((one) => one.field))];
  const conditions = filters(table, request);
  const where = conditions.length === 0 ? raw('') : sql`where ${join(conditions, ' and ')}`;
  const [row] = await db.rows<{ n: number }>(
    sql`select count(*) as n from ${relation(table, { ...request, columns })} r ${where}`,
  );
  return row?.n ?? 0;
}
