/**
 * A pattern as a table: one step a character, whatever the value. Also tells how many ways there are to match the same
 * text, because other programs (browsers, JSON Schema validators) try those ways one after another (ReDoS).
 */
import { LAST_CODE_POINT, parsePattern, PatternError, type Pattern, type Span } from './parse.ts';

// Positions are characters of the pattern with its counts written out: `[0-9]{12}` has twelve.
const MOST_POSITIONS = 1500;
const MOST_STATES = 4000;

/** Glushkov's automaton: a state for each position; edges counted, so that an ambiguous one has a count above one. */
interface Positions {
  readonly spans: (readonly Span[])[];
  readonly follow: Map<number, number>[];
}
interface Piece {
  readonly nullable: boolean;
  readonly first: Map<number, number>;
  readonly last: Map<number, number>;
}

const sum = (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>) => {
  const result = new Map(a);
  for (const [key, n] of b) result.set(key, (result.get(key) ?? 0) + n);
  return result;
};

function build(pattern: Pattern, all: Positions): Piece {
  switch (pattern.kind) {
    case 'chars': {
      if (all.spans.length >= MOST_POSITIONS) throw new PatternError('too-large', 0);
      const position = all.spans.push(pattern.spans) - 1;
      all.follow.push(new Map());
      return { nullable: false, first: new Map([[position, 1]]), last: new Map([[position, 1]]) };
    }
    case 'sequence':
      return pattern.items.reduce<Piece>((left, item) => concat(left, build(item, all), all), EMPTY);
    case 'choice':
      return pattern.items.map((item) => build(item, all)).reduce(either);
    case 'repeat':
      return repeat(pattern, all);
  }
}

const EMPTY: Piece = { nullable: true, first: new Map(), last: new Map() };
const either = (a: Piece, b: Piece): Piece => ({
  nullable: a.nullable || b.nullable,
  first: sum(a.first, b.first),
  last: sum(a.last, b.last),
});

function connect(from: ReadonlyMap<number, number>, to: ReadonlyMap<number, number>, all: Positions): void {
  for (const [a, n] of from) {
    const edges = all.follow[a] as Map<number, number>;
    for (const [b, m] of to) edges.set(b, (edges.get(b) ?? 0) + n * m);
  }
}

function concat(left: Piece, right: Piece, all: Positions): Piece {
  connect(left.last, right.first, all);
  return {
    nullable: left.nullable && right.nullable,
    first: left.nullable ? sum(left.first, right.first) : left.first,
    last: right.nullable ? sum(right.last, left.last) : right.last,
  };
}

function repeat(pattern: Pattern & { kind: 'repeat' }, all: Positions): Piece {
  let result = EMPTY;
  for (let i = 0; i < pattern.min; i += 1) result = concat(result, build(pattern.item, all), all);
  if (pattern.max === undefined) {
    const loop = build(pattern.item, all);
    connect(loop.last, loop.first, all);
    return concat(result, { ...loop, nullable: true }, all);
  }
  let optional = EMPTY;
  // x{0,3} = (x(x(x)?)?)?: nested, so that skipping the second never allows the third.
  for (let i = pattern.min; i < pattern.max; i += 1) {
    optional = { ...concat(build(pattern.item, all), optional, all), nullable: true };
  }
  return concat(result, optional, all);
}

/** Cuts all characters into classes that no span of the pattern tells apart. */
function classify(spans: readonly (readonly Span[])[]): number[] {
  const cuts = new Set([0]);
  for (const list of spans) {
    for (const [from, to] of list) {
      cuts.add(from);
      if (to < LAST_CODE_POINT) cuts.add(to + 1);
    }
  }
  return [...cuts].sort((a, b) => a - b);
}

const holds = (spans: readonly Span[], code: number) => spans.some(([from, to]) => code >= from && code <= to);

export interface Automaton {
  /** Whether the whole text matches. */
  matches(text: string): boolean;
}

export function compilePattern(text: string): Automaton {
  const all: Positions = { spans: [], follow: [] };
  const whole = build(parsePattern(text), all);
  const cuts = classify(all.spans);
  const table = determinise(all, whole, cuts);
  return { matches: (value) => run(table, value) };
}

interface Table {
  readonly classes: number;
  readonly next: Int32Array;
  readonly accepts: Uint8Array;
  readonly ascii: Uint16Array;
  readonly cuts: readonly number[];
}

