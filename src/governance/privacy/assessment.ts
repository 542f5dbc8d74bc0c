/** An impact assessment of processing: its steps, what each asks, and its days. Pure. */
import Type, { type Static } from 'typebox';
import { Day, Nullable } from '../model.ts';
import { missingOf, type Part } from './parts.ts';

export const Assessment = Type.Object({
  code: Type.String(),
  purpose: Type.String(),
  registers: Type.Array(Type.String()),
  body: Type.Integer(),
  firstProcessing: Day,
  due: Day,
  calendar: Type.String(),
  contents: Type.Record(Type.String(), Type.String()),
  revision: Type.Integer(),
  cause: Nullable(Type.String()),
  sentOn: Nullable(Day),
  number: Nullable(Type.String()),
  lateReason: Nullable(Type.String()),
  answeredOn: Nullable(Day),
  answer: Nullable(Type.String()),
  refreshOn: Nullable(Day),
  waivedOn: Nullable(Day),
  waivedBasis: Nullable(Type.String()),
  waivedReason: Nullable(Type.String()),
  account: Type.String(),
});
export type Assessment = Static<typeof Assessment>;

export const assessmentStates = ['draft', 'sent', 'answered', 'waived'] as const;
export type AssessmentState = (typeof assessmentStates)[number];

export function assessmentState(one: Pick<Assessment, 'waivedOn' | 'answeredOn' | 'sentOn'>): AssessmentState {
  if (one.waivedOn !== null) return 'waived';
  if (one.answeredOn !== null) return 'answered';
  return one.sentOn === null ? 'draft' : 'sent';
}

export const dayClockStates = ['running', 'late', 'stopped'] as const;
export interface DayClock {
  readonly state: (typeof dayClockStates)[number];
  /** The day that is meant: of sending, or of looking again; null when nothing is due. */
  readonly due: string | null;
  /** Days left; negative when late. */
  readonly daysLeft: number | null;
}

const DAY_MS = 86_400_000;
export const dayClock = (due: string | null, today: string): DayClock => {
  if (due === null) return { state: 'stopped', due, daysLeft: null };
  const daysLeft = Math.round((Date.parse(due) - Date.parse(today)) / DAY_MS);
  return { state: daysLeft < 0 ? 'late' : 'running', due, daysLeft };
};

/** Due to be sent while it is a draft, to be looked at again once it was sent; what is waived is due never. */
export const assessmentClock = (one: Assessment, today: string): DayClock =>
  dayClock(assessmentState(one) === 'waived' ? null : one.sentOn === null ? one.due : one.refreshOn, today);

export const assessmentSteps = ['write', 'send', 'answer', 'refresh', 'waive'] as const;
export type AssessmentStep = (typeof assessmentSteps)[number];

/** What may be done now. */
export function stepsOf(one: Assessment): readonly AssessmentStep[] {
  switch (assessmentState(one)) {
    case 'draft':
      return one.revision === 1 ? ['write', 'send', 'waive'] : ['write', 'send'];
    case 'sent':
      return ['answer', 'refresh'];
    case 'answered':
    case 'waived':
      return ['refresh'];
  }
}

export interface AssessmentTaken {
  readonly step: AssessmentStep;
  /** Default today. */
  readonly on?: string | undefined;
  readonly contents?: Readonly<Record<string, string>> | undefined;
  readonly registers?: readonly string[] | undefined;
  readonly number?: string | undefined;
  readonly lateReason?: string | undefined;
  readonly words?: string | undefined;
  readonly basis?: string | undefined;
}

export type DossierFault =
  | { readonly kind: 'moved-on'; readonly state: string }
  | { readonly kind: 'days'; readonly earliest: string; readonly latest: string }
  | { readonly kind: 'needed'; readonly field: string }
  | { readonly kind: 'late'; readonly due: string }
  | { readonly kind: 'missing'; readonly parts: readonly Part[] }
  | { readonly kind: 'unassessed' };

export interface AssessmentDesk {
  readonly today: string;
  readonly parts: readonly Part[];
  /** When it is looked at again after being sent on a day. */
  readonly refreshOn: (sent: string) => string;
  /** By when a revision that begins on a day is sent. */
  readonly dueAfter: (day: string) => string;
}

export const given = (value: string | undefined): value is string => value !== undefined && value.trim() !== '';

/** What an assessment is after a step, or why it cannot be taken. */
export function stepAssessment(
  one: Assessment,
  taken: AssessmentTaken,
  desk: AssessmentDesk,
): Assessment | DossierFault {
  if (!stepsOf(one).includes(taken.step)) return { kind: 'moved-on', state: assessmentState(one) };
  const on = taken.on ?? desk.today;
  const earliest = taken.step === 'answer' ? (one.sentOn ?? one.firstProcessing) : one.firstProcessing;
  if (on > desk.today || (taken.step !== 'write' && on < earliest))
    return { kind: 'days', earliest, latest: desk.today };
  return takes[taken.step](one, { ...taken, on }, desk);
}

type Taken = AssessmentTaken & { readonly on: string };
type Take = (one: Assessment, taken: Taken, desk: AssessmentDesk) => Assessment | DossierFault;

const write: Take = (one, taken) => ({
  ...one,
  contents: { ...one.contents, ...taken.contents },
  registers: [...(taken.registers ?? one.registers)],
});

const send: Take = (one, { on, number, lateReason }, desk) => {
  const missing = missingOf(desk.parts, one.contents);
  if (missing.length > 0) return { kind: 'missing', parts: missing };
  if (!given(number)) return { kind: 'needed', field: 'number' };
  if (on > one.due && !given(lateReason)) return { kind: 'late', due: one.due };
  const late = on > one.due && lateReason !== undefined ? lateReason.trim() : null;
  return { ...one, sentOn: on, number: number.trim(), lateReason: late, refreshOn: desk.refreshOn(on) };
};

const answer: Take = (one, { on, words }) =>
  given(words) ? { ...one, answeredOn: on, answer: words.trim() } : { kind: 'needed', field: 'words' };

/** A new revision, for a cause: its day is the one on which it was to be looked at again, or earlier after a change. */
const refresh: Take = (one, { on, words }, desk) => {
  if (!given(words)) return { kind: 'needed', field: 'words' };
  const after = desk.dueAfter(on);
  return {
    ...one,
    ...{ revision: one.revision + (one.sentOn === null ? 0 : 1), cause: words.trim() },
    due: one.refreshOn !== null && one.refreshOn < after ? one.refreshOn : after,
    ...{ sentOn: null, number: null, lateReason: null, answeredOn: null, answer: null, refreshOn: null },
    ...{ waivedOn: null, waivedBasis: null, waivedReason: null },
  };
};

const waive: Take = (one, { on, words, basis }) => {
  if (!given(basis)) return { kind: 'needed', field: 'basis' };
  if (!given(words)) return { kind: 'needed', field: 'words' };
  return { ...one, waivedOn: on, waivedBasis: basis, waivedReason: words.trim() };
};

const takes: Readonly<Record<AssessmentStep, Take>> = { write, send, answer, refresh, waive };
