/** Documents and consultations as screens and API show them. */
import { workingCalendar } from '../platform/calendar.ts';
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { ConsultationPage, ConsultationRow, DocumentPage, DocumentRow } from './contract.ts';
import { countConsultation, countDispositions } from './count-consultation.ts';
import { bodyNames } from './name-bodies.ts';
import { problems } from './problems.ts';
import * as consultations from './store/consultation.ts';
import * as documents from './store/document.ts';

export const listDocuments = (context: Context): Promise<DocumentRow[]> => documents.allDocuments(context.db);

/** @throws problems.documentNotFound */
export async function readDocument({ db }: Context, code: string): Promise<DocumentPage> {
  const document = await documents.findDocument(db, code);
  if (!document) throw problems.documentNotFound({ document: code });
  const parts: DocumentPage['parts'] = [];
  for (const clause of await documents.clausesOf(db, code, document.version)) {
    if (parts.at(-1)?.number !== clause.part)
      parts.push({ number: clause.part, headings: clause.headings, clauses: [] });
    const { number, texts, note, comments } = clause;
    parts.at(-1)?.clauses.push({ number, texts, note, comments });
  }
  return { document, parts };
}

export async function listConsultations({ db }: Context): Promise<ConsultationRow[]> {
  const all = await consultations.allConsultations(db);
  return Promise.all(
    all.map(async ({ drafter: _drafter, ...row }) => ({
      ...row,
      ...countConsultation(
        await consultations.invitationsOf(db, row.code),
        await consultations.commentsOf(db, row.code),
      ),
    })),
  );
}

/** @throws problems.consultationNotFound */
export async function readConsultation(context: Context, caller: Caller, code: string): Promise<ConsultationPage> {
  const { db } = context;
  const found = await consultations.findConsultation(db, code);
  if (!found) throw problems.consultationNotFound({ consultation: code });
  const { drafter, ...row } = found;
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
  return {
    consultation: { ...row, ...countConsultation(invitations, comments) },
    drafter: name(drafter),
    dispositions: countDispositions(comments),
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
    allowed: {
      dispose: caller.roles.includes('data-office') && caller.body === drafter,
      answer:
        own !== undefined && own.answer === null && caller.roles.length > 0 && !caller.roles.includes('compliance'),
    },
  };
}
