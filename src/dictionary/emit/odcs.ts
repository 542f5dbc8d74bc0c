/**
 * Open Data Contract Standard 3.1.0 (Bitol, LF AI & Data) of an entity as YAML: fundamentals, schema (objects and
 * properties), data quality, service levels, custom properties for what the standard does not know. Expressions are
 * `custom` rules of the engine `artery`; codes of short lists are a `library` rule on invalid values.
 */
import { pick, type Texts } from '../../platform/texts.ts';
import { canonical } from '../canonical.ts';
import { carriedContract } from '../carried/odcs-carried.ts';
import { toEcmaScript } from '../pattern/emit.ts';
import { compact } from '../compact.ts';
import type { Dimension, ElementPlan, EntityPlan, FieldPlan } from '../plan.ts';
import { contractProperties, contractRoles, contractTransform, customOf, elementsOf } from './element-annotations.ts';
import type { Iris } from './iris.ts';
import type { SchemaOptions } from './json-schema.ts';
import { columnType } from './names.ts';
import { PARTIAL_DATE_PATTERN } from './notation.ts';
import { mergedObject } from './odcs-merge.ts';
import { shortList, type TableSchemaOptions } from './table-schema.ts';
import { accessOf } from './dcat.ts';
import { writeYaml } from './yaml-text.ts';

export interface OdcsOptions extends SchemaOptions, Pick<TableSchemaOptions, 'entity'> {
  readonly iris: Iris;
  readonly edition: string;
  readonly element: (code: string) => ElementPlan | undefined;
}

const PARTIAL_DATE = toEcmaScript(PARTIAL_DATE_PATTERN);

type Json = Readonly<Record<string, unknown>>;

export const emitOdcs = (entity: EntityPlan, options: OdcsOptions): string => writeYaml(odcsContract(entity, options));

/** Entities of one contract together, in its order, as it came; others each by itself. */
export function* contractsOf(
  entities: readonly EntityPlan[],
): Iterable<{ readonly name: string; readonly entities: readonly EntityPlan[] }> {
  const together = new Map<string, EntityPlan[]>();
  for (const entity of entities) {
    const carried = carriedContract(entity.carried);
    const id = carried ? `${carried.of} ${canonical(carried.contract)}` : entity.name;
    const known = together.get(id);
    if (known) known.push(entity);
    else together.set(id, [entity]);
  }
  const placeOf = (entity: EntityPlan) => carriedContract(entity.carried)?.place ?? 0;
  for (const group of together.values())
    yield { name: group[0]?.name ?? '', entities: group.toSorted((a, b) => placeOf(a) - placeOf(b)) };
}

/** The contract that an entity came in: what it calls itself, and which other entities it speaks of. */
export function contractOf(
  all: readonly EntityPlan[],
  entity: EntityPlan,
): { readonly name: string; readonly version?: string; readonly entities: string[] } | undefined {
  const carried = carriedContract(entity.carried);
  if (!carried) return undefined;
  const { name, id, version } = carried.contract;
  const named = [name, id].find((one) => typeof one === 'string' && one !== '') ?? entity.name;
  const group = [...contractsOf(all)].find((one) => one.entities.includes(entity));
  const others = (group?.entities ?? []).filter((one) => one !== entity).map((one) => one.name);
  return { name: String(named), ...(typeof version === 'string' && { version }), entities: others };
}

/** The contract that these entities came from, with all that it said. */
export function carriedContractOf(entities: readonly EntityPlan[], options: OdcsOptions): Json | undefined {
  const objects = entities.flatMap((entity) => {
    const carried = carriedContract(entity.carried);
    const property = (field: FieldPlan) => propertyOf(field, entity, options);
    if (!carried) return [];
    const added = (field: FieldPlan) => addedOf(options.element(field.element));
    const object = mergedObject(entity, carried, { object: objectOf(entity, options), property, added });
    return [{ place: carried.place, object }];
  });
  const first = entities[0] && carriedContract(entities[0].carried);
  objects.push(...(first?.others ?? []));
  return first && { ...first.contract, schema: objects.sort((a, b) => a.place - b.place).map((one) => one.object) };
}

