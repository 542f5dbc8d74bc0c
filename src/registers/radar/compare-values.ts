/** What types, codes and values of a field say for something held, and against it. Pure. */
import { fold } from '../../platform/search/fold.ts';
import type { ReadyField } from './find-evidence.ts';
import type { IndexedHeld } from './held-index.ts';
import { placeOfKind as at, type AskedField } from './model.ts';

const groups: Readonly<Record<string, string>> = {
  string: 'text',
  text: 'text',
  identifier: 'text',
  code: 'code',
  reference: 'code',
  integer: 'number',
  decimal: 'number',
  date: 'day',
  partialDate: 'day',
  datetime: 'day',
  boolean: 'yes-no',
};

export function compareTypes(field: AskedField, held: IndexedHeld['held'], features: Float64Array): void {
  const [mine, theirs] = [groups[field.dataType ?? ''], groups[held.dataType ?? '']];
  if (mine !== undefined && theirs !== undefined) {
    if (mine === theirs) features[at.type] = mine === 'text' ? 0.3 : 1;
    else features[at['other-type']] = typeClash(mine, theirs);
  }
  if (field.pattern !== undefined && field.pattern === held.pattern) features[at.pattern] = 1;
  if (field.unit !== undefined && held.unit !== undefined) {
    features[at['other-unit']] = fold(field.unit) === fold(held.unit) ? 0 : 1;
  }
}

/** A text may hold what is coded elsewhere, and a year is a number to a spreadsheet; a day is never a yes or no. */
function typeClash(mine: string, theirs: string): number {
  if (mine === 'number' && theirs === 'day') return 0;
  if (mine !== 'text' && theirs !== 'text') return 1;
  return mine === 'day' || theirs === 'day' ? 0.5 : 0;
}

/** What codes mean, never the codes alone; and whether the values look like what is held. */
export function compareValues(
  { codes, values, foldedValues }: ReadyField,
  thing: IndexedHeld,
  features: Float64Array,
): void {
  if (thing.codes && thing.meanings) {
    const agreed = codes ? agreeOnCodes(codes, thing) : agreeOnValues(foldedValues, thing);
    if (agreed === undefined) return;
    features[at.codes] = Math.max(0, agreed);
    features[at['other-codes']] = Math.max(0, -agreed);
    return;
  }
  if (values.length < 3) return;
  const like = looksLike[groups[thing.held.dataType ?? ''] ?? ''];
  if (like && shareOf(values, (value) => like.test(value)) < 0.2) features[at['other-codes']] = 1;
  if (thing.pattern) {
    const { pattern } = thing;
    const fit = shareOf(values, (value) => pattern.matches(value.trim()) || pattern.matches(digitsOf(value)));
    features[at.values] = fit >= 0.8 ? fit : 0;
    features[at['other-codes']] = fit < 0.2 ? 1 : 0;
  }
}

const shareOf = (values: readonly string[], is: (value: string) => boolean) =>
  values.filter((value) => is(readAsMeant(value))).length / values.length;

/** Letters typed for digits between digits: `O1/O2/199O` is meant as a day, possible or not. */
const readAsMeant = (value: string) =>
  /\d/.test(value) ? value.replace(/[Oo](?=[\dOolI./-]|$)/g, '0').replace(/[lI](?=[\dOolI./-]|$)/g, '1') : value;

const digitsOf = (value: string) => value.replace(/[\s.]/g, '');

/** Whether a value can be meant as a day or as a number at all; a day that no calendar has can. */
const looksLike: Readonly<Record<string, RegExp>> = {
  day: /\d{1,4}\s*[./-]\s*\d{1,4}|^\s*(?:19|20)\d{2}\s*$|^\s*\d{8}\s*$|\d{1,2}\D{1,9}\d{1,2}\D{1,7}\d{4}/,
  number: /\d/,
};

type Meanings = ReadonlyMap<string, ReadonlySet<string>>;

/** 1: every code's meaning is known there; -1: none is. Which code stands for it says nothing, either way. */
function agreeOnCodes(mine: Meanings, { codes, meanings }: IndexedHeld): number | undefined {
  const [theirs, known] = [codes as Meanings, meanings as ReadonlySet<string>];
  let [same, other, silent] = [0, 0, 0];
  for (const [code, names] of mine) {
    if (names.size > 0) {
      if ([...names].some((name) => known.has(name))) same += 1;
      else other += 1;
      // A code without words agrees where it is itself a word of theirs: `male`. A bare `M` is no evidence.
    } else if (known.has(code)) same += 1;
    else if (theirs.has(code)) silent += 1;
    else other += 1;
  }
  const told = same + other;
  return told === 0 || silent > told ? undefined : (same - other) / told;
}

/** Codes of the field that mean something else at the register, though the list means the same things. */
export function codesToRecode({ codes }: ReadyField, thing: IndexedHeld): string[] {
  if (!codes || !thing.codes) return [];
  return [...codes].flatMap(([code, names]) => {
    const theirs = thing.codes?.get(code);
    return theirs && names.size > 0 && ![...names].some((name) => theirs.has(name)) ? [code] : [];
  });
}

function agreeOnValues(values: readonly string[], { codes, meanings }: IndexedHeld): number | undefined {
  const filled = values.filter((value) => value !== '');
  if (filled.length === 0) return undefined;
  const [theirs, known] = [codes as Meanings, meanings as ReadonlySet<string>];
  const meant = filled.filter((value) => known.has(value)).length / filled.length;
  if (meant >= 0.6) return meant;
  // Codes without words fit lists with the same codes and other meanings just as well: they are no evidence for it.
  const coded = filled.filter((value) => theirs.has(value)).length / filled.length;
  if (coded >= 0.6) return 0;
  return theirs.size > 100 || meant + coded > 0.3 ? 0 : -1;
}
