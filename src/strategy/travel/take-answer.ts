/** At the home of a consultation: the official answer that a body gave at its own node, by the same rules as one given here. */
import { getBody } from '../../bodies/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Arriving, Taken } from '../../platform/travel.ts';
import { insistOnAnswer, writeAnswer } from '../consultations/write-answer.ts';
import * as store from '../consultations/store/consultation.ts';
import { refuse, take, taking } from './note.ts';
import type { Answered } from './told.ts';

/** Can be turned off by a test, which must then see what it defends against. */
export type AnswerCheck = 'day';

/** Late or not is judged by the day on which it was given; the day on which it came is kept beside it. */
export async function takeAnswer(
  context: Context,
  tx: Db,
  { from, to, origin }: Arriving,
  { told, off = [] }: { readonly told: Answered; readonly off?: readonly AnswerCheck[] },
): Promise<Taken> {
  const consultation = await store.findConsultation(tx, told.consultation);
  if (consultation?.drafter !== to) return refuse('unknown-consultation');
  const received = dayOf(context.clock.now(), context.profile.timeZone);
  // A node says itself when its people answered; it cannot have been before they were asked, nor tomorrow.
  if (!off.includes('day') && (told.day < consultation.opens || told.day > received)) return refuse('day-ahead');
  const invitation = await store.lockInvitationOf(tx, told.consultation, from);
  if ((await store.answerIdOf(tx, told.consultation, invitation?.code ?? '')) === told.id) return take;
  try {
    await insistOnAnswer(tx, consultation, invitation, told);
  } catch (error) {
    if (error instanceof Problem) return refuse(error.kind.slug);
    throw error;
  }
  const act = { action: 'strategy.take-answer', kind: 'consultation', subject: told.consultation } as const;
  const body = await getBody(tx, from);
  return taking(context, tx, { ...act, body: from, origin, addressee: to }, (changeSet) =>
    writeAnswer(tx, consultation, {
      ...{ invitation: invitation?.code ?? '', names: body.names, day: told.day, account: origin, changeSet },
      ...{ answer: told.answer, comments: told.comments, id: told.id, received },
    }),
  );
}
