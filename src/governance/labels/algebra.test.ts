/** The laws of labels, and what each of them is for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAtLeast, join, labelsOf, labelsOfAggregate, loosest, looserIn, rank } from './algebra.ts';
import { effectsOf } from './effects.ts';
import { labelNames, scales, type LabelSet, type RaiseRule } from './model.ts';
import { covers, holdOn } from './register-labels.ts';
import type { LabelDecision } from './store/label-decision.ts';

const labelSet = fc.record(
  Object.fromEntries(labelNames.map((label) => [label, fc.constantFrom(...(scales[label] as readonly string[]))])),
) as fc.Arbitrary<LabelSet>;
const codes = ['A', 'B', 'C', 'D', 'E'];
const part = fc.record({ element: fc.constantFrom(...codes), labels: labelSet });
const parts = fc.array(part, { maxLength: 8 });
const rule: fc.Arbitrary<RaiseRule> = fc.record({
  code: fc.constantFrom('r1', 'r2', 'r3'),
  names: fc.constant({ en: 'r' }),
  when: fc.array(fc.array(fc.constantFrom(...codes), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  to: labelSet,
});
const rules = fc.array(rule, { maxLength: 4 });
const holds = (property: fc.IProperty<never>) => fc.assert(property, { numRuns: 500 });
const property = fc.property as unknown as (...given: unknown[]) => fc.IProperty<never>;

describe('the stricter of two', () => {
  it('is associative, commutative and idempotent, and nothing is looser than the loosest', () => {
    holds(
      property(labelSet, labelSet, labelSet, (a: LabelSet, b: LabelSet, c: LabelSet) => {
        expect(join(a, join(b, c))).toEqual(join(join(a, b), c));
        expect(join(a, b)).toEqual(join(b, a));
        expect(join(a, a)).toEqual(a);
        expect(join(a, loosest)).toEqual(a);
        expect(isAtLeast(join(a, b), a) && isAtLeast(join(a, b), b)).toBe(true);
      }),
    );
  });

  it('a word that is on no scale counts as the strictest', () => {
    expect(rank('personal', 'whatever')).toBe(rank('personal', 'sensitive'));
  });
});

describe('a set', () => {
  it('is at least as strict as each of its parts, whatever the rules say', () => {
    holds(
      property(parts, rules, (some: Parameters<typeof labelsOf>[0], by: RaiseRule[]) => {
        const { labels } = labelsOf(some, by);
        expect(some.every((one) => isAtLeast(labels, one.labels))).toBe(true);
      }),
    );
  });

  it('is monotone: another part or another rule makes nothing looser', () => {
    holds(
      property(parts, part, rules, rule, (some: never[], more: never, by: RaiseRule[], another: RaiseRule) => {
        expect(isAtLeast(labelsOf([...some, more], by).labels, labelsOf(some, by).labels)).toBe(true);
        expect(isAtLeast(labelsOf(some, [...by, another]).labels, labelsOf(some, by).labels)).toBe(true);
      }),
    );
  });

  it('every label that is not at its loosest has a reason', () => {
    holds(
      property(parts, rules, (some: Parameters<typeof labelsOf>[0], by: RaiseRule[]) => {
        const { labels, reasons } = labelsOf(some, by);
        for (const label of labelNames) {
          const own = reasons.filter((one) => one.label === label);
          expect(own.length > 0).toBe(labels[label] !== loosest[label]);
          expect(own.every(({ elements, value }) => elements.length > 0 && value === labels[label])).toBe(true);
        }
      }),
    );
  });

  const name = { element: 'NAME', labels: { ...loosest, personal: 'basic' } } as const;
  const admitted = { element: 'ADMITTED', labels: { ...loosest, personal: 'basic' } } as const;
  const together: RaiseRule = {
    code: 'both',
    names: { en: 'both' },
    when: [['NAME'], ['ADMITTED', 'CARD']],
    to: { personal: 'sensitive' },
  };

  it('a name and membership together are sensitive', () => {
    expect(labelsOf([name, admitted], [together]).labels.personal).toBe('sensitive');
    expect(labelsOf([name, admitted], [together]).reasons).toContainEqual({
      label: 'personal',
      value: 'sensitive',
      elements: ['NAME', 'ADMITTED'],
      rule: 'both',
    });
    expect(labelsOf([name], [together]).labels.personal).toBe('basic');
  });
  it('twin: without the rule they are not', () => expect(labelsOf([name, admitted]).labels.personal).toBe('basic'));
});

describe('downwards', () => {
  const strict: LabelSet = { sharing: 'shared', importance: 'core', secrecy: 'none', personal: 'sensitive' };
  const lower: LabelSet = { ...strict, personal: 'basic' };
  const decision = { from: strict, to: lower, reviewOn: '2027-01-01' } as LabelDecision;
  const computed = { labels: strict, reasons: [] };

  it('only by a decision, up to its day of review', () => {
    const before = { decisions: [decision], day: '2026-12-31' };
    expect(holdOn(lower, computed, before)).toMatchObject({ effective: lower, looser: [] });
    expect(holdOn(lower, computed, { ...before, day: '2027-01-02' })).toMatchObject({
      effective: strict,
      looser: ['personal'],
    });
    expect(holdOn(lower, computed, { ...before, decisions: [] })).toMatchObject({
      effective: strict,
      looser: ['personal'],
    });
  });

  it('a decision covers nothing stricter than it knew', () => {
    const narrow = { ...decision, from: { ...strict, importance: 'other' as const } };
    expect(covers(narrow, strict, '2026-12-31')).toBe(false);
  });

  it('a figure is as strict as what it is of, and with a decision never less secret', () => {
    const secret = { ...strict, secrecy: 'secret' as const };
    expect(labelsOfAggregate(strict, undefined)).toEqual(strict);
    expect(labelsOfAggregate(strict, { to: loosest, k: 1 })).toEqual(strict);
    expect(labelsOfAggregate(strict, { to: loosest, k: 5 })).toEqual(loosest);
    expect(labelsOfAggregate(secret, { to: loosest, k: 5 }).secrecy).toBe('secret');
  });

  it('what is stated is looser where its place on the scale is lower', () => {
    expect(looserIn({ personal: 'none', importance: 'core' }, strict)).toEqual(['personal']);
    expect(looserIn(strict, lower)).toEqual([]);
  });
});

it('every label that restricts something says what, and the loosest says nothing', () => {
  expect(effectsOf({ ...loosest, sharing: 'shared' })).toEqual([]);
  for (const personal of ['basic', 'sensitive'] as const)
    expect(effectsOf({ ...loosest, personal }).length).toBeGreaterThan(1);
  for (const secrecy of ['confidential', 'secret', 'top-secret'] as const) {
    expect(effectsOf({ ...loosest, secrecy }).map(({ effect }) => effect)).toContain('no-column');
  }
});
