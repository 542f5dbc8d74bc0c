/**
 * Scores bottom up: rule → field → register, as the profile's framework says: passing ÷ assessed × 100, fields weigh alike.
 * Nothing assessed is `not assessed`, never 100. A key field with one failing row is red, however well it rounds. Pure.
 */

export interface RuleTally {
  readonly field: string;
  readonly rule: string;
  readonly dimension: string;
  readonly keyField: boolean;
  readonly assessed: number;
  readonly passing: number;
}

export type Band = 'green' | 'yellow' | 'red' | 'not-assessed';

export interface Score {
  /** Percent with one decimal, rounded down: 99.96 is not 100. Null when nothing was assessed. */
  readonly score: number | null;
  readonly band: Band;
  readonly assessed: number;
  readonly failing: number;
}

// Bands of the national annex on data quality (facts file §3): configurable when a second profile needs others.
const GREEN = 90;
const YELLOW = 75;

const floor1 = (value: number) => Math.floor(value * 10 + 1e-9) / 10;

/** One score out of tallies that are weighed by their rows. */
export function scoreOf(tallies: readonly RuleTally[]): Score {
  const assessed = tallies.reduce((sum, tally) => sum + tally.assessed, 0);
  const passing = tallies.reduce((sum, tally) => sum + tally.passing, 0);
  const keyFails = tallies.some((tally) => tally.keyField && tally.passing < tally.assessed);
  if (assessed === 0) return { score: null, band: 'not-assessed', assessed: 0, failing: 0 };
  const score = floor1((passing / assessed) * 100);
  return { score, band: keyFails ? 'red' : bandOf(score), assessed, failing: assessed - passing };
}

export const bandOf = (score: number): Band => (score >= GREEN ? 'green' : score >= YELLOW ? 'yellow' : 'red');

/** Fields weigh alike in a register's score, so that a field with many rules does not drown the others. */
export function scoreFields(tallies: readonly RuleTally[]): Score {
  const fields = [...Map.groupBy(tallies, (tally) => tally.field).values()]
    .map(scoreOf)
    .filter((one) => one.score !== null);
  const assessed = fields.reduce((sum, one) => sum + one.assessed, 0);
  const failing = fields.reduce((sum, one) => sum + one.failing, 0);
  if (fields.length === 0) return { score: null, band: 'not-assessed', assessed: 0, failing: 0 };
  const mean = floor1(fields.reduce((sum, one) => sum + (one.score ?? 0), 0) / fields.length);
  const keyRed = tallies.some((tally) => tally.keyField && tally.passing < tally.assessed);
  return { score: mean, band: keyRed ? 'red' : bandOf(mean), assessed, failing };
}
