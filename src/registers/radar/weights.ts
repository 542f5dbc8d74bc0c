/**
 * The weights of the evidence, as `npx node bench/radar-train.ts` learned them: records from public manifests with labels,
 * elements from the labelled corpus of invented forms. Where a kind was never seen the prior of common sense stands.
 */
import { evidenceKinds, type EvidenceKind } from './model.ts';
import type { Calibration } from './learn.ts';
import type { Judge, Judges } from './score-fields.ts';
import learned from './learned.json' with { type: 'json' };

/** What common sense says before anything was seen; round numbers on purpose. The last is "none of them". */
const SENSE: Readonly<Record<EvidenceKind | 'none', number>> = {
  'same-name': 1.5,
  name: 2,
  'whole-name': 1.5,
  head: 0.5,
  tail: 2,
  known: 4,
  'register-named': 1.5,
  definition: 1,
  type: 0.5,
  pattern: 1,
  codes: 2,
  values: 1,
  family: 1,
  company: 1,
  home: 1,
  usual: 1,
  'other-type': -1.5,
  'other-codes': -4,
  'other-subject': -3,
  'other-unit': -2,
  'name-elsewhere': -1,
  'common-name': -1,
  none: 4,
};

export const prior: readonly number[] = [...evidenceKinds, 'none' as const].map((kind) => SENSE[kind]);
/** What agrees speaks for it and never against it; what differs the other way round. */
export const signs: readonly number[] = evidenceKinds.map((kind) => (SENSE[kind] < 0 ? -1 : 1));

interface Learned {
  readonly none: number;
  readonly weights: Readonly<Record<string, number>>;
  readonly threshold: number;
  readonly calibration: Calibration;
}

const judgeOf = ({ none, weights, threshold, calibration }: Learned): Judge => ({
  weights: { none, of: Float64Array.from(evidenceKinds, (kind) => weights[kind] ?? SENSE[kind]) },
  threshold,
  calibration,
});

export const judges: Judges = { record: judgeOf(learned.record), element: judgeOf(learned.element) };
