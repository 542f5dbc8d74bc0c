import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importFiles } from './import-files.ts';
import type { Proposal } from './model.ts';
import { codesOf, read, sharedData } from './testing/read.ts';
import { parseTurtle } from './turtle.ts';

const HEAD = `@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix f: <https://example.org/fruit/> .
`;
const FRUIT = `${HEAD}
f: a skos:ConceptScheme ; skos:prefLabel "Fruit"@en, "Frutta"@it .
f:1 a skos:Concept ; skos:notation "01" ; skos:inScheme f: ;
  skos:prefLabel "Pome"@en, "Pomo"@it ; skos:narrower f:1.1 .   # a comment
f:1.1 a skos:Concept ; skos:notation "01.1" ; skos:inScheme f: ; skos:prefLabel """Apple"""@en, 'Mela'@it ;
  skos:altLabel "Eating \\u0061pple"@en .
f:2 a skos:Concept ; skos:notation "02" ; skos:inScheme f: ; skos:prefLabel "Citrus"@en, "Agrumi"@it ; skos:prefLabel "Zitrus"@de .
`;
const itemsOf = ({ codeLists }: Proposal) =>
  (codeLists[0]?.['items'] ?? []) as { code: string; parent?: string; names: object }[];

describe('SKOS', () => {
  it('gives codes, labels in the languages that all have, and the hierarchy from narrower', async () => {
    const proposal = await read('skos', FRUIT);
    expect(proposal.findings).toEqual([]);
    expect(proposal.languages).toEqual(['en', 'it']);
    expect(proposal.codeLists[0]).toMatchObject({ code: 'FRUIT', names: { en: 'Fruit', it: 'Frutta' } });
    expect(itemsOf(proposal)).toEqual([
      { code: '01', names: { en: 'Pome', it: 'Pomo' } },
      { code: '01.1', names: { en: 'Apple', it: 'Mela' }, parent: '01', aliases: ['Eating apple'] },
      { code: '02', names: { en: 'Citrus', it: 'Agrumi' }, aliases: ['Zitrus'] },
    ]);
  });

  it('reports a code that stands twice and a hierarchy that turns in a circle, and goes on', async () => {
    const bad = `${HEAD}
f:a a skos:Concept ; skos:notation "A" ; skos:prefLabel "a"@en ; skos:broader f:b .
f:b a skos:Concept ; skos:notation "B" ; skos:prefLabel "b"@en ; skos:broader f:a .
f:c a skos:Concept ; skos:notation "B" ; skos:prefLabel "c"@en .`;
    const proposal = await read('skos', bad);
    expect(codesOf(proposal)).toEqual(['error duplicate-code', 'error circular-parent']);
    expect(itemsOf(proposal).map(({ code, parent }) => [code, parent])).toEqual([
      ['A', undefined],
      ['B', 'A'],
    ]);
  });

  it('names the line of a text that is no Turtle', async () => {
    const { findings } = await read('skos', `${HEAD}\nf:a a skos:Concept ; "open\n`);
    expect(findings).toMatchObject([{ code: 'unreadable', severity: 'error', line: 4 }]);
  });

  it('reads blank nodes, collections, numbers and prefixes of SPARQL', () => {
    const triples = parseTurtle('PREFIX a: <urn:a:> a:s a:p [ a:q 1 , true ; a:r "x"^^a:t ] , ( a:e ) .');
    expect(triples.map(({ object }) => object.value)).toEqual(['1', 'true', 'x', '_:[1]', 'urn:a:e', '_:[2]']);
  });

  const folder = sharedData('skos-codelist');
  it.skipIf(folder === undefined)("has the codes, labels and levels of the publisher's own CSV", async () => {
    const file = `${folder ?? ''}/agente_causale.ttl`;
    const proposal = await importFiles([{ name: file, bytes: readFileSync(file) }], { format: 'skos', language: 'en' });
    expect(proposal.findings).toEqual([]);
    const items = itemsOf(proposal) as { code: string; parent?: string; names: { it: string } }[];
    const parents = new Map(items.map((item) => [item.code, item.parent]));
    const level = (code: string): number => {
      const parent = parents.get(code);
      return parent === undefined ? 1 : 1 + level(parent);
    };
    const ours = items.map(({ code, names }) => [code, names.it, String(level(code))].join('\t')).sort();
    const rows = parse(readFileSync(`${folder ?? ''}/agente_causale.csv`), { columns: true }) as Record<
      string,
      string
    >[];
    const theirs = rows
      .map(({ id, label, level: depth }) => [id, label?.replace(/\s+/g, ' ').trim(), depth].join('\t'))
      .sort();
    expect(ours).toEqual(theirs);
  });
});
