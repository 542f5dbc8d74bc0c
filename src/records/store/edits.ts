/** SQL that writes many edits of single records at once. Each function is one statement. */
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, prepared, raw, sql } from '../../platform/db/sql.ts';
import { fieldOf, type StoredRecord } from '../model.ts';
import { toRecord } from './record.ts';
import { columnList, columnsOf, dataTable, historyTable } from './register-table.ts';
import type { TypedValues } from './write.ts';

type Row = Record<string, unknown>;

/** Locks those that nobody else holds, by id; who waits for one would make all the others wait. */
export async function lockFree(
  tx: Db,
  entity: EntityPlan,
  records: readonly string[],
): Promise<Map<string, StoredRecord>> {
  const rows = await tx.rows<Row>(
    prepared(sql`select ${columnList(columnsOf(entity))} from ${dataTable(entity)}
      where record_id = any(${records}::uuid[]) order by record_id for update skip locked`),
  );
  return new Map(rows.map(toRecord).map((one) => [one.record, one]));
}

interface Kept {
  readonly record: string;
  readonly changeSet: number;
}

/** The present versions become history. */
export async function keepVersions(tx: Db, entity: EntityPlan, edits: readonly Kept[]): Promise<void> {
  const columns = columnsOf(entity);
  await tx.run(
    prepared(sql`
    insert into ${historyTable(entity)} (${columnList(columns)}, ended_by, ended_as)
    select ${columnList(columns, 't')}, a.change_set, 'u'::"char"
    from unnest(${edits.map(({ record }) => record)}::uuid[], ${edits.map(({ changeSet }) => changeSet)}::bigint[])
      as a(record_id, change_set) join ${dataTable(entity)} t on t.record_id = a.record_id`),
  );
}

export interface EditedRecord extends Kept {
  readonly version: number;
  /** By field; of all edits of one call the same fields. */
  readonly values: TypedValues;
}

/** Gives the records as they stand now. */
export async function updateRecords(
  tx: Db,
  entity: EntityPlan,
  edits: readonly EditedRecord[],
): Promise<StoredRecord[]> {
  const names = [...(edits[0]?.values.keys() ?? [])];
  const lists = names.map((name) => sql`, ${edits.map(({ values }) => values.get(name) ?? null)}::text[]`);
  const aliases = names.map((_, i) => sql`, ${id(`v${String(i)}`)}`);
  const sets = names.map(
    (name, i) => sql`, ${id(name)} = ${id('a', `v${String(i)}`)}::${raw(fieldOf(entity, name)?.sqlType ?? 'text')}`,
  );
  const rows = await tx.rows<Row>(sql`
    update ${dataTable(entity)} t set version = a.version, change_set = a.change_set${join(sets, '')}
    from unnest(${edits.map(({ record }) => record)}::uuid[], ${edits.map(({ version }) => version)}::bigint[],
      ${edits.map(({ changeSet }) => changeSet)}::bigint[]${join(lists, '')})
      as a(record_id, version, change_set${join(aliases, '')})
    where t.record_id = a.record_id returning ${columnList(columnsOf(entity), 't')}`);
  return rows.map(toRecord);
}
