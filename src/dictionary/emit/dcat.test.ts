import { expect, it } from 'vitest';
import type { EntityPlan } from '../plan.ts';
import { testPlan } from '../testing/dictionary.ts';
import { testTargets } from '../testing/targets.ts';
import { accessOf, emitDcatCatalogue, emitDcatEntry } from './dcat.ts';

const ready = testTargets();
const resident = testPlan().entities[0] as EntityPlan;
type Node = Record<string, unknown>;
const find = (document: Node, type: string) => (document['@graph'] as Node[]).filter((one) => one['@type'] === type);

it('has what DCAT-AP makes mandatory for a catalogue and its data sets, every address within the document', () => {
  const document = emitDcatCatalogue([resident], ready);
  const [catalogue] = find(document, 'dcat:Catalog') as [Node];
  for (const member of ['dct:title', 'dct:description', 'dct:publisher', 'dcat:dataset'])
    expect([member, catalogue[member]]).not.toEqual([member, undefined]);
  const [dataset] = find(document, 'dcat:Dataset') as [Node];
  expect(catalogue['dcat:dataset']).toEqual({ '@id': dataset['@id'] });
  expect(dataset['dct:title']).toEqual([
    { '@value': 'Resident', '@language': 'en' },
    { '@value': 'Habitant', '@language': 'fr' },
  ]);
  const [agent] = find(document, 'foaf:Agent') as [Node];
  expect(catalogue['dct:publisher']).toEqual({ '@id': agent['@id'] });
  expect(agent['foaf:name']).toHaveLength(2);
});

it('gives an entity alone as an entry', () => {
  expect(find(emitDcatEntry(resident, ready), 'dcat:Dataset')).toHaveLength(1);
});

it('says the access of the strictest field', () => {
  const [first] = resident.fields;
  const field = (sharing: 'open' | 'shared' | 'restricted', personal: 'none' | 'basic' = 'none') => ({
    ...first!,
    labels: { sharing, importance: 'other', secrecy: 'none', personal } as const,
  });
  expect(accessOf([field('open')])).toBe('PUBLIC');
  expect(accessOf([field('open'), field('open', 'basic')])).toBe('RESTRICTED');
  expect(accessOf([field('open'), field('restricted')])).toBe('NON_PUBLIC');
});

it('names a catalogue whose deployment has no name by its base', () => {
  const [catalogue] = find(emitDcatCatalogue([], { ...ready, publisher: {}, languages: [] }), 'dcat:Catalog') as [Node];
  expect(catalogue['dct:title']).toBe(ready.iris.base);
});
