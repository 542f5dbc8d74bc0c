/**
 * Units in time: every code cut at the days on which something began, ended, left or arrived, and what became of each
 * piece. Days only rise along the edges, so that no chain can run in a circle. `store/recode.ts` says the same in SQL.
 */
import type { CodeItemPlan, CodeSuccession } from '../plan.ts';

/** Since ever, and until further notice: both compare as texts. */
export const EVER = '';
export const LAST = '9999-99-99';
export const EPSILON = 1e-9;

export type GraphCode = Pick<CodeItemPlan, 'code' | 'names' | 'from' | 'to'>;

export interface Node {
  readonly code: string;
  readonly from: string;
  /** First day no longer. */
  readonly to: string;
  /** What the list says of it; undefined when only a succession names it. */
  readonly period: GraphCode | undefined;
  /** Where it went on the day `to`; empty when it ended without a successor. */
  readonly edges: Edge[];
}

export interface Edge {
  readonly to: Node;
  readonly day: string;
  readonly kind: 'whole' | 'part';
  /** As stated; null: nobody stated it. */
  readonly share: number | null;
  /** What is reckoned with: the stated share, or an even part of what is left. They add up to 1. */
  readonly weight: number;
  /** Whether the successors together are everything that the unit was. */
  readonly complete: boolean;
  /** False where a unit simply goes on. */
  readonly stated: boolean;
}

export interface GraphFinding {
  readonly kind: 'double' | 'shares-exceed' | 'circle';
  readonly code: string;
  readonly day: string;
}

export interface Nodes {
  readonly byCode: ReadonlyMap<string, readonly Node[]>;
  readonly findings: readonly GraphFinding[];
}

type Step = Pick<CodeSuccession, 'kind' | 'to'> & { readonly stated: number | null };

interface Scene {
  readonly nodes: ReadonlyMap<string, readonly Node[]>;
  /** Code and day → steps. */
  readonly leaving: ReadonlyMap<string, readonly Step[]>;
  readonly arriving: ReadonlySet<string>;
}

const at = (code: string, day: string) => `${day} ${code}`;

