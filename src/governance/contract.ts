/** The room's endpoints as values. */
import Type, { type Static } from 'typebox';
import { Decision } from '../platform/decision.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';
import {
  AgreementDetails,
  DataCategory,
  Day,
  Labels,
  LegalBasis,
  Mode,
  Nullable,
  Purpose,
  QuotaPeriod,
  RowScope,
} from './model.ts';
import { allowedOf } from './allowed-contract.ts';
import { RequestKind, Stage } from './requests/model.ts';

export { Act, allowedOf } from './allowed-contract.ts';
export { LegalBasis } from './model.ts';
export type { DataCategory, Purpose } from './model.ts';

const OneRegister = Type.Object({ register: Type.String() });
const State = Type.Union([
  Type.Literal('active'),
  Type.Literal('suspended'),
  Type.Literal('revoked'),
  Type.Literal('expired'),
  Type.Literal('not-begun'),
  Type.Literal('security-awaited'),
  Type.Literal('security-lapsed'),
]);

export const Named = Type.Object({ code: Type.String(), names: Texts });
export type Named = Static<typeof Named>;

/** A body named in passing. */
export const BodyRef = Type.Object({ id: Type.Integer(), code: Type.String(), names: Texts });
export type BodyRef = Static<typeof BodyRef>;

export const GrantLine = Type.Object({
  id: Type.Integer(),
  consumer: BodyRef,
  state: State,
  from: Day,
  to: Nullable(Day),
  /** Read in the running period of the quota. */
  used: Type.Integer(),
  /** Different records among them; null where the agreement has no budget of them. */
  read: Type.Optional(Nullable(Type.Integer())),
  /** When the node where the agreement is decided told these numbers; null where they are counted here. */
  toldAt: Type.Optional(Nullable(Type.String())),
});
export type GrantLine = Static<typeof GrantLine>;

export const AgreementPage = Type.Object({
  code: Type.String(),
  names: Texts,
  register: Named,
  provider: BodyRef,
  /** Whether it is for a class of bodies; then new bodies of the class derive their grant by themselves. */
  byClass: Type.Boolean(),
  elements: Type.Union([Type.Literal('all'), Type.Array(Type.String())]),
  rows: RowScope,
  /** Which of these rows, as written and in words; null for all of them. */
  condition: Nullable(Type.Object({ expression: Type.String(), words: Texts })),
  purpose: Named,
  basis: LegalBasis,
  mode: Mode,
  quota: Nullable(Type.Integer()),
  quotaPeriod: QuotaPeriod,
  /** How many different records a consumer may read in that period. */
  subjects: Type.Optional(Nullable(Type.Integer())),
  /** When the whole quota is free again; null without one. */
  freeAgain: Nullable(Day),
  /** Whether the technical role has confirmed the connection, and until when. */
  security: Type.Union([Type.Literal('none'), Type.Literal('awaited'), Type.Literal('confirmed')]),
  securityUntil: Nullable(Day),
  /** The request it comes from. */
  request: Nullable(Type.String()),
  details: AgreementDetails,
  from: Day,
  to: Nullable(Day),
  /** What it is today. */
  state: State,
  /** Working days until its last day; negative after it. Null when it has no last day. */
  daysLeft: Nullable(Type.Number()),
  reason: Nullable(Texts),
  /** Only those the caller may see. */
  grants: Type.Array(GrantLine),
  /** Name of the node where its provider decides; null: this one. */
  home: Nullable(Type.String()),
  allowed: allowedOf(
    'governance.changeAgreement',
    'governance.renewAgreement',
    'governance.confirmSecurity',
    'governance.setCondition',
    'governance.setSubjects',
  ),
});
export type AgreementPage = Static<typeof AgreementPage>;

export const RegisterLine = Type.Object({
  name: Type.String(),
  entity: Type.String(),
  names: Texts,
  labels: Labels,
  external: Type.Boolean(),
  state: Type.Union([Type.Literal('draft'), Type.Literal('published')]),
  owner: Nullable(BodyRef),
  ownerNames: Nullable(Texts),
  manager: Nullable(BodyRef),
});
export type RegisterLine = Static<typeof RegisterLine>;

