import { describe, expect, it } from 'vitest';
import { testPlan } from '../testing/dictionary.ts';
import type { EntityPlan } from '../plan.ts';
import { planCodes } from '../validate/lookup.ts';
import { compileMapping } from './compile-mapping.ts';
import { coverageOf, maturityOf, type MaturityFacts } from './coverage.ts';
import { debtOf, rankDebt } from './debt.ts';
import type { Mapping, MappingLine } from './model.ts';
import { readMapping } from './read-mapping.ts';
import { suggest } from './suggest.ts';
import { linesToCheck } from './to-check.ts';
import { identifiers } from './transform.ts';
import { tryRows } from './try-rows.ts';
import { writeMapping } from './write-mapping.ts';

const plan = testPlan();
const entity = plan.entities[0] as EntityPlan;
const today = '2026-11-23';
const codes = planCodes(plan, today);
const options = { settings: plan.settings, today, codes };

const lines: readonly MappingLine[] = [
  { to: 'person_id', from: ['PIN'], relation: 'same' },
  {
    to: 'full_name',
    from: ['Last name', 'First name'],
    relation: 'transformed',
    transform: { kind: 'join', separator: ' ' },
  },
  { to: 'born_on', from: ['Born'], relation: 'transformed', transform: { kind: 'date', notation: 'mm/dd/yyyy' } },
  { to: 'sex', from: ['Sex'], relation: 'transformed', transform: { kind: 'values', values: { m: '1', w: '2' } } },
  {
    to: 'parish',
    from: ['Place'],
    relation: 'transformed',
    transform: { kind: 'split', separator: ',', part: -1 },
  },
  {
    to: 'income',
    from: ['Income (thousand)'],
    relation: 'transformed',
    transform: { kind: 'unit', from: '10*3', to: '1' },
  },
];
const names = ['PIN', 'Last name', 'First name', 'Born', 'Sex', 'Place', 'Income (thousand)', 'Shoe size'];
const mapping: Mapping = {
  code: 'MAP-1',
  names: { en: 'People of the town', fr: 'Gens' },
  body: 'T1',
  system: 'SYS',
  entity: 'resident',
  fields: names.map((name) => ({ name })),
  lines: [...lines],
};
const good = {
  PIN: '099080000001',
  'Last name': 'Hill',
  'First name': 'Ada',
  Born: '02/28/1980',
  Sex: 'w',
  Place: 'Low Street 1, Parish of Ashford',
  'Income (thousand)': '12.5',
  'Shoe size': '40',
};
const withLine = (line: MappingLine): Mapping => ({ ...mapping, lines: [line] });
const codesOf = (one: Mapping) => compileMapping(one, entity, options).findings.map((finding) => finding.code);

describe('a mapping on rows', () => {
  it('joins, turns days, maps values, splits and converts into what the entity’s validator accepts', () => {
    const { rows, passed } = tryRows(mapping, entity, [good], options);
    expect(rows[0]?.findings).toEqual([]);
    expect(rows[0]?.values).toEqual({
      person_id: '099080000001',
      full_name: 'Hill Ada',
      born_on: '1980-02-28',
      sex: '2',
      parish: '001',
      income: '12500',
    });
    expect(passed).toBe(1);
  });

  it('says what no line could make anything of, and what the validator refuses, and counts what passes', () => {
    const rows = [
      good,
      { ...good, Sex: 'x' },
      { ...good, Sex: 'x', Born: '31/12/1980' },
      { ...good, PIN: '12' },
      { ...good, Sex: '' },
    ];
    const trial = tryRows(mapping, entity, rows, options);
    expect(trial.rows.map((row) => row.passes)).toEqual([true, false, false, false, false]);
    expect(trial.missed).toEqual([
      { field: 'sex', value: 'x', count: 2 },
      { field: 'born_on', value: '31/12/1980', count: 1 },
    ]);
    // A missing value of a required field is the validator's matter, a value without a meaning is the mapping's.
    expect(trial.rows[4]?.findings.map((one) => [one.field, one.kind])).toEqual([['sex', 'missing']]);
    expect(trial.rows[3]?.findings[0]?.field).toBe('person_id');
    expect(trial.passed).toBe(1);
  });

  it('judges only what is mapped: another required field is a matter of coverage', () => {
    const trial = tryRows({ ...mapping, lines: [lines[0] as MappingLine] }, entity, [good], options);
    expect(trial.passed).toBe(1);
  });

  it('keeps what a value table does not have, when it is told to', () => {
    const keeps = withLine({
      to: 'sex',
      from: ['Sex'],
      relation: 'transformed',
      transform: { kind: 'values', values: { m: '1' }, otherwise: 'keep' },
    });
    expect(tryRows(keeps, entity, [{ Sex: '2' }], options).rows[0]?.values).toEqual({ sex: '2' });
  });
});

