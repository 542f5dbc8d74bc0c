import { describe, expect, it } from 'vitest';
import { waterfallBars } from './waterfall-bars.ts';

describe('the bars of a waterfall', () => {
  it('begin where the last one ended, on one axis that holds the marks', () => {
    const { bars, total, lines, sums } = waterfallBars([-10, 20, -5], [0, 4]);
    expect(sums).toEqual([-10, 10, 5]);
    expect(bars).toEqual([
      { from: 0, width: 50, sign: 'against' },
      { from: 0, width: 100, sign: 'for' },
      { from: 75, width: 25, sign: 'against' },
    ]);
    expect(total).toEqual({ from: 50, width: 25, sign: 'total' });
    expect(lines).toEqual([50, 70]);
  });
  it('show also a step that adds nothing, within the axis', () => {
    const { bars } = waterfallBars([0, 10, 0], [0]);
    for (const { from, width } of bars) {
      expect(width).toBeGreaterThan(0);
      expect(from + width).toBeLessThanOrEqual(100.0001);
    }
  });
});
