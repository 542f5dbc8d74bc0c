import { describe, expect, it, vi } from 'vitest';
import type { EntityPlan, Plan } from './plan.ts';
import { compileTarget, isTarget, prepareTargets, targets, type OutputFile, type Target } from './targets.ts';
import { testPlan } from './testing/dictionary.ts';
import { testTargets } from './testing/targets.ts';

async function make(target: Target, ready = testTargets()): Promise<OutputFile[]> {
  const files: OutputFile[] = [];
  for await (const file of compileTarget(target, ready)) files.push(file);
  return files;
}

describe('targets', () => {
  it('are those that a dictionary is asked for', () => {
    const asked = 'ddl json-schema typescript openapi form excel table-schema shacl skos dcat odcs book'.split(' ');
    expect([...targets].sort()).toEqual(asked.sort());
    expect([isTarget('odcs'), isTarget('pdf'), isTarget('toString')]).toEqual([true, false, false]);
  });

  it.each(targets)('%s gives files with names of their own', async (target) => {
    const files = await make(target);
    expect(files.length).toBeGreaterThan(0);
    expect(new Set(files.map((file) => file.name)).size).toBe(files.length);
    for (const { name, content } of files) expect([name, content.length > 50]).toEqual([name, true]);
  });

  it.each(targets)('%s gives the same bytes for the same plan', async (target) => {
    const again = testTargets(JSON.parse(JSON.stringify(testPlan())) as Plan);
    const first = await make(target);
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-05-06T07:08:09Z') });
    try {
      expect(await make(target, again)).toEqual(first);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each(targets)('%s takes a dictionary without code lists, languages and checks', async (target) => {
    const { codeLists: _, ...plan } = testPlan();
    const entities = plan.entities.map((entity) => ({ ...entity, checks: [], groups: [], names: {}, definition: {} }));
    const bare: Plan = { ...plan, entities, codeLists: [], languages: [] };
    await expect(make(target, testTargets(bare))).resolves.toBeDefined();
  });

  it('quote a column that has the name of an SQL keyword, and keep it everywhere', async () => {
    const plan = testPlan({
      'dictionary/elements/words.yaml': `defaults:
  layer: master
  origin: source
  reCollectable: allowed
  sharing: shared
  importance: other
  secrecy: none
  personal: none
  legalBasis: []
  purpose: []
elements:
  - code: CTY.900
    physicalName: select
    names: { en: Selection, fr: Choix }
    definition: { en: "What was chosen", fr: "Ce qui est choisi" }
    tier: local
    dataType: string
    maxLength: 10
    keyRole: key
    criticality: key
`,
      'dictionary/entities/order.yaml': `name: order
code: ORD
names: { en: Order, fr: Ordre }
definition: { en: "An order of things", fr: "Un ordre" }
key: [select]
body: { how: uploader }
fields:
  - { element: CTY.900 }
`,
    });
    const ready = testTargets({
      ...plan,
      entities: plan.entities.filter((one): one is EntityPlan => one.name === 'order'),
    });
    const [ddl] = await make('ddl', ready);
    expect(String(ddl?.content)).toMatch(/create table data\."order" \([^;]*"select" text/);
    for (const target of ['odcs', 'table-schema', 'shacl', 'openapi', 'typescript'] as const)
      expect(String((await make(target, ready))[0]?.content)).toContain('select');
  });

  it('take the base of every IRI from the profile', async () => {
    const base = 'https://elsewhere.example/d#';
    const ready = testTargets(testPlan(), base);
    for (const target of ['shacl', 'skos', 'dcat'] as const)
      for (const { content } of await make(target, ready)) {
        expect(content).toContain(base);
        expect(content).not.toContain('urn:artery');
      }
    expect(() => prepareTargets(testPlan(), { ...ready, baseIri: 'nowhere' })).toThrow(TypeError);
  });
});
