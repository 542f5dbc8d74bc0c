/** What a pair weighs: prior and levels in bits, more for a rare name, and whether its levels speak of two. */
import { exactLevels, levelWord, readPattern } from './compare.ts';
import { bitsOf, priorBits, type Weights } from './estimate.ts';
import type { LinkageSettings } from './settings.ts';
import type { Step } from './write-sql.ts';

export interface PatternScore {
  readonly pattern: number;
  /** In bits, prior included, before the rarity of the name. */
  readonly weight: number;
  /** What a share is measured against, or nothing when this pattern's name does not agree. */
  readonly usual: number | undefined;
  /** Which of `guards.apart` holds, from 1; 0 for none. */
  readonly apart: number;
}

export function scorePattern(settings: LinkageSettings, weights: Weights, pattern: number): PatternScore {
  const levels = readPattern(settings, pattern);
  const bits = bitsOf(weights);
  const weight = levels.reduce((sum, level, i) => sum + (bits[i]?.[level] as number), priorBits(weights));
  return { pattern, weight, usual: usualShare(settings, weights, levels), apart: apartRule(settings, levels) };
}

/** How often strangers share a name, all in all; few rows do not know it. */
function usualShare(
  { comparisons }: LinkageSettings,
  { u, estimated }: Weights,
  levels: readonly number[],
): number | undefined {
  if (!estimated) return undefined;
  const place = comparisons.findIndex((comparison) => comparison.frequency);
  const comparison = comparisons[place];
  if (!comparison) return undefined;
  const exact = exactLevels(comparison);
  if (!exact.includes(levels[place] as number)) return undefined;
  return exact.reduce((sum, level) => sum + (u[place]?.[level] as number), 0);
}

function apartRule({ comparisons, guards }: LinkageSettings, levels: readonly number[]): number {
  const stands = ([field, words]: readonly [string, readonly string[]]) => {
    const place = comparisons.findIndex((comparison) => comparison.field === field);
    const comparison = comparisons[place];
    return comparison !== undefined && words.includes(levelWord(comparison, levels[place] as number));
  };
  const holds = (guards.apart ?? []).findIndex(
    ({ when, unless = {} }) => Object.entries(when).every(stands) && !Object.entries(unless).some(stands),
  );
  return holds + 1;
}

/** A rare name adds at most so many bits, a frequent one takes as many away. */
export const RARITY = 6;

export const rarityBits = (usual: number, share: number): number =>
  Math.max(-RARITY, Math.min(RARITY, Math.log2(usual / share)));

/** Everything a pair weighs, in bits: prior, levels, and what the rarity of its name adds. */
export function totalOf(
  settings: LinkageSettings,
  weights: Weights,
  { pattern, share }: { readonly pattern: number; readonly share: number | null },
): number {
  const { weight, usual } = scorePattern(settings, weights, pattern);
  return weight + (usual !== undefined && share !== null ? rarityBits(usual, share) : 0);
}

/** Pairs that stay apart are remembered further down than others: a third record must not bring them together. */
const APART = 12;

/** `compared` and the table `patterns` (made of `scorePattern`) to the pairs worth keeping. */
export function planScore({ thresholds }: LinkageSettings, { into }: { into: 'create' | 'insert' }): Step {
  // DuckDB's `least` leaves nulls out: a name that does not agree would else be as rare as can be.
  const rarity = `case when usual is null or share is null then 0 else greatest(-${String(RARITY)}, least(${String(RARITY)}, log2(usual / share))) end`;
  const select = `select a, b, rules, pattern, share, (weight + ${rarity})::float as weight, conflict, apart from compared join patterns using (pattern) where weight + ${rarity} >= ${String(thresholds.review)} - case when apart > 0 then ${String(APART)} else 0 end`;
  return {
    name: 'score',
    statement: into === 'create' ? `create or replace table edges as ${select}` : `insert into edges ${select}`,
  };
}
