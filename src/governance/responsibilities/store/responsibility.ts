/** Assignments of who answers for a register: each function one statement. */
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Responsibility } from '../model.ts';

const columns = sql`id, register, role, body, account, valid_from as "from", valid_to as "to",
  reviewed_on as "reviewedOn", reason`;
const order = sql`order by register, array_position(array['owner', 'manager', 'steward'], role), valid_from nulls first, id`;

export interface Wanted {
  readonly register?: string | undefined;
  readonly body?: number | undefined;
  /** In force on this day or later; left out: all that ever were. */
  readonly from?: string | undefined;
}

/** By register, owner first, the oldest first. */
export function listResponsibilities(db: Db, { register, body, from }: Wanted = {}): Promise<Responsibility[]> {
  return db.many(
    Responsibility,
    sql`select ${columns} from governance.responsibility
      where (${register ?? null}::text is null or register = ${register ?? null})
        and (${body ?? null}::int is null or body = ${body ?? null})
        and (${from ?? null}::date is null or valid_to is null or valid_to >= ${from ?? null}::date) ${order}`,
  );
}

/** In force on the day. */
export function inForceOn(db: Db, day: string): Promise<Responsibility[]> {
  return db.many(
    Responsibility,
    sql`select ${columns} from governance.responsibility
      where daterange(valid_from, valid_to, '[]') @> ${day}::date ${order}`,
  );
}

export function findResponsibility(db: Db, id: number): Promise<Responsibility | undefined> {
  return db.one(Responsibility, sql`select ${columns} from governance.responsibility where id = ${id}`);
}

/** Two acts about one register come one after the other. */
export async function holdRegister(tx: Db, register: string): Promise<void> {
  await tx.run(sql`select from governance.register where name = ${register} for update`);
}

export type NewResponsibility = Omit<Responsibility, 'id'>;

export async function insertResponsibility(
  tx: Db,
  { register, role, body, account, from, to, reviewedOn, reason }: NewResponsibility,
  changeSet: number,
): Promise<Responsibility> {
  const row = await tx.one(
    Responsibility,
    sql`insert into governance.responsibility
        (register, role, body, account, valid_from, valid_to, reviewed_on, reason, origin, change_set)
      values (${register}, ${role}, ${body}, ${account}, ${from}::date, ${to}::date, ${reviewedOn}::date, ${reason},
        'hand', ${changeSet})
      returning ${columns}`,
  );
  return row as Responsibility;
}

/** Ends it with a day as its last; one that had not begun by then goes. */
export async function endResponsibility(tx: Db, id: number, lastDay: string, changeSet: number): Promise<void> {
  await tx.run(sql`delete from governance.responsibility where id = ${id} and valid_from > ${lastDay}::date`);
  await tx.run(sql`update governance.responsibility set valid_to = ${lastDay}::date, origin = 'hand',
    change_set = ${changeSet} where id = ${id}`);
}

/** Says of everything in force that it stands. */
export async function reviewAll(tx: Db, register: string, day: string, changeSet: number): Promise<number> {
  return tx.run(sql`update governance.responsibility set reviewed_on = ${day}::date, change_set = ${changeSet}
    where register = ${register} and daterange(valid_from, valid_to, '[]') @> ${day}::date`);
}
