/**
 * A measure is a computed figure with its completeness attached; an indicator judges it against a milestone.
 * Pure: tallies in, figure and verdict out.
 */

/** What one body contributes. Counts of records, not percentages. */
export interface Tally {
  readonly body: number;
  readonly numerator: number;
  readonly denominator: number;
  /** How many records the body should hold (its last signed count); null when nobody has said. */
  readonly expected: number | null;
  /** Whether the body has reported in the period. */
  readonly reported: boolean;
}

export type Verdict = 'on-track' | 'off-track' | 'not-enough-basis' | 'not-assessed';
export type Direction = 'up' | 'down';

/** Shares are in percent with one decimal, half up; null where nothing can be said. */
export interface Figure {
  readonly share: number | null;
  readonly numerator: number;
  readonly denominator: number;
  readonly expected: number | null;
  readonly reported: number;
  readonly reporters: number;
  /** The band in which the figure certainly lies once everybody has reported. */
  readonly low: number | null;
  readonly high: number | null;
  /** Records not yet held, in the bodies that have not reported or hold fewer than expected. */
  readonly missing: number;
}

/** One decimal, half up: 86.65 becomes 86.7 although 86.65 has no exact binary form. */
export function percent(part: number, whole: number): number | null {
  if (whole === 0) return null;
  return Math.floor((part * 1000) / whole + 0.5 + 1e-9) / 10;
}

/** A share over several bodies: numerator ÷ records held, with the band that the records not yet held leave open. */
export function measureShare(tallies: readonly Tally[]): Figure {
  const numerator = sum(tallies, (tally) => tally.numerator);
  const denominator = sum(tallies, (tally) => tally.denominator);
  const known = tallies.every((tally) => tally.expected !== null);
  // A body may hold more than its last signed count: then what it holds is what is expected of it.
  const expected = known ? sum(tallies, (tally) => Math.max(tally.expected ?? 0, tally.denominator)) : null;
  const missing = expected === null ? 0 : expected - denominator;
  return {
    share: percent(numerator, denominator),
    numerator,
    denominator,
    expected,
    reported: tallies.filter((tally) => tally.reported).length,
    reporters: tallies.length,
    low: expected === null ? null : percent(numerator, expected),
    high: expected === null ? null : percent(numerator + missing, expected),
    missing,
  };
}

/** A count over several bodies; its band is known only when all have reported. */
export function measureCount(tallies: readonly Tally[]): Figure {
  const numerator = sum(tallies, (tally) => tally.numerator);
  const reported = tallies.filter((tally) => tally.reported).length;
  return {
    share: null,
    numerator,
    denominator: 0,
    expected: null,
    reported,
    reporters: tallies.length,
    low: null,
    high: null,
    missing: 0,
  };
}

/**
 * Off track if even the better end of the band misses the milestone; on track if even the worse end reaches it;
 * else there is not enough basis. Without a band nothing is judged.
 */
export function judge(figure: Figure, target: number | null, direction: Direction): Verdict {
  if (target === null || figure.denominator === 0) return 'not-assessed';
  if (figure.low === null || figure.high === null) return 'not-enough-basis';
  const reaches = (value: number) => (direction === 'up' ? value >= target : value <= target);
  const [worse, better] = direction === 'up' ? [figure.low, figure.high] : [figure.high, figure.low];
  if (reaches(worse)) return 'on-track';
  return reaches(better) ? 'not-enough-basis' : 'off-track';
}

const sum = (tallies: readonly Tally[], of: (tally: Tally) => number) =>
  tallies.reduce((total, tally) => total + of(tally), 0);
