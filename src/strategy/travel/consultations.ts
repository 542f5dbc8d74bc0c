/**
 * Consultations between nodes: at home where the drafter is. Each body that is asked hears the draft and its own part, as
 * states, with the counts over all; its answer, given at its own node, is judged at the home. See docs/adr/0026.
 */
import Value from 'typebox/value';
import { listBodies } from '../../bodies/index.ts';
import type { ChangeSet } from '../../platform/changes/index.ts';
import type { Db } from '../../platform/db/db.ts';
import type { IsHere, Parcel, Travel } from '../../platform/travel.ts';
import { countConsultation, countDispositions } from '../consultations/count-consultation.ts';
import * as store from '../consultations/store/consultation.ts';
import { clausesOf, findDocument } from '../documents/store/document.ts';
import * as heard from './store/heard.ts';
import { refuseSentAnswer, sentByChange } from './store/sent.ts';
import { refuse } from './note.ts';
import { takeAnswer } from './take-answer.ts';
import { takeDraft, takeStanding } from './take-standing.ts';
import { Answered, ANSWERED, COMMENTS_AT_ONCE, DRAFT, Draft, STANDS, Stands } from './told.ts';

/** Up to so many bodies hear of every change of the counts; of more, only those whom the change concerns. */
export const TELL_ALL = 200;

export const consultationTravel: Travel = {
  follows: ['consultation'],
  kinds: [DRAFT, STANDS, ANSWERED],
  parcels: async (tx, change, isHere) => {
    const at = change.at ?? { epoch: 0, position: 0 };
    const codeOf = await namesOf(tx);
    const mark = `${String(at.epoch)}/${String(at.position)}`;
    const found = await answers(tx, change, codeOf);
    for (const code of await heard.consultationsOf(tx, change.id)) {
      const touched = new Set(await heard.invitationsTouched(tx, code, change.id));
      found.push(...(await tell(tx, code, { codeOf, isHere, mark, once: '', at, touched })));
    }
    return found;
  },
  everything: async (tx, isHere, mark) => {
    const codeOf = await namesOf(tx);
    const found: Parcel[] = [];
    for (const { code, ...at } of await heard.consultationStamps(tx))
      found.push(...(await tell(tx, code, { codeOf, isHere, mark, once: `/${mark}`, at })));
    return found;
  },
  receive: async (context, tx, arriving) => {
    const { kind, payload } = arriving.parcel;
    if (kind === DRAFT && Value.Check(Draft, payload)) return takeDraft(context, tx, arriving, payload);
    if (kind === STANDS && Value.Check(Stands, payload)) return takeStanding(context, tx, arriving, payload);
    if (kind === ANSWERED && Value.Check(Answered, payload))
      return takeAnswer(context, tx, arriving, { told: payload });
    return refuse('unreadable');
  },
  refused: async (_context, tx, { kind, payload }, reason) => {
    if (kind === ANSWERED && Value.Check(Answered, payload)) await refuseSentAnswer(tx, payload.id, reason);
  },
};

type CodeOf = (id: number) => string | undefined;
async function namesOf(tx: Db): Promise<CodeOf> {
  const codes = new Map((await listBodies(tx)).map(({ id, code }) => [id, code]));
  return (id) => codes.get(id);
}

interface Telling {
  readonly codeOf: CodeOf;
  readonly isHere: IsHere;
  readonly mark: string;
  /** Makes the draft, which goes to a node once, go again. */
  readonly once: string;
  readonly at: heard.At;
  /** Codes of invitations that the change concerns; absent: all. */
  readonly touched?: ReadonlySet<string>;
}

async function tell(tx: Db, code: string, how: Telling): Promise<Parcel[]> {
  const { codeOf, isHere, mark, once, at, touched } = how;
  const consultation = await store.findConsultation(tx, code);
  const from = consultation && codeOf(consultation.drafter);
  if (!consultation || from === undefined || !isHere(from)) return [];
  const { document, draft } = consultation;
  const invitations = await store.invitationsOf(tx, code);
  const comments = await store.commentsOf(tx, code);
  const away = invitations.flatMap((one) => {
    const to = one.body === null ? undefined : codeOf(one.body);
    return to === undefined || isHere(to) ? [] : [{ one, to }];
  });
  const told = !touched || away.length <= TELL_ALL ? away : away.filter(({ one }) => touched.has(one.code));
  if (told.length === 0) return [];
  const frozen = await draftOf(tx, document, draft);
  const topics = new Map((await store.topicsOf(tx, code)).map((topic) => [topic.code, topic]));
  const counts = { ...countConsultation(invitations, comments), ...countDispositions(comments) };
  const parcels: Parcel[] = [];
  for (const { one, to } of told) {
    const way = { from, to, subject: code };
    const id = `consultation/${code}`;
    parcels.push({ id: `${id}/draft/${String(draft)}/${to}${once}`, kind: DRAFT, ...way, payload: frozen });
    const { names, opens, closes } = consultation;
    const own = comments.filter(({ invitation }) => invitation === one.code);
    for (const [part, some] of inParts(own).entries()) {
      const payload: Stands = {
        ...{ at, code, names, document, draft, opens, closes, counts, part },
        invitation: await invitationOf(tx, code, one),
        comments: some.map((comment) => commentOf(comment, topics)),
      };
      parcels.push({ id: `${id}/${mark}/${to}/${String(part)}`, kind: STANDS, ...way, payload });
    }
  }
  return parcels;
}

async function draftOf(tx: Db, code: string, version: number): Promise<Draft> {
  const document = await findDocument(tx, code);
  const clauses = await clausesOf(tx, code, version);
  const { kind = '', titles = {}, note = null } = document ?? {};
  return { code, kind, titles, note, version, clauses: clauses.map(({ comments: _, ...clause }) => clause) };
}

async function invitationOf(tx: Db, code: string, one: store.InvitationRecord): Promise<Stands['invitation']> {
  const { body: _, ...rest } = one;
  return { ...rest, id: await store.answerIdOf(tx, code, one.code) };
}

function commentOf(
  one: store.CommentRecord,
  topics: ReadonlyMap<string, store.TopicRecord>,
): Stands['comments'][number] {
  const { id, invitation: _, topic, ...rest } = one;
  return { ...rest, number: id, topic: (topic !== null && topics.get(topic)) || null };
}

/** One part at least: who has said nothing yet is told as well. */
function inParts<T>(all: readonly T[]): T[][] {
  const parts = [all.slice(0, COMMENTS_AT_ONCE)];
  for (let i = COMMENTS_AT_ONCE; i < all.length; i += COMMENTS_AT_ONCE) parts.push(all.slice(i, i + COMMENTS_AT_ONCE));
  return parts;
}

/** What bodies answered here in consultations that are at home elsewhere. */
async function answers(tx: Db, change: ChangeSet, codeOf: CodeOf): Promise<Parcel[]> {
  const found: Parcel[] = [];
  for (const { consultation: code, id, body, answer, day, comments } of await sentByChange(tx, change.id)) {
    const consultation = await store.findConsultation(tx, code);
    const [from, to] = [codeOf(body), consultation && codeOf(consultation.drafter)];
    if (from === undefined || to === undefined) continue;
    const payload: Answered = { consultation: code, id, answer, day, comments };
    found.push({ id: `consultation/${code}/answer/${id}`, kind: ANSWERED, from, to, subject: code, payload });
  }
  return found;
}
