/** Generated texts of a field: those that fit, and those that differ from one in what is hard to see. */
import fc from 'fast-check';
import { parsePattern, type Pattern, type Span } from '../../pattern/parse.ts';
import type { FieldPlan } from '../../plan.ts';

const one = <T>(...items: readonly T[]) => fc.constantFrom(...items);

// ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────────────
const LETTERS = ['a', 'B', 'é', '\u1ebf', 'Đ', '\u0639', '1', ' ', "'", '\\', '"', '%', 'ß', '\u4e2d'] as const;
const letter = fc.oneof({ weight: 9, arbitrary: one(...LETTERS) }, { weight: 1, arbitrary: one('𝄞', '\u200d', '\n') });

const spanChar = ([from, to]: Span) =>
  fc
    .oneof(one(from, to), fc.integer({ min: from, max: to }))
    .map((code) => String.fromCodePoint(code >= 0xd800 && code <= 0xdfff ? 0xe000 : code));
// Of a class that is most of Unicode, people use the beginning.
const nearby = ([from, to]: Span): Span => [from, Math.min(to, Math.max(from, 0x1eff))];

/** Texts that fit a pattern. */
function fitting(pattern: Pattern): fc.Arbitrary<string> {
  switch (pattern.kind) {
    case 'chars':
      return fc.oneof(
        ...pattern.spans.map((span) => fc.oneof(spanChar(nearby(span)), spanChar(nearby(span)), spanChar(span))),
      );
    case 'sequence':
      return fc.tuple(...pattern.items.map(fitting)).map((parts) => parts.join(''));
    case 'choice':
      return fc.oneof(...pattern.items.map(fitting));
    case 'repeat':
      return fc
        .array(fitting(pattern.item), {
          minLength: pattern.min,
          maxLength: Math.min(pattern.max ?? 12, pattern.min + 12),
        })
        .map((parts) => parts.join(''));
  }
}

const plain = (length: number, alphabet: fc.Arbitrary<string>) =>
  fc.array(alphabet, { minLength: length, maxLength: length }).map((letters) => letters.join('').trim());

export function goodText({ minLength, maxLength = 50, pattern }: FieldPlan): fc.Arbitrary<string> {
  if (pattern !== undefined) return fitting(parsePattern(pattern));
  return fc.integer({ min: Math.max(1, minLength ?? 1), max: maxLength }).chain((length) => plain(length, letter));
}

const HIDDEN = [
  '\u200b',
  '\u200f',
  '\u202e',
  '\u2066',
  '\u200d',
  '\u200c',
  '\u0000',
  '\u0007',
  '\u0085',
  '\u00ad',
  '\ufeff',
] as const;
const SPACES = [' ', '  ', '\t', '\n', '\r\n', '\u00a0', '\u2003', '\u3000', '\u2028', '\u1680', '\u205f'] as const;
const MARKS = ['\u0301', '\u0323\u0302', '\u0309', '\u0653', '\u1100\u1161', '\u212b', '\u2126'] as const;

/** Cuts or fills a text to so many code points. */
const sized = (text: string, length: number, filler: string) =>
  [...text, ...Array.from({ length: Math.max(0, length) }, () => filler)].slice(0, Math.max(0, length)).join('');

export const spoilt = (
  { minLength = 0, maxLength = 40 }: FieldPlan,
  good: fc.Arbitrary<string>,
): fc.Arbitrary<string> =>
  fc.oneof(
    fc
      .tuple(
        good,
        one(maxLength, maxLength + 1, minLength, minLength - 1, maxLength * 2),
        one('x', '0', '𝄞', 'é', '\u0301'),
      )
      .map(([text, length, filler]) => sized(text, length, filler)),
    fc.tuple(good, one(...SPACES), one(...SPACES, '')).map(([text, a, b]) => `${a}${text}${b}`),
    fc
      .tuple(good, one(...HIDDEN, ...SPACES, ...MARKS, 'x', '\ud800', '\udc00'), fc.nat(6))
      .map(([text, char, at]) => text.slice(0, at) + char + text.slice(at)),
    good.map((text) => text.normalize('NFD')),
    good.map((text) => text.toUpperCase()),
    good.map((text) => text.toLowerCase()),
    good.map((text) => text.slice(0, -1)),
    one('', ' ', '\u00a0', '\u200b', 'x'.repeat(5000), '-', 'null', 'NaN', '\ud83d', '٠٩٩', "'; drop table x; --"),
  );
