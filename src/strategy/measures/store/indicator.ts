/** SQL on indicators, what each body contributes, and their course over time. */
import Type, { type Static } from 'typebox';
import type { Position } from '../../../platform/changes/model.ts';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Texts } from '../../../platform/texts.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Milestone = Type.Object({ label: Texts, day: Type.String(), value: Type.Number() });

export const IndicatorRecord = Type.Object({
  code: Type.String(),
  names: Texts,
  definition: Texts,
  kind: Type.Union([Type.Literal('share'), Type.Literal('count'), Type.Literal('ratio'), Type.Literal('number')]),
  source: Type.String(),
  register: Nullable(Type.String()),
  round: Nullable(Type.String()),
  objective: Nullable(Type.String()),
  owner: Nullable(Type.Integer()),
  direction: Type.Union([Type.Literal('up'), Type.Literal('down')]),
  baseline: Nullable(Type.Object({ day: Type.String(), value: Type.Number() })),
  milestones: Type.Array(Milestone),
  seconds_per_unit: Nullable(Type.Number()),
  unit: Type.String(),
  words: Nullable(Type.Object({ records: Texts, reporters: Texts })),
  /** Of a measure over rows: `row-measure.ts`. */
  counts: Nullable(Type.String()),
  among: Nullable(Type.String()),
});
export type IndicatorRecord = Static<typeof IndicatorRecord>;

const columns = sql`code, names, definition, kind, source, register, round, objective, owner, direction, baseline,
  milestones, seconds_per_unit::float8 as seconds_per_unit, unit, words, counts, among`;

export const allIndicators = (db: Db) =>
  db.many(IndicatorRecord, sql`select ${columns} from strategy.indicator order by sort, code`);

export const findIndicator = (db: Db, code: string) =>
  db.one(IndicatorRecord, sql`select ${columns} from strategy.indicator where code = ${code}`);

export const putIndicator = (db: Db, row: IndicatorRecord & { sort: number }) =>
  db.run(sql`insert into strategy.indicator (code, names, definition, kind, source, register, round, objective, owner,
      direction, baseline, milestones, seconds_per_unit, unit, words, counts, among, sort)
    values (${row.code}, ${JSON.stringify(row.names)}::jsonb, ${JSON.stringify(row.definition)}::jsonb, ${row.kind},
      ${row.source}, ${row.register}, ${row.round}, ${row.objective}, ${row.owner}, ${row.direction},
      ${row.baseline && JSON.stringify(row.baseline)}::jsonb, ${JSON.stringify(row.milestones)}::jsonb,
      ${row.seconds_per_unit}, ${row.unit}, ${row.words && JSON.stringify(row.words)}::jsonb,
      ${row.counts}, ${row.among}, ${row.sort})
    on conflict (code) do update set (names, definition, kind, source, register, round, objective, owner, direction,
      baseline, milestones, seconds_per_unit, unit, words, counts, among, sort) = (excluded.names, excluded.definition, excluded.kind,
      excluded.source, excluded.register, excluded.round, excluded.objective, excluded.owner, excluded.direction,
      excluded.baseline, excluded.milestones, excluded.seconds_per_unit, excluded.unit, excluded.words, excluded.counts,
      excluded.among, excluded.sort)`);

export const TallyRecord = Type.Object({
  body: Type.Integer(),
  numerator: Type.Integer(),
  denominator: Type.Integer(),
});
export type TallyRecord = Static<typeof TallyRecord>;

export const talliesOf = (db: Db, indicator: string) =>
  db.many(
    TallyRecord,
    sql`select body, numerator, denominator from strategy.tally where indicator = ${indicator} order by body`,
  );

/** Replaces what the given bodies contribute; bodies without rows contribute nothing. */
export async function putTallies(
  db: Db,
  indicator: string,
  bodies: readonly number[] | 'all',
  rows: readonly TallyRecord[],
) {
  const which = bodies === 'all' ? sql`true` : sql`body = any(${[...bodies]}::integer[])`;
  await db.run(sql`delete from strategy.tally where indicator = ${indicator} and ${which}`);
  await db.run(sql`insert into strategy.tally (indicator, body, numerator, denominator)
    select ${indicator}, * from unnest(${rows.map((row) => row.body)}::integer[],
      ${rows.map((row) => row.numerator)}::bigint[], ${rows.map((row) => row.denominator)}::bigint[])`);
}

/** Notes where the figure stands after a change, when it moved. */
export const addPoint = (db: Db, indicator: string, at: Position, when: string) =>
  db.run(sql`
    with now as (select coalesce(sum(numerator), 0) as n, coalesce(sum(denominator), 0) as d
                   from strategy.tally where indicator = ${indicator}),
         last as (select numerator as n, denominator as d from strategy.indicator_point
                   where indicator = ${indicator} order by epoch desc, position desc limit 1)
    insert into strategy.indicator_point (indicator, epoch, position, at, numerator, denominator)
    select ${indicator}, ${at.epoch}, ${at.position}, ${when}, now.n, now.d from now
     where not exists (select 1 from last where (last.n, last.d) = (now.n, now.d))
    on conflict do nothing`);

const Point = Type.Object({ at: Type.String(), numerator: Type.Integer(), denominator: Type.Integer() });

/** The last points of the course, oldest first. */
export const pointsOf = (db: Db, indicator: string, limit: number) =>
  db.many(
    Point,
    sql`select at, numerator, denominator from (select * from strategy.indicator_point where indicator = ${indicator}
          order by epoch desc, position desc limit ${limit}) p order by epoch, position`,
  );

/** The database's own time: the moment a figure was first counted. */
export async function databaseTime(db: Db): Promise<string> {
  const row = await db.one(Type.Object({ now: Type.String() }), sql`select now() as now`);
  return row?.now ?? '';
}
