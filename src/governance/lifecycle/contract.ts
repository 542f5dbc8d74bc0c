/** The endpoints of the lifecycle as values: terms, holds, disposals. What knows rows is in records (`retention`). */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { BodyRef, Named } from '../contract.ts';
import { Day, LegalBasis, Nullable } from '../model.ts';
import { Disposal, DisposalState, Hold, Term } from './model.ts';

export { disposalStates, DisposalState, Term, What } from './model.ts';
export { orderStates, Outcome, receivedStates, ToldBasis, Way } from './order-model.ts';

const register = Type.String({ minLength: 1, maxLength: 100 });
const words = Type.String({ minLength: 1, maxLength: 1000 });
const uuid = Type.String({ format: 'uuid' });
const person = Type.Object({ id: Type.String(), name: Type.String() });

export const TermLine = Type.Object({
  register: Named,
  /** Null: nobody has said how long. */
  term: Nullable(Term),
  basis: Nullable(LegalBasis),
  origin: Type.Union([Type.Literal('profile'), Type.Literal('decision')]),
  /** Of what was decided here: why, and since when. */
  decision: Nullable(Type.Object({ reason: Type.String(), on: Day, by: person })),
  /** Number of holds in force on it. */
  holds: Type.Integer(),
});
export type TermLine = Static<typeof TermLine>;

export const listTerms = endpoint({
  name: 'governance.listTerms',
  method: 'GET',
  path: '/api/governance/lifecycle/terms',
  permission: 'governance.read',
  summary: 'How long the rows of each register are kept, from when on, and on which legal basis',
  response: Type.Object({ items: Type.Array(TermLine) }),
});

export const setTerm = endpoint({
  name: 'governance.setTerm',
  method: 'PUT',
  path: '/api/governance/lifecycle/terms/{register}',
  permission: 'governance.set-retention',
  summary: 'Decides how long the rows of a register are kept; never shorter than a hold in force',
  params: Type.Object({ register }),
  body: Type.Object({ term: Term, reason: words }, { additionalProperties: false }),
  response: TermLine,
});

export const HoldLine = Type.Object({
  ...Hold.properties,
  register: Named,
  basis: LegalBasis,
  body: Nullable(BodyRef),
  account: person,
  /** A condition in words. */
  said: Nullable(Texts),
  state: Type.Enum(['later', 'in-force', 'over', 'lifted']),
  /** Its day of review has come. */
  isReviewDue: Type.Boolean(),
});
export type HoldLine = Static<typeof HoldLine>;

export const listHolds = endpoint({
  name: 'governance.listHolds',
  method: 'GET',
  path: '/api/governance/lifecycle/holds',
  permission: 'governance.read-lifecycle',
  summary: 'What may not be destroyed whatever its term: on which register or rows, why, until when; lifted ones too',
  query: Type.Object({ register: Type.Optional(register) }),
  response: Type.Object({ items: Type.Array(HoldLine) }),
});

export const placeHold = endpoint({
  name: 'governance.placeHold',
  method: 'POST',
  path: '/api/governance/lifecycle/holds',
  permission: 'governance.place-holds',
  summary:
    'Holds a register, the rows that meet a condition, or one record: nothing of it is destroyed until it is lifted',
  body: Type.Object(
    {
      register,
      record: Type.Optional(Nullable(uuid)),
      condition: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 2000 }))),
      reason: words,
      /** Code of a legal basis. */
      basis: Type.String({ minLength: 1, maxLength: 100 }),
      /** Default today. */
      from: Type.Optional(Day),
      /** Last day; null: until it is lifted. */
      until: Type.Optional(Nullable(Day)),
      /** When it is looked at again, within a year. */
      reviewOn: Day,
    },
    { additionalProperties: false },
  ),
  response: HoldLine,
});

const oneHold = Type.Object({ hold: uuid });

export const reviewHold = endpoint({
  name: 'governance.reviewHold',
  method: 'POST',
  path: '/api/governance/lifecycle/holds/{hold}/review',
  permission: 'governance.place-holds',
  summary: 'Says that a hold still stands, and when it is looked at next',
  params: oneHold,
  body: Type.Object({ reviewOn: Day }, { additionalProperties: false }),
  response: HoldLine,
});

export const liftHold = endpoint({
  name: 'governance.liftHold',
  method: 'POST',
  path: '/api/governance/lifecycle/holds/{hold}/lift',
  permission: 'governance.lift-holds',
  summary: 'Lifts a hold, with the reason; the term counts again as if it had never stopped',
  params: oneHold,
  body: Type.Object({ reason: words }, { additionalProperties: false }),
  response: HoldLine,
});

export const DisposalLine = Type.Object({
  ...Type.Omit(Disposal, ['markedBy', 'decides']).properties,
  register: Named,
  basis: LegalBasis,
  decides: BodyRef,
  proposedBy: person,
  decidedBy: Nullable(person),
});
export type DisposalLine = Static<typeof DisposalLine>;

export const listDisposals = endpoint({
  name: 'governance.listDisposals',
  method: 'GET',
  path: '/api/governance/lifecycle/disposals',
  permission: 'governance.read-lifecycle',
  summary: 'What was proposed to go, the newest first: who decides, what was decided, what has gone, with its proof',
  query: Type.Object({ register: Type.Optional(register), state: Type.Optional(DisposalState) }),
  response: Type.Object({ items: Type.Array(DisposalLine), counts: Type.Record(Type.String(), Type.Integer()) }),
});

const oneDisposal = Type.Object({ disposal: uuid });

export const DisposalPage = Type.Object({
  ...DisposalLine.properties,
  /** At most 200, by id: what it is about, without a value. */
  items: Type.Array(Type.Object({ item: Type.String(), dueOn: Day, spared: Nullable(Type.Enum(['held', 'not-due'])) })),
  mayDecide: Type.Boolean(),
  mayWithdraw: Type.Boolean(),
});
export type DisposalPage = Static<typeof DisposalPage>;

export const getDisposal = endpoint({
  name: 'governance.getDisposal',
  method: 'GET',
  path: '/api/governance/lifecycle/disposals/{disposal}',
  permission: 'governance.read-lifecycle',
  summary: 'One disposal: what it is about by id, where it stands, what it waits for',
  params: oneDisposal,
  response: DisposalPage,
});

export const decideDisposal = endpoint({
  name: 'governance.decideDisposal',
  method: 'POST',
  path: '/api/governance/lifecycle/disposals/{disposal}/decision',
  permission: 'governance.decide-disposals',
  summary: 'The register’s data manager approves or refuses; never who proposed it',
  params: oneDisposal,
  body: Type.Object(
    { allowed: Type.Boolean(), reason: Type.Optional(Nullable(words)) },
    { additionalProperties: false },
  ),
  response: DisposalPage,
});

export const withdrawDisposal = endpoint({
  name: 'governance.withdrawDisposal',
  method: 'POST',
  path: '/api/governance/lifecycle/disposals/{disposal}/withdraw',
  permission: 'governance.decide-disposals',
  summary: 'Takes a disposal back, before anything is marked as gone',
  params: oneDisposal,
  body: Type.Object({ reason: words }, { additionalProperties: false }),
  response: DisposalPage,
});
