/** The drafter answers a comment, or a whole group of like comments with one answer. */
import { homesElsewhere, type Elsewhere } from '../../bodies/index.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { problems as platformProblems } from '../../platform/problems.ts';
import { problems } from '../problems.ts';
import * as store from './store/consultation.ts';

export interface Disposing {
  readonly disposition: 'accepted' | 'partly' | 'explained';
  readonly explanation?: string | undefined;
  readonly change?: string | undefined;
  readonly wholeGroup?: boolean | undefined;
}

export interface WhichComment {
  readonly consultation: string;
  readonly comment: number;
  readonly version: number;
}

/** Comments are answered by the body that drafts, where it is at home. @throws problems.homeElsewhere, notTheDrafter */
export function insistOnDrafter(
  { code, drafter }: store.ConsultationRecord,
  elsewhere: Elsewhere,
  { body }: Pick<Caller, 'body'>,
): void {
  const node = elsewhere.get(drafter);
  if (node !== undefined) throw problems.homeElsewhere({ subject: code, node });
  if (body !== drafter) throw problems.notTheDrafter({ consultation: code });
}

/**
 * @throws problems.consultationNotFound, homeElsewhere, commentNotFound, explanationMissing
 * @throws platform preconditionFailed when somebody answered it in the meantime
 */
export async function disposeComment(
  context: Context,
  caller: Caller,
  which: WhichComment,
  how: Disposing,
): Promise<void> {
  const now = context.clock.now();
  if (how.disposition !== 'accepted' && !how.explanation?.trim()) throw problems.explanationMissing();
  const elsewhere = await homesElsewhere(context);
  await context.db.transaction(async (tx) => {
    const found = await store.findConsultation(tx, which.consultation);
    if (!found) throw problems.consultationNotFound({ consultation: which.consultation });
    insistOnDrafter(found, elsewhere, caller);
    const locked = await store.lockComments(tx, which.consultation, which.comment);
    const asked = locked.find((comment) => comment.id === which.comment);
    if (!asked) throw problems.commentNotFound({ comment: which.comment });
    if (asked.version !== which.version) throw platformProblems.preconditionFailed();
    const ids = how.wholeGroup && asked.topic !== null ? locked.map((comment) => comment.id) : [asked.id];
    const id = await takeChangeSet(tx);
    await store.disposeComments(tx, which.consultation, {
      ids,
      disposition: how.disposition,
      explanation: how.explanation?.trim() || null,
      change: how.change?.trim() || null,
      changeSet: id,
    });
    await store.touchConsultation(tx, which.consultation, id);
    const cause = await context.audit.record(tx, {
      action: 'strategy.dispose-comment',
      actor: caller.account,
      body: caller.body,
      subject: which.consultation,
      allowed: true,
      rule: 'strategy/drafter',
      counts: { comments: ids.length },
    });
    await appendChangeSet(tx, {
      id,
      kind: 'consultation',
      subject: which.consultation,
      body: caller.body,
      actor: caller.account,
      cause,
      begunAt: now,
    });
  });
}
