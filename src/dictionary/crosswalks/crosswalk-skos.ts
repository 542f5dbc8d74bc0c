/**
 * Crosswalks in SKOS (Reference §10): exactMatch, broadMatch, narrowMatch; a part that is neither within nor around is
 * relatedMatch. SKOS knows neither shares nor whether pieces make up the whole: both stand beside as `owl:Axiom`
 * annotations (OWL 2 Mapping to RDF Graphs §2.2), which a reader of plain SKOS leaves aside.
 */
import type { Iris } from '../emit/iris.ts';
import { iri, name, type Graph, type Resource, type Term } from '../emit/rdf.ts';
import { MATCH } from '../emit/skos-links.ts';
import type { LinkKind } from '../plan.ts';
import { parseTurtle, TurtleError, type Triple } from '../import/turtle.ts';
import { problems } from '../problems.ts';
import { writeLink, type Link } from './links.ts';
import type { ReadCrosswalk, ReadFinding, ReadLink } from './read-crosswalk.ts';

export interface SkosSides {
  readonly list: string;
  readonly to: string;
  /** IRIs of the meanings that the codes have on the crosswalk's days. */
  readonly fromIri: (code: string) => string;
  readonly toIri: (code: string) => string;
}

export function crosswalkGraph(links: readonly Link[], { fromIri, toIri, list, to }: SkosSides, iris: Iris): Graph {
  const own = Map.groupBy(links, (link) => link.from);
  const concepts = [...own].map(([code, leaving]): Resource => {
    const byMatch = Map.groupBy(leaving, (link) => MATCH[link.kind]);
    const properties = [...byMatch].map(([match, those]) => [match, those.map((link) => iri(toIri(link.to)))] as const);
    return {
      iri: fromIri(code),
      types: ['skos:Concept'],
      properties: [['skos:inScheme', [iri(iris.list(list))]], ['skos:notation', [{ text: code }]], ...properties],
    };
  });
  const others = [...new Set(links.map((link) => link.to))].map((code): Resource => ({
    iri: toIri(code),
    types: ['skos:Concept'],
    properties: [
      ['skos:inScheme', [iri(iris.list(to))]],
      ['skos:notation', [{ text: code }]],
    ],
  }));
  const axioms = links.map((link): Resource => {
    const { kind, share } = writeLink(link);
    const value: readonly Term[] = share === undefined ? [] : [{ number: Number(share.toFixed(9)) }];
    return {
      iri: `${iris.base}crosswalk/${[list, to, link.from, link.to].map(encodeURIComponent).join('/')}`,
      types: ['owl:Axiom'],
      properties: [
        ['owl:annotatedSource', [iri(fromIri(link.from))]],
        ['owl:annotatedProperty', [name(MATCH[kind])]],
        ['owl:annotatedTarget', [iri(toIri(link.to))]],
        ['dct:type', [{ text: kind }]],
        ['rdf:value', value],
      ],
    };
  });
  return { used: ['skos', 'dct', 'owl', 'rdf'], resources: [...concepts, ...others, ...axioms] };
}

const SKOS = 'http://www.w3.org/2004/02/skos/core#';
const OWL = 'http://www.w3.org/2002/07/owl#';
const READ: Readonly<Record<string, LinkKind>> = {
  [`${SKOS}exactMatch`]: 'same',
  [`${SKOS}broadMatch`]: 'broader',
  [`${SKOS}narrowMatch`]: 'narrower',
  [`${SKOS}closeMatch`]: 'part',
  [`${SKOS}relatedMatch`]: 'part',
};
const INVERSE: Readonly<Partial<Record<LinkKind, LinkKind>>> = { broader: 'narrower', narrower: 'broader' };

export interface KnownCodes {
  readonly from: ReadonlySet<string>;
  readonly to: ReadonlySet<string>;
}

/** Concepts are known by their notation, else by the end of their IRI. @throws problems.fileUnreadable, fileEmpty */
export function readCrosswalkSkos(text: string, known: KnownCodes): ReadCrosswalk {
  const triples = parse(text);
  const notation = new Map(
    triples.filter((one) => one.predicate === `${SKOS}notation`).map((one) => [one.subject.value, one.object.value]),
  );
  const mapped = triples.filter((one) => one.predicate in READ);
  if (mapped.length === 0) throw problems.fileEmpty();
  const codeOf = (concept: string) => notation.get(concept) ?? endOf(concept);
  const refined = axiomsOf(triples);
  const findings: ReadFinding[] = [];
  const links = mapped.flatMap(({ subject, predicate, object }): ReadLink[] => {
    const [a, b, line] = [codeOf(subject.value), codeOf(object.value), subject.line];
    const plain = READ[predicate] ?? 'part';
    if (predicate === `${SKOS}closeMatch`)
      findings.push({ line, kind: 'close-match', value: `${a} → ${b}`, apart: false });
    const said = refined.get(`${subject.value}\n${object.value}`) ?? { kind: plain };
    // Said from the other side, it is turned round; what a share says of the larger side stays.
    const isTurned = !known.from.has(a) && known.from.has(b);
    if (!isTurned) return [{ line, from: a, to: b, ...said }];
    return [{ line, from: b, to: a, kind: INVERSE[plain] ?? plain }];
  });
  return { read: mapped.length, links: once(links), findings };
}

function parse(text: string): readonly Triple[] {
  try {
    return parseTurtle(text);
  } catch (error) {
    if (error instanceof TurtleError)
      throw problems.fileUnreadable({ reason: `${String(error.line)}: ${error.message}` });
    throw error;
  }
}

const endOf = (concept: string) => decodeURIComponent(/([^/#:]+)\/?$/.exec(concept)?.[1] ?? concept);

function axiomsOf(triples: readonly Triple[]): ReadonlyMap<string, { kind: LinkKind; share?: number }> {
  const said = new Map<string, Map<string, string>>();
  for (const { subject, predicate, object } of triples) {
    const own = said.get(subject.value) ?? new Map<string, string>();
    said.set(subject.value, own.set(predicate, object.value));
  }
  const found = new Map<string, { kind: LinkKind; share?: number }>();
  for (const own of said.values()) {
    const [source, target] = [own.get(`${OWL}annotatedSource`), own.get(`${OWL}annotatedTarget`)];
    const kind = own.get('http://purl.org/dc/terms/type');
    const share = own.get('http://www.w3.org/1999/02/22-rdf-syntax-ns#value');
    if (source === undefined || target === undefined || !isKind(kind)) continue;
    found.set(`${source}\n${target}`, { kind, ...(share !== undefined && { share: Number(share) }) });
  }
  return found;
}

const isKind = (kind: string | undefined): kind is LinkKind => kind !== undefined && kind in MATCH;

/** Many files say a mapping from both sides. */
const once = (links: readonly ReadLink[]): readonly ReadLink[] => [
  ...new Map(links.map((link) => [`${link.from}\n${link.to}\n${link.kind}`, link])).values(),
];
