/** Acts that wait for a second person: the endpoints as values. */
import Type, { type Static } from 'typebox';
import { ExplainedDecision } from '../decision.ts';
import { endpoint } from '../http/endpoint.ts';
import { Texts } from '../texts.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const OneApproval = Type.Object({ approval: Type.String({ format: 'uuid' }) });
const Reason = Type.String({ minLength: 1, maxLength: 1000 });
const BodyRef = Type.Object({ id: Type.Integer(), code: Type.String(), names: Texts });
const Person = Type.Object({ account: Type.String(), name: Type.String(), body: Nullable(BodyRef) });

export const approvalStates = ['open', 'agreeing', 'done', 'failed', 'refused', 'withdrawn', 'expired'] as const;

export const ApprovalLine = Type.Object({
  id: Type.String(),
  /** As in the audit trail: `bodies.merge-bodies`. */
  action: Type.String(),
  permission: Type.String(),
  /** What it is about, as the asker wrote it. */
  about: Type.Object({
    register: Type.Optional(Type.String()),
    body: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
    purpose: Type.Optional(Type.String()),
  }),
  proposedBy: Person,
  proposedAt: Type.String(),
  expiresAt: Type.String(),
  state: Type.Enum([...approvalStates]),
  decidedBy: Nullable(Person),
  decidedAt: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  mine: Type.Boolean(),
  /** Whether the asker may agree now; else what stands in the way, as the problem that would answer: `own-proposal`. */
  mayAgree: Type.Union([Type.Literal(true), Type.String()]),
});
export type ApprovalLine = Static<typeof ApprovalLine>;

export const Approval = Type.Object({
  ...ApprovalLine.properties,
  /** What is agreed to: sent back with the agreement. */
  digest: Type.String(),
  /** The request with its secrets as dots; null once it is decided: it is not kept longer than needed. */
  request: Nullable(Type.Record(Type.String(), Type.Unknown())),
  /** Names of the accounts that the request names. */
  names: Type.Record(Type.String(), Type.String()),
  /** Why one is not entitled, in words. */
  decision: Nullable(ExplainedDecision),
  /** What the act answered when it was done. */
  outcome: Nullable(Type.Object({ status: Type.Integer(), title: Type.Optional(Type.String()) })),
});
export type Approval = Static<typeof Approval>;

export const listApprovals = endpoint({
  name: 'approvals.listApprovals',
  method: 'GET',
  path: '/api/approvals',
  permission: 'approvals.read',
  summary: 'Acts that wait for a second person: one’s own, and those one may agree to',
  query: Type.Object({ state: Type.Optional(Type.Enum(['open', 'closed'])) }),
  response: Type.Object({ items: Type.Array(ApprovalLine) }),
});

export const getApproval = endpoint({
  name: 'approvals.getApproval',
  method: 'GET',
  path: '/api/approvals/{approval}',
  permission: 'approvals.read',
  summary: 'One act that waits, with the request as it was and without its secrets',
  params: OneApproval,
  response: Approval,
});

export const agree = endpoint({
  name: 'approvals.agree',
  method: 'POST',
  path: '/api/approvals/{approval}/agree',
  permission: 'approvals.decide',
  summary: 'Agrees as the second person: the act is done at once, in the name of whoever proposed it',
  params: OneApproval,
  body: Type.Object({ digest: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
  response: Approval,
});

export const refuseApproval = endpoint({
  name: 'approvals.refuse',
  method: 'POST',
  path: '/api/approvals/{approval}/refuse',
  permission: 'approvals.decide',
  summary: 'Refuses as the second person, with a reason: the act is not done',
  params: OneApproval,
  body: Type.Object({ reason: Reason }),
  response: Approval,
});

export const withdrawApproval = endpoint({
  name: 'approvals.withdraw',
  method: 'DELETE',
  path: '/api/approvals/{approval}',
  permission: 'approvals.read',
  summary: 'Withdraws what one proposed oneself',
  params: OneApproval,
});
