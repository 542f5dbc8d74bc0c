import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCatalogues, type Catalogues } from '../../platform/i18n.ts';
import { testPlan } from '../testing/dictionary.ts';
import { cleaner } from './clean.ts';
import { describeCellFinding } from './finding.ts';
import { planCodes } from './lookup.ts';
import { compileValidator, type ValidatorOptions } from './validate.ts';

const plan = testPlan();
const [resident] = plan.entities;
const names = resident!.fields.map((field) => field.name);
const good = { person_id: '099080000001', full_name: 'Ada Hill', sex: '2' };
const check = (cells: Record<string, string>, options: Partial<ValidatorOptions> = {}) => {
  const today = options.today ?? '2026-11-22';
  const validate = compileValidator(resident!, planCodes(plan, today), { settings: plan.settings, today, ...options });
  const row: Record<string, string> = { ...good, ...cells };
  const { values, findings } = validate(names.map((name) => row[name]));
  return { values: Object.fromEntries(names.map((name, i) => [name, values[i]])), findings };
};
const value = (field: string, text: string, options?: Partial<ValidatorOptions>) => {
  const { values, findings } = check({ [field]: text }, options);
  return findings.length === 0 ? values[field] : findings.map((finding) => finding.wording).join();
};
const finding = (field: string, text: string) => check({ [field]: text }).findings[0];

describe('a good row', () => {
  it('has typed texts and no findings', () => {
    const { values, findings } = check({ born_on: '5/1980', children: '2', moved_in: '1.7.2020', owns_home: 'Yes' });
    expect(findings).toEqual([]);
    expect(values).toMatchObject({
      ...good,
      born_on: '1980-05',
      children: '2',
      moved_in: '2020-07-01',
      owns_home: 'true',
      income: null,
    });
  });
});

describe('cells', () => {
  it.each([
    ['moved_in', '02/03/2021', '2021-03-02'],
    ['moved_in', '2-3-2021', '2021-03-02'],
    ['moved_in', '2.3.2021', '2021-03-02'],
    ['moved_in', '2021-03-02', '2021-03-02'],
    ['moved_in', '2021/03/02', '2021-03-02'],
    ['moved_in', '2021-03-02 00:00:00', '2021-03-02'],
    ['moved_in', '29/02/2024', '2024-02-29'],
    ['moved_in', '29/02/2023', 'date'],
    ['moved_in', '31/02/2023', 'date'],
    ['moved_in', '2/3/21', 'format-year'],
    ['moved_in', 'yesterday', 'format-dmy'],
    ['moved_in', '44257', 'format-dmy'],
    ['moved_in', '23/11/2026', 'range-future'],
    ['moved_in', '31/12/1899', 'range'],
    ['born_on', '1980', '1980'],
    ['born_on', '05/1980', '1980-05'],
    ['born_on', '1980-5', '1980-05'],
    ['born_on', '00/00/1980', '1980'],
    ['born_on', '00/05/1980', '1980-05'],
    ['born_on', '13/1980', 'date'],
    ['born_on', '2026', '2026'],
    ['born_on', '2027', 'range-future'],
    ['entered_at', '02/03/2021 7:05', '2021-03-02 07:05:00 UTC'],
    ['entered_at', '2021-03-02T07:05:06.5Z', '2021-03-02 07:05:06.5+00:00'],
    ['entered_at', '2021-03-02T07:05:06+0700', '2021-03-02 07:05:06+07:00'],
    ['entered_at', '2021-03-02T25:05:06Z', 'date'],
    ['entered_at', '2021-03-02T07:05:06+14:00', '2021-03-02 07:05:06+14:00'],
    ['entered_at', '2021-03-02T07:05:06+14:01', 'date'],
    ['person_id', '0990 8000-0001', '099080000001'],
    ['person_id', '09908000001', 'format-digits'],
    ['person_id', '09908000000A', 'format-not-digits'],
    ['full_name', '  Ada   Hill ', 'Ada Hill'],
    ['full_name', 'Ade\u0301 Hill', 'Adé Hill'],
    ['full_name', 'Ada\u200b Hill\ufeff', 'Ada Hill'],
    ['full_name', 'A\ud800', 'characters'],
    ['full_name', 'A', 'length-below'],
    ['full_name', 'x'.repeat(41), 'length-above'],
    ['full_name', '𝄞'.repeat(40), '𝄞'.repeat(40)],
    ['children', '2,0', '2'],
    ['children', '007', '7'],
    ['children', '2,5', 'type-integer'],
    ['children', 'two', 'type-integer'],
    ['children', '31', 'range'],
    ['children', '99999999999999999999', 'range'],
    ['income', '1.234.567,8', '1234567.8'],
    ['income', '1234567.89', '1234567.89'],
    ['income', '1.234', '1234'],
    ['income', '12,345', 'length-digits'],
    ['income', '-1', 'range-below'],
    ['income', '12345678901', 'length-digits'],
    ['owns_home', 'X', 'true'],
    ['owns_home', 'perhaps', 'type-boolean'],
    ['remark', 'N/A', null],
    ['remark', '-', null],
    ['sex', 'male', '1'],
    ['sex', 'féminin', '2'],
    ['sex', 'FEMININ', '2'],
    ['sex', 'f', '2'],
    ['sex', '3', 'code'],
    ['parish', 'Ashford', '001'],
    ['parish', 'parish of emile', '004'],
    ['parish', 'Newton', 'ambiguous-code'],
    ['parish', 'Newton, South Shire', '005'],
    ['parish', 'Town of Newton', '005'],
    ['parish', 'High Dyke', '003'],
    ['parish', '003', '003'],
  ])('%s: %j is %j', (field, text, expected) => {
    expect(value(field, text)).toBe(expected);
  });

  it('reads Excel day numbers only when told', () => {
    expect(value('moved_in', '44257', { excelSerials: true })).toBe('2021-03-02');
    expect(value('moved_in', '44257.0', { excelSerials: true })).toBe('2021-03-02');
    expect(value('moved_in', '61', { excelSerials: true })).toBe('1900-03-01');
    expect(value('moved_in', '59', { excelSerials: true })).toBe('1900-02-28');
  });

  it('says how many digits there are and how many are needed', () => {
    expect(finding('person_id', '09908000001')).toMatchObject({
      kind: 'format',
      value: '09908000001',
      params: { need: 12, have: 11 },
    });
  });

  it('suggests what was probably meant', () => {
    expect(finding('moved_in', '02/25/2021')).toMatchObject({ kind: 'date', suggestion: '25/02/2021' });
    expect(finding('moved_in', '31/04/2021')).toMatchObject({ kind: 'date', suggestion: '30/04/2021' });
    expect(finding('parish', '1')).toMatchObject({ kind: 'code', suggestion: '001' });
    expect(finding('parish', 'Newton')).toMatchObject({ candidates: ['005', '006'] });
  });
});

