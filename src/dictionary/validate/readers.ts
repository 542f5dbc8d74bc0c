/** One reader a field: everything about the field is decided here once, nothing a cell. */
import { parseDay } from '../expression/civil.ts';
import { compare, decimal, type Decimal } from '../expression/decimal.ts';
import { compilePattern } from '../pattern/automaton.ts';
import { parsePattern, type Pattern } from '../pattern/parse.ts';
import type { FieldPlan } from '../plan.ts';
import { reporter, type CellReader, type Report, type Settings } from './cell.ts';
import { characters } from './clean.ts';
import { codeReader } from './codes.ts';
import { readDate, readMoment, readPartialDate, type DateReading } from './dates.ts';
import type { CodeLookup } from './lookup.ts';
import { digitsOf, readInteger, readNumber } from './numbers.ts';

/** A field's reader; for `event-date` codes the row's day is asked through `dayOf`. */
export function fieldReader(field: FieldPlan, settings: Settings, codes: CodeLookup): CellReader {
  const report = reporter(field.name);
  switch (field.dataType) {
    case 'string':
    case 'text':
    case 'identifier':
    case 'reference':
      return textReader(field, report);
    case 'integer':
    case 'decimal':
      return numberReader(field, settings, report);
    case 'boolean':
      return booleanReader(settings, report);
    case 'date':
      return dateReader(field, settings, report, readDate);
    case 'partialDate':
      return dateReader(field, settings, report, readPartialDate);
    case 'datetime':
      return dateReader(field, settings, report, readMoment);
    case 'code':
      return codeReader(field, codes, report);
  }
}

/** `[0-9]{12}` is "12 digits" to people: the wording says how many there are and how many are needed. */
export function digitCount(pattern: Pattern): number | undefined {
  if (pattern.kind !== 'repeat' || pattern.min !== pattern.max || pattern.item.kind !== 'chars') return undefined;
  const [span, ...rest] = pattern.item.spans;
  return rest.length === 0 && span?.[0] === 0x30 && span[1] === 0x39 ? pattern.min : undefined;
}

/** How many digits a pattern asks for; undefined when it is about more. */
export const digitsNeeded = (pattern: string | undefined): number | undefined =>
  pattern === undefined ? undefined : digitCount(parsePattern(pattern));

/** `[0-9]{12}|[0-9]{9}` is 12 digits or 9; empty for a pattern that is about more than digits. */
function digitCounts(pattern: Pattern): number[] {
  const counts = (pattern.kind === 'choice' ? pattern.items : [pattern]).map(digitCount);
  return counts.every((count) => count !== undefined) ? counts : [];
}

/** Of several counts the one that was probably meant: the nearest. */
const nearest = (counts: readonly number[], have: number): number =>
  counts.reduce((best, count) => (Math.abs(count - have) < Math.abs(best - have) ? count : best));

function textReader(field: FieldPlan, report: Report): CellReader {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = field;
  const automaton = pattern === undefined ? undefined : compilePattern(pattern);
  const needs = pattern === undefined ? [] : digitCounts(parsePattern(pattern));
  const example = field.example ?? '';
  return (text, sink) => {
    // The pattern speaks first: "12 digits needed, 11 there" says more than "too short".
    if (automaton && !automaton.matches(text)) {
      if (needs.length === 0)
        return report(sink, 'format', text, { params: { example }, ...worded('format', example) });
      const have = text.replace(/[^0-9]/g, '').length;
      const wording = have === text.length ? 'format-digits' : 'format-not-digits';
      return report(sink, 'format', text, { wording, params: { need: nearest(needs, have), have } });
    }
    const length = text.length <= maxLength && minLength <= 1 ? text.length : characters(text);
    if (length > maxLength) {
      return report(sink, 'length', text, { wording: 'length-above', params: { most: maxLength, have: length } });
    }
    if (length < minLength) {
      return report(sink, 'length', text, { wording: 'length-below', params: { least: minLength, have: length } });
    }
    return text;
  };
}

const worded = (kind: string, example: string) => (example === '' ? {} : { wording: `${kind}-example` });

// What JSON can carry exactly (RFC 7493 §2.2) and `bigint` holds.
const LARGEST = decimal(String(Number.MAX_SAFE_INTEGER)) as Decimal;
const SMALLEST = decimal(String(Number.MIN_SAFE_INTEGER)) as Decimal;
const MOST_DIGITS = 30;

/** The stated bound where it lies within the limit; `side` 1 for a lower bound, -1 for an upper one. */
const within = (bound: Decimal | undefined, limit: Decimal, side: 1 | -1): Decimal =>
  bound !== undefined && compare(bound, limit) * side > 0 ? bound : limit;

