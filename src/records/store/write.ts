/** SQL that writes single records. Each function is one statement. */
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, raw, sql, type Sql } from '../../platform/db/sql.ts';
import { fieldOf, systemColumnsOf, type StoredRecord } from '../model.ts';
import { columnList, columnsOf, dataTable, historyTable } from './register-table.ts';
import { toRecord } from './record.ts';

/** Locks a record for the transaction; an edit of the same record waits here. */
export async function lockRecord(tx: Db, entity: EntityPlan, record: string): Promise<StoredRecord | undefined> {
  const rows = await tx.rows<Record<string, unknown>>(
    sql`select ${columnList(columnsOf(entity))} from ${dataTable(entity)} where record_id = ${record}::uuid for update`,
  );
  return rows[0] && toRecord(rows[0]);
}

/** A wait for a row that a long load has changed ends here, with a clear answer. */
export const limitWaiting = (tx: Db): Promise<void> => tx.script("set local lock_timeout = '5s'");

/** Values by field as the validator gives them: text in the type's own notation. */
export type TypedValues = ReadonlyMap<string, string | null>;

const value = (entity: EntityPlan, name: string, text: string | null): Sql =>
  sql`${text}::${raw(fieldOf(entity, name)?.sqlType ?? 'text')}`;

export interface NewRecord {
  readonly record: string;
  readonly version: number;
  readonly changeSet: number;
  readonly body: number;
  readonly validFrom?: string | undefined;
  readonly validTo?: string | null | undefined;
  readonly values: TypedValues;
}

export async function insertRecord(tx: Db, entity: EntityPlan, one: NewRecord): Promise<void> {
  const names = [...one.values.keys()];
  const period = entity.validTime ? sql`, ${one.validFrom ?? null}::date, ${one.validTo ?? null}::date` : raw('');
  const values = names.map((name) => sql`, ${value(entity, name, one.values.get(name) ?? null)}`);
  await tx.run(sql`
    insert into ${dataTable(entity)} (${columnList([...systemColumnsOf(entity), ...names])})
    values (${one.record}::uuid, ${one.version}, ${one.changeSet}, ${one.body}${period}${join(values, '')})`);
}

/** The present version becomes history: u when another follows, d when the record ends. */
export async function keepVersion(
  tx: Db,
  entity: EntityPlan,
  record: string,
  by: { changeSet: number; as: 'u' | 'd' },
) {
  const columns = columnList(columnsOf(entity));
  await tx.run(sql`
    insert into ${historyTable(entity)} (${columns}, ended_by, ended_as)
    select ${columns}, ${by.changeSet}::bigint, ${by.as}::"char" from ${dataTable(entity)} where record_id = ${record}::uuid`);
}

export interface ChangedRecord {
  readonly record: string;
  readonly version: number;
  readonly changeSet: number;
  readonly body: number;
  readonly values: TypedValues;
}

export async function updateRecord(tx: Db, entity: EntityPlan, one: ChangedRecord): Promise<void> {
  const sets = [...one.values].map(([name, text]) => sql`, ${id(name)} = ${value(entity, name, text)}`);
  await tx.run(sql`
    update ${dataTable(entity)} set version = ${one.version}, change_set = ${one.changeSet}, body_id = ${one.body}
      ${join(sets, '')} where record_id = ${one.record}::uuid`);
}

export async function deleteRecord(tx: Db, entity: EntityPlan, record: string): Promise<void> {
  await tx.run(sql`delete from ${dataTable(entity)} where record_id = ${record}::uuid`);
}

/** Every version of a record, oldest first; the present one has no end. */
export async function selectVersions(db: Db, entity: EntityPlan, record: string) {
  const columns = columnList(columnsOf(entity));
  const rows = await db.rows<Record<string, unknown>>(sql`
    select ${columns}, ended_by, ended_as::text as ended_as from ${historyTable(entity)} where record_id = ${record}::uuid
    union all
    select ${columns}, null, null from ${dataTable(entity)} where record_id = ${record}::uuid
    order by version`);
  return rows.map(({ ended_by, ended_as, ...row }) => ({
    ...toRecord(row),
    endedBy: ended_by as number | null,
    endedAs: ended_as as 'u' | 'd' | null,
  }));
}
