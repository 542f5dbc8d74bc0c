/** Clusters: the strongest first, nothing together that must stay apart, blind to the order of the links. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cluster, DECIDED, type ClusterRules, type Link } from './cluster.ts';

const free: ClusterRules = { apart: [], unique: [], once: undefined };
const groupsOf = (heads: ReadonlyMap<number, number>) => {
  const groups = new Map<number, number[]>();
  for (const [record, head] of heads)
    groups.set(
      head,
      [...(groups.get(head) ?? []), record].sort((a, b) => a - b),
    );
  return [...groups.values()].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
};
const links = fc.array(
  fc
    .record({
      a: fc.integer({ min: 0, max: 11 }),
      b: fc.integer({ min: 0, max: 11 }),
      weight: fc.integer({ min: 4, max: 9 }),
    })
    .filter(({ a, b }) => a < b),
  { maxLength: 25 },
);
const apart = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 11 })).filter(([a, b]) => a !== b),
  { maxLength: 6 },
);

describe('clusters', () => {
  it('join what is linked through others', () => {
    const { heads } = cluster(
      [
        { a: 1, b: 2, weight: 5 },
        { a: 2, b: 7, weight: 5 },
      ],
      free,
    );
    expect(groupsOf(heads)).toEqual([[1, 2, 7]]);
  });
  it('follow the stronger link where one file may stand in a cluster once', () => {
    const { heads, refused } = cluster(
      [
        { a: 1, b: 20, weight: 5 },
        { a: 1, b: 21, weight: 9 },
      ],
      { ...free, once: (record) => Math.floor(record / 20) },
    );
    expect(groupsOf(heads)).toEqual([[1, 21], [20]]);
    expect(refused.map(({ against }) => against)).toEqual(['once']);
  });
  it('hold no two values of what is unique, even through a record without any', () => {
    const values = new Map([
      [1, 'x'],
      [3, 'y'],
    ]);
    const { heads } = cluster(
      [
        { a: 1, b: 2, weight: 9 },
        { a: 2, b: 3, weight: 5 },
      ],
      { ...free, unique: [(record) => values.get(record)] },
    );
    expect(groupsOf(heads)).toEqual([[1, 2], [3]]);
  });
  it('follow a decision against every rule', () => {
    const { heads } = cluster([{ a: 1, b: 2, weight: DECIDED }], { ...free, unique: [String] });
    expect(groupsOf(heads)).toEqual([[1, 2]]);
  });
  it('are the same in whatever order the links come, and never hold a pair that stays apart', () => {
    fc.assert(
      fc.property(links, apart, (all, pairs) => {
        const rules = { ...free, apart: pairs };
        const { heads } = cluster(all, rules);
        expect(groupsOf(cluster(all.toReversed(), rules).heads)).toEqual(groupsOf(heads));
        for (const [a, b] of pairs) if (heads.has(a) && heads.has(b)) expect(heads.get(a)).not.toBe(heads.get(b));
      }),
    );
  });
  it('of one component depend on no other: what a batch relies on', () => {
    fc.assert(
      fc.property(links, links, (one, other) => {
        const far = other.map(({ a, b, weight }: Link) => ({ a: a + 100, b: b + 100, weight }));
        const together = groupsOf(cluster([...one, ...far], free).heads);
        expect(together).toEqual([...groupsOf(cluster(one, free).heads), ...groupsOf(cluster(far, free).heads)]);
      }),
    );
  });
});
