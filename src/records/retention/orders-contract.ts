/** The endpoints of disposal orders as values: what was ordered of whom, what this node was ordered, the answer. */
import Type, { type Static } from 'typebox';
import { BodyRef, Named } from '../../governance/contract.ts';
import { orderStates, Outcome, receivedStates, ToldBasis, Way } from '../../governance/lifecycle/contract.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { DestructionProof } from './proof-shape.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const uuid = Type.String({ format: 'uuid' });
const words = Type.String({ minLength: 1, maxLength: 2000 });
const day = Type.String();

export const OrderLine = Type.Object({
  id: Type.String(),
  /** `given`: ordered from here. `received`: this node, or a body of it, was ordered. */
  direction: Type.Enum(['given', 'received']),
  disposal: Type.String(),
  register: Named,
  giver: BodyRef,
  consumer: BodyRef,
  /** Name of the node that ordered; null: this one. */
  origin: Nullable(Type.String()),
  agreement: Type.String(),
  way: Way,
  /** How many records it names. */
  records: Type.Integer(),
  /** Of a received one: how many of them this node held when it came. */
  held: Nullable(Type.Integer()),
  basis: ToldBasis,
  dueOn: day,
  at: Type.String(),
  reminded: Type.Integer(),
  isLate: Type.Boolean(),
  state: Type.Enum([...new Set([...orderStates, ...receivedStates])]),
  outcome: Nullable(Outcome),
  answeredAt: Nullable(Type.String()),
  counts: Type.Record(Type.String(), Type.Integer()),
  /** Why it was refused, or why the other node did not take it. */
  reason: Nullable(Type.String()),
  /** On which law it was refused. */
  refusedOn: Nullable(ToldBasis),
  statement: Nullable(Type.String()),
  hasProof: Type.Boolean(),
});
export type OrderLine = Static<typeof OrderLine>;

export const listDisposalOrders = endpoint({
  name: 'records.listDisposalOrders',
  method: 'GET',
  path: '/api/retention/orders',
  permission: 'records.read-orders',
  summary:
    'Orders to dispose of copies: given from here, and received; whoever keeps no register sees those of the own body',
  query: Type.Object({
    direction: Type.Optional(Type.Enum(['given', 'received'])),
    disposal: Type.Optional(uuid),
  }),
  response: Type.Object({
    items: Type.Array(OrderLine),
    counts: Type.Object({ open: Type.Integer(), late: Type.Integer(), refused: Type.Integer(), done: Type.Integer() }),
  }),
});

const oneOrder = Type.Object({ order: uuid });

export const OrderPage = Type.Object({
  ...OrderLine.properties,
  /** At most 200 ids. */
  ids: Type.Array(Type.String()),
  /** The disposal of this node that carries it out. */
  carriedOutBy: Nullable(Type.String()),
  mayAnswer: Type.Boolean(),
  /** Of one that was refused: it may be carried out after all. */
  mayCarryOut: Type.Boolean(),
  mayRemind: Type.Boolean(),
});
export type OrderPage = Static<typeof OrderPage>;

export const getDisposalOrder = endpoint({
  name: 'records.getDisposalOrder',
  method: 'GET',
  path: '/api/retention/orders/{order}',
  permission: 'records.read-orders',
  summary: 'One order: what it names by id, by when, and what came of it',
  params: oneOrder,
  response: OrderPage,
});

export const answerDisposalOrder = endpoint({
  name: 'records.answerDisposalOrder',
  method: 'POST',
  path: '/api/retention/orders/{order}/answer',
  permission: 'records.answer-orders',
  summary: 'The body that received rows carries the order out, or refuses it with a reason and a law',
  params: oneOrder,
  body: Type.Object(
    {
      carryOut: Type.Boolean(),
      reason: Type.Optional(Nullable(words)),
      /** Code of a legal basis. */
      basis: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 100 }))),
      /** What became of copies outside this node: files, other systems. Needed to carry it out. */
      statement: Type.Optional(Nullable(words)),
    },
    { additionalProperties: false },
  ),
  response: OrderPage,
});

export const remindDisposalOrder = endpoint({
  name: 'records.remindDisposalOrder',
  method: 'POST',
  path: '/api/retention/orders/{order}/remind',
  permission: 'records.execute-disposal',
  summary: 'Tells an order that is not answered once more; once a day',
  params: oneOrder,
  response: OrderPage,
});

export const getOrderProof = endpoint({
  name: 'records.getOrderProof',
  method: 'GET',
  path: '/api/retention/orders/{order}/proof',
  permission: 'records.read-orders',
  summary: 'The proof with which a body said that its copies are destroyed, from the log of its own node',
  params: oneOrder,
  response: DestructionProof,
});
