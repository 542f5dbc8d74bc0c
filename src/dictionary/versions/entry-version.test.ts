/** The version of every entry, counted from release to release. */
import { describe, expect, it } from 'vitest';
import { diffPlans } from '../diff.ts';
import type { ElementPlan, Plan } from '../plan.ts';
import { testPlan } from '../testing/dictionary.ts';
import { countVersions, statedVersions, type Versions } from './entry-version.ts';

const plan = testPlan();
const code = 'CTY.002';
const withElement = (change: Partial<ElementPlan>, of: Plan = plan): Plan => ({
  ...of,
  elements: of.elements.map((one) => (one.code === code ? { ...one, ...change } : one)),
});
const without = (of: Plan): Plan => ({ ...of, elements: of.elements.filter((one) => one.code !== code) });
const count = (before: Plan, after: Plan, versions: Versions = statedVersions(before)) =>
  countVersions({ plan: before, versions }, after, diffPlans(before, after).changes);

describe('the version of an entry', () => {
  it('is 1.0 in the first release, or what its author states', () => {
    const { versions, steps } = countVersions(undefined, withElement({ version: '2.3' }), []);
    expect([versions.element[code], versions.element['CTY.001']]).toEqual(['2.3', '1.0']);
    expect(steps).toHaveLength(plan.elements.length + plan.entities.length + plan.codeLists.length);
  });

  it('stays, gets a MINOR or the next N, as the change is', () => {
    expect(count(plan, plan).steps).toEqual([]);
    const words = count(plan, withElement({ definition: { en: 'Otherwise said.' } }));
    expect(words.steps).toMatchObject([{ kind: 'element', key: code, before: '1.0', version: '1.1' }]);
    const narrow = count(plan, withElement({ maxLength: 2 }), {
      ...statedVersions(plan),
      element: { ...statedVersions(plan).element, [code]: '3.9' },
    });
    expect(narrow.steps).toMatchObject([{ key: code, before: '3.9', version: '4.0' }]);
  });

  it('counts fields and checks for their entity, and codes for their list', () => {
    const [entity, ...entities] = plan.entities;
    const [list] = plan.codeLists.filter(({ items }) => items.length > 0);
    const more = { code: 'ZZ', names: { en: 'More' }, aliases: [] };
    const after: Plan = {
      ...plan,
      entities: [{ ...entity!, checks: [] }, ...entities],
      codeLists: plan.codeLists.map((one) => (one === list ? { ...one, items: [...one.items, more] } : one)),
    };
    const { steps } = count(plan, after);
    expect(steps.map(({ kind, key, version }) => [kind, key, version])).toEqual([
      ['entity', entity!.name, '1.1'],
      ['code-list', list!.code, '1.1'],
    ]);
  });

  it('may be stated higher; lower than the change asks for is found, with the least that fits', () => {
    const change = { definition: { en: 'Otherwise said.' } };
    expect(count(plan, withElement({ ...change, version: '5.0' })).versions.element[code]).toBe('5.0');
    expect(count(plan, withElement({ ...change, version: '1.1' })).tooLow).toEqual([]);
    const { tooLow, versions } = count(plan, withElement({ maxLength: 2, version: '1.9' }));
    expect(tooLow).toMatchObject([{ key: code, before: '1.0', stated: '1.9', version: '2.0', because: 'breaking' }]);
    expect(versions.element[code]).toBe('2.0');
    // Minor numbers are numbers: 1.10 is above 1.9.
    const tenth: Versions = { element: { [code]: '1.9' }, entity: {}, 'code-list': {} };
    expect(count(plan, withElement({ ...change, version: '1.10' }), tenth).tooLow).toEqual([]);
  });

  it('is not given twice to an entry that went and comes back', () => {
    const gone = count(plan, without(plan));
    expect(gone.versions.element[code]).toBeUndefined();
    const back = count(without(plan), plan, statedVersions(plan));
    expect(back.steps).toMatchObject([{ key: code, before: '1.0', version: '2.0' }]);
  });
});
