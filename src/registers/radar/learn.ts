/**
 * What the weights are learned by: a conditional logit over the candidates of a field and "none of them", and a logistic
 * curve for the confidence. Deterministic, small, without a library. Pure.
 */

export interface Example {
  /** One row of features a candidate. */
  readonly rows: readonly Float64Array[];
  /** Place of the right candidate; -1: none of them. */
  readonly right: number;
  readonly weight: number;
}

export interface Weights {
  /** What "none of them" is worth. */
  readonly none: number;
  readonly of: Float64Array;
}

export interface LearnOptions {
  readonly size: number;
  /** 1: may only speak for, -1: only against, 0: either. */
  readonly signs: readonly number[];
  readonly rounds?: number;
  readonly penalty?: number;
  /** Where the weights are drawn to as long as little was seen: what common sense says, "none" last. */
  readonly prior?: readonly number[];
}

/** Shares of belief: the candidates in order, "none" last. */
export function beliefs(rows: readonly Float64Array[], { none, of }: Weights): Float64Array {
  const scores = new Float64Array(rows.length + 1);
  let most = none;
  for (const [i, row] of rows.entries()) {
    let score = 0;
    for (let k = 0; k < of.length; k += 1) score += (of[k] as number) * (row[k] as number);
    scores[i] = score;
    if (score > most) most = score;
  }
  scores[rows.length] = none;
  let total = 0;
  for (let i = 0; i < scores.length; i += 1) total += scores[i] = Math.exp((scores[i] as number) - most);
  for (let i = 0; i < scores.length; i += 1) (scores[i] as number) /= total;
  return scores;
}

/** Gradient ascent with moments (Kingma, Ba: Adam), signs kept by projection. */
export function learnWeights(examples: readonly Example[], options: LearnOptions): Weights {
  const { size, signs, rounds = 200, penalty = 1, prior = [] } = options;
  const at = new Float64Array(size + 1);
  for (let k = 0; k <= size; k += 1) at[k] = prior[k] ?? 0;
  const [first, second] = [new Float64Array(size + 1), new Float64Array(size + 1)];
  const total = examples.reduce((sum, one) => sum + one.weight, 0);
  for (let round = 1; round <= rounds; round += 1) {
    const slope = slopeAt(examples, at, size);
    for (let k = 0; k <= size; k += 1) {
      const g = (slope[k] as number) / total - (penalty / total) * ((at[k] as number) - (prior[k] ?? 0));
      first[k] = 0.9 * (first[k] as number) + 0.1 * g;
      second[k] = 0.99 * (second[k] as number) + 0.01 * g * g;
      const [mean, spread] = [(first[k] as number) / (1 - 0.9 ** round), (second[k] as number) / (1 - 0.99 ** round)];
      const step = mean / (Math.sqrt(spread) + 1e-8);
      const next = (at[k] as number) + 0.15 * step;
      const sign = k < size ? (signs[k] ?? 0) : 0;
      at[k] = sign === 0 ? next : sign > 0 ? Math.max(0, next) : Math.min(0, next);
    }
  }
  return { none: at[size] as number, of: at.slice(0, size) };
}

function slopeAt(examples: readonly Example[], at: Float64Array, size: number): Float64Array {
  const slope = new Float64Array(size + 1);
  const weights = { none: at[size] as number, of: at.subarray(0, size) };
  for (const { rows, right, weight } of examples) {
    const share = beliefs(rows, weights);
    for (const [i, row] of rows.entries()) {
      const pull = weight * ((i === right ? 1 : 0) - (share[i] as number));
      if (Math.abs(pull) < 1e-7) continue;
      for (let k = 0; k < size; k += 1) (slope[k] as number) += pull * (row[k] as number);
    }
    (slope[size] as number) += weight * ((right === -1 ? 1 : 0) - (share[rows.length] as number));
  }
  return slope;
}

export interface Point {
  readonly belief: number;
  readonly right: boolean;
}

/** From belief to how often such a belief was right: a logistic curve over the log odds of the belief. */
export interface Calibration {
  /** Never below 0: more belief never means less confidence. */
  readonly slope: number;
  readonly shift: number;
}

// Beliefs of 0 and 1 are round-off.
const EDGE = 1e-6;
const oddsOf = (belief: number): number => {
  const share = Math.min(1 - EDGE, Math.max(EDGE, belief));
  return Math.log(share / (1 - share));
};
const shareOf = (odds: number): number => 1 / (1 + Math.exp(-odds));

/**
 * Platt's scaling, with his targets that keep a little doubt where everything was right. Give it beliefs about what the
 * weights never saw: beliefs about what they learned from are too sure of themselves.
 */
export function calibrate(points: readonly Point[]): Calibration {
  const right = points.filter((one) => one.right).length;
  const [high, low] = [(right + 1) / (right + 2), 1 / (points.length - right + 2)];
  let [slope, shift] = [1, 0];
  for (let round = 0; round < 50; round += 1) {
    // A slight pull to the belief as it stands holds the curve where points are few.
    let [gs, gb, ss, sb, bb] = [slope - 1, shift, 1, 0, 1];
    for (const point of points) {
      const x = oddsOf(point.belief);
      const said = shareOf(slope * x + shift);
      const [miss, spread] = [said - (point.right ? high : low), said * (1 - said)];
      gs += miss * x;
      gb += miss;
      ss += spread * x * x;
      sb += spread * x;
      bb += spread;
    }
    const size = ss * bb - sb * sb;
    slope = Math.max(0, slope - (bb * gs - sb * gb) / size);
    shift -= (ss * gb - sb * gs) / size;
  }
  return { slope, shift };
}

export const confidenceOf = (belief: number, { slope, shift }: Calibration): number =>
  shareOf(slope * oddsOf(belief) + shift);

/** The least belief from which on at least this share was right: as many hits as that allows; 1.01 when none does. */
export function thresholdFor(points: readonly Point[], precision: number): number {
  let [right, threshold] = [0, 1.01];
  for (const [i, point] of points.toSorted((a, b) => b.belief - a.belief).entries()) {
    if (point.right) right += 1;
    if (right / (i + 1) >= precision) threshold = point.belief;
  }
  return threshold;
}