describe('what is wrong with a mapping', () => {
  const line = lines[0] as MappingLine;
  it.each<[string, MappingLine, string]>([
    ['a field that the entity does not have', { ...line, to: 'nobody' }, 'unknown-target'],
    ['a source that is not there', { ...line, from: ['Nobody'] }, 'unknown-source'],
    ['no source', { ...line, from: [] }, 'no-source'],
    ['several sources and nothing that joins them', { ...line, from: ['PIN', 'Sex'] }, 'needs-join'],
    ['transformed, but by nothing', { ...line, relation: 'transformed' }, 'needs-transform'],
    [
      'same, but transformed',
      { ...line, transform: { kind: 'expression', expression: 'upper(PIN)' } },
      'same-transformed',
    ],
    [
      'an expression that is wrong',
      { ...line, relation: 'transformed', transform: { kind: 'expression', expression: 'size(' } },
      'bad-expression',
    ],
    [
      'a notation that is none',
      { ...line, relation: 'transformed', transform: { kind: 'date', notation: 'day' } },
      'bad-expression',
    ],
    [
      'units of two kinds',
      { ...line, relation: 'transformed', transform: { kind: 'unit', from: 'kg', to: 'm' } },
      'bad-expression',
    ],
    [
      'a code that the list never had',
      { to: 'sex', from: ['Sex'], relation: 'transformed', transform: { kind: 'values', values: { m: '9' } } },
      'no-such-code',
    ],
  ])('%s', (_name, wrong, code) => {
    expect(codesOf(withLine(wrong))).toContain(code);
  });

  it('is nothing when nothing is', () => {
    expect(codesOf(mapping)).toEqual([]);
  });

  it('two lines for one field, one source field twice', () => {
    expect(codesOf({ ...mapping, lines: [line, line] })).toEqual(['double-target']);
    expect(codesOf({ ...mapping, fields: [...mapping.fields, { name: 'PIN' }] })).toEqual(['double-source']);
  });

  it('gives every source field an identifier of its own', () => {
    const ids = identifiers([
      { name: 'Ngày sinh' },
      { name: 'ngay_sinh' },
      { name: 'NGÀY SINH' },
      { name: '2' },
      { name: 'true' },
    ]);
    expect(new Set(ids.values()).size).toBe(5);
    expect(ids.get('ngay_sinh')).toBe('ngay_sinh');
    expect(ids.get('Ngày sinh')).toBe('ngay_sinh_2');
  });
});

describe('coverage and maturity', () => {
  const compiled = compileMapping(mapping, entity, options);
  const coverage = coverageOf(mapping, entity, compiled);
  const facts: MaturityFacts = { mapping, entity, compiled, coverage, revision: 3, release: 2, toCheck: 0 };
  const decided = {
    ...mapping,
    fields: mapping.fields.map((f) => (f.name === 'Shoe size' ? { ...f, outside: 'ours' } : f)),
  };
  const whole: MaturityFacts = {
    ...facts,
    mapping: decided,
    coverage: coverageOf(decided, entity, compileMapping(decided, entity, options)),
  };
  const trial = { revision: 3, release: 2, rows: 20, passed: 19 };

  it('counts required and optional fields, and source fields nobody decided about', () => {
    expect(coverage.required).toEqual({ mapped: 3, of: 3 });
    expect(coverage.optional.mapped).toBe(3);
    expect(coverage.openSource).toEqual(['Shoe size']);
    expect(whole.coverage.source).toEqual({ mapped: 7, outside: 1, open: 0 });
  });

  it.each<[number, string, Partial<MaturityFacts>, string]>([
    [0, 'nothing declared', { mapping: { ...mapping, fields: [], lines: [] } }, 'source-fields'],
    [1, 'no key', { compiled: { ...compiled, filled: new Set(['sex']) } }, 'key-fields'],
    [2, 'undecided source fields', {}, 'open-source'],
    [3, 'no trial', whole, 'trial'],
    [3, 'a trial of an older edition', { ...whole, trial: { ...trial, revision: 2 } }, 'trial'],
    [3, 'a trial under an older release', { ...whole, trial: { ...trial, release: 1 } }, 'trial'],
    [3, 'a trial that is too small', { ...whole, trial: { ...trial, rows: 19 } }, 'trial'],
    [3, 'too few rows pass', { ...whole, trial: { ...trial, passed: 18 } }, 'passing'],
    [3, 'a newer release touches it', { ...whole, trial, toCheck: 1 }, 'to-check'],
    [4, 'translated', { ...whole, trial }, 'translated'],
  ])('is level %s with %s', (level, _name, changed, missing) => {
    const found = maturityOf({ ...facts, ...changed });
    expect([found.level, found.missing.map((one) => one.key)]).toEqual([level, expect.arrayContaining([missing])]);
  });

  it('is level 5 when every required field is the same and every row passes', () => {
    const same = decided.lines.map((line) => ({ ...line, relation: 'same' as const }));
    expect(maturityOf({ ...whole, mapping: { ...decided, lines: same }, trial: { ...trial, passed: 20 } })).toEqual({
      level: 5,
      missing: [],
    });
  });

  it('owes what is missing or doubtful, ranked by the records it touches', () => {
    const owed = { findings: [], coverage, toCheck: ['sex'], revision: 3 };
    const few = debtOf({ ...owed, mapping: { ...mapping, code: 'FEW' }, records: 10 });
    const many = debtOf({
      ...owed,
      mapping: { ...mapping, code: 'MANY' },
      records: 5000,
      trial: { ...trial, passed: 15 },
    });
    const unknown = debtOf({ ...owed, mapping: { ...mapping, code: 'UNKNOWN' }, records: null });
    expect(
      rankDebt([...few, ...unknown, ...many]).map((one) => `${one.mapping} ${one.kind} ${String(one.touches)}`),
    ).toEqual([
      'MANY to-check 5000',
      'MANY open-source 5000',
      'MANY failing-rows 1250',
      'FEW to-check 10',
      'FEW untested 10',
      'FEW open-source 10',
      'UNKNOWN to-check null',
      'UNKNOWN untested null',
      'UNKNOWN open-source null',
    ]);
  });
});

