/** The lifecycle as a profile writes it, and holds that it begins with. Shapes only. */
import Type, { type Static } from 'typebox';
import { StageOf } from './model.ts';

const text = Type.String({ minLength: 1 });
const days = (maximum: number) => Type.Integer({ minimum: 1, maximum });

/** Left out: rows have terms, and nothing is due by itself. */
export const AuthoredLifecycle = Type.Object(
  {
    stages: Type.Array(
      Type.Object(
        { ...StageOf.properties, code: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }) },
        { additionalProperties: false },
      ),
    ),
    drafts: Type.Optional(
      Type.Object(
        { days: days(36_600), basis: text, then: Type.Optional(Type.Literal('destroy')) },
        { additionalProperties: false },
      ),
    ),
    /** Days that the oldest backup lives; stored pages of feeds live up to thirty. */
    backupDays: Type.Integer({ minimum: 30, maximum: 3660 }),
    orderDays: days(250),
    decideDays: days(250),
    note: Type.Optional(Type.Unknown()),
  },
  { additionalProperties: false },
);
export type AuthoredLifecycle = Static<typeof AuthoredLifecycle>;

export const AuthoredHold = Type.Object(
  {
    code: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]*$' }),
    register: text,
    condition: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
    reason: text,
    basis: text,
    from: text,
    until: Type.Optional(text),
    review: text,
  },
  { additionalProperties: false },
);
export type AuthoredHold = Static<typeof AuthoredHold>;
