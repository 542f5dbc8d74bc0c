/** A breach of personal data as it is known, its steps, and what each step asks. Pure. */
import Type, { type Static } from 'typebox';
import { Nullable } from '../model.ts';
import { isoOf } from './clock.ts';
import { missingOf, type Duty, type Part } from './parts.ts';

const moment = Type.String();
const text = Type.String();

export const Breach = Type.Object({
  code: Type.String(),
  title: Type.String(),
  drill: Type.Boolean(),
  body: Type.Integer(),
  registers: Type.Array(Type.String()),
  categories: Type.Array(Type.String()),
  /** How many people; null: nobody knows yet. */
  people: Nullable(Type.Integer()),
  estimated: Type.Boolean(),
  happenedAt: Nullable(moment),
  discoveredAt: moment,
  dueAt: moment,
  contents: Type.Record(Type.String(), Type.String()),
  assessedAt: Nullable(moment),
  /** Whether the authority must be notified; null before it was assessed. */
  notifies: Nullable(Type.Boolean()),
  whyNot: Nullable(text),
  notifiedAt: Nullable(moment),
  noticeNumber: Nullable(text),
  lateReason: Nullable(text),
  personsAt: Nullable(moment),
  personsHow: Nullable(text),
  personsWhyNot: Nullable(text),
  containedAt: Nullable(moment),
  closedAt: Nullable(moment),
  lesson: Nullable(text),
  escalatedAt: Nullable(moment),
  account: Type.String(),
});
export type Breach = Static<typeof Breach>;

export const breachStates = ['discovered', 'assessed', 'notified', 'contained', 'closed'] as const;
export type BreachState = (typeof breachStates)[number];

export function breachState(
  breach: Pick<Breach, 'assessedAt' | 'notifiedAt' | 'containedAt' | 'closedAt'>,
): BreachState {
  if (breach.closedAt !== null) return 'closed';
  if (breach.assessedAt === null) return 'discovered';
  if (breach.containedAt !== null) return 'contained';
  return breach.notifiedAt === null ? 'assessed' : 'notified';
}

export const breachSteps = ['note', 'assess', 'notify', 'persons', 'contain', 'close'] as const;
export type BreachStep = (typeof breachSteps)[number];

/** What is owed now: each until it is done, closing when all else is. */
export function owedOf(breach: Breach): readonly Duty[] {
  if (breach.closedAt !== null) return [];
  const owed: Duty[] = [];
  if (breach.assessedAt === null) owed.push('assess');
  if (breach.notifiedAt === null && breach.notifies !== false) owed.push('notify');
  if (breach.containedAt === null) owed.push('contain');
  if (breach.assessedAt !== null && breach.personsAt === null) owed.push('persons');
  return owed.length === 0 ? ['close'] : owed;
}

export interface StepTaken {
  readonly step: BreachStep;
  /** RFC 3339; left out: now. */
  readonly at?: string | undefined;
  readonly words?: string | undefined;
  readonly registers?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly people?: number | null | undefined;
  readonly estimated?: boolean | undefined;
  readonly contents?: Readonly<Record<string, string>> | undefined;
  readonly notifies?: boolean | undefined;
  readonly whyNot?: string | undefined;
  readonly number?: string | undefined;
  readonly lateReason?: string | undefined;
}

export type StepFault =
  | { readonly kind: 'moved-on'; readonly state: BreachState }
  | { readonly kind: 'times'; readonly earliest: string; readonly latest: string }
  | { readonly kind: 'needed'; readonly field: string }
  | { readonly kind: 'late'; readonly due: string }
  | { readonly kind: 'missing'; readonly parts: readonly Part[] }
  | { readonly kind: 'before'; readonly duties: readonly Duty[] };

const given = (value: string | undefined): value is string => value !== undefined && value.trim() !== '';

/**
 * What a breach is after a step, or why it cannot be taken.
 * @param now never before what was written last (`monotone`)
 */
export function takeStep(
  breach: Breach,
  taken: StepTaken,
  { now, parts }: { readonly now: string; readonly parts: readonly Part[] },
): { readonly breach: Breach; readonly at: string } | StepFault {
  if (breach.closedAt !== null) return { kind: 'moved-on', state: 'closed' };
  const at = taken.at === undefined ? now : isoOf(taken.at);
  const earliest = earliestOf(breach, taken.step);
  if (at === undefined || Date.parse(at) < Date.parse(earliest) || Date.parse(at) > Date.parse(now))
    return { kind: 'times', earliest, latest: now };
  const next = steps[taken.step](breach, taken, { at, parts });
  return 'kind' in next ? next : { breach: next, at };
}

