/** SQL on rows that an order names: what there is of them here. Each function one statement. */
import Type, { type Static } from 'typebox';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { dataTable, historyTable } from './register-table.ts';

const Held = Type.Object({
  record: Type.String(),
  /** Home body of the present version, or of the last. */
  body: Type.Integer(),
  stands: Type.Boolean(),
});
export type HeldCopy = Static<typeof Held>;

/** What there is of these records, standing or only in history. */
export const copiesOf = (db: Db, entity: EntityPlan, records: readonly string[]): Promise<HeldCopy[]> =>
  db.many(
    Held,
    sql`select distinct on (record) record, body, stands from (
        select t.record_id::text as record, t.body_id as body, true as stands, t.version from ${dataTable(entity)} t
          where t.record_id = any(${records}::uuid[])
        union all
        select h.record_id::text, h.body_id, false, h.version from ${historyTable(entity)} h
          where h.record_id = any(${records}::uuid[])) all_of_them
      order by record, stands desc, version desc`,
  );
