/** SQL on disputes and what is said for each side. */
import Type, { type Static, type TSchema } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { Texts } from '../../platform/texts.ts';

const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const DisputeRecord = Type.Object({
  id: Type.String(),
  element: Type.String(),
  holder: Type.String(),
  claimant: Type.String(),
  state: Type.Enum(['open', 'closed', 'withdrawn']),
  openedOn: Type.String(),
  openedBy: Type.String(),
  due: Type.String(),
  calendar: Type.String(),
  winner: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  closedAt: Nullable(Type.String()),
  closedBy: Nullable(Type.String()),
});
export type DisputeRecord = Static<typeof DisputeRecord>;

const columns = sql`id, element, holder, claimant, state, opened_on as "openedOn", opened_by as "openedBy", due, calendar,
  winner, reason, closed_at as "closedAt", closed_by as "closedBy"`;

export const listDisputes = (db: Db, filter: { state?: string | undefined; element?: string | undefined }) =>
  db.many(
    DisputeRecord,
    sql`select ${columns} from registers.dispute
       where ${filter.state === undefined ? sql`true` : sql`state = ${filter.state}`}
         and ${filter.element === undefined ? sql`true` : sql`element = ${filter.element}`}
       order by state = 'open' desc, due, element, claimant, opened_on desc`,
  );

export const findDispute = (db: Db, id: string) =>
  db.one(DisputeRecord, sql`select ${columns} from registers.dispute where id = ${id}`);

export const lockDispute = (db: Db, id: string) =>
  db.one(DisputeRecord, sql`select ${columns} from registers.dispute where id = ${id} for update`);

export const findOpen = (db: Db, element: string, claimant: string) =>
  db.one(
    DisputeRecord,
    sql`select ${columns} from registers.dispute
         where element = ${element} and claimant = ${claimant} and state = 'open'`,
  );

export type NewDispute = Pick<
  DisputeRecord,
  'id' | 'element' | 'holder' | 'claimant' | 'openedOn' | 'openedBy' | 'due' | 'calendar'
>;

export const insertDispute = (db: Db, one: NewDispute) =>
  db.run(sql`insert into registers.dispute (id, element, holder, claimant, state, opened_on, opened_by, due, calendar)
    values (${one.id}, ${one.element}, ${one.holder}, ${one.claimant}, 'open', ${one.openedOn}, ${one.openedBy},
      ${one.due}, ${one.calendar})`);

export interface Closing {
  readonly state: 'closed' | 'withdrawn';
  readonly winner: string | null;
  readonly reason: string;
  readonly at: string;
  readonly by: string;
}

export const closeDispute = (db: Db, id: string, how: Closing) =>
  db.run(sql`update registers.dispute set state = ${how.state}, winner = ${how.winner}, reason = ${how.reason},
      closed_at = ${how.at}, closed_by = ${how.by} where id = ${id} and state = 'open'`);

export const reopenDispute = (db: Db, id: string) =>
  db.run(sql`update registers.dispute set state = 'open', winner = null, reason = null, closed_at = null,
      closed_by = null where id = ${id} and state <> 'open'`);

/** Whoever still claims the element claims it from the register that holds it now. */
export const rebase = (db: Db, element: string, holder: string) =>
  db.run(sql`update registers.dispute set holder = ${holder}
      where element = ${element} and state = 'open' and claimant <> ${holder}`);

export const ArgumentRecord = Type.Object({
  register: Type.String(),
  words: Texts,
  saidAt: Type.String(),
  body: Nullable(Type.Integer()),
});
export type ArgumentRecord = Static<typeof ArgumentRecord>;

export const argumentsOf = (db: Db, dispute: string) =>
  db.many(
    ArgumentRecord,
    sql`select register, words, said_at as "saidAt", body_id as body from registers.argument
         where dispute = ${dispute} order by said_at, id`,
  );

export interface NewArgument {
  readonly id: string;
  readonly dispute: string;
  readonly register: string;
  readonly words: Texts;
  readonly at: string;
  readonly by: string;
  readonly body: number | null;
}

export const insertArgument = (db: Db, one: NewArgument) =>
  db.run(sql`insert into registers.argument (id, dispute, register, words, said_at, said_by, body_id)
    values (${one.id}, ${one.dispute}, ${one.register}, ${JSON.stringify(one.words)}::jsonb, ${one.at}, ${one.by},
      ${one.body})`);
