/** SKOS in Turtle → code lists: notation, labels in their languages, broader and narrower as one hierarchy. */
import type { Texts } from '../../platform/texts.ts';
import { having } from './document.ts';
import type { Draft, DraftCode, DraftList, ImportFindings, Opened } from './model.ts';
import { refuseOther } from './open-file.ts';
import { DCT, EUVOC, OWL, RDFS, SKOS, SkosGraph, tailOf } from './skos-graph.ts';
import { readLinks, type Links } from './read-skos-links.ts';
import { parseTurtle, TurtleError, type Term, type Triple } from './turtle.ts';

const NONE: Draft = { entities: [], lists: [] };

export function readSkos(opened: Opened): Draft {
  const { file, text, findings } = opened;
  let triples: readonly Triple[];
  try {
    triples = parseTurtle(text);
  } catch (error) {
    if (!(error instanceof TurtleError)) throw error;
    if (/^\s*(@prefix|@base|PREFIX|BASE|<|#)/m.test(text.slice(0, 20_000)) && !text.trimStart().startsWith('<?xml')) {
      findings.error({ file, line: error.line }, 'unreadable', { reason: error.message });
    } else refuseOther(opened);
    return NONE;
  }
  const graph = new SkosGraph(triples);
  const concepts = graph.ofType('Concept');
  if (concepts.length === 0) {
    findings.error({ file }, 'no-concepts', {});
    return NONE;
  }
  const byScheme = new Map<string, Term[]>();
  for (const concept of concepts) {
    const scheme =
      graph.one(concept, `${SKOS}inScheme`)?.value ?? graph.one(concept, `${SKOS}topConceptOf`)?.value ?? '';
    byScheme.set(scheme, [...(byScheme.get(scheme) ?? []), concept]);
  }
  const links = readLinks(graph, { file, findings, codeOf: (concept) => codeOf(concept, graph) });
  const lists = [...byScheme].map(([scheme, members]) => readScheme(scheme, members, { links, graph, file, findings }));
  return { entities: [], lists };
}

interface Scene {
  readonly links: Links;
  readonly graph: SkosGraph;
  readonly file: string;
  readonly findings: ImportFindings;
}

const LABELS = [`${SKOS}prefLabel`, `${RDFS}label`];

/** One word a language: the preferred label first; what is left over is another spelling. */
function labelsOf(subject: Pick<Term, 'value'>, { graph }: Scene): { names: Texts; others: string[] } {
  const names: Record<string, string> = {};
  const others: string[] = [];
  for (const term of LABELS.flatMap((label) => graph.all(subject, label))) {
    const language = term.language ?? '';
    if (names[language] === undefined) names[language] = term.value;
    else if (names[language] !== term.value) others.push(term.value);
  }
  for (const label of ['altLabel', 'hiddenLabel']) {
    others.push(...graph.all(subject, SKOS + label).map((term) => term.value));
  }
  return { names, others: [...new Set(others)] };
}

function readScheme(scheme: string, concepts: readonly Term[], scene: Scene): DraftList {
  const { graph, file, findings } = scene;
  const codes = new Map(concepts.map((concept) => [concept.value, codeOf(concept, graph)]));
  const parents = parentsOf(concepts, scene);
  const items = concepts.map((concept): DraftCode => {
    const { names, others } = labelsOf(concept, scene);
    const spot = { file, line: concept.line };
    const code = codes.get(concept.value) ?? '';
    if (Object.keys(names).length === 0) findings.warn(spot, 'label-missing', { code });
    const above = parents.get(concept.value) ?? [];
    const [parent] = above;
    if (above.length > 1) findings.warn(spot, 'several-parents', { code, count: above.length });
    if (parent !== undefined && !codes.has(parent)) findings.warn(spot, 'parent-elsewhere', { code, parent });
    const elsewhere = scene.links.parents.get(concept.value);
    const dayOf = (edge: string) => graph.one(concept, EUVOC + edge)?.value;
    return having<DraftCode>({
      code,
      names: Object.keys(names).length > 0 ? names : { '': code },
      parent: parent === undefined ? elsewhere : codes.get(parent),
      from: dayOf('startDate'),
      to: dayOf('endDate'),
      aliases: others.length > 0 ? others : undefined,
      spot,
    });
  });
  const self = { value: scheme };
  const words = labelsOf(self, scene).names;
  const title = Object.keys(words).length > 0 ? words : wordsOf(graph.all(self, `${DCT}title`));
  const description = [
    ...graph.all(self, `${DCT}description`),
    ...graph.all(self, `${RDFS}comment`),
    ...graph.all(self, `${SKOS}definition`),
  ];
  return having<DraftList>({
    name: scheme === '' ? file.replace(/^.*\//, '').replace(/\.\w+$/, '') : tailOf(scheme),
    names: Object.keys(title).length > 0 ? title : undefined,
    definition: description.length > 0 ? wordsOf(description) : undefined,
    version: graph.one(self, `${OWL}versionInfo`)?.value,
    owner: textsOf(graph.all(self, `${DCT}publisher`)),
    parentList: scene.links.parentLists.get(scheme),
    successions: scene.links.successions.get(scheme),
    crosswalks: scene.links.crosswalks.get(scheme),
    items,
    spot: { file, line: concepts[0]?.line ?? 1 },
  });
}

const wordsOf = (terms: readonly Term[]): Texts =>
  Object.fromEntries(terms.toReversed().map((term) => [term.language ?? '', term.value]));

/** Of words only: a publisher may be an address. */
function textsOf(terms: readonly Term[]): Texts | undefined {
  const words = terms.filter((term) => term.language !== undefined);
  return words.length > 0 ? wordsOf(words) : undefined;
}

const codeOf = (concept: Pick<Term, 'value'>, graph: SkosGraph): string =>
  (graph.one(concept, `${SKOS}notation`) ?? graph.one(concept, `${DCT}identifier`))?.value ?? tailOf(concept.value);

/** Broader as it is said, and narrower turned round (SKOS Reference §8). */
function parentsOf(concepts: readonly Term[], { graph }: Scene): ReadonlyMap<string, readonly string[]> {
  const parents = new Map<string, Set<string>>();
  const add = (child: string, parent: string) => parents.set(child, (parents.get(child) ?? new Set()).add(parent));
  for (const concept of concepts) {
    for (const above of graph.all(concept, `${SKOS}broader`)) add(concept.value, above.value);
    for (const below of graph.all(concept, `${SKOS}narrower`)) add(below.value, concept.value);
  }
  return new Map([...parents].map(([child, above]) => [child, [...above]]));
}
