import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffWords, type Piece } from './word-diff.ts';

const joined = (pieces: readonly Piece[]) => pieces.map(({ text }) => text).join('');
const marked = (pieces: readonly Piece[]) => pieces.filter(({ differs }) => differs).map(({ text }) => text.trim());

it('marks the words that came and went, and nothing else', () => {
  const [left, right] = diffWords('the day of the decision', 'the day of the ceremony itself');
  expect(marked(left)).toEqual(['decision']);
  expect(marked(right)).toEqual(['ceremony itself']);
});

it('loses no letter, and what is not marked is the same on both sides', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '\n'), { maxLength: 20 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const [left, right] = diffWords(before, after);
      expect([joined(left), joined(right)]).toEqual([before, after]);
      const plain = (pieces: readonly Piece[]) => joined(pieces.filter(({ differs }) => !differs));
      expect(plain(left)).toBe(plain(right));
      if (before === after) expect(left.some(({ differs }) => differs)).toBe(false);
    }),
  );
});

it('leaves texts of a book’s length unmarked', () => {
  const long = 'word '.repeat(1000);
  expect(diffWords(long, `${long}more`)[1]).toEqual([{ text: `${long}more`, differs: false }]);
});
