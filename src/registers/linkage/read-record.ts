/**
 * From what somebody writes to what can be compared, in the process: what `normalise.ts` says in SQL, for one record at a time and
 * without a statement to plan. A property test holds the two together.
 */
import { fold, STROKES } from '../../platform/search/fold.ts';
import type { FieldSettings, LinkageSettings } from './settings.ts';

type Of<Kind extends FieldSettings['kind']> = Extract<FieldSettings, { kind: Kind }>;
type Texts = Readonly<Record<string, string | null | undefined>>;
type Cell = string | number | boolean | readonly string[] | null;

/** One record by the columns of `records`; hashes (`name_sorted`, …) stand as what they are made of. */
export type PlainRecord = Readonly<Record<string, Cell>>;

/** What was learnt, or the dictionary says. */
export interface Known {
  /** Words that are names, by field. */
  readonly words: Readonly<Record<string, ReadonlySet<string>>>;
  /** Today's units of what is written for a place, by field; folded. */
  readonly places: Readonly<Record<string, ReadonlyMap<string, readonly string[]>>>;
}

/** @returns a function of the texts of a record, by field; how frequent its name is (`<field>_share`) is for others to say */
export function recordReader(settings: LinkageSettings, known: Known): (texts: Texts) => PlainRecord {
  const readers = Object.entries(settings.fields).map(([f, field]) => readerOf(f, field, known));
  return (texts) => Object.assign({}, ...readers.map((read) => read(texts))) as PlainRecord;
}

type Reader = (texts: Texts) => Record<string, Cell>;

function readerOf(f: string, field: FieldSettings, known: Known): Reader {
  const read = byKind(f, field, known);
  return (texts) => read(texts[f] ?? null);
}

function byKind(
  f: string,
  field: FieldSettings,
  { words, places }: Known,
): (text: string | null) => Record<string, Cell> {
  if (field.kind === 'name') return nameReader(f, field, words[f] ?? new Set());
  if (field.kind === 'date') return (text) => readDate(f, field, text);
  if (field.kind === 'identifier') return identifierReader(f, field);
  if (field.kind === 'digits') return digitsReader(f, field);
  if (field.kind === 'code') return codeReader(f, field);
  if (field.kind === 'text') return (text) => ({ [f]: plain(text) });
  return (text) => {
    const folded = plain(text);
    const today = folded === null ? undefined : places[f]?.get(folded);
    return { [f]: today?.[0] ?? folded, [`${f}_all`]: folded === null ? null : (today ?? [folded]) };
  };
}

const MORE_THAN_ASCII = /[^\0-\x7f]/;
/** Letter by letter, as the engine does it: one for one, whatever stands beside it. */
const lower = (text: string) =>
  MORE_THAN_ASCII.test(text)
    ? [...text].map((letter) => [...letter.toLowerCase()][0] ?? letter).join('')
    : text.toLowerCase();
const upper = (text: string) =>
  MORE_THAN_ASCII.test(text)
    ? [...text]
        .map((letter) => (letter.toUpperCase().length === letter.length ? letter.toUpperCase() : letter))
        .join('')
    : text.toUpperCase();
const bare = (text: string) =>
  MORE_THAN_ASCII.test(text)
    ? text
        .normalize('NFD')
        .replace(/\p{M}+/gu, '')
        .normalize('NFC')
    : text;
const STRUCK = new RegExp(
  `[${Object.keys(STROKES)
    .filter((letter) => STROKES[letter]?.length === 1)
    .join('')}]`,
  'gu',
);
const unstruck = (text: string) => text.replace(STRUCK, (letter) => STROKES[letter] ?? letter);
const trimmed = (text: string) => text.replace(/^ +| +$/g, '');

function spaced(text: string | null): string | null {
  if (text === null) return null;
  const clean = trimmed(text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' '));
  return clean === '' ? null : clean;
}

function plain(text: string | null): string | null {
  const clean = spaced(text);
  return clean === null ? null : unstruck(bare(lower(clean)));
}

/** A pattern of the settings (RE2) as one of this language. */
export function patternOf(text: string, flags: string, around: readonly [string, string] = ['', '']): RegExp {
  const own = `${around[0]}${text.replace(/\\([pP])([A-Z])/g, '\\$1{$2}')}${around[1]}`;
  try {
    return new RegExp(own, `${flags}u`);
  } catch {
    return new RegExp(own, flags);
  }
}

type Pairs = readonly (readonly [string, string])[];
function replacer(pairs: Pairs): (text: string) => string {
  const compiled = pairs.map(([from, to]) => {
    const into = to
      .replaceAll('$', '$$$$')
      .replace(/\\(\d)/g, (_, digit: string) => (digit === '0' ? '$&' : `$${digit}`));
    return [patternOf(from, 'g'), into] as const;
  });
  return (text) => compiled.reduce((now, [from, to]) => now.replace(from, to), text);
}

function nameReader(
  f: string,
  field: Of<'name'>,
  words: ReadonlySet<string>,
): (text: string | null) => Record<string, Cell> {
  const untyped = replacer(field.typing ?? []);
  const respelt = replacer((field.sameSpelling ?? []).map(([to, from]) => [from, to] as const));
  return (text) => {
    const clean = spaced(text);
    if (clean === null) return namePartsOf(f, field, null);
    const low = lower(/\p{M}/u.test(clean) ? clean.normalize('NFC') : clean);
    const folded = untyped(unstruck(bare(low)));
    const odd = folded.split(' ').filter((one) => !words.has(one)).length;
    return {
      ...namePartsOf(f, field, folded),
      [`${f}_marks`]: respelt(low),
      [`${f}_bare`]: !MORE_THAN_ASCII.test(clean),
      [`${f}_odd`]: odd,
    };
  };
}

