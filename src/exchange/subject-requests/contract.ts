/** What people ask of those who keep data about them: the endpoints as values. */
import Type, { type Static } from 'typebox';
import { allowedOf, BodyRef, Named } from '../../governance/contract.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Words = Type.String({ minLength: 5, maxLength: 2000 });
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Value = Type.String({ maxLength: 1000 });
const Person = Type.String({ minLength: 1, maxLength: 40, pattern: '^[0-9A-Za-z-]+$' });

export const subjectKinds = ['view', 'correct', 'erase', 'restrict', 'object', 'withdraw'] as const;
export const SubjectKind = Type.Enum(subjectKinds);
export type SubjectKind = (typeof subjectKinds)[number];
export const subjectStates = ['received', 'acknowledged', 'acting', 'done', 'refused', 'withdrawn'] as const;
const SubjectState = Type.Enum(subjectStates);

export const OfferedKind = Type.Object({
  kind: SubjectKind,
  /** Days until she is answered that it came, until it is done, with others, and by how many it is put off once. */
  answerDays: Type.Integer(),
  days: Type.Integer(),
  withOthers: Type.Integer(),
  extend: Type.Integer(),
  count: Type.Enum(['working', 'calendar']),
  citation: Type.String(),
});
const Ground = Type.Object({ code: Type.String(), names: Texts, citation: Type.String() });

export const SubjectLine = Type.Object({
  id: Type.String(),
  kind: SubjectKind,
  state: SubjectState,
  onBehalf: Type.Boolean(),
  register: Nullable(Named),
  /** Who answers. */
  body: BodyRef,
  receivedOn: Day,
  answerDue: Day,
  due: Day,
  /** Which of the two is next; null: it is closed. */
  nextDue: Nullable(Day),
  /** Working days until then; negative: late. */
  daysLeft: Nullable(Type.Integer()),
  overdue: Type.Boolean(),
  closedAt: Nullable(Type.String()),
});
export type SubjectLine = Static<typeof SubjectLine>;

const acts = ['acknowledge', 'extend', 'tell', 'carry-out', 'refuse'] as const;
export type SubjectAct = (typeof acts)[number];

export const SubjectPage = Type.Object({
  ...SubjectLine.properties,
  person: Type.String(),
  /** What the officer saw, where it was filed on her behalf. */
  authority: Nullable(Type.Enum(['herself', 'representative'])),
  evidence: Nullable(Type.String()),
  reason: Type.String(),
  field: Nullable(Named),
  wanted: Nullable(Type.String()),
  purpose: Nullable(Named),
  citation: Nullable(Type.String()),
  withOthers: Type.Boolean(),
  extended: Nullable(Type.Object({ days: Type.Integer(), reason: Type.String(), on: Day })),
  told: Type.Array(Type.Object({ whom: Type.String(), on: Day, words: Type.Optional(Type.String()) })),
  /** Who holds a copy by a feed, and has to be told. */
  holders: Type.Array(Type.Object({ body: BodyRef, register: Named })),
  refusal: Nullable(Type.Object({ ground: Ground, reason: Type.String(), remedy: Texts })),
  answer: Nullable(Type.String()),
  correction: Nullable(Type.Object({ id: Type.String(), state: Type.String(), reason: Nullable(Type.String()) })),
  disposal: Nullable(Type.Object({ id: Type.String(), state: Type.String() })),
  /** Since when the use of these records is restricted, where it is. */
  restricted: Type.Integer(),
  /** Whether the data can be fetched. */
  hasExport: Type.Boolean(),
  steps: Type.Array(
    Type.Object({
      at: Type.String(),
      act: Type.String(),
      /** Null: herself, or the node. */
      body: Nullable(BodyRef),
      byNode: Type.Boolean(),
      words: Nullable(Type.String()),
    }),
  ),
  /** What the asker may do now. */
  acts: Type.Array(Type.Enum(acts)),
  allowed: allowedOf('exchange.answerSubjectRequest', 'exchange.withdrawOwnRequest'),
  grounds: Type.Array(Ground),
  /** By how many days it can be put off; zero: not. */
  mayExtend: Type.Integer(),
});
export type SubjectPage = Static<typeof SubjectPage>;

export const HeldRegister = Type.Object({
  register: Named,
  keeper: BodyRef,
  fields: Type.Array(
    Type.Object({
      code: Type.String(),
      names: Texts,
      type: Type.String(),
      /** Where only some values are possible, and they are few. */
      options: Type.Optional(Type.Array(Named)),
    }),
  ),
});

const asking = {
  kind: SubjectKind,
  reason: Words,
  register: Type.Optional(Name),
  /** Physical name. */
  field: Type.Optional(Name),
  /** What it should say; null: nothing. */
  wanted: Type.Optional(Nullable(Value)),
  /** Objecting and withdrawing: for what her data are used. */
  purpose: Type.Optional(Name),
};

