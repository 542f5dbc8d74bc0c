/** SQL of the two steps: what is due leaves the register, and later its bytes go. Each function is one statement. */
import Type from 'typebox';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { columnList, columnsOf, dataTable, historyTable } from './register-table.ts';

/** The present versions become history, ended by the disposal. */
export function keepMarked(tx: Db, entity: EntityPlan, records: readonly string[], changeSet: number): Promise<number> {
  const columns = columnsOf(entity);
  return tx.run(sql`insert into ${historyTable(entity)} (${columnList(columns)}, ended_by, ended_as)
    select ${columnList(columns, 't')}, ${changeSet}::bigint, 'd' from ${dataTable(entity)} t
    where t.record_id = any(${records}::uuid[])`);
}

export const removeMarked = (tx: Db, entity: EntityPlan, records: readonly string[]): Promise<number> =>
  tx.run(sql`delete from ${dataTable(entity)} where record_id = any(${records}::uuid[])`);

/** Cells that were refused or remarked on when these records were loaded: what stood in them goes, that there was one stays. */
export const blankFindings = (tx: Db, entity: EntityPlan, records: readonly string[]): Promise<number> =>
  tx.run(sql`update records.finding f set value = null, params = '{}', suggestion = null, candidates = null
    from records.load l where l.id = f.load and f.value is not null and l.change_set in (
      select h.change_set from ${historyTable(entity)} h where h.record_id = any(${records}::uuid[]))`);

/** Every version goes, but of a record that stands again. Returns how many. */
export const destroyVersions = (tx: Db, entity: EntityPlan, records: readonly string[]): Promise<number> =>
  tx.run(sql`delete from ${historyTable(entity)} h where h.record_id = any(${records}::uuid[])
    and not exists (select 1 from ${dataTable(entity)} t where t.record_id = h.record_id)`);

/** Records of these that stand in the register. */
export async function standing(db: Db, entity: EntityPlan, records: readonly string[]): Promise<string[]> {
  const rows = await db.many(
    Type.Object({ id: Type.String() }),
    sql`select record_id::text as id from ${dataTable(entity)} where record_id = any(${records}::uuid[])`,
  );
  return rows.map((row) => row.id);
}

/** Names of the stages of these loads, and their uploads. */
export const stagesOf = (db: Db, loads: readonly string[]) =>
  db.many(
    Type.Object({
      id: Type.String(),
      stage: Type.Union([Type.String(), Type.Null()]),
      upload: Type.Union([Type.String(), Type.Null()]),
    }),
    sql`select id::text as id, stage, upload::text as upload from records.load where id = any(${loads}::uuid[])
      for no key update`,
  );

export const expireLoads = (tx: Db, loads: readonly string[]): Promise<number> =>
  tx.run(
    sql`update records.load set state = 'expired', stage = null where id = any(${loads}::uuid[]) and change_set is null`,
  );

/** The loads with their findings; what was taken over meanwhile stays. */
export const destroyLoads = (tx: Db, loads: readonly string[]): Promise<number> =>
  tx.run(sql`delete from records.load where id = any(${loads}::uuid[]) and change_set is null`);

export const destroyUploads = (tx: Db, uploads: readonly string[]): Promise<number> =>
  tx.run(sql`delete from records.upload where id = any(${uploads}::uuid[])
    and not exists (select 1 from records.load l where l.upload = records.upload.id)`);
