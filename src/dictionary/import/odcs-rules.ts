/** What ODCS 3.x demands of a contract, as JSON Schema of our own; which rule is broken is said with its place. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { parseDay } from '../expression/civil.ts';
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
const texts = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, text]));
const customProperties = list(
  closed({ id: stableId, property: text, value: true, description: text }, ['property', 'value']),
);
const authoritativeDefinitions = list(
  closed({ id: stableId, ...texts('url', 'type', 'description') }, ['url', 'type']),
);
const tags = list(text);
const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const SHORT = `^${NAME}\\.${NAME}$`;
const FULL = `^(?:(?:https?:\\/\\/)?[A-Za-z0-9._\\-\\/]+\\.yaml#)?\\/?${NAME}\\/[A-Za-z0-9_-]+(?:\\/${NAME}\\/[A-Za-z0-9_-]+)*$`;
const reference = { type: 'string', anyOf: [{ pattern: SHORT }, { pattern: FULL }] };
const references = { anyOf: [reference, { ...list(reference), minItems: 1 }] };
const relation = { type: { enum: ['foreignKey'] }, to: references, customProperties };
/** Of a whole entity: both sides are single, or both are lists. */
const relationOfObject = {
  ...closed({ ...relation, from: references }, ['from', 'to']),
  oneOf: ['string', 'array'].map((type) => ({ properties: { from: { type }, to: { type } } })),
};

const pair = { type: 'array', minItems: 2, maxItems: 2, uniqueItems: true, items: { type: 'number' } };
const operators: Readonly<Record<string, object | true>> = {
  mustBe: true,
  mustNotBe: true,
  mustBeGreaterThan: { type: 'number' },
  mustBeGreaterOrEqualTo: { type: 'number' },
  mustBeLessThan: { type: 'number' },
  mustBeLessOrEqualTo: { type: 'number' },
  mustBeBetween: pair,
  mustNotBeBetween: pair,
};
const oneOperator = Object.keys(operators).map((name) => ({ required: [name] }));
const whenType = (type: string) => ({ properties: { type: { const: type } }, required: ['type'] });
const METRICS = ['nullValues', 'missingValues', 'invalidValues', 'duplicateValues', 'rowCount'];
const DIMENSIONS = ['accuracy', 'completeness', 'conformity', 'consistency', 'coverage', 'timeliness', 'uniqueness'];
const quality = list({
  ...closed({
    ...texts('businessImpact', 'description', 'method', 'name', 'schedule', 'scheduler', 'severity', 'unit', 'rule'),
    ...texts('query', 'engine'),
    ...operators,
    id: stableId,
    authoritativeDefinitions,
    customProperties,
    tags,
    dimension: { enum: DIMENSIONS },
    type: { enum: ['text', 'library', 'sql', 'custom'] },
    metric: { enum: METRICS },
    arguments: { type: 'object' },
    implementation: { type: ['string', 'object'] },
  }),
  allOf: [
    {
      if: { anyOf: [whenType('library'), { required: ['metric'] }] },
      then: { required: ['metric'], oneOf: oneOperator },
    },
    { if: whenType('sql'), then: { required: ['query'], oneOf: oneOperator } },
    { if: whenType('custom'), then: { required: ['engine', 'implementation'] } },
  ],
});

const member = closed(
  {
    id: stableId,
    ...texts('username', 'name', 'description', 'role', 'replacedByUsername'),
    dateIn: { type: 'string', format: 'date' },
    dateOut: { type: 'string', format: 'date' },
    tags,
    customProperties,
    authoritativeDefinitions,
  },
  ['username'],
);
const team = {
  oneOf: [
    list(member),
    closed({
      id: stableId,
      ...texts('name', 'description'),
      members: list(member),
      tags,
      customProperties,
      authoritativeDefinitions,
    }),
  ],
};
const approvers = texts('role', 'description', 'access', 'firstLevelApprovers', 'secondLevelApprovers');
const role = closed({ id: stableId, ...approvers, customProperties }, ['role']);
const support = closed(
  { id: stableId, ...texts('channel', 'url', 'description', 'tool', 'scope', 'invitationUrl'), customProperties },
  ['channel'],
);
const agreed = closed(
  {
    id: stableId,
    ...texts('property', 'unit', 'element', 'driver', 'description', 'scheduler', 'schedule'),
    value: { type: ['string', 'number', 'boolean', 'null'] },
    valueExt: { type: ['string', 'number', 'boolean', 'null'] },
  },
  ['property', 'value'],
);
const price = closed({ id: stableId, priceAmount: { type: 'number' }, ...texts('priceCurrency', 'priceUnit') });
const SERVERS =
  'api athena azure bigquery clickhouse databricks denodo dremio duckdb glue cloudsql db2 hive impala informix kafka ' +
  'kinesis local mysql oracle postgresql postgres presto pubsub redshift s3 sftp snowflake sqlserver synapse trino vertica ' +
  'zen custom';
/** What each kind of server needs beside is about reaching it, not about what data mean: it is not asked for. */
const server = {
  type: 'object',
  properties: {
    id: stableId,
    ...texts('server', 'description', 'environment'),
    type: { enum: SERVERS.split(' ') },
    roles: list(role),
    customProperties,
  },
  required: ['server', 'type'],
};

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
  relationships: list(closed(relation, ['to'])),
  items: { $ref: '#/$defs/item' },
  properties: list({ $ref: '#/$defs/property' }),
};
const byType = Object.entries(optionsOf).map(([type, options]) => ({
  // Without a logical type the standard's own schema holds every kind of option against it.
  if: { properties: { logicalType: { const: type } } },
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
      servers: list(server),
      dataProduct: text,
      description: {
        type: 'object',
        properties: { ...texts('usage', 'purpose', 'limitations'), authoritativeDefinitions, customProperties },
      },
      domain: text,
      schema: list({
        ...closed(
          {
            ...common,
            logicalType: { enum: ['object'] },
            dataGranularityDescription: text,
            properties: list({ $ref: '#/$defs/property' }),
            relationships: list(relationOfObject),
          },
          ['name'],
        ),
      }),
      support: list(support),
      price,
      team,
      roles: list(role),
      slaDefaultElement: text,
      slaProperties: list(agreed),
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

const isDay = (day: string) => parseDay(day) !== null;

let compiled: ValidateFunction | undefined;
const WRAPPERS = new Set(['if', 'anyOf', 'oneOf']);
const MOST_SAID = 50;

/** @returns whether the contract keeps the standard */
export function checkOdcs({ data, spot }: PlacedDocument, findings: ImportFindings): boolean {
  compiled ??= new Ajv2020({ allErrors: true, strict: false, formats: { date: isDay } }).compile(CONTRACT);
  if (compiled(data)) return true;
  const all = compiled.errors ?? [];
  const inner = all.filter((one) => !WRAPPERS.has(one.keyword));
  // Two alternatives that both fit leave nothing but the wrapper.
  const errors = inner.length > 0 ? inner : all.filter((one) => one.keyword !== 'if');
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
