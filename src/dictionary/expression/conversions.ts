/** Functions between types: text, number and day, by a written form; and between units. */
import { raw, sql } from '../../platform/db/sql.ts';
import { civil, dayNumber, exists } from './civil.ts';
import { decimal, decimalText, divide, fixedText, multiply, round, type Decimal } from './decimal.ts';
import { define, type Definition, type Written } from './definition.ts';
import { readNotation, type Notation } from './notation.ts';
import { isConvertible, units } from './units.ts';

/** Digits that a number in a text may have: more than any register holds, and a bound for both readings. */
const NUMBER = '^-?[0-9]{1,30}([.][0-9]{1,20})?$';
const FORM = new RegExp(NUMBER);
const GROUPS = ' \u00a0\u202f';

const mark: Written = { reason: 'mark-expected', accepts: (text) => text === ',' || text === '.' };
const notation: Written = { reason: 'notation-expected', accepts: (text) => readNotation(text) !== undefined };
const digits: Written = { reason: 'digits-expected', accepts: (text) => /^(10|[0-9])$/.test(text) };
const unit: Written = { reason: 'unit-expected', accepts: (text) => units.has(text) };

/** What groups thousands where `decimalMark` stands before the fraction. */
const groupsOf = (decimalMark: string) => `${GROUPS}${decimalMark === ',' ? '.' : ','}`;

function readNumber(decimalMark: string) {
  const groups = new Set(groupsOf(decimalMark));
  return (text: string): Decimal | null => {
    const bare = [...text].filter((letter) => !groups.has(letter)).join('');
    const plain = decimalMark === ',' ? bare.replaceAll(',', '.') : bare;
    return FORM.test(plain) ? (decimal(plain) ?? null) : null;
  };
}

function readDay({ form, day, month, year }: Notation) {
  const pattern = new RegExp(form);
  return (text: string): number | null => {
    const found = pattern.exec(text);
    if (!found) return null;
    const date = { day: Number(found[day]), month: Number(found[month]), year: Number(found[year]) };
    return exists(date.year, date.month, date.day) ? dayNumber(date) : null;
  };
}

function writeDay({ parts, between }: Notation) {
  return (day: number): string => {
    const date = civil(day);
    const written = parts.map(
      ({ token, place }, i) => `${between[i] ?? ''}${String(date[place]).padStart(token.length, '0')}`,
    );
    return `${written.join('')}${between[3] ?? ''}`;
  };
}

const notationOf = (text: string | undefined) => readNotation(text ?? '') as Notation;
type Run = Definition['run'];

/** What depends on a written-out argument is made by `prepare`. */
const shaped = (params: Definition['params'], result: Definition['result'], more: Partial<Definition>): Definition => ({
  params,
  result,
  run: () => null,
  sql: () => sql`null`,
  ...more,
});

export const conversions: Readonly<Record<string, Definition>> = {
  /** A number as it is written, with `.` or the stated mark before the fraction; thousands may be grouped. */
  number: {
    ...shaped(['text', 'text'], 'number', { least: 1, written: { 1: mark } }),
    prepare: ([, decimalMark = '.']) => ({
      run: readNumber(decimalMark) as Run,
      sql: (t) => sql`(select case when o.t ~ ${NUMBER}::text then o.t::numeric end from (select
        translate(${t}, ${`${decimalMark}${groupsOf(decimalMark)}`}::text, '.')::text as t) o)`,
    }),
    repeats: 2,
  },
  /** The number in its shortest form: `12.5`. */
  text: define(['number'], 'text', (n: Decimal) => decimalText(n), {
    sql: (n) => sql`trim_scale(${n})::text`,
    size: () => 60,
  }),
  /** With that many digits after the mark, half away from zero. */
  text_with: {
    ...shaped(['number', 'number', 'text'], 'text', {
      written: { 1: digits, 2: mark },
      size: () => 60,
    }),
    prepare: ([, places = '0', decimalMark = '.']) => ({
      run: ((n: Decimal) => fixedText(n, Number(places)).replace('.', decimalMark)) as Run,
      sql: (n) => sql`replace(round(${n}, ${raw(places)})::text, '.', ${decimalMark}::text)`,
    }),
  },
  round: {
    ...shaped(['number', 'number'], 'number', { written: { 1: digits } }),
    prepare: ([, places = '0']) => ({
      run: ((n: Decimal) => round(n, Number(places))) as Run,
      sql: (n) => sql`round(${n}, ${raw(places)})`,
    }),
  },
  /** A day from a text by its notation; `date('2026-01-31')` is a special form. */
  date: {
    ...shaped(['text', 'text'], 'date', { written: { 1: notation } }),
    prepare: ([, text]) => {
      const found = notationOf(text);
      const group = (n: number) => raw(`p.g[${String(n)}]::int`);
      return {
        run: readDay(found) as Run,
        sql: (t) => sql`(select case when o.m between 1 and 12 and o.y between 1 and 9999 then
          case when o.d between 1 and extract(day from make_date(o.y, o.m, 1) + interval '1 month' - interval '1 day')
            then make_date(o.y, o.m, o.d) end end
          from (select ${group(found.day)} as d, ${group(found.month)} as m, ${group(found.year)} as y
            from (select regexp_match(${t}, ${found.form}::text) as g offset 0) p offset 0) o)`,
      };
    },
  },
  /** A day as a text in a notation. */
  format_date: {
    ...shaped(['date', 'text'], 'text', { written: { 1: notation }, size: () => 30, repeats: 3 }),
    prepare: ([, text]) => {
      const found = notationOf(text);
      const field = ({ token, place }: Notation['parts'][number]) =>
        raw(
          `lpad(extract(${place} from o.d)::text, ${place === 'year' ? '4' : `greatest(${String(token.length)}, char_length(extract(${place} from o.d)::text))`}, '0')`,
        );
      const [first, second, third] = found.parts as [Notation['parts'][0], Notation['parts'][0], Notation['parts'][0]];
      const [a, b, c, d] = found.between as [string, string, string, string];
      return {
        run: writeDay(found) as Run,
        sql: (day) => sql`(select ${a}::text || ${field(first)} || ${b}::text || ${field(second)} || ${c}::text
          || ${field(third)} || ${d}::text from (select (${day})::date as d) o)`,
      };
    },
  },
  /** A quantity in another unit of the same kind. */
  convert: {
    ...shaped(['number', 'text', 'text'], 'number', { written: { 1: unit, 2: unit } }),
    prepare: ([, from = '', to = '']) => {
      const [times, by] = [units.get(from)?.factor ?? '1', units.get(to)?.factor ?? '1'];
      const [factor, divisor] = [decimal(times) as Decimal, decimal(by) as Decimal];
      return {
        run: ((n: Decimal) => divide(multiply(n, factor), divisor)) as Run,
        sql: (n) => sql`(div((${n}) * ${times}::numeric * 10000000000, ${by}::numeric) * 0.0000000001)`,
      };
    },
  },
};

/** `convert` between kinds is refused when it is checked. */
export const isSameKind = isConvertible;
