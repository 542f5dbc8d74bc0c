/** How far a crosswalk reaches: which codes of either side it speaks of. Pure. */
import type { LinkKind } from '../plan.ts';
import type { Link } from './links.ts';

export interface Coverage {
  /** Codes of the first list in force on its day, and how many of them have a link. */
  readonly from: number;
  readonly fromLinked: number;
  readonly to: number;
  readonly toLinked: number;
  readonly kinds: Readonly<Record<LinkKind, number>>;
}

export function coverageOf(links: readonly Link[], from: ReadonlySet<string>, to: ReadonlySet<string>): Coverage {
  const [forth, back] = [new Set(links.map((link) => link.from)), new Set(links.map((link) => link.to))];
  const count = (kind: LinkKind) => links.filter((link) => link.kind === kind).length;
  return {
    from: from.size,
    fromLinked: from.intersection(forth).size,
    to: to.size,
    toLinked: to.intersection(back).size,
    kinds: {
      same: count('same'),
      broader: count('broader'),
      narrower: count('narrower'),
      split: count('split'),
      merge: count('merge'),
      part: count('part'),
    },
  };
}
