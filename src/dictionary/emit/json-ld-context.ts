/**
 * JSON-LD 1.1 context (W3C Recommendation, 16 July 2020, §4.1) of an entity: its JSON records become RDF whose
 * properties and datatypes are those of the SHACL shape.
 */
import type { EntityPlan, FieldPlan } from '../plan.ts';
import type { Iris } from './iris.ts';
import type { JsonLd } from './json-ld.ts';
import { prefixes, type Name } from './rdf.ts';

/** Datatype of a value (XML Schema 1.1 part 2); a partial date is a text with a pattern, because it may be one of three. */
export const datatypes: Readonly<Record<FieldPlan['dataType'], Name>> = {
  string: 'xsd:string',
  text: 'xsd:string',
  integer: 'xsd:integer',
  decimal: 'xsd:decimal',
  boolean: 'xsd:boolean',
  date: 'xsd:date',
  partialDate: 'xsd:string',
  datetime: 'xsd:dateTime',
  code: 'xsd:string',
  identifier: 'xsd:string',
  reference: 'xsd:string',
};

export function emitJsonLdContext(entity: EntityPlan, { iris }: { readonly iris: Iris }): JsonLd {
  const terms = entity.fields.map((field) => {
    const type = datatypes[field.dataType];
    const id = iris.field(entity.name, field.name);
    return [field.name, type === 'xsd:string' ? id : { '@id': id, '@type': type }] as const;
  });
  return {
    '@context': {
      '@version': 1.1,
      xsd: prefixes.xsd,
      [classTerm(entity)]: iris.entity(entity.name),
      ...Object.fromEntries(terms),
    },
  };
}

/** What stands under `@type` of a record: the entity's code, which no field can have (fields are lower case). */
const classTerm = ({ code }: EntityPlan) => code;
