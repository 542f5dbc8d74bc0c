/** Functions over texts. Places count from 0 and by character (CEL strings extension); what cannot be done is unsaid. */
import { raw, sql, type Sql } from '../../platform/db/sql.ts';
import { codePoints, define, type Definition } from './definition.ts';
import { toWhole, type Decimal } from './decimal.ts';

/** A text longer than this is never made: it is unsaid. */
export const LONGEST_TEXT = 10_000;

// Case is changed letter by letter (Latin, Greek, Cyrillic), the same table for both readings: what upper() of a database
// does depends on its locale.
const [LOWER, UPPER] = casePairs();
function casePairs(): [string, string] {
  let [lower, upper] = ['', ''];
  for (let code = 0x61; code <= 0x1eff; code = code === 0x52f ? 0x1e00 : code + 1) {
    const letter = String.fromCodePoint(code);
    const capital = letter.toUpperCase();
    if (capital === letter || capital.length !== 1 || capital.toLowerCase() !== letter) continue;
    lower += letter;
    upper += capital;
  }
  return [lower, upper];
}
const capitals = new Map([...LOWER].map((letter, i) => [letter, UPPER[i] as string]));
const smalls = new Map([...UPPER].map((letter, i) => [letter, LOWER[i] as string]));
const recase = (table: ReadonlyMap<string, string>) => (text: string) => {
  let made = '';
  for (const letter of text) made += table.get(letter) ?? letter;
  return made;
};

/** What counts as space: the white space of Unicode and the zero-width no-break space. */
const SPACES =
  '\t\n\u000b\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
const spaces = new Set(SPACES);
function trim(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && spaces.has(text[from] as string)) from += 1;
  while (to > from && spaces.has(text[to - 1] as string)) to -= 1;
  return text.slice(from, to);
}
function collapse(text: string): string {
  let made = '';
  for (const letter of trim(text)) {
    if (!spaces.has(letter)) made += letter;
    else if (!made.endsWith(' ')) made += ' ';
  }
  return made;
}

/** A place in a text: a whole number that SQL has, too. */
function placeOf(n: Decimal): number | undefined {
  const whole = toWhole(n);
  return whole !== undefined && Math.abs(whole) <= MOST_PLACE ? whole : undefined;
}
const MOST_PLACE = 2_000_000_000;

function substring(text: string, from: Decimal, ...[to]: Decimal[]): string | null {
  const letters = [...text];
  const start = placeOf(from);
  const end = to === undefined ? Math.max(letters.length, start ?? 0) : placeOf(to);
  if (start === undefined || end === undefined || start < 0 || end < start) return null;
  return letters.slice(start, end).join('');
}

function replace(text: string, what: string, by: string): string | null {
  if (what === '') return text;
  const parts = text.split(what);
  const length = codePoints(text) + (parts.length - 1) * (codePoints(by) - codePoints(what));
  return length > LONGEST_TEXT ? null : parts.join(by);
}

/** Place of the first (last) occurrence; −1 when there is none. */
const place = (text: string, at: number) => (at < 0 ? -1 : codePoints(text.slice(0, at)));

function piece(text: string, separator: string, n: Decimal): string | null {
  const index = placeOf(n);
  // An empty text has no pieces.
  if (text === '' || separator === '' || index === undefined) return null;
  return text.split(separator).at(index) ?? null;
}

function pad(text: string, width: Decimal, fill: string): string | null {
  const length = toWhole(width);
  if (length === undefined || length < 0 || length > LONGEST_TEXT) return null;
  const [letters, missing] = [[...fill], length - codePoints(text)];
  if (letters.length === 0 || missing <= 0) return text;
  return Array.from({ length: missing }, (_, i) => letters[i % letters.length] as string).join('') + text;
}

// What is asked for by place is compared before it becomes a whole number of SQL, which has an end.
const isPlace = (name: string) =>
  raw(`o.${name} = trunc(o.${name}) and o.${name} between -${String(MOST_PLACE)} and ${String(MOST_PLACE)}`);
