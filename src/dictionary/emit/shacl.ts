/**
 * SHACL (W3C Recommendation, 20 July 2017) of an entity: one closed node shape (§4.8.1) with a property shape a field:
 * datatype (§4.1.2), cardinality (§4.2), range (§4.3), length and pattern (§4.4), `sh:in` for small lists only (§4.8.3).
 * `sh:pattern` searches (XPath `matches`), so that the whole value is anchored; an I-Regexp needs no other change.
 * What changes with the day, and checks across fields, are not part of a shape.
 */
import { toXpath } from '../pattern/emit.ts';
import type { EntityPlan, FieldPlan } from '../plan.ts';
import { shapeAnnotations } from './element-annotations.ts';
import type { Iris } from './iris.ts';
import { datatypes } from './json-ld-context.ts';
import type { SchemaOptions } from './json-schema.ts';
import {
  anchored,
  DATE_PATTERN,
  decimalPattern,
  integerBounds,
  MOMENT_PATTERN,
  PARTIAL_DATE_PATTERN,
} from './notation.ts';
import { boundPatterns } from './range-pattern.ts';
import { iri, name, texts, type Graph, type Properties, type Resource, type Term } from './rdf.ts';
import { shortList } from './table-schema.ts';
import { writeTurtle } from './turtle.ts';

export interface ShaclOptions extends Pick<SchemaOptions, 'codes' | 'element'> {
  readonly iris: Iris;
}

export const emitShacl = (entity: EntityPlan, options: ShaclOptions): string =>
  writeTurtle(shaclGraph(entity, options));

export function shaclGraph(entity: EntityPlan, options: ShaclOptions): Graph {
  const { iris } = options;
  const groupIri = (code: string) => `${iris.shape(entity.name)}/group/${encodeURIComponent(code)}`;
  const groups = entity.groups.map(({ code, names }, i): Resource => ({
    iri: groupIri(code),
    types: ['sh:PropertyGroup'],
    properties: [
      ['rdfs:label', texts(names)],
      ['sh:order', [{ number: i }]],
    ],
  }));
  const shape: Resource = {
    iri: iris.shape(entity.name),
    types: ['sh:NodeShape'],
    properties: [
      ['sh:targetClass', [iri(iris.entity(entity.name))]],
      ['rdfs:label', texts(entity.names)],
      ['rdfs:comment', texts(entity.definition)],
      ['sh:closed', [{ flag: true }]],
      ['sh:ignoredProperties', [{ list: [name('rdf:type')] }]],
      ['sh:property', entity.fields.map((field, i) => ({ node: propertyOf(field, { entity, i, groupIri }, options) }))],
    ],
  };
  const type: Resource = {
    iri: iris.entity(entity.name),
    types: ['rdfs:Class'],
    properties: [['rdfs:label', texts(entity.names)]],
  };
  return { used: ['rdf', 'rdfs', 'sh', 'xsd', 'dct', 'skos', 'owl'], resources: [type, ...groups, shape] };
}

interface At {
  readonly entity: EntityPlan;
  readonly i: number;
  readonly groupIri: (code: string) => string;
}

function propertyOf(field: FieldPlan, { entity, i, groupIri }: At, options: ShaclOptions): Properties {
  const { iris } = options;
  const codes = shortList(field, options);
  return [
    ['sh:path', [iri(iris.field(entity.name, field.name))]],
    ['sh:name', texts(field.names)],
    ['sh:description', texts(field.definition)],
    ['sh:order', [{ number: i }]],
    ['sh:group', field.group === undefined ? [] : [iri(groupIri(field.group))]],
    ['dct:source', [iri(iris.element(field.element))]],
    ['sh:datatype', [name(datatypes[field.dataType])]],
    ['sh:minCount', field.required ? [{ number: 1 }] : []],
    ['sh:maxCount', [{ number: 1 }]],
    ...lengthOf(field),
    ['sh:pattern', patternsOf(field).map((text) => ({ text }))],
    ['sh:and', partialBounds(field)],
    ...rangeOf(field),
    ['sh:in', codes ? [{ list: codes.map((text) => ({ text })) }] : []],
    ['dct:conformsTo', field.codeList ? [iri(iris.list(field.codeList.list))] : []],
    ...shapeAnnotations(options.element?.(field.element), iris),
  ];
}

const WORDS = new Set<FieldPlan['dataType']>(['string', 'text', 'identifier', 'reference']);

function lengthOf({ dataType, minLength, maxLength }: FieldPlan): Properties {
  if (!WORDS.has(dataType)) return dataType === 'code' ? [['sh:minLength', [{ number: 1 }]]] : [];
  return [
    // An empty text is no value.
    ['sh:minLength', [{ number: Math.max(1, minLength ?? 1) }]],
    ['sh:maxLength', maxLength === undefined ? [] : [{ number: maxLength }]],
  ];
}

/** At most one: the notation of the type, or what the dictionary asks of a text. */
function patternsOf(field: FieldPlan): string[] {
  const { dataType, pattern } = field;
  if (dataType === 'decimal') return [anchored(decimalPattern(field))];
  const notation = NOTATIONS[dataType];
  if (notation !== undefined) return [anchored(notation)];
  return WORDS.has(dataType) && pattern !== undefined ? [toXpath(pattern)] : [];
}

const NOTATIONS: Readonly<Partial<Record<FieldPlan['dataType'], string>>> = {
  date: DATE_PATTERN,
  partialDate: PARTIAL_DATE_PATTERN,
  datetime: MOMENT_PATTERN,
};

/** A partial date is a text in RDF: its bounds are patterns of their own (§4.6.2), because a shape has one at most. */
function partialBounds(field: FieldPlan): Term[] {
  const patterns = field.dataType === 'partialDate' ? boundPatterns(field) : [];
  return patterns.length === 0 ? [] : [{ list: patterns.map((text) => ({ node: [['sh:pattern', [{ text }]]] })) }];
}

function rangeOf(field: FieldPlan): Properties {
  const type = datatypes[field.dataType];
  if (field.dataType === 'integer') {
    const { min, max } = integerBounds(field);
    return [
      ['sh:minInclusive', [{ text: String(min), type }]],
      ['sh:maxInclusive', [{ text: String(max), type }]],
    ];
  }
  if (field.dataType !== 'decimal' && field.dataType !== 'date') return [];
  const bound = (text: string | undefined): Term[] => (text === undefined || text === 'today' ? [] : [{ text, type }]);
  return [
    ['sh:minInclusive', bound(field.range?.min)],
    ['sh:maxInclusive', bound(field.range?.max)],
  ];
}
