/** Consultations over HTTP. */
import Type, { type Static } from 'typebox';
import { allowedOf } from '../../governance/contract.ts';
import { Day } from '../../platform/day.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { LanguageTag, Texts } from '../../platform/texts.ts';
import { BodyRef, literals, Nullable, optional, text } from '../contract-shapes.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export const AnswerKind = literals(['agree', 'agree-with-comments', 'disagree', 'no-opinion']);
export const DispositionKind = literals(['accepted', 'partly', 'explained']);

export const Invitation = Type.Object({
  code: text,
  /** The body of the tree, or null for an invitee outside it. */
  body: Nullable(BodyRef),
  names: Texts,
  answer: Nullable(AnswerKind),
  answered: Nullable(Day),
  /** The day on which an answer given at another node came here; null: it was given here. */
  received: Nullable(Day),
  due: Day,
  /** Working days late; 0 when in time; null while not answered. */
  late: Nullable(Type.Integer()),
  comments: Type.Integer(),
});

export const Comment = Type.Object({
  id: Type.Integer(),
  number: Type.Integer(),
  clause: text,
  invitation: text,
  /** Whose words they are, when the invitee sums up for bodies below. */
  from: Texts,
  text: text,
  proposal: Nullable(text),
  disposition: Nullable(DispositionKind),
  explanation: Nullable(text),
  change: Nullable(text),
  /** Like comments are answered together; `element` is what they speak of, when it is one. */
  group: Nullable(Type.Object({ code: text, names: Texts, element: Nullable(text) })),
  version: Type.Integer(),
});
export type Comment = Static<typeof Comment>;

export const ConsultationRow = Type.Object({
  code: text,
  names: Texts,
  document: text,
  draft: Type.Integer(),
  opens: Day,
  closes: Day,
  asked: Type.Integer(),
  answered: Type.Integer(),
  answeredLate: Type.Integer(),
  notAnswered: Type.Integer(),
  agreed: Type.Integer(),
  agreedWithComments: Type.Integer(),
  comments: Type.Integer(),
  disposed: Type.Integer(),
  open: Type.Integer(),
});
export type ConsultationRow = Static<typeof ConsultationRow>;

export const ConsultationPage = Type.Object({
  consultation: ConsultationRow,
  /** Who wrote the draft and answers the comments. */
  drafter: BodyRef,
  dispositions: Type.Object({ accepted: Type.Integer(), partly: Type.Integer(), explained: Type.Integer() }),
  invitations: Type.Array(Invitation),
  comments: Type.Array(Comment),
  /** The caller's own invitation, when its body is asked. */
  own: Nullable(text),
  /** Name of the node at which it is at home; null: here. Elsewhere, invitations and comments are those of the bodies here. */
  home: Nullable(text),
  /** When its home was last heard: the counts are of then. */
  heard: Nullable(text),
  /** The caller's answer on its way to the home, or why the home did not take it. */
  sent: Nullable(Type.Object({ on: Day, answer: AnswerKind, comments: Type.Integer(), refused: Nullable(text) })),
  allowed: allowedOf('strategy.answerConsultation', 'strategy.disposeComment'),
});
export type ConsultationPage = Static<typeof ConsultationPage>;

const oneConsultation = Type.Object({ consultation: Type.String({ maxLength: 50 }) });

export const listConsultations = endpoint({
  name: 'strategy.listConsultations',
  method: 'GET',
  path: '/api/strategy/consultations',
  permission: 'strategy.read',
  summary: 'Consultations with who answered and what is still open',
  response: Type.Object({ items: Type.Array(ConsultationRow) }),
});

export const getConsultation = endpoint({
  name: 'strategy.getConsultation',
  method: 'GET',
  path: '/api/strategy/consultations/{consultation}',
  permission: 'strategy.read',
  summary: 'One consultation: invitations, comments, dispositions',
  params: oneConsultation,
  response: ConsultationPage,
});

export const answerConsultation = endpoint({
  name: 'strategy.answerConsultation',
  method: 'POST',
  path: '/api/strategy/consultations/{consultation}/answers',
  permission: 'strategy.answer',
  summary: 'The one official answer of the caller’s body, with comments on clauses',
  params: oneConsultation,
  body: Type.Object({
    answer: AnswerKind,
    comments: Type.Array(
      Type.Object({
        clause: Type.String({ maxLength: 50 }),
        text: Type.String({ minLength: 1, maxLength: 5000 }),
        proposal: optional(Type.String({ maxLength: 5000 })),
      }),
      { maxItems: 500 },
    ),
  }),
  response: ConsultationPage,
});

export const disposeComment = endpoint({
  name: 'strategy.disposeComment',
  method: 'PATCH',
  path: '/api/strategy/consultations/{consultation}/comments/{comment}',
  permission: 'strategy.dispose',
  summary: 'The drafter accepts, accepts partly, or explains; needs `If-Match`',
  params: Type.Object({ consultation: Type.String({ maxLength: 50 }), comment: Type.Integer() }),
  body: Type.Object({
    disposition: DispositionKind,
    explanation: optional(Type.String({ maxLength: 5000 })),
    change: optional(Type.String({ maxLength: 5000 })),
    /** The same answer for every comment of the group. */
    wholeGroup: optional(Type.Boolean()),
  }),
  response: ConsultationPage,
});

export const exportSummary = endpoint({
  name: 'strategy.exportSummary',
  method: 'GET',
  path: '/api/strategy/consultations/{consultation}/summary.docx',
  permission: 'strategy.read',
  summary: 'The summary of comments and responses as a Word file',
  params: oneConsultation,
  query: Type.Object({ language: optional(LanguageTag) }),
  produces: [DOCX],
});