/** Digits before and after the point that a decimal may have; a precision without a scale has none after it. */
export function digitLimits({ precision, scale }: Pick<FieldPlan, 'precision' | 'scale'>): {
  whole: number;
  fraction: number;
} {
  if (precision === undefined) return { whole: MOST_DIGITS, fraction: scale ?? MOST_DIGITS };
  return { whole: precision - (scale ?? 0), fraction: scale ?? 0 };
}

function numberReader(field: FieldPlan, settings: Settings, report: Report): CellReader {
  const isInteger = field.dataType === 'integer';
  const read = isInteger ? readInteger : readNumber;
  const { whole: mostWhole, fraction: mostFraction } = digitLimits(field);
  const min = field.range?.min === undefined ? undefined : decimal(field.range.min);
  const max = field.range?.max === undefined ? undefined : decimal(field.range.max);
  const [least, most] = isInteger ? [within(min, SMALLEST, 1), within(max, LARGEST, -1)] : [min, max];
  const params = { min: field.range?.min ?? '', max: field.range?.max ?? '' };
  return (text, sink) => {
    const number = read(text, settings.decimalMark);
    if (number === undefined)
      return report(sink, 'type', text, { wording: isInteger ? 'type-integer' : 'type-number' });
    if (!isInteger) {
      const digits = digitsOf(number);
      if (digits.fraction > mostFraction || digits.whole > mostWhole) {
        return report(sink, 'length', text, {
          wording: 'length-digits',
          params: { whole: mostWhole, fraction: mostFraction },
        });
      }
    }
    if (least === undefined && most === undefined) return number;
    const value = decimal(number) as Decimal;
    const isBelow = least !== undefined && compare(value, least) < 0;
    const isAbove = most !== undefined && compare(value, most) > 0;
    return isBelow || isAbove ? report(sink, 'range', text, { wording: rangeWording(params), params }) : number;
  };
}

const rangeWording = ({ min, max }: { min: string; max: string }) =>
  min === '' ? 'range-above' : max === '' ? 'range-below' : 'range';

function booleanReader(settings: Settings, report: Report): CellReader {
  const known = new Map<string, string>();
  const learn = (words: readonly string[], value: string) => {
    for (const word of words) for (const form of [word, word.toLowerCase(), word.toUpperCase()]) known.set(form, value);
  };
  learn(['true', 't', ...settings.yes], 'true');
  learn(['false', 'f', ...settings.no], 'false');
  const params = { yes: settings.yes[0] ?? 'true', no: settings.no[0] ?? 'false' };
  return (text, sink) =>
    known.get(text) ?? known.get(text.toLowerCase()) ?? report(sink, 'type', text, { wording: 'type-boolean', params });
}

type DateRead = (text: string, settings: Settings) => DateReading;

function dateReader(field: FieldPlan, settings: Settings, report: Report, read: DateRead): CellReader {
  const bound = (text: string | undefined) => (text === 'today' ? settings.today : text);
  const [min, max] = [bound(field.range?.min), bound(field.range?.max)];
  const params = { min: shown(min, settings), max: shown(max, settings) };
  const fail = (text: string, sink: Parameters<CellReader>[1], reading: Exclude<DateReading, { ok: string }>) => {
    const more = reading.suggestion === undefined ? {} : { suggestion: reading.suggestion };
    if (reading.fault === 'day') return report(sink, 'date', text, more);
    const wording = reading.fault === 'year' ? 'format-year' : `format-${settings.dateOrder}`;
    return report(sink, 'format', text, { wording, ...more });
  };
  return (text, sink) => {
    const reading = read(text, settings);
    if (!('ok' in reading)) return fail(text, sink, reading);
    const { ok } = reading;
    // A partial date is inside when some day of it may be: compare as far as it goes.
    const isBelow = min !== undefined && ok.slice(0, 10) < min.slice(0, ok.length);
    const isAbove = max !== undefined && ok.slice(0, 10) > max.slice(0, ok.length);
    if (!isBelow && !isAbove) return ok;
    const wording = field.range?.max === 'today' && isAbove ? 'range-future' : rangeWording(params);
    return report(sink, 'range', text, { wording, params });
  };
}

function shown(day: string | undefined, settings: Settings): string {
  if (day === undefined || parseDay(day) === null) return day ?? '';
  const [y = '', m = '', d = ''] = day.split('-');
  if (settings.dateOrder === 'ymd') return day;
  return settings.dateOrder === 'dmy' ? `${d}/${m}/${y}` : `${m}/${d}/${y}`;
}
