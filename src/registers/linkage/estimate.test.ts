/** Expectation maximisation finds again what synthetic pairs were made with, and the settings speak where the data cannot. */
import { describe, expect, it } from 'vitest';
import { readPattern } from './compare.ts';
import { estimate, type PatternCount } from './estimate.ts';
import { readLinkageSettings } from './read-settings.ts';

const settings = readLinkageSettings({
  entity: 'thing',
  names: { en: 'Thing' },
  key: ['id'],
  fields: {
    name: { kind: 'text', columns: ['name'] },
    born: { kind: 'date', columns: ['born'], order: 'dmy' },
    sex: { kind: 'code', columns: ['sex'], values: { m: ['m'], f: ['f'] } },
    phone: { kind: 'digits', columns: ['phone'] },
  },
  comparisons: [
    // Far from what the pairs are made with.
    { field: 'name', levels: ['same', 'similar'], expected: [0.4, 0.3, 0.3], chance: [0.1, 0.1, 0.8] },
    { field: 'born', levels: ['same', 'year'], expected: [0.5, 0.3, 0.2], chance: [0.1, 0.1, 0.8] },
    { field: 'sex', levels: ['same'], expected: [0.7, 0.3], chance: [0.5, 0.5] },
    { field: 'phone', levels: ['same'], expected: [0.5, 0.5], chance: [0.01, 0.99] },
  ],
  blocks: [['name']],
  largestBlock: 100,
  thresholds: { match: 4, review: -4 },
  guards: {},
});

/** Level 0 is silent. */
const M = [
  [0, 0.82, 0.13, 0.05],
  [0, 0.9, 0.06, 0.04],
  [0, 0.97, 0.03],
  [0.3, 0.8 * 0.7, 0.2 * 0.7],
];
const U = [
  [0, 0.004, 0.02, 0.976],
  [0, 0.001, 0.014, 0.985],
  [0, 0.5, 0.5],
  [0.3, 0.0005 * 0.7, 0.9995 * 0.7],
];

/** How often each pattern comes up among so many pairs that are made with these shares. */
function patternsOf(shares: readonly (readonly number[])[], pairs: number): PatternCount[] {
  const all = shares.reduce((count, levels) => count * levels.length, 1);
  return Array.from({ length: all }, (_, pattern) => {
    const likely = readPattern(settings, pattern).reduce((sum, level, i) => sum * (shares[i]?.[level] ?? 0), 1);
    return { pattern, n: likely * pairs };
  }).filter(({ n }) => n > 0);
}

const [MATCHES, PAIRS] = [40_000, 1e8];
const evidence = {
  // Every pair was compared: what blocks leave out counts as strangers.
  candidates: [...patternsOf(M, MATCHES), ...patternsOf(U, PAIRS - MATCHES)],
  chance: patternsOf(U, 1e7),
  pairs: PAIRS,
  most: 100_000,
};
/** Of pairs about which something is said. */
const spoken = (levels: readonly number[]) => levels.slice(1).map((share) => share / (1 - (levels[0] ?? 0)));

describe('weights', () => {
  it('are those that the pairs were made with', () => {
    const { m, u, lambda, estimated } = estimate(settings, evidence);
    expect(estimated).toBe(true);
    M.forEach((levels, i) =>
      spoken(levels).forEach((share, level) => expect(m[i]?.[level + 1], `m ${String(i)}`).toBeCloseTo(share, 2)),
    );
    U.forEach((levels, i) =>
      spoken(levels).forEach((share, level) => expect(u[i]?.[level + 1], `u ${String(i)}`).toBeCloseTo(share, 3)),
    );
    expect((lambda * PAIRS) / MATCHES).toBeCloseTo(1, 1);
  });
  it('of silence are none', () => {
    const { m, u } = estimate(settings, evidence);
    expect([...m, ...u].map(([silent]) => silent)).toEqual([...m, ...u].map(() => 1));
  });
  it('are those of the settings when there are few pairs', () => {
    const few = { ...evidence, candidates: patternsOf(M, 100) };
    const { m, estimated } = estimate(settings, few);
    expect(estimated).toBe(false);
    expect(m[0]?.slice(1)).toEqual([0.4, 0.3, 0.3]);
  });
  it('never say that there are more true pairs than there can be', () => {
    const { lambda } = estimate(settings, { ...evidence, most: 500 });
    expect(lambda * PAIRS).toBeCloseTo(500, 6);
  });
});
