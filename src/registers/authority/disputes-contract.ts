/** Claims to an element and the disputes they open, over HTTP. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' });
const Words = Type.String({ minLength: 1, maxLength: 4000 });
const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });
/** A register of this node, or a source that is kept elsewhere and known by name. */
export const SourceName = Type.Object({ name: text, names: Texts, here: Type.Boolean() });
export type SourceName = Static<typeof SourceName>;

export const disputeStates = ['open', 'closed', 'withdrawn'] as const;
const State = Type.Enum([...disputeStates]);

export const DisputeLine = Type.Object({
  id: Uuid,
  element: text,
  names: Texts,
  holder: SourceName,
  claimant: SourceName,
  state: State,
  openedOn: text,
  due: text,
  /** Working days that have passed since it was opened, of those there are; until it was closed. */
  daysOpen: Type.Number(),
  daysAllowed: Type.Number(),
  overdue: Type.Boolean(),
  winner: Nullable(SourceName),
  closedAt: Nullable(text),
});
export type DisputeLine = Static<typeof DisputeLine>;

/** How the two registers compare where both hold the same thing by the same key. */
export const Evidence = Type.Object({
  /** Keys that both registers hold. */
  both: Type.Integer(),
  same: Type.Integer(),
  /** Both say something, and not the same. */
  differing: Type.Integer(),
  onlyHolder: Type.Integer(),
  onlyClaimant: Type.Integer(),
});
export type Evidence = Static<typeof Evidence>;

export const Argument = Type.Object({ words: Texts, saidAt: text, body: Nullable(BodyRef) });

export const ClaimSide = Type.Object({
  register: SourceName,
  /** Since when it claims the element. */
  since: text,
  manager: Nullable(BodyRef),
  /** Whether the dictionary's release names it as the source. */
  named: Type.Boolean(),
  arguments: Type.Array(Argument),
});
export type ClaimSide = Static<typeof ClaimSide>;

export const DisputePage = Type.Object({
  ...DisputeLine.properties,
  sides: Type.Array(ClaimSide),
  /** Null where the two registers have no key in common, or one of them is kept elsewhere. */
  evidence: Nullable(Evidence),
  reason: Nullable(text),
  closedBy: Nullable(text),
});
export type DisputePage = Static<typeof DisputePage>;

export const listDisputes = endpoint({
  name: 'registers.listDisputes',
  method: 'GET',
  path: '/api/disputes',
  permission: 'registers.read-authorities',
  summary: 'Elements that two registers claim, open and closed, with the clock in working days',
  query: Type.Object({ state: Type.Optional(State), element: Type.Optional(Name) }),
  response: Type.Object({ items: Type.Array(DisputeLine) }),
});

const oneDispute = Type.Object({ dispute: Uuid });

export const getDispute = endpoint({
  name: 'registers.getDispute',
  method: 'GET',
  path: '/api/disputes/{dispute}',
  permission: 'registers.read-dispute',
  summary: 'Both claims with what is said for them, and in how many records the two registers differ',
  params: oneDispute,
  response: DisputePage,
});

export const listDisputed = endpoint({
  name: 'registers.listDisputed',
  method: 'GET',
  path: '/api/disputes/{dispute}/records',
  permission: 'registers.read-dispute',
  summary: 'Records in which the two registers differ, as far as the caller may read both',
  params: oneDispute,
  query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) }),
  response: Type.Object({
    items: Type.Array(
      Type.Object({
        holderRecord: Uuid,
        claimantRecord: Uuid,
        /** What each of the two says, as text. */
        holder: Nullable(text),
        claimant: Nullable(text),
      }),
    ),
  }),
});

export const claimElement = endpoint({
  name: 'registers.claimElement',
  method: 'POST',
  path: '/api/authorities/{element}/claims',
  permission: 'registers.claim-authority',
  summary: 'Claim an element for a register: a free one is given, a taken one opens a dispute',
  params: Type.Object({ element: Name }),
  body: Type.Object({ register: Name, argument: Words }),
  response: Type.Object({ standing: Type.Enum(['authority', 'disputed']), dispute: Nullable(Uuid) }),
  about: ({ body }) => ({ register: body.register }),
});

export const argueDispute = endpoint({
  name: 'registers.argueDispute',
  method: 'POST',
  path: '/api/disputes/{dispute}/arguments',
  permission: 'registers.claim-authority',
  summary: 'Say something for one side of an open dispute',
  params: oneDispute,
  body: Type.Object({ register: Name, argument: Words }),
  response: DisputePage,
  about: ({ body }) => ({ register: body.register }),
});

export const settleDispute = endpoint({
  name: 'registers.settleDispute',
  method: 'POST',
  path: '/api/disputes/{dispute}/settlement',
  permission: 'registers.settle-dispute',
  summary: 'Close a dispute: which register is the source, and why; the other claim stays in history',
  params: oneDispute,
  body: Type.Object({ winner: Name, reason: Words }),
  response: DisputePage,
});

export const reopenDispute = endpoint({
  name: 'registers.reopenDispute',
  method: 'POST',
  path: '/api/disputes/{dispute}/reopening',
  permission: 'registers.settle-dispute',
  summary: 'Take back a settlement within 24 hours: both claims stand again as before',
  params: oneDispute,
  body: Type.Object({ reason: Words }),
  response: DisputePage,
});

export const withdrawClaim = endpoint({
  name: 'registers.withdrawClaim',
  method: 'POST',
  path: '/api/disputes/{dispute}/withdrawal',
  permission: 'registers.claim-authority',
  summary: 'The register that claimed the element lets its claim go',
  params: oneDispute,
  body: Type.Object({ register: Name, reason: Words }),
  response: DisputePage,
  about: ({ body }) => ({ register: body.register }),
});
