/** Terms, holds and disposals as types, and what follows from them for a day. Pure. */
import Type, { type Static } from 'typebox';
import { Texts } from '../../platform/texts.ts';
import { Day, Nullable } from '../model.ts';

const count = Type.Integer({ minimum: 1, maximum: 10_000 });
const base = {
  /** Code of a legal basis: a term without one is none. */
  basis: Type.String({ minLength: 1, maxLength: 100 }),
  /** What happens when it is over; default `destroy`. */
  then: Type.Optional(Type.Union([Type.Literal('destroy'), Type.Literal('archive')])),
};
/** What the time is counted from: a field of the row that holds a day, or `ended`: the day on which it left the register. */
const from = Type.String({ minLength: 1, maxLength: 63, pattern: '^[a-z][a-z0-9_]*$' });

/** How long a row is kept. */
export const Term = Type.Union([
  Type.Object({ permanent: Type.Literal(true), basis: base.basis }, { additionalProperties: false }),
  Type.Object({ years: count, from, ...base }, { additionalProperties: false }),
  Type.Object({ months: count, from, ...base }, { additionalProperties: false }),
  Type.Object({ days: count, from, ...base }, { additionalProperties: false }),
  /** `field`: physical name of the field that holds the number of years; a row without one is kept. */
  Type.Object({ field: from, from, ...base }, { additionalProperties: false }),
]);
export type Term = Static<typeof Term>;

export const ENDED = 'ended';

export const unitOf = (term: Term): 'years' | 'months' | 'days' | 'field' | 'permanent' =>
  'permanent' in term
    ? 'permanent'
    : 'years' in term
      ? 'years'
      : 'months' in term
        ? 'months'
        : 'days' in term
          ? 'days'
          : 'field';

/** A term as the faults of an authored one are told: sentences, empty when it can be kept. */
export function faultsOf(
  term: Term,
  entity: { readonly fields: readonly { readonly name: string; readonly sqlType: string }[] } | undefined,
): readonly string[] {
  if ('permanent' in term || entity === undefined) return [];
  const typeOf = (name: string) => entity.fields.find((field) => field.name === name)?.sqlType;
  const faults: string[] = [];
  if (term.from !== ENDED && !/^(date|timestamp)/.test(typeOf(term.from) ?? ''))
    faults.push(`\`${term.from}\` is no field that holds a day`);
  if ('field' in term && !/^(integer|smallint|bigint)/.test(typeOf(term.field) ?? ''))
    faults.push(`\`${term.field}\` is no field that holds a whole number of years`);
  return faults;
}

/**
 * The first day on which a row is due: the day after its time is over. The same arithmetic as PostgreSQL's: a month that
 * is too short gives its last day. Null: never.
 * @param event the day that is counted from (YYYY-MM-DD)  @param years of a term whose years stand in the row
 */
