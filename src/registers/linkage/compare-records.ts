/** How two records stand to each other, in the process: the levels of `levels.ts` without a statement. A property test holds the two together. */
import { levelCount, SILENT } from './compare.ts';
import type { PlainRecord } from './read-record.ts';
import { levelAt, levelName, type ComparisonSettings, type FieldSettings, type LinkageSettings } from './settings.ts';
import { damerauLevenshtein, jaroWinkler, levenshtein } from './text-distance.ts';

export interface ComparedRecords {
  readonly pattern: number;
  /** How frequent the agreeing name is, or nothing. */
  readonly share: number | null;
  /** Both hold the guarded identifier, and differ. */
  readonly conflict: boolean;
}

type Test = (l: PlainRecord, r: PlainRecord, f: string, at: number | undefined) => boolean;

/** Nothing is not the same as nothing. */
const same = (l: PlainRecord, r: PlainRecord, ...columns: readonly string[]) =>
  columns.every((column) => there(l[column]) && l[column] === r[column]);
const there = (value: PlainRecord[string] | undefined) => value !== null && value !== undefined;
const text = (record: PlainRecord, column: string) => (record[column] ?? '') as string;
const number = (record: PlainRecord, column: string) => record[column] as number;
const lengthOf = (value: string) => [...value].length;

const nearName: Test = (l, r, f, at = 0.9) => {
  const isEasy = same(l, r, `${f}_family`) || same(l, r, `${f}_given`) || l[`${f}_words`] !== r[`${f}_words`];
  const [one, other] = [text(l, f), text(r, f)];
  if (!isEasy || Math.abs(lengthOf(one) - lengthOf(other)) > 2) return false;
  return jaroWinkler(one, other) >= at && levenshtein(one, other, 2) <= 2;
};

function oneSign(l: PlainRecord, r: PlainRecord, column: string): boolean {
  if (!there(l[column]) || !there(r[column])) return false;
  const [one, other] = [text(l, column), text(r, column)];
  const isEasy = one.slice(0, 4) === other.slice(0, 4) || one.slice(-4) === other.slice(-4);
  return isEasy && levenshtein(one, other, 2) <= 2 && damerauLevenshtein(one, other) <= 1;
}

const ASCII = /^[\0-\x7f]*$/;

/** Word by word; where one has fewer words, the rest of the other stands against nothing. */
function marksOnlyLost(l: PlainRecord, r: PlainRecord, f: string): boolean {
  const [one, other] = [text(l, `${f}_marks`).split(' '), text(r, `${f}_marks`).split(' ')];
  return one.every((word, i) => {
    const second = other[i];
    return second === undefined || word === second || ASCII.test(word) || ASCII.test(second);
  });
}

const initials = (name: string) => name.replace(/([^ ])[^ ]*( |$)/gu, '$1');

function partMissing(l: PlainRecord, r: PlainRecord, f: string): boolean {
  const holds = (one: string, other: string) => {
    if (` ${one} `.includes(` ${other} `)) return true;
    const words = new Set(one.split(' '));
    return same(l, r, `${f}_ends`) && other.split(' ').every((word) => words.has(word));
  };
  const [one, other] = [text(l, f), text(r, f)];
  return l[`${f}_words`] !== r[`${f}_words`] && (holds(one, other) || holds(other, one));
}

const names: Readonly<Record<string, Test>> = {
  same: (l, r, f) => same(l, r, f, `${f}_marks`) && l[`${f}_bare`] === false,
  'marks-lost': (l, r, f) =>
    same(l, r, f) && (l[`${f}_bare`] === true || r[`${f}_bare`] === true || marksOnlyLost(l, r, f)),
  'marks-differ': (l, r, f) => same(l, r, f),
  reordered: (l, r, f) => same(l, r, `${f}_sorted`),
  initials: (l, r, f) =>
    (l[`${f}_abbr`] === true || r[`${f}_abbr`] === true) && initials(text(l, f)) === initials(text(r, f)),
  slip: (l, r, f, at) => l[`${f}_odd`] !== r[`${f}_odd`] && nearName(l, r, f, at),
  'part-missing': partMissing,
  alike: (l, r, f, at) => l[`${f}_odd`] === r[`${f}_odd`] && nearName(l, r, f, at),
  ends: (l, r, f) => same(l, r, `${f}_ends`),
  given: (l, r, f) => same(l, r, `${f}_given`),
};

