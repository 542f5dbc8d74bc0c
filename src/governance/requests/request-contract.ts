/** The endpoints of requests, and of agreements decided here, as values. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { FactValue } from '../../platform/decision.ts';
import { Texts } from '../../platform/texts.ts';
import { allowedOf } from '../allowed-contract.ts';
import { BodyRef, Named, RequestLine } from '../contract.ts';
import { Day, Nullable } from '../model.ts';
import { Demand, Escalation, Opinion, RequestKind } from './model.ts';

const code = Type.String({ minLength: 1, maxLength: 100 });
const words = Type.String({ minLength: 1, maxLength: 4000 });
const OneRequest = Type.Object({ request: code });

/** Whose rows: a tree is named by the code of its body. */
export const RowsInput = Type.Union([
  Type.Literal('all'),
  Type.Literal('own-tree'),
  Type.Object({ under: code }, { additionalProperties: false }),
]);
export type RowsInput = Static<typeof RowsInput>;

const { rows: _, ...demand } = Demand.properties;
/** What is left out is empty: a draft may be anything, a request that is sent is checked. */
export const DemandInput = Type.Object({
  ...Type.Partial(Type.Object(demand)).properties,
  rows: Type.Optional(RowsInput),
});
export type DemandInput = Static<typeof DemandInput>;

export const FindingLine = Type.Object({
  severity: Type.Union([Type.Literal('stop'), Type.Literal('serious'), Type.Literal('warn'), Type.Literal('note')]),
  /** Words: `governance:request.findings.<rule>`. */
  rule: Type.String(),
  facts: Type.Record(Type.String(), FactValue),
  /** The field of the demand. */
  at: Type.String(),
  element: Type.Optional(Type.String()),
  /** The same in the reader's language. */
  words: Type.String(),
});
export type FindingLine = Static<typeof FindingLine>;

export const AssessmentPage = Type.Object({
  kind: RequestKind,
  verdict: Type.Union([Type.Literal('cannot'), Type.Literal('automatic'), Type.Literal('people')]),
  findings: Type.Array(FindingLine),
  /** Working days until the last of the opinions is due, were it sent today. */
  days: Type.Integer(),
  /** Whose answers it would wait for. */
  deciders: Type.Array(BodyRef),
});
export type AssessmentPage = Static<typeof AssessmentPage>;

const OpinionPage = Type.Object({
  ...Type.Omit(Opinion, ['body', 'account', 'reason']).properties,
  body: Nullable(BodyRef),
  reason: Nullable(Texts),
});

export const RequestPage = Type.Object({
  ...RequestLine.properties,
  demand: Nullable(Demand),
  /** The body whose tree is asked for. */
  under: Nullable(BodyRef),
  basis: Nullable(Named),
  /** Fields asked for, by name. */
  fields: Type.Array(Type.Object({ element: Type.String(), names: Texts, personal: Type.String() })),
  /** What the same function says today that judged it when it was sent. */
  findings: Type.Array(FindingLine),
  content: Nullable(OpinionPage),
  security: Nullable(OpinionPage),
  contentDue: Nullable(Day),
  securityDue: Nullable(Day),
  manager: BodyRef,
  technical: BodyRef,
  notes: Type.Array(
    Type.Object({
      kind: Type.Union([Type.Literal('question'), Type.Literal('answer')]),
      day: Day,
      body: Nullable(BodyRef),
      words: Type.String(),
    }),
  ),
  appeal: Nullable(
    Type.Object({ text: Type.String(), on: Day, due: Day, body: BodyRef, decision: Nullable(OpinionPage) }),
  ),
  /** What was overdue, and who above was told. */
  escalations: Type.Array(Type.Object({ ...Type.Omit(Escalation, ['body']).properties, body: BodyRef })),
  /** Whether an appeal can still be made. */
  mayAppeal: Type.Boolean(),
  agreement: Nullable(Type.String()),
  /** Reasons a refusal may have. */
  reasons: Type.Array(Named),
  /** Name of the node where it is decided; null: this one. */
  home: Nullable(Type.String()),
  /** The same for the decision on its appeal: the body above may be at home at another node. */
  appealHome: Nullable(Type.String()),
  allowed: allowedOf(
    'governance.rewriteRequest',
    'governance.withdrawRequest',
    'governance.appealRequest',
    'governance.decideContent',
    'governance.decideSecurity',
    'governance.askBack',
    'governance.decideAppeal',
  ),
});
export type RequestPage = Static<typeof RequestPage>;

