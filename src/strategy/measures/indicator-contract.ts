/** Indicators with their basis, over HTTP. */
import Type, { type Static } from 'typebox';
import { Day } from '../../platform/day.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { BodyRef, literals, Nullable, text } from '../contract-shapes.ts';

export const Verdict = literals(['on-track', 'off-track', 'not-enough-basis', 'not-assessed']);

export const Milestone = Type.Object({ label: Texts, day: Day, value: Type.Number() });

export const IndicatorFigure = Type.Object({
  /** Percent with one decimal, a count, or a number, according to `kind`; null when nothing can be said. */
  value: Nullable(Type.Number()),
  numerator: Type.Number(),
  denominator: Type.Number(),
  /** How many records there should be; null when nobody has said. */
  expected: Nullable(Type.Number()),
  reported: Type.Integer(),
  reporters: Type.Integer(),
  /** Ends of the band in which the figure certainly lies. */
  low: Nullable(Type.Number()),
  high: Nullable(Type.Number()),
  missing: Type.Integer(),
  /** Place in the change log up to which it was computed. */
  asOf: text,
});

/** Why the figure stands as it does: one body that has not reported, and since or until when. */
export const MissingReport = Type.Object({
  body: BodyRef,
  expected: Type.Integer(),
  due: Day,
  /** Working days until due (positive) or overdue (negative). */
  workingDays: Type.Integer(),
});

export const IndicatorCard = Type.Object({
  code: text,
  names: Texts,
  kind: literals(['share', 'count', 'ratio', 'number']),
  unit: text,
  figure: IndicatorFigure,
  verdict: Verdict,
  milestone: Nullable(Milestone),
  missingReports: Type.Array(MissingReport),
  /** What is counted and who reports it, for sentences: “party members”, “communes and wards”; null: no own words. */
  words: Nullable(Type.Object({ records: Texts, reporters: Texts })),
  /** For counts with a known worth: seconds saved a unit, an assumption that can be changed. */
  secondsPerUnit: Nullable(Type.Number()),
  owner: Nullable(BodyRef),
  trend: Type.Array(Type.Object({ at: text, value: Nullable(Type.Number()) })),
});
export type IndicatorCard = Static<typeof IndicatorCard>;

const SaidCondition = Type.Object({ expression: text, words: Texts });
export const IndicatorPage = Type.Object({
  card: IndicatorCard,
  /** When the figures were computed: at this very call, out of what was known at `card.figure.asOf`. */
  computedAt: text,
  definition: Texts,
  source: text,
  /** Of a measure over rows: which count, and of which they are a share (null: every row), as written and in words. */
  measure: Nullable(Type.Object({ counts: SaidCondition, among: Nullable(SaidCondition) })),
  register: Nullable(text),
  registerNames: Nullable(Texts),
  objective: Nullable(Type.Object({ code: text, names: Texts })),
  direction: literals(['up', 'down']),
  baseline: Nullable(Type.Object({ day: Day, value: Type.Number() })),
  milestones: Type.Array(Milestone),
  bodies: Type.Array(
    Type.Object({
      body: BodyRef,
      value: Nullable(Type.Number()),
      numerator: Type.Number(),
      denominator: Type.Number(),
      expected: Nullable(Type.Number()),
      reported: Type.Boolean(),
    }),
  ),
});
export type IndicatorPage = Static<typeof IndicatorPage>;

export const listIndicators = endpoint({
  name: 'strategy.listIndicators',
  method: 'GET',
  path: '/api/strategy/indicators',
  permission: 'strategy.read',
  summary: 'Indicators with figure, band, completeness and verdict, for what the caller may see summed up',
  response: Type.Object({ items: Type.Array(IndicatorCard) }),
});

export const getIndicator = endpoint({
  name: 'strategy.getIndicator',
  method: 'GET',
  path: '/api/strategy/indicators/{indicator}',
  permission: 'strategy.read',
  summary: 'One indicator: formula, source, milestones and the figure of every body',
  params: Type.Object({ indicator: Type.String({ maxLength: 100 }) }),
  response: IndicatorPage,
});

export const contestIndicator = endpoint({
  name: 'strategy.contestIndicator',
  method: 'POST',
  path: '/api/strategy/indicators/{indicator}/contests',
  permission: 'strategy.contest',
  summary: 'Ask the owner of a figure to look at it again',
  params: Type.Object({ indicator: Type.String({ maxLength: 100 }) }),
  body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2000 }) }),
  response: Type.Object({ work: text }),
});
