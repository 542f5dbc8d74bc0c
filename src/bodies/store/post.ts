/** Posts held in bodies: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

const day = Type.Union([Type.String(), Type.Null()]);
export const AssignmentRow = Type.Object({
  id: Type.Integer(),
  account: Type.String(),
  body: Type.Integer(),
  post: Type.String(),
  from: day,
  to: day,
});
export type AssignmentRow = Static<typeof AssignmentRow>;

const columns = sql`id, account, body, post, valid_from as "from", valid_to as "to"`;
const inForce = (today: string) => sql`daterange(valid_from, valid_to, '[]') @> ${today}::date`;

/** What accounts hold on the day (today by the database's clock when none is given), oldest assignment first. */
export function ofAccounts(db: Db, accounts: readonly string[], day?: string): Promise<AssignmentRow[]> {
  return db.many(
    AssignmentRow,
    sql`select ${columns} from bodies.assignment where account = any(${accounts}::text[])
      and daterange(valid_from, valid_to, '[]') @> coalesce(${day ?? null}::date, current_date) order by id`,
  );
}

/** Everything an account holds from the day on, later posts included. */
export function ofAccountFrom(db: Db, account: string, today: string): Promise<AssignmentRow[]> {
  return db.many(
    AssignmentRow,
    sql`select ${columns} from bodies.assignment
      where account = ${account} and (valid_to is null or valid_to >= ${today}::date) order by id`,
  );
}

export function everHeldBy(db: Db, account: string): Promise<AssignmentRow[]> {
  return db.many(AssignmentRow, sql`select ${columns} from bodies.assignment where account = ${account} order by id`);
}

export function inBody(db: Db, body: number, today: string): Promise<AssignmentRow[]> {
  return db.many(
    AssignmentRow,
    sql`select ${columns} from bodies.assignment where body = ${body} and ${inForce(today)} order by post, account, id`,
  );
}

/** Who holds the post there on the day or later. */
export function inBodyFrom(db: Db, body: number, post: string, today: string): Promise<AssignmentRow[]> {
  return db.many(
    AssignmentRow,
    sql`select ${columns} from bodies.assignment
      where body = ${body} and post = ${post} and (valid_to is null or valid_to >= ${today}::date) order by id`,
  );
}

const OneBody = Type.Object({ body: Type.Integer() });
export const bodiesWith = (db: Db, post: string, today: string) =>
  db.many(
    OneBody,
    sql`select distinct body from bodies.assignment where post = ${post} and ${inForce(today)} order by body`,
  );

/** Everything that is held on the day, by body. */
export const allOn = (db: Db, day: string): Promise<AssignmentRow[]> =>
  db.many(AssignmentRow, sql`select ${columns} from bodies.assignment where ${inForce(day)} order by body, id`);

const LastDay = Type.Object({ body: Type.Integer(), post: Type.String(), last: Type.String() });
/** The last day on which a post was held, of those that nobody holds on the day. */
export const lastDays = (db: Db, day: string) =>
  db.many(
    LastDay,
    sql`select body, post, max(valid_to) as last from bodies.assignment
      group by body, post having not bool_or(${inForce(day)}) and max(valid_to) < ${day}::date`,
  );

export function find(db: Db, assignment: number): Promise<AssignmentRow | undefined> {
  return db.one(AssignmentRow, sql`select ${columns} from bodies.assignment where id = ${assignment}`);
}

export async function insert(
  tx: Db,
  row: Omit<AssignmentRow, 'id'>,
  changeSet: number,
): Promise<AssignmentRow | undefined> {
  return tx.one(
    AssignmentRow,
    sql`insert into bodies.assignment (account, body, post, valid_from, valid_to, change_set)
      values (${row.account}, ${row.body}, ${row.post}, ${row.from}::date, ${row.to}::date, ${changeSet})
      returning ${columns}`,
  );
}

/** Ends a post with a day as its last; one that had not begun by then goes. */
export async function end(tx: Db, assignment: number, lastDay: string, changeSet: number): Promise<void> {
  await tx.run(sql`delete from bodies.assignment where id = ${assignment} and valid_from > ${lastDay}::date`);
  await tx.run(sql`update bodies.assignment set valid_to = ${lastDay}::date, change_set = ${changeSet}
    where id = ${assignment}`);
}

/** Nobody holds a post in a body that has ended. */
export async function endAll(tx: Db, body: number, lastDay: string, changeSet: number): Promise<void> {
  await tx.run(sql`delete from bodies.assignment where body = ${body} and valid_from > ${lastDay}::date`);
  await tx.run(sql`update bodies.assignment set valid_to = ${lastDay}::date, change_set = ${changeSet}
    where body = ${body} and (valid_to is null or valid_to > ${lastDay}::date)`);
}
