/** Writes a proposal anew against the release in force: what others did not touch stays, clashes are settled one by one. */
import type { Context } from '../../platform/context.ts';
import * as entries from '../store/proposal-entry.ts';
import { actOn, problemOf, type Acting } from './act-on-proposal.ts';
import { authoredIndex, mergeEntry, type SettleEntry } from './candidate.ts';
import type { EntryKind } from './proposal-shapes.ts';

export interface Rebase {
  readonly proposal: number;
  readonly revision: number;
  readonly settle?: readonly Settlement[] | undefined;
}

export interface Settlement {
  readonly kind: EntryKind;
  readonly key: string;
  readonly pointer: string;
  readonly take: 'mine' | 'theirs';
}

/** Entries in which nothing is left to propose leave it. @throws proposalClashes as long as one is open, and what `actOn` throws */
export const rebaseProposal = (context: Context, { settle = [], ...step }: Rebase, acting: Acting): Promise<void> =>
  actOn(context, { ...step, action: 'rebase', acting }, async (scene) => {
    const { tx, current, now } = scene;
    const chosen = new Map(settle.map((one) => [JSON.stringify([one.kind, one.key, one.pointer]), one.take]));
    const settled: SettleEntry = (kind, key) => (pointer) => chosen.get(JSON.stringify([kind, key, pointer]));
    const index = authoredIndex(current.plan);
    const merged = scene.entries.map((entry) => mergeEntry(entry, index, settled));
    if (merged.some((entry) => entry.clashes.length > 0)) {
      throw problemOf('clashes', { ...scene, candidate: { ...scene.candidate, entries: merged } });
    }
    for (const { kind, key } of merged.filter((one) => one.effect === 'same')) {
      await entries.drop(tx, step.proposal, kind, key);
    }
    const kept = merged
      .filter((one) => one.effect !== 'same')
      .map(({ kind, key, result, theirs }) => ({
        kind,
        key,
        action: result === undefined ? ('remove' as const) : ('put' as const),
        authored: result ?? null,
        base: theirs ?? null,
      }));
    await entries.put(tx, step.proposal, kept, { account: acting.account, body: acting.body, now, rebased: true });
    return { baseRelease: current.number };
  });
