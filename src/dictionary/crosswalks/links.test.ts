import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CrosswalkLink, LinkKind } from '../plan.ts';
import { checkLinks, circularLinks } from './check-links.ts';
import { coverageOf } from './coverage.ts';
import { compose, identity, invert, readLink, writeLink, type Link } from './links.ts';

const link = (from: string, to: string, kind: LinkKind, share?: number): CrosswalkLink => ({
  from,
  to,
  kind,
  ...(share === undefined ? {} : { share }),
});
const read = (...links: CrosswalkLink[]) => links.map(readLink);

/** Crosswalks that pass the check, between lists whose codes begin with `a` and `b`. */
const sound = (a: string, b: string) =>
  fc
    .array(
      fc.record({
        from: fc.integer({ min: 0, max: 4 }).map((n) => `${a}${String(n)}`),
        to: fc.integer({ min: 0, max: 4 }).map((n) => `${b}${String(n)}`),
        kind: fc.constantFrom<LinkKind>('same', 'broader', 'narrower', 'split', 'merge', 'part'),
        share: fc.option(
          fc.integer({ min: 1, max: 9 }).map((n) => n / 10),
          { nil: undefined },
        ),
      }),
      { maxLength: 10 },
    )
    .map((drawn) => {
      const kept: CrosswalkLink[] = [];
      for (const { from, to, kind, share } of drawn) {
        const next = [...kept, link(from, to, kind, kind === 'same' ? undefined : share)];
        const sides = { from: 'A', to: 'B', fromCodes: undefined, toCodes: undefined };
        if (checkLinks(next, sides).length === 0) kept.push(next.at(-1) as CrosswalkLink);
      }
      return kept;
    });

/** Shares are compared as far as a double is exact. */
const rounded = (links: readonly Link[]) =>
  links.map((one) => ({
    ...one,
    share: one.share === null ? null : Number(one.share.toFixed(9)),
    back: one.back === null ? null : Number(one.back.toFixed(9)),
  }));
const sorted = (links: readonly Link[]) =>
  [...links].sort((a, b) => (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));

describe('links put one after the other', () => {
  it('carry their kind: what is the same changes nothing, what is within stays within', () => {
    const kind = (first: LinkKind, second: LinkKind) =>
      compose(read(link('a', 'b', first)), read(link('b', 'c', second)))[0]?.kind;
    expect(kind('same', 'narrower')).toBe('narrower');
    expect(kind('split', 'same')).toBe('split');
    expect(kind('merge', 'merge')).toBe('merge');
    expect(kind('merge', 'broader')).toBe('broader');
    expect(kind('narrower', 'split')).toBe('narrower');
    expect(kind('broader', 'narrower')).toBe('part');
    expect(kind('part', 'same')).toBe('part');
  });

  it('multiply the shares of a split and add up parts that meet again', () => {
    const first = read(link('a', 'b1', 'split', 0.6), link('a', 'b2', 'split', 0.4));
    expect(compose(first, read(link('b1', 'c1', 'split', 0.5), link('b2', 'c2', 'same')))).toMatchObject([
      { from: 'a', to: 'c1', kind: 'split', share: 0.3 },
      { from: 'a', to: 'c2', kind: 'split', share: 0.4 },
    ]);
    const together = read(link('b1', 'c', 'merge', 0.5), link('b2', 'c', 'merge', 0.5));
    expect(compose(first, together)).toEqual([{ from: 'a', to: 'c', kind: 'same', share: 1, back: 1 }]);
  });

  it('say nothing of a share that somebody on the way did not state', () => {
    const first = read(link('a', 'b1', 'split'), link('a', 'b2', 'split', 0.4));
    const second = read(link('b1', 'c', 'merge'), link('b2', 'c', 'merge'));
    expect(compose(first, second)).toMatchObject([{ from: 'a', to: 'c', kind: 'part', share: null }]);
  });

  it('are changed by identity on neither side', () => {
    fc.assert(
      fc.property(sound('a', 'b'), (links) => {
        const own = sorted(links.map(readLink));
        // A part of which nothing more is known is as before, too.
        expect(rounded(compose(identity(new Set(links.map((one) => one.from))), own))).toEqual(rounded(own));
        expect(rounded(compose(own, identity(new Set(links.map((one) => one.to)))))).toEqual(rounded(own));
      }),
    );
  });

  it('may be put together in any order (associative)', () => {
    fc.assert(
      fc.property(sound('a', 'b'), sound('b', 'c'), sound('c', 'd'), (x, y, z) => {
        const [a, b, c] = [x.map(readLink), y.map(readLink), z.map(readLink)];
        expect(rounded(compose(compose(a, b), c))).toEqual(rounded(compose(a, compose(b, c))));
      }),
    );
  });

  it('never hold more than the whole, in either direction', () => {
    fc.assert(
      fc.property(sound('a', 'b'), sound('b', 'c'), (x, y) => {
        const links = compose(x.map(readLink), y.map(readLink));
        for (const side of [Map.groupBy(links, (one) => one.from), Map.groupBy(invert(links), (one) => one.from)]) {
          for (const own of side.values()) {
            expect(own.reduce((sum, one) => sum + (one.share ?? 0), 0)).toBeLessThanOrEqual(1 + 1e-9);
          }
        }
      }),
    );
  });

  it('turned round are what they were, with broader and narrower, split and merge changed over', () => {
    expect(invert(read(link('a', 'b', 'broader', 0.3), link('c', 'd', 'split', 0.2)))).toEqual([
      { from: 'b', to: 'a', kind: 'narrower', share: 0.3, back: 1 },
      { from: 'd', to: 'c', kind: 'merge', share: 1, back: 0.2 },
    ]);
    fc.assert(
      fc.property(sound('a', 'b'), sound('b', 'c'), (x, y) => {
        const [a, b] = [sorted(x.map(readLink)), sorted(y.map(readLink))];
        expect(invert(invert(a))).toEqual(a);
        expect(rounded(invert(compose(a, b)))).toEqual(rounded(compose(invert(b), invert(a))));
      }),
    );
  });

  it('are written as they were read', () => {
    fc.assert(
      fc.property(sound('a', 'b'), (links) => {
        expect(links.map(readLink).map(writeLink)).toEqual(links);
      }),
    );
  });
});

