/**
 * What each level is worth, estimated without labels: expectation maximisation on how often which pattern occurs
 * (Fellegi and Sunter 1969; Dempster, Laird and Rubin 1977; Winkler 1988).
 * How often strangers agree (`u`) is counted on pairs taken by chance and stays; pairs that no rule brought together count as strangers.
 */
import { readPattern, SILENT } from './compare.ts';
import type { LinkageSettings } from './settings.ts';

/** By comparison, by level (0 is silent and worth nothing). */
export interface Weights {
  /** How often true pairs stand on the level. */
  readonly m: readonly (readonly number[])[];
  /** How often strangers do. */
  readonly u: readonly (readonly number[])[];
  /** Share of true pairs among all pairs. */
  readonly lambda: number;
  /** Whether the data gave them, or the settings alone. */
  readonly estimated: boolean;
}

export interface PatternCount {
  readonly pattern: number;
  readonly n: number;
}

export interface Evidence {
  /** Patterns of the pairs that were compared. */
  readonly candidates: readonly PatternCount[];
  /** Patterns of pairs taken by chance. */
  readonly chance: readonly PatternCount[];
  /** How many pairs there are in all, compared or not. */
  readonly pairs: number;
  /** Most true pairs that are possible. */
  readonly most: number;
}

/** With less than this the data say less than the settings do. */
const FEWEST = { candidates: 2000, chance: 20_000 };
/** The settings speak as loudly as so many pairs. */
const PRIOR = { expected: 20, chance: 1000 };
const ROUNDS = 200;
const STILL = 1e-5;

export function estimate(settings: LinkageSettings, evidence: Evidence): Weights {
  const given = givenWeights(settings, evidence);
  const total = (counts: readonly PatternCount[]) => counts.reduce((sum, { n }) => sum + n, 0);
  if (total(evidence.candidates) < FEWEST.candidates || total(evidence.chance) < FEWEST.chance) return given;
  const u = chanceOf(settings, evidence.chance);
  const rows = evidence.candidates.map(({ pattern, n }) => ({ levels: readPattern(settings, pattern), n }));
  let now: Weights = { ...given, u, estimated: true };
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = maximise(settings, now, rows, evidence);
    const moved = Math.abs(Math.log(next.lambda / now.lambda));
    now = next;
    if (moved < STILL) break;
  }
  return now;
}

/** Few rows are taken from many people: without data no pair is likelier to be one than this. */
const LIKELIEST = 0.0001;

/** What the settings say; a third of those who could have a partner have one. */
function givenWeights({ comparisons }: LinkageSettings, { pairs, most }: Evidence): Weights {
  const likely = Math.max(most / 3, 1) / Math.max(pairs, 10);
  return {
    m: comparisons.map(({ expected }) => [1, ...normalised(expected)]),
    u: comparisons.map(({ chance }) => [1, ...normalised(chance)]),
    lambda: Math.min(likely, LIKELIEST),
    estimated: false,
  };
}

function normalised(values: readonly number[]): number[] {
  const sum = values.reduce((all, value) => all + value, 0);
  return values.map((value) => value / sum);
}

/** A level that never came up is as rare as the settings say. */
function chanceOf(settings: LinkageSettings, counts: readonly PatternCount[]): number[][] {
  const seen = settings.comparisons.map(({ chance }) => [
    0,
    ...normalised(chance).map((share) => share * PRIOR.chance),
  ]);
  for (const { pattern, n } of counts)
    readPattern(settings, pattern).forEach((level, i) => (((seen[i] as number[])[level] as number) += n));
  return seen.map(([, ...levels]) => [1, ...normalised(levels)]);
}

interface Row {
  readonly levels: readonly number[];
  readonly n: number;
}

function maximise({ comparisons }: LinkageSettings, now: Weights, rows: readonly Row[], evidence: Evidence): Weights {
  const sums = comparisons.map(({ expected }) => [0, ...normalised(expected).map((share) => share * PRIOR.expected)]);
  const prior = Math.log2(now.lambda / (1 - now.lambda));
  const bits = bitsOf(now);
  let matches = 0;
  for (const { levels, n } of rows) {
    let weight = prior;
    for (let i = 0; i < levels.length; i += 1) weight += bits[i]?.[levels[i] as number] as number;
    const likely = n / (1 + 2 ** -weight);
    matches += likely;
    for (let i = 0; i < levels.length; i += 1) {
      const level = levels[i] as number;
      if (level !== SILENT) (sums[i] as number[])[level] = ((sums[i] as number[])[level] as number) + likely;
    }
  }
  const lambda = Math.min(Math.max(matches, 1), evidence.most) / evidence.pairs;
  return { ...now, m: sums.map(([, ...levels]) => [1, ...normalised(levels)]), lambda };
}

/** What each level adds, in bits; silence adds nothing. */
export const bitsOf = ({ m, u }: Pick<Weights, 'm' | 'u'>): number[][] =>
  m.map((levels, i) =>
    levels.map((share, level) => (level === SILENT ? 0 : Math.log2(share / (u[i]?.[level] as number)))),
  );

export const priorBits = ({ lambda }: Pick<Weights, 'lambda'>): number => Math.log2(lambda / (1 - lambda));
