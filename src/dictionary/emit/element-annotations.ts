/**
 * What an element says that no constraint can: its words, duties and life, in the place that each target has for it.
 * Nothing here changes what a validator accepts. What is not stated is left out, so that older plans stay as they were.
 */
import { pick, type Texts } from '../../platform/texts.ts';
import { compact } from '../compact.ts';
import type { ElementPlan, EntityPlan } from '../plan.ts';
import type { Iris } from './iris.ts';
import { iri, texts, type Properties, type Term } from './rdf.ts';

type Json = Readonly<Record<string, unknown>>;
type Find = (code: string) => ElementPlan | undefined;

export const elementsOf = (entity: EntityPlan, find: Find): readonly ElementPlan[] =>
  entity.fields.flatMap((field) => find(field.element) ?? []);

const isGone = ({ status }: ElementPlan) => status === 'superseded' || status === 'withdrawn';

/** JSON Schema 2020-12, validation §9.3 (`deprecated`), and annotations of ours. */
export function schemaAnnotations(element: ElementPlan | undefined, language: string): Json {
  if (!element) return {};
  const say = (words: Texts | undefined) => words && pick(words, language);
  return compact<Json>({
    deprecated: isGone(element) ? true : undefined,
    'x-short-name': say(element.shortName),
    'x-representation': element.representation,
    'x-format': element.format,
    'x-not-example': element.notExample,
    'x-business-rules': element.businessRules?.map((words) => pick(words, language)),
    'x-calculation': element.calculation,
    'x-version': element.version,
    'x-superseded-by': element.supersededBy,
  });
}

/** Documentation of a property shape: SKOS §7 notes and §5 labels, `owl:deprecated`, Dublin Core's terms. */
export function shapeAnnotations(element: ElementPlan | undefined, iris: Iris): Properties {
  if (!element) return [];
  const one = (text: string | undefined): Term[] => (text === undefined ? [] : [{ text }]);
  const elementAt = (code: string | undefined): Term[] => (code === undefined ? [] : [iri(iris.element(code))]);
  return [
    ['skos:altLabel', texts(element.shortName)],
    ['skos:example', one(element.example)],
    ['skos:scopeNote', (element.businessRules ?? []).flatMap(texts)],
    ['skos:editorialNote', texts(element.note)],
    ['skos:changeNote', texts(element.changeReason)],
    ['dct:format', one(element.format)],
    ['dct:provenance', texts(element.sourceAgency).map((label) => ({ node: [['rdfs:label', [label]]] }))],
    ['owl:versionInfo', one(element.version)],
    ['owl:deprecated', isGone(element) ? [{ flag: true }] : []],
    ['dct:replaces', elementAt(element.supersedes)],
    ['dct:isReplacedBy', elementAt(element.supersededBy)],
  ];
}

/** Members that the standard has for how a value came about (ODCS 3.1.0, `transform…`). */
export function contractTransform({ calculation, lineage }: ElementPlan): Json {
  const sources = lineage?.map(({ source, element }) => (element === undefined ? source : `${source}: ${element}`));
  const steps = lineage?.flatMap(({ transform }) => transform ?? []) ?? [];
  return compact<Json>({
    transformSourceObjects: sources,
    transformLogic: calculation,
    transformDescription: steps.length > 0 ? steps.join('; ') : undefined,
  });
}

interface Custom {
  readonly property: string;
  readonly value: unknown;
}

/** As custom properties, those that are stated. */
export function customOf(values: Json): Custom[] {
  const all: Custom[] = [];
  for (const property of Object.keys(values)) {
    const value = values[property];
    if (value !== undefined) all.push({ property, value });
  }
  return all;
}

