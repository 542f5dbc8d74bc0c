import { readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { authorPlan } from '../author/author-plan.ts';
import { compileAuthored } from '../author/compile-authored.ts';
import { importFiles } from '../import/import-files.ts';
import type { Authored, ImportFile, Proposal } from '../import/model.ts';
import { fileOf, filesIn, sharedData } from '../import/testing/read.ts';
import type { EntityPlan, Plan } from '../plan.ts';
import { compileTarget } from '../targets.ts';
import { contractOf } from './odcs.ts';
import { testTargets } from '../testing/targets.ts';

const read = (files: readonly ImportFile[]): Promise<Proposal> =>
  importFiles(files, { format: 'odcs', language: 'en' });

/** As a node has it: compiled, and written out again by the authors' own form. */
function planOf({ elements, entities, codeLists, languages }: Proposal): Plan {
  const settings: Authored = { edition: 'import' };
  const { plan, findings } = compileAuthored({ settings, elements, entities, codeLists }, languages);
  expect(findings.filter((one) => one.severity === 'error')).toEqual([]);
  const again = compileAuthored(authorPlan(plan as Plan), languages).plan;
  expect(again?.hash).toBe(plan?.hash);
  return again as Plan;
}

async function textsOf(plan: Plan): Promise<string[]> {
  const texts: string[] = [];
  for await (const { content } of compileTarget('odcs', testTargets(plan))) texts.push(String(content));
  return texts;
}

/** What comes out of a proposal: of its entities, and what describes none. */
async function contractsOf(proposal: Proposal): Promise<unknown[]> {
  const texts = proposal.entities.length > 0 ? await textsOf(planOf(proposal)) : [];
  return [...texts.map((text): unknown => parse(text)), ...(proposal.contracts ?? [])];
}

/**
 * When two contracts say the same: members in any order, everything else to the letter. Stricter than the standard, which
 * leaves the order of tags, custom properties, roles, members of a team and service levels open.
 */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]): [string, unknown] => [key, canonical(member)]);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const folder = sharedData('odcs');
const examples = folder === undefined ? [] : filesIn(`${folder}/examples`, /\.yaml$/);
const given = ({ bytes }: ImportFile) => parse(Buffer.from(bytes).toString()) as object;

describe.skipIf(folder === undefined)("the publisher's examples", () => {
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2019) => void)(ajv);
  const official = ajv.compile(
    folder === undefined ? {} : (JSON.parse(readFileSync(`${folder}/odcs-json-schema-v3.1.0.json`, 'utf8')) as object),
  );

  it.each(examples.map((file) => [file.name.split('/').at(-1), file] as const))(
    '%s goes in and comes out again, valid, and says the same',
    async (_name, file) => {
      const proposal = await read([file]);
      const [contract, ...others] = await contractsOf(proposal);
      expect(others).toEqual([]);
      expect(official(contract) ? [] : official.errors).toEqual([]);
      expect(canonical(contract)).toEqual(canonical(given(file)));
      const again = await read([fileOf(file.name, JSON.stringify(contract))]);
      expect(again.hash).toBe(proposal.hash);
    },
  );

  it('come out together as they went in together', async () => {
    expect(examples).toHaveLength(18);
    const contracts = await contractsOf(await read(examples));
    const inOrder = (all: readonly unknown[]) => all.map((one) => JSON.stringify(canonical(one))).sort();
    expect(inOrder(contracts)).toEqual(inOrder(examples.map(given)));
  });

  it('lose what the contract says beside when nothing is carried', async () => {
    const [file] = examples.filter(({ name }) => name.includes('full-example'));
    const plan = planOf(await read([file as ImportFile]));
    const bare = { ...plan, entities: plan.entities.map(({ carried: _, ...entity }): EntityPlan => entity) };
    const texts = await textsOf(bare);
    expect(texts).toHaveLength(2);
    expect(texts.join('')).not.toMatch(/slaProperties|support|price|team/);
  });
});

const CONTRACT = `version: 1.0.0
apiVersion: v3.1.0
kind: DataContract
id: orchard
status: active
slaProperties: [{ property: latency, value: 4, unit: d }]
schema:
  - name: tree
    description: |
      A tree
      of the orchard.
    properties:
      - name: tree_no
        primaryKey: true
        logicalType: string
        logicalTypeOptions: { maxLength: 8 }
        tags: [number]
      - name: height
        logicalType: integer
        quality: [{ type: sql, query: 'select 1', mustBe: 0 }]
      - name: place
        logicalType: object
        properties:
          - { name: row, logicalType: integer }
          - { name: column, logicalType: integer }
`;

interface Contract {
  slaProperties: unknown;
  schema: [{ description: string; properties: Record<string, unknown>[]; quality?: unknown[] }];
}

