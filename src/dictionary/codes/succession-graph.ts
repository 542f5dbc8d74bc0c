/** Codes over time, in process: what a code means on a day, and what it is called on another. Pure; answers are shared. */
import type { Texts } from '../../platform/texts.ts';
import type { CodeSuccession } from '../plan.ts';
import { buildNodes, EPSILON, EVER, type GraphCode, type GraphFinding, type Node } from './graph-nodes.ts';

/**
 * Why a question has no answer; `day-needed`: the code stood for several units, one after the other; `unmapped`: the
 * crosswalk to the other list says nothing of it.
 */
export type NoCode = 'unknown' | 'not-then' | 'day-needed' | 'ended' | 'backwards' | 'unmapped';

export interface Target {
  readonly code: string;
  /** `whole`: everything of the asked unit is there. */
  readonly kind: 'whole' | 'part';
  /** Share of the asked unit; null when somebody on the way did not state theirs. */
  readonly share: number | null;
  /** What a total is divided by: shares as stated, even where none is. */
  readonly weight: number;
}

export interface Recoded {
  readonly outcome: 'one' | 'several' | 'none';
  readonly reason?: NoCode;
  readonly targets: readonly Target[];
  /** Parts that ended without a successor, under the last code they had. */
  readonly ended: readonly Target[];
}

export interface Resolved {
  readonly reason?: Exclude<NoCode, 'ended' | 'backwards' | 'unmapped'>;
  readonly names?: Texts | undefined;
  readonly from?: string;
  readonly to?: string;
}

export interface ChainStep {
  readonly from: string;
  readonly to: string;
  readonly day: string;
  readonly kind: 'whole' | 'part';
  readonly share: number | null;
}

export interface SuccessionGraph {
  /** @param on undefined: answered only when the code never stood for another unit */
  resolve(code: string, on: string | undefined): Resolved;
  recode(code: string, from: string | undefined, to: string): Recoded;
  /** Every succession on the way from one day to the other, the earliest first. */
  chain(code: string, from: string | undefined, to: string): readonly ChainStep[];
  readonly findings: readonly GraphFinding[];
}

/** One end of the way, before it is known whether it is the only one. */
export interface Part {
  readonly code: string;
  readonly ended: boolean;
  readonly share: number | null;
  readonly weight: number;
  readonly complete: boolean;
}

interface Held {
  readonly node: Node;
  /** Days of change up to the first day, and up to the first day no longer: days are compared as numbers. */
  readonly first: number;
  readonly end: number;
  readonly resolved: Resolved;
  /** By the number of days of change up to the asked day. */
  readonly answers: (Recoded | undefined)[];
}

const none = (reason: NoCode): Recoded => ({ outcome: 'none', reason, targets: [], ended: [] });
const NONE: Readonly<Record<NoCode, Recoded>> = {
  unknown: none('unknown'),
  'not-then': none('not-then'),
  'day-needed': none('day-needed'),
  ended: none('ended'),
  backwards: none('backwards'),
  unmapped: none('unmapped'),
};
const NOT_RESOLVED = {
  unknown: { reason: 'unknown' },
  'not-then': { reason: 'not-then' },
  'day-needed': { reason: 'day-needed' },
} as const;

export function successionGraph(codes: readonly GraphCode[], successions: readonly CodeSuccession[]): SuccessionGraph {
  const { byCode, findings } = buildNodes(codes, successions);
  const days = [...new Set([...byCode.values()].flat().flatMap((node) => [node.from, node.to]))].sort();
  const placeOf = remembering((day) => countUpTo(days, day));
  const hold = (node: Node): Held => ({
    node,
    first: placeOf(node.from),
    end: placeOf(node.to),
    resolved: { names: node.period?.names, from: node.period?.from ?? node.from, to: node.period?.to ?? node.to },
    answers: [],
  });
  const held = new Map([...byCode].map(([code, nodes]) => [code, nodes.map(hold)] as const));
  const joined = joinedNodes(byCode);
  const units = new Map([...byCode].map(([code, nodes]) => [code, unitsOf(nodes, joined)] as const));
  const find = (code: string, on: string | undefined): Held | keyof typeof NOT_RESOLVED => {
    const own = held.get(code);
    if (own === undefined) return 'unknown';
    if (on === undefined) return units.get(code) === 1 ? (own[0] ?? 'unknown') : 'day-needed';
    const place = placeOf(on);
    for (const one of own) if (one.first <= place && place < one.end) return one;
    return 'not-then';
  };
  return {
    findings,
    resolve: (code, on) => {
      // Without a day the one unit is told as it was named last.
      const found = on === undefined && units.get(code) === 1 ? held.get(code)?.at(-1) : find(code, on);
      return typeof found === 'object' ? found.resolved : NOT_RESOLVED[found ?? 'unknown'];
    },
    recode: (code, from, to) => {
      const place = placeOf(to);
      // Days between the same two changes are the only ones that must be compared as texts.
      if (from !== undefined && placeOf(from) >= place && from > to) return NONE.backwards;
      const found = find(code, from);
      if (typeof found === 'string') return NONE[found];
      if (found.first > place) return NONE['not-then'];
      return (found.answers[place] ??= settle(follow(found.node, to, new Map())));
    },
    chain: (code, from, to) => {
      const found = find(code, from);
      return typeof found === 'string' ? [] : chainOf(found.node, to);
    },
  };
}

