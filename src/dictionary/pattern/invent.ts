/** A text that matches a pattern, made from choices that somebody else makes: for invented data. Pure. */
import { parsePattern, type Pattern } from './parse.ts';

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

function write(pattern: Pattern, pick: (n: number) => number): string {
  switch (pattern.kind) {
    case 'chars': {
      const printable = pattern.spans.filter(([, to]) => to >= FIRST_PRINTABLE);
      const spans = printable.length > 0 ? printable : pattern.spans;
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
