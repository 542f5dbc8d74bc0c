/** What our own JSON Schema says of a value beyond the keywords (emit/json-schema.ts): read back to the type it was. */
import { DATE_PATTERN, MOMENT_PATTERN, PARTIAL_DATE_PATTERN } from '../emit/notation.ts';
import { toEcmaScript } from '../pattern/emit.ts';
import { isObj, numberOf, textOf, type Obj } from './document.ts';
import type { DraftField } from './model.ts';

const WORDS = [
  'title',
  'description',
  '$schema',
  '$id',
  '$ref',
  '$defs',
  'definitions',
  'type',
  'examples',
  'enum',
  'const',
];
const BOUNDS = ['minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];

/** Keywords of a field that have a place; the others are kept in its note. */
export const OF_FIELD: ReadonlySet<string> = new Set([
  ...WORDS,
  ...BOUNDS,
  ...['format', 'formatMinimum', 'formatMaximum', 'allOf', 'oneOf', 'anyOf', 'x-range', 'x-digits', 'x-references'],
  'x-code-names',
]);

/** Keywords of an object; those that no reader understands are findings of their own. */
export const OF_OBJECT: ReadonlySet<string> = new Set([
  ...WORDS,
  ...['properties', 'required', 'additionalProperties', 'allOf', 'oneOf', 'anyOf', 'not', 'if', 'then', 'else'],
  ...['patternProperties', 'x-key'],
]);

type Own = Pick<DraftField, 'type' | 'precision' | 'scale' | 'min' | 'max'>;

const BY_PATTERN: ReadonlyMap<string, DraftField['type']> = new Map([
  [toEcmaScript(DATE_PATTERN), 'date'],
  [toEcmaScript(PARTIAL_DATE_PATTERN), 'partialDate'],
  [toEcmaScript(MOMENT_PATTERN), 'datetime'],
]);

/** @returns undefined for what the keywords alone say */
export function notationOf(schema: Obj): Own | undefined {
  const digits = schema['x-digits'];
  const type = isObj(digits) ? 'decimal' : BY_PATTERN.get(textOf(schema['pattern']) ?? '');
  if (type === undefined) return undefined;
  const range = isObj(schema['x-range']) ? schema['x-range'] : {};
  const [min, max] = [textOf(range['min'] ?? schema['formatMinimum']), textOf(range['max'] ?? schema['formatMaximum'])];
  return {
    type,
    ...(isObj(digits) && digitsOf(numberOf(digits['whole']) ?? 0, numberOf(digits['fraction']) ?? 0)),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
}

/** As many digits as there may be are no bound. */
const digitsOf = (whole: number, fraction: number) =>
  whole + fraction > MOST_DIGITS ? {} : { precision: whole + fraction, scale: fraction };
const MOST_DIGITS = 30;

/** What JSON carries exactly (RFC 7493 §2.2) bounds every whole number, and says nothing of this one. */
export function withoutLargest({ minimum, maximum, ...schema }: Obj): Obj {
  return {
    ...schema,
    ...(minimum !== Number.MIN_SAFE_INTEGER && { minimum }),
    ...(maximum !== Number.MAX_SAFE_INTEGER && { maximum }),
  };
}
