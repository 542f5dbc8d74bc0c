/** A code of one list carried to another by links, and through several lists and days one after the other. Pure. */
import { settle, type NoCode, type Part, type Recoded, type Target } from '../codes/succession-graph.ts';
import type { Link } from './links.ts';
import { EPSILON } from './links.ts';

/** One step of the way: what a code is called after it. */
export type Step = (code: string) => Recoded;

const none = (reason: NoCode): Recoded => ({ outcome: 'none', reason, targets: [], ended: [] });

/** @param known whether the list has the code: what it never had is unknown, what has no link is unmapped */
export function acrossLinks(links: readonly Link[], known: (code: string) => boolean): Step {
  const leaving = Map.groupBy(links, (link) => link.from);
  return (code) => {
    const own = leaving.get(code);
    if (!own) return none(known(code) ? 'unmapped' : 'unknown');
    const stated = own.reduce((sum, link) => sum + (link.share ?? 0), 0);
    const unknown = own.filter((link) => link.share === null).length;
    // What is not stated is shared evenly among those that state nothing; weights add up to 1.
    const rest = unknown === 0 ? 0 : Math.max(0, 1 - stated) / unknown;
    const whole = own.reduce((sum, link) => sum + (link.share ?? rest), 0);
    const complete = Math.abs(stated - 1) <= EPSILON || (unknown > 0 && own.length > 1);
    return settle(
      own.map(({ to, share }): Part => {
        const weight = whole > 0 ? (share ?? rest) / whole : 1 / own.length;
        return { code: to, ended: false, share, weight, complete };
      }),
    );
  };
}

/** The steps in their order; parts that meet again count once. */
export function inTurn(steps: readonly Step[]): Step {
  return (code) => steps.slice(1).reduce((so, step) => andThen(so, step), steps[0]?.(code) ?? none('unknown'));
}

const times = (a: number | null, b: number | null) => (a === null || b === null ? null : a * b);

function andThen(before: Recoded, step: Step): Recoded {
  if (before.targets.length === 0) return before;
  const after = before.targets.map((target) => ({ target, next: step(target.code) }));
  const failed = after.filter(({ next }) => next.targets.length + next.ended.length === 0);
  if (failed.length === after.length && before.ended.length === 0) return none(failed[0]?.next.reason ?? 'unmapped');
  const complete = isComplete(before);
  const ends: Part[] = after.flatMap(({ target, next }) => {
    // What leads nowhere stops under the code that it had.
    const stopped = next.targets.length + next.ended.length === 0;
    const on = (ended: boolean) => (end: Target) => ({
      code: end.code,
      ended,
      share: times(target.share, end.share),
      weight: target.weight * end.weight,
      complete: complete && (stopped || isComplete(next)),
    });
    if (stopped) return [on(true)({ code: target.code, kind: 'whole', share: 1, weight: 1 })];
    return [...next.targets.map(on(false)), ...next.ended.map(on(true))];
  });
  const parts = [...ends, ...before.ended.map((end): Part => ({ ...end, ended: true, complete }))];
  return settle(meet(parts));
}

/** Whether the ends together are everything that was asked about. */
function isComplete({ targets, ended }: Recoded): boolean {
  const ends = [...targets, ...ended];
  const unknown = ends.some((end) => end.share === null);
  const stated = ends.reduce((sum, end) => sum + (end.share ?? 0), 0);
  return Math.abs(stated - 1) <= EPSILON || (unknown && ends.length > 1);
}

function meet(parts: readonly Part[]): readonly Part[] {
  return [...Map.groupBy(parts, ({ code, ended }) => `${code} ${String(ended)}`).values()].map((own) =>
    own.reduce((a, b) => ({
      ...a,
      share: a.share === null || b.share === null ? null : a.share + b.share,
      weight: a.weight + b.weight,
      complete: a.complete && b.complete,
    })),
  );
}