export const readOwnRequests = endpoint({
  name: 'exchange.readOwnRequests',
  method: 'GET',
  path: '/api/subject-requests/own',
  permission: 'exchange.read-own-requests',
  summary: 'What the caller may ask about her own data, of which registers, and how what she asked stands',
  response: Type.Object({
    linked: Type.Boolean(),
    kinds: Type.Array(OfferedKind),
    held: Type.Array(HeldRegister),
    purposes: Type.Array(Named),
    items: Type.Array(SubjectPage),
  }),
});

export const askOwnRequest = endpoint({
  name: 'exchange.askOwnRequest',
  method: 'POST',
  path: '/api/subject-requests/own',
  permission: 'exchange.ask-own-rights',
  summary: 'The caller asks about her own data: to see, correct, erase or restrict them, objects, or withdraws consent',
  body: Type.Object(asking, { additionalProperties: false }),
  response: SubjectPage,
});

const oneRequest = Type.Object({ request: Type.String({ format: 'uuid' }) });

export const withdrawOwnRequest = endpoint({
  name: 'exchange.withdrawOwnRequest',
  method: 'POST',
  path: '/api/subject-requests/own/{request}/withdraw',
  permission: 'exchange.ask-own-rights',
  summary: 'Takes the caller’s own request back, while it is not closed',
  params: oneRequest,
  response: SubjectPage,
});

export const readSubjectForm = endpoint({
  name: 'exchange.readSubjectForm',
  method: 'GET',
  path: '/api/subject-requests/form',
  permission: 'exchange.file-subject-request',
  summary:
    'What can be asked about on behalf of a person: kinds with their days, registers of people with their fields',
  response: Type.Object({
    kinds: Type.Array(OfferedKind),
    registers: Type.Array(Type.Omit(HeldRegister, ['keeper'])),
    purposes: Type.Array(Named),
  }),
});

export const fileSubjectRequest = endpoint({
  name: 'exchange.fileSubjectRequest',
  method: 'POST',
  path: '/api/subject-requests',
  permission: 'exchange.file-subject-request',
  summary: 'Files a request on behalf of a person whose records the body keeps, with the evidence that was seen',
  body: Type.Object(
    {
      ...asking,
      person: Person,
      /** Whether she came herself, or somebody with her power. */
      authority: Type.Enum(['herself', 'representative']),
      /** Which paper was seen: kind and number. */
      evidence: Words,
    },
    { additionalProperties: false },
  ),
  response: SubjectPage,
});

export const listSubjectRequests = endpoint({
  name: 'exchange.listSubjectRequests',
  method: 'GET',
  path: '/api/subject-requests',
  permission: 'exchange.read-subject-requests',
  summary: 'What was asked of one’s bodies, what is due first first; without a name or a number',
  query: Type.Object({
    state: Type.Optional(Type.Enum(['open', 'closed'])),
    kind: Type.Optional(SubjectKind),
    overdue: Type.Optional(Type.Boolean()),
  }),
  response: Type.Object({
    items: Type.Array(SubjectLine),
    counts: Type.Object({ open: Type.Integer(), overdue: Type.Integer() }),
    kinds: Type.Array(OfferedKind),
    mayFile: Type.Boolean(),
  }),
});

export const getSubjectRequest = endpoint({
  name: 'exchange.getSubjectRequest',
  method: 'GET',
  path: '/api/subject-requests/{request}',
  permission: 'exchange.read-own-requests',
  summary: 'One request: the person’s own, or one that a body of the caller’s answers (which is a read of her data)',
  params: oneRequest,
  response: SubjectPage,
});

export const answerSubjectRequest = endpoint({
  name: 'exchange.answerSubjectRequest',
  method: 'POST',
  path: '/api/subject-requests/{request}/answer',
  permission: 'exchange.answer-subject-request',
  summary: 'The next step: acknowledged, put off once, others told, carried out, or refused on a ground of the law',
  params: oneRequest,
  body: Type.Object(
    {
      act: Type.Enum(acts),
      /** What she is told; of `extend` and `refuse` the reason. */
      words: Type.Optional(Words),
      /** Of `acknowledge`: others must act as well. */
      withOthers: Type.Optional(Type.Boolean()),
      /** Of `extend`. */
      days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365 })),
      /** Of `tell`: who was told. */
      whom: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
      /** Of `refuse`: code of the ground. */
      ground: Type.Optional(Name),
    },
    { additionalProperties: false },
  ),
  response: SubjectPage,
});

export const exportSubjectData = endpoint({
  name: 'exchange.exportSubjectData',
  method: 'GET',
  path: '/api/subject-requests/{request}/export',
  permission: 'exchange.read-own-requests',
  summary:
    'The person’s data in every register of the node that holds her, as JSON and CSV in one zip; once it was granted',
  params: oneRequest,
  produces: ['application/zip'],
});
