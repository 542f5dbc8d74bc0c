/** What ODCS 3.x demands of a contract, as JSON Schema of our own; which rule is broken is said with its place. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { PlacedDocument } from './document.ts';
import type { ImportFindings } from './model.ts';

const text = { type: 'string' };
const flag = { type: 'boolean' };
const whole = { type: 'integer', minimum: 0 };
const list = (items: object) => ({ type: 'array', items });
const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const stableId = { type: 'string', pattern: '^[A-Za-z0-9_-]+$' };
const customProperties = list({
  ...closed({ id: stableId, property: text, value: true, description: text }, ['property', 'value']),
});
const authoritativeDefinitions = list({
  type: 'object',
  properties: { url: text, type: text },
  required: ['url', 'type'],
});
const tags = list(text);
const reference = { type: 'string', minLength: 1 };
const references = { anyOf: [reference, { ...list(reference), minItems: 1 }] };
const relationship = (required: readonly string[]) => ({
  type: 'object',
  properties: { type: { enum: ['foreignKey'] }, from: references, to: references, customProperties },
  required,
});
const quality = list({
  type: 'object',
  properties: { type: { enum: ['text', 'library', 'sql', 'custom'] }, query: text, dimension: text },
  allOf: [
    { if: { properties: { type: { const: 'sql' } }, required: ['type'] }, then: { required: ['query'] } },
    {
      if: { properties: { type: { const: 'custom' } }, required: ['type'] },
      then: { required: ['engine', 'implementation'] },
    },
  ],
});

const common = {
  id: stableId,
  name: text,
  physicalType: text,
  physicalName: text,
  description: text,
  businessName: text,
  authoritativeDefinitions,
  tags,
  customProperties,
  quality,
};
const bounds = (bound: object) => ({
  minimum: bound,
  maximum: bound,
  exclusiveMinimum: bound,
  exclusiveMaximum: bound,
});
const number = { type: 'number' };
const step = { type: 'number', exclusiveMinimum: 0 };
const moment = { ...bounds(text), format: text, timezone: flag, defaultTimezone: text };
const wholes = ['i8', 'i16', 'i32', 'i64', 'i128', 'u8', 'u16', 'u32', 'u64', 'u128'];
const optionsOf: Readonly<Record<string, object>> = {
  string: closed({ minLength: whole, maxLength: whole, pattern: text, format: text }),
  date: closed({ ...bounds(text), format: text }),
  timestamp: closed(moment),
  time: closed(moment),
  integer: closed({ ...bounds(number), multipleOf: step, format: { enum: wholes } }),
  number: closed({ ...bounds(number), multipleOf: step, format: { enum: ['f32', 'f64'] } }),
  object: closed({
    maxProperties: whole,
    minProperties: whole,
    required: { ...list(text), minItems: 1, uniqueItems: true },
  }),
  array: closed({ maxItems: whole, minItems: whole, uniqueItems: flag }),
  boolean: { type: 'object' },
};
const property = {
  ...common,
  primaryKey: flag,
  primaryKeyPosition: { type: 'integer' },
  logicalType: { enum: Object.keys(optionsOf) },
  logicalTypeOptions: { type: 'object' },
  required: flag,
  unique: flag,
  partitioned: flag,
  partitionKeyPosition: { type: 'integer' },
  classification: text,
  encryptedName: text,
  transformSourceObjects: list(text),
  transformLogic: text,
  transformDescription: text,
  examples: { type: 'array' },
  criticalDataElement: flag,
  relationships: list(relationship(['to'])),
  items: { $ref: '#/$defs/item' },
  properties: list({ $ref: '#/$defs/property' }),
};
const byType = Object.entries(optionsOf).map(([type, options]) => ({
  if: { properties: { logicalType: { const: type } }, required: ['logicalType'] },
  then: { properties: { logicalTypeOptions: options } },
}));

const CONTRACT = {
  ...closed(
    {
      version: text,
      kind: { enum: ['DataContract'] },
      apiVersion: { enum: ['v3.1.0', 'v3.0.2', 'v3.0.1', 'v3.0.0'] },
      id: text,
      name: text,
      tenant: text,
      tags,
      status: text,
      servers: list({
        type: 'object',
        properties: { server: text, type: text, description: text, environment: text, customProperties },
        required: ['server', 'type'],
      }),
      dataProduct: text,
      description: { type: 'object', properties: { usage: text, purpose: text, limitations: text } },
      domain: text,
      schema: list({
        ...closed(
          {
            ...common,
            logicalType: { enum: ['object'] },
            dataGranularityDescription: text,
            properties: list({ $ref: '#/$defs/property' }),
            relationships: list(relationship(['from', 'to'])),
          },
          ['name'],
        ),
      }),
      support: list({ type: 'object', required: ['channel'] }),
      price: { type: 'object' },
      team: { type: ['object', 'array'], items: { type: 'object', required: ['username'] } },
      roles: list({ type: 'object', required: ['role'] }),
      slaDefaultElement: text,
      slaProperties: list({ type: 'object', required: ['property', 'value'] }),
      authoritativeDefinitions,
      customProperties,
      contractCreatedTs: text,
    },
    ['version', 'apiVersion', 'kind', 'id', 'status'],
  ),
  $defs: {
    property: { ...closed(property, ['name']), allOf: byType },
    item: { ...closed(property), allOf: byType },
  },
};

let compiled: ValidateFunction | undefined;
const MOST_SAID = 50;

/** @returns whether the contract keeps the standard */
export function checkOdcs({ data, spot }: PlacedDocument, findings: ImportFindings): boolean {
  compiled ??= new Ajv2020({ allErrors: true, strict: false }).compile(CONTRACT);
  if (compiled(data)) return true;
  const errors = (compiled.errors ?? []).filter((one) => one.keyword !== 'if' && one.keyword !== 'anyOf');
  for (const error of errors.slice(0, MOST_SAID)) {
    findings.error(spot(pathOf(error)), 'odcs-rule', { rule: error.keyword, about: aboutOf(error) });
  }
  return false;
}

function pathOf({ instancePath, params, keyword }: ErrorObject): (string | number)[] {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const extra =
    keyword === 'additionalProperties' ? [String((params as { additionalProperty: string }).additionalProperty)] : [];
  return [...steps, ...extra];
}

function aboutOf({ params, message }: ErrorObject): string {
  const given = params as { allowedValues?: unknown[]; missingProperty?: string; additionalProperty?: string };
  if (given.allowedValues) return given.allowedValues.join(', ');
  return given.missingProperty ?? given.additionalProperty ?? message ?? '';
}
