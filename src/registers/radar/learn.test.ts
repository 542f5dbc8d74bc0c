import { describe, expect, it } from 'vitest';
import { calibrate, confidenceOf, type Point } from './learn.ts';
import { reliabilityOf } from './measure.ts';

/** Mulberry32, as the intervals have it. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Beliefs that are too sure of themselves: the odds that they say are the square of the true ones. */
function boastful(count: number, seed: number): Point[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const truth = 0.03 + 0.94 * random();
    const odds = (truth / (1 - truth)) ** 2;
    return { belief: odds / (1 + odds), right: random() < truth };
  });
}

describe('the calibrated confidence', () => {
  const calibration = calibrate(boastful(800, 1));

  it('never falls as belief rises, and tells beliefs apart', () => {
    const said = Array.from({ length: 101 }, (_, i) => confidenceOf(i / 100, calibration));
    expect(said.every((one, i) => i === 0 || one > (said[i - 1] as number))).toBe(true);
    expect(said.every((one) => one > 0 && one < 1)).toBe(true);
  });

  it('is honest on points that it never saw; the belief as it stands is not', () => {
    const held = boastful(2000, 2);
    const told = (say: (belief: number) => number) =>
      reliabilityOf(held.map(({ belief, right }) => ({ said: say(belief), right }))).error;
    expect(told((belief) => confidenceOf(belief, calibration))).toBeLessThan(0.03);
    expect(told((belief) => belief)).toBeGreaterThan(0.08);
  });

  it('does not fall where more belief was less often right: then every belief says the same', () => {
    const upsideDown = calibrate(boastful(400, 3).map(({ belief, right }) => ({ belief: 1 - belief, right })));
    expect(upsideDown.slope).toBe(0);
    expect(confidenceOf(0.9, upsideDown)).toBe(confidenceOf(0.1, upsideDown));
  });

  it('keeps a doubt where all that was seen was right, and is the belief where nothing was', () => {
    expect(confidenceOf(0.9, calibrate([{ belief: 0.9, right: true }]))).toBeLessThan(1);
    expect(confidenceOf(0.7, calibrate([]))).toBeCloseTo(0.7);
  });
});

describe('reliability', () => {
  it('sets what was said beside what was found, in steps, and sums up how far they are apart', () => {
    const answers = [
      { said: 0.95, right: true },
      { said: 0.95, right: false },
      { said: 0.15, right: false },
      { said: 1, right: true },
    ];
    const { buckets, error } = reliabilityOf(answers);
    expect(buckets.map(({ from, answers: count, found }) => [from, count, found])).toEqual([
      [0.1, 1, 0],
      [0.9, 3, 2 / 3],
    ]);
    expect(error).toBeCloseTo((0.15 + 3 * (2.9 / 3 - 2 / 3)) / 4);
    expect(reliabilityOf([])).toEqual({ buckets: [], error: 0 });
  });
});
