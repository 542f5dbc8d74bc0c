import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphs } from '../testing/graphs.ts';
import { divide, recut } from './recut.ts';
import { successionGraph } from './succession-graph.ts';

const D = '2025-07-01';
const graph = successionGraph(
  [],
  [
    { from: 'a', to: 'x', day: D, kind: 'whole' },
    { from: 'b', to: 'x', day: D, kind: 'part', share: 0.6 },
    { from: 'b', to: 'y', day: D, kind: 'part', share: 0.4 },
    { from: 'c', to: 'x', day: D, kind: 'part' },
    { from: 'c', to: 'y', day: D, kind: 'part' },
    { from: 'c', to: 'z', day: D, kind: 'part' },
  ],
);
const days = { from: '2025-06-30', to: D };
const digits = (text: string) => BigInt(text.replace('.', ''));

describe('a series carried to the codes of another day', () => {
  it('says what is exact, what is estimated and why', () => {
    const { rows } = recut(
      graph,
      [
        { code: 'a', value: '100' },
        { code: 'b', value: '10' },
        { code: 'c', value: '10' },
      ],
      days,
    );
    expect(rows).toEqual([
      { code: 'x', value: '110', exact: '100', estimated: '10', because: ['even', 'share'], from: ['a', 'b', 'c'] },
      { code: 'y', value: '7', exact: '0', estimated: '7', because: ['even', 'share'], from: ['b', 'c'] },
      { code: 'z', value: '3', exact: '0', estimated: '3', because: ['even'], from: ['c'] },
    ]);
  });

  it('keeps every decimal place of the series', () => {
    const { rows, total, carried } = recut(
      graph,
      [
        { code: 'c', value: '0.01' },
        { code: 'a', value: '-1234567890123456789.5' },
      ],
      days,
    );
    expect(rows.map((one) => one.value)).toEqual(['-1234567890123456789.49', '0.00', '0.00']);
    expect([total, carried]).toEqual(['-1234567890123456789.49', '-1234567890123456789.49']);
  });

  it('sets apart what cannot be carried, with the reason, and adds doubles up', () => {
    const { rows, apart, doubles } = recut(
      graph,
      [
        { code: 'a', value: '1' },
        { code: 'nobody', value: '5' },
        { code: 'a', value: '2' },
        { code: 'b', value: '1.000,5' },
      ],
      days,
    );
    expect(rows.map((one) => [one.code, one.value])).toEqual([['x', '3']]);
    expect(apart).toEqual([
      { row: 2, code: 'nobody', value: '5', reason: 'unknown' },
      { row: 4, code: 'b', value: '1.000,5', reason: 'not-a-number' },
    ]);
    expect(doubles).toEqual(['a']);
  });

  it('is empty for an empty series', () => {
    expect(recut(graph, [], days)).toMatchObject({ rows: [], apart: [], total: '0', carried: '0' });
  });

  it('conserves the total to the last digit, whatever the graph', () => {
    const value = fc.tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(graphs, fc.array(value, { minLength: 7, maxLength: 7 }), (one, values) => {
        const any = successionGraph(one.codes, one.successions);
        const series = one.asked.map((code, i) => {
          const [units = 0n, scale = 0] = values[i] ?? [];
          return { code, value: scale === 0 ? String(units) : `${String(units)}.${'7'.repeat(scale)}` };
        });
        const { rows, apart, total, carried } = recut(any, series, { from: one.from, to: one.to });
        const sum = (all: readonly { value: string }[]) => all.reduce((whole, row) => whole + digits(row.value), 0n);
        expect(sum(rows)).toBe(digits(carried));
        expect(sum(rows) + sum(apart)).toBe(digits(total));
        for (const row of rows) expect(digits(row.exact) + digits(row.estimated)).toBe(digits(row.value));
      }),
      { numRuns: 300 },
    );
  });

  it('would lose units if each part were rounded by itself', () => {
    const rounded = [1 / 3, 1 / 3, 1 / 3].map((weight) => BigInt(Math.round(100 * weight)));
    expect(rounded.reduce((all, one) => all + one, 0n)).toBe(99n);
    expect(divide(100n, [1 / 3, 1 / 3, 1 / 3])).toEqual([34n, 33n, 33n]);
    expect(divide(-100n, [0.5, 0.25, 0.25])).toEqual([-50n, -25n, -25n]);
    expect(divide(7n, [0, 0])).toEqual([4n, 3n]);
  });
});
