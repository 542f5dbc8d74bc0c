/** SQL that reads where feeds stand, for the page of flows: nothing is written here. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

const text = Type.String();
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

const Sent = Type.Object({
  agreement: text,
  register: text,
  consumer: text,
  size: Type.Integer(),
  due: Type.Boolean(),
  acknowledged: Nullable(Type.Integer()),
  at: Nullable(text),
  ended: Type.Boolean(),
  purged: Type.Boolean(),
});
export type Sent = Static<typeof Sent>;

/** Streams that this node provides, a line for each consumer. */
export const listSent = (db: Db): Promise<Sent[]> =>
  db.many(
    Sent,
    sql`select s.agreement, s.register, g.consumer, s.size, g.acknowledged, g.acknowledged_at as at,
        g.ended_at is not null as ended, g.purged_at is not null as purged,
        exists (select from exchange.stream_due d where d.stream = s.id) as due
      from exchange.stream_grant g join exchange.stream s on s.id = g.stream
      order by s.agreement, g.consumer`,
  );

const Received = Type.Object({
  origin: text,
  agreement: text,
  consumer: text,
  register: Nullable(text),
  size: Nullable(Type.Integer()),
  offered: Nullable(Type.Integer()),
  rows: Nullable(Type.Integer()),
  at: Nullable(text),
  asked: Nullable(text),
  active: Type.Boolean(),
  fault: Nullable(text),
});
export type Received = Static<typeof Received>;

/** What this node asks others for, and how far it has come with it. */
export const listReceived = (db: Db): Promise<Received[]> =>
  db.many(
    Received,
    sql`select s.origin, s.agreement, s.consumer, c.register, c.size, c.offered, c.rows_applied as rows,
        c.applied_at as at, s.asked_at as asked, s.active, coalesce(c.fault, s.failed) as fault
      from exchange.subscription s left join exchange.consumed c on c.subscription = s.id
      order by s.agreement, s.consumer`,
  );

const Asked = Type.Object({
  register: text,
  agreement: text,
  consumer: text,
  origin: text,
  asked: Type.Integer(),
  at: text,
  fault: Nullable(text),
});

/** What was asked of registers that other nodes keep, on a day. */
export const listAsked = (db: Db, day: string) =>
  db.many(
    Asked,
    sql`select register, agreement, consumer, origin, asked, asked_at as at, fault from exchange.remote_use
      where day = ${day}::date and origin <> '' order by agreement, consumer`,
  );