export const emitContract = (entities: readonly EntityPlan[], options: OdcsOptions): string => {
  const [entity] = entities;
  const carried = carriedContractOf(entities, options);
  return carried || !entity ? writeYaml(carried ?? {}) : emitOdcs(entity, options);
};

export function odcsContract(entity: EntityPlan, options: OdcsOptions): Json {
  const carried = carriedContractOf([entity], options);
  return carried ?? ownContract(entity, options);
}

function ownContract(entity: EntityPlan, options: OdcsOptions): Json {
  const { language, iris, edition } = options;
  const elements = elementsOf(entity, options.element);
  const purposes = new Set(elements.flatMap((element) => element.purpose.map((words) => pick(words, language))));
  const service = [...freshness(entity), ...latency(entity, options)];
  const roles = contractRoles(elements);
  return {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: iris.dataset(entity.name),
    name: pick(entity.names, language),
    version: edition,
    status: 'active',
    ...(elements[0] ? { domain: elements[0].domain } : {}),
    description: {
      ...(purposes.size > 0 ? { purpose: [...purposes].join('; ') } : {}),
      usage: pick(entity.definition, language),
    },
    tags: [accessOf(entity.fields)],
    schema: [objectOf(entity, options)],
    ...(service.length > 0 ? { slaProperties: service } : {}),
    ...(roles.length > 0 ? { roles } : {}),
    customProperties: [
      { property: 'entityCode', value: entity.code },
      { property: 'release', value: options.release },
      ...texts('businessName', entity.names),
    ],
  };
}

const addedOf = (element: ElementPlan | undefined): Json =>
  element ? { customProperties: contractProperties(element) } : {};

/** Every language, because the standard's own members take one. */
const texts = (property: string, words: Texts) =>
  Object.entries(words)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([language, value]) => ({ property: `${property}_${language}`, value }));

function objectOf(entity: EntityPlan, options: OdcsOptions): Json {
  const { language, iris } = options;
  const rules = entity.checks.map((check) => rule({ ...check, description: pick(check.message, language) }));
  return {
    name: entity.name,
    physicalName: entity.name,
    physicalType: 'table',
    logicalType: 'object',
    businessName: pick(entity.names, language),
    description: pick(entity.definition, language),
    authoritativeDefinitions: [{ url: iris.entity(entity.name), type: 'businessDefinition' }],
    properties: entity.fields.map((field) => propertyOf(field, entity, options)),
    ...(rules.length > 0 ? { quality: rules } : {}),
  };
}

function propertyOf(field: FieldPlan, entity: EntityPlan, options: OdcsOptions): Json {
  const { language, iris } = options;
  const position = entity.key.indexOf(field.name);
  const limits = limitsOf(field);
  const target = field.references === undefined ? undefined : options.entity(field.references);
  const quality = qualityOf(field, options);
  const element = options.element(field.element);
  return {
    name: field.name,
    physicalName: field.name,
    businessName: pick(field.names, language),
    description: pick(field.definition, language),
    logicalType: LOGICAL[field.dataType],
    physicalType: columnType(field),
    ...(Object.keys(limits).length > 0 ? { logicalTypeOptions: limits } : {}),
    required: field.required,
    ...(position >= 0 ? { primaryKey: true, primaryKeyPosition: position + 1 } : {}),
    ...(position === 0 && entity.key.length === 1 && !entity.validTime ? { unique: true } : {}),
    classification: field.labels.sharing,
    criticalDataElement: field.criticality !== 'ordinary',
    ...(field.example === undefined ? {} : { examples: [field.example] }),
    ...(element && contractTransform(element)),
    ...(target?.key.length === 1
      ? { relationships: [{ type: 'foreignKey', to: `${target.name}.${target.key[0] ?? ''}` }] }
      : {}),
    authoritativeDefinitions: [{ url: iris.element(field.element), type: 'businessDefinition' }],
    ...(quality.length > 0 ? { quality } : {}),
    customProperties: [...ownOf(field), ...(element ? contractProperties(element) : [])],
  };
}