export const RegisterPage = Type.Object({
  ...RegisterLine.properties,
  definition: Texts,
  stewards: Type.Array(Type.Object({ body: BodyRef, account: Nullable(Type.String()) })),
  updatedBy: Nullable(
    Type.Object({
      level: Type.Optional(Type.String()),
      kind: Type.Optional(Type.String()),
      body: Type.Optional(BodyRef),
      /** Levels of bodies above that may load on behalf. */
      onBehalf: Type.Optional(Type.Array(Type.String())),
    }),
  ),
  retention: Nullable(Type.Record(Type.String(), Type.Unknown())),
  terms: Nullable(Texts),
  citation: Nullable(Texts),
  authorityFor: Type.Array(Type.String()),
  /** What keeps a draft from being published: `governance:findings.<finding>`. */
  findings: Type.Array(Type.String()),
  agreements: Type.Array(Type.Object({ code: Type.String(), names: Texts, state: State, grants: Type.Integer() })),
  allowed: allowedOf(
    'governance.publishRegister',
    'governance.assignResponsibility#owner',
    'governance.assignResponsibility#steward',
    'governance.reviewResponsibilities',
  ),
});
export type RegisterPage = Static<typeof RegisterPage>;

export const RequestLine = Type.Object({
  code: Type.String(),
  names: Texts,
  register: Named,
  by: BodyRef,
  kind: RequestKind,
  stage: Stage,
  purpose: Nullable(Named),
  elements: Type.Array(Type.String()),
  asked: Day,
  decided: Nullable(Day),
  outcome: Nullable(Type.Union([Type.Literal('granted'), Type.Literal('refused')])),
  reason: Nullable(Texts),
  due: Nullable(Day),
  /** Body whose answer is awaited, while the request is open. */
  turn: Nullable(BodyRef),
  /** Working days from asking to deciding; while open, until today, or until a question stopped the clock. */
  workingDays: Type.Number(),
  /** Working days past the due day; 0 in time. */
  late: Type.Number(),
  /** Who above was told of what is overdue, and when; null where nothing is, or nobody was. */
  escalated: Nullable(Type.Object({ body: BodyRef, on: Day })),
});
export type RequestLine = Static<typeof RequestLine>;

export const askDecisions = endpoint({
  name: 'governance.askDecisions',
  method: 'POST',
  path: '/api/governance/decide',
  permission: 'governance.ask',
  summary:
    'Would I be allowed? One decision for each question, without doing anything: for buttons that say why they are off',
  body: Type.Array(
    Type.Object({
      permission: Type.String(),
      about: Type.Optional(
        Type.Object({
          body: Type.Optional(Type.Union([Type.Integer(), Type.String()])),
          register: Type.Optional(Type.String()),
          purpose: Type.Optional(Type.String()),
          /** Physical name of a field of the register: whether it is seen whole. */
          field: Type.Optional(Type.String()),
        }),
      ),
    }),
    { maxItems: 200 },
  ),
  response: Type.Array(Decision),
});

export const listRegisters = endpoint({
  name: 'governance.listRegisters',
  method: 'GET',
  path: '/api/governance/registers',
  permission: 'governance.read',
  summary: 'Registers with owner, data manager and labels',
  response: Type.Object({ items: Type.Array(RegisterLine) }),
});

export const getRegister = endpoint({
  name: 'governance.getRegister',
  method: 'GET',
  path: '/api/governance/registers/{register}',
  permission: 'governance.read',
  summary: 'Who answers for a register: owner, data manager, stewards, updating unit, labels, retention, agreements',
  params: OneRegister,
  response: RegisterPage,
  about: ({ params }) => ({ register: params.register }),
});

