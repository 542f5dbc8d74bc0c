/** The yearly assessment of the risks of one register: risks on a scale, measures with an owner and a day, its steps and days. Pure. */
import Type, { type Static } from 'typebox';
import type { Post } from '../../platform/room.ts';
import { Day, Nullable } from '../model.ts';
import { dayClock, given, type DayClock, type DossierFault } from './assessment.ts';
import { code } from './parts.ts';
import type { PrivacyRules } from './rules.ts';

const text = Type.String({ minLength: 1, maxLength: 1000 });
const level = Type.Integer({ minimum: 1, maximum: 10 });
const closed = { additionalProperties: false };

/** Likelihood and impact: steps of the profile’s scale. */
export const Risk = Type.Object({ id: code, what: text, likelihood: level, impact: level }, closed);
export type Risk = Static<typeof Risk>;

/** Who may owe a measure: posts that may read the assessment too. */
export const measurePosts = ['data-manager', 'data-office', 'technical', 'steward', 'leader'] as const satisfies Post[];

export const endings = ['done', 'dropped'] as const;

/** What is done about a risk: owed by a post of a body until a day, once it was decided. */
export const Measure = Type.Object({
  id: code,
  /** Id of the risk that it lowers. */
  risk: Type.String(),
  what: text,
  body: Type.Integer(),
  post: Type.Enum([...measurePosts]),
  due: Day,
  /** When the assessment that asks for it was finished; null: it is proposed. */
  decidedOn: Nullable(Day),
  ended: Nullable(Type.Enum([...endings])),
  endedOn: Nullable(Day),
  words: Nullable(Type.String()),
});
export type Measure = Static<typeof Measure>;
export type NewMeasure = Pick<Measure, 'id' | 'risk' | 'what' | 'body' | 'post' | 'due'>;

export const RiskAssessment = Type.Object({
  ...{ code: Type.String(), register: Type.String(), body: Type.Integer(), due: Day, calendar: Type.String() },
  ...{ risks: Type.Array(Risk), measures: Type.Array(Measure), revision: Type.Integer() },
  ...{ cause: Nullable(Type.String()), doneOn: Nullable(Day), conclusion: Nullable(Type.String()) },
  ...{ lateReason: Nullable(Type.String()), nextOn: Nullable(Day), account: Type.String() },
});
export type RiskAssessment = Static<typeof RiskAssessment>;

export const riskStates = ['draft', 'done'] as const;
export type RiskState = (typeof riskStates)[number];
export const riskState = ({ doneOn }: Pick<RiskAssessment, 'doneOn'>): RiskState =>
  doneOn === null ? 'draft' : 'done';

/** Due to be finished while it is a draft, to be done again once it was. */
export const riskClock = (one: RiskAssessment, today: string): DayClock =>
  dayClock(one.doneOn === null ? one.due : one.nextOn, today);

export const isOwed = ({ decidedOn, endedOn }: Measure): boolean => decidedOn !== null && endedOn === null;

type Scale = PrivacyRules['risk'];

export const scoreOf = ({ likelihood, impact }: Pick<Risk, 'likelihood' | 'impact'>): number => likelihood * impact;

/** The band that a score lies in: the last that begins at or below it. */
export function bandOf(score: number, bands: Scale['bands']): Scale['bands'][number] {
  const found = bands.findLast(({ from }) => from <= score) ?? bands[0];
  if (!found) throw new Error('a scale has at least one band');
  return found;
}

export const riskSteps = ['write', 'finish', 'refresh'] as const;
export type RiskStep = (typeof riskSteps)[number];
export const riskStepsOf = (one: RiskAssessment): readonly RiskStep[] =>
  one.doneOn === null ? ['write', 'finish'] : ['refresh'];

export interface RiskTaken {
  readonly step: RiskStep;
  /** Default today. */
  readonly on?: string | undefined;
  readonly risks?: readonly Risk[] | undefined;
  /** Instead of those that are proposed; what was decided stays. */
  readonly measures?: readonly NewMeasure[] | undefined;
  /** `finish`: the conclusion; `refresh`: the cause. */
  readonly words?: string | undefined;
  readonly lateReason?: string | undefined;
}

export interface RiskDesk {
  readonly today: string;
  readonly scale: Pick<Scale, 'likelihood' | 'impact' | 'bands'>;
  /** By when it is done again after being finished on a day. */
  readonly nextOn: (done: string) => string;
}

export type RiskFault =
  | DossierFault
  | { readonly kind: 'unknown'; readonly field: string; readonly value: string }
  /** Risks whose band asks for a measure, without one. */
  | { readonly kind: 'untreated'; readonly risks: readonly Risk[] };

