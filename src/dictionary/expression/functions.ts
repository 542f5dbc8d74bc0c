/** The functions of the language: what they take and give, as SQL and as TypeScript. All are null when an argument is. */
import { raw, sql, type Sql } from '../../platform/db/sql.ts';
import { addDays, addMonths, civil, monthsBetween, yearsBetween } from './civil.ts';
import { conversions } from './conversions.ts';
import { toWhole, type Decimal } from './decimal.ts';
import { codePoints, define, type Definition } from './definition.ts';
import { textFunctions } from './text-functions.ts';

// A step is guarded before it is taken: outside the years 1–9999 PostgreSQL would end with an error.
const shift = (add: (day: number, n: number) => number | null) => (day: number, n: Decimal) => {
  const count = toWhole(n);
  return count === undefined ? null : add(day, count);
};
const shiftSql = (guard: Sql, step: Sql) => (d: Sql, n: Sql) =>
  sql`(select case when o.n = trunc(o.n) and ${guard} then (${step})::date end from (select (${d})::date as d, (${n})::numeric as n) o)`;
const monthGuard = (months: string) =>
  raw(`extract(year from o.d) * 12 + extract(month from o.d) - 1 + o.n${months} between 12 and 119999`);

const between = (unit: Sql) => (a: Sql, b: Sql) =>
  sql`(select ${unit} from (select (${a})::date as a, (${b})::date as b) r)`;
const part = (field: string) => (d: Sql) => sql`extract(${raw(field)} from ${d})`;

const SHIFT = { repeats: 4 } as const;

const plain: Readonly<Record<string, Definition>> = {
  size: define(
    ['text'],
    'number',
    (text: string) => codePoints(text),
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
    (text, end) => sql`starts_with(reverse(${text}), reverse(${end}))`,
  ),
  contains: define(
    ['text', 'text'],
    'boolean',
    (text: string, inner: string) => text.includes(inner),
    (text, inner) => sql`(strpos(${text}, ${inner}) > 0)`,
  ),
  year: define(['date'], 'number', (day: number) => civil(day).year, part('year')),
  month: define(['date'], 'number', (day: number) => civil(day).month, part('month')),
  day: define(['date'], 'number', (day: number) => civil(day).day, part('day')),
  days_between: define(
    ['date', 'date'],
    'number',
    (a: number, b: number) => b - a,
    (a, b) => sql`((${b}) - (${a}))::numeric`,
  ),
  months_between: define(['date', 'date'], 'number', (a: number, b: number) => monthsBetween(a, b), {
    sql: between(
      raw(
        '(extract(year from r.b) - extract(year from r.a)) * 12 + extract(month from r.b) - extract(month from r.a) - case when extract(day from r.b) < extract(day from r.a) then 1 else 0 end',
      ),
    ),
    repeats: 3,
  }),
  years_between: define(['date', 'date'], 'number', (a: number, b: number) => yearsBetween(a, b), {
    sql: between(
      raw(
        "extract(year from r.b) - extract(year from r.a) - case when to_char(r.b, 'MMDD') < to_char(r.a, 'MMDD') then 1 else 0 end",
      ),
    ),
    repeats: 2,
  }),
  add_days: define(['date', 'number'], 'date', shift(addDays), {
    sql: shiftSql(raw("o.n between date '0001-01-01' - o.d and date '9999-12-31' - o.d"), raw('o.d + o.n::int')),
    ...SHIFT,
  }),
  add_months: define(['date', 'number'], 'date', shift(addMonths), {
    sql: shiftSql(monthGuard(''), raw('o.d + make_interval(months => o.n::int)')),
    ...SHIFT,
  }),
  add_years: define(
    ['date', 'number'],
    'date',
    shift((day, n) => addMonths(day, n * 12)),
    { sql: shiftSql(monthGuard(' * 12'), raw('o.d + make_interval(years => o.n::int)')), ...SHIFT },
  ),
};

export const functions: Readonly<Record<string, Definition>> = { ...plain, ...textFunctions, ...conversions };

/** Functions whose arguments are special: a field, a pattern, a day or a notation, nothing, a map, any number of values. */
export const specialFunctions = ['has', 'matches', 'date', 'today', 'lookup', 'join', 'first_of'] as const;
