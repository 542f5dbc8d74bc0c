/** SQL that compares and changes a register's tables. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, raw, sql } from '../../platform/db/sql.ts';
import { dataTable } from './register-table.ts';

const TableColumn = Type.Object({ name: Type.String(), type: Type.String() });
/** A column with its type and collation as SQL writes them. */
export type TableColumn = Static<typeof TableColumn>;

export async function listColumns(tx: Db, table: string): Promise<TableColumn[]> {
  return tx.many(
    TableColumn,
    sql`select a.attname as name, format_type(a.atttypid, a.atttypmod)
        || case when l.collname is null or l.collname = 'default' then '' else format(' collate %I', l.collname) end as type
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_collation l on l.oid = a.attcollation
      where n.nspname = 'data' and c.relname = ${table} and a.attnum > 0 and not a.attisdropped
      order by a.attnum`,
  );
}

const TableCheck = Type.Object({ name: Type.String(), definition: Type.String() });
export type TableCheck = Static<typeof TableCheck>;

export async function listChecks(tx: Db, table: string): Promise<TableCheck[]> {
  return tx.many(
    TableCheck,
    sql`select k.conname as name, pg_get_constraintdef(k.oid) as definition
      from pg_constraint k
      join pg_class c on c.oid = k.conrelid
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'data' and c.relname = ${table} and k.contype = 'c' order by k.conname`,
  );
}

/** An ALTER that waits behind a load makes every reader wait behind it (CHANGE-LOG §10). */
export const limitTableWaiting = (tx: Db): Promise<void> => tx.script("set local lock_timeout = '2s'");

export async function addColumn(tx: Db, entity: EntityPlan, column: TableColumn): Promise<void> {
  for (const schema of ['data', 'history']) {
    await tx.run(
      sql`alter table ${id(schema, entity.name)} add column if not exists ${id(column.name)} ${raw(column.type)}`,
    );
  }
}

/** The current rows and the ended versions alike: what was known on a day is read by the same plan. */
export async function widenColumn(tx: Db, entity: EntityPlan, column: TableColumn): Promise<void> {
  for (const schema of ['data', 'history']) {
    await tx.run(
      sql`alter table ${id(schema, entity.name)} alter column ${id(column.name)} type ${raw(column.type)}
          using ${id(column.name)}::${raw(column.type)}`,
    );
  }
}

export async function dropCheck(tx: Db, entity: EntityPlan, name: string): Promise<void> {
  await tx.run(sql`alter table ${dataTable(entity)} drop constraint ${id(name)}`);
}

/** @throws 23514 when stored values break it */
export async function addCheck(tx: Db, entity: EntityPlan, check: TableCheck): Promise<void> {
  await tx.run(sql`alter table ${dataTable(entity)} add constraint ${id(check.name)} ${raw(check.definition)}`);
}

export async function dropTables(tx: Db, table: string): Promise<void> {
  await tx.run(sql`drop table ${id('data', table)}, ${id('history', table)}`);
}
