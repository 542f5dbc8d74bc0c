/** A body gives its one official answer, with its comments: here, or, where the drafter is at home elsewhere, on its way there. */
import { getBody, homesElsewhere } from '../../bodies/index.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { newId } from '../../platform/ids.ts';
import { problems } from '../problems.ts';
import * as store from './store/consultation.ts';
import { putSentAnswer } from '../travel/store/sent.ts';
import { insistOnAnswer, writeAnswer, type OfficialAnswer } from './write-answer.ts';

export type { OfficialAnswer };

/**
 * Where the drafter is at home at another node, the answer is judged here by what is known of the draft, travels, and is
 * judged again there; until then it stands as sent.
 * @throws problems.consultationNotFound, and those of `insistOnAnswer`
 */
export async function answerConsultation(
  context: Context,
  caller: Caller,
  code: string,
  given: OfficialAnswer,
): Promise<void> {
  const now = context.clock.now();
  const elsewhere = await homesElsewhere(context);
  await context.db.transaction(async (tx) => {
    const consultation = await store.findConsultation(tx, code);
    if (!consultation) throw problems.consultationNotFound({ consultation: code });
    const invitation = caller.body === null ? undefined : await store.lockInvitationOf(tx, code, caller.body);
    await insistOnAnswer(tx, consultation, invitation, given);
    if (!invitation || caller.body === null) throw problems.notInvited({ consultation: code });
    const travels = elsewhere.has(consultation.drafter);
    const id = await takeChangeSet(tx);
    const body = await getBody(tx, caller.body);
    const day = dayOf(now, context.profile.timeZone);
    const by = { invitation: invitation.code, day, account: caller.account, answer: given.answer };
    if (travels) {
      const comments = given.comments.map(({ proposal, ...comment }) => ({ ...comment, proposal: proposal ?? null }));
      const sent = { ...by, consultation: code, id: newId(now), body: caller.body, comments };
      if (!(await putSentAnswer(tx, sent, id))) throw problems.alreadyAnswered({ consultation: code });
    } else await writeAnswer(tx, consultation, { ...by, comments: given.comments, names: body.names, changeSet: id });
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