const LOGICAL = {
  string: 'string',
  text: 'string',
  integer: 'integer',
  decimal: 'number',
  boolean: 'boolean',
  date: 'date',
  partialDate: 'string',
  datetime: 'timestamp',
  code: 'string',
  identifier: 'string',
  reference: 'string',
} as const satisfies Record<FieldPlan['dataType'], string>;

function limitsOf(field: FieldPlan): Json {
  const { dataType, minLength, maxLength, range } = field;
  const fixed = (bound: string | undefined) => (bound === 'today' ? undefined : bound);
  const [min, max] = [fixed(range?.min), fixed(range?.max)];
  switch (dataType) {
    case 'boolean':
      return {};
    case 'integer':
    case 'decimal':
      return compact({ minimum: min && Number(min), maximum: max && Number(max) });
    case 'date':
      return compact({ format: 'yyyy-MM-dd', minimum: min, maximum: max });
    case 'datetime':
      return { timezone: true };
    case 'partialDate':
      return { pattern: PARTIAL_DATE };
    default:
      return compact({ minLength, maxLength, pattern: field.pattern && toEcmaScript(field.pattern) });
  }
}

const ownOf = ({ element, dataType, precision, scale, ...field }: FieldPlan) =>
  customOf({
    element,
    dataType,
    precision,
    scale,
    unit: field.unit,
    range: field.range,
    codeList: field.codeList?.list,
    codeRule: field.codeList?.rule,
    authority: field.authority,
    origin: field.origin,
    reCollectable: field.reCollectable,
    personal: field.labels.personal,
    secrecy: field.labels.secrecy,
    importance: field.labels.importance,
    requiredWhen: field.condition,
  });

const DIMENSIONS: Readonly<Record<Dimension, string>> = {
  accurate: 'accuracy',
  complete: 'completeness',
  clean: 'conformity',
  live: 'timeliness',
  consistent: 'consistency',
  shared: 'coverage',
};

interface Rule {
  readonly name: string;
  readonly description: string;
  readonly dimension: Dimension;
  readonly severity: string;
  readonly expression: string;
}

const rule = ({ name, description, dimension, severity, expression }: Rule): Json => ({
  name,
  description,
  type: 'custom',
  engine: 'artery',
  implementation: expression,
  dimension: DIMENSIONS[dimension],
  severity,
});

function qualityOf(field: FieldPlan, options: OdcsOptions): Json[] {
  const codes = shortList(field, options);
  const own = options.element(field.element)?.qualityRules ?? [];
  return [
    ...(codes
      ? [
          {
            name: `${field.name}_code`,
            type: 'library',
            metric: 'invalidValues',
            arguments: { validValues: codes },
            mustBe: 0,
            dimension: 'conformity',
          },
        ]
      : []),
    ...own.map((one) => rule({ ...one, name: one.code, description: pick(one.names, options.language) })),
  ];
}

const freshness = (entity: EntityPlan): Json[] =>
  entity.fields
    .filter((field) => field.maxAge !== undefined)
    .map((field) => ({
      property: 'freshness',
      value: field.maxAge,
      unit: 'd',
      element: `${entity.name}.${field.name}`,
    }));

/** From the event until the value is entered, in days as the element counts them. */
const latency = (entity: EntityPlan, { element }: OdcsOptions): Json[] =>
  entity.fields.flatMap((field) => {
    const deadline = element(field.element)?.updateDeadline;
    if (!deadline) return [];
    const counted = `${deadline.counted ?? 'calendar'} days`;
    const place = `${entity.name}.${field.name}`;
    return [{ property: 'latency', value: deadline.days, unit: 'd', element: place, description: counted }];
  });
