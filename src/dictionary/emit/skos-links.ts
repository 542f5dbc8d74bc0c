/**
 * What SKOS has no word for in a code list: how codes of two lists stand to each other beyond the mapping relations
 * (Reference §10), and what share of a code went where. Both stand beside the plain relation as `owl:Axiom` annotations
 * (OWL 2 Mapping to RDF Graphs §2.2), which a reader of plain SKOS leaves aside.
 */
import type { CodeListPlan, LinkKind } from '../plan.ts';
import type { Iris } from './iris.ts';
import { iri, name, type Name, type Properties, type Resource, type Term } from './rdf.ts';

export const MATCH: Readonly<Record<LinkKind, Name>> = {
  same: 'skos:exactMatch',
  broader: 'skos:broadMatch',
  merge: 'skos:broadMatch',
  narrower: 'skos:narrowMatch',
  split: 'skos:narrowMatch',
  part: 'skos:relatedMatch',
};

/** IRI of what a code means on a day, or of the newest it ever meant. */
export type MeaningIri = (list: string, code: string, on: string | undefined) => string;

interface Statement {
  readonly source: string;
  readonly property: Name;
  readonly target: string;
  readonly kind: string;
  readonly share: number | undefined;
  /** An interval (ISO 8601-1 §5.5), `..` where an end is not said: the days whose codes are meant. */
  readonly days?: string | undefined;
}

export interface SkosLinks {
  /** Mapping relations of a concept, by its IRI. */
  readonly matches: ReadonlyMap<string, Properties>;
  /** Concepts of other lists, known by list and notation alone, and what the relations leave unsaid. */
  readonly resources: readonly Resource[];
}

export function skosLinks(list: CodeListPlan, meaning: MeaningIri, iris: Iris): SkosLinks {
  const matches = new Map<string, Map<Name, string[]>>();
  const others = new Map<string, { readonly to: string; readonly code: string }>();
  const statements: Statement[] = [];
  for (const { to, on, toOn, links } of list.crosswalks ?? []) {
    for (const { from, to: code, kind, share } of links) {
      const [source, target, property] = [meaning(list.code, from, on), meaning(to, code, toOn), MATCH[kind]];
      const own = matches.get(source) ?? new Map<Name, string[]>();
      matches.set(source, own.set(property, [...new Set([...(own.get(property) ?? []), target])]));
      if (to !== list.code) others.set(target, { to, code });
      statements.push({ source, property, target, kind, share, days: daysOf(on, toOn) });
    }
  }
  for (const { from, to, day, kind, share } of list.successions) {
    const [source, target] = [meaning(list.code, from, before(day)), meaning(list.code, to, day)];
    statements.push({ source, property: 'dct:isReplacedBy', target, kind, share, days: `../${day}` });
  }
  const known = [...others].map(([target, { to, code }]): Resource => ({
    iri: target,
    types: [],
    properties: [
      ['skos:inScheme', [iri(iris.list(to))]],
      ['skos:notation', [{ text: code }]],
    ],
  }));
  return {
    matches: new Map([...matches].map(([source, own]) => [source, [...own].map(([one, all]) => [one, all.map(iri)])])),
    resources: [...known, ...statements.map((one, place) => axiom(one, place, { list: list.code, iris }))],
  };
}

function axiom(
  { source, property, target, kind, share, days }: Statement,
  place: number,
  { list, iris }: { readonly list: string; readonly iris: Iris },
): Resource {
  const value: readonly Term[] = share === undefined ? [] : [{ number: Number(share.toFixed(9)) }];
  return {
    iri: `${iris.base}statement/${encodeURIComponent(list)}/${String(place + 1)}`,
    types: ['owl:Axiom'],
    properties: [
      ['owl:annotatedSource', [iri(source)]],
      ['owl:annotatedProperty', [name(property)]],
      ['owl:annotatedTarget', [iri(target)]],
      ['dct:type', [{ text: kind }]],
      ['rdf:value', value],
      ['dct:temporal', days === undefined ? [] : [{ text: days }]],
    ],
  };
}

const daysOf = (on: string | undefined, toOn: string | undefined): string | undefined =>
  on === undefined && toOn === undefined ? undefined : `${on ?? '..'}/${toOn ?? '..'}`;

/** The day whose meaning ends on `day`: any before it. */
const before = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
