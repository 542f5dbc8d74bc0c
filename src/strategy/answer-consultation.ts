/** A body gives its one official answer, with its comments. */
import { appendChangeSet, takeChangeSet } from '../platform/changes/index.ts';
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import { getBody } from '../bodies/index.ts';
import { problems } from './problems.ts';
import * as store from './store/consultation.ts';
import { clausesOf } from './store/document.ts';

export interface OfficialAnswer {
  readonly answer: 'agree' | 'agree-with-comments' | 'disagree' | 'no-opinion';
  readonly comments: readonly {
    readonly clause: string;
    readonly text: string;
    readonly proposal?: string | undefined;
  }[];
}

/** @throws problems.consultationNotFound, notInvited, alreadyAnswered, unknownClause, answerMismatch */
export async function answerConsultation(
  context: Context,
  caller: Caller,
  code: string,
  given: OfficialAnswer,
): Promise<void> {
  const now = context.clock.now();
  await context.db.transaction(async (tx) => {
    const consultation = await store.findConsultation(tx, code);
    if (!consultation) throw problems.consultationNotFound({ consultation: code });
    const invitation = caller.body === null ? undefined : await store.lockInvitationOf(tx, code, caller.body);
    if (!invitation || caller.body === null) throw problems.notInvited({ consultation: code });
    if (invitation.answer !== null) throw problems.alreadyAnswered({ consultation: code });
    refuseMismatch(given);
    const known = new Set(
      (await clausesOf(tx, consultation.document, consultation.draft)).map((clause) => clause.number),
    );
    const strange = given.comments.find((comment) => !known.has(comment.clause));
    if (strange) throw problems.unknownClause({ clause: strange.clause });
    const id = await takeChangeSet(tx);
    const body = await getBody(tx, caller.body);
    const day = dayOf(now, context.profile.timeZone);
    await store.setAnswer(tx, code, { code: invitation.code, answer: given.answer, day, account: caller.account });
    const fresh = {
      invitation: invitation.code,
      said_by: body.names,
      topic: null,
      disposition: null,
      explanation: null,
      change: null,
    };
    await store.addComments(
      tx,
      code,
      given.comments.map((comment) => ({ ...fresh, ...comment, proposal: comment.proposal ?? null })),
    );
    const cause = await context.audit.record(tx, {
      action: 'strategy.answer-consultation',
      actor: caller.account,
      body: caller.body,
      subject: code,
      allowed: true,
      rule: 'strategy/official-answer',
      counts: { comments: given.comments.length },
    });
    await appendChangeSet(tx, {
      id,
      kind: 'consultation',
      subject: code,
      body: caller.body,
      addressee: consultation.drafter,
      actor: caller.account,
      cause,
      begunAt: now,
    });
  });
}

function refuseMismatch({ answer, comments }: OfficialAnswer): void {
  const needs = answer === 'agree-with-comments' || answer === 'disagree';
  if (needs !== comments.length > 0) throw problems.answerMismatch({ answer });
}
