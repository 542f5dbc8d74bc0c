/**
 * SKOS (W3C Recommendation, 18 August 2009) of a code list: a concept scheme (§4), a concept a meaning of a code, labels
 * a language (§5), the code as notation (§6), the hierarchy (§8), parents in another list as mapping (§10). SKOS knows
 * no days: `euvoc:startDate` is the first day in force, `euvoc:endDate` the first no longer; `dct:isReplacedBy` is what
 * a code became.
 */
import type { CodeItemPlan, CodeListPlan } from '../plan.ts';
import { byCodeAndDay, codeIris, type Iris } from './iris.ts';
import { day, iri, texts, type Graph, type Resource, type Term } from './rdf.ts';
import { writeJsonLd, type JsonLd } from './json-ld.ts';
import { writeTurtle } from './turtle.ts';

export interface SkosOptions {
  readonly iris: Iris;
  /** The list's items, all days; default those of the plan. */
  readonly items?: readonly CodeItemPlan[];
  /** Items of the list in which the parents stand. */
  readonly parents?: readonly CodeItemPlan[];
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
}

interface Meaning {
  readonly item: CodeItemPlan;
  readonly iri: string;
}

export function skosGraph(list: CodeListPlan, options: SkosOptions): Graph {
  const { iris } = options;
  const own = meanings(list.code, options.items ?? list.items, iris);
  const above = list.parentList === undefined ? own : meanings(list.parentList, options.parents ?? [], iris);
  const scene: Scene = { list, scheme: iris.list(list.code), own, above };
  const all = [...own.values()].flat();
  const links = all.map((meaning) => ({ meaning, parent: parentOf(meaning.item, scene) }));
  const below = new Map<string, string[]>();
  for (const { meaning, parent } of links) if (parent) push(below, parent.iri, meaning.iri);
  const isTop = (item: CodeItemPlan, parent: Meaning | undefined) =>
    list.parentList !== undefined || item.parent === undefined || parent === undefined;
  const tops = links
    .filter(({ meaning, parent }) => isTop(meaning.item, parent))
    .map(({ meaning }) => iri(meaning.iri));
  return {
    used: ['skos', 'dct', 'euvoc', 'owl', 'xsd'],
    resources: [
      schemeOf(scene, tops),
      ...links.map(({ meaning, parent }) =>
        conceptOf(meaning, scene, {
          parent,
          isTop: isTop(meaning.item, parent),
          narrower: list.parentList === undefined ? (below.get(meaning.iri) ?? []) : [],
        }),
      ),
    ],
  };
}

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

function schemeOf({ list, scheme }: Scene, tops: readonly Term[]): Resource {
  return {
    iri: scheme,
    types: ['skos:ConceptScheme'],
    properties: [
      ['skos:prefLabel', texts(list.names)],
      ['skos:notation', [{ text: list.code }]],
      ['skos:definition', texts(list.definition)],
      ['owl:versionInfo', list.version === undefined ? [] : [{ text: list.version }]],
      ['dct:publisher', texts(list.owner)],
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
      [list.parentList === undefined ? 'skos:broader' : 'skos:broadMatch', broader],
      ['skos:narrower', narrower.map(iri)],
      ['euvoc:startDate', item.from === undefined ? [] : [day(item.from)]],
      ['euvoc:endDate', item.to === undefined ? [] : [day(item.to)]],
      ['dct:isReplacedBy', successorsOf(item, scene)],
    ],
  };
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
