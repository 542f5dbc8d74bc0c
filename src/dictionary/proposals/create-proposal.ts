/** A new draft of a change, against the release in force. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { currentRelease } from '../current-release.ts';
import * as store from '../store/proposal.ts';
import { releaseKey } from '../take-release.ts';
import { record, type Acting } from './act-on-proposal.ts';
import { proposalProblems as problems } from './proposal-problems.ts';

export type Target = store.ProposalRow['target'];

export interface Draft {
  readonly title: string;
  readonly reason: string;
  readonly target?: Target | undefined;
  readonly origin?: store.ProposalRow['origin'];
  readonly source?: store.ImportedFrom | null;
}

/** @throws problems.nodeFollowsReleases, problems.overlayNotHere, noRelease */
export async function createProposal(context: Context, draft: Draft, acting: Acting): Promise<number> {
  const target = await targetOf(context, draft.target);
  return context.db.transaction((tx) => createIn(context, tx, { ...draft, target }, acting));
}

/** The dictionary of a node that follows signed releases is changed elsewhere: here only what stands on top of it. */
export async function targetOf(context: Pick<Context, 'db'>, asked: Target | undefined): Promise<Target> {
  const follows = (await releaseKey(context)) !== undefined;
  if (asked === 'dictionary' && follows) throw problems.nodeFollowsReleases();
  if (asked === 'overlay' && !follows) throw problems.overlayNotHere();
  return follows ? 'overlay' : 'dictionary';
}

export async function createIn(
  context: Context,
  tx: Db,
  { title, reason, target = 'dictionary', origin = 'edit', source = null }: Draft,
  acting: Acting,
): Promise<number> {
  const { number: baseRelease } = await currentRelease(tx);
  const now = context.clock.now();
  const { account, body, post } = acting;
  const row = {
    title: title.trim(),
    reason: reason.trim(),
    origin,
    target,
    baseRelease,
    account,
    body,
    post,
    source,
    now,
  };
  const proposal = await store.insert(tx, row);
  await store.addMaker(tx, proposal, account);
  await store.addReview(tx, proposal, { action: 'create', from: null, to: 'draft', account, body, now, note: null });
  await record(context, tx, { action: 'dictionary.create-proposal', proposal, by: acting, added: 1 });
  return proposal;
}
