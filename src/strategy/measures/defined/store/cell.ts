/** SQL on what measures count: whole, and by what a change set began less what it ended. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../../platform/db/db.ts';
import { join, raw, sql, type Sql } from '../../../../platform/db/sql.ts';
import type { MeasureSql } from './measure-sql.ts';

export interface CountedMeasure extends MeasureSql {
  readonly code: string;
  /** Whether the least or the greatest value is kept: what a row that goes can take away. */
  readonly extreme: boolean;
}

const Cell = Type.Object({
  body: Type.Integer(),
  key: Type.Array(Type.String()),
  n: Type.Integer(),
  hits: Type.Integer(),
  valued: Type.Integer(),
  total: Type.String(),
  low: Type.Union([Type.String(), Type.Null()]),
  high: Type.Union([Type.String(), Type.Null()]),
});
export type Cell = Static<typeof Cell>;

/** Of figures that are no extreme none is kept. */
const bound = (extreme: boolean, text: string): Sql => raw(extreme ? text : 'null::numeric');

const counted = ({ code, among, hit, value, key, extreme }: CountedMeasure, rows: Sql): Sql => sql`
  select ${code}::text as measure, s.body, s.key, count(*) as n, count(*) filter (where s.hit) as hits,
         count(s.value) as valued, coalesce(sum(s.value), 0) as total,
         ${bound(extreme, 'min(s.value)')} as low, ${bound(extreme, 'max(s.value)')} as high
    from (select r.body_id as body, ${key} as key, ${hit} as hit, ${value} as value from ${rows} r where ${among}) s
   group by s.body, s.key`;

/** What one scan of the rows gives, without anything being kept. */
export const countCells = (db: Db, measure: CountedMeasure, rows: Sql) =>
  db.many(
    Cell,
    sql`select body, key, n, hits, valued, trim_scale(total)::text as total, trim_scale(low)::text as low,
          trim_scale(high)::text as high from (${counted(measure, rows)}) c order by body, key`,
  );

export const cellsOf = (db: Db, measure: string) =>
  db.many(
    Cell,
    sql`select body, key, n, hits, valued, trim_scale(total)::text as total, trim_scale(low)::text as low,
          trim_scale(high)::text as high from strategy.measure_cell where measure = ${measure} order by body, key`,
  );

export const clearCells = (tx: Db, measure: string, bodies: readonly number[] | 'all' = 'all') =>
  tx.run(sql`delete from strategy.measure_cell where measure = ${measure}
    and ${bodies === 'all' ? raw('true') : sql`body = any(${[...bodies]}::integer[])`}`);

const COLUMNS = raw('measure, body, key, n, hits, valued, total, low, high');

/** Cells of these rows; what stands for their bodies must have been cleared. */
export const fillCells = (tx: Db, measure: CountedMeasure, rows: Sql) =>
  tx.run(sql`insert into strategy.measure_cell (${COLUMNS}) ${counted(measure, rows)}`);

const moved = ({ code, among, hit, value, key, extreme }: CountedMeasure): Sql => sql`
  select ${code}::text as measure, s.body, s.key, sum(s.sign) as n, coalesce(sum(s.sign) filter (where s.hit), 0) as hits,
         coalesce(sum(s.sign) filter (where s.value is not null), 0) as valued, coalesce(sum(s.sign * s.value), 0) as total,
         ${bound(extreme, 'min(s.value) filter (where s.sign = 1)')} as low,
         ${bound(extreme, 'max(s.value) filter (where s.sign = 1)')} as high,
         ${bound(extreme, 'min(s.value) filter (where s.sign = -1)')} as low_gone,
         ${bound(extreme, 'max(s.value) filter (where s.sign = -1)')} as high_gone
    from (select r.sign, r.body_id as body, ${key} as key, ${hit} as hit, ${value} as value
            from change r where ${among}) s
   group by s.body, s.key`;

const Stale = Type.Object({ measure: Type.String(), body: Type.Integer(), key: Type.Array(Type.String()) });
export type StaleCell = Static<typeof Stale>;

