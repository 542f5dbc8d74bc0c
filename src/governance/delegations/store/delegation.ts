/** Delegations: each function one statement. */
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Delegation } from '../model.ts';

const columns = sql`id, body, to_body as "toBody", given_by as "givenBy", posts, permissions, registers,
  valid_from as "from", valid_to as "to", reason, account`;

/** Newest first; those that ended before the day are left out. */
export const delegationsFrom = (db: Db, day: string): Promise<Delegation[]> =>
  db.many(
    Delegation,
    sql`select ${columns} from governance.delegation where valid_to >= ${day}::date order by given_at desc, id`,
  );

/** What was ever given, newest first. */
export const everyDelegation = (db: Db, limit: number): Promise<Delegation[]> =>
  db.many(Delegation, sql`select ${columns} from governance.delegation order by given_at desc, id limit ${limit}`);

export const findDelegation = (db: Db, id: string): Promise<Delegation | undefined> =>
  db.one(Delegation, sql`select ${columns} from governance.delegation where id = ${id}::uuid`);

export async function insertDelegation(tx: Db, row: Delegation, at: Date, changeSet: number): Promise<void> {
  await tx.run(sql`insert into governance.delegation (id, body, to_body, given_by, posts, permissions, registers,
      valid_from, valid_to, reason, account, given_at, change_set)
    values (${row.id}, ${row.body}, ${row.toBody}, ${row.givenBy}, ${row.posts}::text[], ${row.permissions}::text[],
      ${row.registers}::text[], ${row.from}::date, ${row.to}::date, ${row.reason}, ${row.account}, ${at}, ${changeSet})`);
}

/** Ends it with a day as its last; one that had not begun by then goes. */
export async function endDelegation(tx: Db, id: string, lastDay: string, changeSet: number): Promise<void> {
  await tx.run(sql`delete from governance.delegation where id = ${id}::uuid and valid_from > ${lastDay}::date`);
  await tx.run(sql`update governance.delegation set valid_to = least(valid_to, ${lastDay}::date),
    change_set = ${changeSet} where id = ${id}::uuid`);
}
