/** Puts a consultation of the profile in place: who is asked, what was answered and said before this node came to be. */
import type { Db } from '../../platform/db/db.ts';
import type { Texts } from '../../platform/texts.ts';
import { problems } from '../problems.ts';
import type { AuthoredConsultation, AuthoredStrategy } from '../read-profile.ts';
import type { Resolve } from '../resolve-authored.ts';
import * as store from './store/consultation.ts';
import { setDocumentState } from '../documents/store/document.ts';

/** @throws problems.profileBroken for a clause, an invitation or a topic that is not there */
export async function putConsultation(
  tx: Db,
  one: AuthoredConsultation,
  resolve: Resolve,
  { all, changeSet }: { readonly all: AuthoredStrategy; readonly changeSet: () => Promise<number | null> },
): Promise<void> {
  if (await store.findConsultation(tx, one.code)) return; // answers and dispositions are people's from here on
  refuseStrangers(one, all);
  const closes = resolve.day(one.closes);
  const { code, document, draft, names } = one;
  const drafter = resolve.body(one.drafter).id;
  const opens = resolve.day(one.opens);
  const change = await changeSet();
  await store.putConsultation(tx, { code, document, draft, names, opens, closes, drafter, counts: null }, change);
  await setDocumentState(tx, document, 'under-consultation', draft);
  const asked = await putInvitations(tx, one, { closes, resolve, change });
  for (const topic of one.topics ?? []) await store.putTopic(tx, code, { ...topic, element: topic.element ?? null });
  await store.addComments(
    tx,
    code,
    (one.said ?? []).map((comment) => commentOf(comment, asked, resolve)),
  );
}

/** Who is asked, and under which name they speak. */
async function putInvitations(
  tx: Db,
  one: AuthoredConsultation,
  { closes, resolve, change }: { readonly closes: string; readonly resolve: Resolve; readonly change: number | null },
): Promise<ReadonlyMap<string, Texts>> {
  const asked = new Map<string, Texts>();
  for (const invited of one.invited) {
    const body = invited.body === undefined ? undefined : resolve.body(invited.body);
    const names = invited.names ?? body?.names ?? {};
    asked.set(invited.code, names);
    const row: store.InvitationRecord = {
      code: invited.code,
      body: body?.id ?? null,
      names,
      due: invited.extended === undefined ? closes : resolve.day(invited.extended),
      answer: (invited.answer ?? null) as store.InvitationRecord['answer'],
      answered: invited.answered === undefined ? null : resolve.day(invited.answered),
      received: null,
    };
    await store.putInvitation(tx, one.code, row, change);
  }
  return asked;
}

type Said = NonNullable<AuthoredConsultation['said']>[number];

function commentOf(comment: Said, asked: ReadonlyMap<string, Texts>, resolve: Resolve): store.NewComment {
  return {
    invitation: comment.by,
    clause: comment.clause,
    said_by: comment.from === undefined ? (asked.get(comment.by) ?? {}) : resolve.body(comment.from).names,
    text: comment.text,
    proposal: comment.proposal ?? null,
    topic: comment.topic ?? null,
    disposition: (comment.disposition ?? null) as store.NewComment['disposition'],
    explanation: comment.explanation ?? null,
    change: comment.change ?? null,
  };
}

function refuseStrangers(one: AuthoredConsultation, all: AuthoredStrategy): void {
  const document = all.documents.find((candidate) => candidate.code === one.document);
  const clauses = new Set(document?.parts.flatMap((part) => part.clauses.map((clause) => clause.number)));
  const invited = new Set(one.invited.map(({ code }) => code));
  const topics = new Set((one.topics ?? []).map(({ code }) => code));
  const strange = (one.said ?? []).flatMap(({ by, clause, topic }) => [
    ...(clauses.has(clause) ? [] : [`no such clause: ${clause}`]),
    ...(invited.has(by) ? [] : [`nobody is asked under the name ${by}`]),
    ...(topic === undefined || topics.has(topic) ? [] : [`no such topic: ${topic}`]),
  ]);
  if (strange.length > 0) {
    throw problems.profileBroken({
      findings: strange.map((message) => ({ file: 'strategy/consultations.yaml', pointer: `/${one.code}`, message })),
    });
  }
}
