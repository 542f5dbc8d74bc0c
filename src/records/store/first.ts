/** SQL of a first load. Each function is one statement. */
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { raw, sql, type Sql } from '../../platform/db/sql.ts';
import { columnList, columnsOf, dataTable, keyColumns } from './register-table.ts';

/** Takes the table for itself, makes sure of something, and makes the table new to this transaction (COPY FREEZE). */
export async function truncateRegister(tx: Db, entity: EntityPlan, sure: () => Promise<void>): Promise<void> {
  await tx.run(sql`lock table ${dataTable(entity)} in access exclusive mode`);
  await sure();
  await tx.run(sql`truncate ${dataTable(entity)}`);
}

/** Straight into an empty register. */
export const copyIntoRegister = (entity: EntityPlan): Sql =>
  sql`copy ${dataTable(entity)} (${columnList(columnsOf(entity))}) from stdin with (freeze)`;

// Sorting a million keys in 64 MB spills to disk; one load at a time asks for this much.
export async function prepareBuild(tx: Db): Promise<void> {
  await tx.run(raw("set local maintenance_work_mem = '256MB'"));
}

// The row's number in the file is the end of the record id that this load gave it.
const rowNumber = sql`('x' || right(record_id::text, 8))::bit(32)::bigint`;

/** Rows after the first with the same key, as findings that name the first. */
export async function findStoredDoubles(tx: Db, entity: EntityPlan, load: string): Promise<void> {
  const key = keyColumns(entity);
  await tx.run(sql`
    insert into records.finding (load, at_check, row_no, field, kind, rule, catalogue, severity, value, params)
    select ${load}::uuid, true, d.row_no, ${key[0] ?? null}, 'double', 'double-in-file', 'records', 'error', d.value,
      jsonb_build_object('row', d.first)
    from (select ${rowNumber} as row_no, left(concat_ws(' / ', ${columnList(key)}), 200) as value,
        first_value(${rowNumber}) over (partition by ${columnList(key)} order by record_id) as first
      from ${dataTable(entity)}) d
    where d.row_no <> d.first`);
}

/** Removes them; they were never committed, so nothing remembers them. */
export async function removeStoredDoubles(tx: Db, entity: EntityPlan): Promise<number> {
  const key = keyColumns(entity);
  return tx.run(sql`
    delete from ${dataTable(entity)} t using (
      select ctid, row_number() over (partition by ${columnList(key)} order by record_id) as n from ${dataTable(entity)}) d
    where d.ctid = t.ctid and d.n > 1`);
}
