/** What people say about a proposal: on the whole, on an entry, on one of its attributes; settled, or open again. */
import type { Context } from '../../platform/context.ts';
import * as comments from '../store/proposal-comment.ts';
import * as store from '../store/proposal.ts';
import { problemOf, record, type Acting } from './act-on-proposal.ts';
import { assess } from './assess-proposal.ts';
import { authoredIndex } from './candidate.ts';
import { whyNot } from './decide-action.ts';
import { proposalProblems as problems } from './proposal-problems.ts';
import type { EntryKind } from './proposal-shapes.ts';
import { todayOf } from '../write-change.ts';

export interface NewComment {
  readonly proposal: number;
  readonly kind?: EntryKind | undefined;
  readonly key?: string | undefined;
  readonly pointer?: string | undefined;
  readonly text: string;
}

/** A comment raises no revision: who edits meanwhile goes on. @throws problems.proposalEntryNotFound, and as `whyNot` says */
export async function commentProposal(
  context: Context,
  comment: NewComment,
  acting: Acting,
): Promise<comments.CommentRow> {
  return context.db.transaction(async (tx) => {
    const { proposal, text, pointer } = comment;
    const found = await openFor(context, tx, proposal, acting);
    const about = aboutWhat(comment, found);
    const now = context.clock.now();
    const { account, body } = acting;
    const row = { proposal, ...about, pointer: about.kind === null ? null : (pointer ?? null) };
    const made = await comments.insert(tx, { ...row, text: text.trim(), account, body, now });
    await record(context, tx, { action: 'dictionary.comment-proposal', proposal, by: acting, added: 1 });
    return made;
  });
}

type Tx = Parameters<Parameters<Context['db']['transaction']>[0]>[0];

async function openFor(context: Context, tx: Tx, proposal: number, acting: Acting) {
  const row = await store.find(tx, proposal);
  if (!row) throw problems.proposalNotFound({ proposal });
  const assessment = await assess(context, tx, row);
  const reason = whyNot('comment', assessment.standing, acting, todayOf(context));
  if (reason !== undefined) throw problemOf(reason, assessment);
  return assessment;
}

/** An entry of the proposal, or one in force that it does not touch. */
function aboutWhat({ proposal, kind, key }: NewComment, found: Awaited<ReturnType<typeof openFor>>) {
  if (kind === undefined && key === undefined) return { kind: null, key: null };
  const isThere =
    kind !== undefined &&
    key !== undefined &&
    (found.entries.some((one) => one.kind === kind && one.key === key) ||
      authoredIndex(found.current.plan)[kind].has(key));
  if (!isThere) throw problems.proposalEntryNotFound({ proposal, key: key ?? '' });
  return { kind, key };
}

export interface Resolution {
  readonly proposal: number;
  readonly comment: number;
  readonly resolved: boolean;
}

/** @throws problems.proposalNotFound, problems.proposalCommentNotFound */
export async function resolveComment(
  context: Context,
  { proposal, comment, resolved }: Resolution,
  acting: Acting,
): Promise<comments.CommentRow> {
  return context.db.transaction(async (tx) => {
    await openFor(context, tx, proposal, acting);
    const by = { account: acting.account, body: acting.body, now: context.clock.now() };
    const row = await comments.resolve(tx, { proposal, id: comment, by: resolved ? by : null });
    if (!row) throw problems.proposalCommentNotFound({ proposal, comment });
    await record(context, tx, { action: 'dictionary.resolve-proposal-comment', proposal, by: acting });
    return row;
  });
}
