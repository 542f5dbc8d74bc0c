import { expect, it } from 'vitest';
import type { CodeListPlan, EntityPlan } from '../plan.ts';
import { testPlan } from '../testing/dictionary.ts';
import { testTargets } from '../testing/targets.ts';
import { writeJsonLd, type JsonLd } from './json-ld.ts';
import { prefixes, type Graph } from './rdf.ts';
import { shaclGraph } from './shacl.ts';
import { skosGraph } from './skos.ts';
import { writeTurtle } from './turtle.ts';

// Terminals of the grammar (RDF 1.1 Turtle §6.5), in the order in which they are tried.
const TOKEN =
  /\s*(?:(@prefix)|<([^\u0000-\u0020<>"{}|^`\\]*)>|("(?:[^"\\\n\r]|\\[tbnrf"'\\]|\\u[0-9A-F]{4})*")|@([a-zA-Z]+(?:-[a-zA-Z0-9]+)*)|(\^\^)|([a-z]+:[A-Za-z]*)|(true|false)|([+-]?[0-9]+(?:\.[0-9]+)?)|([.;,[\]()a]))/uy;

type Term = string | { readonly node: readonly (readonly [string, Term])[] } | { readonly list: readonly Term[] };

/** A reader of the subset that a dictionary needs; it throws on whatever does not fit the grammar. */
function readTurtle(text: string): [subject: string, predicate: string, object: Term][] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const [found] = TOKEN.exec(text) ?? [];
    if (found === undefined) throw new SyntaxError(text.slice(at, at + 60));
    tokens.push(found.trim());
  }
  let i = 0;
  const next = () => tokens[i++] ?? '';
  const take = (token: string) => {
    const found = next();
    if (found !== token) throw new SyntaxError(`${token} expected, ${found} found`);
  };
  const known = new Map<string, string>();
  const full = (token: string): string => {
    if (token.startsWith('<')) return token.slice(1, -1);
    if (token === 'a') return `${prefixes.rdf}type`;
    const [prefix = '', local = ''] = token.split(':');
    const base = known.get(prefix);
    if (base === undefined) throw new SyntaxError(`no prefix ${token}`);
    return base + local;
  };
  const object = (): Term => {
    const token = next();
    if (token === '[') return { node: pairs(']') };
    if (token === '(') {
      const list: Term[] = [];
      while (tokens[i] !== ')') list.push(object());
      take(')');
      return { list };
    }
    if (token.startsWith('"')) {
      const value = JSON.parse(token) as string;
      if (tokens[i]?.startsWith('@')) return `${value}${next()}`;
      return tokens[i] === '^^' ? `${value}^^${(next(), full(next()))}` : value;
    }
    return /^(?:true|false|[+-]?\d+(?:\.\d+)?)$/.test(token) ? token : full(token);
  };
  const pairs = (close: string): [string, Term][] => {
    const found: [string, Term][] = [];
    for (;;) {
      const predicate = full(next());
      do found.push([predicate, object()]);
      while (tokens[i] === ',' && next());
      const after = next();
      if (after === close) return found;
      if (after !== ';') throw new SyntaxError(`; or ${close} expected, ${after} found`);
    }
  };
  const triples: [string, string, Term][] = [];
  while (i < tokens.length) {
    if (tokens[i] === '@prefix') {
      next();
      known.set(next().slice(0, -1), next().slice(1, -1));
      take('.');
    } else {
      const subject = full(next());
      for (const [predicate, value] of pairs('.')) triples.push([subject, predicate, value]);
    }
  }
  return triples;
}

/** The same triples out of our JSON-LD. */
function readJsonLd(document: JsonLd): [string, string, Term][] {
  const context = document['@context'] as Record<string, string>;
  const full = (name: string): string => {
    const at = name.indexOf(':');
    const base = context[name.slice(0, at)];
    return base === undefined ? name : base + name.slice(at + 1);
  };
  const many = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : [value]);
  const term = (value: unknown): Term => {
    if (typeof value !== 'object' || value === null) return String(value);
    const one = value as Record<string, unknown>;
    if ('@list' in one) return { list: many(one['@list']).map(term) };
    if ('@id' in one) return full(String(one['@id']));
    if ('@language' in one) return `${String(one['@value'])}@${String(one['@language'])}`;
    if ('@type' in one) return `${String(one['@value'])}^^${full(String(one['@type']))}`;
    return { node: pairs(one) };
  };
  const pairs = (one: Record<string, unknown>): [string, Term][] =>
    Object.entries(one).flatMap(([key, value]) => many(value).map((item) => [full(key), term(item)] as [string, Term]));
  return (document['@graph'] as Record<string, unknown>[]).flatMap(({ '@id': id, '@type': type, ...rest }) => [
    ...many(type).map((one) => [String(id), `${prefixes.rdf}type`, full(String(one))] as [string, string, Term]),
    ...pairs(rest).map(([predicate, value]) => [String(id), predicate, value] as [string, string, Term]),
  ]);
}

const plan = testPlan();
const ready = testTargets(plan);
const lists = (code: string) => plan.codeLists.find((list) => list.code === code) as CodeListPlan;
const graphs: [string, Graph][] = [
  ['a shape', shaclGraph(plan.entities[0] as EntityPlan, ready)],
  ['a code list', skosGraph(lists('PARISH'), { iris: ready.iris, parents: lists('SHIRE').items })],
  [
    'harsh texts',
    skosGraph(
      {
        ...lists('SEX'),
        items: ['a\tb', '"', '\\', "'", '\u0001', '\u007f', '<>', ' ', 'é😀', '%', '{}'].map((code) => ({
          code,
          names: { en: code, 'zh-Hant': code },
          aliases: [code],
        })),
      },
      ready,
    ),
  ],
];

it.each(graphs)('%s says the same in Turtle and in JSON-LD', (_name, graph) => {
  const triples = readTurtle(writeTurtle(graph));
  expect(triples.length).toBeGreaterThan(15);
  expect(triples).toEqual(readJsonLd(writeJsonLd(graph)));
});
