import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testFiles as originals, testPlan } from '../testing/dictionary.ts';
import { planCodes } from '../validate/lookup.ts';
import { compileValidator } from '../validate/validate.ts';
import type { Plan } from '../plan.ts';
import { writeDictionary } from '../author/write-dictionary.ts';
import { importFiles } from '../import/import-files.ts';
import { applyOverlay } from './apply-overlay.ts';
import { countEntries, type Authored, type Overlay } from './model.ts';

const both = (en: string) => ({ en, fr: `${en} (fr)` });
const element = (code: string, physicalName: string, more: Authored = {}): Authored => ({
  code,
  physicalName,
  names: both(physicalName.replaceAll('_', ' ')),
  definition: both(`What the county notes about ${physicalName}`),
  tier: 'local',
  dataType: 'string',
  maxLength: 20,
  layer: 'master',
  origin: 'source',
  reCollectable: 'confirm',
  sharing: 'shared',
  importance: 'other',
  secrecy: 'none',
  personal: 'basic',
  legalBasis: [],
  purpose: [],
  domain: 'people',
  ...more,
});

const overlay: Overlay = {
  prefix: 'ASH',
  codeLists: [{ code: 'ASH_WARD', names: both('Ward'), items: [{ code: '1', names: both('First') }] }],
  elements: [
    element('ASH.001', 'nickname'),
    element('ASH.002', 'ward', { dataType: 'code', codeList: 'ASH_WARD', maxLength: undefined }),
  ].map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined))),
  fields: [
    { entity: 'resident', element: 'ASH.001' },
    { entity: 'resident', element: 'ASH.002' },
  ],
  rules: [
    {
      entity: 'resident',
      name: 'nickname_differs',
      expression: 'nickname != full_name',
      severity: 'warning',
      dimension: 'clean',
      message: both('The nickname is the name.'),
    },
  ],
  tighten: [
    { element: 'CTY.002', maxLength: 30 },
    { element: 'CTY.103', range: { min: '0', max: '12' } },
    { element: 'CTY.101', nullability: 'required' },
    { element: 'CTY.104', precision: 10, scale: 1, sharing: 'restricted' },
  ],
  synonyms: [{ element: 'CTY.007', synonyms: { en: ['Creed'] } }],
};
const central = testPlan();
const on = (plan: Plan, changes: Partial<Overlay> = {}) => applyOverlay(plan, { ...overlay, ...changes }, 2);
const clashesOf = (plan: Plan, changes: Partial<Overlay> = {}) =>
  on(plan, changes).clashes.map(({ kind, key, conflict, by }) => [kind, key, conflict, by].filter(Boolean).join(' '));
const files = (path: string, from: string, to: string) => {
  const text = { people: 'dictionary/elements/people.yaml', resident: 'dictionary/entities/resident.yaml' }[path]!;
  return testPlanWith(text, from, to);
};
function testPlanWith(path: string, from: string, to: string): Plan {
  const text = originals[path]!;
  expect(text).toContain(from);
  return testPlan({ [path]: text.replace(from, to) });
}

