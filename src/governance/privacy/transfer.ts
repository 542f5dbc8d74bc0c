/** A transfer of personal data: its steps and what each asks. Pure. */
import Type, { type Static } from 'typebox';
import { Day, Nullable } from '../model.ts';
import { given, type DossierFault } from './assessment.ts';
import { missingOf, type Part } from './parts.ts';

export const Transfer = Type.Object({
  code: Type.String(),
  title: Type.String(),
  body: Type.Integer(),
  registers: Type.Array(Type.String()),
  categories: Type.Array(Type.String()),
  toBody: Nullable(Type.Integer()),
  recipient: Nullable(Type.String()),
  /** ISO 3166-1 alpha-2; null: it stays in the country. */
  country: Nullable(Type.String()),
  agreement: Nullable(Type.String()),
  assessment: Nullable(Type.String()),
  contents: Type.Record(Type.String(), Type.String()),
  from: Nullable(Day),
  until: Nullable(Day),
  endedOn: Nullable(Day),
  endWords: Nullable(Type.String()),
  account: Type.String(),
});
export type Transfer = Static<typeof Transfer>;

export const transferStates = ['draft', 'later', 'active', 'over', 'ended'] as const;
export type TransferState = (typeof transferStates)[number];

/** `over`: its last day has passed and nobody has said how it ended. */
export function transferState(one: Pick<Transfer, 'from' | 'until' | 'endedOn'>, today: string): TransferState {
  if (one.endedOn !== null) return 'ended';
  if (one.from === null) return 'draft';
  if (one.until !== null && one.until < today) return 'over';
  return one.from > today ? 'later' : 'active';
}

export const transferSteps = ['write', 'begin', 'end'] as const;
export type TransferStep = (typeof transferSteps)[number];

export const transferStepsOf = (one: Transfer): readonly TransferStep[] =>
  one.endedOn !== null ? [] : one.from === null ? ['write', 'begin'] : ['end'];

export interface TransferTaken {
  readonly step: TransferStep;
  readonly on?: string | undefined;
  readonly until?: string | undefined;
  readonly contents?: Readonly<Record<string, string>> | undefined;
  readonly assessment?: string | undefined;
  readonly words?: string | undefined;
}

export interface TransferDesk {
  readonly today: string;
  readonly parts: readonly Part[];
  /** Whether what goes abroad needs an assessment that was sent. */
  readonly needsAssessment: boolean;
  /** Whether the assessment that is linked was sent and stands. */
  readonly isAssessed: boolean;
}

/** What a transfer is after a step, or why it cannot be taken. Nothing goes while one of its contents is missing. */
export function stepTransfer(one: Transfer, taken: TransferTaken, desk: TransferDesk): Transfer | DossierFault {
  if (!transferStepsOf(one).includes(taken.step)) return { kind: 'moved-on', state: transferState(one, desk.today) };
  if (taken.step === 'write')
    return {
      ...one,
      contents: { ...one.contents, ...taken.contents },
      assessment: taken.assessment ?? one.assessment,
      until: taken.until ?? one.until,
    };
  return taken.step === 'begin' ? begin(one, taken, desk) : end(one, taken, desk);
}

function begin(one: Transfer, taken: TransferTaken, desk: TransferDesk): Transfer | DossierFault {
  const missing = missingOf(desk.parts, one.contents);
  if (missing.length > 0) return { kind: 'missing', parts: missing };
  if (one.country !== null && desk.needsAssessment && !desk.isAssessed) return { kind: 'unassessed' };
  const from = taken.on ?? desk.today;
  const until = taken.until ?? one.until;
  if (until === null) return { kind: 'needed', field: 'until' };
  if (from < desk.today || until < from) return { kind: 'days', earliest: desk.today, latest: until };
  return { ...one, from, until };
}

function end(one: Transfer, taken: TransferTaken, { today }: TransferDesk): Transfer | DossierFault {
  if (!given(taken.words)) return { kind: 'needed', field: 'words' };
  const [on, earliest] = [taken.on ?? today, one.from ?? today];
  if (on < earliest && earliest <= today) return { kind: 'days', earliest, latest: today };
  return on > today ? { kind: 'days', earliest, latest: today } : { ...one, endedOn: on, endWords: taken.words.trim() };
}
