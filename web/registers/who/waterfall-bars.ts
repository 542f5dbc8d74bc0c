/** A waterfall as bars on one axis of 0 to 100: each begins where the last one ended. Pure. */

export interface Bar {
  readonly from: number;
  readonly width: number;
  readonly sign: 'for' | 'against' | 'total';
}

export interface WaterfallBars {
  readonly bars: readonly Bar[];
  /** From zero to the end. */
  readonly total: Bar;
  /** Where the marks stand: zero, then the thresholds. */
  readonly lines: readonly number[];
  readonly sums: readonly number[];
}

/** A step that adds nothing is still to be seen. */
const LEAST = 0.6;

export function waterfallBars(steps: readonly number[], marks: readonly number[]): WaterfallBars {
  const sums: number[] = [];
  for (const step of steps) sums.push((sums.at(-1) ?? 0) + step);
  const all = [0, ...sums, ...marks];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const place = (at: number) => (high === low ? 0 : (100 * (at - low)) / (high - low));
  const bar = (from: number, to: number, sign: Bar['sign']): Bar => ({
    from: Math.min(place(Math.min(from, to)), 100 - LEAST),
    width: Math.max(Math.abs(place(to) - place(from)), LEAST),
    sign,
  });
  return {
    bars: steps.map((step, i) => bar((sums[i] as number) - step, sums[i] as number, step < 0 ? 'against' : 'for')),
    total: bar(0, sums.at(-1) ?? 0, 'total'),
    lines: marks.map(place),
    sums,
  };
}
