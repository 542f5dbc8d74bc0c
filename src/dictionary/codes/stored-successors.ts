/** What stored codes are called today, where that can be said without a day and without a choice. Pure. */
import type { CodeListPlan } from '../plan.ts';
import { successionGraph } from './succession-graph.ts';

/** `day-needed`: the code stood for several units; `several`: it was divided; `ended`: nothing came after it. */
export type WhyKept = 'day-needed' | 'several' | 'ended';

export interface StoredSuccessors {
  /** Stored code → the one code that took its place as a whole. */
  readonly becomes: ReadonlyMap<string, string>;
  /** Codes that stay as they are stored, because nobody but a person can say. */
  readonly kept: ReadonlyMap<string, WhyKept>;
}

/** @param today YYYY-MM-DD. Codes that the list never had are nobody's here: a check of values says them. */
export function storedSuccessors(list: CodeListPlan, codes: readonly string[], today: string): StoredSuccessors {
  const graph = successionGraph(list.items, list.successions);
  const becomes = new Map<string, string>();
  const kept = new Map<string, WhyKept>();
  for (const code of codes) {
    const { reason, to } = graph.resolve(code, undefined);
    if (reason === 'day-needed') kept.set(code, 'day-needed');
    if (reason !== undefined || to === undefined || to > today) continue;
    const { outcome, targets, ended } = graph.recode(code, undefined, today);
    const [one] = targets;
    if (outcome === 'one' && one?.kind === 'whole' && ended.length === 0) becomes.set(code, one.code);
    else kept.set(code, targets.length > 0 ? 'several' : 'ended');
  }
  return { becomes, kept };
}
