/** The functions of the language: what they take and give, as SQL and as TypeScript. All are null when an argument is. */
import { raw, sql, type Sql } from '../../platform/db/sql.ts';
import type { ValueType } from './ast.ts';
import { addDays, addMonths, civil, monthsBetween, yearsBetween } from './civil.ts';
import { toWhole, whole, type Decimal } from './decimal.ts';

/** A value while an expression runs: days and moments are numbers, numbers are exact decimals. */
export type Value = string | number | boolean | Decimal | null;

export interface Definition {
  readonly params: readonly ValueType[];
  readonly result: ValueType;
  /** Arguments that must be literals; `matches` and `date` are resolved when the expression is checked. */
  readonly sql: (...items: Sql[]) => Sql;
  /** Never called with null. */
  readonly run: (...items: never[]) => Value;
}

const define = <P extends readonly Value[]>(
  params: readonly ValueType[],
  result: ValueType,
  run: (...items: [...P]) => Value,
  emit: (...items: Sql[]) => Sql,
): Definition => ({ params, result, sql: emit, run: run as unknown as Definition['run'] });

const codePoints = (text: string) => {
  let n = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code <= 0xdbff) n -= 1;
  }
  return n;
};

const INSIDE = raw("between date '0001-01-01' and date '9999-12-31' then r.d end from (select");
const MOST_DAYS = 4_000_000;
const MOST_MONTHS = 120_000;

const shift = (most: number, add: (day: number, n: number) => number | null) => (day: number, n: Decimal) => {
  const count = toWhole(n);
  return count === undefined || Math.abs(count) > most ? null : add(day, count);
};
const shiftSql = (most: number, result: (d: Sql, n: Sql) => Sql) => (d: Sql, n: Sql) =>
  sql`(select case when r.d ${INSIDE} case when o.n = trunc(o.n) and abs(o.n) <= ${raw(String(most))} then (${result(raw('o.d'), raw('o.n::int'))})::date end as d from (select (${d})::date as d, (${n})::numeric as n) o) r)`;

const between = (unit: Sql) => (a: Sql, b: Sql) =>
  sql`(select ${unit} from (select (${a})::date as a, (${b})::date as b) r)`;
const part = (field: string) => (d: Sql) => sql`extract(${raw(field)} from ${d})`;

export const functions: Readonly<Record<string, Definition>> = {
  size: define(
    ['text'],
    'number',
    (text: string) => whole(codePoints(text)),
    (text) => sql`char_length(${text})::numeric`,
  ),
  starts_with: define(
    ['text', 'text'],
    'boolean',
    (text: string, start: string) => text.startsWith(start),
    (text, start) => sql`starts_with(${text}, ${start})`,
  ),
  ends_with: define(
    ['text', 'text'],
    'boolean',
    (text: string, end: string) => text.endsWith(end),
    (text, end) => sql`(${end} = '' or right(${text}, char_length(${end})) = ${end})`,
  ),
  contains: define(
    ['text', 'text'],
    'boolean',
    (text: string, inner: string) => text.includes(inner),
    (text, inner) => sql`(strpos(${text}, ${inner}) > 0)`,
  ),
  year: define(['date'], 'number', (day: number) => whole(civil(day).year), part('year')),
  month: define(['date'], 'number', (day: number) => whole(civil(day).month), part('month')),
  day: define(['date'], 'number', (day: number) => whole(civil(day).day), part('day')),
  days_between: define(
    ['date', 'date'],
    'number',
    (a: number, b: number) => whole(b - a),
    (a, b) => sql`((${b}) - (${a}))::numeric`,
  ),
  months_between: define(
    ['date', 'date'],
    'number',
    (a: number, b: number) => whole(monthsBetween(a, b)),
    between(
      raw(
        '(extract(year from r.b) - extract(year from r.a)) * 12 + extract(month from r.b) - extract(month from r.a) - case when extract(day from r.b) < extract(day from r.a) then 1 else 0 end',
      ),
    ),
  ),
  years_between: define(
    ['date', 'date'],
    'number',
    (a: number, b: number) => whole(yearsBetween(a, b)),
    between(
      raw(
        "extract(year from r.b) - extract(year from r.a) - case when to_char(r.b, 'MMDD') < to_char(r.a, 'MMDD') then 1 else 0 end",
      ),
    ),
  ),
  add_days: define(
    ['date', 'number'],
    'date',
    shift(MOST_DAYS, addDays),
    shiftSql(MOST_DAYS, (d, n) => sql`${d} + ${n}`),
  ),
  add_months: define(
    ['date', 'number'],
    'date',
    shift(MOST_MONTHS, addMonths),
    shiftSql(MOST_MONTHS, (d, n) => sql`${d} + make_interval(months => ${n})`),
  ),
  add_years: define(
    ['date', 'number'],
    'date',
    shift(MOST_MONTHS / 12, (day, n) => addMonths(day, n * 12)),
    shiftSql(MOST_MONTHS / 12, (d, n) => sql`${d} + make_interval(years => ${n})`),
  ),
};

/** Functions whose arguments are special: a field, a literal pattern, a literal day, nothing. */
export const specialFunctions = ['has', 'matches', 'date', 'today'] as const;