/**
 * How many units had the code: pieces that simply go on are one. A unit that others were joined to under the same code is
 * another one, unless the list knows both by one period.
 */
function unitsOf(nodes: readonly Node[], joined: ReadonlySet<Node>): number {
  const isSame = (node: Node, next: Node | undefined) =>
    next !== undefined &&
    node.edges.length === 1 &&
    node.edges[0]?.to === next &&
    node.edges[0].kind === 'whole' &&
    (node.period === next.period || !joined.has(next));
  return nodes.filter((node, i) => !isSame(node, nodes[i + 1])).length;
}

/** Pieces at which a unit of another code arrived. */
const joinedNodes = (byCode: ReadonlyMap<string, readonly Node[]>): ReadonlySet<Node> =>
  new Set(
    [...byCode.values()].flat().flatMap((node) => node.edges.flatMap(({ to }) => (to.code === node.code ? [] : [to]))),
  );

function countUpTo(days: readonly string[], day: string): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] ?? EVER) <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

const MOST_DAYS = 10_000;

/** Few days are asked again and again. */
function remembering(answer: (day: string) => number): (day: string) => number {
  const known = new Map<string, number>();
  return (day) => {
    let found = known.get(day);
    if (found === undefined) {
      if (known.size >= MOST_DAYS) known.clear();
      known.set(day, (found = answer(day)));
    }
    return found;
  };
}

/** Parts that meet again in one unit count once; a unit reached on many ways is followed once. */
function follow(node: Node, to: string, known: Map<Node, readonly Part[]>): readonly Part[] {
  const before = known.get(node);
  if (before) return before;
  const isThere = node.to > to;
  const parts =
    isThere || node.edges.length === 0
      ? [{ code: node.code, ended: !isThere, share: 1, weight: 1, complete: true }]
      : merge(
          node.edges.flatMap((edge) =>
            follow(edge.to, to, known).map((part) => ({
              ...part,
              share: part.share === null || edge.share === null ? null : part.share * edge.share,
              weight: part.weight * edge.weight,
              complete: part.complete && edge.complete,
            })),
          ),
        );
  known.set(node, parts);
  return parts;
}

function merge(parts: readonly Part[]): readonly Part[] {
  const byEnd = new Map<string, Part>();
  for (const part of parts) {
    const key = `${part.code} ${String(part.ended)}`;
    const other = byEnd.get(key);
    if (!other) byEnd.set(key, part);
    else {
      const share = other.share === null || part.share === null ? null : other.share + part.share;
      const complete = other.complete && part.complete;
      byEnd.set(key, { ...other, share, weight: other.weight + part.weight, complete });
    }
  }
  return [...byEnd.values()];
}

/** The answer from its parts: shared by this engine and by the statement that does the same in the database. */
export function settle(parts: readonly Part[]): Recoded {
  // Where all ways lead to one unit, no share on the way matters.
  const isOnly = parts.length === 1 && parts.every((part) => part.complete);
  const all = parts
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ ended, code, share, weight, complete }) => {
      const whole = isOnly || (complete && share !== null && share >= 1 - EPSILON);
      const target: Target = { code, kind: whole ? 'whole' : 'part', share: whole ? 1 : share, weight };
      return { ended, target };
    });
  const targets = all.filter((one) => !one.ended).map((one) => one.target);
  const ended = all.filter((one) => one.ended).map((one) => one.target);
  if (targets.length === 0) return { outcome: 'none', reason: 'ended', targets, ended };
  return { outcome: targets.length === 1 && ended.length === 0 ? 'one' : 'several', targets, ended };
}

function chainOf(start: Node, to: string): readonly ChainStep[] {
  const seen = new Set<Node>([start]);
  const steps: ChainStep[] = [];
  // A set grows while it is walked.
  for (const node of seen) {
    if (node.to > to) continue;
    for (const edge of node.edges) {
      if (edge.stated)
        steps.push({ from: node.code, to: edge.to.code, day: edge.day, kind: edge.kind, share: edge.share });
      seen.add(edge.to);
    }
  }
  return steps.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}