function determinise(all: Positions, whole: Piece, cuts: readonly number[]): Table {
  const fits = all.spans.map((spans) => cuts.map((cut) => holds(spans, cut)));
  const known = new Map<string, number>();
  const sets: number[][] = [];
  const rows: number[][] = [];
  const stateOf = (positions: number[]): number => {
    if (positions.length === 0) return -1;
    const key = positions.join(',');
    const found = known.get(key);
    if (found !== undefined) return found;
    if (sets.length >= MOST_STATES) throw new PatternError('too-large', 0);
    known.set(key, sets.length);
    return sets.push(positions) - 1;
  };
  const step = (from: Iterable<number>, cls: number) =>
    stateOf([...new Set(from)].filter((p) => fits[p]?.[cls]).sort((a, b) => a - b));
  // State 0 is the start: a set that no position has.
  sets.push([]);
  rows.push(cuts.map((_, cls) => step(whole.first.keys(), cls)));
  for (let state = 1; state < sets.length; state += 1) {
    const reach = new Set((sets[state] as number[]).flatMap((p) => [...(all.follow[p]?.keys() ?? [])]));
    rows.push(cuts.map((_, cls) => step(reach, cls)));
  }
  const accepts = sets.map((set, i) => (i === 0 ? whole.nullable : set.some((p) => whole.last.has(p))));
  return {
    classes: cuts.length,
    next: Int32Array.from(rows.flat()),
    accepts: Uint8Array.from(accepts, Number),
    ascii: Uint16Array.from({ length: 128 }, (_, code) => classOf(cuts, code)),
    cuts,
  };
}

function classOf(cuts: readonly number[], code: number): number {
  let low = 0;
  let high = cuts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((cuts[middle] as number) <= code) low = middle;
    else high = middle - 1;
  }
  return low;
}

function run(table: Table, text: string): boolean {
  const { classes, next, ascii, cuts } = table;
  let state = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    const code = unit >= 0xd800 && unit <= 0xdbff ? (text.codePointAt(i) as number) : unit;
    if (code > 0xffff) i += 1;
    const cls = code < 128 ? (ascii[code] as number) : classOf(cuts, code);
    state = next[state * classes + cls] as number;
    if (state < 0) return false;
  }
  return table.accepts[state] === 1;
}

// A word is repeated to this length; 1,000 ways a position is far above what harmless patterns reach and far below 2^24.
const TRIAL_LENGTH = 48;
const MOST_WAYS = 1000;
const MOST_CLASSES = 8;

/** Whether some short text, repeated, can be matched in so many ways that a backtracking engine would hang. */
export function isExplosive(text: string): boolean {
  const all: Positions = { spans: [], follow: [] };
  build(parsePattern(text), all);
  const cuts = classify(all.spans);
  const used = cuts.filter((cut) => all.spans.some((spans) => holds(spans, cut))).slice(0, MOST_CLASSES);
  const words = used.flatMap((a) => [[a], ...used.flatMap((b) => [[a, b], ...used.map((c) => [a, b, c])])]);
  // Only what can be repeated can explode on a long text; bounded pieces are repeated in the trial too.
  return words.some((word) => countWays(all, word) > MOST_WAYS * Math.max(1, all.spans.length));
}

function countWays(all: Positions, word: readonly number[]): number {
  const tooMany = MOST_WAYS * Math.max(1, all.spans.length);
  let ways: ReadonlyMap<number, number> = new Map(all.spans.map((_, position) => [position, 1]));
  let most = 0;
  for (let i = 0; i < TRIAL_LENGTH && ways.size > 0 && most <= tooMany; i += 1) {
    ways = stepWays(all, ways, word[i % word.length] as number);
    most = Math.max(
      most,
      [...ways.values()].reduce((a, b) => a + b, 0),
    );
  }
  return most;
}

/** The ways to stand at each position after one more character. */
function stepWays(all: Positions, ways: ReadonlyMap<number, number>, code: number): ReadonlyMap<number, number> {
  const next = new Map<number, number>();
  const reached = (position: number) => holds(all.spans[position] as readonly Span[], code);
  for (const [from, n] of ways) {
    for (const [to, edges] of all.follow[from] ?? []) if (reached(to)) next.set(to, (next.get(to) ?? 0) + n * edges);
  }
  return next;
}
