/** Counts for the board of stages. Each function is one statement. */
import Type from 'typebox';
import type { EntityPlan } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { historyTable } from './register-table.ts';

/** Loads on their way in, by register. */
export async function countLoads(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db.many(
    Type.Object({ register: Type.String(), n: Type.Integer() }),
    sql`select register, count(*) as n from records.load where state in ('uploaded', 'matched', 'checked')
      group by register`,
  );
  return new Map(rows.map(({ register, n }) => [register, n]));
}

/** Versions that have ended: what history holds beside the rows that stand. */
export async function countVersions(db: Db, entity: EntityPlan): Promise<number> {
  const row = await db.one(Type.Object({ n: Type.Integer() }), sql`select count(*) as n from ${historyTable(entity)}`);
  return row?.n ?? 0;
}
