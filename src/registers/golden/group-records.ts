/** Which records are one person: links by strength, decisions before them. Pure. */
import { cluster, DECIDED, type Link } from '../linkage/cluster.ts';
import type { DecisionOutcome } from './model.ts';

export interface KnownRecord {
  readonly record: string;
  readonly verified: string | null;
}
export interface KnownLink {
  readonly left: string;
  readonly right: string;
  readonly weight: number;
  readonly conflict: boolean;
  readonly apart: string | null;
}
export interface StandingDecision {
  readonly outcome: DecisionOutcome;
  readonly left: readonly string[];
  readonly right: readonly string[];
}

export interface Grouping {
  readonly records: readonly KnownRecord[];
  readonly links: readonly KnownLink[];
  readonly decisions: readonly StandingDecision[];
  /** From this weight on two records are one. */
  readonly match: number;
}

/** Groups in the order of their earliest records, records in order too: ids are made in the order of time. */
export function groupRecords({ records, links, decisions, match }: Grouping): string[][] {
  const order = [...records].sort((x, y) => (x.record < y.record ? -1 : 1));
  const place = new Map(order.map(({ record }, i) => [record, i]));
  const said = decidedPairs(decisions, place);
  const isOpen = ({ left, right }: KnownLink) => !said.has(pairOf(place.get(left) ?? -1, place.get(right) ?? -1));
  const followed = links
    .filter((link) => link.weight >= match && !link.conflict && link.apart === null && isOpen(link))
    .flatMap((link) => asLink(place, link.left, link.right, Math.min(link.weight, DECIDED - 1)));
  const apart = links
    .filter((link) => link.apart !== null && isOpen(link))
    .flatMap((link) => asLink(place, link.left, link.right, 0));
  const same = [...said].flatMap(([, one]) => (one.outcome === 'same' ? [{ ...one.pair, weight: DECIDED }] : []));
  const different = [...said].flatMap(([, one]) => (one.outcome === 'different' ? [one.pair] : []));
  const { heads } = cluster([...followed, ...same], {
    apart: [...apart, ...different].map(({ a, b }) => [a, b] as const),
    unique: [verifiedOf(order, [...said.values()])],
    once: undefined,
  });
  const groups = new Map<number, string[]>();
  order.forEach(({ record }, i) => {
    const head = heads.get(i) ?? i;
    const group = groups.get(head);
    if (group) group.push(record);
    else groups.set(head, [record]);
  });
  return [...groups].sort(([x], [y]) => x - y).map(([, group]) => group);
}

/** Identifiers of records that somebody said are one person are one, whichever of them a third record bears. */
function verifiedOf(order: readonly KnownRecord[], said: readonly { outcome: DecisionOutcome; pair: Link }[]) {
  const above = new Map<string, string>();
  const root = (id: string): string => {
    const next = above.get(id);
    return next === undefined ? id : root(next);
  };
  for (const { outcome, pair } of said) {
    const [x, y] = [order[pair.a]?.verified, order[pair.b]?.verified];
    if (outcome === 'same' && x && y && root(x) !== root(y)) above.set(root(x), root(y));
  }
  return (record: number): string | undefined => {
    const id = order[record]?.verified;
    return id ? root(id) : undefined;
  };
}

const pairOf = (a: number, b: number) => `${String(Math.min(a, b))} ${String(Math.max(a, b))}`;

function asLink(place: ReadonlyMap<string, number>, left: string, right: string, weight: number): Link[] {
  const [x, y] = [place.get(left), place.get(right)];
  return x === undefined || y === undefined || x === y ? [] : [{ a: Math.min(x, y), b: Math.max(x, y), weight }];
}

/** Pairs that people spoke of. Where two contradict each other, apart wins: what was not joined can still be. */
function decidedPairs(decisions: readonly StandingDecision[], place: ReadonlyMap<string, number>) {
  const said = new Map<string, { readonly outcome: DecisionOutcome; readonly pair: Link }>();
  const spoken = decisions.flatMap(({ outcome, left, right }) =>
    left.flatMap((one) => right.flatMap((other) => asLink(place, one, other, 0).map((pair) => ({ outcome, pair })))),
  );
  for (const one of spoken) {
    const key = pairOf(one.pair.a, one.pair.b);
    if (said.get(key)?.outcome !== 'different') said.set(key, one);
  }
  return said;
}

/** Whether joining two groups would bring together records that somebody said are two people. @returns that decision */
export function contradiction<D extends StandingDecision>(
  decisions: readonly D[],
  left: readonly string[],
  right: readonly string[],
): D | undefined {
  const [one, other] = [new Set(left), new Set(right)];
  return decisions.find(
    ({ outcome, left: l, right: r }) =>
      outcome === 'different' &&
      ((l.some((record) => one.has(record)) && r.some((record) => other.has(record))) ||
        (l.some((record) => other.has(record)) && r.some((record) => one.has(record)))),
  );
}

/** Whether each of two groups has verified identifiers, and they have none in common. */
export function holdTwo(records: readonly KnownRecord[], left: readonly string[], right: readonly string[]): boolean {
  const held = (side: readonly string[]) =>
    records.flatMap(({ record, verified }) => (verified !== null && side.includes(record) ? [verified] : []));
  const [l, r] = [held(left), held(right)];
  return l.length > 0 && r.length > 0 && !l.some((id) => r.includes(id));
}
