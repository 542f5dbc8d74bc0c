/** Consultations as screens and API show them. */
import { homesElsewhere } from '../../bodies/index.ts';
import { sayAllowed } from '../../governance/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { ConsultationPage, ConsultationRow } from '../contract.ts';
import { bodyNames } from '../name-bodies.ts';
import { problems } from '../problems.ts';
import { heardOf } from '../travel/store/heard.ts';
import { sentAnswersOf, type SentAnswer } from '../travel/store/sent.ts';
import { countConsultation, countDispositions } from './count-consultation.ts';
import { insistOnDrafter } from './dispose-comment.ts';
import * as consultations from './store/consultation.ts';
import { insistOnInvitation } from './write-answer.ts';

export async function listConsultations({ db }: Context): Promise<ConsultationRow[]> {
  const all = await consultations.allConsultations(db);
  return Promise.all(
    all.map(async ({ drafter: _drafter, counts, ...row }) => ({
      ...row,
      ...onlyRow(
        counts ??
          countConsultation(
            await consultations.invitationsOf(db, row.code),
            await consultations.commentsOf(db, row.code),
          ),
      ),
    })),
  );
}

const sentOf = (sent: SentAnswer | undefined): ConsultationPage['sent'] =>
  sent ? { on: sent.day, answer: sent.answer, comments: sent.comments.length, refused: sent.refused } : null;

type Counts = ReturnType<typeof countConsultation>;
/** Without what became of the comments, which a page says apart. */
function onlyRow(counts: Counts & Partial<ReturnType<typeof countDispositions>>): Counts {
  const { accepted: _a, partly: _p, explained: _e, ...row } = counts;
  return row;
}

/** @throws problems.consultationNotFound */
export async function readConsultation(context: Context, caller: Caller, code: string): Promise<ConsultationPage> {
  const { db } = context;
  const found = await consultations.findConsultation(db, code);
  if (!found) throw problems.consultationNotFound({ consultation: code });
  const { drafter, counts, ...row } = found;
  const name = await bodyNames(db);
  const invitations = await consultations.invitationsOf(db, code);
  const comments = await consultations.commentsOf(db, code);
  const topics = new Map((await consultations.topicsOf(db, code)).map((topic) => [topic.code, topic]));
  const calendar = workingCalendar(context.profile);
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const late = (one: consultations.InvitationRecord) => {
    const until = one.answered ?? today;
    if (one.answered === null && today <= one.due) return null;
    return until <= one.due ? 0 : calendar.workingDaysBetween(one.due, until);
  };
  const own = invitations.find((one) => one.body !== null && one.body === caller.body);
  const elsewhere = await homesElsewhere(context);
  const home = elsewhere.get(drafter) ?? null;
  const sent = (await sentAnswersOf(db, code)).find(({ body }) => body === caller.body);
  const { accepted, partly, explained } = counts ?? countDispositions(comments);
  return {
    consultation: { ...row, ...onlyRow(counts ?? countConsultation(invitations, comments)) },
    drafter: name(drafter),
    home,
    heard: home === null ? null : await heardOf(db, code),
    sent: sentOf(sent),
    dispositions: { accepted, partly, explained },
    invitations: invitations.map((one) => ({
      ...one,
      body: one.body === null ? null : name(one.body),
      late: late(one),
      comments: comments.filter((comment) => comment.invitation === one.code).length,
    })),
    comments: comments.map(({ said_by: from, topic, ...comment }) => ({
      ...comment,
      from,
      group: (topic !== null && topics.get(topic)) || null,
      number: comment.id,
    })),
    own: own?.code ?? null,
    allowed: await sayAllowed(context, caller, {
      'strategy.disposeComment': {
        permission: 'strategy.dispose',
        insists: () => insistOnDrafter(found, elsewhere, caller),
      },
      'strategy.answerConsultation': {
        permission: 'strategy.answer',
        insists: () => {
          insistOnInvitation(code, own);
          if (sent?.refused === null) throw problems.alreadyAnswered({ consultation: code });
        },
      },
    }),
  };
}
