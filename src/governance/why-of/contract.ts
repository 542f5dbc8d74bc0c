/** Would somebody else be allowed, and why not? */
import Type, { type Static } from 'typebox';
import { ExplainedDecision } from '../../platform/decision.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { BodyRef } from '../contract.ts';

const code = Type.String({ minLength: 1, maxLength: 100 });

export const WhyOf = Type.Object({
  account: Type.String(),
  name: Type.String(),
  body: Type.Union([BodyRef, Type.Null()]),
  posts: Type.Array(Type.String()),
  decision: ExplainedDecision,
  /** Facts of agreements that the asker may not read were left out. */
  withheld: Type.Boolean(),
});
export type WhyOf = Static<typeof WhyOf>;

export const askWhyOf = endpoint({
  name: 'governance.askWhyOf',
  method: 'POST',
  path: '/api/governance/why-of',
  permission: 'governance.ask-of-others',
  summary: 'Would this person be allowed? One decision with rule and facts, for whoever oversees the person’s body',
  body: Type.Object({
    /** Name to sign in, or id of the account. */
    account: Type.String({ minLength: 1, maxLength: 200 }),
    permission: code,
    register: Type.Optional(code),
    body: Type.Optional(Type.Union([Type.Integer(), code])),
    purpose: Type.Optional(code),
  }),
  response: WhyOf,
});
