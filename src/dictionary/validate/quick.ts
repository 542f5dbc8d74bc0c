/**
 * Most cells of a load stand as they will be stored: such a cell is told at a glance, and cleaning and reading are left
 * out. What a glance does not settle is read in full; a column where the two could differ has no glance at all.
 */
import { monthLength } from '../expression/civil.ts';
import { compilePattern } from '../pattern/automaton.ts';
import { parsePattern } from '../pattern/parse.ts';
import type { FieldPlan } from '../plan.ts';
import type { Settings } from './cell.ts';
import type { CodeLookup } from './lookup.ts';
import { codeTable } from './code-table.ts';
import { digitCount } from './readers.ts';

const [NONE, CODE, DAY, DIGITS, WORDS, WHOLE, FLAG] = [0, 1, 2, 3, 4, 5, 6] as const;

/** One shape for every kind of column, so that all go one way through the loop. */
export interface Quick {
  readonly kind: number;
  /** A cell with nothing may stay so. */
  readonly isOptional: boolean;
  /** Whether a text is a code in force. */
  readonly isCode: (text: string) => boolean;
  /** Least and greatest length, or value of a whole number, or day as the number yyyymmdd. */
  readonly least: number;
  readonly most: number;
  readonly matches: ((text: string) => boolean) | undefined;
  /** Words for nothing, and the length of the longest. */
  readonly nothing: ReadonlySet<string>;
  readonly longestNothing: number;
}

export const NEVER: Quick = {
  ...{ kind: NONE, isOptional: false, isCode: () => false, least: 0, most: 0 },
  ...{ matches: undefined, nothing: new Set<string>(), longestNothing: 0 },
};

/** Whether reading this cell in full would give the cell itself, without a finding; false: it has to be read. */
export const isSettled = (quick: Quick, text: string): boolean => unsettledCell([quick])([text], 0) === 1;

type Cells = readonly (string | null | undefined)[];

/**
 * The next cell, from a place on, that has to be read in full; the number of columns when there is none. Written out column
 * by column, so that the machine sees which asks what; the text has numbers of columns in it and no word of a dictionary.
 */
export function unsettledCell(columns: readonly Quick[]): Unsettled {
  const known = columns.map((_, i) => numbered('const q$ = columns[$], { least: l$, most: m$, isCode: k$ } = q$;', i));
  const cases = columns.map(({ kind, isOptional }, i) => {
    const isNothing = isOptional ? 'c === null' : 'false';
    const test = TESTS[kind] ?? 'false';
    return numbered(`case $: c = cells[$]; if (typeof c === 'string' ? !(${test}) : !(${isNothing})) return $;`, i);
  });
  const text = `'use strict';
${known.join('\n')}
return (cells, from) => {
let c, n;
switch (from) {
${cases.join('\n')}
}
return ${String(columns.length)};
};`;
  const make = new Function('columns', ...Object.keys(ASKED), text) as (...given: unknown[]) => Unsettled;
  return make(columns, ...Object.values(ASKED));
}

type Unsettled = (cells: Cells, from: number) => number;
const numbered = (text: string, i: number) => text.replaceAll('$', String(i));

const TESTS: Readonly<Record<number, string>> = {
  [CODE]: 'k$(c)',
  [DAY]: '(n = dayOf(c)) >= l$ && n <= m$',
  [DIGITS]: 'c.length === l$ && isDigits(c)',
  [WORDS]: 'isWords(q$, c)',
  [WHOLE]: '(n = wholeOf(c)) >= l$ && n <= m$',
  [FLAG]: "(c === 'true' || c === 'false')",
};

// Whole numbers of so many digits are exact as numbers of JavaScript.
const EXACT = 15;

/** A whole number as it is stored; no number when it is written otherwise, or none. */
function wholeOf(text: string): number {
  const { length } = text;
  const first = text.charCodeAt(0) - 0x30;
  if (length === 0 || length > EXACT || !(first >= 0 && first <= 9) || (first === 0 && length > 1)) return Number.NaN;
  let value = first;
  for (let i = 1; i < length; i += 1) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

const EARLIEST_YEAR = 100;

/** `yyyy-mm-dd` of a day that there is, as the number yyyymmdd; no number when it is none. */
function dayOf(text: string): number {
  if (text.length !== 10 || text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return Number.NaN;
  const year = pair(text, 0) * 100 + pair(text, 2);
  const [month, day] = [pair(text, 5), pair(text, 8)];
  const isDay = year >= EARLIEST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  return isDay && (day <= 28 || day <= monthLength(year, month)) ? year * 10_000 + month * 100 + day : Number.NaN;
}

/** Two digits; no number when they are none. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Letters that cleaning leaves alone, single spaces between them; then length and pattern. */
function isWords(quick: Quick, text: string): boolean {
  const { length } = text;
  if (length < quick.least || length > quick.most || !isClean(text)) return false;
  if (quick.matches !== undefined && !quick.matches(text)) return false;
  return length > quick.longestNothing || !quick.nothing.has(text);
}

function isClean(text: string): boolean {
  let isAfterSpace = true;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < LETTERS.length && LETTERS[code] === 1) isAfterSpace = false;
    else if (code !== 0x20 || isAfterSpace) return false;
    else isAfterSpace = true;
  }
  return !isAfterSpace;
}

