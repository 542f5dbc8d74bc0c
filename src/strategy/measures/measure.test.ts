import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectations, readFigures } from '../../../profiles/vn-demo/story/figures.ts';
import { judge, measureShare, percent, type Figure, type Tally } from './measure.ts';

const tally = (numerator: number, denominator: number, expected: number, reported = true): Tally => ({
  body: 1,
  numerator,
  denominator,
  expected,
  reported,
});

describe('a share with its band', () => {
  it('gives the figures of the story at every step', () => {
    const told = expectations(readFigures());
    for (const state of [told.start, told.firstLoad, told.mended]) {
      const figure = measureShare([tally(state.verified, state.records, told.expected)]);
      expect(figure).toMatchObject({ share: state.share, low: state.low, high: state.high });
      expect(judge(figure, 90, 'up')).toBe(state.verdict);
    }
  });
  it('always lies in its band, and the band closes when everybody holds what is expected', () => {
    const body = fc.tuple(fc.nat(500), fc.nat(500), fc.nat(500)).map(([a, b, c]) => tally(Math.min(a, b), b, c));
    fc.assert(
      fc.property(fc.array(body, { minLength: 1 }), (tallies) => {
        const figure = measureShare(tallies);
        if (figure.share === null) return;
        expect(figure.low).toBeLessThanOrEqual(figure.share);
        expect(figure.high).toBeGreaterThanOrEqual(figure.share);
        if (figure.missing === 0) expect([figure.low, figure.high]).toEqual([figure.share, figure.share]);
      }),
    );
  });
  it('rounds a half up', () => {
    expect(percent(1733, 2000)).toBe(86.7);
    expect(percent(0, 0)).toBeNull();
  });
});

describe('a verdict', () => {
  const band = (low: number, high: number): Figure => ({
    share: low,
    numerator: 1,
    denominator: 1,
    expected: 1,
    reported: 1,
    reporters: 2,
    low,
    high,
    missing: 0,
  });
  it('is given only where the whole band agrees', () => {
    expect(judge(band(60, 89.9), 90, 'up')).toBe('off-track');
    expect(judge(band(90, 95), 90, 'up')).toBe('on-track');
    expect(judge(band(80, 95), 90, 'up')).toBe('not-enough-basis');
    expect(judge(band(3, 4), 5, 'down')).toBe('on-track');
    expect(judge(band(6, 9), 5, 'down')).toBe('off-track');
  });
  it('is not given for nothing', () => {
    expect(judge(band(0, 100), null, 'up')).toBe('not-assessed');
    expect(judge(measureShare([]), 90, 'up')).toBe('not-assessed');
  });
  it('is never given when nobody has said how many are expected', () => {
    const figure = measureShare([{ body: 1, numerator: 9, denominator: 10, expected: null, reported: true }]);
    expect(judge(figure, 50, 'up')).toBe('not-enough-basis');
  });
});
