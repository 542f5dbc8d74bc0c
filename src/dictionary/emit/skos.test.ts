import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { CodeListPlan } from '../plan.ts';
import { testPlan } from '../testing/dictionary.ts';
import { irisOf } from './iris.ts';
import { emitSkosJsonLd, emitSkosTurtle } from './skos.ts';

const iris = irisOf('https://data.example/county/');
const lists = new Map(testPlan().codeLists.map((list) => [list.code, list]));
const parish = lists.get('PARISH') as CodeListPlan;
const shire = lists.get('SHIRE') as CodeListPlan;

interface Literal {
  '@value': string;
  '@language'?: string;
}
type Concept = Record<string, unknown> & { '@id': string; '@type': string };
const graph = (list: CodeListPlan, parents?: CodeListPlan) =>
  emitSkosJsonLd(list, { iris, ...(parents ? { parents: parents.items } : {}) })['@graph'] as Concept[];
const many = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

const tree: CodeListPlan = {
  code: 'T',
  names: { en: 'Tree' },
  kind: 'release',
  optionalWords: [],
  items: [
    { code: 'b', parent: 'a', names: { en: 'B' }, aliases: ['bee "x"', 'b\n2'] },
    { code: 'a', names: { en: 'A', fr: 'Â' }, aliases: [] },
    { code: 'c', parent: 'b', names: { en: 'C' }, aliases: [] },
  ],
  successions: [],
};

describe('a code list as SKOS', () => {
  it('keeps codes, labels of every language and aliases', () => {
    const concepts = graph(tree).filter((one) => one['@type'] === 'skos:Concept');
    const read = concepts.map((one) => ({
      code: one['skos:notation'],
      names: Object.fromEntries((many(one['skos:prefLabel']) as Literal[]).map((l) => [l['@language'], l['@value']])),
      aliases: many(one['skos:altLabel']),
    }));
    const own = tree.items.map(({ code, names, aliases }) => ({ code, names, aliases }));
    expect(read).toEqual(own.toSorted((a, b) => (a.code < b.code ? -1 : 1)));
  });

  it('keeps the hierarchy, both ways, and its top', () => {
    const byId = new Map(graph(tree).map((one) => [one['@id'], one]));
    const links = (id: string, name: string) =>
      (many(byId.get(iris.code('T', id))?.[name]) as Concept[]).map((one) => one['@id']);
    expect(links('b', 'skos:broader')).toEqual([iris.code('T', 'a')]);
    expect(links('b', 'skos:narrower')).toEqual([iris.code('T', 'c')]);
    expect(links('a', 'skos:broader')).toEqual([]);
    expect(byId.get(iris.list('T'))?.['skos:hasTopConcept']).toEqual({ '@id': iris.code('T', 'a') });
  });

  it('gives a code that was used again an IRI for each meaning, with its days and what it became', () => {
    const brooks = graph(parish, shire).filter((one) => one['skos:notation'] === '003');
    expect(brooks.map((one) => one['@id'])).toEqual([
      iris.code('PARISH', '003'),
      iris.code('PARISH', '003', '2025-07-01'),
    ]);
    const [old, now] = brooks as [Concept, Concept];
    expect(old['euvoc:endDate']).toEqual({ '@value': '2025-07-01', '@type': 'xsd:date' });
    expect(now['euvoc:startDate']).toEqual({ '@value': '2025-07-01', '@type': 'xsd:date' });
    const became = (many(old['dct:isReplacedBy']) as Concept[]).map((one) => one['@id']);
    expect(became).toEqual([iris.code('PARISH', '001'), iris.code('PARISH', '004')]);
    expect(now['dct:isReplacedBy']).toBeUndefined();
  });

  it('maps to parents of another list instead of calling them its own', () => {
    const [ashford] = graph(parish, shire).filter((one) => one['skos:notation'] === '001') as [Concept];
    expect(ashford['skos:broadMatch']).toEqual({ '@id': iris.code('SHIRE', 'N') });
    expect(ashford['skos:broader']).toBeUndefined();
  });

  it('escapes in Turtle what would end a text or an IRI', () => {
    const turtle = emitSkosTurtle(
      { ...tree, items: [{ code: 'x> <y', names: { en: 'a "b" \\ c\n' }, aliases: [] }] },
      { iris },
    );
    expect(turtle).toContain('<https://data.example/county/code-list/T/x%3E%20%3Cy> a skos:Concept');
    expect(turtle).toContain('"a \\"b\\" \\\\ c\\n"@en');
    expect(turtle.split('\n').filter((line) => line.startsWith('@prefix'))).toHaveLength(5);
  });

  it('gives the same bytes for the same list, in whatever order its items stand', () => {
    const turned = { ...tree, items: tree.items.toReversed() };
    expect(emitSkosTurtle(turned, { iris })).toBe(emitSkosTurtle(tree, { iris }));
  });
});

const CSV = join(import.meta.dirname, '../../../../shared/data/skos-codelist/agente_causale.csv');
const isHere = existsSync(CSV);
if (!isHere) process.stderr.write('NOT RUN: a published code list as SKOS, which is not on this machine\n');

it.skipIf(!isHere)('a published list keeps every code, label and level of its hierarchy', () => {
  const rows = parse<Record<'id' | 'label' | 'level', string>>(readFileSync(CSV), { columns: true, bom: true });
  // The publisher's own SKOS says what stands above a code.
  const blocks = readFileSync(CSV.replace(/csv$/, 'ttl'), 'utf8').split(/\n\s*\n/);
  const above = new Map(
    blocks.flatMap((block) => {
      const [, code] = /skos:notation "([^"]+)"/.exec(block) ?? [];
      const [, parent] = /skos:broader \w+:([\w.]*\w)/.exec(block) ?? [];
      return code === undefined || parent === undefined ? [] : [[code, parent] as const];
    }),
  );
  const items = rows.map(({ id, label }) => {
    const parent = above.get(id);
    return { code: id, names: { it: label }, aliases: [], ...(parent === undefined ? {} : { parent }) };
  });
  const concepts = graph({ ...tree, code: 'AC', items }).filter((one) => one['@type'] === 'skos:Concept');
  const byId = new Map(concepts.map((one) => [one['@id'], one]));
  const depth = (one: Concept | undefined): number => {
    const up = one?.['skos:broader'] as { '@id': string } | undefined;
    return up === undefined ? 1 : 1 + depth(byId.get(up['@id']));
  };
  const read = concepts.map((one) => ({
    id: one['skos:notation'],
    label: (one['skos:prefLabel'] as Literal)['@value'],
    level: String(depth(one)),
  }));
  const byCode = (a: { id: unknown }, b: { id: unknown }) => (String(a.id) < String(b.id) ? -1 : 1);
  expect(rows.length).toBeGreaterThan(100);
  expect(read.toSorted(byCode)).toEqual(rows.map(({ id, label, level }) => ({ id, label, level })).toSorted(byCode));
});

describe('IRIs', () => {
  it('begin with the base of the profile, or with a URN', () => {
    expect(irisOf('https://a.example/x').element('A.1')).toBe('https://a.example/x/element/A.1');
    expect(irisOf().element('A.1')).toBe('urn:artery:dictionary:element/A.1');
  });

  it.each(['no base', 'relative/path', 'https://a.example/<b>', 'https://a.example/?q='])('refuse %s', (base) => {
    expect(() => irisOf(base)).toThrow(TypeError);
  });
});
