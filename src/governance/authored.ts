/** Registers and governance as a profile writes them: codes, not ids. Shapes only. */
import Type, { type Static } from 'typebox';
import { Texts } from '../platform/texts.ts';
import { Labels, Mode } from './model.ts';

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
    retention: optional(Type.Record(Type.String(), Type.Unknown())),
    terms: optional(Words),
    citation: optional(Words),
    authorityFor: optional(Type.Array(text)),
    remedy: optional(Type.Object({ purpose: text })),
    /** Left out: it is published. */
    state: optional(Type.Literal('draft')),
    note: optional(Type.Unknown()),
  },
  { additionalProperties: false },
);
export type AuthoredRegister = Static<typeof AuthoredRegister>;

export const AuthoredPurpose = Type.Object(
  { code: text, names: Texts, bases: optional(Type.Array(text)), note: optional(Type.Unknown()) },
  { additionalProperties: false },
);
export const AuthoredBasis = Type.Object(
  { code: text, names: Texts, citation: optional(text), note: optional(Type.Unknown()) },
  { additionalProperties: false },
);

export const AuthoredAgreement = Type.Object(
  {
    code: text,
    names: Texts,
    register: text,
    provider: optional(code),
    for: Type.Union([
      Type.Object({ bodies: Type.Array(code) }, { additionalProperties: false }),
      Type.Object(
        { class: Type.Object({ level: optional(text), kind: optional(text), under: optional(code) }) },
        { additionalProperties: false },
      ),
    ]),
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
    from: text,
    to: optional(text),
    state: optional(Type.Union([Type.Literal('active'), Type.Literal('suspended'), Type.Literal('revoked')])),
    reason: optional(Words),
    note: optional(Type.Unknown()),
  },
  { additionalProperties: false },
);
export type AuthoredAgreement = Static<typeof AuthoredAgreement>;

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
    note: optional(Type.Unknown()),
  },
  { additionalProperties: false },
);
export type AuthoredRequest = Static<typeof AuthoredRequest>;

export interface Located<T> {
  readonly value: T;
  /** `file:line`, for findings. */
  readonly at: string;
}

export interface AuthoredGovernance {
  readonly registers: Located<AuthoredRegister>[];
  readonly purposes: Located<Static<typeof AuthoredPurpose>>[];
  readonly bases: Located<Static<typeof AuthoredBasis>>[];
  readonly agreements: Located<AuthoredAgreement>[];
  readonly requests: Located<AuthoredRequest>[];
}
