/** SQL on reconciliation rounds: how many records each body must account for, and by when. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { Texts } from '../../platform/texts.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const ExpectedRecord = Type.Object({
  round: Type.String(),
  names: Texts,
  opens: Type.String(),
  body: Type.Integer(),
  expected: Type.Integer(),
  due: Type.String(),
  signedBelow: Nullable(Type.String()),
  signedAbove: Nullable(Type.String()),
  differences: Nullable(Type.Integer()),
});
export type ExpectedRecord = Static<typeof ExpectedRecord>;

/** What each body must account for in the newest round of a register that has opened by that day. */
export const currentRound = (db: Db, register: string, today: string) =>
  db.many(
    ExpectedRecord,
    sql`select e.round, r.names, r.opens, e.body, e.expected, e.due, e.signed_below as "signedBelow",
          e.signed_above as "signedAbove", e.differences
        from quality.expected e join quality.round r on r.code = e.round
       where r.code = (select code from quality.round where register = ${register} and opens <= ${today} and against = 'levels'
                        order by opens desc limit 1)
       order by e.body`,
  );

export const expectedOf = (db: Db, round: string) =>
  db.many(
    ExpectedRecord,
    sql`select e.round, r.names, r.opens, e.body, e.expected, e.due, e.signed_below as "signedBelow",
          e.signed_above as "signedAbove", e.differences
        from quality.expected e join quality.round r on r.code = e.round where r.code = ${round} order by e.body`,
  );

interface NewRound {
  readonly code: string;
  readonly register: string;
  readonly names: Texts;
  readonly opens: string;
  readonly against: 'levels' | 'files';
}

export const putRound = (db: Db, round: NewRound) =>
  db.run(sql`insert into quality.round (code, register, names, opens, against)
    values (${round.code}, ${round.register}, ${JSON.stringify(round.names)}::jsonb, ${round.opens}, ${round.against})
    on conflict (code) do nothing`);

export type NewExpected = Omit<ExpectedRecord, 'names' | 'opens'>;

export const putExpected = (db: Db, one: NewExpected) =>
  db.run(sql`insert into quality.expected (round, body, expected, due, signed_below, signed_above, differences)
    values (${one.round}, ${one.body}, ${one.expected}, ${one.due}, ${one.signedBelow}, ${one.signedAbove}, ${one.differences})
    on conflict (round, body) do nothing`);