const dates: Readonly<Record<string, Test>> = {
  same: (l, r, f) => same(l, r, `${f}_y`, `${f}_m`, `${f}_d`),
  partial: (l, r, f) =>
    same(l, r, `${f}_y`) &&
    (!there(l[`${f}_d`]) || !there(r[`${f}_d`])) &&
    (!there(l[`${f}_m`]) || !there(r[`${f}_m`]) || same(l, r, `${f}_m`)),
  swapped: (l, r, f) =>
    same(l, r, `${f}_y`) &&
    there(l[`${f}_m`]) &&
    there(l[`${f}_d`]) &&
    l[`${f}_m`] === r[`${f}_d`] &&
    l[`${f}_d`] === r[`${f}_m`],
  near: (l, r, f) => {
    const parts = ['y', 'm', 'd'].map((part) => `${f}_${part}`);
    return (
      parts.every((part) => there(l[part]) && there(r[part])) &&
      parts.filter((part) => l[part] === r[part]).length === 2
    );
  },
  year: (l, r, f) => same(l, r, `${f}_y`),
};

const identifiers = (forms: readonly string[]): Readonly<Record<string, Test>> => ({
  same: (l, r, f) => forms.some((form) => same(l, r, `${f}_${form}`)),
  slip: (l, r, f) => forms.some((form) => oneSign(l, r, `${f}_${form}`)),
});

const sameText: Test = (l, r, f) => same(l, r, f);

function testsOf(field: FieldSettings): Readonly<Record<string, Test>> {
  if (field.kind === 'name') return names;
  if (field.kind === 'date') return dates;
  if (field.kind === 'identifier') return identifiers(Object.keys(field.forms));
  if (field.kind === 'digits') return { same: sameText, slip: (l, r, f) => oneSign(l, r, f) };
  if (field.kind === 'code') return { same: sameText };
  if (field.kind === 'text')
    return { same: sameText, similar: (l, r, f, at = 0.9) => jaroWinkler(text(l, f), text(r, f)) >= at };
  const all = (record: PlainRecord, f: string) => (record[`${f}_all`] ?? []) as readonly string[];
  return { same: sameText, possible: (l, r, f) => all(l, f).some((unit) => all(r, f).includes(unit)) };
}

function isSilent(f: string, field: FieldSettings, l: PlainRecord, r: PlainRecord): boolean {
  const both = (column: string) => there(l[column]) && there(r[column]);
  if (field.kind === 'identifier') return !Object.keys(field.forms).some((form) => both(`${f}_${form}`));
  return !both(field.kind === 'date' ? `${f}_y` : f);
}

/** @returns a function of two records: their pattern, as `comparedColumns` has it */
export function recordComparer(settings: LinkageSettings): (l: PlainRecord, r: PlainRecord) => ComparedRecords {
  const comparers = settings.comparisons.map((comparison) =>
    levelFinder(comparison, settings.fields[comparison.field]),
  );
  const steps = settings.comparisons.map(levelCount);
  const rare = settings.comparisons.find(({ frequency }) => frequency)?.field;
  const verified = settings.guards.verified?.replace('.', '_');
  return (l, r) => {
    let [pattern, step] = [0, 1];
    comparers.forEach((levelOf, i) => {
      pattern += levelOf(l, r) * step;
      step *= steps[i] ?? 1;
    });
    const conflict = verified !== undefined && there(l[verified]) && there(r[verified]) && l[verified] !== r[verified];
    return { pattern, share: rare === undefined ? null : sharedShare(l, r, rare), conflict };
  };
}

function levelFinder(
  { field: f, levels }: ComparisonSettings,
  field: FieldSettings | undefined,
): (l: PlainRecord, r: PlainRecord) => number {
  if (!field) throw new TypeError(f);
  const tests = testsOf(field);
  const own = levels.map((level) => ({ test: tests[levelName(level)], at: levelAt(level) }));
  return (l, r) => {
    if (isSilent(f, field, l, r)) return SILENT;
    const level = own.findIndex(({ test, at }) => test?.(l, r, f, at) ?? false);
    return level < 0 ? levels.length + 1 : level + 1;
  };
}

function sharedShare(l: PlainRecord, r: PlainRecord, f: string): number | null {
  if (!same(l, r, f) && !same(l, r, `${f}_sorted`)) return null;
  const shares = [l, r].flatMap((one) => (there(one[`${f}_share`]) ? [number(one, `${f}_share`)] : []));
  return shares.length === 0 ? null : Math.max(...shares);
}
