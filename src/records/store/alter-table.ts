/** SQL that compares and changes a register's tables. Each function is one statement, some for both tables. */
import Type, { type Static } from 'typebox';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, raw, sql } from '../../platform/db/sql.ts';
import { dataTable, historyTable } from './register-table.ts';

const TableColumn = Type.Object({ name: Type.String(), type: Type.String() });
/** A column with its type and collation as SQL writes them. */
export type TableColumn = Static<typeof TableColumn>;

const attributes = (table: string) => sql`pg_attribute a
      join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_collation l on l.oid = a.attcollation
      where n.nspname = 'data' and c.relname = ${table} and a.attnum > 0 and not a.attisdropped`;

export async function listColumns(tx: Db, table: string): Promise<TableColumn[]> {
  return tx.many(
    TableColumn,
    sql`select a.attname as name, format_type(a.atttypid, a.atttypmod)
        || case when l.collname is null or l.collname = 'default' then '' else format(' collate %I', l.collname) end as type
      from ${attributes(table)} order by a.attnum`,
  );
}

const Name = Type.Object({ name: Type.String() });
const names = (rows: readonly { readonly name: string }[]): string[] => rows.map((row) => row.name);

export const listRequired = async (tx: Db, table: string): Promise<string[]> =>
  names(
    await tx.many(Name, sql`select a.attname as name from ${attributes(table)} and a.attnotnull order by a.attnum`),
  );

/** The columns of the index that tells records apart, in its order. */
export const listKeyColumns = async (tx: Db, table: string): Promise<string[]> =>
  names(
    await tx.many(
      Name,
      sql`select a.attname as name
        from pg_index i
        join pg_class k on k.oid = i.indexrelid
        join pg_class c on c.oid = i.indrelid
        join pg_namespace n on n.oid = c.relnamespace
        cross join unnest(i.indkey::int2[]) with ordinality as u(attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = u.attnum
        where n.nspname = 'data' and c.relname = ${table} and k.relname = ${`${table}_key`} order by u.place`,
    ),
  );

const TableCheck = Type.Object({ name: Type.String(), definition: Type.String(), validated: Type.Boolean() });
export type TableCheck = Static<typeof TableCheck>;

/** The definition as it reads once it is validated. */
export async function listChecks(tx: Db, table: string): Promise<TableCheck[]> {
  return tx.many(
    TableCheck,
    sql`select k.conname as name, regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') as definition,
        k.convalidated as validated
      from pg_constraint k
      join pg_class c on c.oid = k.conrelid
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'data' and c.relname = ${table} and k.contype = 'c' order by k.conname`,
  );
}

/** An ALTER that waits behind a load makes every reader wait behind it (CHANGE-LOG §10). */
export const limitTableWaiting = (tx: Db, ms: number): Promise<void> =>
  tx.script(`set local lock_timeout = '${String(Math.trunc(ms))}ms'`);

const both = (entity: EntityPlan) => [dataTable(entity), historyTable(entity)];

/** Nobody else reads or writes the register's tables until the transaction ends. */
export const lockForSwitch = (tx: Db, entity: EntityPlan): Promise<number> =>
  tx.run(sql`lock table ${join(both(entity))} in access exclusive mode`);

export async function addColumn(tx: Db, entity: EntityPlan, column: TableColumn): Promise<void> {
  for (const table of both(entity)) {
    await tx.run(sql`alter table ${table} add column if not exists ${id(column.name)} ${raw(column.type)}`);
  }
}

export async function dropColumn(tx: Db, entity: EntityPlan, name: string): Promise<void> {
  for (const table of both(entity)) await tx.run(sql`alter table ${table} drop column if exists ${id(name)}`);
}

export async function renameColumn(tx: Db, entity: EntityPlan, from: string, to: string): Promise<void> {
  for (const table of both(entity)) await tx.run(sql`alter table ${table} rename column ${id(from)} to ${id(to)}`);
}

/** No scan where a validated rule says the same already. */
export async function requireColumn(tx: Db, entity: EntityPlan, name: string): Promise<void> {
  await tx.run(sql`alter table ${dataTable(entity)} alter column ${id(name)} set not null`);
}

export async function freeColumn(tx: Db, entity: EntityPlan, name: string): Promise<void> {
  for (const table of both(entity)) await tx.run(sql`alter table ${table} alter column ${id(name)} drop not null`);
}

export async function dropCheck(tx: Db, entity: EntityPlan, name: string): Promise<void> {
  await tx.run(sql`alter table ${dataTable(entity)} drop constraint if exists ${id(name)}`);
}

/** Rows that come from now on keep it; those that are there are asked by `validateCheck`. */
export async function addCheck(tx: Db, entity: EntityPlan, check: { name: string; definition: string }): Promise<void> {
  await tx.run(
    sql`alter table ${dataTable(entity)} add constraint ${id(check.name)} ${raw(check.definition)} not valid`,
  );
}

/** Reads every row; readers and writers go on. @throws 23514 when stored values break it */
export async function validateCheck(tx: Db, entity: EntityPlan, name: string): Promise<void> {
  await tx.run(sql`alter table ${dataTable(entity)} validate constraint ${id(name)}`);
}

export async function renameCheck(tx: Db, entity: EntityPlan, from: string, to: string): Promise<void> {
  await tx.run(sql`alter table ${dataTable(entity)} rename constraint ${id(from)} to ${id(to)}`);
}

export interface KeyIndex {
  readonly name: string;
  readonly columns: readonly string[];
  /** Outside every transaction; readers and writers go on. */
  readonly concurrently: boolean;
}

/** @throws 23505 when two records have one key */
export async function makeKeyIndex(
  db: Db,
  entity: EntityPlan,
  { name, columns, concurrently }: KeyIndex,
): Promise<void> {
  await db.run(
    sql`create unique index ${raw(concurrently ? 'concurrently ' : '')}${id(name)}
        on ${dataTable(entity)} (${join(columns.map((column) => id(column)))})`,
  );
}

export const dropKeyIndex = (db: Db, name: string): Promise<number> =>
  db.run(sql`drop index if exists ${id('data', name)}`);

export const renameIndex = (tx: Db, from: string, to: string): Promise<number> =>
  tx.run(sql`alter index ${id('data', from)} rename to ${id(to)}`);

const WorkIndex = Type.Object({ name: Type.String(), valid: Type.Boolean() });

/** Indexes that a migration made for its time, with whether their making was ended. */
export const listWorkIndexes = (tx: Db, table: string): Promise<Static<typeof WorkIndex>[]> =>
  tx.many(
    WorkIndex,
    sql`select k.relname as name, i.indisvalid as valid from pg_index i
      join pg_class k on k.oid = i.indexrelid
      join pg_class c on c.oid = i.indrelid
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'data' and c.relname = ${table} and left(k.relname, 1) = '_'`,
  );

export async function dropTables(tx: Db, table: string): Promise<void> {
  await tx.run(sql`drop table ${id('data', table)}, ${id('history', table)}`);
}

export const renameScratchColumn = (tx: Db, table: string, from: string, to: string): Promise<number> =>
  tx.run(sql`alter table ${id('data', table)} rename column ${id(from)} to ${id(to)}`);
