/** SQL that undoes a change set. Each function is one statement; the set works on a temporary table of its records. */
import Type from 'typebox';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, raw, sql, type Sql } from '../../platform/db/sql.ts';
import { columnList, columnsOf, dataTable, historyTable, keyColumns, keyEquals } from './register-table.ts';
import type { DeltaOf } from './relation.ts';

const undoing = id('pg_temp', 'undoing');
const few = (change: DeltaOf, alias: string): Sql =>
  change.members ? sql` and ${id(alias, 'record_id')} = any(${change.members}::uuid[])` : raw('');

/** Records of the change that nobody changed since: c it changed them, n it made them. They are locked. */
export async function gatherUndoing(tx: Db, entity: EntityPlan, change: DeltaOf): Promise<void> {
  await tx.run(sql`drop table if exists pg_temp.undoing`);
  await tx.run(sql`create temp table undoing
    (record_id uuid primary key, version bigint not null, was_version bigint, act "char") on commit drop`);
  await tx.run(sql`insert into ${undoing} (record_id, version) select t.record_id, t.version from ${dataTable(entity)} t
    where t.change_set = ${change.id}::bigint${few(change, 't')} for update`);
  await tx.run(sql`update ${undoing} u set was_version = h.version from ${historyTable(entity)} h
    where h.record_id = u.record_id and h.ended_by = ${change.id} and h.ended_as = 'u'`);
  await tx.run(sql`update ${undoing} set act = case when was_version is null then 'n' else 'c' end`);
}

const Dependents = Type.Object({ id: Type.String() });

/** Records that were changed again after this change, in their order. */
export async function selectDependents(db: Db, entity: EntityPlan, change: DeltaOf): Promise<string[]> {
  const rows = await db.many(
    Dependents,
    sql`select distinct h.record_id::text as id from ${historyTable(entity)} h
      where h.change_set = ${change.id}::bigint and h.ended_by <> ${change.id}::bigint${few(change, 'h')} order by id`,
  );
  return rows.map((row) => row.id);
}

const Remaining = Type.Object({ standing: Type.Integer(), ended: Type.Integer() });

/** How many records still stand as the change left them, and how many it ended. */
export async function countRemaining(db: Db, entity: EntityPlan, change: DeltaOf) {
  const row = await db.one(
    Remaining,
    sql`select (select count(*) from ${dataTable(entity)} t where t.change_set = ${change.id}::bigint${few(change, 't')}) as standing,
      (select count(*) from ${historyTable(entity)} h where h.ended_by = ${change.id}::bigint and h.ended_as = 'd'
        and not exists (select 1 from ${dataTable(entity)} t where t.record_id = h.record_id)) as ended`,
  );
  return row ?? { standing: 0, ended: 0 };
}

/** What stands now becomes history: u where an older version comes back, d where nothing does. */
export async function keepUndone(tx: Db, entity: EntityPlan, by: number): Promise<number> {
  const columns = columnsOf(entity);
  return tx.run(sql`
    insert into ${historyTable(entity)} (${columnList(columns)}, ended_by, ended_as)
    select ${columnList(columns, 't')}, ${by}::bigint, (case u.act when 'c' then 'u' else 'd' end)::"char"
    from ${undoing} u join ${dataTable(entity)} t on t.record_id = u.record_id`);
}

const ownColumns = (entity: EntityPlan): readonly string[] =>
  columnsOf(entity).filter((name) => !['record_id', 'version', 'change_set'].includes(name));

/** Older versions come back, as new versions. */
export async function restoreRows(
  tx: Db,
  entity: EntityPlan,
  by: { changeSet: number; version: number },
): Promise<number> {
  const sets = ownColumns(entity).map((name) => sql`${id(name)} = ${id('h', name)}`);
  return tx.run(sql`
    update ${dataTable(entity)} t
    set version = greatest(t.version + 1, ${by.version}), change_set = ${by.changeSet}, ${join(sets)}
    from ${undoing} u join ${historyTable(entity)} h on h.record_id = u.record_id and h.version = u.was_version
    where t.record_id = u.record_id and u.act = 'c'`);
}

/** Records that the change made leave the register. */
export async function removeMade(tx: Db, entity: EntityPlan): Promise<number> {
  return tx.run(
    sql`delete from ${dataTable(entity)} t using ${undoing} u where t.record_id = u.record_id and u.act = 'n'`,
  );
}

/** Records that the change ended come back, unless their key has been given to another since. */
export async function reviveEnded(
  tx: Db,
  entity: EntityPlan,
  change: { id: number; changeSet: number; version: number },
): Promise<string[]> {
  const own = ownColumns(entity);
  const rows = await tx.many(
    Dependents,
    sql`insert into ${dataTable(entity)} (record_id, version, change_set, ${columnList(own)})
      select h.record_id, greatest(h.version + 1, ${change.version}), ${change.changeSet}::bigint, ${columnList(own, 'h')}
      from ${historyTable(entity)} h
      where h.ended_by = ${change.id}::bigint and h.ended_as = 'd'
        and not exists (select 1 from ${dataTable(entity)} t where t.record_id = h.record_id or (${keyEquals(entity, 't', 'h')}))
      order by ${columnList(keyColumns(entity), 'h')}
      returning record_id::text as id`,
  );
  return rows.map((row) => row.id);
}

export async function selectUndoing(tx: Db): Promise<string[]> {
  const rows = await tx.many(Dependents, sql`select record_id::text as id from ${undoing} order by record_id`);
  return rows.map((row) => row.id);
}
