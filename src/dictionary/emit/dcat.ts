/**
 * DCAT-AP 3.0 (SEMIC, on DCAT 3, W3C Recommendation 22 August 2024): a data set an entity, and the catalogue that lists
 * them. Mandatory there: title and description of a dataset; title, description and publisher of a catalogue.
 * Access rights are the strictest of the fields' labels. Languages are named by the Library of Congress (DCAT 3 §6.4.5).
 */
import type { Texts } from '../../platform/texts.ts';
import type { ElementPlan, EntityPlan, FieldPlan } from '../plan.ts';
import { datasetAnnotations, elementsOf } from './element-annotations.ts';
import type { Iris } from './iris.ts';
import { iri, texts, type Graph, type Prefix, type Resource, type Term } from './rdf.ts';
import { writeJsonLd, type JsonLd } from './json-ld.ts';

export interface DcatOptions {
  readonly iris: Iris;
  readonly languages: readonly string[];
  /** The edition of the dictionary. */
  readonly edition: string;
  /** Who publishes, and what the catalogue is called; the base IRI speaks for a deployment without names. */
  readonly publisher: Texts;
  readonly element: (code: string) => ElementPlan | undefined;
}

const USED: readonly Prefix[] = ['dcat', 'dct', 'foaf', 'rdfs'];

/** One data set, as an entry of a catalogue that stands elsewhere. */
export const emitDcatEntry = (entity: EntityPlan, options: DcatOptions): JsonLd =>
  writeJsonLd({ used: USED, resources: [publisherOf(options), datasetResource(entity, options)] });

/** The whole catalogue. */
export const emitDcatCatalogue = (entities: readonly EntityPlan[], options: DcatOptions): JsonLd =>
  writeJsonLd(catalogueGraph(entities, options));

function catalogueGraph(entities: readonly EntityPlan[], options: DcatOptions): Graph {
  const { iris, languages } = options;
  const catalogue: Resource = {
    iri: iris.catalogue,
    types: ['dcat:Catalog'],
    properties: [
      ['dct:title', titleOf(options)],
      ['dct:description', titleOf(options)],
      ['dct:publisher', [iri(publisherIri(iris))]],
      ['dct:language', languages.map(languageOf)],
      ['dcat:dataset', entities.map((entity) => iri(iris.dataset(entity.name)))],
    ],
  };
  return {
    used: USED,
    resources: [publisherOf(options), catalogue, ...entities.map((entity) => datasetResource(entity, options))],
  };
}

const publisherIri = (iris: Iris) => `${iris.base}publisher`;

const titleOf = ({ publisher, iris }: DcatOptions): readonly Term[] =>
  Object.keys(publisher).length > 0 ? texts(publisher) : [{ text: iris.base }];

const publisherOf = (options: DcatOptions): Resource => ({
  iri: publisherIri(options.iris),
  types: ['foaf:Agent'],
  properties: [['foaf:name', titleOf(options)]],
});

export function datasetResource(entity: EntityPlan, { iris, languages, edition, element }: DcatOptions): Resource {
  const words = new Set(
    entity.fields.flatMap((field) => Object.entries(field.names).map(([tag, text]) => `${tag} ${text}`)),
  );
  return {
    iri: iris.dataset(entity.name),
    types: ['dcat:Dataset'],
    properties: [
      ['dct:title', texts(entity.names)],
      ['dct:description', texts(entity.definition)],
      ['dct:identifier', [{ text: entity.code }]],
      ['dct:publisher', [iri(publisherIri(iris))]],
      ['dct:accessRights', [iri(`${RIGHTS}${accessOf(entity.fields)}`)]],
      ['dct:language', languages.map(languageOf)],
      ['dcat:keyword', [...words].sort().map(toKeyword)],
      ['dcat:version', [{ text: edition }]],
      ['dct:conformsTo', [iri(iris.shape(entity.name)), iri(iris.schema(entity.name))]],
      ...datasetAnnotations(elementsOf(entity, element), accessOf(entity.fields) === 'PUBLIC'),
    ],
  };
}

const toKeyword = (word: string): Term => {
  const at = word.indexOf(' ');
  return { text: word.slice(at + 1), language: word.slice(0, at) };
};

const languageOf = (tag: string): Term =>
  iri(`http://id.loc.gov/vocabulary/iso639-${tag.length === 2 ? '1' : '2'}/${tag}`);

/** EU authority table "Access right". */
export const RIGHTS = 'http://publications.europa.eu/resource/authority/access-right/';

/** The strictest field speaks for the whole (EU authority table "Access right"). */
export function accessOf(fields: readonly FieldPlan[]): 'PUBLIC' | 'RESTRICTED' | 'NON_PUBLIC' {
  const has = (test: (field: FieldPlan) => boolean) => fields.some(test);
  if (has(({ labels }) => labels.sharing === 'restricted' || labels.secrecy !== 'none')) return 'NON_PUBLIC';
  if (has(({ labels }) => labels.sharing === 'shared' || labels.personal !== 'none')) return 'RESTRICTED';
  return 'PUBLIC';
}
