/** SQL on what is past its term: rows, rows that left the register, and loads that nobody took over. */
import Type, { type Static } from 'typebox';
import { conditionSql, type EntityPlan, type RowCondition } from '../../dictionary/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, raw, sql, type Sql } from '../../platform/db/sql.ts';
import { dataTable, historyTable } from './register-table.ts';

/** The term as a row is held against it. */
export interface DueTerm {
  /** Physical name of the field that is counted from; null: from the day on which the row left the register. */
  readonly from: string | null;
  readonly unit: 'years' | 'months' | 'days' | 'field';
  readonly count: number;
  /** With unit `field`: physical name of the field that holds the years. */
  readonly field: string | null;
}

/** What keeps rows: all of them, some by id, or those that meet a condition. */
export interface Keeping {
  readonly all: boolean;
  readonly records: readonly string[];
  readonly conditions: readonly RowCondition[];
}

export interface DueRequest {
  readonly entity: EntityPlan;
  readonly term: DueTerm;
  readonly keeping: Keeping;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly timeZone: string;
  /** Homes at other nodes: their rows are not ours to destroy. */
  readonly elsewhere: readonly number[];
  /** Only these. */
  readonly among?: readonly string[];
}

export const DueRow = Type.Object({
  item: Type.String(),
  body: Type.Integer(),
  /** First day on which it is due. */
  dueOn: Type.String(),
  held: Type.Boolean(),
});
export type DueRow = Static<typeof DueRow>;

const interval = ({ unit, count, field }: DueTerm): Sql =>
  unit === 'field'
    ? sql`make_interval(years => ${id('t', field ?? '')}::integer)`
    : sql`make_interval(${raw(unit)} => ${count}::integer)`;

/** A row whose event or years are not there is due on no day. */
function dueExpression(term: DueTerm, timeZone: string): Sql {
  const event = term.from === null ? sql`(c.begun_at at time zone ${timeZone})` : id('t', term.from);
  return sql`((${event}::date + ${interval(term)})::date + 1)`;
}

function heldExpression({ all, records, conditions }: Keeping, today: string): Sql {
  if (all) return sql`true`;
  const parts = [
    sql`t.record_id = any(${records}::uuid[])`,
    ...conditions.map(
      (condition) => sql`(${conditionSql(condition, { column: (name: string) => id('t', name), today })}) is true`,
    ),
  ];
  return sql`(${join(parts, ' or ')})`;
}

/** Rows that stand, and the last version of each that has left the register. */
function candidates({ entity, term, keeping, today, timeZone, elsewhere, among }: DueRequest): Sql {
  const columns = sql`t.record_id::text as item, t.body_id as body, ${dueExpression(term, timeZone)} as due_on,
    ${heldExpression(keeping, today)} as held`;
  const limits = sql`t.body_id <> all(${elsewhere}::integer[])${among ? sql` and t.record_id = any(${among}::uuid[])` : sql``}`;
  const gone = sql`select distinct on (h.record_id) h.* from ${historyTable(entity)} h
    where h.ended_as = 'd' and not exists (select 1 from ${dataTable(entity)} d where d.record_id = h.record_id)
    order by h.record_id, h.version desc`;
  const left = sql`select ${columns} from (${gone}) t
    left join platform.change_set c on c.id = t.ended_by where ${limits}`;
  return term.from === null
    ? left
    : sql`select ${columns} from ${dataTable(entity)} t where ${limits} union all ${left}`;
}

/** What is due, the longest due first; with what is held. */
export const selectDue = (db: Db, request: DueRequest, limit: number): Promise<DueRow[]> =>
  db.many(
    DueRow,
    sql`select item, body, due_on::text as "dueOn", held from (${candidates(request)}) x
      where due_on <= ${request.today}::date order by due_on, item limit ${limit}`,
  );

/** Ids of the records among these whose present or last version a hold keeps. */
export async function selectHeld(
  db: Db,
  { entity, keeping, today, among }: Required<Pick<DueRequest, 'entity' | 'keeping' | 'today' | 'among'>>,
): Promise<string[]> {
  const held = heldExpression(keeping, today);
  const rows = await db.many(
    Type.Object({ item: Type.String() }),
    sql`select t.record_id::text as item from ${dataTable(entity)} t
        where t.record_id = any(${among}::uuid[]) and ${held}
      union
      select t.record_id::text from ${historyTable(entity)} t where t.record_id = any(${among}::uuid[]) and ${held}`,
  );
  return rows.map(({ item }) => item);
}

const Counted = Type.Object({
  due: Type.Integer(),
  held: Type.Integer(),
  oldest: Type.Union([Type.String(), Type.Null()]),
});

export async function countDue(db: Db, request: DueRequest): Promise<Static<typeof Counted>> {
  const row = await db.one(
    Counted,
    sql`select count(*) filter (where not held) as due, count(*) filter (where held) as held,
        min(due_on) filter (where not held)::text as oldest
      from (${candidates(request)}) x where due_on <= ${request.today}::date`,
  );
  return row ?? { due: 0, held: 0, oldest: null };
}

export interface DueLoads {
  readonly register: string;
  readonly days: number;
  readonly today: string;
  readonly timeZone: string;
  /** The whole register is under a hold. */
  readonly held: boolean;
  readonly among?: readonly string[];
}

/** Loads that were read and never taken over, or taken back by nobody. */
export const selectDueLoads = (db: Db, { register, days, today, timeZone, held, among }: DueLoads): Promise<DueRow[]> =>
  db.many(
    DueRow,
    sql`select id::text as item, body, due_on::text as "dueOn", ${held}::boolean as held from (
        select id, body, ((created_at at time zone ${timeZone})::date + ${days}::integer + 1) as due_on from records.load
        where register = ${register} and state in ('uploaded', 'matched', 'checked', 'expired', 'failed')
          ${among ? sql`and id = any(${among}::uuid[])` : sql``}) x
      where due_on <= ${today}::date order by due_on, item`,
  );
