/** What an official answer must be, and its place in the consultation: given at this node, or brought from the body's own. */
import type { Db } from '../../platform/db/db.ts';
import type { Texts } from '../../platform/texts.ts';
import { problems } from '../problems.ts';
import * as store from './store/consultation.ts';
import { clausesOf } from '../documents/store/document.ts';

export interface OfficialAnswer {
  readonly answer: 'agree' | 'agree-with-comments' | 'disagree' | 'no-opinion';
  readonly comments: readonly {
    readonly clause: string;
    readonly text: string;
    readonly proposal?: string | null | undefined;
  }[];
}

/** Bytes of an answer's words: it must fit into what a node takes in one call, with room for what goes around it. */
const MOST_BYTES = 1024 * 1024;

/** Asked, and not answered. @throws problems.notInvited, alreadyAnswered */
export function insistOnInvitation(code: string, invitation: store.InvitationRecord | undefined): void {
  if (!invitation) throw problems.notInvited({ consultation: code });
  if (invitation.answer !== null) throw problems.alreadyAnswered({ consultation: code });
}

/** @throws problems.notInvited, alreadyAnswered, answerMismatch, answerTooLarge, unknownClause */
export async function insistOnAnswer(
  tx: Db,
  { code, document, draft }: store.ConsultationRecord,
  invitation: store.InvitationRecord | undefined,
  { answer, comments }: OfficialAnswer,
): Promise<void> {
  insistOnInvitation(code, invitation);
  const needs = answer === 'agree-with-comments' || answer === 'disagree';
  if (needs !== comments.length > 0) throw problems.answerMismatch({ answer });
  if (Buffer.byteLength(JSON.stringify(comments)) > MOST_BYTES) throw problems.answerTooLarge({ limit: MOST_BYTES });
  const known = new Set((await clausesOf(tx, document, draft)).map((clause) => clause.number));
  const strange = comments.find((comment) => !known.has(comment.clause));
  if (strange) throw problems.unknownClause({ clause: strange.clause });
}

export interface Writing extends OfficialAnswer {
  /** Code of the invitation. */
  readonly invitation: string;
  /** Whose words they are. */
  readonly names: Texts;
  readonly day: string;
  readonly account: string;
  readonly changeSet: number;
  readonly id?: string;
  readonly received?: string;
}

/** Comments are numbered here, behind those there are. */
export async function writeAnswer(
  tx: Db,
  { code }: store.ConsultationRecord,
  { invitation, names, comments, ...given }: Writing,
): Promise<void> {
  await store.setAnswer(tx, code, { ...given, code: invitation });
  const fresh = { invitation, said_by: names, topic: null, disposition: null, explanation: null, change: null };
  const rows = comments.map(({ clause, text, proposal }) => ({ ...fresh, clause, text, proposal: proposal ?? null }));
  await store.addComments(tx, code, rows, given.changeSet);
  await store.touchConsultation(tx, code, given.changeSet);
}
