import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compilePattern, inventText } from '../../dictionary/index.ts';
import { choices } from './invent.ts';

const patterns = [
  '[0-9]{12}',
  '[A-Z]{2}-[0-9]+',
  '(a|b|[c-e]{2,4})x?',
  '[^@ ]+@[^@ ]+\\.[a-z]{2,}',
  'TT-[0-9]{2}(/[0-9]{4})?',
  '.+',
];

it.each(patterns)('what is invented for %s matches it, and is the same for the same seed', (pattern) => {
  const compiled = new RegExp(`^(?:${pattern})$`, 'u');
  expect(compilePattern(pattern)).toBeTruthy();
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const text = inventText(pattern, choices(seed));
      expect(text).toMatch(compiled);
      expect(inventText(pattern, choices(seed))).toBe(text);
    }),
    { numRuns: 100, seed: 7 },
  );
});
it('twin: a text of other choices is another one', () => {
  expect(inventText('[0-9]{12}', choices('a'))).not.toBe(inventText('[0-9]{12}', choices('b')));
});