describe('an overlay on a release', () => {
  it('is exported with it, to the hash of what holds here', async () => {
    const { plan } = on(central);
    const files = writeDictionary(plan, 'county').map(({ path, text }) => ({ name: path, bytes: Buffer.from(text) }));
    const read = await importFiles(files, { format: 'artery', language: 'en' });
    expect(read.planHash).toBe(plan.hash);
    expect(read.planHash).not.toBe(central.hash);
  });

  it('adds, tightens and names, and says so in the edition', () => {
    const { plan, clashes, applied } = on(central);
    expect(clashes).toEqual([]);
    expect(applied).toBe(countEntries(overlay));
    expect(plan.release).toBe('1.0+overlay.2');
    const resident = plan.entities.find((one) => one.name === 'resident')!;
    expect(resident.fields.slice(-2).map((field) => field.name)).toEqual(['nickname', 'ward']);
    expect(resident.fields.find((field) => field.name === 'full_name')?.maxLength).toBe(30);
    expect(resident.fields.find((field) => field.name === 'moved_in')?.required).toBe(true);
    expect(resident.checks.at(-1)?.name).toBe('nickname_differs');
    expect(plan.elements.find((one) => one.code === 'CTY.007')?.synonyms['en']).toEqual(['Creed']);
    expect(plan.codeLists.map((list) => list.code)).toContain('ASH_WARD');
  });

  it('that says nothing is the release itself, to the byte', () => {
    expect(applyOverlay(central, { prefix: 'ASH' }, 1)).toEqual({ plan: central, clashes: [], applied: 0 });
  });

  it('is the same in whatever order it is written, and applied twice is applied once', () => {
    const parts = ['codeLists', 'elements', 'fields', 'rules', 'tighten', 'synonyms'] as const;
    const orders = fc.tuple(...parts.map((part) => fc.shuffledSubarray([...(overlay[part] ?? [])], { minLength: 1 })));
    fc.assert(
      fc.property(orders, (chosen) => {
        const some = Object.fromEntries(parts.map((part, i) => [part, chosen[i]]));
        const ordered = Object.fromEntries(
          parts.map((part, i) => [part, (overlay[part] ?? []).filter((one) => chosen[i]?.includes(one))]),
        );
        const [a, b] = [on(central, some), on(central, ordered)];
        const fieldsOf = ({ entities, ...plan }: Plan) => ({
          ...plan,
          entities: entities.map(({ fields, ...one }) => [one, new Set(fields.map(({ name }) => name))]),
        });
        expect(fieldsOf(a.plan)).toEqual(fieldsOf(b.plan));
        expect(a.clashes).toEqual(b.clashes);
        expect(on(central, some)).toEqual(a);
      }),
      { numRuns: 25 },
    );
  });

  it('survives a newer release with everything that does not clash, and says why the rest does not', () => {
    const changes: [string, string, string, readonly string[]][] = [
      ['people', 'maxLength: 40', 'maxLength: 25', ['tighten CTY.002 looser']],
      [
        'people',
        'physicalName: faith',
        'physicalName: nickname',
        [
          'element ASH.001 name-taken CTY.007',
          'field resident.ASH.001 element-gone',
          'rule resident.nickname_differs invalid',
        ],
      ],
      ['people', 'code: CTY.007', 'code: CTY.008', ['synonyms CTY.007 element-gone']],
      [
        'people',
        'maxLength: 30\n    personal',
        'maxLength: 30\n    status: withdrawn\n    personal',
        ['synonyms CTY.007 element-withdrawn'],
      ],
      [
        'resident',
        'name: few_children_when_young',
        'name: nickname_differs',
        ['rule resident.nickname_differs rule-taken'],
      ],
      ['people', 'synonyms: { en: [Name]', 'synonyms: { en: [Name, Creed]', ['synonyms CTY.007 synonym-taken CTY.002']],
    ];
    for (const [file, from, to, expected] of changes) {
      const newer = files(file, from, to);
      const { plan, clashes, applied } = on(newer);
      expect(clashesOf(newer)).toEqual(expected);
      expect(applied).toBe(countEntries(overlay) - clashes.length);
      // What does not clash is what it would be without the entries that do.
      const again = applyOverlay(newer, without(clashes), 2);
      expect(again.clashes).toEqual([]);
      expect(again.plan.hash).toBe(plan.hash);
    }
  });

  it('never loosens, re-defines, or takes a name that the centre may need', () => {
    const bad: [Partial<Overlay>, string][] = [
      [{ tighten: [{ element: 'CTY.002', maxLength: 41 }] }, 'tighten CTY.002 looser'],
      [{ tighten: [{ element: 'CTY.103', range: { min: '0' } }] }, 'tighten CTY.103 looser'],
      [
        { tighten: [{ element: 'CTY.101', range: { min: '1950-01-01', max: '2030-01-01' } }] },
        'tighten CTY.101 looser',
      ],
      [{ tighten: [{ element: 'CTY.002', nullability: 'optional' }] }, 'tighten CTY.002 looser'],
      [{ tighten: [{ element: 'CTY.104', precision: 12, scale: 1 }] }, 'tighten CTY.104 looser'],
      [{ tighten: [{ element: 'CTY.007', personal: 'basic' }] }, 'tighten CTY.007 looser'],
      [{ tighten: [{ element: 'CTY.001', pattern: '[0-8]{12}' }] }, 'tighten CTY.001 pattern-central'],
      [{ tighten: [{ element: 'CTY.002', definition: both('Something else') }] }, 'tighten CTY.002 not-tightenable'],
      [{ tighten: [{ element: 'CTY.002', dataType: 'text' }] }, 'tighten CTY.002 not-tightenable'],
      [{ elements: [element('CTY.900', 'other')] }, 'element CTY.900 prefix'],
      [{ elements: [element('ASH.900', 'other', { tier: 'national' })] }, 'element ASH.900 tier'],
      [
        { fields: [{ entity: 'resident', element: 'CTY.007', as: 'sex' }] },
        'field resident.CTY.007 field-taken CTY.004',
      ],
      [{ fields: [{ entity: 'nobody', element: 'CTY.007' }] }, 'field nobody.CTY.007 entity-gone'],
      [{ codeLists: [{ code: 'SEX', names: both('Sex'), items: [] }] }, 'code-list SEX prefix'],
    ];
    for (const [changes, expected] of bad) {
      const only = { prefix: 'ASH', ...changes } as Overlay;
      const { plan, clashes } = applyOverlay(central, only, 1);
      expect(clashes.map(({ kind, key, conflict, by }) => [kind, key, conflict, by].filter(Boolean).join(' '))).toEqual(
        [expected],
      );
      expect(plan).toBe(central);
    }
  });
});

