/**
 * I-Regexp (RFC 9485) without Unicode categories: the subset on which PostgreSQL, ECMAScript, JSON Schema, SHACL and
 * our own automaton agree. Matching is always against the whole value (RFC 9485 §3.1).
 */

/** Code points from–to, both included. */
export type Span = readonly [from: number, to: number];

export type Pattern =
  | { readonly kind: 'chars'; readonly spans: readonly Span[] }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly items: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly item: Pattern; readonly min: number; readonly max: number | undefined };

export class PatternError extends Error {
  override name = 'PatternError';
  /** Key of the catalogue: `patterns.<reason>`. */
  readonly reason: string;
  /** Offset into the pattern's text. */
  readonly at: number;
  constructor(reason: string, at: number) {
    super(`${reason} at ${String(at)}`);
    this.reason = reason;
    this.at = at;
  }
}

export const LAST_CODE_POINT = 0x10ffff;
// PostgreSQL's DUPMAX: a larger count is an error there.
const MOST_REPEATS = 255;
const LONGEST = 1000;
const SPECIAL = new Set('()*+.?[]\\{|}^$');
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** @throws PatternError with the reason and the place */
export function parsePattern(text: string): Pattern {
  if (text.length > LONGEST) throw new PatternError('too-long', LONGEST);
  const reader = new Reader(text);
  const whole = readChoice(reader);
  if (!reader.ended()) throw new PatternError(reader.peek() === ')' ? 'unbalanced' : 'not-i-regexp', reader.at());
  return whole;
}

class Reader {
  private readonly chars: readonly string[];
  private next = 0;
  constructor(text: string) {
    this.chars = [...text];
  }
  ended = () => this.next >= this.chars.length;
  peek = (ahead = 0) => this.chars[this.next + ahead] ?? '';
  at = () => this.next;
  take(): string {
    const char = this.chars[this.next];
    if (char === undefined) throw new PatternError('ends-too-soon', this.next);
    this.next += 1;
    return char;
  }
  accept(char: string): boolean {
    if (this.peek() !== char || this.ended()) return false;
    this.next += 1;
    return true;
  }
}

function readChoice(reader: Reader): Pattern {
  const items = [readSequence(reader)];
  while (reader.accept('|')) items.push(readSequence(reader));
  return items.length === 1 ? (items[0] as Pattern) : { kind: 'choice', items };
}

function readSequence(reader: Reader): Pattern {
  const items: Pattern[] = [];
  while (!reader.ended() && reader.peek() !== '|' && reader.peek() !== ')') items.push(readPiece(reader));
  return items.length === 1 ? (items[0] as Pattern) : { kind: 'sequence', items };
}

function readPiece(reader: Reader): Pattern {
  const item = readAtom(reader);
  const quantifier = readQuantifier(reader);
  if (!quantifier) return item;
  if ('*+?{'.includes(reader.peek()) && !reader.ended()) throw new PatternError('not-i-regexp', reader.at());
  return { kind: 'repeat', item, ...quantifier };
}

function readQuantifier(reader: Reader): { min: number; max: number | undefined } | undefined {
  if (reader.accept('*')) return { min: 0, max: undefined };
  if (reader.accept('+')) return { min: 1, max: undefined };
  if (reader.accept('?')) return { min: 0, max: 1 };
  return reader.accept('{') ? readCounts(reader) : undefined;
}

function readCounts(reader: Reader): { min: number; max: number | undefined } {
  const start = reader.at();
  const min = readNumber(reader);
  let max: number | undefined = min;
  if (reader.accept(',')) max = reader.peek() === '}' ? undefined : readNumber(reader);
  if (!reader.accept('}')) throw new PatternError('bad-count', start);
  if (max !== undefined && max < min) throw new PatternError('bad-count', start);
  if (Math.max(min, max ?? 0) > MOST_REPEATS) throw new PatternError('count-too-large', start);
  return { min, max };
}

function readNumber(reader: Reader): number {
  let digits = '';
  while (/^[0-9]$/.test(reader.peek())) digits += reader.take();
  if (digits === '') throw new PatternError('bad-count', reader.at());
  return Number(digits);
}

function readAtom(reader: Reader): Pattern {
  const at = reader.at();
  if (reader.accept('(')) {
    if (reader.peek() === '?') throw new PatternError('not-i-regexp', at);
    const inner = readChoice(reader);
    if (!reader.accept(')')) throw new PatternError('unbalanced', at);
    return inner;
  }
  if (reader.accept('[')) return { kind: 'chars', spans: readClass(reader, at) };
  if (reader.accept('.')) return { kind: 'chars', spans: complement(normal([charSpan('\n'), charSpan('\r')])) };
  const char = reader.take();
  if (char === '\\') return { kind: 'chars', spans: [charSpan(readEscape(reader, at))] };
  if (char === '^' || char === '$') throw new PatternError('anchor', at);
  if (SPECIAL.has(char)) throw new PatternError('not-i-regexp', at);
  return { kind: 'chars', spans: [charSpan(char)] };
}

function readEscape(reader: Reader, at: number): string {
  const char = reader.take();
  if (char === 'p' || char === 'P') throw new PatternError('category', at);
  const meaning = ESCAPED[char];
  if (meaning !== undefined) return meaning;
  if (SPECIAL.has(char) || char === '-') return char;
  throw new PatternError(/[dDwWsSbB]/.test(char) ? 'class-escape' : 'not-i-regexp', at);
}

function readClass(reader: Reader, at: number): readonly Span[] {
  const negative = reader.accept('^');
  const spans: Span[] = [];
  let first = true;
  while (!reader.accept(']')) {
    if (reader.ended()) throw new PatternError('unbalanced', at);
    const from = readClassChar(reader, first);
    first = false;
    const isRange = reader.peek() === '-' && reader.peek(1) !== ']';
    if (isRange) reader.take();
    const to = isRange ? readClassChar(reader, false) : from;
    if (codeOf(to) < codeOf(from)) throw new PatternError('bad-range', reader.at());
    spans.push([codeOf(from), codeOf(to)]);
  }
  if (spans.length === 0) throw new PatternError('empty-class', at);
  return negative ? complement(normal(spans)) : normal(spans);
}

function readClassChar(reader: Reader, first: boolean): string {
  const at = reader.at();
  const char = reader.take();
  if (char === '\\') return readEscape(reader, at);
  if (char === '[' || char === ']') throw new PatternError('not-i-regexp', at);
  if (char === '-' && !first && reader.peek() !== ']') throw new PatternError('not-i-regexp', at);
  return char;
}

const codeOf = (char: string) => char.codePointAt(0) ?? 0;
const charSpan = (char: string): Span => [codeOf(char), codeOf(char)];

/** Sorted, without overlap. */
export function normal(spans: readonly Span[]): Span[] {
  const result: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

export function complement(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  let next = 0;
  for (const [from, to] of spans) {
    if (from > next) result.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST_CODE_POINT) result.push([next, LAST_CODE_POINT]);
  return result;
}
