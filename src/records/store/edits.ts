/** SQL that writes many edits of single records at once, in as few statements as there can be. */
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, prepared, raw, renderLiteral, sql } from '../../platform/db/sql.ts';
import { fieldOf, type RegisterTable, type StoredRecord } from '../model.ts';
import { toRecord } from './record.ts';
import { columnList, columnsOf, dataTable, historyTable } from './register-table.ts';
import type { TypedValues } from './write.ts';

type Row = Record<string, unknown>;

/** Under which release the register stands, and those of the records that nobody else held: they are locked now. */
export interface Locked {
  readonly release: number;
  readonly overlay: number;
  readonly records: ReadonlyMap<string, StoredRecord>;
}

/**
 * Holds the register under its release, and locks the records that are free, by id; who waits for one would make all the
 * others wait. Two steps: what the second one sees is what stands once the first has its lock.
 */
export async function lockFree(
  tx: Db,
  { register, entity }: Pick<RegisterTable, 'register' | 'entity'>,
  records: readonly string[],
): Promise<Locked | undefined> {
  const plan = sql`select pg_advisory_xact_lock_shared(hashtextextended(${`records.plan ${register}`}, 0))`;
  await tx.script(`set local lock_timeout = '5s'; ${renderLiteral(plan)}`);
  const rows = await tx.rows<Row & { plan_release: number; plan_overlay: number }>(
    prepared(sql`select s.release as plan_release, s.overlay as plan_overlay, ${columnList(columnsOf(entity), 't')}
      from records.table_state s, ${dataTable(entity)} t
      where s.entity = ${entity.name} and t.record_id = any(${records}::uuid[])
      order by t.record_id for update of t skip locked`),
  );
  const [first] = rows;
  if (!first) return undefined;
  const stored = rows.map(({ plan_release: _, plan_overlay: __, ...row }) => toRecord(row));
  const { plan_release: release, plan_overlay: overlay } = first;
  return { release, overlay, records: new Map(stored.map((one) => [one.record, one])) };
}

export interface EditedRecord {
  readonly record: string;
  readonly version: number;
  readonly changeSet: number;
  /** By field; of all edits of one call the same fields. */
  readonly values: TypedValues;
}

/** The present versions become history. Gives the records as they stand now. */
export async function updateRecords(
  tx: Db,
  entity: EntityPlan,
  edits: readonly EditedRecord[],
): Promise<StoredRecord[]> {
  const columns = columnsOf(entity);
  const names = [...(edits[0]?.values.keys() ?? [])];
  const lists = names.map((name) => sql`, ${edits.map(({ values }) => values.get(name) ?? null)}::text[]`);
  const aliases = names.map((_, i) => sql`, ${id(`v${String(i)}`)}`);
  const sets = names.map(
    (name, i) => sql`, ${id(name)} = ${id('a', `v${String(i)}`)}::${raw(fieldOf(entity, name)?.sqlType ?? 'text')}`,
  );
  const rows = await tx.rows<Row>(sql`
    with a as (
      select * from unnest(${edits.map(({ record }) => record)}::uuid[], ${edits.map(({ version }) => version)}::bigint[],
        ${edits.map(({ changeSet }) => changeSet)}::bigint[]${join(lists, '')})
        as a(record_id, version, change_set${join(aliases, '')})),
    kept as (
      insert into ${historyTable(entity)} (${columnList(columns)}, ended_by, ended_as)
      select ${columnList(columns, 't')}, a.change_set, 'u'::"char"
      from a join ${dataTable(entity)} t on t.record_id = a.record_id)
    update ${dataTable(entity)} t set version = a.version, change_set = a.change_set${join(sets, '')}
    from a where t.record_id = a.record_id returning ${columnList(columns, 't')}`);
  return rows.map(toRecord);
}
