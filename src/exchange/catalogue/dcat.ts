/**
 * The catalogue in DCAT-AP 3.0 (SEMIC, on DCAT 3, W3C Recommendation 22 August 2024). Pure. A register is a data set with
 * one service, its API, and a distribution for each way of getting it; whoever decides about it publishes it, and its terms
 * are its licence. Mandatory and recommended properties: shapes in `dcat.test.ts`.
 */
import {
  accessOf,
  datasetResource,
  day,
  iri,
  name,
  RIGHTS,
  texts,
  type DcatOptions,
  type EntityPlan,
  type Graph,
  type Properties,
  type Resource,
  type Term,
} from '../../dictionary/index.ts';
import type { Texts } from '../../platform/texts.ts';
import type { RegisterAddress } from './addresses.ts';

export interface DcatRegister {
  readonly name: string;
  readonly names: Texts;
  readonly definition: Texts;
  readonly entity: EntityPlan;
  readonly labels: Readonly<Record<string, string>>;
  readonly publisher: { readonly code: string; readonly names: Texts };
  readonly addresses: readonly RegisterAddress[];
  readonly downloads: readonly { readonly name: string; readonly path: string }[];
  /** First day from which there are changes of it; undefined for one that is empty. */
  readonly since: string | undefined;
}

export interface DcatCatalogue extends DcatOptions {
  /** Where this node is reached, without a slash at the end. */
  readonly origin: string;
  readonly registers: readonly DcatRegister[];
  /** Day on which the release in force was published. */
  readonly issued: string | undefined;
  readonly words: { readonly description: Texts; readonly terms: Texts; readonly api: Texts; readonly file: Texts };
}

const THEMES = 'http://publications.europa.eu/resource/authority/data-theme/';
const FILE_TYPES = 'http://publications.europa.eu/resource/authority/file-type/';
const AVAILABLE = 'http://publications.europa.eu/resource/authority/planned-availability/STABLE';
const FORMATS: Readonly<Record<string, string>> = { xlsx: 'XLSX', json: 'JSON', ts: 'TXT' };

export function catalogueGraph(catalogue: DcatCatalogue): Graph {
  const publishers = new Map(catalogue.registers.map(({ publisher }) => [publisher.code, publisher]));
  return {
    used: ['dcat', 'dct', 'dcatap', 'foaf', 'vcard', 'rdfs', 'xsd', 'skos'],
    resources: [
      agentOf(`${catalogue.iris.base}publisher`, nodeName(catalogue)),
      head(catalogue),
      ...[...publishers.values()].map(({ code, names }) => agentOf(agentIri(catalogue, code), texts(names))),
      ...catalogue.registers.flatMap((register) => [
        datasetOf(register, catalogue),
        serviceOf(register, catalogue),
        ...distributionsOf(register, catalogue),
        termsOf(register, catalogue),
      ]),
    ],
  };
}

const nodeName = ({ publisher, iris }: DcatCatalogue): readonly Term[] =>
  Object.keys(publisher).length > 0 ? texts(publisher) : [{ text: iris.base }];
const agentIri = ({ iris }: DcatCatalogue, code: string) => `${iris.base}body/${encodeURIComponent(code)}`;
const agentOf = (at: string, names: readonly Term[]): Resource => ({
  iri: at,
  types: ['foaf:Agent'],
  properties: [['foaf:name', names]],
});

const partOf = ({ iris }: DcatCatalogue, register: string, part = '') =>
  `${iris.base}register/${encodeURIComponent(register)}${part}`;
const termsAt = ({ origin }: DcatCatalogue, register: string) => `${origin}/governance/registers/${register}`;

function head(catalogue: DcatCatalogue): Resource {
  const { iris, origin, registers, issued, words, languages } = catalogue;
  const all = (part: string): Term[] => registers.map((register) => iri(partOf(catalogue, register.name, part)));
  return {
    iri: iris.catalogue,
    types: ['dcat:Catalog'],
    properties: [
      ['dct:title', nodeName(catalogue)],
      ['dct:description', texts(words.description)],
      ['dct:publisher', [iri(`${iris.base}publisher`)]],
      ['foaf:homepage', [iri(`${origin}/exchange/catalogue`)]],
      ['dct:language', languages.map(languageOf)],
      ['dcat:themeTaxonomy', [iri('http://publications.europa.eu/resource/authority/data-theme')]],
      ['dct:modified', issued === undefined ? [] : [day(issued)]],
      ['dcat:dataset', all('')],
      ['dcat:service', all('/api')],
    ],
  };
}

const languageOf = (tag: string): Term =>
  iri(`http://id.loc.gov/vocabulary/iso639-${tag.length === 2 ? '1' : '2'}/${tag}`);

/** The strictest of the register's own label and its fields'. */
function accessRights({ labels, entity }: DcatRegister): string {
  const fields = accessOf(entity.fields);
  if (labels['sharing'] === 'restricted' || fields === 'NON_PUBLIC') return 'NON_PUBLIC';
  return labels['sharing'] === 'open' && fields === 'PUBLIC' ? 'PUBLIC' : 'RESTRICTED';
}

