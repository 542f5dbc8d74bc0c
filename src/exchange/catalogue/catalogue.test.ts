import { Parser, Store } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AuthorityCounty, openAuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { raw } from '../../platform/db/sql.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import type { Query } from '../../platform/http/endpoint.ts';
import * as contract from '../contract.ts';

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty();
  await county.load('A', [line(1), line(2)]);
  await county.sequence();
});
const list = async (query: Query<typeof contract.listCatalogue> = {}) =>
  call(county.http.send, contract.listCatalogue, { query });
const names = async (query: Query<typeof contract.listCatalogue>) =>
  (await list(query)).items.map(({ register }) => register);
/** A check is good for five minutes: later, it is made anew. */
const later = () => county.context.clock.set(new Date(county.context.clock.now().getTime() + 301_000).toISOString());

describe('the catalogue', () => {
  it('is filtered by labels, manager and band, and read page by page', async () => {
    county.become('A', 'officer');
    const all = await names({});
    expect(all).toEqual([...all].sort());
    expect(await names({ personal: 'basic' })).toContain('people');
    expect(await names({ sharing: 'open' })).toEqual([]);
    const { managers } = await list();
    expect(await names({ manager: managers[0]?.code ?? '' })).not.toEqual([]);
    expect(await names({ manager: 'nobody' })).toEqual([]);
    const bands = await Promise.all(
      (['green', 'yellow', 'red', 'not-assessed'] as const).map((band) => names({ band })),
    );
    expect(bands.flat().sort()).toEqual(all);
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 1, ...(cursor !== undefined && { cursor }) });
      pages.push(...page.items.map(({ register }) => register));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(pages).toEqual(all);
    const wrong = await ending(list({ band: 'blue' as never }));
    expect(wrong.problem['type']).toBe('/problems/platform/invalid-request');
  });

  it('shows invented records that are nobody’s', async () => {
    county.become('A', 'officer');
    const { sample, terms } = await call(county.http.send, contract.getCatalogueEntry, {
      params: { register: 'members' },
    });
    expect(terms).toBeDefined();
    expect(sample.rows).toHaveLength(3);
    const held = await county.context.db.rows<Record<string, unknown>>(raw('select * from data.member'));
    const values = new Set(held.flatMap((row) => [String(row['card_no']), String(row['person_id'])]));
    expect(values.size).toBeGreaterThan(2);
    for (const row of sample.rows) {
      expect(Object.keys(row)).toEqual(sample.fields.map(({ field }) => field));
      expect([row['card_no'], row['person_id']].some((value) => values.has(String(value)))).toBe(false);
    }
  });

  it('says which agreements are one’s own', async () => {
    county.become('A', 'officer');
    const page = async () => call(county.http.send, contract.getCatalogueEntry, { params: { register: 'people' } });
    expect((await page()).agreements).toMatchObject([{ code: 'TT-01', mode: 'lookup', mine: true }]);
    county.become('DM', 'data-manager');
    expect((await page()).agreements).toMatchObject([{ code: 'TT-01', mine: false }]);
  });
});

describe('a register that does not answer', () => {
  const audited = () => county.context.audited.length;
  it('is not listed; its manager is told which address is silent, nobody else', async () => {
    county.become('A', 'officer');
    expect(await names({})).toContain('members');
    await county.context.db.script('alter table data.member rename to gone');
    later();
    expect(await list()).toMatchObject({ broken: [] });
    expect(await names({})).not.toContain('members');
    const page = await ending(call(county.http.send, contract.getCatalogueEntry, { params: { register: 'members' } }));
    expect(page.problem['type']).toBe('/problems/exchange/not-published');
    expect(await (await callRaw(county.http.send, contract.catalogueTurtle)).text()).not.toContain('register/members');
    county.become('DM', 'data-manager');
    const { broken } = await list();
    expect(broken).toMatchObject([{ register: 'members' }]);
    expect(broken[0]?.addresses).toContainEqual({ path: '/api/registers/members/records', status: 500 });
    await county.context.db.script('alter table data.gone rename to member');
    later();
    expect(await list()).toMatchObject({ broken: [] });
    expect(await names({})).toContain('members');
  });

  it('the twin: without the check it is listed, and calling it fails', async () => {
    await county.context.db.script('alter table data.member rename to gone');
    county.become('B', 'administrator');
    // What was found before is still believed for five minutes: this is the catalogue without a check.
    expect(await names({})).toContain('members');
    county.become('A', 'officer');
    const answer = await county.http.server.fastify.inject({ url: '/api/registers/members/records' });
    expect(answer.statusCode).toBe(500);
    // Whoever meets it there makes the next check come at once.
    expect(await names({})).not.toContain('members');
    expect(await names({})).not.toContain('members');
    await county.context.db.script('alter table data.gone rename to member');
  });

  it('is found without reading anybody’s row', async () => {
    later();
    const before = audited();
    await list();
    const own = county.context.audited.slice(before).filter(({ actor }) => actor === 'system');
    expect(own.length).toBeGreaterThan(0);
    expect(own.every(({ records = [] }) => records.length === 0)).toBe(true);
  });

  it('cannot be used as a way in: the node’s own word is a secret of its process', async () => {
    const headers = { 'x-artery-self-check': 'a guess' };
    county.become('B', 'administrator');
    const answer = await county.http.server.fastify.inject({ url: '/api/registers/members/records', headers });
    expect(answer.statusCode).toBe(403);
  });
});