describe('cleaning', () => {
  const strange = fc.array(
    fc.constantFrom(
      'a',
      'É',
      'e\u0301',
      '\u0301',
      'ß',
      'ǰ',
      'İ',
      ' ',
      '\u2028',
      '\u1680',
      '\u2003',
      '\u200b',
      '\u202e',
      '\u2066',
      '\u0000',
      '.',
      '-',
      '𝄞',
      '\u1100',
      '\u1161',
    ),
    { maxLength: 8 },
  );
  const steps = fc.subarray(['nfc', 'trim', 'collapse', 'digits', 'upper'] as const);

  it('of what is clean changes nothing, and composes whatever the element asks', () => {
    fc.assert(
      fc.property(strange, steps, (parts, normalise) => {
        const clean = cleaner(normalise);
        const once = clean(parts.join('')) as string;
        expect(clean(once)).toBe(once);
        expect(once).toBe(once.normalize('NFC'));
        expect(once).not.toMatch(/[\u0000\u200b\u202e\u2066]|^\p{White_Space}|\p{White_Space}$/u);
      }),
    );
  });

  it('leaves the joiners that Arabic and Indic scripts write with', () => {
    expect(cleaner(['trim'])(' \u0645\u200c\u0647\u202b ')).toBe('\u0645\u200c\u0647');
  });
});

describe('codes of former units', () => {
  it('are read in today’s units when that is exact, with a note', () => {
    for (const text of ['002', 'Old Mill', 'parish of old mill']) {
      const { values, findings } = check({ parish: text });
      expect(values['parish']).toBe('001');
      expect(findings).toMatchObject([
        { kind: 'former-code', severity: 'note', value: text, params: { former: '002', code: '001' } },
      ]);
    }
  });

  it('are set apart with all successors when the unit was split', () => {
    const { values, findings } = check({ parish: 'Parish of Brook' });
    expect(values['parish']).toBeNull();
    expect(findings).toMatchObject([{ kind: 'former-split', severity: 'error', candidates: ['001', '004'] }]);
  });

  it('are ordinary codes before the day of the change', () => {
    const { values, findings } = check({ parish: 'Brook' }, { today: '2025-06-30' });
    expect([values['parish'], findings]).toEqual(['003', []]);
  });

  it('stay as they are where any code that ever was is meant', () => {
    expect(value('birth_parish', 'Brook')).toBe('003');
    expect(value('birth_parish', '002')).toBe('002');
  });

  it('are read by the day of the event where the field says so', () => {
    expect(check({ moved_in: '1/1/2020', moved_from: 'Brook' })).toMatchObject({
      values: { moved_from: '003' },
      findings: [],
    });
    expect(check({ moved_in: '1/1/2026', moved_from: 'Brook' }).findings).toMatchObject([
      { field: 'moved_from', kind: 'code' },
    ]);
    expect(check({ moved_in: '1/1/2026', moved_from: 'High Dyke' }).findings).toEqual([]);
    expect(check({ moved_in: '1/1/2020', moved_from: 'High Dyke' }).findings).toMatchObject([{ kind: 'code' }]);
  });
});

