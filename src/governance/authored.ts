/** Registers and governance as a profile writes them: codes, not ids. Shapes only. */
import Type, { type Static } from 'typebox';
import { Texts } from '../platform/texts.ts';
import { posts } from '../bodies/index.ts';
import { basisKinds, Labels, Mode, QuotaPeriod } from './model.ts';
import { RequestKind, Stage } from './requests/model.ts';
import type { AuthoredHold, AuthoredLifecycle } from './lifecycle/authored.ts';
import { Term } from './lifecycle/model.ts';

const text = Type.String({ minLength: 1 });
/** A code that looks like a number may stand without quotes. */
const code = Type.Union([text, Type.Integer()]);
const optional = Type.Optional;
/** One text for all languages, or one for each. */
const Words = Type.Union([text, Texts]);

export const AuthoredRegister = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    entity: text,
    names: Texts,
    definition: optional(Words),
    external: optional(Type.Boolean()),
    owner: optional(Type.Union([code, Type.Array(code)])),
    ownerNames: optional(Texts),
    manager: optional(Type.Union([code, Type.Array(code)])),
    stewards: optional(Type.Array(Type.Union([code, Type.Object({ body: code, account: optional(text) })]))),
    updatedBy: optional(
      Type.Object({
        level: optional(text),
        kind: optional(text),
        body: optional(code),
        onBehalf: optional(Type.Array(text)),
      }),
    ),
    labels: Labels,
    retention: optional(Term),
    terms: optional(Words),
    citation: optional(Words),
    authorityFor: optional(Type.Array(text)),
    remedy: optional(Type.Object({ purpose: text })),
    /** The day on which somebody last said that those who are named still answer. */
    reviewed: optional(text),
    /** Left out: it is published. */
    state: optional(Type.Literal('draft')),
    note: optional(Type.Unknown()),
  },
  { additionalProperties: false },
);
export type AuthoredRegister = Static<typeof AuthoredRegister>;

export const AuthoredPurpose = Type.Object(
  {
    code: text,
    names: Texts,
    bases: optional(Type.Array(text)),
    /** Elements it needs; left out: nobody has said. */
    needs: optional(Type.Array(text)),
    microData: optional(Type.Boolean()),
    /** Categories of data it may use. */
    categories: optional(Type.Array(text)),
    note: optional(Type.Unknown()),
  },
  { additionalProperties: false },
);
export const AuthoredBasis = Type.Object(
  {
    code: text,
    names: Texts,
    citation: optional(text),
    /** Left out: the law says so. */
    kind: optional(Type.Enum(basisKinds)),
    law: optional(text),
    article: optional(code),
    text: optional(Words),
    note: optional(Type.Unknown()),
  },
  { additionalProperties: false },
);
export const AuthoredCategory = Type.Object(
  { code: text, names: Texts, sensitive: optional(Type.Boolean()), elements: optional(Type.Array(text)) },
  { additionalProperties: false },
);

const AuthoredClass = Type.Object(
  {
    level: optional(text),
    kind: optional(text),
    under: optional(code),
    attributes: optional(Type.Record(Type.String(), text)),
  },
  { additionalProperties: false },
);
const AuthoredConsumers = Type.Union([
  Type.Object({ bodies: Type.Array(code) }, { additionalProperties: false }),
  Type.Object({ class: AuthoredClass }, { additionalProperties: false }),
]);

export const AuthoredMandatory = Type.Object(
  {
    register: text,
    /** Left out: whatever the purpose. */
    purpose: optional(text),
    for: AuthoredConsumers,
    elements: optional(Type.Union([Type.Literal('all'), Type.Array(text)])),
    basis: text,
  },
  { additionalProperties: false },
);
export type AuthoredMandatory = Static<typeof AuthoredMandatory>;

export const AuthoredAgreement = Type.Object(
  {
    code: text,
    names: Texts,
    register: text,
    provider: optional(code),
    for: AuthoredConsumers,
    elements: optional(Type.Union([Type.Literal('all'), Type.Array(text)])),
    rows: optional(
      Type.Union([
        Type.Literal('all'),
        Type.Literal('own-tree'),
        Type.Object({ under: code }, { additionalProperties: false }),
      ]),
    ),
    /** Which of these rows: an expression over the register's fields. */
    condition: optional(Type.String({ minLength: 1, maxLength: 2000 })),
    purpose: text,
    basis: text,
    mode: Mode,
    quota: optional(Type.Integer({ minimum: 1 })),
    quotaPeriod: optional(QuotaPeriod),
    /** Different records in the period of the quota. */
    subjects: optional(Type.Integer({ minimum: 1 })),
    from: text,
    to: optional(text),
    /** Last day of the technical role's confirmation; left out: nobody asked for one. */
    securityUntil: optional(text),
    state: optional(Type.Union([Type.Literal('active'), Type.Literal('suspended'), Type.Literal('revoked')])),
    reason: optional(Words),
    note: optional(Type.Unknown()),
  },
  { additionalProperties: false },
);
export type AuthoredAgreement = Static<typeof AuthoredAgreement>;