it('an entity knows the contract it came in, and the others in it', async () => {
  const two = `${CONTRACT}  - name: picker\n    properties: [{ name: picker_no, primaryKey: true, logicalType: string }]\n`;
  const { entities } = planOf(await read([fileOf('given.yaml', two)]));
  const of = (name: string) => {
    const entity = entities.find((one) => one.name === name);
    return entity && contractOf(entities, entity);
  };
  expect(of('tree')).toEqual({ name: 'orchard', version: '1.0.0', entities: ['picker'] });
  expect(of('picker')).toEqual({ name: 'orchard', version: '1.0.0', entities: ['tree'] });
  const bare = entities.map(({ carried: _, ...one }): EntityPlan => one);
  expect(bare.map((one) => contractOf(bare, one))).toEqual([undefined, undefined]);
});

describe('a contract whose entity was changed since', () => {
  async function changed(change: (plan: { elements: Authored[]; entities: Authored[] }) => void): Promise<Contract> {
    const plan = planOf(await read([fileOf('given.yaml', CONTRACT)]));
    const authored = structuredClone(authorPlan(plan)) as unknown as { elements: Authored[]; entities: Authored[] };
    change(authored);
    const now = compileAuthored({ ...authorPlan(plan), ...authored }, ['en']);
    expect(now.findings.filter((one) => one.severity === 'error')).toEqual([]);
    return parse((await textsOf(now.plan as Plan))[0] ?? '') as Contract;
  }
  const change = (list: Authored[], key: string, value: string, more: Authored) => {
    const at = list.findIndex((one) => one[key] === value);
    list[at] = { ...list[at], ...more };
  };

  it('says our words where they were changed, and the rest as it was', async () => {
    const contract = await changed(({ elements }) => {
      change(elements, 'code', 'Tree.Height', { definition: { en: 'How tall it is' } });
    });
    const [no, height] = contract.schema[0].properties;
    expect(height).toEqual({
      name: 'height',
      businessName: 'height',
      description: 'How tall it is',
      logicalType: 'integer',
      quality: [{ type: 'sql', query: 'select 1', mustBe: 0 }],
    });
    expect(no).not.toHaveProperty('description');
    expect(contract.schema[0].description).toBe('A tree\nof the orchard.\n');
    expect(contract.slaProperties).toEqual([{ property: 'latency', value: 4, unit: 'd' }]);
  });

  it('says our type and bounds, and who may see it', async () => {
    const contract = await changed(({ elements }) => {
      change(elements, 'code', 'Tree.TreeNo', { maxLength: 12 });
      change(elements, 'code', 'Tree.Height', { sharing: 'shared', importance: 'core' });
    });
    const [no, height] = contract.schema[0].properties;
    expect(no).toMatchObject({ logicalTypeOptions: { maxLength: 12 }, primaryKey: true, tags: ['number'] });
    expect(height).toMatchObject({ classification: 'shared', logicalType: 'integer' });
    expect(height?.['customProperties']).toContainEqual({ property: 'importance', value: 'core' });
  });

  it('leaves out a column that is gone, and adds a check that is new', async () => {
    const contract = await changed(({ elements, entities }) => {
      elements.splice(
        elements.findIndex((one) => one['code'] === 'Tree.PlaceRow'),
        1,
      );
      const fields = (entities[0]?.['fields'] as Authored[]).filter((one) => one['element'] !== 'Tree.PlaceRow');
      const message = { en: 'Too tall.' };
      const checks = [{ name: 'low', expression: 'height <= 90', message, severity: 'error', dimension: 'accurate' }];
      entities[0] = { ...entities[0], fields, checks };
    });
    const [entity] = contract.schema;
    expect(entity.properties.at(-1)?.['properties']).toEqual([{ name: 'column', logicalType: 'integer' }]);
    expect(entity.quality).toMatchObject([{ name: 'low', engine: 'artery', implementation: 'height <= 90' }]);
  });
});

describe('what is carried', () => {
  const entity = (carried: unknown): Authored => ({
    ...{ name: 'tree', code: 'Tree', names: { en: 'Tree' }, definition: { en: 'What grows' }, key: ['no'] },
    ...{ body: { how: 'uploader' }, fields: [], carried },
  });
  const findingsOf = (carried: unknown) => {
    const authored = { settings: { edition: '1' }, elements: [], entities: [entity(carried)], codeLists: [] };
    return compileAuthored(authored, ['en']).findings.map((one) => one.code);
  };
  const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });

  it.each([
    ['too much of it', { odcs: 'x'.repeat(300_000) }, 'carried-too-large'],
    ['too deep', { odcs: deep(60) }, 'carried-too-deep'],
    ['no number of JSON', { odcs: Number.POSITIVE_INFINITY }, 'carried-not-plain'],
    ['a list', ['odcs'], 'mapping-expected'],
  ])('is refused when it is %s', (_what, carried, code) => {
    expect(findingsOf(carried)).toContain(code);
    expect(findingsOf({ odcs: { any: ['thing', 1, null, { plain: true }] } })).not.toContain(code);
  });

  it('and not sound is passed over: our own words are a whole contract', async () => {
    const plan = planOf(await read([fileOf('given.yaml', CONTRACT)]));
    const entities = plan.entities.map((one) => ({ ...one, carried: { odcs: { contract: 1 } } }));
    const [text] = await textsOf({ ...plan, entities });
    expect(text).toContain('entityCode');
  });
});
