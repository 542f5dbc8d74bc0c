import { beforeAll, describe, expect, it } from 'vitest';
import { readCatalogues, type Catalogues } from '../platform/i18n.ts';
import { compileDictionary } from './compile.ts';
import { describeFinding } from './source/finding.ts';
import { languages, testFiles, testPlan, testSource } from './testing/dictionary.ts';

const PEOPLE = 'dictionary/elements/people.yaml';
const RESIDENT = 'dictionary/entities/resident.yaml';
const PARISHES = 'dictionary/codes/parishes.yaml';
const edit = (path: string, from: string, to: string) => {
  const text = testFiles[path] as string;
  if (!text.includes(from)) throw new TypeError(`nothing to edit in ${path}: ${from}`);
  return { [path]: text.replace(from, to) };
};
const findingsOf = (changes: Record<string, string>) => compileDictionary(testSource(changes), languages).findings;
const codesOf = (changes: Record<string, string>) => findingsOf(changes).map((finding) => finding.code);

const crosswalk = (inner: string) => ({ 'dictionary/codes/x.yaml': `extends: SEX\ncrosswalks: [{ ${inner} }]\n` });

describe('compiling', () => {
  it('gives a plan that says what the files say', () => {
    const plan = testPlan();
    const [resident] = plan.entities;
    expect(resident?.fields.map((field) => field.name).slice(0, 3)).toEqual(['person_id', 'full_name', 'born_on']);
    expect(resident?.fields[0]).toMatchObject({ required: true, sqlType: 'text', authority: 'population' });
    expect(resident?.fields[0]?.synonyms).toEqual(
      expect.arrayContaining(['Personal number', 'Numéro personnel', 'PIN', 'OldPin', 'person_id']),
    );
    expect(resident?.checks.map((check) => check.fields)).toEqual([
      ['moved_out', 'moved_in'],
      ['children', 'born_on', 'moved_in'],
    ]);
    expect(plan.codeLists.find((list) => list.code === 'PARISH')?.items).toHaveLength(7);
  });

  it('hashes what it means, not how it is written', () => {
    const spaced = edit(RESIDENT, 'code: RES', 'code:   RES   # a comment');
    expect(testPlan(spaced).hash).toBe(testPlan().hash);
    expect(testPlan(edit(RESIDENT, 'required: true', 'required: false')).hash).not.toBe(testPlan().hash);
  });

  it('survives a trip through JSON', () => {
    const plan = testPlan();
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

describe('findings', () => {
  let words: Catalogues;
  beforeAll(async () => {
    words = await readCatalogues('locales', ['en', 'vi', 'ar']);
  });

  it('come all at once, each with file, line and column', () => {
    const findings = findingsOf({
      ...edit(PEOPLE, 'dataType: partialDate', 'dataTyp: partialDate'),
      ...edit(RESIDENT, 'element: CTY.103', 'element: CTY.999'),
    });
    const [typo] = findings.filter((finding) => finding.code === 'unknown-attribute');
    const text = (testFiles[PEOPLE] as string).replace('dataType: partialDate', 'dataTyp: partialDate');
    const line = text.split('\n').findIndex((row) => row.includes('dataTyp:'));
    expect(typo).toMatchObject({
      file: PEOPLE,
      line: line + 1,
      column: 5,
      params: { name: 'dataTyp', known: 'dataType' },
    });
    expect(findings.map((finding) => finding.code)).toEqual(
      expect.arrayContaining(['unknown-attribute', 'missing-attribute', 'unknown-element', 'bad-expression']),
    );
  });

  it.each<[string, Record<string, string>]>([
    ['yaml', { [PEOPLE]: 'a: [1' }],
    ['quotes-needed', edit(PEOPLE, "example: '099080000001'", 'example: 99080000001')],
    ['missing-translation', edit(RESIDENT, 'fr: "Habitant"', 'fr: ""')],
    ['unknown-language', edit(RESIDENT, 'fr: "Habitant"', 'fr: "Habitant", de: "Bewohner"')],
    ['unknown-literal', edit(PEOPLE, 'layer: master', 'layer: masters')],
    ['duplicate-element-code', edit(PEOPLE, 'CTY.002', 'CTY.001')],
    ['duplicate-physical-name', edit(PEOPLE, 'physicalName: full_name', 'physicalName: person_id')],
    ['bad-physical-name', edit(PEOPLE, 'physicalName: full_name', 'physicalName: Full Name')],
    ['reserved-name', edit(PEOPLE, 'physicalName: full_name', 'physicalName: version')],
    ['code-list-needed', edit(PEOPLE, '    codeList: SEX\n', '')],
    ['unknown-code-list', edit(PEOPLE, 'codeList: SEX', 'codeList: GENDER')],
    ['max-length-needed', edit(PEOPLE, '    maxLength: 12\n', '')],
    ['min-above-max', edit(PEOPLE, 'minLength: 2', 'minLength: 41')],
    ['bad-pattern', edit(PEOPLE, "'[0-9]{12}'", "'\\d{12}'")],
    ['pattern-explodes', edit(PEOPLE, "'[^0-9]+'", "'([^0-9]+)+'")],
    ['bad-bound', edit(PEOPLE, "min: '1900-01-01'", "min: '1900-02-30'")],
    ['key-criticality', edit(PEOPLE, '    criticality: key\n', '')],
    ['inherited-re-collected', edit(PEOPLE, '    reCollectable: forbidden\n', '')],
    [
      'forbidden-without-authority',
      edit(PEOPLE, '    reCollectable: forbidden\n    authority: population\n', '    reCollectable: forbidden\n'),
    ],
    ['secret-example', edit(PEOPLE, '    example: Ada Hill\n', '    example: Ada Hill\n    secrecy: secret\n')],
    ['secret-shared', edit(PEOPLE, '    example: Ada Hill\n', '    secrecy: secret\n')],
    ['sensitive-reason-needed', edit(PEOPLE, '    sensitiveReason: b\n', '')],
    ['sensitive-masking-needed', edit(PEOPLE, '    masking: hidden\n', '')],
    [
      'sensitive-purpose-needed',
      edit(
        PEOPLE,
        '    masking: hidden\n    purpose: [{ en: "Planning of services", fr: "Planning of services (fr)" }]\n',
        '    masking: hidden\n',
      ),
    ],
    ['sealed-key', edit(PEOPLE, '    criticality: key\n', '    criticality: key\n    stored: sealed\n')],
    ['sealed-required', edit(PEOPLE, '    example: Ada Hill\n', '    stored: sealed\n')],
    ['sealed-type', edit(PEOPLE, '    codeList: SEX\n', '    codeList: SEX\n    stored: sealed\n')],
    ['example-does-not-fit', edit(PEOPLE, "'099080000001'", "'09908'")],
    ['definition-repeats-name', edit(PEOPLE, 'en: "Sex as entered at birth"', 'en: "Sex"')],
    ['unknown-column', edit(RESIDENT, 'key: [person_id]', 'key: [nobody]')],
    ['duplicate-column', edit(RESIDENT, 'element: CTY.103', 'element: CTY.104')],
    ['unknown-group', edit(RESIDENT, 'element: CTY.002, group: person', 'element: CTY.002, group: people')],
    ['bad-expression', edit(RESIDENT, "'moved_out >= moved_in'", "'moved_out >= children'")],
    ['duplicate-check-name', edit(RESIDENT, 'few_children_when_young', 'out_after_in')],
    ['event-date-field', edit('dictionary/elements/households.yaml', 'dateField: moved_in', 'dateField: children')],
    [
      'condition-needed',
      edit('dictionary/elements/households.yaml', "    condition: 'has(owns_home) && !owns_home'\n", ''),
    ],
    ['unknown-entity', edit('dictionary/elements/households.yaml', 'references: resident', 'references: house')],
    ['duplicate-code', edit(PARISHES, "code: '006'", "code: '005'")],
    ['code-form', edit(PARISHES, "code: '006'", "code: '06'")],
    ['unknown-parent', edit(PARISHES, "code: '006', parent: N", "code: '006', parent: X")],
    ['unknown-code', edit(PARISHES, "to: '004'", "to: '044'")],
    [
      'period-empty',
      edit(PARISHES, "'003', parent: S, from: 2025-07-01", "'003', parent: S, from: 2025-07-01, to: 2025-07-01"),
    ],
    ['no-such-day', edit(PARISHES, 'from: 2025-07-01', 'from: 2025-07-32')],
    ['empty-list', { 'dictionary/codes/none.yaml': 'code: NONE\nnames: { en: a, fr: b }\n' }],
    ['duplicate-list-code', { 'dictionary/codes/again.yaml': testFiles['dictionary/codes/sex.yaml'] as string }],
    [
      'circular-parent',
      {
        'dictionary/codes/c.yaml':
          'code: C\nnames: { en: a, fr: b }\nitems:\n  - { code: a, parent: b, names: { en: a, fr: b } }\n  - { code: b, parent: a, names: { en: a, fr: b } }\n',
      },
    ],
    ['unknown-code-list', crosswalk('to: NONE, links: []')],
    ['crosswalk-unknown-code', crosswalk("to: SHIRE, links: [{ from: '1', to: X, kind: same }]")],
    [
      'crosswalk-whole-and-more',
      crosswalk("to: SHIRE, links: [{ from: '1', to: N, kind: same }, { from: '1', to: S, kind: broader }]"),
    ],
    [
      'crosswalk-shares-exceed',
      crosswalk(
        "to: SHIRE, links: [{ from: '1', to: N, kind: part, share: 0.7 }, { from: '1', to: S, kind: part, share: 0.4 }]",
      ),
    ],
    [
      'crosswalk-link-twice',
      crosswalk("to: SHIRE, links: [{ from: '1', to: N, kind: same }, { from: '1', to: N, kind: broader }]"),
    ],
    ['crosswalk-share-of-all', crosswalk("to: SHIRE, links: [{ from: '1', to: N, kind: part, share: 1 }]")],
    ['crosswalk-share-needless', crosswalk("to: SHIRE, links: [{ from: '1', to: N, kind: same, share: 0.5 }]")],
    ['crosswalk-to-itself', crosswalk("to: SEX, on: 2025-01-01, links: [{ from: '1', to: '2', kind: same }]")],
    ['crosswalk-twice', crosswalk('to: SHIRE, links: [] }, { to: SHIRE, links: []')],
    ['crosswalk-day-needed', crosswalk("to: PARISH, links: [{ from: '1', to: '003', kind: part }]")],
    ['no-such-day', crosswalk("to: PARISH, toOn: 2025-02-30, links: [{ from: '1', to: '001', kind: part }]")],
    [
      'crosswalk-circle',
      {
        ...crosswalk("to: SHIRE, links: [{ from: '1', to: N, kind: broader }]"),
        'dictionary/codes/back.yaml':
          "extends: SHIRE\ncrosswalks: [{ to: SEX, links: [{ from: N, to: '1', kind: broader }] }]\n",
      },
    ],
  ])('say %s', (code, changes) => {
    expect(codesOf({})).toEqual([]);
    const found = findingsOf(changes);
    expect(found.map((finding) => finding.code)).toContain(code);
    // Every finding has words in every language, without a placeholder left over.
    for (const language of words.languages) {
      for (const finding of found) {
        expect(describeFinding(finding, words.translator(language))).not.toMatch(/\w+\.[a-z]+-[a-z]+|\{\{|\$t\(/);
      }
    }
  });

  it('leaves a list of another layer open to additions', () => {
    const extension = "extends: SEX\nitems: [{ code: '9', names: { en: Not stated, fr: Inconnu } }]\n";
    const plan = testPlan({ 'dictionary/codes/more.yaml': extension });
    expect(plan.codeLists.find((list) => list.code === 'SEX')?.items.map((item) => item.code)).toEqual(['1', '2', '9']);
  });
});