const REPLACED = ['dct:title', 'dct:description', 'dct:publisher', 'dct:accessRights', 'dct:identifier'];

function datasetOf(register: DcatRegister, catalogue: DcatCatalogue): Resource {
  const { entity, labels, publisher, since } = register;
  const { properties } = datasetResource(entity, catalogue);
  const distributions = distributionsOf(register, catalogue).map((one) => iri(one.iri));
  const themes = ['GOVE', ...(labels['personal'] === 'none' ? [] : ['SOCI'])];
  const period: Properties = since === undefined ? [] : [['dcat:startDate', [day(since)]]];
  return {
    iri: partOf(catalogue, register.name),
    types: ['dcat:Dataset'],
    properties: [
      ['dct:title', texts(register.names)],
      ['dct:description', texts(register.definition)],
      ['dct:identifier', [{ text: register.name }]],
      ['dct:publisher', [iri(agentIri(catalogue, publisher.code))]],
      ['dcat:contactPoint', [{ node: [['vcard:fn', texts(publisher.names)]] }]],
      ['dct:accessRights', [iri(`${RIGHTS}${accessRights(register)}`)]],
      ['dcat:theme', themes.map((theme) => iri(`${THEMES}${theme}`))],
      ['dct:temporal', period.length > 0 ? [{ node: period }] : []],
      ['dcat:landingPage', [iri(`${catalogue.origin}/exchange/catalogue/${register.name}`)]],
      ['dcat:distribution', distributions],
      ...properties.filter(([predicate]) => !REPLACED.includes(predicate)),
    ],
  };
}

function serviceOf(register: DcatRegister, catalogue: DcatCatalogue): Resource {
  const { origin, words, iris } = catalogue;
  return {
    iri: partOf(catalogue, register.name, '/api'),
    types: ['dcat:DataService'],
    properties: [
      ['dct:title', texts(withName(words.api, register.names))],
      ['dct:description', texts(register.definition)],
      ['dcat:endpointURL', register.addresses.map(({ path }) => iri(`${origin}${escapeBraces(path)}`))],
      ['dcat:endpointDescription', [iri(`${origin}/openapi.json`)]],
      ['dcat:servesDataset', [iri(partOf(catalogue, register.name))]],
      ['dct:publisher', [iri(agentIri(catalogue, register.publisher.code))]],
      ['dct:accessRights', [iri(`${RIGHTS}${accessRights(register)}`)]],
      ['dct:conformsTo', [iri(iris.shape(register.entity.name)), iri(iris.schema(register.entity.name))]],
      ['dct:license', [iri(termsAt(catalogue, register.name))]],
    ],
  };
}

/** A template of an address is no IRI: what stands in braces is written by its number (RFC 3986 §2.1). */
const escapeBraces = (path: string) => path.replace(/[{}]/g, (one) => (one === '{' ? '%7B' : '%7D'));

function distributionsOf(register: DcatRegister, catalogue: DcatCatalogue): Resource[] {
  const { origin, words } = catalogue;
  const common: Properties = [
    ['dct:license', [iri(termsAt(catalogue, register.name))]],
    ['dcatap:availability', [iri(AVAILABLE)]],
  ];
  const api: Resource = {
    iri: partOf(catalogue, register.name, '/distribution/api'),
    types: ['dcat:Distribution'],
    properties: [
      ['dct:title', texts(withName(words.api, register.names))],
      ['dct:description', texts(register.definition)],
      ['dcat:accessURL', [iri(`${origin}/exchange/catalogue/${register.name}`)]],
      ['dcat:accessService', [iri(partOf(catalogue, register.name, '/api'))]],
      ['dct:format', [iri(`${FILE_TYPES}JSON`)]],
      ...common,
    ],
  };
  const files = register.downloads.map(({ name: file, path }): Resource => ({
    iri: partOf(catalogue, register.name, `/distribution/${encodeURIComponent(file)}`),
    types: ['dcat:Distribution'],
    properties: [
      ['dct:title', [{ text: file }]],
      ['dct:description', texts(withName(words.file, register.names))],
      ['dcat:accessURL', [iri(`${origin}${path}`)]],
      ['dcat:downloadURL', [iri(`${origin}${path}`)]],
      ['dct:format', [iri(`${FILE_TYPES}${FORMATS[file.split('.').at(-1) ?? ''] ?? 'TXT'}`)]],
      ...common,
    ],
  }));
  return [api, ...files];
}

const termsOf = (register: DcatRegister, catalogue: DcatCatalogue): Resource => ({
  iri: termsAt(catalogue, register.name),
  types: ['dct:LicenseDocument'],
  properties: [
    ['dct:title', texts(withName(catalogue.words.terms, register.names))],
    ['dct:type', [name('dct:LicenseDocument')]],
  ],
});

/** `{register}` in each language's words, replaced by the register's name in that language. */
const withName = (words: Texts, names: Texts): Texts =>
  Object.fromEntries(
    Object.entries(words).map(([language, text]) => [
      language,
      text.replace('{register}', names[language] ?? Object.values(names)[0] ?? ''),
    ]),
  );
