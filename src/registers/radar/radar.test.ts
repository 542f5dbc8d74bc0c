import { describe, expect, it } from 'vitest';
import { checkForms } from './check-forms.ts';
import { indexHeld } from './held-index.ts';
import type { AskedField, Authorities, FieldFinding, Form, Held } from './model.ts';
import { judges } from './weights.ts';

const register = { register: 'people', registerNames: { en: 'Population register' }, family: [] };
const person = { ...register, entities: ['person'], objectClass: { en: 'Person' } };
const element = (code: string, names: string[], more: Partial<Held> = {}): Held => ({
  kind: 'element',
  key: `people/${code}`,
  element: code,
  names: { en: names[0] as string },
  aliases: names.slice(1),
  ...person,
  ...more,
});

const sexCodes = [
  { code: 'M', names: ['male'] },
  { code: 'F', names: ['female'] },
];
const id = element('P1', ['Personal ID number', 'ID number'], {
  dataType: 'identifier',
  pattern: '[0-9]{12}',
  identifies: true,
  anchors: true,
});
const named = element('P2', ['Full name', 'Name and surname'], { dataType: 'string', anchors: true });
const born = element('P3', ['Date of birth', 'Birth date'], { dataType: 'date' });
const sex = element('P4', ['Sex', 'Gender'], { dataType: 'code', codes: sexCodes });
const commune = element('P5', ['Commune of residence'], {
  dataType: 'code',
  codes: [
    { code: '101', names: ['Alder'] },
    { code: '102', names: ['Birch'] },
  ],
});
const phone = element('P6', ['Mobile phone'], { dataType: 'string', quality: 61.4 });

const authorities: Authorities = {
  held: [id, named, born, sex, commune, phone],
  derivations: [{ names: { en: 'Age' }, aliases: ['Age in years'], from: ['P3'], how: { en: 'years since birth' } }],
  known: new Map(),
  skipped: new Set(['no', 'remarks']),
  citation: { en: 'Law on Data, art. 11' },
  leastQuality: 75,
};
const index = indexHeld(authorities);

const field = (name: string, more: Partial<AskedField> = {}): AskedField => ({
  name,
  titles: [],
  place: { file: 'form.xlsx', line: 3 },
  ...more,
});
const form = (fields: readonly (string | AskedField)[], more: Partial<Form> = {}): Form => ({
  name: 'form.xlsx',
  file: 'form.xlsx',
  titles: [],
  family: [],
  fields: fields.map((one) => (typeof one === 'string' ? field(one) : one)),
  ...more,
});
const check = (fields: readonly (string | AskedField)[], collects?: string) => {
  const [one] = checkForms(index, [form(fields)], judges, { collects }).forms;
  return one!;
};
const of = (findings: { readonly fields: readonly FieldFinding[] }, name: string) =>
  findings.fields.find((one) => (one.part ?? one.field.name) === name);

describe('the radar', () => {
  it('says of each field what is held, computed, below quality or free to ask, and what may go', () => {
    const found = check(['No', 'Full name', 'ID number', 'Date of birth', 'Age', 'Mobile phone', 'Wishes', 'Remarks']);
    expect(found.fields.map(({ verdict, drop }) => [verdict, drop])).toEqual([
      ['skipped', false],
      ['held', true],
      ['held', false],
      ['held', true],
      ['derivable', true],
      ['below-quality', false],
      ['not-held', false],
      ['skipped', false],
    ]);
    expect(found.counts).toEqual({
      asked: 6,
      held: 3,
      derivable: 1,
      belowQuality: 1,
      notHeld: 1,
      skipped: 2,
      after: 3,
      score: 50,
    });
    expect(of(found, 'Age')?.derivation?.held.map((one) => one.element)).toEqual(['P3']);
    expect(of(found, 'Mobile phone')?.target?.held.quality).toBe(61.4);
  });

  it('keeps the field that the record is found by, and says what to ask when there is none', () => {
    expect(check(['Full name', 'ID number', 'Sex']).key?.name).toBe('ID number');
    const without = check(['Full name', 'Sex', 'Wishes']);
    expect(without.keyMissing?.element).toBe('P1');
    expect(without.counts.after).toBe(2);
  });

  it('finds a name without marks, in capitals, with a number in front and a hint behind', () => {
    for (const name of ['FULL NAME', 'fullName', 'full_name', '(1) Full name (in capitals)', '1. Full name:']) {
      expect(of(check([name, 'ID number']), name)?.target?.held.element).toBe('P2');
    }
  });

  it('takes apart a cell that asks several facts', () => {
    const found = check([field('Full name, date of birth, sex'), 'ID number', 'Wishes']);
    expect(found.fields.map(({ part, verdict }) => [part, verdict])).toEqual([
      ['Full name', 'held'],
      ['date of birth', 'held'],
      ['sex', 'held'],
      [undefined, 'held'],
      [undefined, 'not-held'],
    ]);
  });

  it('asks by right what arises at the register that the form fills', () => {
    const found = check(['Full name', 'ID number'], 'people');
    expect(found.fields.map(({ reason, drop }) => [reason, drop])).toEqual([
      ['collected-here', false],
      ['collected-here', false],
    ]);
  });
});