/** ASCII and composed Latin letters (Unicode NFC_Quick_Check = Yes): a code unit is a character, and stays as it is. */
const LETTERS = Uint8Array.from({ length: 0x1f00 }, (_, code) => {
  if (code < 0x7f) return code > 0x20 ? 1 : 0;
  return code >= 0x1e00 || (code > 0xa0 && code < 0x300 && code !== 0xad) ? 1 : 0;
});

const ASKED = { dayOf, isDigits, isWords, wholeOf } as const;

export interface Glance {
  readonly settings: Settings;
  readonly codes: CodeLookup;
  readonly nothing: ReadonlySet<string>;
  /** The full reading: the text it gives without a finding, else undefined. */
  readonly read: (text: string) => string | null | undefined;
}

/** The glance of a column: none where what it settles could be read otherwise in full. */
export function quickOf(field: FieldPlan, glance: Glance): Quick {
  const { nothing } = glance;
  const longestNothing = Math.max(0, ...[...nothing].map((word) => word.length));
  const quick = { ...NEVER, isOptional: !field.required, nothing, longestNothing, ...kindOf(field, glance) };
  // A word for nothing that looks like a value is for the full reading.
  return [...nothing].some((word) => isSettled(quick, word)) ? NEVER : quick;
}

const changes = (field: FieldPlan) =>
  field.normalise.includes('upper') || field.normalise.includes('lower') || field.normalise.includes('digits');

function kindOf(field: FieldPlan, glance: Glance): Partial<Quick> {
  switch (field.dataType) {
    case 'code':
      return codesOf(field, glance);
    case 'date':
    case 'partialDate':
      return changes(field) ? {} : daysOf(field, glance.settings);
    case 'integer':
      return wholesOf(field);
    case 'boolean':
      return glance.read('true') === 'true' && glance.read('false') === 'false' ? { kind: FLAG } : {};
    case 'string':
    case 'text':
    case 'identifier':
    case 'reference':
      return wordsOf(field);
    default:
      return {};
  }
}

function codesOf({ codeList }: FieldPlan, { codes, read }: Glance): Partial<Quick> {
  const inForce = codeList?.rule === 'event-date' ? undefined : codes.list(codeList?.list ?? '')?.inForce;
  const isSound = inForce !== undefined && [...inForce.keys()].every((code) => read(code) === code);
  return isSound ? { kind: CODE, isCode: codeTable(inForce) } : {};
}

function daysOf({ range }: FieldPlan, { today }: Settings): Partial<Quick> {
  const [least, most] = [dayBound(range?.min, today), dayBound(range?.max, today)];
  return Number.isNaN(least ?? 0) || Number.isNaN(most ?? 0)
    ? {}
    : { kind: DAY, least: least ?? 0, most: most ?? Number.POSITIVE_INFINITY };
}

/** A day or the beginning of one as a number: a month or year alone stands before its first day, as it does as a text. */
function dayBound(text: string | undefined, today: string): number | undefined {
  if (text === undefined) return undefined;
  const day = (text === 'today' ? today : text).slice(0, 10);
  return PART_OF_DAY.test(day) ? Number(day.replaceAll('-', '').padEnd(8, '0')) : Number.NaN;
}
const PART_OF_DAY = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/;

function wholesOf({ range }: FieldPlan): Partial<Quick> {
  const bounds = [range?.min ?? '0', range?.max ?? '0'];
  if (bounds.some((bound) => bound.length > EXACT)) return {};
  const most = range?.max === undefined ? Number.POSITIVE_INFINITY : Number(range.max);
  return { kind: WHOLE, least: Number(bounds[0]), most };
}

function wordsOf(field: FieldPlan): Partial<Quick> {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = field;
  const digits = pattern === undefined ? undefined : digitCount(parsePattern(pattern));
  if (digits !== undefined)
    return digits >= Math.max(1, minLength) && digits <= maxLength ? { kind: DIGITS, least: digits } : {};
  if (changes(field)) return {};
  const automaton = pattern === undefined ? undefined : compilePattern(pattern);
  const matches = automaton && ((text: string) => automaton.matches(text));
  return { kind: WORDS, least: Math.max(1, minLength), most: maxLength, matches };
}
