// Rules across attributes and entries: each finding has a twin without it, stands at its place, and says what to do.
import { beforeAll, describe, expect, it } from 'vitest';
import { readCatalogues, type Catalogues } from '../../platform/i18n.ts';
import { authorPlan } from '../author/author-plan.ts';
import { compileAuthored } from '../author/compile-authored.ts';
import { compileDictionary } from '../compile.ts';
import type { Authored } from '../import/model.ts';
import { describeFinding, type DictionaryFinding } from '../source/finding.ts';
import { languages, testPlan, testSource } from '../testing/dictionary.ts';

const given = authorPlan(testPlan());
const say = (en: string) => ({ en, fr: `${en} (fr)` });

interface Edits {
  readonly elements?: Readonly<Record<string, Authored>>;
  readonly add?: readonly Authored[];
  readonly entity?: Authored;
  readonly more?: readonly Authored[];
  readonly lists?: Readonly<Record<string, Authored>>;
  readonly settings?: Authored;
}

/** Attributes set to undefined are taken away. */
const changed = (entries: readonly Authored[], key: string, edits: Readonly<Record<string, Authored>> = {}) =>
  entries.map((entry) => ({ ...entry, ...edits[String(entry[key])] }));

function check({ elements, add = [], entity, more = [], lists, settings }: Edits): readonly DictionaryFinding[] {
  return compileAuthored(
    {
      settings: { ...given.settings, ...settings },
      elements: [...changed(given.elements, 'code', elements), ...add],
      entities: [...changed(given.entities, 'name', { resident: entity ?? {} }), ...more],
      codeLists: changed(given.codeLists, 'code', lists),
    },
    languages,
  ).findings;
}

const base = given.elements.find((one) => one['code'] === 'CTY.002') as Authored;
const another = (code: string, more: Authored): Authored => ({
  ...base,
  code,
  physicalName: code.toLowerCase().replaceAll('.', '_'),
  names: say(`Element ${code}`),
  definition: say(`What ${code} is about`),
  ...more,
});
const concept = { objectClass: say('Person'), property: say('Name') };
const narrow = { ...concept, tier: 'local', extends: 'CTY.002' };
const entityLike = (name: string, code: string, references: string) => ({
  ...{
    name,
    code,
    names: say(name),
    definition: say(`One ${name} of many`),
    key: ['person_id'],
    body: { how: 'uploader' },
  },
  fields: [{ element: 'CTY.001' }, { element: references, required: true }],
});
const code = (value: string, name: string, more: Authored = {}) => ({ code: value, names: say(name), ...more });