/**
 * All measures of a register by one reading of the delta (`rows`, with `sign`).
 * @returns the cells whose least or greatest value went: they must be read again
 */
export async function moveCells(tx: Db, measures: readonly CountedMeasure[], rows: Sql): Promise<StaleCell[]> {
  if (measures.length === 0) return [];
  const stale = await tx.many(
    Stale,
    sql`with change as materialized (select * from ${rows} d),
      moved as materialized (${join(measures.map(moved), ' union all ')}),
      stale as (
        select m.measure, m.body, m.key from moved m join strategy.measure_cell c using (measure, body, key)
         where m.low_gone <= c.low or m.high_gone >= c.high),
      kept as (
        insert into strategy.measure_cell as c (${COLUMNS})
        select ${COLUMNS} from moved where (n, hits, valued, total) <> (0, 0, 0, 0) or low is not null
        on conflict (measure, body, key) do update set n = c.n + excluded.n, hits = c.hits + excluded.hits,
          valued = c.valued + excluded.valued, total = c.total + excluded.total,
          low = least(c.low, excluded.low), high = greatest(c.high, excluded.high))
    select measure, body, key from stale`,
  );
  const codes = measures.map(({ code }) => code);
  await tx.run(sql`delete from strategy.measure_cell where measure = any(${codes}::text[]) and n = 0`);
  return stale;
}

/** The least and the greatest value of some cells, read from the rows. */
export async function renewExtremes(
  tx: Db,
  { code, among, value, key }: CountedMeasure,
  cells: readonly StaleCell[],
  rows: Sql,
): Promise<void> {
  const bodies = cells.map(({ body }) => body);
  const keys = cells.map(({ key: of }) => JSON.stringify(of));
  await tx.run(sql`
    with s as (select r.body_id as body, ${key} as key, ${value} as value from ${rows} r
                where r.body_id = any(${bodies}::integer[]) and ${among})
    update strategy.measure_cell c set (low, high) =
      (select min(s.value), max(s.value) from s where s.body = c.body and s.key = c.key)
     where c.measure = ${code} and exists (
       select from unnest(${bodies}::integer[], ${keys}::jsonb[]) u(body, key)
        where u.body = c.body and u.key = to_jsonb(c.key))`);
}

/** How the whole stood at the end of this day. */
export const noteDay = (tx: Db, codes: readonly string[], day: string) =>
  tx.run(sql`
    insert into strategy.measure_day (measure, day, n, hits, valued, total, low, high)
    select m.code, ${day}::date, coalesce(sum(c.n), 0), coalesce(sum(c.hits), 0), coalesce(sum(c.valued), 0),
           coalesce(sum(c.total), 0), min(c.low), max(c.high)
      from unnest(${[...codes]}::text[]) m(code) left join strategy.measure_cell c on c.measure = m.code
     group by m.code
    on conflict (measure, day) do update set n = excluded.n, hits = excluded.hits, valued = excluded.valued,
      total = excluded.total, low = excluded.low, high = excluded.high`);

const { body: _body, key: _key, ...sums } = Cell.properties;
const DayRow = Type.Object({ ...sums, day: Type.String() });

/** Days on which it moved, oldest first. */
export const daysOf = (db: Db, measure: string, limit: number) =>
  db.many(
    DayRow,
    sql`select * from (select day::text as day, n, hits, valued, trim_scale(total)::text as total, trim_scale(low)::text as low,
          trim_scale(high)::text as high from strategy.measure_day where measure = ${measure}
          order by day desc limit ${limit}) d order by day`,
  );

export async function fingerprint(db: Db): Promise<string> {
  const row = await db.one(
    Type.Object({ digest: Type.String() }),
    sql`select coalesce(md5(string_agg(concat_ws('/', measure, body, key, n, hits, valued, trim_scale(total),
          trim_scale(low), trim_scale(high)), ',' order by measure, body, key)), '') as digest from strategy.measure_cell`,
  );
  return row?.digest ?? '';
}
