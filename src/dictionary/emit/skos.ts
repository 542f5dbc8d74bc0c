/**
 * SKOS (W3C Recommendation, 18 August 2009) of a code list: a concept scheme (§4), a concept a meaning of a code, labels
 * a language (§5), the code as notation (§6), the hierarchy (§8), parents in another list as mapping (§10). SKOS knows
 * no days: `euvoc:startDate` is the first day in force, `euvoc:endDate` the first no longer; `dct:isReplacedBy` is what
 * a code became; crosswalks are mapping relations, refined in `skos-links.ts`.
 */
import type { CodeItemPlan, CodeListPlan } from '../plan.ts';
import { byCodeAndDay, codeIris, type Iris } from './iris.ts';
import { day, iri, texts, type Graph, type Properties, type Resource, type Term } from './rdf.ts';
import { skosLinks, type MeaningIri } from './skos-links.ts';
import { writeJsonLd, type JsonLd } from './json-ld.ts';
import { writeTurtle } from './turtle.ts';

export interface SkosOptions {
  readonly iris: Iris;
  /** The list's items, all days; default those of the plan. */
  readonly items?: readonly CodeItemPlan[];
  /** Items of the list in which the parents stand. */
  readonly parents?: readonly CodeItemPlan[];
  /** Items of another list, for crosswalks. */
  readonly others?: (list: string) => readonly CodeItemPlan[] | undefined;
}

export const emitSkosTurtle = (list: CodeListPlan, options: SkosOptions): string =>
  writeTurtle(skosGraph(list, options));
export const emitSkosJsonLd = (list: CodeListPlan, options: SkosOptions): JsonLd =>
  writeJsonLd(skosGraph(list, options));

interface Scene {
  readonly list: CodeListPlan;
  readonly scheme: string;
  /** Meanings of a code, oldest first. */
  readonly own: ReadonlyMap<string, readonly Meaning[]>;
  readonly above: ReadonlyMap<string, readonly Meaning[]>;
  readonly matches: ReadonlyMap<string, Properties>;
  readonly iris: Iris;
}

interface Meaning {
  readonly item: CodeItemPlan;
  readonly iri: string;
}

export function skosGraph(list: CodeListPlan, options: SkosOptions): Graph {
  const { iris } = options;
  const own = meanings(list.code, options.items ?? list.items, iris);
  const above = list.parentList === undefined ? own : meanings(list.parentList, options.parents ?? [], iris);
  const links = skosLinks(list, meaningIri(list, own, options), iris);
  const scene: Scene = { list, scheme: iris.list(list.code), own, above, matches: links.matches, iris };
  const all = [...own.values()].flat();
  const placed = all.map((meaning) => ({ meaning, parent: parentOf(meaning.item, scene) }));
  const below = new Map<string, string[]>();
  for (const { meaning, parent } of placed) if (parent) push(below, parent.iri, meaning.iri);
  const isTop = (item: CodeItemPlan, parent: Meaning | undefined) =>
    list.parentList !== undefined || item.parent === undefined || parent === undefined;
  const tops = placed
    .filter(({ meaning, parent }) => isTop(meaning.item, parent))
    .map(({ meaning }) => iri(meaning.iri));
  return {
    used: ['skos', 'dct', 'euvoc', 'owl', ...(links.resources.length > 0 ? (['rdf'] as const) : []), 'xsd'],
    resources: [
      schemeOf(scene, tops),
      ...placed.map(({ meaning, parent }) =>
        conceptOf(meaning, scene, {
          parent,
          isTop: isTop(meaning.item, parent),
          narrower: list.parentList === undefined ? (below.get(meaning.iri) ?? []) : [],
        }),
      ),
      ...links.resources,
    ],
  };
}

function meaningIri(
  list: CodeListPlan,
  own: ReadonlyMap<string, readonly Meaning[]>,
  { iris, others }: SkosOptions,
): MeaningIri {
  const read = new Map([[list.code, own]]);
  return (of, code, on) => {
    const known = read.get(of) ?? meanings(of, others?.(of) ?? [], iris);
    read.set(of, known);
    const all = known.get(code) ?? [];
    const then = on === undefined ? undefined : all.find(({ item }) => isInForce(item, on));
    return (then ?? all.at(-1))?.iri ?? iris.code(of, code);
  };
}