const Written = Type.Object({
  names: Texts,
  demand: DemandInput,
  /** Only kept; nobody is asked yet. */
  draft: Type.Optional(Type.Boolean()),
});

export const assessRequest = endpoint({
  name: 'governance.assessRequest',
  method: 'POST',
  path: '/api/governance/requests/assess',
  permission: 'governance.ask',
  summary: 'Would I be granted? The function that judges a request when it is sent and decided, asked without sending',
  body: Type.Object({ register: code, body: Type.Optional(code), demand: DemandInput }),
  response: AssessmentPage,
});

export const writeRequest = endpoint({
  name: 'governance.writeRequest',
  method: 'POST',
  path: '/api/governance/requests',
  permission: 'governance.request-data',
  summary: 'Asks for data of a register: purpose, legal basis, fields, rows, volume, period, recipient, retention',
  body: Type.Object({
    register: code,
    /** Code of the body that asks; left out: one's own. */
    body: Type.Optional(code),
    ...Written.properties,
  }),
  response: RequestPage,
  about: ({ body: { body } }) => (body === undefined ? {} : { body }),
});

export const rewriteRequest = endpoint({
  name: 'governance.rewriteRequest',
  method: 'PUT',
  path: '/api/governance/requests/{request}',
  permission: 'governance.request-data',
  summary: 'Writes a draft again, or answers a question: the clocks of both opinions go on',
  params: OneRequest,
  body: Type.Object({ ...Written.properties, answer: Type.Optional(Type.String({ maxLength: 4000 })) }),
  response: RequestPage,
});

export const getRequest = endpoint({
  name: 'governance.getRequest',
  method: 'GET',
  path: '/api/governance/requests/{request}',
  permission: 'governance.read-agreements',
  summary: 'One request: what is asked, what both have said, what is due, what was asked back',
  params: OneRequest,
  response: RequestPage,
});

const Verdict = Type.Object({
  allowed: Type.Boolean(),
  /** Of the list; a refusal needs one. */
  reason: Type.Optional(code),
  text: Type.Optional(Type.String({ maxLength: 4000 })),
});

export const decideContent = endpoint({
  name: 'governance.decideContent',
  method: 'POST',
  path: '/api/governance/requests/{request}/content',
  permission: 'governance.decide-agreements',
  summary: 'The data manager decides on the content; security is not his to decide',
  params: OneRequest,
  body: Verdict,
  response: RequestPage,
});

export const decideSecurity = endpoint({
  name: 'governance.decideSecurity',
  method: 'POST',
  path: '/api/governance/requests/{request}/security',
  permission: 'governance.decide-security',
  summary: 'The technical role decides on security, or registers an automatic request; content is not its to decide',
  params: OneRequest,
  body: Verdict,
  response: RequestPage,
});

export const askBack = endpoint({
  name: 'governance.askBack',
  method: 'POST',
  path: '/api/governance/requests/{request}/questions',
  permission: 'governance.ask-back',
  summary: 'Puts a question to the asker; the clocks stand still until the answer',
  params: OneRequest,
  body: Type.Object({ words }),
  response: RequestPage,
});

export const withdrawRequest = endpoint({
  name: 'governance.withdrawRequest',
  method: 'POST',
  path: '/api/governance/requests/{request}/withdrawal',
  permission: 'governance.request-data',
  summary: 'Takes a request back',
  params: OneRequest,
  body: Type.Object({}),
  response: RequestPage,
});

export const appealRequest = endpoint({
  name: 'governance.appealRequest',
  method: 'POST',
  path: '/api/governance/requests/{request}/appeal',
  permission: 'governance.request-data',
  summary: 'Appeals a refusal of the content to the body above the data manager, once',
  params: OneRequest,
  body: Type.Object({ text: words }),
  response: RequestPage,
});

export const decideAppeal = endpoint({
  name: 'governance.decideAppeal',
  method: 'POST',
  path: '/api/governance/requests/{request}/appeal/decision',
  permission: 'governance.decide-appeals',
  summary: 'The superior body decides an appeal: the refusal stands, or the content is granted',
  params: OneRequest,
  body: Verdict,
  response: RequestPage,
});

export const listFields = endpoint({
  name: 'governance.listFields',
  method: 'GET',
  path: '/api/governance/registers/{register}/fields',
  permission: 'governance.read',
  summary: 'Fields of a register that can be asked for, with their personal label',
  params: Type.Object({ register: code }),
  response: Type.Object({ items: RequestPage.properties.fields }),
});
