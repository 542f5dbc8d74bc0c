/** What became of a code: chains of successions followed to the end, with shares multiplied along the way. */
import type { CodeSuccession } from '../plan.ts';

export interface Successor {
  readonly code: string;
  /** First day of the successor. */
  readonly day: string;
  /** `whole`: everything of the old unit went there. */
  readonly kind: 'whole' | 'part';
  /** Share of the old unit that went there (0–1), null when not known. */
  readonly share: number | null;
}

/**
 * @param on successions after this day have not happened yet
 * @returns follows a unit by its code and the day it ended (a code may have meant several units)
 */
export function succession(
  successions: readonly CodeSuccession[],
  on: string,
): (code: string, endedOn: string) => readonly Successor[] {
  const byFrom = new Map<string, CodeSuccession[]>();
  for (const step of successions) {
    if (step.day > on) continue;
    const steps = byFrom.get(step.from);
    if (steps) steps.push(step);
    else byFrom.set(step.from, [step]);
  }
  /** The steps of the first day on or after `since`: what ended the unit that had the code then. */
  const stepsOf = (code: string, since: string, inclusive: boolean) => {
    const later = (byFrom.get(code) ?? []).filter((step) => (inclusive ? step.day >= since : step.day > since));
    const [first] = later.map((step) => step.day).sort();
    return later.filter((step) => step.day === first);
  };
  const follow = (arrived: Successor): readonly Successor[] => {
    const steps = stepsOf(arrived.code, arrived.day, false);
    return steps.length === 0 ? [arrived] : steps.flatMap((step) => follow(through(arrived, step)));
  };
  return (code, endedOn) => merge(stepsOf(code, endedOn, true).flatMap((step) => follow(first(step))));
}

const first = (step: CodeSuccession): Successor => ({
  code: step.to,
  day: step.day,
  kind: step.kind,
  share: step.kind === 'whole' ? 1 : (step.share ?? null),
});

function through(before: Successor, step: CodeSuccession): Successor {
  const share = step.kind === 'whole' ? 1 : (step.share ?? null);
  return {
    code: step.to,
    day: step.day,
    kind: before.kind === 'whole' && step.kind === 'whole' ? 'whole' : 'part',
    share: before.share === null || share === null ? null : before.share * share,
  };
}

/** Parts that meet again in one unit count once. */
function merge(found: readonly Successor[]): readonly Successor[] {
  const byCode = new Map<string, Successor>();
  for (const one of found) {
    const other = byCode.get(one.code);
    if (!other) byCode.set(one.code, one);
    else {
      const share = other.share === null || one.share === null ? null : other.share + one.share;
      byCode.set(one.code, { ...other, kind: share !== null && share > 0.999999 ? 'whole' : 'part', share });
    }
  }
  return [...byCode.values()];
}