export const publishRegister = endpoint({
  name: 'governance.publishRegister',
  method: 'POST',
  path: '/api/governance/registers/{register}/publish',
  permission: 'governance.publish',
  summary:
    'Publishes a draft; refused with findings unless exactly one owner, a data manager, a steward and an updating unit are named',
  params: OneRegister,
  response: RegisterPage,
  about: ({ params }) => ({ register: params.register }),
});

export const listAgreements = endpoint({
  name: 'governance.listAgreements',
  method: 'GET',
  path: '/api/governance/agreements',
  permission: 'governance.read-agreements',
  summary: 'Sharing agreements and the grants derived from them, as far as the caller may see them',
  query: Type.Object({ register: Type.Optional(Type.String()) }),
  response: Type.Object({
    items: Type.Array(AgreementPage),
    /** Counted over what the caller sees. */
    counts: Type.Object({ agreements: Type.Integer(), grants: Type.Integer(), activeGrants: Type.Integer() }),
  }),
});

export const getAgreement = endpoint({
  name: 'governance.getAgreement',
  method: 'GET',
  path: '/api/governance/agreements/{agreement}',
  permission: 'governance.read-agreements',
  summary: 'One agreement',
  params: Type.Object({ agreement: Type.String() }),
  response: AgreementPage,
});

export const setCondition = endpoint({
  name: 'governance.setCondition',
  method: 'PUT',
  path: '/api/governance/agreements/{agreement}/condition',
  permission: 'governance.decide-agreements',
  summary:
    'Says which rows an agreement opens: an expression over the fields of its register, or null for all of its tree',
  params: Type.Object({ agreement: Type.String() }),
  body: Type.Object({ condition: Nullable(Type.String({ minLength: 1, maxLength: 2000 })) }),
  response: AgreementPage,
});

export const setSubjects = endpoint({
  name: 'governance.setSubjects',
  method: 'PUT',
  path: '/api/governance/agreements/{agreement}/subjects',
  permission: 'governance.decide-agreements',
  summary:
    'Says how many different records each consumer may read in the period of the quota; null for as many as there are',
  params: Type.Object({ agreement: Type.String() }),
  body: Type.Object({ subjects: Nullable(Type.Integer({ minimum: 1, maximum: 100_000_000 })) }),
  response: AgreementPage,
});

export const changeAgreement = endpoint({
  name: 'governance.changeAgreement',
  method: 'POST',
  path: '/api/governance/agreements/{agreement}/state',
  permission: 'governance.decide-agreements',
  summary: 'Suspends, takes up again or revokes an agreement, or the grant of one consumer under it',
  params: Type.Object({ agreement: Type.String() }),
  body: Type.Object({
    state: Type.Union([Type.Literal('active'), Type.Literal('suspended'), Type.Literal('revoked')]),
    /** Code of one consumer body: only its grant. */
    consumer: Type.Optional(Type.String()),
    reason: Type.Optional(Texts),
  }),
  response: AgreementPage,
});

export const listRequests = endpoint({
  name: 'governance.listRequests',
  method: 'GET',
  path: '/api/governance/requests',
  permission: 'governance.read-agreements',
  summary: 'Requests for data, how long each took, and the median answer in working days',
  query: Type.Object({
    register: Type.Optional(Type.String()),
    /** Only those of one's own body. */
    mine: Type.Optional(Type.Boolean()),
    /** Only those of which an answer is past its day. */
    overdue: Type.Optional(Type.Boolean()),
  }),
  response: Type.Object({
    items: Type.Array(RequestLine),
    decided: Type.Integer(),
    /** Waiting for an opinion. */
    open: Type.Integer(),
    /** Working days; null while nothing has been decided. */
    medianAnswer: Nullable(Type.Number()),
  }),
});

export const listPurposes = endpoint({
  name: 'governance.listPurposes',
  method: 'GET',
  path: '/api/governance/purposes',
  permission: 'governance.read',
  summary: 'Purposes and the legal bases they stand on',
  response: Type.Object({
    purposes: Type.Array(Purpose),
    bases: Type.Array(LegalBasis),
    categories: Type.Array(DataCategory),
  }),
});
