/**
 * How a value is written in JSON, RDF and CSV (docs/semantics.md, "One notation"), as I-Regexps (RFC 9485): what
 * JSON Schema, SHACL and Table Schema say of days, moments and decimals is one text for all.
 */
import { decimal, toWhole } from '../expression/decimal.ts';
import type { FieldPlan } from '../plan.ts';
import { digitLimits } from '../validate/readers.ts';

const MONTH = '(0[1-9]|1[0-2])';
const FOURS = '(0[48]|[2468][048]|[13579][26])';
const LEAP_YEAR = `([0-9][0-9]${FOURS}|${FOURS}00)`;
const DAY = `((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))`;
const YEAR = '([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)';

/** Days that exist, years 0001–9999 (ISO 8601-1:2019 §5.2.2.1, extended format). */
export const DATE_PATTERN = `${YEAR}-${DAY}|${LEAP_YEAR}-02-29`;
/** A year, a month or a day (ISO 8601-1:2019 §5.2.2.2 b and c, reduced precision). */
export const PARTIAL_DATE_PATTERN = `${YEAR}(-${MONTH})?|${YEAR}-${DAY}|${LEAP_YEAR}-02-29`;

const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,3})?';
// XML Schema 1.1 part 2 §3.3.7.2 stops at 14:00; no place on earth is further.
const OFFSET = '(Z|[+\\-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))';
/** RFC 3339 §5.6 with capital T and Z, no leap second, milliseconds at most. */
export const MOMENT_PATTERN = `(${DATE_PATTERN})T${CLOCK}${OFFSET}`;

/** Digits without leading zeros, a point, digits; `-0` is zero. */
export function decimalPattern(field: Pick<FieldPlan, 'precision' | 'scale'>): string {
  const { whole, fraction } = digitLimits(field);
  const integer = whole === 0 ? '0' : `(0|[1-9][0-9]{0,${String(whole - 1)}})`;
  return `-?${integer}${fraction === 0 ? '' : `(\\.[0-9]{1,${String(fraction)}})?`}`;
}

/** The whole numbers a field takes: its range, within what JSON carries exactly (RFC 7493 §2.2). */
export function integerBounds({ range }: Pick<FieldPlan, 'range'>): { min: number; max: number } {
  const { MIN_SAFE_INTEGER: least, MAX_SAFE_INTEGER: most } = Number;
  return {
    min: range?.min === undefined ? least : Math.max(least, wholeBound(range.min, Math.ceil)),
    max: range?.max === undefined ? most : Math.min(most, wholeBound(range.max, Math.floor)),
  };
}

/** `2.5` bounds whole numbers as 3 from below, 2 from above. */
function wholeBound(text: string, round: (value: number) => number): number {
  const value = decimal(text);
  return (value === undefined ? undefined : toWhole(value)) ?? round(Number(text));
}

/** Whole-value pattern for a search: XPath's and ECMAScript's anchors mean the same without the flag `m`. */
export const anchored = (pattern: string): string => `^(${pattern})$`;
