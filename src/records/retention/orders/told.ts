/** What two nodes tell each other of disposals: the order, and what came of it. Ids, days and laws, never a value. */
import Type, { type Static } from 'typebox';
import { MOST_RECORDS } from '../../../governance/index.ts';
import { Outcome, Term, ToldBasis, Way } from '../../../governance/lifecycle/contract.ts';
import { DestructionProof } from '../proof-shape.ts';

export const ORDERED = 'records.disposal-ordered';
export const ANSWERED = 'records.disposal-answered';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });
const Code = Type.String({ minLength: 1, maxLength: 100 });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Moment = Type.String({ pattern: '^[0-9T:.+Z -]{10,40}$' });
const Words = Type.String({ minLength: 1, maxLength: 2000 });

export const Ordered = Type.Object(
  {
    order: Uuid,
    disposal: Uuid,
    register: Code,
    agreement: Code,
    way: Way,
    term: Term,
    basis: ToldBasis,
    records: Type.Array(Uuid, { minItems: 1, maxItems: MOST_RECORDS, uniqueItems: true }),
    due: Day,
    /** 0: the order itself; then the number of the reminder. */
    reminded: Type.Integer({ minimum: 0, maximum: 1000 }),
  },
  { additionalProperties: false },
);
export type Ordered = Static<typeof Ordered>;

export const Answered = Type.Object(
  {
    order: Uuid,
    outcome: Outcome,
    counts: Type.Record(Type.String({ pattern: '^[a-z]{1,20}$' }), Type.Integer({ minimum: 0, maximum: 10_000_000 })),
    reason: Nullable(Words),
    basis: Nullable(ToldBasis),
    statement: Nullable(Words),
    proof: Nullable(DestructionProof),
    at: Moment,
  },
  { additionalProperties: false },
);
export type Answered = Static<typeof Answered>;