describe('traps', () => {
  const status = (names: [string, string]) =>
    field('Sex', {
      dataType: 'code',
      codes: [
        { code: 'M', names: [names[0]] },
        { code: 'F', names: [names[1]] },
      ],
    });

  it('the same codes with other meanings are another thing', () => {
    const same = of(check(['Full name', 'ID number', status(['male', 'female'])]), 'Sex');
    const other = of(check(['Full name', 'ID number', status(['monthly', 'fortnightly'])]), 'Sex');
    expect(same?.target?.held.element).toBe('P4');
    expect(same?.target?.evidence.map((one) => one.kind)).toContain('codes');
    expect(other?.verdict).toBe('not-held');
  });

  it('codes that are swapped are carried over by meaning, and named', () => {
    const swapped = of(check(['Full name', 'ID number', status(['female', 'male'])]), 'Sex');
    expect(swapped).toMatchObject({ verdict: 'held', reason: 'held-recode', recode: ['m', 'f'] });
    // The twin: codes that mean the same need no recoding.
    expect(of(check(['Full name', 'ID number', status(['male', 'female'])]), 'Sex')?.recode).toBeUndefined();
  });

  it('bare codes are no evidence: they fit other lists as well', () => {
    const values = { values: ['M', 'F', 'M'] };
    const bare = of(check(['Full name', 'ID number', field('Sex', values)]), 'Sex');
    expect(bare?.target?.evidence.map((one) => one.kind)).not.toContain('codes');
    expect(of(check(['Full name', 'ID number', field('Kind', { ...values, dataType: 'code' })]), 'Kind')?.verdict).toBe(
      'not-held',
    );
  });

  it('the sex and birth date of cattle are nobody’s', () => {
    const cattle = ['Ear tag', 'Breed', field('Sex', { values: ['bull', 'cow'] }), 'Date of birth', 'Weight'];
    const found = check(cattle);
    expect(of(found, 'Sex')?.verdict).toBe('not-held');
    expect(of(found, 'Date of birth')?.verdict).toBe('not-held');
    // The twin: what the form is about decides; with a person in it the same field is held.
    expect(of(check([...cattle.slice(3), 'Full name', 'ID number']), 'Date of birth')?.verdict).toBe('held');
  });

  it('a code used again for another unit is not taken over as it stands', () => {
    const units = (first: string) =>
      field('Commune of residence', {
        codes: [
          { code: '101', names: [first] },
          { code: '102', names: ['Birch'] },
        ],
      });
    expect(of(check(['Full name', 'ID number', units('Birch')]), 'Commune of residence')?.recode).toEqual(['101']);
    expect(of(check(['Full name', 'ID number', units('Alder')]), 'Commune of residence')?.recode).toBeUndefined();
  });

  it('a column whose name lies about its content is not taken at its word', () => {
    const lies = field('ID number', { values: ['Alder Street 4', 'Birch Lane 9', 'Elm Row 2'], dataType: 'string' });
    const honest = field('ID number', {
      values: ['099000000001', '099000000002', '099000000003'],
      dataType: 'identifier',
    });
    expect(of(check(['Full name', lies]), 'ID number')?.verdict).toBe('not-held');
    expect(of(check(['Full name', honest]), 'ID number')?.verdict).toBe('held');
  });

  it('a date of birth that is filled with teams is none; impossible days, and letters for digits, are days all the same', () => {
    const filled = (values: readonly string[]) =>
      of(check(['Full name', 'ID number', field('Date of birth', { values })]), 'Date of birth')?.verdict;
    expect(filled(['Team 1', 'Team 2', 'Team 3', 'Team 4'])).toBe('not-held');
    expect(filled(['31/02/1990', '45/13/1985', '30-02-1991'])).toBe('held');
    expect(filled(['O1/O2/199O', '12/l0/1985', '1O/11/1979'])).toBe('held');
    expect(filled(['1990', '1985', '1979'])).toBe('held');
    // Two are too few to tell anything.
    expect(filled(['Team 1', 'Team 2'])).toBe('held');
  });

  it('letters O for zeros, blanks and dots in a number do not hide it; other letters do', () => {
    const filled = (values: readonly string[]) =>
      of(check(['Full name', field('ID number', { values })]), 'ID number')?.verdict;
    expect(filled(['O99O0OOOO001', '099 000 000 002', '099.000.000.003'])).toBe('held');
    expect(filled(['AB9000000001', 'CD9000000002', 'EF9000000003'])).toBe('not-held');
  });

  it('codes that are the words themselves agree by them', () => {
    const words = field('Sex', { values: ['male', 'female', 'male'] });
    expect(of(check(['Full name', 'ID number', words]), 'Sex')?.target?.evidence.map(({ kind }) => kind)).toContain(
      'codes',
    );
  });

  it('never repeats a value that the form or a register holds', () => {
    const told = JSON.stringify(
      check(['Full name', 'ID number', field('Sex', { values: ['male', 'female'] })]).fields.map(
        ({ target }) => target?.evidence,
      ),
    );
    expect(told).not.toMatch(/"male"|female/);
  });
});