const CASES: readonly (readonly [finding: string, Edits])[] = [
  ['secret-column', { elements: { 'CTY.002': { example: undefined, secrecy: 'secret', shareMethod: 'none' } } }],
  ['recode-not-today', { elements: { 'CTY.004': { codeList: { list: 'SEX', rule: 'ever', recode: true } } } }],
  ['bad-version', { elements: { 'CTY.002': { version: '0.1' } } }],
  ['bad-purpose', { elements: { 'CTY.007': { allowedPurposes: ['To plan'] } } }],
  ['sensitive-purpose-needed', { elements: { 'CTY.007': { allowedPurposes: [] } } }],
  ['representation-not-for-type', { elements: { 'CTY.103': { representation: 'name' } } }],
  ['cardinality-against-nullability', { elements: { 'CTY.002': { cardinality: '0..1' } } }],
  ['calculation-not-derived', { elements: { 'CTY.103': { calculation: '1 + 1' } } }],
  ['bad-expression', { elements: { 'CTY.103': { calculation: 'years_between(moved_in, 3)', origin: 'derived' } } }],
  ['default-for-key', { elements: { 'CTY.001': { defaultAllowed: true } } }],
  ['not-example-fits', { elements: { 'CTY.002': { notExample: 'Ada Hill again' } } }],
  [
    'secret-example',
    { elements: { 'CTY.002': { notExample: '1', example: undefined, secrecy: 'secret', shareMethod: 'none' } } },
  ],
  ['open-but-protected', { elements: { 'CTY.002': { sharing: 'open', openLicense: 'CC0-1.0' } } }],
  ['open-license-needed', { elements: { 'CTY.103': { sharing: 'open', personal: 'none', importance: 'other' } } }],
  [
    'key-threshold',
    {
      elements: {
        'CTY.001': {
          qualityRules: [
            {
              code: 'r',
              dimension: 'clean',
              severity: 'error',
              expression: 'value != ""',
              names: say('Rule'),
              threshold: 0.99,
            },
          ],
        },
      },
    },
  ],
  ['no-such-day', { elements: { 'CTY.002': { effectiveFrom: '2026-02-30' } } }],
  ['no-such-day', { elements: { 'CTY.002': { approvals: [{ decision: '1', day: '2026-13-01' }] } } }],
  ['period-empty', { elements: { 'CTY.002': { effectiveFrom: '2026-02-03', effectiveTo: '2026-02-03' } } }],
  ['successor-needed', { elements: { 'CTY.002': { status: 'superseded' } } }],
  ['uses-retired', { elements: { 'CTY.002': { status: 'superseded', supersededBy: 'CTY.007' } } }],
  ['superseded-but-in-force', { elements: { 'CTY.002': { supersededBy: 'CTY.007' } } }],
  ['withdrawn-but-in-force', { elements: { 'CTY.002': { changeType: 'withdrawn', changeReason: say('Why') } } }],
  ['change-reason-needed', { elements: { 'CTY.002': { changeType: 'meaning' } } }],
  ['unknown-element', { elements: { 'CTY.002': { extends: 'CTY.999' } } }],
  ['unknown-element', { elements: { 'CTY.002': { lineage: [{ source: 'population', element: 'CTY.999' }] } } }],
  ['extends-lower-tier', { elements: { 'CTY.002': { tier: 'national', extends: 'CTY.007' } } }],
  ['extension-redefines', { add: [another('CTY.801', { tier: 'local', extends: 'CTY.002', dataType: 'text' })] }],
  ['extension-loosens', { add: [another('CTY.801', { tier: 'local', extends: 'CTY.002', maxLength: 41 })] }],
  ['extension-loosens', { add: [another('CTY.801', { tier: 'local', extends: 'CTY.002', nullability: 'optional' })] }],
  ['tier-fork', { elements: { 'CTY.002': concept }, add: [another('CTY.801', { ...narrow, extends: undefined })] }],
  [
    'tier-fork',
    {
      elements: { 'CTY.002': { nationalCode: 'N1' } },
      add: [another('CTY.801', { tier: 'local', nationalCode: 'N1' })],
    },
  ],
  [
    'circular-succession',
    {
      elements: {
        'CTY.002': { supersedes: 'CTY.007' },
        'CTY.007': { supersedes: 'CTY.003' },
        'CTY.003': { supersedes: 'CTY.002' },
      },
    },
  ],
  ['circular-succession', { elements: { 'CTY.002': { supersedes: 'CTY.002' } } }],
  ['circular-extension', { elements: { 'CTY.002': { extends: 'CTY.007' }, 'CTY.007': { extends: 'CTY.002' } } }],
  [
    'circular-lineage',
    {
      elements: {
        'CTY.002': { lineage: [{ source: 'a', element: 'CTY.007' }] },
        'CTY.007': { lineage: [{ source: 'b', element: 'CTY.002' }] },
      },
    },
  ],
  ['circular-calculation', { elements: { 'CTY.103': { origin: 'derived', calculation: 'children + 1' } } }],
  [
    'circular-calculation',
    {
      elements: {
        'CTY.103': { origin: 'derived', calculation: 'income * 2' },
        'CTY.104': { origin: 'derived', calculation: 'children + 1' },
      },
    },
  ],
  [
    'circular-reference',
    {
      add: [
        another('CTY.811', { dataType: 'reference', references: 'flat', pattern: undefined, example: undefined }),
        another('CTY.812', { dataType: 'reference', references: 'house', pattern: undefined, example: undefined }),
      ],
      more: [entityLike('house', 'HO', 'CTY.811'), entityLike('flat', 'FL', 'CTY.812')],
    },
  ],
  ['definition-says-nothing', { elements: { 'CTY.002': { definition: say('…') } } }],
  [
    'definition-points-elsewhere',
    { settings: { pointerWords: { en: ['see'] } }, elements: { 'CTY.002': { definition: say('See form 2, item 4') } } },
  ],
  [
    'circular-definition',
    {
      elements: {
        'CTY.002': { definition: say('Faith.') },
        'CTY.007': { definition: { en: '«Full name»', fr: '?' }, names: say('Faith') },
        'CTY.003': {},
      },
      settings: {},
    },
  ],
  ['definition-is-a-name', { elements: { 'CTY.002': { definition: say('Faith.') } } }],
  [
    'label-conflict',
    {
      elements: { 'CTY.007': {} },
      entity: {
        fields: [
          { element: 'CTY.001' },
          { element: 'CTY.002' },
          { element: 'CTY.005' },
          { element: 'CTY.006', names: say('full  NAME') },
        ],
        checks: [],
        key: ['person_id'],
      },
    },
  ],
  ['code-label-conflict', { lists: { SHIRE: { items: [code('N', 'North'), code('S', 'north')] } } }],
  ['table-collision', { more: [{ ...entityLike('resident_key', 'RK', 'CTY.108') }] }],
  [
    'check-name-taken',
    {
      entity: {
        checks: [
          {
            name: 'children_range',
            expression: 'children > 0',
            severity: 'error',
            dimension: 'clean',
            message: say('No'),
          },
        ],
      },
    },
  ],
  [
    'reserved-name',
    {
      entity: {
        fields: [{ element: 'CTY.001' }, { element: 'CTY.005' }, { element: 'CTY.002', as: 'row_number' }],
        checks: [],
      },
    },
  ],
  ['reserved-name', { elements: { 'CTY.002': { physicalName: 'xmin' } } }],
  ['markup-in-text', { elements: { 'CTY.002': { definition: say('Names <script>alert(1)</script>') } } }],
  ['markup-in-text', { elements: { 'CTY.002': { synonyms: { en: ['<img src=x onerror=alert(1)>'] } } } }],
  ['markup-in-text', { lists: { SEX: { items: [code('1', '<b>Male</b>'), code('2', 'Female')] } } }],
  ['hidden-character', { elements: { 'CTY.002': { hint: say('Look \u202eereht') } } }],
];

