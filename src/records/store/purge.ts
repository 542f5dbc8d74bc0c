/** SQL that removes for good what was received and may not be kept. Each function is one statement. */
import type { Db } from '../../platform/db/db.ts';
import { id, join, sql } from '../../platform/db/sql.ts';
import type { RegisterTable } from '../model.ts';
import { dataTable, historyTable } from './register-table.ts';
import { relation } from './relation.ts';

/**
 * Every version of the records that a change ended leaves history; those that came back since stay. Call it when all that
 * follow the change log have passed the change: before, they would compute a wrong delta. Returns how many versions.
 */
export async function forgetEnded(tx: Db, { entity }: RegisterTable, changeSet: number): Promise<number> {
  return tx.run(sql`delete from ${historyTable(entity)} h where h.record_id in (
      select e.record_id from ${historyTable(entity)} e where e.ended_by = ${changeSet} and e.ended_as = 'd')
    and not exists (select 1 from ${dataTable(entity)} t where t.record_id = h.record_id)`);
}

/**
 * Empties fields of the rows that somebody else brought, in what is current and in what was: they are opened no more.
 * @param broughtBy the actor of the changes that made the present versions
 */
export async function clearFields(
  tx: Db,
  table: RegisterTable,
  { fields, broughtBy, ours }: { fields: readonly string[]; broughtBy: string; ours: readonly number[] },
): Promise<void> {
  if (fields.length === 0) return;
  const empty = join(fields.map((name) => sql`${id(name)} = null`));
  const rows = relation(table, { columns: [], scope: 'all' });
  const theirs = sql`select r.record_id from ${rows} r
    join platform.change_set c on c.id = r.change_set and c.kind = 'applied' and c.actor = ${broughtBy}
    where r.body_id <> all(${ours}::integer[])`;
  await tx.run(sql`update ${historyTable(table.entity)} set ${empty} where record_id in (${theirs})`);
  await tx.run(sql`update ${dataTable(table.entity)} set ${empty} where record_id in (${theirs})`);
}
