// What goes out in a standard and comes in again is what it was; what the standard cannot carry is named, by the list of
// losses on the way out or by a finding on the way in.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorElement, authorEntity, authorList } from '../author/author-plan.ts';
import { compileAuthored } from '../author/compile-authored.ts';
import { lossesOf, type LossyFormat } from '../emit/losses.ts';
import type { EntityPlan, FieldPlan, Plan } from '../plan.ts';
import { compileTarget } from '../targets.ts';
import { authoredDictionaries, authoredLanguages } from '../testing/authored.ts';
import { crosswalkedLists } from '../testing/crosswalked.ts';
import { testTargets } from '../testing/targets.ts';
import { importFiles } from './import-files.ts';
import type { Authored, Proposal } from './model.ts';

const RUNS = { numRuns: 60 };

function planOf(given: Parameters<typeof compileAuthored>[0], languages: readonly string[]): Plan {
  const { plan, findings } = compileAuthored(given, languages);
  if (!plan) throw new TypeError(JSON.stringify(findings));
  return plan;
}

async function there(plan: Plan, format: LossyFormat): Promise<Proposal> {
  const files: { name: string; bytes: Buffer }[] = [];
  for await (const { name, content } of compileTarget(format, testTargets(plan)))
    if (!name.endsWith('.jsonld')) files.push({ name, bytes: Buffer.from(content as string) });
  const proposal = await importFiles(files, { format, language: 'en' });
  expect(proposal.findings.filter((one) => one.severity === 'error')).toEqual([]);
  return proposal;
}

const lossesIn = (plan: Plan, format: LossyFormat) => {
  const { codes } = testTargets(plan);
  return lossesOf(plan, { format, language: 'en', codes });
};

// ── schemas ─────────────────────────────────────────────────────────────────────────────────────────────────────────
const inEnglish = (texts: unknown) => (texts as { en: string } | undefined)?.en;
const bound = (text: string | undefined) => (text === undefined || text === 'today' ? text : text.replace(/\.0+$/, ''));

/** What an element says, under the names of the authored shape: here of a field, there of what was read. */
function facts(field: FieldPlan, entity: EntityPlan, plan: Plan): Authored {
  const list = field.codeList && plan.codeLists.find((one) => one.code === field.codeList?.list);
  return {
    names: inEnglish(field.names),
    definition: inEnglish(field.definition),
    dataType: field.dataType,
    minLength: field.minLength ?? 1,
    maxLength: field.maxLength,
    pattern: field.pattern,
    precision: field.precision,
    scale: field.scale ?? 0,
    range: [field.range?.min, field.range?.max].map(bound),
    nullability: field.required,
    keyRole: entity.key.includes(field.name),
    criticality: entity.key.includes(field.name),
    codeList: list?.items.map((item) => item.code),
    references: field.references,
  };
}

function readFacts(column: string, { elements, entities, codeLists }: Proposal): Authored {
  const [entity] = entities as [{ fields: { element: string; as?: string }[]; key: string[] }];
  const use = entity.fields.find((one) => one.as === column || one.element.endsWith(`.${column}`));
  const byName = (one: Authored) => one['physicalName'] === `thing_${column}`;
  const element = elements.find((one) => (use ? one['code'] === use.element : byName(one))) ?? {};
  const list = codeLists.find((one) => one['code'] === element['codeList']);
  const range = element['range'] as { min?: string; max?: string } | undefined;
  return {
    names: inEnglish(element['names']),
    definition: inEnglish(element['definition']),
    dataType: element['dataType'],
    minLength: element['minLength'] ?? 1,
    maxLength: element['maxLength'],
    pattern: element['pattern'],
    precision: element['precision'],
    scale: element['scale'] ?? 0,
    range: [range?.min, range?.max].map(bound),
    nullability: element['nullability'] === 'required',
    keyRole: entity.key.includes(column),
    criticality: element['criticality'] === 'key',
    codeList: (list?.['items'] as { code: string }[] | undefined)?.map((item) => item.code),
    references: element['references'],
  };
}

/** What came back otherwise than it went, or did not come back, and is named nowhere. */
function unnamed(plan: Plan, proposal: Proposal, lost: ReadonlySet<string>): string[] {
  const [entity] = plan.entities as [EntityPlan];
  const elements = new Map(plan.elements.map((one) => [one.code, one]));
  const ofFields = entity.fields.flatMap((field) => {
    const [before, after] = [facts(field, entity, plan), readFacts(field.name, proposal)];
    const changed = Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
    const element = elements.get(field.element);
    const elsewhere = Object.keys(element ? authorElement(element) : {}).filter((name) => !(name in before));
    return [...changed, ...elsewhere]
      .filter((name) => !lost.has(`element ${name}`) && !lost.has(`field ${name}`))
      .map((name) => `${field.name} ${name}: ${JSON.stringify(before[name])} → ${JSON.stringify(after[name])}`);
  });
  const ofEntity = Object.keys(authorEntity(entity, elements))
    .filter((name) => !['name', 'names', 'definition', 'key', 'fields'].includes(name))
    .filter((name) => !lost.has(`entity ${name}`));
  return [...ofFields, ...ofEntity];
}

