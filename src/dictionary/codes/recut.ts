/** A series of totals carried to the codes of another day: nothing is lost or gained, and what is estimated is said. */
import type { NoCode, SuccessionGraph, Target } from './succession-graph.ts';

export interface SeriesRow {
  readonly code: string;
  /** A decimal number as text: `1250.5`. */
  readonly value: string;
}

/** `share`: divided by a stated share; `even`: no share is stated, divided evenly; both are estimates. */
export type Estimate = 'share' | 'even';

export interface RecutRow {
  readonly code: string;
  readonly value: string;
  /** What came from units that went there whole. */
  readonly exact: string;
  readonly estimated: string;
  readonly because: readonly Estimate[];
  /** The codes of the series that it is made of. */
  readonly from: readonly string[];
}

export interface RecutApart {
  /** Place in the series, from 1. */
  readonly row: number;
  readonly code: string;
  readonly value: string;
  readonly reason: NoCode | 'not-a-number';
}

export interface Recut {
  readonly rows: readonly RecutRow[];
  /** What could not be carried over: its value is in no row above. */
  readonly apart: readonly RecutApart[];
  /** Codes that stand several times in the series; their values were added up. */
  readonly doubles: readonly string[];
  /** Of the series; and of rows and what stands apart, which is always the same. */
  readonly total: string;
  readonly carried: string;
}

interface Sum {
  exact: bigint;
  estimated: bigint;
  readonly because: Set<Estimate>;
  readonly from: Set<string>;
}

interface Days {
  readonly from: string | undefined;
  readonly to: string;
}

const NUMBER = /^[+-]?[0-9]+(\.[0-9]+)?$/;

export function recut(graph: Pick<SuccessionGraph, 'recode'>, series: readonly SeriesRow[], { from, to }: Days): Recut {
  const scale = Math.max(0, ...series.map(({ value }) => scaleOf(value)));
  const sums = new Map<string, Sum>();
  const apart: RecutApart[] = [];
  const seen = new Set<string>();
  const doubles = new Set<string>();
  let [total, carried] = [0n, 0n];
  series.forEach(({ code, value }, i) => {
    if (seen.size === seen.add(code).size) doubles.add(code);
    if (!NUMBER.test(value)) return void apart.push({ row: i + 1, code, value, reason: 'not-a-number' });
    const amount = toUnits(value, scale);
    total += amount;
    const answer = graph.recode(code, from, to);
    const set = (part: bigint, reason: NoCode) =>
      apart.push({ row: i + 1, code, value: fromUnits(part, scale), reason });
    if (answer.targets.length === 0 && answer.ended.length === 0) return void set(amount, answer.reason ?? 'unknown');
    const ends = [...answer.targets, ...answer.ended];
    divide(
      amount,
      ends.map((end) => end.weight),
    ).forEach((part, place) => {
      const end = ends[place] as Target;
      if (place >= answer.targets.length) return void set(part, 'ended');
      carried += part;
      add(sums, { end, part, code });
    });
  });
  const print = (units: bigint) => fromUnits(units, scale);
  const rows = [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, sum]): RecutRow => ({
      code,
      value: print(sum.exact + sum.estimated),
      exact: print(sum.exact),
      estimated: print(sum.estimated),
      because: [...sum.because].sort(),
      from: [...sum.from].sort(),
    }));
  return { rows, apart, doubles: [...doubles].sort(), total: print(total), carried: print(carried) };
}

function add(sums: Map<string, Sum>, { end, part, code }: { end: Target; part: bigint; code: string }): void {
  const sum = sums.get(end.code) ?? { exact: 0n, estimated: 0n, because: new Set(), from: new Set() };
  sums.set(end.code, sum);
  sum.from.add(code);
  if (end.kind === 'whole') sum.exact += part;
  else {
    sum.estimated += part;
    sum.because.add(end.share === null ? 'even' : 'share');
  }
}

// Fifteen digits of a share are what a double holds.
const FINE = 1e15;

/** Largest remainder: parts in proportion to the weights that add up to the amount, to the last digit. */
export function divide(amount: bigint, weights: readonly number[]): bigint[] {
  const isNegative = amount < 0n;
  const size = isNegative ? -amount : amount;
  const given = weights.map((weight) => BigInt(Math.round(Math.max(0, weight) * FINE)));
  const sum = given.reduce((all, one) => all + one, 0n);
  const fine = sum === 0n ? weights.map(() => 1n) : given;
  const whole = sum === 0n ? BigInt(weights.length) : sum;
  const parts = fine.map((one) => (size * one) / whole);
  let left = size - parts.reduce((all, one) => all + one, 0n);
  const byRemainder = fine
    .map((one, place) => ({ place, remainder: (size * one) % whole }))
    .sort((a, b) => (a.remainder === b.remainder ? a.place - b.place : a.remainder > b.remainder ? -1 : 1));
  for (const { place } of byRemainder) {
    if (left === 0n) break;
    parts[place] = (parts[place] ?? 0n) + 1n;
    left -= 1n;
  }
  return isNegative ? parts.map((part) => -part) : parts;
}

const scaleOf = (value: string) => (NUMBER.test(value) ? (value.split('.')[1]?.length ?? 0) : 0);

function toUnits(value: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = value.replace(/^[+-]/, '').split('.');
  const size = BigInt(whole + fraction.padEnd(scale, '0'));
  return value.startsWith('-') ? -size : size;
}

function fromUnits(units: bigint, scale: number): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}
