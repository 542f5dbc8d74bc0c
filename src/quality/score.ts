/**
 * Scores bottom up, as the profile's framework says (facts file §3): a rule is passing ÷ assessed × 100; a quality at a
 * field is the weighted mean of its rules, a field of its qualities, a register of its fields. Nothing assessed is `not
 * assessed`, never 100, and weighs nothing. A key that misses 100 % of a quality it must reach is red, however well it
 * rounds. Pure.
 */
import { mustBeWhole, usual, weightOf, type Framework } from './framework.ts';

export interface RuleTally {
  readonly field: string;
  readonly rule: string;
  readonly dimension: string;
  readonly keyField: boolean;
  readonly assessed: number;
  readonly passing: number;
  readonly weight?: number;
  readonly threshold?: number | null;
}

export type Band = 'green' | 'yellow' | 'red' | 'not-assessed';

export interface Score {
  /** Percent with one decimal, rounded down: 99.96 is not 100. Null when nothing was assessed. */
  readonly score: number | null;
  readonly band: Band;
  readonly assessed: number;
  readonly failing: number;
}

/** A mean before it is rounded, and what it weighs. */
interface Part {
  readonly value: number;
  readonly weight: number;
}

/** Where a field's weight in its register's score comes from: its criticality; rules over several fields weigh 1. */
export type FieldWeight = (field: string) => number;
const alike: FieldWeight = () => 1;

const mean = (parts: readonly (Part | undefined)[]): number | undefined => {
  const known = parts.filter((part) => part !== undefined && part.weight > 0) as Part[];
  const weight = known.reduce((sum, part) => sum + part.weight, 0);
  return weight === 0 ? undefined : known.reduce((sum, part) => sum + part.value * part.weight, 0) / weight;
};

const shareOf = (tallies: readonly RuleTally[]): number | undefined => {
  const assessed = tallies.reduce((sum, one) => sum + one.assessed, 0);
  return assessed === 0 ? undefined : (tallies.reduce((sum, one) => sum + one.passing, 0) / assessed) * 100;
};

const part = (value: number | undefined, weight: number): Part | undefined =>
  value === undefined ? undefined : { value, weight };

/** Rows of one rule in several bodies add up; rules are weighed against each other. */
const meanOfRules = (tallies: readonly RuleTally[]) =>
  mean([...Map.groupBy(tallies, ({ rule }) => rule).values()].map((own) => part(shareOf(own), own[0]?.weight ?? 1)));

const meanOfQualities = (framework: Framework, tallies: readonly RuleTally[]) =>
  mean(
    [...Map.groupBy(tallies, ({ dimension }) => dimension)].map(([code, own]) =>
      part(meanOfRules(own), weightOf(framework, code)),
    ),
  );

const meanOfFields = (framework: Framework, tallies: readonly RuleTally[], weigh: FieldWeight) =>
  mean(
    [...Map.groupBy(tallies, ({ field }) => field)].map(([field, own]) =>
      part(meanOfQualities(framework, own), weigh(field)),
    ),
  );

const floor1 = (value: number) => Math.floor(value * 10 + 1e-9) / 10;

function said(framework: Framework, tallies: readonly RuleTally[], value: number | undefined): Score {
  const assessed = tallies.reduce((sum, one) => sum + one.assessed, 0);
  const failing = assessed - tallies.reduce((sum, one) => sum + one.passing, 0);
  if (value === undefined) return { score: null, band: 'not-assessed', assessed, failing };
  const score = failing > 0 ? Math.min(floor1(value), 99.9) : floor1(value);
  return { score, band: isBroken(framework, tallies) ? 'red' : bandOf(score, framework), assessed, failing };
}

/** A key that is not whole, or a rule below its own threshold. */
const isBroken = (framework: Framework, tallies: readonly RuleTally[]): boolean =>
  tallies.some((one) => one.keyField && one.passing < one.assessed && mustBeWhole(framework, one.dimension)) ||
  [...Map.groupBy(tallies, ({ rule, field }) => `${field}/${rule}`).values()].some((own) => {
    const threshold = own[0]?.threshold ?? null;
    return threshold !== null && (shareOf(own) ?? 100) < threshold;
  });

/** Of one rule. */
export const scoreOf = (tallies: readonly RuleTally[], framework: Framework = usual): Score =>
  said(framework, tallies, shareOf(tallies));

/** Of one quality, at one field or over all of them. */
export const scoreQuality = (
  tallies: readonly RuleTally[],
  framework: Framework = usual,
  weigh: FieldWeight = alike,
): Score =>
  said(
    framework,
    tallies,
    mean([...Map.groupBy(tallies, ({ field }) => field)].map(([field, own]) => part(meanOfRules(own), weigh(field)))),
  );

/** Of one field. */
export const scoreField = (tallies: readonly RuleTally[], framework: Framework = usual): Score =>
  said(framework, tallies, meanOfQualities(framework, tallies));

/** Of a register, or of a body's part of it: a field with many rules does not drown the others. */
export const scoreFields = (
  tallies: readonly RuleTally[],
  framework: Framework = usual,
  weigh: FieldWeight = alike,
): Score => said(framework, tallies, meanOfFields(framework, tallies, weigh));

export const bandOf = (score: number, { bands }: Pick<Framework, 'bands'> = usual): Band =>
  score >= bands.green ? 'green' : score >= bands.yellow ? 'yellow' : 'red';
