import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CodeSuccession } from '../plan.ts';
import { succession } from './succession.ts';

const TODAY = '2026-11-23';
const whole = (from: string, to: string, day: string): CodeSuccession => ({ from, to, day, kind: 'whole' });
const part = (from: string, to: string, day: string, share?: number): CodeSuccession => ({
  from,
  to,
  day,
  kind: 'part',
  ...(share === undefined ? {} : { share }),
});

describe('what became of a code', () => {
  it('is followed through every change, with shares multiplied', () => {
    const follow = succession(
      [
        part('a', 'b', '2000-01-01', 0.5),
        part('a', 'c', '2000-01-01', 0.5),
        part('b', 'd', '2010-01-01', 0.4),
        part('b', 'c', '2010-01-01', 0.6),
      ],
      TODAY,
    );
    expect(follow('a', '2000-01-01')).toEqual([
      { code: 'd', day: '2010-01-01', kind: 'part', share: 0.2 },
      { code: 'c', day: '2010-01-01', kind: 'part', share: 0.8 },
    ]);
  });

  it('tells two units apart that had the same code one after the other', () => {
    const follow = succession([whole('x', 'y', '2000-01-01'), whole('x', 'z', '2020-01-01')], TODAY);
    expect(follow('x', '2000-01-01').map((one) => one.code)).toEqual(['y']);
    expect(follow('x', '2020-01-01').map((one) => one.code)).toEqual(['z']);
  });

  it('ends where a unit kept its code under another name', () => {
    expect(succession([whole('x', 'x', '2020-01-01')], TODAY)('x', '2020-01-01').map((one) => one.code)).toEqual(['x']);
  });

  it('does not look past the day it is asked on', () => {
    const follow = succession([whole('a', 'b', '2000-01-01'), whole('b', 'c', '2030-01-01')], TODAY);
    expect(follow('a', '2000-01-01').map((one) => one.code)).toEqual(['b']);
  });

  it('conserves the whole: shares of the ends add up to one', () => {
    const day = (n: number) => `20${String(n).padStart(2, '0')}-01-01`;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), (splits) => {
        // Each step splits the newest unit in two.
        const steps = splits.flatMap((tenths, i) => [
          part(`u${String(i)}`, `u${String(i + 1)}`, day(i), tenths / 10),
          part(`u${String(i)}`, `v${String(i)}`, day(i), 1 - tenths / 10),
        ]);
        const total = succession(steps, TODAY)('u0', day(0)).reduce((sum, one) => sum + (one.share ?? 0), 0);
        expect(total).toBeCloseTo(1, 9);
      }),
    );
  });

  it('does not invent a share that nobody stated', () => {
    const follow = succession(
      [part('a', 'b', '2000-01-01'), part('a', 'c', '2000-01-01'), whole('b', 'c', '2010-01-01')],
      TODAY,
    );
    expect(follow('a', '2000-01-01')).toEqual([{ code: 'c', day: '2010-01-01', kind: 'part', share: null }]);
  });
});
