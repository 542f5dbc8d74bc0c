/** A text that matches a pattern, made from choices that somebody else makes: for invented data. Pure. */
import { parsePattern, type Pattern, type Span } from './parse.ts';

// What repeats without a limit is written a few times.
const MOST_AGAIN = 3;
const FIRST_PRINTABLE = 0x20;

/**
 * @param pick gives a whole number from 0 up to, and without, `n`
 * @throws PatternError when the text is no pattern
 */
export function inventText(pattern: string, pick: (n: number) => number): string {
  return write(parsePattern(pattern), pick);
}

/** Letters before digits, digits before signs: what people would rather see. */
const PLAIN: readonly Span[] = ['az', 'AZ', '09'].map((ends) => [ends.charCodeAt(0), ends.charCodeAt(1)]);

function plainest(spans: readonly Span[]): readonly Span[] {
  for (const [first, last] of PLAIN) {
    const within = spans
      .map(([from, to]): Span => [Math.max(from, first), Math.min(to, last)])
      .filter(([from, to]) => from <= to);
    if (within.length > 0) return within;
  }
  const printable = spans.filter(([, to]) => to >= FIRST_PRINTABLE);
  return printable.length > 0 ? printable : spans;
}

function write(pattern: Pattern, pick: (n: number) => number): string {
  switch (pattern.kind) {
    case 'chars': {
      const spans = plainest(pattern.spans);
      const [from = FIRST_PRINTABLE, to = FIRST_PRINTABLE] = spans[pick(spans.length)] ?? [];
      // A class of everything but something spans all of Unicode: its first letters will do.
      return String.fromCodePoint(from + pick(Math.min(to - from + 1, 128)));
    }
    case 'sequence':
      return pattern.items.map((item) => write(item, pick)).join('');
    case 'choice': {
      const item = pattern.items[pick(pattern.items.length)];
      return item ? write(item, pick) : '';
    }
    case 'repeat': {
      const { min, max = min + MOST_AGAIN } = pattern;
      return Array.from({ length: min + pick(max - min + 1) }, () => write(pattern.item, pick)).join('');
    }
  }
}
