/**
 * Links between the codes of two lists, turned round and put one after the other. Pure. A link is known by two shares:
 * how much of its first code is in the second, and how much of the second is of the first. Both compose like matrices,
 * so that neither the order of composing nor a direction matters; what nobody stated stays unstated.
 */
import type { CrosswalkLink, LinkKind } from '../plan.ts';

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly kind: LinkKind;
  /** Share of `from` that is in `to`: 1 = all of it; null: nobody stated it. */
  readonly share: number | null;
  /** Share of `to` that is of `from`. */
  readonly back: number | null;
}

export const EPSILON = 1e-9;
export const isWhole = (share: number | null): boolean => share !== null && share >= 1 - EPSILON;

/** All of `from` is in `to`. */
export const goesWhole = (kind: LinkKind): boolean => kind === 'same' || kind === 'broader' || kind === 'merge';
/** All of `to` is of `from`. */
export const comesWhole = (kind: LinkKind): boolean => kind === 'same' || kind === 'narrower' || kind === 'split';

/** As it is written (one share, of the larger side) → with both shares. */
export function readLink({ from, to, kind, share = undefined }: CrosswalkLink): Link {
  const stated = share ?? null;
  return {
    from,
    to,
    kind,
    share: goesWhole(kind) ? 1 : stated,
    back: comesWhole(kind) ? 1 : kind === 'part' ? null : stated,
  };
}

/** As it is written: what a composed `part` says of its second code is left out. */
export function writeLink({ from, to, kind, share, back }: Link): CrosswalkLink {
  const stated = kind === 'same' ? null : goesWhole(kind) ? back : share;
  return stated === null ? { from, to, kind } : { from, to, kind, share: stated };
}

const INVERSE: Readonly<Record<LinkKind, LinkKind>> = {
  same: 'same',
  broader: 'narrower',
  narrower: 'broader',
  split: 'merge',
  merge: 'split',
  part: 'part',
};

export const invert = (links: readonly Link[]): readonly Link[] =>
  links
    .map(({ from, to, kind, share, back }) => ({ from: to, to: from, kind: INVERSE[kind], share: back, back: share }))
    .sort(byCodes);

const byCodes = (a: Link, b: Link) =>
  a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : a.to > b.to ? 1 : 0;

/** Whether the pieces are known to make up the whole: it holds for a way when it holds for each of its links. */
const isExact = (kind: LinkKind) => kind === 'same' || kind === 'split' || kind === 'merge';

interface Way {
  share: number | null;
  back: number | null;
  exact: boolean;
}

const times = (a: number | null, b: number | null) => (a === null || b === null ? null : a * b);
const plus = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);

/** A→B, then B→C: shares are multiplied along a way, and ways that meet are added up. */
export function compose(first: readonly Link[], second: readonly Link[]): readonly Link[] {
  const leaving = Map.groupBy(second, (link) => link.from);
  const ways = new Map<string, Map<string, Way>>();
  for (const one of first) {
    for (const two of leaving.get(one.to) ?? []) {
      const way: Way = {
        share: times(one.share, two.share),
        back: times(one.back, two.back),
        exact: isExact(one.kind) && isExact(two.kind),
      };
      const own = ways.get(one.from) ?? new Map<string, Way>();
      ways.set(one.from, own);
      const other = own.get(two.to);
      own.set(two.to, other ? meet(other, way) : way);
    }
  }
  return [...ways]
    .flatMap(([from, own]) => [...own].map(([to, way]): Link => ({ from, to, ...settled(way) })))
    .sort(byCodes);
}

const meet = (a: Way, b: Way): Way => ({
  share: plus(a.share, b.share),
  back: plus(a.back, b.back),
  exact: a.exact && b.exact,
});

/** The kind follows from what is whole. */
function kindOf(goes: boolean, comes: boolean, exact: boolean): LinkKind {
  if (goes && comes) return 'same';
  if (goes) return exact ? 'merge' : 'broader';
  if (comes) return exact ? 'split' : 'narrower';
  return 'part';
}

function settled({ share, back, exact }: Way): Pick<Link, 'kind' | 'share' | 'back'> {
  const [goes, comes] = [isWhole(share), isWhole(back)];
  return { kind: kindOf(goes, comes, exact), share: goes ? 1 : share, back: comes ? 1 : back };
}

/** Every code is itself. */
export const identity = (codes: Iterable<string>): readonly Link[] =>
  [...codes].map((code): Link => ({ from: code, to: code, kind: 'same', share: 1, back: 1 })).sort(byCodes);