const byBytes = (x: string, y: string) =>
  MORE_THAN_ASCII.test(x) || MORE_THAN_ASCII.test(y)
    ? Buffer.compare(Buffer.from(x), Buffer.from(y))
    : x < y
      ? -1
      : Number(x > y);
const INITIAL = /(^| )[^ ]( |$)/u;

/** What follows from the folded name alone. */
export function namePartsOf(f: string, { given }: Of<'name'>, folded: string | null): Record<string, Cell> {
  if (folded === null) return { [f]: null };
  const words = folded.split(' ');
  const [first = '', last = ''] = [words[0], words.at(-1)];
  return {
    [f]: folded,
    [`${f}_sorted`]: [...words].sort(byBytes).join(' '),
    [`${f}_ends`]: `${first} ${last}`,
    [`${f}_given`]: given === 'last' ? last : first,
    [`${f}_family`]: given === 'last' ? first : last,
    [`${f}_words`]: words.length,
    [`${f}_abbr`]: INITIAL.test(folded),
  };
}

const DIGITS = /^[0-9]+$/;

function identifierReader(f: string, field: Of<'identifier'>): (text: string | null) => Record<string, Cell> {
  const letters = field.letters ?? {};
  const forms = Object.entries(field.forms).map(([form, pattern]) => ({
    column: `${f}_${form}`,
    whole: patternOf(pattern, '', ['^(?:', ')$']),
    within: patternOf(pattern, '', ['(?:^|[|])(', ')(?:[|]|$)']),
  }));
  return (text) => {
    const signs =
      text === null || DIGITS.test(text)
        ? text
        : upper(text)
            .replace(/[^A-Z0-9|]+/g, '')
            .replace(/[A-Z]/g, (letter) => letters[letter] ?? letter);
    const held = ({ whole, within }: (typeof forms)[number]) => {
      if (signs === null) return null;
      if (whole.test(signs)) return signs;
      return signs.includes('|') ? (within.exec(signs)?.[1] ?? '') || null : null;
    };
    return Object.fromEntries(forms.map((form) => [form.column, held(form)]));
  };
}

function digitsReader(
  f: string,
  { replace = [], shortest = 1 }: Of<'digits'>,
): (text: string | null) => Record<string, Cell> {
  const replaced = replacer(replace);
  return (text) => {
    const digits = text === null ? '' : replaced(text.replace(/[^0-9]+/g, ''));
    return { [f]: text === null || [...digits].length < shortest ? null : digits };
  };
}

function codeReader(f: string, field: Of<'code'>): (text: string | null) => Record<string, Cell> {
  const codes = new Map<string, string>();
  for (const [code, said] of Object.entries(field.values))
    for (const one of [code, ...said].map(fold)) if (!codes.has(one)) codes.set(one, code);
  return (text) => {
    const folded = plain(text);
    return { [f]: folded === null || codes.size === 0 ? folded : (codes.get(folded) ?? null) };
  };
}

/** A number of the engine's, or nothing. */
function whole(text: string | undefined): number | null {
  if (text === undefined || !DIGITS.test(text)) return null;
  const value = Number(text);
  return value <= 2_147_483_647 ? value : null;
}

function readDate(f: string, { order }: Of<'date'>, text: string | null): Record<string, Cell> {
  if (text === null) return { [`${f}_y`]: null, [`${f}_m`]: null, [`${f}_d`]: null };
  const parts = trimmed(text)
    .replace(/[^0-9]+/g, '-')
    .replace(/-+$/, '')
    .split('-');
  const part = (place: number) => whole(parts[place]);
  const named = (one: string) => part(order.indexOf(one));
  const isYearFirst = parts[0]?.length === 4;
  const [isWhole, isPartial] = [parts.length === 3, parts.length === 2];
  const y = isYearFirst ? part(0) : isWhole ? named('y') : isPartial ? part(1) : null;
  const m = isYearFirst ? part(1) : isWhole ? named('m') : isPartial ? part(0) : null;
  const d = isYearFirst ? part(2) : isWhole ? named('d') : null;
  return { [`${f}_y`]: within(y, 1800, 2200) ? y : null, ...dayAndMonth(f, y, m, d) };
}

const within = (value: number | null, least: number, most: number): value is number =>
  value !== null && value >= least && value <= most;

/** A day that no calendar has is no day; who wrote month 25 wrote the day first. */
function dayAndMonth(f: string, y: number | null, m: number | null, d: number | null): Record<string, Cell> {
  if (within(m, 13, 31) && within(d, 1, 12)) return { [`${f}_m`]: d, [`${f}_d`]: m };
  if (!within(m, 1, 12)) return { [`${f}_m`]: null, [`${f}_d`]: null };
  const last = [4, 6, 9, 11].includes(m) ? 30 : m !== 2 ? 31 : y === null ? 0 : y % 4 === 0 ? 29 : 28;
  return { [`${f}_m`]: m, [`${f}_d`]: within(d, 1, last) ? d : null };
}
