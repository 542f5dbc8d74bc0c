/** The endpoints of the person's window as values. */
import Type, { type Static } from 'typebox';
import { BodyRef, LegalBasis, Named } from '../../governance/contract.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Reason = Type.String({ minLength: 5, maxLength: 500 });
/** The number by which the profile's registers know a person. */
const Person = Type.String({ minLength: 1, maxLength: 40, pattern: '^[0-9A-Za-z-]+$' });

export const WindowDecision = Type.Object({
  id: Type.String(),
  open: Type.Boolean(),
  number: Type.String(),
  reason: Texts,
  citation: Nullable(Type.String()),
  /** Null: all of them. */
  registers: Nullable(Type.Array(Named)),
  from: Day,
  decidedAt: Type.String(),
});
export type WindowDecision = Static<typeof WindowDecision>;

export const ReadLine = Type.Object({
  at: Type.String(),
  /** Null: the node itself, for nobody. */
  body: Nullable(BodyRef),
  /** Post held there; words `bodies:posts.<post>`. Null: a program. */
  post: Nullable(Type.String()),
  /** Only where the profile says so. */
  name: Nullable(Type.String()),
  /** Words: `web-privacy:ways.<way>`. */
  way: Type.String(),
  data: Type.Array(
    Type.Object({
      register: Named,
      /** Null: whole records. */
      fields: Nullable(Type.Array(Named)),
    }),
  ),
  purpose: Nullable(Named),
  bases: Type.Array(LegalBasis),
});
export type ReadLine = Static<typeof ReadLine>;

export const WindowPage = Type.Object({
  person: Type.String(),
  /** Whether somebody else opened it on her behalf. */
  onBehalf: Type.Boolean(),
  decision: WindowDecision,
  /** Where data about her are held. */
  held: Type.Array(
    Type.Object({ register: Named, record: Type.String(), body: BodyRef, keeper: BodyRef, stands: Type.Boolean() }),
  ),
  reads: Type.Array(ReadLine),
  /** Bodies that hold a copy by a feed. */
  copies: Type.Array(
    Type.Object({
      body: BodyRef,
      register: Named,
      agreement: Type.String(),
      purpose: Nullable(Named),
      bases: Type.Array(LegalBasis),
      fields: Type.Array(Named),
      since: Type.String(),
      until: Nullable(Type.String()),
    }),
  ),
});
export type WindowPage = Static<typeof WindowPage>;

export const readOwnWindow = endpoint({
  name: 'exchange.readOwnWindow',
  method: 'GET',
  path: '/api/window',
  permission: 'exchange.read-own-window',
  summary: 'Who looked at the caller’s own data: when, which, for what, under which law',
  response: WindowPage,
});

export const openWindow = endpoint({
  name: 'exchange.openWindow',
  method: 'POST',
  path: '/api/window/on-behalf',
  permission: 'exchange.open-window',
  summary: 'The same on behalf of a person, with a reason that is kept; it is a read itself',
  body: Type.Object({ person: Person, reason: Reason }, { additionalProperties: false }),
  response: WindowPage,
});

export const windowState = endpoint({
  name: 'exchange.windowState',
  method: 'GET',
  path: '/api/window/state',
  permission: 'exchange.read-own-window',
  summary:
    'Whether the window is open, by which decision, for which registers; and whether the caller is linked to a person',
  response: Type.Object({
    open: Type.Boolean(),
    decision: Nullable(WindowDecision),
    decisions: Type.Array(WindowDecision),
    linked: Type.Boolean(),
    mayOpen: Type.Boolean(),
    mayDecide: Type.Boolean(),
  }),
});

export const decideWindow = endpoint({
  name: 'exchange.decideWindow',
  method: 'POST',
  path: '/api/window/decisions',
  permission: 'exchange.decide-window',
  summary: 'Records the decision that opens or closes the window, for all registers or for some',
  body: Type.Object(
    {
      open: Type.Boolean(),
      number: Type.String({ minLength: 1, maxLength: 100 }),
      reason: Reason,
      citation: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
      registers: Type.Optional(
        Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 200 }),
      ),
      /** First day; default today. */
      from: Type.Optional(Day),
    },
    { additionalProperties: false },
  ),
  response: WindowDecision,
});

export const linkPerson = endpoint({
  name: 'exchange.linkPerson',
  method: 'POST',
  path: '/api/window/people',
  permission: 'exchange.link-person',
  summary: 'Says which person an account is, by name of the account; without a person the link ends',
  body: Type.Object(
    { account: Type.String({ minLength: 1, maxLength: 100 }), person: Nullable(Person), reason: Reason },
    { additionalProperties: false },
  ),
});