const lostIn = (plan: Plan, format: LossyFormat) =>
  new Set(lossesIn(plan, format).map(({ kind, attribute }) => `${kind} ${attribute}`));

describe.each(['table-schema', 'json-schema'] as const)('%s', (format) => {
  it('gives back every field, or the list of losses names what is not', async () => {
    await fc.assert(
      fc.asyncProperty(authoredDictionaries, async (given) => {
        const plan = planOf(given, authoredLanguages);
        const [entity] = plan.entities as [EntityPlan];
        const proposal = await there(plan, format);
        expect(unnamed(plan, proposal, lostIn(plan, format))).toEqual([]);
        expect(inEnglish(proposal.entities[0]?.['names'])).toBe(entity.names['en']);
        expect(proposal.entities.map((one) => one['name'])).toEqual([entity.name]);
      }),
      RUNS,
    );
  });

  it('and a list of losses that leaves something out is found out', async () => {
    const plans = fc
      .sample(authoredDictionaries, { numRuns: 20, seed: 7 })
      .map((one) => planOf(one, authoredLanguages));
    const found = new Set<string>();
    for (const plan of plans) {
      const proposal = await there(plan, format);
      for (const left of lostIn(plan, format)) {
        const lost = new Set([...lostIn(plan, format)].filter((one) => one !== left));
        if (unnamed(plan, proposal, lost).length > 0) found.add(left);
      }
    }
    for (const one of ['element tier', 'element synonyms', 'element legalBasis', 'entity groups', 'element dataType'])
      expect(found).toContain(one);
  });
});

it('marks that have no place are kept in the note, or are said to be left out', async () => {
  const schema = {
    type: 'object',
    title: 'Cow',
    unevaluatedProperties: 1,
    properties: { tag: { type: 'string', multipleOf: 3, $comment: 'x' } },
  };
  const table = {
    name: 'cow',
    dialect: 'x',
    fields: [{ name: 'tag', bareNumber: true, constraints: { jsonSchema: { a: 1 } } }],
  };
  const said = async (format: 'json-schema' | 'table-schema', given: object) => {
    const bytes = Buffer.from(JSON.stringify(given));
    const { findings, elements } = await importFiles([{ name: 'cow.json', bytes }], { format, language: 'en' });
    const named = findings
      .filter(({ values }) => 'members' in values)
      .map(({ code, values }) => [code, values['members']]);
    return [elements[0]?.['note'], ...named];
  };
  expect(await said('json-schema', schema)).toEqual([
    { en: 'multipleOf: 3 · $comment: x' },
    ['kept-in-note', 'multipleOf, $comment'],
    ['members-left-out', 'unevaluatedProperties'],
  ]);
  expect(await said('table-schema', table)).toEqual([
    { en: 'bareNumber: true · jsonSchema: {"a":1}' },
    ['kept-in-note', 'bareNumber, jsonSchema'],
    ['members-left-out', 'dialect'],
  ]);
});

// ── code lists ──────────────────────────────────────────────────────────────────────────────────────────────────────
const inOrder = <T>(all: readonly T[] | undefined) =>
  (all ?? []).map((one) => JSON.stringify(sortedMembers(one))).sort();
function sortedMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedMembers);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, one]): [string, unknown] => [name, sortedMembers(one)]);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('SKOS', () => {
  it('gives back codes, words, days, hierarchy, what became of them, and every crosswalk', async () => {
    await fc.assert(
      fc.asyncProperty(crosswalkedLists, async (codeLists) => {
        const plan = planOf({ settings: { edition: '1' }, elements: [], entities: [], codeLists }, ['en', 'fr']);
        const proposal = await there(plan, 'skos');
        const lost = lostIn(plan, 'skos');
        for (const list of plan.codeLists) {
          const read = proposal.codeLists.find((one) => one['code'] === list.code);
          const before = authorList(list);
          for (const [name, value] of Object.entries(before)) {
            if (lost.has(`code-list ${name}`)) continue;
            if (name === 'crosswalks') {
              const plain = (all: unknown) =>
                (all as Authored[] | undefined)?.flatMap(({ links, note: _, ...one }) =>
                  (links as Authored[]).map((link) => ({ ...one, ...link })),
                );
              expect(inOrder(plain(read?.[name]))).toEqual(inOrder(plain(value)));
            } else if (Array.isArray(value)) expect(inOrder(read?.[name] as unknown[])).toEqual(inOrder(value));
            else expect({ [name]: read?.[name] }).toEqual({ [name]: value });
          }
        }
        expect(codeLists.length).toBe(proposal.codeLists.length);
      }),
      RUNS,
    );
  });

  it('names what it cannot carry', () => {
    const names = { en: 'A', fr: 'A' };
    const list = { code: 'A', names, pattern: '[0-9]', optionalWords: ['The'], items: [{ code: '1', names }] };
    const plan = planOf({ settings: { edition: '1' }, elements: [], entities: [], codeLists: [list] }, ['en', 'fr']);
    expect(lossesIn(plan, 'skos')).toEqual([
      { kind: 'settings', attribute: '*', count: 1 },
      { kind: 'code-list', attribute: 'pattern', count: 1 },
      { kind: 'code-list', attribute: 'optionalWords', count: 1 },
    ]);
  });
});
