/** SQL that carries stored codes to their successors, a batch a change set. Each function is one statement. */
import Type from 'typebox';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { columnList, dataTable, historyTable } from './register-table.ts';
import { firstVersion } from '../model.ts';
import { id, sql } from '../../platform/db/sql.ts';

const Count = Type.Object({ code: Type.String(), rows: Type.Integer() });

/** Every code that stands in a column of the current rows, with how many have it. */
export const countCodes = (db: Db, entity: EntityPlan, field: string) =>
  db.many(
    Count,
    sql`select ${id(field)} as code, count(*)::int as rows from ${dataTable(entity)}
        where ${id(field)} is not null group by 1 order by 1`,
  );

const Recoded = Type.Object({ rows: Type.Integer(), records: Type.Array(Type.String()) });

export interface RecodeBatch {
  readonly field: string;
  /** Stored code → successor. */
  readonly becomes: ReadonlyMap<string, string>;
  readonly changeSet: number;
  readonly epoch: number;
  readonly rows: number;
  /** Of the table as it is, also those that are no longer read. */
  readonly columns: readonly string[];
}

/** The former version goes to the history as with any edit; a row that somebody has in hand is left for another round. */
export async function recodeBatch(tx: Db, entity: EntityPlan, batch: RecodeBatch) {
  const [field, table] = [id(batch.field), dataTable(entity)];
  const { columns } = batch;
  const row = await tx.one(
    Recoded,
    sql`with word as materialized (select key as old, value as new from jsonb_each_text(${JSON.stringify(
      Object.fromEntries(batch.becomes),
    )}::jsonb)),
        batch as materialized (
          select t.record_id from ${table} t where t.${field} in (select old from word)
          order by t.record_id limit ${batch.rows} for update skip locked),
        kept as (
          insert into ${historyTable(entity)} (${columnList(columns)}, ended_by, ended_as)
          select ${columnList(columns, 't')}, ${batch.changeSet}::bigint, 'u'::"char"
            from ${table} t join batch b on b.record_id = t.record_id returning 1),
        touched as (
          update ${table} t set ${field} = w.new, change_set = ${batch.changeSet}::bigint,
              version = greatest(t.version + 1, ${firstVersion(batch.epoch)}::bigint)
            from word w, batch b where b.record_id = t.record_id and w.old = t.${field} returning t.record_id)
        select (select count(*) from touched)::int as rows,
          array(select record_id::text from touched order by 1) as records`,
  );
  return row ?? { rows: 0, records: [] };
}
