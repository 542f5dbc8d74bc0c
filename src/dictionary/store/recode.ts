/** A whole column of codes carried to another day in one statement; the same rules as `codes/graph-nodes.ts`. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

const RecodedRow = Type.Object({
  asked: Type.String(),
  /** Null: the asked code has no unit on the first day. */
  code: Type.Union([Type.String(), Type.Null()]),
  known: Type.Boolean(),
  ended: Type.Boolean(),
  share: Type.Union([Type.Number(), Type.Null()]),
  weight: Type.Number(),
  complete: Type.Boolean(),
});
export type RecodedRow = Static<typeof RecodedRow>;

export interface RecodeColumn {
  readonly list: string;
  readonly codes: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** The list's periods and successions, cut at every day of change: `node`, and where each piece went: `edge`. */
const graph = (list: string) => sql`
  period as materialized (select code, valid_from as lo, valid_to as hi from dictionary.code where list = ${list}),
  step as materialized (
    select code_from, code_to, day, kind, case kind when 'whole' then 1 else share end as stated
      from dictionary.code_succession where list = ${list}),
  bound as (
    select code, lo as day from period union select code, hi from period
    union select code_from, day from step union select code_to, day from step
    union select c.code, d.day from (select code from period union select code_from from step
      union select code_to from step) c cross join (values ('-infinity'::date), ('infinity'::date)) d(day)),
  slice as (select code, day as lo, lead(day) over (partition by code order by day) as hi from bound),
  arrival as (select distinct code_to as code, day from step),
  stated as materialized (
    select code_from as code, day, coalesce(sum(stated), 0) as stated, count(*) filter (where stated is null) as unknown,
           bool_and(kind = 'part' and code_to <> code_from) as all_parts
      from step group by 1, 2),
  node as materialized (
    select s.code, s.lo, s.hi, p.lo as period
      from slice s left join period p on p.code = s.code and p.lo <= s.lo and s.hi <= p.hi
      left join stated g on g.code = s.code and g.day = s.hi
      left join arrival a on a.code = s.code and a.day = s.lo
     where s.hi is not null and (p.lo is not null or g.code is not null or a.code is not null)),
  step_and_rest as materialized (
    select code_from, code_to, day, stated from step
    union all
    select g.code, g.code, g.day, case when g.unknown > 0 then null else 1 - g.stated end
      from stated g join node a on a.code = g.code and a.hi = g.day join node b on b.code = g.code and b.lo = g.day
     where a.period = b.period and g.all_parts and (g.unknown > 0 or g.stated < 1 - 1e-9)),
  total as (
    select code_from, day, coalesce(sum(stated), 0) as stated, count(*) filter (where stated is null) as unknown,
           count(*) as steps, coalesce(sum(stated), 0) > 1 + 1e-9 as exceeds
      from step_and_rest group by 1, 2),
  edge as materialized (
    select a.code, a.lo, s.code_to, s.day, case when t.exceeds then null else s.stated end as share,
           case when s.stated is null then case when t.exceeds then 0 else greatest(0, 1 - t.stated) / t.unknown end
                else s.stated end
             / case when t.exceeds or t.unknown = 0 then t.stated else greatest(1, t.stated) end as weight,
           not t.exceeds and (abs(t.stated - 1) <= 1e-9 or t.unknown > 0 and t.steps > 1) as complete
      from node a join step_and_rest s on s.code_from = a.code and s.day = a.hi
      join total t on t.code_from = a.code and t.day = a.hi
    union all
    select a.code, a.lo, a.code, a.hi, 1, 1, true
      from node a join node b on b.code = a.code and b.lo = a.hi
      left join stated g on g.code = a.code and g.day = a.hi
      left join arrival r on r.code = a.code and r.day = a.hi
     where g.code is null and (a.period is not distinct from b.period or r.code is null))`;

export const recodeColumn = (db: Db, { list, codes, from, to }: RecodeColumn): Promise<RecodedRow[]> =>
  db.many(
    RecodedRow,
    sql`with recursive ${graph(list)},
  asked as (select distinct x.code collate "C" as code from unnest(${codes}::text[]) as x(code)),
  walk as (
    select a.code as asked, n.code, n.lo, n.hi, 1::float8 as share, 1::float8 as weight, true as complete
      from asked a join node n on n.code = a.code and n.lo <= ${from}::date and n.hi > ${from}::date
    union all
    select w.asked, n.code, n.lo, n.hi, w.share * e.share, w.weight * e.weight, w.complete and e.complete
      from walk w join edge e on e.code = w.code and e.lo = w.lo join node n on n.code = e.code_to and n.lo = e.day
     where w.hi <= ${to}::date),
  finish as (
    select w.asked, w.code, w.hi <= ${to}::date as ended, w.share, w.weight, w.complete
      from walk w left join (select distinct code, lo from edge) e on e.code = w.code and e.lo = w.lo
     where w.hi > ${to}::date or e.code is null)
  select a.code as asked, f.code, exists (select from node n where n.code = a.code) as known,
         coalesce(f.ended, false) as ended, case when bool_or(f.share is null) then null else sum(f.share) end as share,
         coalesce(sum(f.weight), 0) as weight, coalesce(bool_and(f.complete), false) as complete
    from asked a left join finish f on f.asked = a.code
   group by a.code, f.code, f.ended order by a.code, f.code`,
  );
