/** Two days of one list as a crosswalk: what its successions say of every code in force on the first. Pure. */
import type { Recoded, SuccessionGraph, Target } from '../codes/succession-graph.ts';
import type { LinkKind } from '../plan.ts';
import { EPSILON, invert, type Link } from './links.ts';

/** @param codes in force on `from`; a day before `from` is asked the other way round, for codes in force on `to` */
export function editionLinks(
  graph: Pick<SuccessionGraph, 'recode'>,
  codes: { readonly from: readonly string[]; readonly to: readonly string[] },
  days: { readonly from: string; readonly to: string },
): readonly Link[] {
  if (days.from > days.to) {
    return invert(editionLinks(graph, { from: codes.to, to: codes.from }, { from: days.to, to: days.from }));
  }
  const there = new Set(codes.to);
  const moves = codes.from.map((code) => ({ code, became: graph.recode(code, days.from, days.to) }));
  const sources = Map.groupBy(
    moves.flatMap(({ became }) => became.targets),
    (target) => target.code,
  );
  return moves.flatMap(({ code, became }) =>
    became.targets
      .filter((target) => there.has(target.code))
      .map((target) => linkOf(code, target, { became, alone: sources.get(target.code)?.length === 1 })),
  );
}

interface Move {
  readonly became: Recoded;
  /** Nothing else arrived where it went. */
  readonly alone: boolean;
}

function linkOf(from: string, { code: to, kind, share, weight }: Target, { became, alone }: Move): Link {
  const whole = kind === 'whole' || weight >= 1 - EPSILON;
  const wholeKind: LinkKind = alone ? 'same' : 'merge';
  const partKind: LinkKind = alone && became.targets.length + became.ended.length > 1 ? 'split' : 'part';
  return {
    from,
    to,
    kind: whole ? wholeKind : partKind,
    share: whole ? 1 : share,
    back: alone ? 1 : null,
  };
}
