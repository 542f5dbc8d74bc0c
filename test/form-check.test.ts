import { describe, expect, it } from 'vitest';
import type { FormModel } from '../src/dictionary/contract.ts';
import { testPlan } from '../src/dictionary/testing/dictionary.ts';
import { emitForm } from '../src/dictionary/emit/form.ts';
import { emitJsonSchema } from '../src/dictionary/emit/json-schema.ts';
import type { EntityPlan } from '../src/dictionary/plan.ts';
import { planCodes } from '../src/dictionary/validate/lookup.ts';
import { compileValidator } from '../src/dictionary/validate/validate.ts';
import type { Values } from '../src/records/contract.ts';
import { compileDraftCheck, type RecordSchema } from '../web/records/check-draft.ts';
import { fieldsOf } from '../web/records/record-draft.ts';

const plan = testPlan();
const [resident] = plan.entities as [EntityPlan];
const options = { language: 'en', release: 1, codes: () => undefined };
const codes = (list: string) => (list === 'SEX' ? plan.codeLists.find((one) => one.code === list)?.items : undefined);
const form: FormModel = emitForm(resident, { ...options, codes, otherTitle: '' });
const check = compileDraftCheck(emitJsonSchema(resident, { ...options, codes }) as unknown as RecordSchema);
const found = (values: Values) => Object.fromEntries(check(fieldsOf(form), values));
const rule = (name: string, value: Values[string]) => found({ [name]: value })[name]?.rule;

describe('a draft', () => {
  it.each<[string, Values[string], string | undefined]>([
    ['person_id', '099080000001', undefined],
    ['person_id', '0990 8000-0001', undefined],
    ['person_id', '09908000000', 'format-example'],
    ['full_name', ' Ada   Hill ', undefined],
    ['full_name', 'A', 'length-below'],
    ['full_name', 'é'.normalize('NFD').repeat(40), undefined],
    ['full_name', '𝄞'.repeat(41), 'length-above'],
    ['full_name', 'Ada 2', 'format-example'],
    ['full_name', null, undefined],
    ['born_on', '1980-05', undefined],
    ['born_on', '1899', 'range-below'],
    ['born_on', '1980-02-30', 'date'],
    ['born_on', '5/1980', undefined],
    ['sex', '1', undefined],
    ['sex', '9', 'code'],
    ['children', 31, 'range'],
    ['children', 2.5, 'type-integer'],
    ['income', '12.50', undefined],
    ['income', '12.505', 'length-digits'],
    ['income', '-1', 'range-below'],
    ['owns_home', true, undefined],
    ['moved_in', '2023-02-29', 'date'],
    ['moved_in', '1899-12-31', 'range-below'],
    ['entered_at', '2026-01-02T03:04', undefined],
  ])('%s: %j is %s', (name, value, expected) => {
    expect(rule(name, value)).toBe(expected);
  });

  it('is told of every field at once, with what the sentence needs', () => {
    expect(found({ full_name: 'A', children: 31, income: '1.234' })).toEqual({
      full_name: { rule: 'length-below', value: 'A', values: { least: 2, have: 1 } },
      children: { rule: 'range', value: '31', values: { min: 0, max: 30 } },
      income: { rule: 'length-digits', value: '1.234', values: { whole: 10, fraction: 2 } },
    });
  });

  it('is never refused what the node takes', () => {
    const settings = { ...plan.settings, decimalMark: '.' } as const;
    const validate = compileValidator(resident, planCodes(plan, '2026-11-23'), { settings, today: '2026-11-23' });
    const values: Values = {
      ...{ person_id: '0990-8000 0001', full_name: '\u200bAda  Hill\u00a0', born_on: '05/1980', sex: '2', children: 0 },
      ...{ income: '-0', moved_in: '2020-02-29', entered_at: '2026-01-02T03:04', remark: 'e\u0301'.repeat(200) },
    };
    const { findings } = validate(
      resident.fields.map(({ name }) => (values[name] === undefined ? null : String(values[name]))),
    );
    expect([findings, found(values)]).toEqual([[], {}]);
  });
});