describe('a newer release', () => {
  it('marks the lines it touches with what changed, and no others', () => {
    const tighter = {
      ...plan,
      hash: 'other',
      elements: plan.elements.map((one) => (one.code === 'CTY.002' ? { ...one, maxLength: 20 } : one)),
    };
    const found = linesToCheck(mapping, plan, tighter);
    expect(found.map((one) => [one.to, one.changes.map((c) => c.reason)])).toEqual([
      ['full_name', ['element.narrowed']],
    ]);
  });

  it('marks a line whose code list lost a code, and leaves polished texts alone', () => {
    const lists = plan.codeLists.map((list) => (list.code === 'SEX' ? { ...list, items: list.items.slice(1) } : list));
    expect(linesToCheck(mapping, plan, { ...plan, hash: 'x', codeLists: lists }).map((one) => one.to)).toEqual(['sex']);
    const polished = plan.elements.map((one) => ({ ...one, names: { ...one.names, en: `${one.names['en'] ?? ''}!` } }));
    expect(linesToCheck(mapping, plan, { ...plan, hash: 'x', elements: polished })).toEqual([]);
    expect(linesToCheck(mapping, plan, plan)).toEqual([]);
  });
});

describe('suggestions', () => {
  const of = (name: string, rows: Record<string, string>[] = []) =>
    suggest([{ name }], entity, { settings: plan.settings, codes, rows });

  it('know a field by any name it ever had, without marks, and say which', () => {
    expect(of('OLDPIN')[0]).toMatchObject({ to: 'person_id', reasons: [{ kind: 'name', share: 1, said: 'OldPin' }] });
    expect(of('numero personnel')[0]?.to).toBe('person_id');
  });

  it('know it by what the values mean, and how days and codes would have to be turned', () => {
    const sexes = of(
      'S',
      Array.from({ length: 12 }, (_, i) => ({ S: i % 2 ? 'M' : 'F' })),
    );
    expect(sexes.map((one) => one.to)).not.toContain('income');
    const byName = of(
      'Sexe',
      Array.from({ length: 12 }, (_, i) => ({ Sexe: ['M', 'F', 'M', 'F', 'M', 'K'][i % 6] ?? '' })),
    );
    expect(byName[0]).toMatchObject({ to: 'sex', transform: { kind: 'values', values: { M: '1', F: '2' } } });
    expect(byName[0]?.reasons.map((one) => one.kind)).toContain('codes');
    const born = of('date of birth', [{ 'date of birth': '12/31/1980' }]);
    expect(born[0]).toMatchObject({ to: 'born_on', transform: { kind: 'date', notation: 'mm/dd/yyyy' } });
  });

  it('are none for what nothing resembles', () => {
    expect(of('zzqx')).toEqual([]);
  });
});

describe('files', () => {
  it('our YAML reads back to the same', () => {
    const text = writeMapping(mapping, 'yaml', { entity, base: 'urn:x:', release: 1 });
    expect(readMapping({ file: 'a.yaml', text })).toEqual({ mapping });
  });

  it('refuses what is no mapping, with the place, and a bomb of aliases', () => {
    expect(readMapping({ file: 'a.yaml', text: 'code: a b\nnames: {}' })).toMatchObject({
      faults: expect.arrayContaining([expect.objectContaining({ place: '/code' })]),
    });
    const bomb = `a: &a [${'x,'.repeat(9)}x]\nb: &b [${'*a,'.repeat(9)}*a]\nc: [${'*b,'.repeat(9)}*b]`;
    expect(readMapping({ file: 'a.yaml', text: bomb })).toHaveProperty('faults');
    expect(readMapping({ file: 'a.yaml', text: '{' })).toHaveProperty('faults');
  });

  it('CSV lists every source field and lets no formula through; SSSOM states the relation', () => {
    const wild = { ...mapping, fields: [...mapping.fields, { name: '=HYPERLINK("x")' }] };
    const csv = writeMapping(wild, 'csv', { entity, base: 'urn:x:', release: 1 });
    expect(csv.split('\r\n')).toHaveLength(1 + lines.length + 2 + 1);
    expect(csv).toContain(`"'=HYPERLINK(""x"")",open`);
    const sssom = writeMapping(mapping, 'sssom', { entity, base: 'urn:x:', release: 1 });
    expect(sssom).toContain('source:PIN\tPIN\tskos:exactMatch\telement:CTY.001');
  });
});