const cut = (t: Sql, from: Sql, to?: Sql) => {
  const end = to ?? sql`greatest(char_length(${t}), (${from}))::numeric`;
  return sql`(select case when ${isPlace('a')} and ${isPlace('b')} and o.a >= 0 and o.b >= o.a
    then substr(o.t, o.a::int + 1, (o.b - o.a)::int) end
    from (select (${t})::text as t, (${from})::numeric as a, (${end})::numeric as b) o)`;
};

const same = (size = 0) => size;

export const textFunctions: Readonly<Record<string, Definition>> = {
  upper: define(['text'], 'text', recase(capitals), (t) => sql`translate(${t}, ${LOWER}::text, ${UPPER}::text)`),
  lower: define(['text'], 'text', recase(smalls), (t) => sql`translate(${t}, ${UPPER}::text, ${LOWER}::text)`),
  trim: define(['text'], 'text', trim, (t) => sql`btrim(${t}, ${SPACES}::text)`),
  /** Without space around, and one space where there were several. */
  collapse: define(
    ['text'],
    'text',
    collapse,
    (t) => sql`regexp_replace(btrim(${t}, ${SPACES}::text), ${`[${SPACES}]+`}::text, ' ', 'g')`,
  ),
  /** From a place up to, without, another; to the end when that is not given. */
  substring: define(['text', 'number', 'number'], 'text', substring, { sql: cut, least: 2, repeats: 5, size: same }),
  replace: define(['text', 'text', 'text'], 'text', replace, {
    sql: (t, what, by) => sql`(select case when o.w = '' then o.t
      when char_length(o.t)::bigint + (char_length(o.t) - char_length(replace(o.t, o.w, ''))) / char_length(o.w)
        * (char_length(o.r) - char_length(o.w))::bigint <= ${LONGEST_TEXT}
      then replace(o.t, o.w, o.r) end
      from (select (${t})::text as t, (${what})::text as w, (${by})::text as r) o)`,
    repeats: 5,
    size: (text, _what, by = 0) => Math.min(LONGEST_TEXT, text ?? 0) + Math.min(LONGEST_TEXT, (text ?? 0) * by),
  }),
  index_of: define(
    ['text', 'text'],
    'number',
    (text: string, what: string) => place(text, text.indexOf(what)),
    (t, what) => sql`(strpos(${t}, ${what}) - 1)::numeric`,
  ),
  last_index_of: define(
    ['text', 'text'],
    'number',
    (text: string, what: string) => place(text, text.lastIndexOf(what)),
    {
      sql: (t, what) => sql`(select case when strpos(reverse(o.t), reverse(o.w)) = 0 then -1
      else char_length(o.t) - char_length(o.w) - strpos(reverse(o.t), reverse(o.w)) + 1 end::numeric
      from (select (${t})::text as t, (${what})::text as w) o)`,
      repeats: 3,
    },
  ),
  /** The n-th piece between separators; −1 is the last. Unsaid when there is none. */
  split: define(['text', 'text', 'number'], 'text', piece, {
    sql: (t, separator, n) => sql`(select case when o.s = '' or not (${isPlace('n')}) then null
      when o.n >= 0 then (string_to_array(o.t, o.s))[o.n::int + 1]
      else (string_to_array(o.t, o.s))[cardinality(string_to_array(o.t, o.s)) + o.n::int + 1] end
      from (select (${t})::text as t, (${separator})::text as s, (${n})::numeric as n) o)`,
    repeats: 5,
    size: same,
  }),
  /** Filled in front until it is as long as asked. */
  pad_start: define(['text', 'number', 'text'], 'text', pad, {
    sql: (
      t,
      width,
      fill,
    ) => sql`(select case when not (o.n = trunc(o.n) and o.n between 0 and ${LONGEST_TEXT}) then null
      when o.f = '' or char_length(o.t) >= o.n then o.t else lpad(o.t, o.n::int, o.f) end
      from (select (${t})::text as t, (${width})::numeric as n, (${fill})::text as f) o)`,
    repeats: 4,
    size: (text = 0) => text + 100,
  }),
};
