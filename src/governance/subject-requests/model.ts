/** What a person may ask of those who keep data about her, by when it is answered, and what may follow what. Pure. */
import Type, { type Static } from 'typebox';
import type { WorkingCalendar } from '../../platform/calendar.ts';
import { addDays } from '../../platform/relative-day.ts';
import { Day, Nullable } from '../model.ts';

const text = Type.String();

/** A right she exercises. `withdraw`: the consent that she gave. */
export const requestKinds = ['view', 'correct', 'erase', 'restrict', 'object', 'withdraw'] as const;
export const RequestKind = Type.Enum(requestKinds);
export type RequestKind = (typeof requestKinds)[number];

/** `acting`: something that was begun for it (a correction, a disposal) has not ended yet. */
export const subjectStates = ['received', 'acknowledged', 'acting', 'done', 'refused', 'withdrawn'] as const;
export const SubjectState = Type.Enum(subjectStates);
export type SubjectState = (typeof subjectStates)[number];

const next: Readonly<Record<SubjectState, readonly SubjectState[]>> = {
  received: ['acknowledged', 'acting', 'done', 'refused', 'withdrawn'],
  acknowledged: ['acting', 'done', 'refused', 'withdrawn'],
  acting: ['done', 'refused', 'withdrawn'],
  done: [],
  refused: [],
  withdrawn: [],
};
/** Whether a request may go from one state to the other. */
export const mayMove = (from: SubjectState, to: SubjectState): boolean => next[from].includes(to);
export const isOpen = ({ state }: { readonly state: SubjectState }): boolean => next[state].length > 0;

/** What is done for one kind, as the profile says by law. */
export interface Terms {
  /** Days within which she is answered that it came. */
  readonly answerDays: number;
  /** Days within which it is done. */
  readonly days: number;
  /** The same where others must act as well. */
  readonly withOthers: number;
  /** By how many days it is put off once, at most. */
  readonly extend: number;
  /** `working`: days of the profile's calendar; `calendar`: every day. */
  readonly count: 'working' | 'calendar';
}

/** The day that lies so many days after another: the day itself is not counted. */
export const dayAfter = (calendar: WorkingCalendar, day: string, days: number, count: Terms['count']): string =>
  count === 'working' ? calendar.addWorkingDays(day, days) : addDays(day, days);

export interface Due {
  readonly answerDue: string;
  readonly due: string;
}

/** By when a request that came on a day is acknowledged and done. */
export const dueOf = (calendar: WorkingCalendar, receivedOn: string, terms: Terms, withOthers: boolean): Due => ({
  answerDue: dayAfter(calendar, receivedOn, terms.answerDays, terms.count),
  due: dayAfter(calendar, receivedOn, withOthers ? terms.withOthers : terms.days, terms.count),
});

/** Which of its days is next: until it is acknowledged the day for that. */
export const nextDue = (one: Pick<SubjectRequest, 'state' | 'answerDue' | 'due'>): string =>
  one.state === 'received' && one.answerDue < one.due ? one.answerDue : one.due;

export const Extended = Type.Object({ days: Type.Integer(), reason: text, on: Day });
export const Told = Type.Object({ whom: text, on: Day, words: Type.Optional(text) });
export const Refusal = Type.Object({
  /** Code of the ground, as the profile lists them. */
  ground: text,
  reason: text,
});
export const stepActs = [
  ...['filed', 'acknowledged', 'extended', 'told', 'begun', 'done', 'refused', 'withdrawn', 'escalated'],
] as const;
export const Step = Type.Object({
  at: text,
  act: text,
  /** Account; `system`: the node itself. */
  account: text,
  body: Nullable(Type.Integer()),
  words: Type.Optional(text),
});
export type Step = Static<typeof Step>;

export const SubjectRequest = Type.Object({
  id: text,
  kind: RequestKind,
  person: text,
  account: text,
  onBehalf: Type.Boolean(),
  authority: Nullable(Type.Enum(['herself', 'representative'])),
  evidence: Nullable(text),
  reason: text,
  register: Nullable(text),
  record: Nullable(text),
  field: Nullable(text),
  wanted: Nullable(text),
  purpose: Nullable(text),
  /** Id of the body that answers, and the post there. */
  body: Type.Integer(),
  post: text,
  state: SubjectState,
  receivedAt: text,
  receivedOn: Day,
  answerDue: Day,
  due: Day,
  calendar: text,
  withOthers: Type.Boolean(),
  extended: Nullable(Extended),
  told: Type.Array(Told),
  refusal: Nullable(Refusal),
  answer: Nullable(text),
  result: Type.Object({
    correction: Type.Optional(text),
    disposal: Type.Optional(text),
    /** Records whose use was restricted. */
    restricted: Type.Optional(Type.Array(text)),
    consent: Type.Optional(text),
  }),
  steps: Type.Array(Step),
  escalatedOn: Nullable(Day),
  closedAt: Nullable(text),
});
export type SubjectRequest = Static<typeof SubjectRequest>;
