/** One body acts for another: the endpoints as values. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { BodyRef, Named } from '../contract.ts';
import { Day } from '../model.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const code = Type.String({ minLength: 1, maxLength: 100 });
const permission = Type.String({ pattern: '^[a-z]+\\.[a-z-]+$', maxLength: 100 });

export const DelegationLine = Type.Object({
  id: Type.String(),
  body: BodyRef,
  to: BodyRef,
  givenBy: BodyRef,
  /** Name of whoever gave it. */
  account: Type.String(),
  permissions: Type.Array(Type.String()),
  registers: Nullable(Type.Array(Named)),
  from: Day,
  until: Day,
  reason: Type.String(),
  /** `lapsed`: whoever gave it no longer stands above the body. */
  state: Type.Enum(['later', 'in-force', 'ended', 'lapsed']),
  /** Whether the asker may act under it now. */
  mine: Type.Boolean(),
  /** Whether the asker may end it. */
  mayEnd: Type.Boolean(),
});
export type DelegationLine = Static<typeof DelegationLine>;

export const listDelegations = endpoint({
  name: 'governance.listDelegations',
  method: 'GET',
  path: '/api/governance/delegations',
  permission: 'governance.read',
  summary: 'Which body acts for which, for what, from when until when; and what one may give oneself',
  query: Type.Object({ mine: Type.Optional(Type.Boolean()), ended: Type.Optional(Type.Boolean()) }),
  response: Type.Object({
    items: Type.Array(DelegationLine),
    /** Permissions that can be given; empty for whoever may give none. */
    offered: Type.Array(Type.String()),
    /** Whether a body above may give for one below. */
    fromAbove: Type.Boolean(),
    /** How many days one lasts at most. */
    days: Type.Integer(),
  }),
});

export const giveDelegation = endpoint({
  name: 'governance.giveDelegation',
  method: 'POST',
  path: '/api/governance/delegations',
  permission: 'governance.delegate',
  summary:
    'Has another body act for one’s own (or one below, where the profile says so), never with more than one holds',
  body: Type.Object({
    /** Code of who is acted for; default the asker’s own body. */
    body: Type.Optional(code),
    /** Code of who acts. */
    to: code,
    permissions: Type.Array(permission, { minItems: 1, maxItems: 50, uniqueItems: true }),
    /** Names; left out: whichever register. */
    registers: Type.Optional(Type.Array(code, { minItems: 1, maxItems: 100, uniqueItems: true })),
    /** Default today. */
    from: Type.Optional(Day),
    until: Day,
    reason: Type.String({ minLength: 1, maxLength: 1000 }),
  }),
  response: DelegationLine,
  about: ({ body }) => (body.body === undefined ? {} : { body: body.body }),
});

export const endDelegation = endpoint({
  name: 'governance.endDelegation',
  method: 'DELETE',
  path: '/api/governance/delegations/{delegation}',
  permission: 'governance.delegate',
  summary: 'Ends a delegation at once, by who gave it or by who acts',
  params: Type.Object({ delegation: Type.String({ format: 'uuid' }) }),
});
