import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ElementPlan, EntityPlan, Plan } from '../plan.ts';
import { testPlan } from '../testing/dictionary.ts';
import { testTargets } from '../testing/targets.ts';
import { emitDcatEntry } from './dcat.ts';
import { emitJsonSchema } from './json-schema.ts';
import { emitOdcs } from './odcs.ts';
import { emitShacl } from './shacl.ts';

type Json = Record<string, unknown>;

const plan = testPlan();
const resident = plan.entities[0] as EntityPlan;
const STATED: Partial<ElementPlan> = {
  shortName: { en: 'Kids' },
  representation: 'quantity',
  notExample: '31',
  businessRules: [{ en: 'Living ones only.' }],
  calculation: 'children + 0',
  collectionPoint: { en: 'At the census' },
  sourceAgency: { en: 'The registry' },
  lineage: [{ source: 'census', element: 'KIDS', transform: 'summed' }],
  accessRoles: ['steward'],
  updateDeadline: { days: 3, counted: 'working' },
  version: '2.1',
  status: 'superseded',
  supersededBy: 'R.099',
};
const code = resident.fields.find((field) => field.name === 'children')?.element;
const withStated: Plan = {
  ...plan,
  elements: plan.elements.map((one) => (one.code === code ? { ...one, ...STATED } : one)),
};
const ready = testTargets(withStated);
const bare = testTargets({ ...plan, elements: plan.elements.map((one) => ({ ...one, purpose: [] })) });

it('stands in JSON Schema as annotations, and a superseded element is deprecated', () => {
  const of = (options: typeof ready) =>
    (emitJsonSchema(resident, options)['properties'] as Record<string, Json>)['children'];
  expect(of(ready)).toMatchObject({
    ...{ deprecated: true, 'x-short-name': 'Kids', 'x-representation': 'quantity', 'x-not-example': '31' },
    ...{ 'x-business-rules': ['Living ones only.'], 'x-version': '2.1', 'x-superseded-by': 'R.099' },
  });
  expect(of(bare)).not.toHaveProperty('deprecated');
});

it('stands in SHACL as notes, which change no constraint', () => {
  const text = emitShacl(resident, ready);
  expect(text).toMatch(/skos:altLabel "Kids"@en/);
  expect(text).toMatch(/skos:scopeNote "Living ones only."@en/);
  expect(text).toMatch(/owl:deprecated true/);
  expect(text).toContain(`dct:isReplacedBy <${ready.iris.element('R.099')}>`);
  const constraints = (of: string) => (of.match(/sh:(?!name|description)\w+ [^;\]]+/g) ?? []).map((one) => one.trim());
  expect(constraints(text)).toEqual(constraints(emitShacl(resident, bare)));
});

it('stands in a data contract in its own members, and in custom properties for the rest', () => {
  const contract = parse(emitOdcs(resident, ready)) as Json & { schema: [{ properties: Json[] }] };
  const children = contract.schema[0].properties.find((one) => one['name'] === 'children');
  expect(children).toMatchObject({
    transformSourceObjects: ['census: KIDS'],
    transformLogic: 'children + 0',
    transformDescription: 'summed',
  });
  for (const one of [
    { property: 'shortName_en', value: 'Kids' },
    { property: 'businessRule1_en', value: 'Living ones only.' },
    { property: 'collectionPoint_en', value: 'At the census' },
    { property: 'version', value: '2.1' },
  ])
    expect(children?.['customProperties']).toContainEqual(one);
  expect(contract['roles']).toEqual([{ role: 'steward', access: 'read' }]);
  expect(contract['slaProperties']).toContainEqual({
    ...{ property: 'latency', value: 3, unit: 'd', element: 'resident.children', description: 'working days' },
  });
});

const datasetOf = (elements: Partial<ElementPlan>, labels = {}) => {
  const entity = {
    ...resident,
    fields: resident.fields.map((one) => ({ ...one, labels: { ...one.labels, ...labels } })),
  };
  const none = { purpose: [] } as const;
  const stated = plan.elements.map(({ maxAge: _, openLicense: __, ...one }) => ({ ...one, ...none, ...elements }));
  const document = emitDcatEntry(entity, testTargets({ ...plan, elements: stated }));
  return (document['@graph'] as Json[]).find((one) => one['@type'] === 'dcat:Dataset') as Json;
};

it('stands in DCAT as licence, rights, frequency and provenance', () => {
  const open = { sharing: 'open', personal: 'none', secrecy: 'none' };
  const licence = (openLicense: string, labels: object = open) => datasetOf({ openLicense }, labels)['dct:license'];
  expect(licence('CC-BY-4.0')).toEqual({ '@id': 'https://creativecommons.org/licenses/by/4.0/' });
  expect(licence('County terms')).toEqual({ 'dct:title': 'County terms' });
  expect(licence('CC-BY-4.0', { ...open, sharing: 'shared' })).toBeUndefined();
  const often = (more: Partial<ElementPlan>) =>
    (datasetOf(more)['dct:accrualPeriodicity'] as Json | undefined)?.['@id'];
  expect(often({ maxAge: 40 })).toMatch(/\/MONTHLY$/);
  expect(often({ updateDeadline: { days: 3 } })).toMatch(/\/UPDATE_CONT$/);
  expect(often({})).toBeUndefined();
  const words = { 'rdfs:label': { '@value': 'Planning', '@language': 'en' } };
  expect(datasetOf({ purpose: [{ en: 'Planning' }] })['dct:rights']).toEqual(words);
  expect(datasetOf({ sourceAgency: { en: 'Planning' } })['dct:provenance']).toEqual(words);
});