describe('a rule', () => {
  let words: Catalogues;
  beforeAll(async () => {
    words = await readCatalogues('locales', ['en', 'vi', 'ar']);
  });

  it('is not broken by the dictionary of the tests', () => {
    expect(check({})).toEqual([]);
  });

  it.each(CASES)('says %s, with its entry and what to do', (wanted, edits) => {
    const found = check(edits);
    expect(found.map((one) => one.code)).toContain(wanted);
    for (const finding of found) {
      expect(finding.entry).toBeDefined();
      for (const language of words.languages) {
        const said = describeFinding(finding, words.translator(language));
        expect(said).not.toMatch(/checks\.|\{\{|\$t\(/);
        // What is wrong, and then what to do: two sentences or two halves of one.
        expect(said).toMatch(/[.:;؛،?؟] ?\S+.*[.؟?)؛]/u);
      }
    }
  });

  it('is kept by what is nearly the same', () => {
    const fine: readonly Edits[] = [
      {
        elements: { 'CTY.002': { version: '1.0', shortName: say('Name'), notExample: 'R2D2', representation: 'name' } },
      },
      { elements: { 'CTY.103': { origin: 'derived', calculation: 'years_between(moved_in, moved_out)' } } },
      { add: [another('CTY.801', { tier: 'local', extends: 'CTY.002', maxLength: 39 })] },
      { elements: { 'CTY.002': concept }, add: [another('CTY.801', narrow)] },
      {
        elements: { 'CTY.002': { ...concept, nationalCode: 'N1' } },
        add: [
          another('CTY.801', { ...concept, tier: 'local', nationalMapping: { entry: 'N1', relation: 'narrower' } }),
        ],
      },
      // Several representations of one concept within a tier are what ISO/IEC 11179 has concepts for.
      { elements: { 'CTY.002': concept }, add: [another('CTY.801', concept)] },
      {
        elements: { 'CTY.002': { definition: say('Names seen in the birth entry < 1950, > 1900') } },
        settings: { pointerWords: { en: ['see'] } },
      },
      { elements: { 'CTY.002': { hint: say('Arabic words may hold \u200f marks') } } },
      {
        lists: {
          SHIRE: { items: [code('N', 'North', { to: '2020-01-01' }), code('S', 'North', { from: '2020-01-01' })] },
        },
      },
      { elements: { 'CTY.103': { sharing: 'open', personal: 'none', importance: 'other', openLicense: 'CC0-1.0' } } },
      {
        elements: { 'CTY.002': { supersedes: 'CTY.003' }, 'CTY.003': { status: 'withdrawn', supersededBy: 'CTY.002' } },
        entity: { fields: [{ element: 'CTY.001' }, { element: 'CTY.005' }], checks: [] },
      },
    ];
    for (const edits of fine) expect(check(edits)).toEqual([]);
  });

  it('names the whole circle, once', () => {
    const ring = ['CTY.002', 'CTY.003', 'CTY.007'];
    const elements = Object.fromEntries(ring.map((one, i) => [one, { supersedes: ring[(i + 1) % 3] }]));
    const found = check({ elements }).filter((one) => one.code === 'circular-succession');
    expect(found.map((one) => one.params)).toEqual([{ path: 'CTY.002 → CTY.003 → CTY.007 → CTY.002' }]);
  });

  it('comes to an end on a chain of ten thousand', () => {
    const chain = Array.from({ length: 10_000 }, (_, i) =>
      another(`X.${String(i)}`, i < 9999 ? { supersedes: `X.${String(i + 1)}` } : { supersedes: 'X.0' }),
    );
    const found = check({ add: chain }).filter((one) => one.code === 'circular-succession');
    expect(found).toHaveLength(1);
  });
});

describe('a file that no parser should be let at', () => {
  const codesOf = (text: string) =>
    compileDictionary([...testSource(), { file: 'x', path: 'dictionary/codes/x.yaml', text }], languages).findings.map(
      ({ code: said, file, line }) => `${file}:${String(line)} ${said}`,
    );
  it.each([
    ['x:1 too-deep', '['.repeat(100_000)],
    ['x:1 too-deep', '- '.repeat(50_000)],
    ['x:3 duplicate-key', 'code: A\nnames: { en: a, fr: b }\ncode: B\n'],
    ['x:2 alias', 'code: &a AB\nversion: *a\nnames: { en: a, fr: b }\nitems: [{ code: a, names: { en: a, fr: b } }]\n'],
    ['x:4 alias', 'a: &a [x, x]\nb: &b [*a, *a]\ncode: A\nitems: *b\n'],
  ])('is %s', (wanted, text) => {
    expect(codesOf(text)).toContain(wanted);
  });
});
