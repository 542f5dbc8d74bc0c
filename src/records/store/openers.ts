/** SQL that says of rows which of several ways opens each: the first that does. */
import type { Db } from '../../platform/db/db.ts';
import { join, raw, sql, type Sql } from '../../platform/db/sql.ts';
import type { ReadRequest, ReadScope, RegisterTable } from '../model.ts';
import { scopeLimits } from './limits.ts';
import { relation } from './relation.ts';

/** Place of the first way that opens the row `r`. */
function placeSql(ways: readonly ReadScope[]): Sql {
  const cases = ways.map((scope, i) => {
    const limits = scopeLimits(scope, 'r');
    return sql`when ${limits.length === 0 ? raw('true') : join(limits, ' and ')} then ${raw(String(i))}`;
  });
  return sql`case ${join(cases, ' ')} end`;
}

type When = Pick<ReadRequest, 'asOf' | 'knownOn'>;

/** By record; one that no way opens is absent. */
export async function placesOf(
  db: Db,
  table: RegisterTable,
  { records, ...when }: When & { readonly records: readonly string[] },
  ways: readonly ReadScope[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.rows<{ record: string; place: number | null }>(
    sql`select r.record_id as record, ${placeSql(ways)} as place from ${relation(table, { ...when, scope: 'all' })} r
      where r.record_id = any(${records}::uuid[])`,
  );
  return new Map(rows.flatMap(({ record, place }) => (place === null ? [] : [[record, place] as const])));
}
