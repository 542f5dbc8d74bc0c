/** SQL on periods and what was frozen of them. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { ContestRecord } from '../../defects/model.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const Period = Type.Object({
  code: Type.String(),
  from: Type.String(),
  to: Type.String(),
  frozenAt: Type.String(),
  aboveFrom: Type.String(),
  hash: Type.String(),
});
export type Period = Static<typeof Period>;

export const Snapshot = Type.Object({
  register: Type.String(),
  body: Type.Integer(),
  criterion: Type.String(),
  first: Type.Boolean(),
  score: Nullable(Type.Number()),
  band: Type.String(),
  assessed: Nullable(Type.Integer()),
  failing: Nullable(Type.Integer()),
  rolledUp: Type.Boolean(),
  ownFrom: Type.String(),
  aboveFrom: Type.String(),
  withdrawn: Type.Boolean(),
});
export type Snapshot = Static<typeof Snapshot>;

/** Newest first. */
export const listPeriods = (db: Db) =>
  db.many(
    Period,
    sql`select code, from_day as "from", to_day as "to", frozen_at as "frozenAt", above_from as "aboveFrom", hash from quality.period order by from_day desc, code`,
  );

export const putPeriod = (tx: Db, one: Omit<Period, 'frozenAt'> & { readonly at: string; readonly by: string }) =>
  tx.run(sql`insert into quality.period (code, from_day, to_day, frozen_at, frozen_by, above_from, hash)
    values (${one.code}, ${one.from}::date, ${one.to}::date, ${one.at}::timestamptz, ${one.by}, ${one.aboveFrom}::date, ${one.hash})
    on conflict (code) do nothing`);

export async function putSnapshots(tx: Db, period: string, rows: readonly Snapshot[]): Promise<void> {
  const plain = rows.map(({ rolledUp, ownFrom, aboveFrom, ...one }) => ({
    ...one,
    ...{ rolled_up: rolledUp, own_from: ownFrom, above_from: aboveFrom },
  }));
  await tx.run(sql`insert into quality.snapshot (period, register, body, criterion, first, score, band, assessed, failing,
      rolled_up, own_from, above_from)
    select ${period}, x.* from jsonb_to_recordset(${JSON.stringify(plain)}::jsonb) as x(register text, body integer,
      criterion text, first boolean, score numeric, band text, assessed bigint, failing bigint, rolled_up boolean,
      own_from date, above_from date)`);
}

/**
 * What one may see on a day: a body its own figures at once, everybody else's from the day on which superiors may; what
 * is made of others' figures from that day, for everybody.
 */
export const visibleSnapshots = (
  db: Db,
  { period, body, today }: { period: string; body: number | null; today: string },
) =>
  db.many(
    Snapshot,
    sql`select s.register, s.body, s.criterion, s.first, s.score::float8 as score, s.band, s.assessed, s.failing,
          s.rolled_up as "rolledUp", s.own_from as "ownFrom", s.above_from as "aboveFrom", s.withdrawn
        from quality.snapshot s where s.period = ${period}
         and (s.above_from <= ${today}::date or (s.body = ${body} and not s.rolled_up and s.own_from <= ${today}::date))
        order by s.register, s.body, s.criterion`,
  );

/** Bodies that had a period before, by register: they are scored. */
export const scoredBefore = (db: Db, register: string) =>
  db.rows<{ body: number }>(sql`select distinct body from quality.snapshot where register = ${register}`);

export interface Cell {
  readonly period: string;
  readonly register: string;
  readonly body: number;
}

const contested = sql`c.id, c.defect, c.register, c.asked_by as "askedBy", c.asked_by_name as "askedByName",
  c.asked_body as "askedBody", c.words, c.asked_at as "askedAt", c.answerer, c.answered_by_name as "answeredByName",
  c.answered_body as "answeredBody", c.upheld, c.answer, c.answered_at as "answeredAt"`;

export const CellContest = Type.Object({ ...ContestRecord.properties, body: Type.Integer() });

/** Contests of a period's figures, newest first. */
export const contestsOf = (db: Db, period: string) =>
  db.many(
    CellContest,
    sql`select ${contested}, (c.cell ->> 'body')::int as body from quality.contest c
        where c.cell ->> 'period' = ${period} order by c.asked_at desc`,
  );

/** An upheld figure is taken off the board: it counts for nothing. */
export const withdraw = (tx: Db, { period, register, body }: Cell) =>
  tx.run(
    sql`update quality.snapshot set withdrawn = true where period = ${period} and register = ${register} and body = ${body}`,
  );