/** What an assessment is after a step, or why it cannot be taken. */
export function stepRisk(one: RiskAssessment, taken: RiskTaken, desk: RiskDesk): RiskAssessment | RiskFault {
  if (!riskStepsOf(one).includes(taken.step)) return { kind: 'moved-on', state: riskState(one) };
  const on = taken.on ?? desk.today;
  if (on > desk.today) return { kind: 'days', earliest: one.doneOn ?? desk.today, latest: desk.today };
  return takes[taken.step](one, { ...taken, on }, desk);
}

type Take = (one: RiskAssessment, taken: RiskTaken & { on: string }, desk: RiskDesk) => RiskAssessment | RiskFault;

/** The first thing that risks and measures name and is not there, or is there twice. */
function unknownIn(risks: readonly Risk[], measures: readonly Measure[], scale: RiskDesk['scale']) {
  const unknown = (field: string, value: string | number | undefined) =>
    value === undefined ? undefined : ({ kind: 'unknown', field, value: String(value) } as const);
  const twice = (ids: readonly string[]) => ids.find((id, i) => ids.indexOf(id) < i);
  const off = (of: 'likelihood' | 'impact') =>
    risks.map((risk) => risk[of]).find((value) => !scale[of].some((step) => step.value === value));
  return (
    unknown('risks', twice(risks.map(({ id }) => id))) ??
    unknown('measures', twice(measures.map(({ id }) => id))) ??
    unknown('likelihood', off('likelihood')) ??
    unknown('impact', off('impact')) ??
    unknown('risk', measures.find(({ risk }) => !risks.some(({ id }) => id === risk))?.risk)
  );
}

const proposed = (one: NewMeasure): Measure => ({
  ...one,
  ...{ decidedOn: null, ended: null, endedOn: null, words: null },
});

const write: Take = (one, taken, { today, scale }) => {
  const risks = [...(taken.risks ?? one.risks)];
  const decided = one.measures.filter(({ decidedOn }) => decidedOn !== null);
  const open = taken.measures?.map(proposed) ?? one.measures.filter(({ decidedOn }) => decidedOn === null);
  const early = open.find(({ due }) => due < today);
  if (early && taken.measures) return { kind: 'days', earliest: today, latest: early.due };
  const measures = [...decided, ...open];
  return unknownIn(risks, measures, scale) ?? { ...one, risks, measures };
};

/** Risks whose band asks for a measure and that have none; a measure that was dropped lowers nothing. */
export const untreatedOf = ({ risks, measures }: RiskAssessment, { bands }: Pick<Scale, 'bands'>): readonly Risk[] =>
  risks.filter(
    (risk) =>
      bandOf(scoreOf(risk), bands).acts && !measures.some((one) => one.risk === risk.id && one.ended !== 'dropped'),
  );

const finish: Take = (one, { on, words, lateReason }, { scale, nextOn }) => {
  if (one.risks.length === 0) return { kind: 'needed', field: 'risks' };
  const risks = untreatedOf(one, scale);
  if (risks.length > 0) return { kind: 'untreated', risks };
  if (!given(words)) return { kind: 'needed', field: 'words' };
  if (on > one.due && !given(lateReason)) return { kind: 'late', due: one.due };
  return {
    ...one,
    measures: one.measures.map((measure) => ({ ...measure, decidedOn: measure.decidedOn ?? on })),
    ...{ doneOn: on, conclusion: words.trim(), nextOn: nextOn(on) },
    lateReason: on > one.due && lateReason !== undefined ? lateReason.trim() : null,
  };
};

/** The next revision: it begins with the risks that were found, and with the measures that are owed still. */
const refresh: Take = (one, { words }) => {
  if (!given(words)) return { kind: 'needed', field: 'words' };
  return {
    ...one,
    ...{ revision: one.revision + 1, cause: words.trim(), due: one.nextOn ?? one.due },
    measures: one.measures.filter(isOwed),
    ...{ doneOn: null, conclusion: null, lateReason: null, nextOn: null },
  };
};

const takes: Readonly<Record<RiskStep, Take>> = { write, finish, refresh };

export interface MeasureEnded {
  readonly measure: string;
  readonly ended: (typeof endings)[number];
  readonly words: string;
  readonly on?: string | undefined;
}

/** A measure was done, or is not done after all: what was decided is never taken away. */
export function endMeasure(
  one: RiskAssessment,
  { measure, ended, words, on }: MeasureEnded,
  today: string,
): RiskAssessment | RiskFault {
  const found = one.measures.find(({ id }) => id === measure);
  if (!found) return { kind: 'unknown', field: 'measure', value: measure };
  if (found.decidedOn === null || found.endedOn !== null) return { kind: 'moved-on', state: found.ended ?? 'draft' };
  if (!given(words)) return { kind: 'needed', field: 'words' };
  const day = on ?? today;
  if (day > today || day < found.decidedOn) return { kind: 'days', earliest: found.decidedOn, latest: today };
  const next = { ...found, ended, endedOn: day, words: words.trim() };
  return { ...one, measures: one.measures.map((other) => (other === found ? next : other)) };
}
