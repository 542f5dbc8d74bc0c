/** Orders to dispose of what was received: as they stand where they were given, and where they were received. Pure. */
import Type, { type Static } from 'typebox';
import { Texts } from '../../platform/texts.ts';
import { Day, Nullable } from '../model.ts';
import { Term } from './model.ts';

/** More records than this are several orders. */
export const MOST_RECORDS = 1000;

export const orderStates = ['sent', 'not-taken', 'done', 'refused'] as const;
export const receivedStates = ['received', 'accepted', 'done', 'refused'] as const;

/**
 * What came of it: `destroyed` here with a proof, `none` (the node holds nothing of it), `declared` (the node is the
 * giver's own: only copies outside are spoken of), `refused`.
 */
export const Outcome = Type.Enum(['destroyed', 'none', 'declared', 'refused']);
export type Outcome = Static<typeof Outcome>;

export const Way = Type.Enum(['feed', 'read']);
export type Way = Static<typeof Way>;

/** A law as another node names it: it need not know the code. */
export const ToldBasis = Type.Object({
  code: Type.String({ maxLength: 100 }),
  names: Texts,
  citation: Nullable(Type.String({ maxLength: 1000 })),
});
export type ToldBasis = Static<typeof ToldBasis>;

const text = Type.String();
const Counts = Type.Record(Type.String(), Type.Integer());

export const Order = Type.Object({
  id: text,
  disposal: text,
  giver: Type.Integer(),
  consumer: Type.Integer(),
  agreement: text,
  way: Way,
  records: Type.Array(text),
  dueOn: Day,
  orderedAt: text,
  reminded: Type.Integer(),
  remindedOn: Nullable(Day),
  state: Type.Enum(orderStates),
  outcome: Nullable(Outcome),
  answeredAt: Nullable(text),
  counts: Counts,
  reason: Nullable(text),
  basis: Nullable(ToldBasis),
  statement: Nullable(text),
  proof: Nullable(Type.Record(Type.String(), Type.Unknown())),
});
export type Order = Static<typeof Order>;

export const ReceivedOrder = Type.Object({
  id: text,
  origin: Nullable(text),
  disposal: text,
  register: text,
  giver: Type.Integer(),
  consumer: Type.Integer(),
  agreement: text,
  way: Way,
  term: Term,
  basis: text,
  records: Type.Array(text),
  held: Type.Integer(),
  dueOn: Day,
  receivedAt: text,
  reminded: Type.Integer(),
  state: Type.Enum(receivedStates),
  decidedBy: Nullable(text),
  decidedAt: Nullable(text),
  reason: Nullable(text),
  refusalBasis: Nullable(text),
  statement: Nullable(text),
  outcome: Nullable(Outcome),
  counts: Counts,
  proof: Nullable(Type.Record(Type.String(), Type.Unknown())),
  answeredAt: Nullable(text),
});
export type ReceivedOrder = Static<typeof ReceivedOrder>;

type ReceivedState = ReceivedOrder['state'];
const next: Readonly<Record<ReceivedState, readonly ReceivedState[]>> = {
  received: ['accepted', 'refused'],
  // Whoever refused may carry it out after all: a hold was lifted.
  refused: ['accepted'],
  accepted: ['done'],
  done: [],
};
/** Whether a received order may go from one state to the other. */
export const orderMayBecome = (from: ReceivedState, to: ReceivedState): boolean => next[from].includes(to);