export function dueOn(term: Term, event: string, years?: number): string | null {
  const unit = unitOf(term);
  if (unit === 'permanent') return null;
  const [y = 0, m = 1, d = 1] = event.split('-').map(Number);
  if ('days' in term) return dayOf(Date.UTC(y, m - 1, d + term.days + 1));
  const months = 'months' in term ? term.months : 12 * ('years' in term ? term.years : (years ?? Number.NaN));
  if (Number.isNaN(months)) return null;
  const last = new Date(Date.UTC(y, m - 1 + months + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(y, m - 1 + months, Math.min(d, last) + 1));
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/**
 * Whether a term would let rows go that a hold keeps: what begins its time today is due before the hold ends. A hold
 * without an end is longer than every term but the permanent one; of years that stand in the row nobody knows.
 */
export function isShorterThan(term: Term, hold: Pick<Hold, 'until'>, today: string): boolean {
  if ('permanent' in term || 'field' in term) return false;
  const due = dueOn(term, today);
  return due !== null && (hold.until === null || due <= hold.until);
}

export const Hold = Type.Object({
  id: Type.String(),
  register: Type.String(),
  /** One record by its id, the rows that meet a condition, or, with both null, all of the register. */
  record: Nullable(Type.String()),
  condition: Nullable(Type.String()),
  reason: Type.String(),
  basis: Type.String(),
  from: Day,
  until: Nullable(Day),
  reviewOn: Day,
  reviewedOn: Nullable(Day),
  account: Type.String(),
  body: Nullable(Type.Integer()),
  liftedOn: Nullable(Day),
  liftReason: Nullable(Type.String()),
});
export type Hold = Static<typeof Hold>;

/** Both days included; what was lifted holds nothing from that day on. */
export const isHolding = ({ from, until, liftedOn }: Pick<Hold, 'from' | 'until' | 'liftedOn'>, day: string): boolean =>
  from <= day && (until === null || until >= day) && (liftedOn === null || liftedOn > day);

export const disposalStates = ['proposed', 'refused', 'withdrawn', 'approved', 'marked', 'destroyed'] as const;
export const DisposalState = Type.Enum(disposalStates);
export type DisposalState = (typeof disposalStates)[number];

export const whats = ['records', 'loads'] as const;
/** Rows of the register, or loads that were never taken over. */
export const What = Type.Enum(whats);
export type What = (typeof whats)[number];

export const Disposal = Type.Object({
  id: Type.String(),
  register: Type.String(),
  what: What,
  term: Term,
  basis: Type.String(),
  state: DisposalState,
  proposedBy: Type.String(),
  proposedAt: Type.String(),
  decides: Type.Integer(),
  decidedBy: Nullable(Type.String()),
  decidedAt: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  markedBy: Nullable(Type.Integer()),
  markedAt: Nullable(Type.String()),
  bytesFrom: Nullable(Day),
  destroyedAt: Nullable(Type.String()),
  counts: Type.Record(Type.String(), Type.Integer()),
  idsHash: Nullable(Type.String()),
  proof: Type.Array(Type.String()),
  archive: Nullable(Type.Record(Type.String(), Type.Unknown())),
  /** The person's request it follows; null: the term is over. */
  request: Nullable(Type.String()),
  /** The order of another body that it carries out; null: what is past its term here. */
  orderedBy: Nullable(Type.String()),
});
export type Disposal = Static<typeof Disposal>;

const next: Readonly<Record<DisposalState, readonly DisposalState[]>> = {
  proposed: ['refused', 'withdrawn', 'approved'],
  approved: ['withdrawn', 'marked'],
  marked: ['destroyed'],
  refused: [],
  withdrawn: [],
  destroyed: [],
};
/** Whether a disposal may go from one state to the other. */
export const mayBecome = (from: DisposalState, to: DisposalState): boolean => next[from].includes(to);

/** One of the stages that data go through, as the profile names it. */
export const StageOf = Type.Object({
  code: Type.String(),
  names: Texts,
  /** What the node can show of it for a register; left out: it is done outside. */
  shows: Type.Optional(
    Type.Enum(['open-loads', 'records', 'labels', 'versions', 'agreements', 'holds', 'due', 'disposals']),
  ),
});
export type StageOf = Static<typeof StageOf>;

/** What a profile says of the lifecycle. */
export const Lifecycle = Type.Object({
  stages: Type.Array(StageOf),
  /** Loads that nobody took over: kept so many days, on which basis. Left out: they are nobody's concern here. */
  drafts: Type.Optional(
    Type.Object({ days: count, basis: Type.String(), then: Type.Optional(Type.Literal('destroy')) }),
  ),
  /** How many days the oldest backup lives: until then no byte is called gone. */
  backupDays: Type.Integer(),
  /** Working days within which who received rows says what became of them. */
  orderDays: Type.Integer(),
  /** Working days within which a proposal is decided. */
  decideDays: Type.Integer(),
});
export type Lifecycle = Static<typeof Lifecycle>;
