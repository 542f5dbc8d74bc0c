/**
 * JSON Schema 2020-12 of an entity's records. What JSON Schema cannot say (codes in time, today, several fields) stands
 * in annotations that begin with `x-`. Decimals are texts, so that no digit is lost on the way (RFC 8259 §6).
 */
import { pick } from '../../platform/texts.ts';
import { toEcmaScript } from '../pattern/emit.ts';
import type { CodeItemPlan, ElementPlan, EntityPlan, FieldPlan } from '../plan.ts';
import { schemaAnnotations } from './element-annotations.ts';
import { DATE_PATTERN, decimalPattern, integerBounds, MOMENT_PATTERN, PARTIAL_DATE_PATTERN } from './notation.ts';
import { digitLimits } from '../validate/readers.ts';
import { boundPatterns } from './range-pattern.ts';

export interface SchemaOptions {
  readonly language: string;
  /** Number of the release it is made from: part of `$id`. */
  readonly release: number;
  /** Codes in force, for lists that are short enough to be spelt out; undefined for others. */
  readonly codes: (list: string) => readonly CodeItemPlan[] | undefined;
  /** For what only an element says; absent: constraints and words of the field alone. */
  readonly element?: (code: string) => ElementPlan | undefined;
}

const DATE = toEcmaScript(DATE_PATTERN);
const PARTIAL_DATE = toEcmaScript(PARTIAL_DATE_PATTERN);
const MOMENT = toEcmaScript(MOMENT_PATTERN);

export type JsonSchema = Readonly<Record<string, unknown>>;

// A plain enum of thousands makes validators tens of times slower (PERFORMANCE §2).
export const MOST_CODES_SPELT_OUT = 50;

export function emitJsonSchema(entity: EntityPlan, options: SchemaOptions): JsonSchema {
  const { language, release } = options;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:artery:dictionary:${String(release)}:${entity.name}`,
    title: pick(entity.names, language),
    description: pick(entity.definition, language),
    type: 'object',
    properties: Object.fromEntries(entity.fields.map((field) => [field.name, property(field, options)])),
    required: entity.fields.filter((field) => field.required).map((field) => field.name),
    additionalProperties: false,
    'x-key': entity.key,
    'x-checks': entity.checks.map(({ name, expression, severity, message }) => ({
      name,
      expression,
      severity,
      message: pick(message, language),
    })),
  };
}

function property(field: FieldPlan, options: SchemaOptions): JsonSchema {
  const shape = shapeOf(field, options);
  const { type, enum: values } = shape as { type: string; enum?: readonly string[] };
  return {
    title: pick(field.names, options.language),
    description: pick(field.definition, options.language),
    ...shape,
    type: field.required ? type : [type, 'null'],
    ...(values ? { enum: field.required ? values : [...values, null] } : {}),
    'x-element': field.element,
    ...(field.authority === undefined ? {} : { 'x-authority': field.authority }),
    ...(field.example === undefined ? {} : { examples: [exampleOf(field, field.example)] }),
    ...schemaAnnotations(options.element?.(field.element), options.language),
  };
}

const exampleOf = (field: FieldPlan, example: string) => (field.dataType === 'integer' ? Number(example) : example);

function shapeOf(field: FieldPlan, options: SchemaOptions): JsonSchema {
  switch (field.dataType) {
    case 'integer':
      return wholeShape(field);
    case 'decimal':
      return decimalShape(field);
    case 'boolean':
      return { type: 'boolean' };
    case 'date':
      return { type: 'string', format: 'date', pattern: DATE, ...dateBounds(field) };
    case 'partialDate':
      return { type: 'string', pattern: PARTIAL_DATE, ...bounded(field), ...annotatedRange(field) };
    case 'datetime':
      return { type: 'string', format: 'date-time', pattern: MOMENT };
    case 'code':
      return codeShape(field, options);
    default:
      return textShape(field);
  }
}

function textShape({ minLength, maxLength, pattern, references, normalise }: FieldPlan): JsonSchema {
  // NFC and trimming go without saying (docs/semantics.md): what else is done to a text before it is judged.
  const steps = normalise.filter((step) => step !== 'nfc' && step !== 'trim');
  return {
    type: 'string',
    minLength: Math.max(1, minLength ?? 1),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(pattern === undefined ? {} : { pattern: toEcmaScript(pattern) }),
    ...(references === undefined ? {} : { 'x-references': references }),
    ...(steps.length > 0 ? { 'x-normalise': steps } : {}),
  };
}

function wholeShape(field: FieldPlan): JsonSchema {
  const { min, max } = integerBounds(field);
  return { type: 'integer', minimum: min, maximum: max };
}

const decimalShape = (field: FieldPlan): JsonSchema => ({
  type: 'string',
  // No character of it needs another spelling in ECMAScript.
  pattern: `^(?:${decimalPattern(field)})$`,
  ...bounded(field),
  ...annotatedRange(field),
  'x-digits': digitLimits(field),
});

/** Bounds that stand whatever the day, as patterns beside the notation's own. */
function bounded(field: FieldPlan): JsonSchema {
  const patterns = boundPatterns(field);
  return patterns.length === 0 ? {} : { allOf: patterns.map((pattern) => ({ pattern })) };
}

/** `formatMinimum` and `formatMaximum` say the same as the patterns to those who know them (ajv-formats). */
function dateBounds(field: FieldPlan): JsonSchema {
  const { range } = field;
  const fixed = (bound: string | undefined) => bound !== undefined && bound !== 'today';
  return {
    ...bounded(field),
    ...(fixed(range?.min) ? { formatMinimum: range?.min } : {}),
    ...(fixed(range?.max) ? { formatMaximum: range?.max } : {}),
    ...(range?.max === 'today' || range?.min === 'today' ? { 'x-range': range } : {}),
  };
}

const annotatedRange = ({ range }: FieldPlan): JsonSchema => (range === undefined ? {} : { 'x-range': range });

function codeShape(field: FieldPlan, { codes, language }: SchemaOptions): JsonSchema {
  const use = field.codeList;
  const items = use && use.rule === 'today' ? codes(use.list) : undefined;
  const isShort = items !== undefined && items.length <= MOST_CODES_SPELT_OUT;
  return {
    type: 'string',
    ...(isShort ? { enum: items.map((item) => item.code) } : { minLength: 1 }),
    ...(use ? { 'x-code-list': use.list, 'x-code-rule': use.rule } : {}),
    ...(isShort
      ? { 'x-code-names': Object.fromEntries(items.map((item) => [item.code, pick(item.names, language)])) }
      : {}),
  };
}