/** Nothing is done before the breach is known; nothing is closed before the last thing was done. */
function earliestOf(breach: Breach, step: BreachStep): string {
  if (step !== 'close') return breach.discoveredAt;
  const { discoveredAt, assessedAt, notifiedAt, containedAt, personsAt } = breach;
  const done = [discoveredAt, assessedAt, notifiedAt, containedAt, personsAt].filter((one) => one !== null);
  return done.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? discoveredAt;
}

type Take = (
  breach: Breach,
  taken: StepTaken,
  when: { readonly at: string; readonly parts: readonly Part[] },
) => Breach | StepFault;

const assess: Take = (breach, taken, { at }) => {
  const notifies = taken.notifies ?? breach.notifies;
  if (notifies === null) return { kind: 'needed', field: 'notifies' };
  if (!notifies && breach.notifiedAt !== null) return { kind: 'moved-on', state: breachState(breach) };
  const whyNot = given(taken.whyNot) ? taken.whyNot.trim() : breach.whyNot;
  if (!notifies && whyNot === null) return { kind: 'needed', field: 'whyNot' };
  return { ...learned(breach, taken), assessedAt: breach.assessedAt ?? at, notifies, whyNot: notifies ? null : whyNot };
};

/** What is said anew replaces what was known. */
const learned = (breach: Breach, taken: StepTaken): Breach => ({
  ...breach,
  registers: [...(taken.registers ?? breach.registers)],
  categories: [...(taken.categories ?? breach.categories)],
  people: taken.people === undefined ? breach.people : taken.people,
  estimated: taken.estimated ?? breach.estimated,
  contents: { ...breach.contents, ...taken.contents },
});

const notify: Take = (breach, taken, { at, parts }) => {
  if (breach.assessedAt === null) return { kind: 'before', duties: ['assess'] };
  if (breach.notifiedAt !== null || breach.notifies === false) return { kind: 'moved-on', state: breachState(breach) };
  const missing = missingOf(parts, breach.contents);
  if (missing.length > 0) return { kind: 'missing', parts: missing };
  if (!given(taken.number)) return { kind: 'needed', field: 'number' };
  const isLate = Date.parse(at) > Date.parse(breach.dueAt);
  if (isLate && !given(taken.lateReason)) return { kind: 'late', due: breach.dueAt };
  return {
    ...breach,
    ...{ notifiedAt: at, noticeNumber: taken.number.trim() },
    lateReason: isLate ? (taken.lateReason?.trim() ?? null) : null,
  };
};

const persons: Take = (breach, taken, { at }) => {
  if (breach.assessedAt === null) return { kind: 'before', duties: ['assess'] };
  if (breach.personsAt !== null) return { kind: 'moved-on', state: breachState(breach) };
  if (!given(taken.words) && !given(taken.whyNot)) return { kind: 'needed', field: 'words' };
  const [how, whyNot] = [taken.words?.trim() ?? '', taken.whyNot?.trim() ?? ''];
  return {
    ...breach,
    personsAt: at,
    personsHow: how === '' ? null : how,
    personsWhyNot: whyNot === '' ? null : whyNot,
  };
};

const contain: Take = (breach, taken, { at }) => {
  if (breach.containedAt !== null) return { kind: 'moved-on', state: breachState(breach) };
  return given(taken.words) ? { ...breach, containedAt: at } : { kind: 'needed', field: 'words' };
};

const close: Take = (breach, taken, { at }) => {
  const open = owedOf(breach).filter((duty) => duty !== 'close');
  if (open.length > 0) return { kind: 'before', duties: open };
  return given(taken.words)
    ? { ...breach, closedAt: at, lesson: taken.words.trim() }
    : { kind: 'needed', field: 'words' };
};

const note: Take = (breach, taken) => (given(taken.words) ? breach : { kind: 'needed', field: 'words' });

const steps: Readonly<Record<BreachStep, Take>> = { note, assess, notify, persons, contain, close };
