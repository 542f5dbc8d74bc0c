/**
 * A code that goes, or that another unit takes over, breaks whoever kept it (NIEM's BRO → BROWN): the list must say what
 * became of it, by a succession or a crosswalk. Pure.
 */
import type { Texts } from '../../platform/texts.ts';
import { isSame } from '../same.ts';
import type { CodeItemPlan, CodeListPlan } from '../plan.ts';

export interface Unexplained {
  readonly code: string;
  /** As it was called. */
  readonly names: Texts;
  /** `unexplained`: it went or ended; `reused`: it stands for something else from a day on. */
  readonly how: 'unexplained' | 'reused';
}

/** Only lists that are written out: of others the release holds a patch, and what it leaves out is still there. */
export function codesUnexplained(old: CodeListPlan, now: CodeListPlan): readonly Unexplained[] {
  if (old.kind !== 'release' || now.kind !== 'release') return [];
  const after = Map.groupBy(now.items, (item) => item.code);
  return [...Map.groupBy(old.items, (item) => item.code)].flatMap(([code, before]): Unexplained[] => {
    const open = before.find((item) => item.to === undefined);
    if (!open) return [];
    const next = after.get(code) ?? [];
    const reused = next.find((item) => isTakenOver(open, item));
    if (reused) return isExplained(now, code, reused.from) ? [] : [{ code, names: open.names, how: 'reused' }];
    const goes = next.every((item) => item.to !== undefined);
    return goes && !isExplained(now, code) ? [{ code, names: open.names, how: 'unexplained' }] : [];
  });
}

/** From a day on, which the former edition did not know, the code has other names. */
const isTakenOver = (open: CodeItemPlan, item: CodeItemPlan) =>
  item.from !== undefined && item.from > (open.from ?? '') && !isSame(item.names, open.names);

const isExplained = ({ successions, crosswalks = [] }: CodeListPlan, code: string, day?: string) =>
  successions.some((step) => step.from === code && (day === undefined || step.day === day)) ||
  crosswalks.some(({ links }) => links.some((link) => link.from === code));

/** Codes came, went or changed their meaning under the version that the list had before. */
export function keepsVersion(old: CodeListPlan, now: CodeListPlan): boolean {
  if (now.version === undefined || now.version !== old.version) return false;
  const said = ({ items }: CodeListPlan) =>
    new Set(items.map(({ code, from, to }) => `${code} ${from ?? ''} ${to ?? ''}`));
  return said(old).symmetricDifference(said(now)).size > 0;
}
