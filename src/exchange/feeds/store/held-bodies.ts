/** Whose the rows are that this node holds. */
import Type from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { relation, type RegisterTable } from '../../../records/index.ts';

const Home = Type.Object({ record: Type.String(), body: Type.Integer() });

/** Id of the body by record, of those that are here. */
export async function bodiesOfRecords(
  tx: Db,
  table: RegisterTable,
  records: readonly string[],
): Promise<Map<string, number>> {
  if (records.length === 0) return new Map();
  const rows = await tx.many(
    Home,
    sql`select r.record_id::text as record, r.body_id as body
      from ${relation(table, { columns: [], scope: 'all' })} r where r.record_id = any(${records}::uuid[])`,
  );
  return new Map(rows.map(({ record, body }) => [record, body]));
}