// DCAT-AP 3.0.0, "Quick reference": what is mandatory, and what is recommended of what a register can say.
const shapes = `
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
<urn:catalogue> a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:uniqueLang true ],
    [ sh:path dct:description ; sh:minCount 1 ; sh:uniqueLang true ],
    [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ],
    [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ],
    [ sh:path dcat:service ; sh:minCount 1 ; sh:class dcat:DataService ],
    [ sh:path foaf:homepage ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dct:language ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dcat:themeTaxonomy ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dct:modified ; sh:maxCount 1 ; sh:datatype xsd:date ] .
<urn:dataset> a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:uniqueLang true ],
    [ sh:path dct:description ; sh:minCount 1 ; sh:uniqueLang true ],
    [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ],
    [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ],
    [ sh:path dcat:contactPoint ; sh:minCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ],
    [ sh:path dcat:theme ; sh:minCount 1 ; sh:pattern "^http://publications.europa.eu/resource/authority/data-theme/" ],
    [ sh:path dct:accessRights ; sh:minCount 1 ; sh:maxCount 1 ;
      sh:pattern "^http://publications.europa.eu/resource/authority/access-right/(PUBLIC|RESTRICTED|NON_PUBLIC)$" ],
    [ sh:path dct:conformsTo ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path ( dct:temporal dcat:startDate ) ; sh:maxCount 1 ; sh:datatype xsd:date ],
    [ sh:path dcat:keyword ; sh:minCount 1 ; sh:datatype rdf:langString ] .
<urn:distribution> a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dct:description ; sh:minCount 1 ],
    [ sh:path dct:format ; sh:minCount 1 ; sh:maxCount 1 ; sh:pattern "/authority/file-type/" ],
    [ sh:path dct:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:class dct:LicenseDocument ],
    [ sh:path dcatap:availability ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
<urn:service> a sh:NodeShape ; sh:targetClass dcat:DataService ;
  sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:uniqueLang true ],
    [ sh:path dcat:endpointURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dcat:endpointDescription ; sh:minCount 1 ; sh:nodeKind sh:IRI ],
    [ sh:path dcat:servesDataset ; sh:minCount 1 ; sh:class dcat:Dataset ],
    [ sh:path dct:accessRights ; sh:minCount 1 ; sh:maxCount 1 ],
    [ sh:path dct:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:class dct:LicenseDocument ] .
<urn:agent> a sh:NodeShape ; sh:targetClass foaf:Agent ;
  sh:property [ sh:path foaf:name ; sh:minCount 1 ; sh:uniqueLang true ] .
`;

describe('the catalogue in DCAT-AP 3', () => {
  const validator = new SHACLValidator(new Store(new Parser().parse(shapes)));
  const turtle = async () => (await callRaw(county.http.send, contract.catalogueTurtle)).text();
  const results = async (text: string) =>
    (await validator.validate(new Store(new Parser().parse(text)))).results.map(
      ({ path, focusNode, message }) => `${focusNode?.value ?? ''} ${path?.value ?? ''} ${String(message[0]?.value)}`,
    );
  const typed = (text: string) => new Parser().parse(text).filter(({ predicate }) => predicate.value.endsWith('#type'));
  beforeAll(() => county.become('A', 'officer'));

  it('has everything that is mandatory and what is recommended, for every register that is listed', async () => {
    const text = await turtle();
    expect(await results(text)).toEqual([]);
    const sets = typed(text).filter(({ object }) => object.value === 'http://www.w3.org/ns/dcat#Dataset');
    const { items } = await list();
    expect(sets).toHaveLength(items.length);
    expect(text).toContain('access-right/RESTRICTED');
    expect(text).toContain('dcat:startDate');
  });

  it('the twin: the shapes see what is left out', async () => {
    const text = await turtle();
    for (const property of ['dct:publisher', 'dcat:accessURL', 'dcat:endpointURL', 'dct:accessRights', 'dcat:theme']) {
      const without = text.replaceAll(new RegExp(`\\b${property} `, 'g'), 'dct:relation ');
      expect([property, (await results(without)).length > 0]).toEqual([property, true]);
    }
  });

  it('says the same as JSON-LD', async () => {
    const document = JSON.parse(await (await callRaw(county.http.send, contract.catalogueJsonLd)).text()) as {
      '@graph': { '@id': string; '@type': string }[];
    };
    expect(document['@graph'].map((one) => one['@id']).sort()).toEqual(
      typed(await turtle())
        .map(({ subject }) => subject.value)
        .sort(),
    );
  });
});