const isInForce = ({ from = '', to = '9' }: CodeItemPlan, on: string) => from <= on && on < to;

function meanings(list: string, items: readonly CodeItemPlan[], iris: Iris): ReadonlyMap<string, readonly Meaning[]> {
  const named = codeIris(list, items, iris);
  const found = new Map<string, Meaning[]>();
  for (const item of items.toSorted(byCodeAndDay)) push(found, item.code, { item, iri: named.get(item) ?? '' });
  return found;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const there = map.get(key);
  if (there) there.push(value);
  else map.set(key, [value]);
}

/** The meaning the parent code had on the child's first day; else the parent's newest. */
function parentOf({ parent, from = '' }: CodeItemPlan, { above }: Scene): Meaning | undefined {
  const known = parent === undefined ? undefined : above.get(parent);
  return known?.find(({ item }) => (item.from ?? '') <= from && from < (item.to ?? '9')) ?? known?.at(-1);
}

function schemeOf({ list, scheme, iris }: Scene, tops: readonly Term[]): Resource {
  return {
    iri: scheme,
    types: ['skos:ConceptScheme'],
    properties: [
      ['skos:prefLabel', texts(list.names)],
      ['skos:notation', [{ text: list.code }]],
      ['skos:definition', texts(list.definition)],
      ['owl:versionInfo', list.version === undefined ? [] : [{ text: list.version }]],
      ['dct:publisher', texts(list.owner)],
      // The list in which the parents stand: a `broadMatch` into it is no crosswalk.
      ['dct:requires', list.parentList === undefined ? [] : [iri(iris.list(list.parentList))]],
      ['skos:hasTopConcept', tops],
    ],
  };
}

interface Place {
  readonly parent: Meaning | undefined;
  readonly isTop: boolean;
  readonly narrower: readonly string[];
}

function conceptOf({ item, iri: self }: Meaning, scene: Scene, { parent, isTop, narrower }: Place): Resource {
  const { list, scheme } = scene;
  const broader = parent ? [iri(parent.iri)] : [];
  return {
    iri: self,
    types: ['skos:Concept'],
    properties: [
      ['skos:inScheme', [iri(scheme)]],
      ['skos:topConceptOf', isTop ? [iri(scheme)] : []],
      ['skos:notation', [{ text: item.code }]],
      ['skos:prefLabel', texts(item.names)],
      // An alias is written in no language that the list knows.
      ['skos:altLabel', item.aliases.map((text) => ({ text }))],
      ...(list.parentList === undefined ? [['skos:broader', broader] as const] : []),
      ...matchesOf(self, list.parentList === undefined ? [] : broader, scene),
      ['skos:narrower', narrower.map(iri)],
      ['euvoc:startDate', item.from === undefined ? [] : [day(item.from)]],
      ['euvoc:endDate', item.to === undefined ? [] : [day(item.to)]],
      ['dct:isReplacedBy', successorsOf(item, scene)],
    ],
  };
}

/** A parent in another list is a `broadMatch` beside those of crosswalks. */
function matchesOf(self: string, above: readonly Term[], { matches }: Scene): Properties {
  const own = matches.get(self) ?? [];
  if (above.length === 0) return own;
  const broader = own.filter(([match]) => match === 'skos:broadMatch').flatMap(([, terms]) => terms);
  return [['skos:broadMatch', [...above, ...broader]], ...own.filter(([match]) => match !== 'skos:broadMatch')];
}

/** A succession speaks of the meaning that ended on its day, and of the one in force from then on. */
function successorsOf(item: CodeItemPlan, { list, own }: Scene): Term[] {
  if (item.to === undefined) return [];
  const steps = list.successions.filter((step) => step.from === item.code && step.day === item.to);
  return steps.flatMap((step) => {
    const known = own.get(step.to) ?? [];
    const next =
      known.find(({ item: one }) => (one.from ?? '') <= step.day && step.day < (one.to ?? '9')) ?? known.at(-1);
    return next ? [iri(next.iri)] : [];
  });
}
