/** Rows that another node holds of records whose home is here, beside what is here. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Position } from '../../platform/changes/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, raw, sql, type Sql } from '../../platform/db/sql.ts';
import { columnList, columnsOf, dataTable, historyTable } from './register-table.ts';
import type { Receiving } from './receive.ts';
import type { EntityPlan } from '../../dictionary/index.ts';

const received = id('pg_temp', 'received');

const Held = Type.Object({
  record: Type.String(),
  held: Type.Integer(),
  /** Of the row that stands; null where none does. */
  standing: Type.Union([Type.Integer(), Type.Null()]),
  version: Type.Integer(),
  knows: Type.Boolean(),
  same: Type.Boolean(),
  young: Type.Boolean(),
});
export type HeldRow = Static<typeof Held>;

/** Whether a change stands after a position, or has none yet. The floor's own table: any room may read it. */
const isAfter = (change: Sql, since: Position | null): Sql =>
  since === null
    ? raw('false')
    : sql`exists (select 1 from platform.change_set c where c.id = ${change}
        and (c.position is null or (c.epoch, c.position) > (${since.epoch}, ${since.position})))`;

/** What is here of each staged record (`pg_temp.received`): the protocol's words for it. */
export function compareReceived(tx: Db, { entity, columns }: Receiving, since: Position | null): Promise<HeldRow[]> {
  const values = ['body_id', ...columns];
  const equal = (alias: string) =>
    sql`(${columnList(values, alias)}) is not distinct from (${columnList(values, 'r')})`;
  const history = historyTable(entity);
  return tx.many(
    Held,
    sql`select r.record_id::text as record, r.version as held, t.version as standing,
      greatest(coalesce(t.version, 0), coalesce(l.version, 0)) as version,
      coalesce(t.version = r.version and ${equal('t')}, false) or exists (select 1 from ${history} h
        where h.record_id = r.record_id and h.version = r.version and ${equal('h')}) as knows,
      t.record_id is not null and ${equal('t')} as same,
      case when t.record_id is not null then ${isAfter(sql`t.change_set`, since)}
        else ${isAfter(sql`l.ended_by`, since)} end as young
    from ${received} r left join ${dataTable(entity)} t on t.record_id = r.record_id
      left join lateral (select h.version, h.ended_by from ${history} h where h.record_id = r.record_id
        order by h.version desc limit 1) l on true
    order by r.record_id`,
  );
}

const Young = Type.Object({ record: Type.String(), version: Type.Integer() });

/** Rows at home in these bodies whose present version was made after a position. */
export const youngRows = (
  tx: Db,
  entity: EntityPlan,
  { since, ours }: { readonly since: Position; readonly ours: readonly number[] },
) =>
  tx.many(
    Young,
    sql`select t.record_id::text as record, t.version from ${dataTable(entity)} t
      where t.body_id = any(${ours}::integer[]) and ${isAfter(sql`t.change_set`, since)} order by t.record_id`,
  );

export interface Renewed {
  readonly changeSet: number;
  readonly records: readonly string[];
  /** The version each gets, above the one it has. */
  readonly versions: readonly number[];
}

export async function keepRenewed(tx: Db, entity: EntityPlan, { changeSet, records }: Renewed): Promise<void> {
  const columns = columnsOf(entity);
  await tx.run(sql`insert into ${historyTable(entity)} (${columnList(columns)}, ended_by, ended_as)
    select ${columnList(columns)}, ${changeSet}::bigint, 'u' from ${dataTable(entity)}
    where record_id = any(${records}::uuid[])`);
}

export async function renewRows(
  tx: Db,
  entity: EntityPlan,
  { changeSet, records, versions }: Renewed,
): Promise<number> {
  return tx.run(sql`update ${dataTable(entity)} t set version = n.version, change_set = ${changeSet}::bigint
    from unnest(${records}::uuid[], ${versions}::bigint[]) n(record, version) where t.record_id = n.record`);
}
