import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreFields, scoreOf, type RuleTally } from './score.ts';

const tally = (assessed: number, passing: number, change: Partial<RuleTally> = {}): RuleTally => ({
  field: 'f',
  rule: 'r',
  dimension: 'complete',
  keyField: false,
  assessed,
  passing,
  ...change,
});

describe('a score', () => {
  it('is not assessed when nothing was, and never 100', () => {
    expect(scoreOf([])).toMatchObject({ score: null, band: 'not-assessed' });
    expect(scoreFields([tally(0, 0)])).toMatchObject({ score: null, band: 'not-assessed' });
  });
  it('is red for one wrong key in a million, and is not rounded to 100', () => {
    expect(scoreOf([tally(1_000_000, 999_999, { keyField: true })])).toEqual({
      score: 99.9,
      band: 'red',
      assessed: 1_000_000,
      failing: 1,
    });
  });
  it('has the bands of the framework', () => {
    expect([90, 89.9, 75, 74.9].map((percent) => scoreOf([tally(1000, percent * 10)]).band)).toEqual([
      'green',
      'yellow',
      'yellow',
      'red',
    ]);
  });
  it('weighs fields alike', () => {
    const fields = [
      tally(100, 100, { field: 'a' }),
      tally(100, 100, { field: 'a', rule: 's' }),
      tally(100, 50, { field: 'b' }),
    ];
    expect(scoreFields(fields).score).toBe(75);
  });
  it('lies between 0 and 100 and counts every failing row', () => {
    const any = fc.tuple(fc.nat(1000), fc.nat(1000)).map(([a, b]) => tally(Math.max(a, b), Math.min(a, b)));
    fc.assert(
      fc.property(fc.array(any), (all) => {
        const { score, failing } = scoreOf(all);
        if (score !== null) expect(score).toBeGreaterThanOrEqual(0);
        if (score !== null) expect(score).toBeLessThanOrEqual(failing === 0 ? 100 : 99.9);
        expect(failing).toBe(all.reduce((sum, one) => sum + one.assessed - one.passing, 0));
      }),
    );
  });
});
