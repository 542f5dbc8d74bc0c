/** Mapping relations of a SKOS file → crosswalks; statements about them, and about what replaced a code, are read with them. */
import type { CodeSuccession, LinkKind } from '../plan.ts';
import type { DraftCrosswalk, ImportFindings } from './model.ts';
import { DCT, EUVOC, OWL, RDF, SKOS, tailOf, type SkosGraph } from './skos-graph.ts';
import type { Term } from './turtle.ts';

/** All by the IRI of the scheme of the list, but parents: code of the parent by the IRI of the concept. */
export interface Links {
  readonly crosswalks: ReadonlyMap<string, readonly DraftCrosswalk[]>;
  readonly successions: ReadonlyMap<string, readonly CodeSuccession[]>;
  readonly parents: ReadonlyMap<string, string>;
  readonly parentLists: ReadonlyMap<string, string>;
}

interface Reading {
  readonly file: string;
  readonly findings: ImportFindings;
  readonly codeOf: (concept: Pick<Term, 'value'>) => string;
}

const READ: Readonly<Record<string, LinkKind>> = {
  exactMatch: 'same',
  closeMatch: 'part',
  broadMatch: 'broader',
  narrowMatch: 'narrower',
  relatedMatch: 'part',
};
const KINDS: ReadonlySet<string> = new Set<LinkKind>(['same', 'broader', 'narrower', 'split', 'merge', 'part']);
const REPLACED = `${DCT}isReplacedBy`;

interface Statement {
  readonly kind: string | undefined;
  readonly share: number | undefined;
  readonly days: string | undefined;
}

export function readLinks(graph: SkosGraph, reading: Reading): Links {
  const scene: Scene = { ...reading, graph, stated: statements(graph) };
  const links = {
    crosswalks: new Map<string, DraftCrosswalk[]>(),
    successions: new Map<string, CodeSuccession[]>(),
    parents: new Map<string, string>(),
    parentLists: new Map<string, string>(),
  };
  for (const concept of graph.ofType('Concept')) {
    const scheme = schemeOf(concept, graph);
    const above = graph.one({ value: scheme }, `${DCT}requires`)?.value;
    for (const match of matchesOf(concept, scene)) {
      if (match.relation === 'broadMatch' && match.said.length === 0 && match.scheme === above) {
        links.parents.set(concept.value, match.to);
        links.parentLists.set(scheme, tailOf(match.scheme));
      } else placeAll(links.crosswalks, scheme, match);
    }
    const steps = successionsOf(concept, scene);
    if (steps.length > 0) links.successions.set(scheme, [...(links.successions.get(scheme) ?? []), ...steps]);
  }
  return links;
}

interface Scene extends Reading {
  readonly graph: SkosGraph;
  readonly stated: ReadonlyMap<string, readonly Statement[]>;
}

const schemeOf = (concept: Pick<Term, 'value'>, graph: SkosGraph): string =>
  graph.one(concept, `${SKOS}inScheme`)?.value ?? concept.value.replace(/[/#][^/#]+[/#]?$/, '');

interface Match {
  readonly relation: string;
  readonly from: string;
  readonly to: string;
  /** Of the target. */
  readonly scheme: string;
  readonly said: readonly Statement[];
}

function matchesOf(concept: Term, { graph, stated, file, findings, codeOf }: Scene): readonly Match[] {
  return Object.keys(READ).flatMap((relation) =>
    graph.all(concept, SKOS + relation).map((target) => {
      const [from, to] = [codeOf(concept), codeOf(target)];
      if (relation === 'closeMatch') findings.note({ file, line: target.line }, 'close-match', { from, to });
      const said = stated.get(keyOf(concept.value, SKOS + relation, target.value)) ?? [];
      return { relation, from, to, scheme: schemeOf(target, graph), said };
    }),
  );
}

function placeAll(crosswalks: Map<string, DraftCrosswalk[]>, scheme: string, match: Match): void {
  const { relation, from, to, said } = match;
  const plain = READ[relation] ?? 'part';
  for (const one of said.length > 0 ? said : [PLAIN]) {
    const [on, toOn] = daysOf(one.days);
    const kind = KINDS.has(one.kind ?? '') ? (one.kind as LinkKind) : plain;
    const link = { from, to, kind, ...(one.share !== undefined && { share: one.share }) };
    place(crosswalks, scheme, { to: tailOf(match.scheme), on, toOn }, link);
  }
}
const PLAIN: Statement = { kind: undefined, share: undefined, days: undefined };

/** Whole, unless a statement says that it is a part; on the day that the code ended, unless one says another. */
function successionsOf(concept: Term, { graph, stated, file, findings, codeOf }: Scene): readonly CodeSuccession[] {
  return graph.all(concept, REPLACED).flatMap((target) => {
    const [said] = stated.get(keyOf(concept.value, REPLACED, target.value)) ?? [];
    const day = daysOf(said?.days)[1] ?? graph.one(concept, `${EUVOC}endDate`)?.value;
    const [from, to] = [codeOf(concept), codeOf(target)];
    if (day === undefined) {
      findings.warn({ file, line: target.line }, 'succession-without-day', { from, to });
      return [];
    }
    const kind = said?.kind === 'part' ? 'part' : 'whole';
    return [{ from, to, day, kind, ...(said?.share !== undefined && { share: said.share }) }];
  });
}

const keyOf = (source: string, property: string, target: string) => `${source}\n${property}\n${target}`;

/** `owl:Axiom` annotations by what they speak of. */
function statements(graph: SkosGraph): ReadonlyMap<string, readonly Statement[]> {
  const found = new Map<string, Statement[]>();
  for (const axiom of graph.saying(`${OWL}annotatedSource`)) {
    const part = (name: string) => graph.one(axiom, name)?.value;
    const [source, property, target] = ['Source', 'Property', 'Target'].map((one) => part(`${OWL}annotated${one}`));
    if (source === undefined || property === undefined || target === undefined) continue;
    const share = Number(part(`${RDF}value`) ?? Number.NaN);
    const one = {
      kind: part(`${DCT}type`),
      share: Number.isFinite(share) ? share : undefined,
      days: part(`${DCT}temporal`),
    };
    const key = keyOf(source, property, target);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return found;
}

/** `2025-06-30/2025-07-01`; `..` where an end is not said. */
function daysOf(interval: string | undefined): readonly [string | undefined, string | undefined] {
  const [on, toOn] = (interval ?? '').split('/').map((edge) => (/^\d{4}-\d{2}-\d{2}$/.test(edge) ? edge : undefined));
  return [on, toOn];
}

function place(
  crosswalks: Map<string, DraftCrosswalk[]>,
  scheme: string,
  { to, on, toOn }: { to: string; on: string | undefined; toOn: string | undefined },
  link: DraftCrosswalk['links'][number],
): void {
  const all = crosswalks.get(scheme) ?? [];
  const known = all.findIndex((one) => one.to === to && one.on === on && one.toOn === toOn);
  const before = all[known];
  const next: DraftCrosswalk = {
    to,
    ...(on !== undefined && { on }),
    ...(toOn !== undefined && { toOn }),
    links: [...(before?.links ?? []), link],
  };
  crosswalks.set(scheme, before ? all.with(known, next) : [...all, next]);
}
