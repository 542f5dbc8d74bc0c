/** At the node of a body that is asked: the frozen draft, and how its part of the consultation stands at its home. */
import Value from 'typebox/value';
import { findBody } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Arriving, Taken } from '../../platform/travel.ts';
import * as store from '../consultations/store/consultation.ts';
import * as documents from '../documents/store/document.ts';
import { hear } from './store/heard.ts';
import { dropSentAnswer } from './store/sent.ts';
import { refuse, take, taking, wait } from './note.ts';
import type { Draft, Stands } from './told.ts';

/** A version that is asked about never changes: the same again does nothing, another text is refused where ours is asked about. */
export async function takeDraft(_context: Context, tx: Db, { isTheirs }: Arriving, told: Draft): Promise<Taken> {
  const { clauses, code, version, kind, titles, note } = told;
  const held = (await documents.clausesOf(tx, code, version)).map(({ comments: _, ...clause }) => clause);
  if (Value.Equal(held, clauses)) return take;
  if (held.length > 0) {
    for (const { document, draft, drafter } of await store.allConsultations(tx)) {
      const home = (await findBody(tx, drafter))?.code ?? null;
      if (document === code && draft === version && !isTheirs(home)) return refuse('draft-differs');
    }
    await documents.dropClauses(tx, code, version);
  }
  if (!(await documents.findDocument(tx, code)))
    await documents.putDocument(tx, { code, kind, titles, note, version, state: 'draft', sort: 100 });
  await documents.addClauses(tx, code, version, clauses);
  return take;
}

export async function takeStanding(context: Context, tx: Db, arriving: Arriving, told: Stands): Promise<Taken> {
  const { from, to, origin, isTheirs } = arriving;
  const { code, document, draft, names, opens, closes, counts, invitation, comments } = told;
  if ((await documents.clausesOf(tx, document, draft)).length === 0) return wait('unknown-draft');
  const held = await store.findConsultation(tx, code);
  if (held && !isTheirs((await findBody(tx, held.drafter))?.code ?? null)) return refuse('code-taken');
  const heard = { kind: 'invitation', code: `${code}/${invitation.code}/${String(told.part)}`, node: origin } as const;
  if (!(await hear(tx, heard, { ...told.at, now: context.clock.now() }))) return take;
  const act = { action: 'strategy.adopt-consultation', kind: 'consultation', subject: code, origin } as const;
  return taking(context, tx, { ...act, body: from, addressee: to }, async (changeSet) => {
    if (held?.counts === null) await store.forgetParts(tx, code);
    const row = { code, document, draft, names, opens, closes, drafter: from, counts };
    await store.adoptConsultation(tx, row, changeSet);
    await documents.setDocumentState(tx, document, 'under-consultation', draft);
    const { id, ...asked } = invitation;
    await store.adoptInvitation(tx, code, { ...asked, body: to }, changeSet);
    for (const { topic } of comments) if (topic) await store.putTopic(tx, code, topic);
    const rows = comments.map(({ number, topic, ...comment }) => ({
      ...comment,
      id: number,
      invitation: invitation.code,
      topic: topic?.code ?? null,
    }));
    await store.adoptComments(tx, code, rows, changeSet);
    if (id !== null) await dropSentAnswer(tx, id);
  });
}