describe('a crosswalk that is checked', () => {
  const sides = { from: 'A', to: 'B', fromCodes: new Set(['a', 'b', 'c']), toCodes: new Set(['x', 'y', 'z']) };
  const faults = (...links: CrosswalkLink[]) =>
    checkLinks(links, sides).map((one) => `${one.fault} ${one.list}/${one.code}`);

  it('passes when every code is whole in one, or in parts that are no more than it', () => {
    expect(faults(link('a', 'x', 'same'), link('b', 'y', 'split', 0.6), link('b', 'z', 'split', 0.4))).toEqual([]);
  });

  it('names codes that are not there and pairs said twice', () => {
    expect(faults(link('q', 'x', 'same'), link('a', 'q', 'same'))).toEqual(['unknown-code A/q', 'unknown-code B/q']);
    expect(faults(link('a', 'x', 'same'), link('a', 'x', 'broader'))).toEqual(['link-twice A/a']);
  });

  it('names shares above the whole, forth and back, and wholes beside more', () => {
    expect(faults(link('a', 'x', 'part', 0.7), link('a', 'y', 'part', 0.4))).toEqual(['shares-exceed A/a']);
    expect(faults(link('a', 'x', 'merge', 0.7), link('b', 'x', 'merge', 0.4))).toEqual(['shares-exceed B/x']);
    expect(faults(link('a', 'x', 'same'), link('a', 'y', 'part', 0.1))).toEqual(['whole-and-more A/a']);
    expect(faults(link('a', 'x', 'same'), link('b', 'x', 'broader'))).toEqual(['whole-and-more B/x']);
    expect(faults(link('a', 'x', 'part', 1))).toEqual(['share-of-all A/a']);
    expect(faults({ ...link('a', 'x', 'same'), share: 1 })).toEqual(['share-needless A/a']);
  });

  it('names the link by which a code would lie within itself, through other lists and what is the same', () => {
    expect(
      circularLinks([
        { from: 'A/a', to: 'B/x', kind: 'broader' },
        { from: 'B/x', to: 'C/p', kind: 'same' },
        { from: 'A/a', to: 'C/p', kind: 'narrower' },
      ]),
    ).toEqual([2]);
    expect(
      circularLinks([
        { from: 'A/a', to: 'B/x', kind: 'broader' },
        { from: 'B/x', to: 'A/a', kind: 'narrower' },
        { from: 'A/a', to: 'C/p', kind: 'part' },
      ]),
    ).toEqual([]);
  });
});

it('says how far it reaches on both sides', () => {
  const links = read(link('a', 'x', 'same'), link('b', 'y', 'split', 0.5), link('gone', 'y', 'part'));
  expect(coverageOf(links, new Set(['a', 'b', 'c']), new Set(['x', 'y', 'z', 'w']))).toMatchObject({
    from: 3,
    fromLinked: 2,
    to: 4,
    toLinked: 2,
    kinds: { same: 1, split: 1, part: 1, merge: 0 },
  });
});