export function buildNodes(codes: readonly GraphCode[], successions: readonly CodeSuccession[]): Nodes {
  const findings: GraphFinding[] = [];
  const steps = unique(successions, findings);
  const leaving = new Map<string, Step[]>();
  for (const { from, to, day, kind, share } of steps) {
    push(leaving, at(from, day), { kind, to, stated: kind === 'whole' ? 1 : (share ?? null) });
  }
  const arriving = new Set(steps.map(({ to, day }) => at(to, day)));
  const nodes = cutAll(codes, steps, { leaving, arriving });
  const scene: Scene = { nodes, leaving, arriving };
  for (const own of nodes.values()) for (const node of own) node.edges.push(...edgesOf(node, scene));
  for (const [place, those] of leaving) {
    const [day = '', code = ''] = [place.slice(0, place.indexOf(' ')), place.slice(place.indexOf(' ') + 1)];
    if (sumOf(those).stated > 1 + EPSILON) findings.push({ kind: 'shares-exceed', code, day });
  }
  findings.push(...circles(steps));
  return { byCode: nodes, findings };
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

function unique(successions: readonly CodeSuccession[], findings: GraphFinding[]): readonly CodeSuccession[] {
  const seen = new Set<string>();
  return successions.filter(({ from, to, day }) => {
    const key = `${from}\n${to}\n${day}`;
    if (seen.has(key)) findings.push({ kind: 'double', code: from, day });
    return seen.size < seen.add(key).size;
  });
}

/** Every code that the list or a succession names, in pieces; pieces of which nobody says anything are left out. */
function cutAll(
  codes: readonly GraphCode[],
  steps: readonly CodeSuccession[],
  { leaving, arriving }: Omit<Scene, 'nodes'>,
): ReadonlyMap<string, readonly Node[]> {
  const periods = new Map<string, GraphCode[]>();
  const days = new Map<string, string[]>();
  for (const one of codes) {
    push(periods, one.code, one);
    push(days, one.code, one.from ?? EVER);
    push(days, one.code, one.to ?? LAST);
  }
  for (const { from, to, day } of steps) {
    push(days, from, day);
    push(days, to, day);
  }
  const isAlive = (node: Node) =>
    node.period !== undefined || leaving.has(at(node.code, node.to)) || arriving.has(at(node.code, node.from));
  return new Map(
    [...days].map(([code, own]) => {
      const bounds = [...new Set([EVER, ...own, LAST])].sort();
      const pieces = bounds.slice(1).map((to, i): Node => {
        const from = bounds[i] ?? EVER;
        const period = periods.get(code)?.find((one) => (one.from ?? EVER) <= from && to <= (one.to ?? LAST));
        return { code, from, to, period, edges: [] };
      });
      return [code, pieces.filter(isAlive)] as const;
    }),
  );
}

function edgesOf(node: Node, scene: Scene): Edge[] {
  const starting = (code: string) => scene.nodes.get(code)?.find((one) => one.from === node.to);
  const next = starting(node.code);
  const steps = scene.leaving.get(at(node.code, node.to));
  if (steps) return weigh(node, next ? withRest(node, next, steps) : steps, starting);
  // A code that others arrived at under the same day is not taken for the same unit, unless the list says so.
  const goesOn = next && (next.period === node.period || !scene.arriving.has(at(node.code, node.to)));
  if (!goesOn) return [];
  return [{ to: next, day: node.to, kind: 'whole', share: 1, weight: 1, complete: true, stated: false }];
}

/** Parts left a unit that stays in force: the rest stayed. */
function withRest(node: Node, next: Node, steps: readonly Step[]): readonly Step[] {
  const stays = node.period !== undefined && node.period === next.period;
  if (!stays || steps.some((step) => step.kind === 'whole' || step.to === node.code)) return steps;
  const { stated, unknown } = sumOf(steps);
  if (unknown === 0 && stated >= 1 - EPSILON) return steps;
  return [...steps, { kind: 'part', to: node.code, stated: unknown > 0 ? null : 1 - stated }];
}

const sumOf = (steps: readonly Step[]) => ({
  stated: steps.reduce((sum, step) => sum + (step.stated ?? 0), 0),
  unknown: steps.filter((step) => step.stated === null).length,
});

function weigh(node: Node, steps: readonly Step[], starting: (code: string) => Node | undefined): Edge[] {
  const { stated, unknown } = sumOf(steps);
  const exceeds = stated > 1 + EPSILON;
  const rest = Math.max(0, 1 - stated);
  const whole = exceeds || unknown === 0 ? stated : Math.max(1, stated);
  const complete = !exceeds && (Math.abs(stated - 1) <= EPSILON || (unknown > 0 && steps.length > 1));
  const weightOf = (step: Step) => (step.stated === null ? (exceeds ? 0 : rest / unknown) : step.stated) / whole;
  return steps.flatMap((step) => {
    const to = starting(step.to);
    if (!to) return [];
    const share = exceeds ? null : step.stated;
    return [{ to, day: node.to, kind: step.kind, share, weight: weightOf(step), complete, stated: true }];
  });
}

/** Whole units that would take each other's place on one day: no chain runs through them, yet somebody mistyped. */
function circles(steps: readonly CodeSuccession[]): GraphFinding[] {
  const next = new Map<string, string>();
  for (const { from, to, day, kind } of steps) if (kind === 'whole' && from !== to) next.set(at(from, day), to);
  const done = new Set<string>();
  const found: GraphFinding[] = [];
  for (const { from, day } of steps) {
    const trail = new Set<string>();
    let here: string | undefined = from;
    while (here !== undefined && !done.has(at(here, day)) && !trail.has(here)) {
      trail.add(here);
      here = next.get(at(here, day));
    }
    if (here !== undefined && trail.has(here)) found.push({ kind: 'circle', code: here, day });
    for (const code of trail) done.add(at(code, day));
  }
  return found;
}
