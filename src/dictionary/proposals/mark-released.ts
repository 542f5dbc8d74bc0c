/** What is the same for every release of proposals: a draft becomes approved, and the proposal is done. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { problems as platformProblems } from '../../platform/problems.ts';
import type { Authored } from '../import/model.ts';
import { element as elementShape } from '../source/shapes.ts';
import * as store from '../store/proposal.ts';
import { record, type Acting } from './act-on-proposal.ts';
import type { MergedEntry } from './candidate.ts';
import { settleWork } from './proposal-work.ts';

/** An element that was a draft is approved, and in force from the day of the release. */
export function inForce(entry: MergedEntry, today: string): MergedEntry {
  const { kind, effect, result } = entry;
  if (kind !== 'element' || result === undefined || effect === 'same') return entry;
  const { status, ...rest } = result;
  const isDraft = status === undefined || status === 'draft' || status === 'in-review' || status === 'approved';
  const kept: Authored = isDraft ? rest : result;
  return { ...entry, result: 'effectiveFrom' in elementShape ? { ...kept, effectiveFrom: today } : kept };
}

/** @throws platform preconditionFailed when it was changed since it was looked at */
export async function mark(
  context: Context,
  tx: Db,
  { row, release, acting }: { row: store.ProposalRow; release: number; acting: Acting },
): Promise<void> {
  const locked = await store.lock(tx, row.number);
  if (locked?.revision !== row.revision) throw platformProblems.preconditionFailed();
  const now = context.clock.now();
  await store.change(tx, row.number, { state: 'released', release, releasedAt: now.toISOString() }, now);
  const { account, body } = acting;
  const review = { action: 'release', from: row.state, to: 'released', account, body, now, note: null } as const;
  await store.addReview(tx, row.number, review);
  await settleWork(context, tx, row, { done: ['release'], by: account });
  await record(context, tx, { action: 'dictionary.release-proposal', proposal: row.number, by: acting });
}