/** The overlay without the entries that clash. */
function without(clashes: readonly { kind: string; key: string }[]): Overlay {
  const aside = new Set(clashes.map(({ kind, key }) => `${kind} ${key}`));
  const keep = (kind: string, key: (one: Authored) => string, list: readonly Authored[] = []) =>
    list.filter((one) => !aside.has(`${kind} ${key(one)}`));
  const said = (one: Authored, name: string) => String(one[name]);
  return {
    prefix: 'ASH',
    codeLists: keep('code-list', (one) => said(one, 'code'), overlay.codeLists),
    elements: keep('element', (one) => said(one, 'code'), overlay.elements),
    fields: keep('field', (one) => `${said(one, 'entity')}.${said(one, 'element')}`, overlay.fields),
    rules: keep('rule', (one) => `${said(one, 'entity')}.${said(one, 'name')}`, overlay.rules),
    tighten: keep('tighten', (one) => said(one, 'element'), overlay.tighten),
    synonyms: keep('synonyms', (one) => said(one, 'element'), overlay.synonyms),
  } as Overlay;
}

describe('a record that an overlay takes', () => {
  const today = '2026-10-01';
  const validator = (plan: Plan) => {
    const entity = plan.entities.find((one) => one.name === 'resident')!;
    return { entity, validate: compileValidator(entity, planCodes(plan, today), { settings: plan.settings, today }) };
  };
  const errors = (plan: Plan, record: Readonly<Record<string, string>>) => {
    const { entity, validate } = validator(plan);
    const { findings } = validate(entity.fields.map((field) => record[field.name] ?? ''));
    return findings.filter((finding) => finding.severity === 'error');
  };
  // Mostly good values: a record with many fields would otherwise never pass.
  const some = (good: fc.Arbitrary<string>, odd: fc.Arbitrary<string>) =>
    fc.oneof({ weight: 8, arbitrary: good }, { weight: 1, arbitrary: odd });
  const of = (...values: string[]) => fc.constantFrom(...values);
  const letters = (maxLength: number) => fc.string({ minLength: 2, maxLength, unit: of('a', 'B', 'é') });
  const record = fc.record({
    person_id: of('099080000001'),
    full_name: some(letters(45), of('', 'a1')),
    born_on: some(of('1980', '1980-05', ''), of('1850')),
    sex: some(of('1', '2'), of('3', '')),
    parish: some(of('001', '003', '004'), of('999')),
    moved_in: some(of('2001-02-03'), of('', '2050-01-01')),
    moved_out: some(of('', '2002-02-03'), of('1999-01-01')),
    children: some(fc.integer({ min: 0, max: 14 }).map(String), of('-1', '31')),
    income: some(of('', '12,5', '1234567'), of('12,55', '1234567890', '12345678901', '-1')),
    nickname: some(of('', 'Ash'), of('a'.repeat(21))),
    ward: some(of('', '1'), of('7')),
  });
  const tights = fc.record(
    {
      full_name: fc.integer({ min: 1, max: 60 }).map((maxLength) => ({ element: 'CTY.002', maxLength })),
      children: fc
        .tuple(fc.integer({ min: -5, max: 20 }), fc.integer({ min: 5, max: 40 }))
        .map(([min, max]) => ({ element: 'CTY.103', range: { min: String(min), max: String(max) } })),
      moved_in: fc.constantFrom('required', 'optional').map((nullability) => ({ element: 'CTY.101', nullability })),
      income: fc
        .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 0, max: 3 }))
        .map(([precision, scale]) => ({ element: 'CTY.104', precision, scale })),
    },
    { requiredKeys: [] },
  );

  it('is taken by the release below it, whatever the overlay says', () => {
    let taken = 0;
    fc.assert(
      fc.property(tights, fc.array(record, { minLength: 20, maxLength: 20 }), (tight, records) => {
        const { plan } = on(central, { tighten: Object.values(tight) });
        for (const one of records) {
          if (errors(plan, one).length > 0) continue;
          taken += 1;
          expect(errors(central, one)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('would not be, if an overlay could loosen (the defence off)', () => {
    const loose = testPlanWith('dictionary/elements/people.yaml', 'maxLength: 40', 'maxLength: 45');
    const name = { person_id: '099080000001', full_name: 'a'.repeat(44), sex: '1', parish: '001' };
    expect(errors(loose, name)).toEqual([]);
    expect(errors(central, name)).not.toEqual([]);
  });
});