const AuthoredOpinion = Type.Object(
  {
    allowed: Type.Boolean(),
    on: text,
    by: code,
    account: optional(text),
    reason: optional(text),
    text: optional(text),
  },
  { additionalProperties: false },
);

/** What is asked, where the profile tells it whole: what is left out is empty. */
const AuthoredDemand = Type.Object(
  {
    purposeText: text,
    basis: text,
    citation: text,
    elements: optional(Type.Union([Type.Literal('all'), Type.Array(text)])),
    rows: optional(Type.Union([Type.Literal('all'), Type.Literal('own-tree'), Type.Object({ under: code })])),
    condition: optional(text),
    mode: Mode,
    volume: text,
    quota: optional(Type.Integer({ minimum: 1 })),
    quotaPeriod: optional(QuotaPeriod),
    subjects: optional(Type.Integer({ minimum: 1 })),
    from: text,
    to: optional(text),
    recipient: text,
    retention: text,
    contact: optional(text),
    microData: optional(Type.Boolean()),
    noReidentification: optional(Type.Boolean()),
    impactAssessment: optional(text),
  },
  { additionalProperties: false },
);

export const AuthoredRequest = Type.Object(
  {
    code: text,
    register: text,
    by: code,
    names: Texts,
    purpose: optional(text),
    elements: optional(Type.Array(text)),
    asked: text,
    decided: optional(text),
    outcome: optional(Type.Union([Type.Literal('granted'), Type.Literal('refused')])),
    reason: optional(Words),
    due: optional(text),
    turn: optional(code),
    kind: optional(RequestKind),
    /** Left out: as `outcome` says, else it is being decided. */
    stage: optional(Stage),
    demand: optional(AuthoredDemand),
    content: optional(AuthoredOpinion),
    security: optional(AuthoredOpinion),
    contentDue: optional(text),
    securityDue: optional(text),
    appeal: optional(Type.Object({ text, on: text, due: text, to: code }, { additionalProperties: false })),
    /** A question put to the asker: the clocks stand still since then. */
    question: optional(Type.Object({ text, on: text, by: code }, { additionalProperties: false })),
    note: optional(Type.Unknown()),
  },
  { additionalProperties: false },
);
export type AuthoredRequest = Static<typeof AuthoredRequest>;

/** Who must answer in a body, and how soon what nobody answers for is closed. Left out: nothing is looked for. */
export const AuthoredAnswering = Type.Object(
  {
    /** Days. */
    reviewEvery: Type.Integer({ minimum: 1, maximum: 3660 }),
    workingDays: Type.Integer({ minimum: 1, maximum: 250 }),
    duties: Type.Array(
      Type.Object(
        {
          code: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
          names: Texts,
          posts: Type.Array(Type.Enum(posts), { minItems: 1 }),
          /** Levels whose bodies must each fill it. */
          levels: optional(Type.Array(text)),
          kinds: optional(Type.Array(text)),
        },
        { additionalProperties: false },
      ),
    ),
    note: optional(Type.Unknown()),
  },
  { additionalProperties: false },
);
export type AuthoredAnswering = Static<typeof AuthoredAnswering>;

export interface Located<T> {
  readonly value: T;
  /** `file:line`, for findings. */
  readonly at: string;
}

export interface AuthoredGovernance {
  readonly registers: Located<AuthoredRegister>[];
  readonly purposes: Located<Static<typeof AuthoredPurpose>>[];
  readonly bases: Located<Static<typeof AuthoredBasis>>[];
  readonly categories: Located<Static<typeof AuthoredCategory>>[];
  readonly mandatory: Located<AuthoredMandatory>[];
  readonly agreements: Located<AuthoredAgreement>[];
  readonly requests: Located<AuthoredRequest>[];
  /** At most one counts: the last. */
  readonly answering: Located<AuthoredAnswering>[];
  /** At most one counts: the last. */
  readonly lifecycle: Located<AuthoredLifecycle>[];
  readonly holds: Located<AuthoredHold>[];
}
