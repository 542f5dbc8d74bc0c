/**
 * Frictionless Table Schema v1 (specs.frictionlessdata.io/table-schema, 1.0): fields in the order of the columns, keys
 * and constraints. `constraints.pattern` is an XML Schema regular expression that matches the whole value, and an
 * I-Regexp (RFC 9485) is one. What changes with the day (codes in long lists, `today`) stands under `artery`.
 */
import { pick } from '../../platform/texts.ts';
import { compact } from '../compact.ts';
import type { EntityPlan, FieldPlan } from '../plan.ts';
import type { Iris } from './iris.ts';
import { MOST_CODES_SPELT_OUT, type SchemaOptions } from './json-schema.ts';
import { integerBounds, PARTIAL_DATE_PATTERN } from './notation.ts';

export interface TableSchemaOptions extends SchemaOptions {
  readonly iris: Iris;
  /** The other entities, for foreign keys. */
  readonly entity: (name: string) => EntityPlan | undefined;
}

export type TableSchema = Readonly<Record<string, unknown>>;

export function emitTableSchema(entity: EntityPlan, options: TableSchemaOptions): TableSchema {
  const foreign = entity.fields.flatMap((field) => foreignKey(field, entity, options));
  return {
    profile: 'tabular-data-resource',
    name: entity.name,
    title: pick(entity.names, options.language),
    description: pick(entity.definition, options.language),
    fields: entity.fields.map((field) => toField(field, entity, options)),
    primaryKey: entity.key,
    ...(foreign.length > 0 ? { foreignKeys: foreign } : {}),
    missingValues: [''],
  };
}

const TYPES = {
  string: 'string',
  text: 'string',
  integer: 'integer',
  decimal: 'number',
  boolean: 'boolean',
  date: 'date',
  // `any year, month or day` is none of the specification's types: a text with a pattern.
  partialDate: 'string',
  datetime: 'datetime',
  code: 'string',
  identifier: 'string',
  reference: 'string',
} as const satisfies Record<FieldPlan['dataType'], string>;

function toField(field: FieldPlan, entity: EntityPlan, options: TableSchemaOptions) {
  const { language, iris } = options;
  const hasToday = field.range?.min === 'today' || field.range?.max === 'today';
  const own = {
    element: field.element,
    ...(field.codeList ? { codeList: field.codeList.list, codeRule: field.codeList.rule } : {}),
    ...(hasToday ? { range: field.range } : {}),
    ...(field.condition === undefined ? {} : { requiredWhen: field.condition }),
  };
  return {
    name: field.name,
    type: TYPES[field.dataType],
    title: pick(field.names, language),
    description: pick(field.definition, language),
    ...(field.example === undefined ? {} : { example: field.example }),
    rdfType: iris.element(field.element),
    constraints: constraintsOf(field, entity, options),
    artery: own,
  };
}

function constraintsOf(field: FieldPlan, entity: EntityPlan, options: TableSchemaOptions) {
  const isUnique = entity.key.length === 1 && entity.key[0] === field.name && !entity.validTime;
  return compact({
    required: field.required ? true : undefined,
    unique: isUnique ? true : undefined,
    ...textConstraints(field),
    ...boundsOf(field),
    enum: shortList(field, options),
  });
}

/** Of texts only: what a code may be is said by its list. */
function textConstraints({ dataType, minLength, maxLength, pattern }: FieldPlan) {
  if (dataType === 'partialDate') return { pattern: PARTIAL_DATE_PATTERN };
  const isText = TYPES[dataType] === 'string' && dataType !== 'code';
  return isText ? { minLength, maxLength, pattern } : {};
}

/** In the notation of the type; what changes with the day is no constraint. */
function boundsOf(field: FieldPlan): { minimum?: string | number | undefined; maximum?: string | number | undefined } {
  const { dataType, range } = field;
  if (dataType === 'integer') {
    const { min, max } = integerBounds(field);
    return { minimum: range?.min === undefined ? undefined : min, maximum: range?.max === undefined ? undefined : max };
  }
  if (dataType === 'partialDate') return {};
  const bound = (text: string | undefined) =>
    text === undefined || text === 'today' ? undefined : dataType === 'decimal' ? Number(text) : text;
  return { minimum: bound(range?.min), maximum: bound(range?.max) };
}

/** Codes that may stand in an enumeration: few, and the same whatever the day of the record. */
export function shortList({ codeList }: FieldPlan, { codes }: Pick<SchemaOptions, 'codes'>): string[] | undefined {
  if (codeList?.rule !== 'today') return undefined;
  const items = codes(codeList.list);
  if (!items || items.length === 0 || items.length > MOST_CODES_SPELT_OUT) return undefined;
  return [...new Set(items.map((item) => item.code))];
}

/** Only to a key of one field: a reference holds one value. */
function foreignKey({ name, references }: FieldPlan, self: EntityPlan, { entity }: TableSchemaOptions) {
  const target = references === undefined ? undefined : entity(references);
  const [key, ...more] = target?.key ?? [];
  if (!target || key === undefined || more.length > 0) return [];
  // An empty name is the table itself (foreignKeys, `reference.resource`).
  return [{ fields: name, reference: { resource: target.name === self.name ? '' : target.name, fields: key } }];
}