/** What the standard has no place for, as custom properties; texts one a language. */
export function contractProperties(element: ElementPlan): readonly Custom[] {
  const { businessRules = [] } = element;
  return [
    ...saidOf('shortName', element.shortName),
    ...saidOf('objectClass', element.objectClass),
    ...saidOf('property', element.property),
    ...customOf({
      representation: element.representation,
      format: element.format,
      cardinality: element.cardinality,
      notExample: element.notExample,
    }),
    ...businessRules.flatMap((of, i) => saidOf(`businessRule${String(i + 1)}`, of)),
    ...saidOf('collectionPoint', element.collectionPoint),
    ...saidOf('sourceAgency', element.sourceAgency),
    ...customOf({
      nationalMapping: element.nationalMapping,
      extends: element.extends,
      allowedPurposes: element.allowedPurposes,
      accessRoles: element.accessRoles,
      openLicense: element.openLicense,
      updateDeadline: element.updateDeadline,
    }),
    ...saidOf('verificationMethod', element.verificationMethod),
    ...saidOf('approver', element.approver),
    ...customOf({
      reviewCycle: element.reviewCycle,
      version: element.version,
      effectiveFrom: element.effectiveFrom,
      effectiveTo: element.effectiveTo,
      changeType: element.changeType,
    }),
    ...saidOf('changeReason', element.changeReason),
    ...customOf({ supersedes: element.supersedes, supersededBy: element.supersededBy }),
  ];
}

const NOTHING_SAID: readonly Custom[] = [];
const saidOf = (property: string, words: Texts | undefined): readonly Custom[] =>
  words === undefined
    ? NOTHING_SAID
    : Object.entries(words).map(([language, value]) => ({ property: `${property}_${language}`, value }));

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Who may read, as the contract's roles. */
export const contractRoles = (elements: readonly ElementPlan[]): readonly Json[] =>
  distinct(elements.flatMap(({ accessRoles = [] }) => accessRoles))
    .sort()
    .map((role) => ({ role, access: 'read' }));

const FREQUENCIES = [
  [1, 'DAILY'],
  [7, 'WEEKLY'],
  [31, 'MONTHLY'],
  [92, 'QUARTERLY'],
  [184, 'ANNUAL_2'],
  [366, 'ANNUAL'],
] as const;
const FREQUENCY = 'http://publications.europa.eu/resource/authority/frequency/';

/**
 * How often a data set is brought up to date (EU authority table "Frequency"): the seldomest that keeps its first value
 * to go stale fresh; where values follow their events instead, continuously. Neither stated: not said.
 */
function frequencyOf(elements: readonly ElementPlan[]): Term[] {
  const ages = elements.flatMap(({ maxAge }) => maxAge ?? []);
  const named = FREQUENCIES.findLast(([days]) => ages.length > 0 && ages.every((age) => days <= age));
  if (named) return [iri(`${FREQUENCY}${named[1]}`)];
  return elements.some(({ updateDeadline }) => updateDeadline) ? [iri(`${FREQUENCY}UPDATE_CONT`)] : [];
}

/** Licences by their SPDX identifier that have an address of their own; others by name. */
function licenceOf(name: string): Term {
  const [, kind, version] = /^CC-(BY(?:-[A-Z]{2})*)-(\d\.\d)$/.exec(name) ?? [];
  if (kind !== undefined && version !== undefined)
    return iri(`https://creativecommons.org/licenses/${kind.toLowerCase()}/${version}/`);
  if (name === 'CC0-1.0') return iri('https://creativecommons.org/publicdomain/zero/1.0/');
  return /^https?:\/\/\S+$/.test(name) ? iri(name) : { node: [['dct:title', [{ text: name }]]] };
}

/** Of a data set (DCAT 3 §6.4): its licence only where the whole of it is open and goes out under one. */
export function datasetAnnotations(elements: readonly ElementPlan[], isOpen: boolean): Properties {
  const licences = distinct(elements.flatMap(({ openLicense }) => openLicense ?? []));
  const purposes = new Map(elements.flatMap(({ purpose }) => purpose).map((words) => [JSON.stringify(words), words]));
  const agencies = new Map(
    elements.flatMap(({ sourceAgency }) => (sourceAgency ? [[JSON.stringify(sourceAgency), sourceAgency]] : [])),
  );
  const labelled = (all: ReadonlyMap<string, Texts>): Term[] =>
    [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, words]) => ({ node: [['rdfs:label', texts(words)]] }));
  return [
    ['dct:license', isOpen && licences.length === 1 ? licences.map(licenceOf) : []],
    ['dct:rights', labelled(purposes)],
    ['dct:accrualPeriodicity', frequencyOf(elements)],
    ['dct:provenance', labelled(agencies)],
  ];
}