describe('whole rows', () => {
  it('miss what is required, and what is required in their case', () => {
    expect(check({ full_name: ' ' }).findings).toMatchObject([{ field: 'full_name', kind: 'missing' }]);
    expect(check({ owns_home: 'no' }).findings).toMatchObject([
      { field: 'landlord', kind: 'missing', wording: 'missing-here' },
    ]);
    expect(check({ owns_home: 'no', landlord: '1' }).findings).toEqual([]);
  });

  it('fail a check only when it is false, and not when a field could not be read', () => {
    const late = { moved_in: '2/2/2021', moved_out: '1/2/2021' };
    expect(check(late).findings).toMatchObject([{ kind: 'check', check: 'out_after_in', severity: 'error' }]);
    expect(check({ moved_in: '2/2/2021' }).findings).toEqual([]);
    expect(check({ ...late, moved_out: '31/2/2021' }).findings).toMatchObject([{ kind: 'date' }]);
    expect(check({ born_on: '2010-01-01', moved_in: '1/1/2020', children: '1' }).findings).toMatchObject([
      { severity: 'warning' },
    ]);
    expect(check({ born_on: '2010', moved_in: '1/1/2020', children: '1' }).findings).toEqual([]);
  });

  it('report every wrong cell at once', () => {
    const { findings } = check({ person_id: '1', sex: '9', children: 'x', full_name: '' });
    expect(findings.map((one) => one.field).sort()).toEqual(['children', 'full_name', 'person_id', 'sex']);
  });
});

describe('words', () => {
  let words: Catalogues;
  beforeAll(async () => {
    words = await readCatalogues('locales', ['en', 'vi', 'ar']);
  });
  const wrong: readonly [string, string][] = [
    ['full_name', ''],
    ['full_name', 'A1'],
    ['full_name', 'A'],
    ['full_name', 'x'.repeat(41)],
    ['full_name', '\ud800'],
    ['person_id', '1'],
    ['person_id', '09908000000A'],
    ['born_on', '31/2/1980'],
    ['born_on', 'x'],
    ['born_on', '2090'],
    ['moved_in', '1/1/80'],
    ['moved_in', '1/1/1800'],
    ['children', 'x'],
    ['children', '99'],
    ['income', 'x'],
    ['income', '-1'],
    ['income', '1,234'],
    ['owns_home', 'x'],
    ['owns_home', 'no'],
    ['parish', 'x'],
    ['parish', 'Newton'],
    ['parish', 'Old Mill'],
    ['parish', 'Brook'],
  ];

  it('are there for every finding in every language, with nothing left unfilled', () => {
    for (const [field, text] of wrong) {
      for (const one of check({ [field]: text }).findings) {
        for (const language of words.languages) {
          const said = describeCellFinding(one, resident!, language, words.translator(language));
          expect(said).not.toMatch(/findings\.|\{\{|undefined/);
          expect(said.length).toBeGreaterThan(10);
        }
      }
    }
  });

  it('say what is wrong, what is there, what was meant, and what to do', () => {
    const say = (field: string, text: string) =>
      describeCellFinding(finding(field, text)!, resident!, 'en', words.translator('en'));
    expect(say('person_id', '09908000001')).toBe(
      'Personal number needs 12 digits and has 11. Look at the card, then mend this cell.',
    );
    expect(say('moved_in', '02/25/2021')).toBe('Moved in on is a day that does not exist. Perhaps 25/02/2021?');
    expect(say('moved_out', '1/1/1')).toContain('Moved out on');
    const [late] = check({ moved_in: '2/2/2021', moved_out: '1/2/2021' }).findings;
    expect(describeCellFinding(late!, resident!, 'fr', words.translator('en'))).toBe(
      'The last day must not be before the first. (fr)',
    );
  });
});
