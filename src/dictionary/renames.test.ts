import { describe, expect, it } from 'vitest';
import { diffPlans } from './diff.ts';
import type { ElementPlan, Plan } from './plan.ts';
import { findRenames } from './renames.ts';
import { testPlan } from './testing/dictionary.ts';

const before = testPlan();
const [first] = before.elements as [ElementPlan];
const with_ = (change: Partial<ElementPlan>): Plan => ({
  ...before,
  elements: [{ ...first, ...change }, ...before.elements.slice(1)],
});
const elements = (plan: Plan) => findRenames(before, plan).filter((one) => one.kind === 'element');

describe('what may be the same under another name', () => {
  it('is found by name without marks, definition, type, list and place, and says how sure that is', () => {
    const [found, ...others] = elements(with_({ code: 'NEW.1' }));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'element', from: first.code, to: 'NEW.1', sure: 1 });
    expect(found?.because).toMatchObject({ name: 1, definition: 1, type: 1, position: 1 });
    const [less] = elements(with_({ code: 'NEW.1', definition: { en: 'quite another sentence here', fr: 'autre' } }));
    expect(less?.sure).toBeLessThan(0.9);
    expect(less?.sure).toBeGreaterThan(0.6);
  });

  it('is not found where nothing is alike', () => {
    const other = { names: { en: 'Zzz' }, synonyms: {}, oldNames: [], definition: { en: 'qqq' }, physicalName: 'zzz' };
    expect(elements(with_({ ...other, code: 'NEW.1', dataType: 'boolean' }))).toEqual([]);
  });

  it('is certain where the element says what it supersedes, whatever it is called now', () => {
    const other = { names: { en: 'Zzz' }, definition: { en: 'qqq' }, physicalName: 'zzz', supersedes: first.code };
    expect(elements(with_({ ...other, code: 'NEW.1' }))).toMatchObject([{ sure: 1, because: { stated: 1 } }]);
  });

  it('is at most half sure where two fit equally', () => {
    const twice = {
      ...before,
      elements: [{ ...first, code: 'NEW.1' }, { ...first, code: 'NEW.2' }, ...before.elements.slice(1)],
    };
    for (const { sure } of elements(twice)) expect(sure).toBeLessThanOrEqual(0.7);
  });

  it('knows a field, an entity and a code that were called otherwise', () => {
    const [entity, ...entities] = before.entities;
    const [field, ...fields] = entity!.fields;
    const renamedField = {
      ...before,
      entities: [{ ...entity!, fields: [{ ...field!, name: 'other' }, ...fields] }, ...entities],
    };
    expect(findRenames(before, renamedField)).toMatchObject([
      { kind: 'field', from: `${entity!.name}.${field!.name}`, to: `${entity!.name}.other` },
    ]);
    const renamedEntity = { ...before, entities: [{ ...entity!, name: 'other' }, ...entities] };
    expect(findRenames(before, renamedEntity)).toMatchObject([{ kind: 'entity', from: entity!.name, to: 'other' }]);
    const sex = before.codeLists.find((list) => list.code === 'SEX')!;
    const items = sex.items.map((item) => (item.code === '1' ? { ...item, code: 'm' } : item));
    const codes = { ...before, codeLists: [{ ...sex, items }] };
    expect(findRenames(before, codes)).toMatchObject([{ kind: 'code', from: 'SEX/1', to: 'SEX/m' }]);
  });

  it('leaves the verdict as it is: what went is gone until somebody says otherwise', () => {
    const { verdict, renames } = diffPlans(before, with_({ code: 'NEW.1' }));
    expect([verdict, renames.length]).toEqual(['breaking', 1]);
  });
});
