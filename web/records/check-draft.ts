/**
 * A form judged in the browser by the JSON Schema that the dictionary compiles to, with a validator that builds no code
 * (strict content policy): the same verdict as the node's, in the same words. What the schema cannot say (codes of long
 * lists, today, rules across fields) the node says when the form is sent. Pure.
 */
import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';
import { cleaner } from '../../src/dictionary/contract.ts';
import type { Values } from '../../src/records/contract.ts';
import type { FormField } from './record-draft.ts';

interface Range {
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/** A property of the emitted schema (src/dictionary/emit/json-schema.ts). */
export interface FieldSchema {
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly examples?: readonly (string | number)[];
  readonly formatMinimum?: string;
  readonly formatMaximum?: string;
  readonly 'x-range'?: Range;
  readonly 'x-digits'?: { readonly whole: number; readonly fraction: number };
  readonly 'x-normalise'?: readonly ('collapse' | 'digits' | 'upper' | 'lower')[];
}
export interface RecordSchema {
  readonly properties: Readonly<Record<string, FieldSchema>>;
}

/** One finding of the catalogue: `dictionary:findings.<rule>`. */
export interface DraftFinding {
  readonly rule: string;
  readonly value: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** Controls whose typed text the node may still read in another notation, or completes with its zone. */
const READ_BY_NODE = new Set(['date', 'partial-date', 'datetime']);
const ISO = /^\d{4}(-\d{2}){0,2}$/;

export type DraftCheck = (fields: readonly FormField[], values: Values) => ReadonlyMap<string, DraftFinding>;

/** @returns findings by field, at most one each; a value that is not there is the form's own affair */
export function compileDraftCheck(schema: RecordSchema): DraftCheck {
  // Every field is told of at once, not only the first.
  const validator = new Validator(schema as unknown as Schema, '2020-12', false);
  return (fields, values) => {
    const judged = fields.flatMap((field) => {
      const value = cleaned(values[field.name] ?? null, schema.properties[field.name]);
      return value === null || isLeftToNode(field, value) ? [] : [[field.name, value] as const];
    });
    const { errors } = validator.validate(Object.fromEntries(judged));
    return new Map(
      judged.flatMap(([name, value]) => {
        const own = errors.filter((error) => error.instanceLocation === `#/${name}`);
        const property = schema.properties[name];
        return own.length === 0 || !property ? [] : [[name, findingOf(own, property, value)] as const];
      }),
    );
  };
}

type Value = string | number | boolean;

function cleaned(value: Values[string], property: FieldSchema | undefined): Value | null {
  if (typeof value !== 'string') return value;
  const text = cleaner(property?.['x-normalise'] ?? [])(value);
  return text === '' ? null : text;
}

const isLeftToNode = ({ widget }: FormField, value: Value) =>
  READ_BY_NODE.has(widget) && !(widget !== 'datetime' && ISO.test(String(value)));

function findingOf(errors: readonly OutputUnit[], property: FieldSchema, value: Value): DraftFinding {
  const keywords = new Set(errors.map((error) => error.keyword));
  const say = (rule: string, values: DraftFinding['values'] = {}): DraftFinding => ({
    rule,
    value: String(value),
    values,
  });
  if (keywords.has('type')) return say(property.minimum === undefined ? 'type-number' : 'type-integer');
  if (keywords.has('enum')) return say('code');
  if (keywords.has('minimum') || keywords.has('maximum'))
    return say('range', { min: property.minimum ?? '', max: property.maximum ?? '' });
  const isNotation = errors.some((error) => error.keywordLocation.endsWith(`/properties/${nameIn(error)}/pattern`));
  const range = rangeOf(property);
  if (range && !isNotation) return say(...rangeWords(range));
  const digits = property['x-digits'];
  if (digits) return say('length-digits', { ...digits });
  return range || isDay(property) ? say('date') : sayText(keywords, property, { value, say });
}

const isDay = ({ format, pattern = '' }: FieldSchema) => format !== undefined || pattern.includes('-02-29');

/** Bounds that stand; `today` is the node's. */
function rangeOf({ formatMinimum, formatMaximum, ...property }: FieldSchema): Range | undefined {
  const fixed = (bound: string | undefined) => (bound === 'today' ? undefined : bound);
  const min = fixed(property['x-range']?.min) ?? formatMinimum;
  const max = fixed(property['x-range']?.max) ?? formatMaximum;
  return min === undefined && max === undefined ? undefined : { min, max };
}

const nameIn = ({ instanceLocation }: OutputUnit) => instanceLocation.slice('#/'.length);

function rangeWords({ min, max }: Range): [string, Record<string, string>] {
  if (min === undefined) return ['range-above', { max: max ?? '' }];
  return max === undefined ? ['range-below', { min }] : ['range', { min, max }];
}

interface Saying {
  readonly value: Value;
  readonly say: (rule: string, values?: DraftFinding['values']) => DraftFinding;
}

function sayText(keywords: ReadonlySet<string>, property: FieldSchema, { value, say }: Saying): DraftFinding {
  const { maxLength, minLength, examples } = property;
  const have = [...String(value)].length;
  // The pattern speaks first, as in a load.
  if (!keywords.has('pattern')) {
    if (maxLength !== undefined && have > maxLength) return say('length-above', { most: maxLength, have });
    return say('length-below', { least: minLength ?? 1, have });
  }
  const [example] = examples ?? [];
  return example === undefined ? say('format') : say('format-example', { example });
}
