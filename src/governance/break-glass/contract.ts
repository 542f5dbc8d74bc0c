/** Emergency rights: the endpoints as values. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { BodyRef, Named } from '../contract.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const code = Type.String({ minLength: 1, maxLength: 100 });
const permission = Type.String({ pattern: '^[a-z]+\\.[a-z-]+$', maxLength: 100 });
const Moment = Type.String({ format: 'date-time' });
const OneRight = Type.Object({ right: Type.String({ format: 'uuid' }) });

export const RightLine = Type.Object({
  id: Type.String(),
  /** Name of who began it. */
  who: Type.String(),
  body: BodyRef,
  permissions: Type.Array(Type.String()),
  registers: Nullable(Type.Array(Named)),
  /** Hours from its confirmation on. */
  hours: Type.Number(),
  reason: Type.String(),
  /** `over`: nobody confirmed it; `ended`: waits for its review. */
  state: Type.Enum(['asked', 'over', 'open', 'ended', 'reviewed']),
  askedAt: Moment,
  waitsUntil: Moment,
  confirmedBy: Nullable(Type.String()),
  confirmedAt: Nullable(Moment),
  endsAt: Nullable(Moment),
  endedAt: Nullable(Moment),
  reviewedBy: Nullable(Type.String()),
  reviewedAt: Nullable(Moment),
  justified: Nullable(Type.Boolean()),
  finding: Nullable(Type.String()),
  /** Whether the asker began it; whether he may confirm, end, review it now. */
  mine: Type.Boolean(),
  mayConfirm: Type.Boolean(),
  mayEnd: Type.Boolean(),
  mayReview: Type.Boolean(),
});
export type RightLine = Static<typeof RightLine>;

/** One thing done under it, from the audit trail. */
export const ActUnder = Type.Object({
  entry: Type.String(),
  at: Moment,
  action: Type.String(),
  subject: Type.String(),
  /** How many records were named. */
  records: Type.Integer(),
});
export type ActUnder = Static<typeof ActUnder>;

export const listBreakGlass = endpoint({
  name: 'governance.listBreakGlass',
  method: 'GET',
  path: '/api/governance/break-glass',
  permission: 'governance.read-break-glass',
  summary:
    'Emergency rights: one’s own, those one may confirm, all of them for compliance; and what may be broken open',
  response: Type.Object({
    items: Type.Array(RightLine),
    /** Permissions that may be broken open; empty where the profile names none, or for whoever may begin none. */
    offered: Type.Array(Type.String()),
    /** How many hours one lasts at most. */
    hours: Type.Number(),
  }),
});

export const getBreakGlass = endpoint({
  name: 'governance.getBreakGlass',
  method: 'GET',
  path: '/api/governance/break-glass/{right}',
  permission: 'governance.read-break-glass',
  summary: 'One emergency right with everything that was done under it, the first 500 acts',
  params: OneRight,
  response: Type.Object({ ...RightLine.properties, acts: Type.Array(ActUnder) }),
});

export const beginBreakGlass = endpoint({
  name: 'governance.beginBreakGlass',
  method: 'POST',
  path: '/api/governance/break-glass',
  permission: 'governance.begin-break-glass',
  summary: 'Begins an emergency right for oneself; it opens nothing until somebody else confirms it',
  body: Type.Object({
    permissions: Type.Array(permission, { minItems: 1, maxItems: 20, uniqueItems: true }),
    /** Names; left out: whichever register. */
    registers: Type.Optional(Type.Array(code, { minItems: 1, maxItems: 100, uniqueItems: true })),
    /** Default and most: what the profile says. */
    hours: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1000 })),
    reason: Type.String({ minLength: 10, maxLength: 1000 }),
  }),
  response: RightLine,
});

export const confirmBreakGlass = endpoint({
  name: 'governance.confirmBreakGlass',
  method: 'POST',
  path: '/api/governance/break-glass/{right}/confirm',
  permission: 'governance.confirm-break-glass',
  summary: 'Opens the emergency right of somebody else, for its hours from now on',
  params: OneRight,
  response: RightLine,
});

export const endBreakGlass = endpoint({
  name: 'governance.endBreakGlass',
  method: 'POST',
  path: '/api/governance/break-glass/{right}/end',
  permission: 'governance.read-break-glass',
  summary: 'Ends an emergency right at once, or refuses one that waits: by who began it, or who may confirm it',
  params: OneRight,
  response: RightLine,
});

export const reviewBreakGlass = endpoint({
  name: 'governance.reviewBreakGlass',
  method: 'POST',
  path: '/api/governance/break-glass/{right}/review',
  permission: 'governance.review-break-glass',
  summary: 'Says what compliance found of an emergency right that has ended: justified or not, and why',
  params: OneRight,
  body: Type.Object({ justified: Type.Boolean(), finding: Type.String({ minLength: 10, maxLength: 2000 }) }),
  response: RightLine,
});
