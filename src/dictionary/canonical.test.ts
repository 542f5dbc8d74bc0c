import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical, hashOf } from './canonical.ts';

/** RFC 8785 as it is written: members in order of their UTF-16 code units, one by one. */
function byTheBook(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => byTheBook(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).filter((name) => (value as Record<string, unknown>)[name] !== undefined);
  const members = names
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => `${JSON.stringify(name)}:${byTheBook((value as Record<string, unknown>)[name])}`);
  return `{${members.join(',')}}`;
}

const name = fc.oneof(
  fc.constantFrom('a', 'b', 'a\nb', 'b\nc', '10', '9', 'é', '\u{10000}', '\uffff', ''),
  fc.string(),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'medium' },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(name, tie('tree'), { maxKeys: 5 }),
  ),
}));

it('writes members in order, whatever they are called and however they came', () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 3 }), (value) => {
      expect(canonical(value)).toBe(byTheBook(value));
    }),
    { numRuns: 1000 },
  );
});

it('keeps names apart that look alike when they are written side by side', () => {
  expect(
    canonical([
      { 'a\nb': 1, c: 2 },
      { a: 1, 'b\nc': 2 },
      { a: 1, b: 2, c: 3 },
    ]),
  ).toBe('[{"a\\nb":1,"c":2},{"a":1,"b\\nc":2},{"a":1,"b":2,"c":3}]');
  expect(canonical({ 9: 'x', 10: 'y' })).toBe('{"10":"y","9":"x"}');
  expect(() => canonical({ a: [Number.NaN] })).toThrow('no such number');
});

it('hashes the canonical text, however long its lists are', () => {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  fc.assert(
    fc.property(
      fc.oneof(tree, fc.dictionary(name, fc.array(tree, { maxLength: 3 }))),
      fc.nat(1200),
      (value, length) => {
        const long = { z: [], a: Array.from({ length }, (_, i) => ({ b: value, a: i })), 10: value };
        for (const one of [value ?? null, long]) expect(hashOf(one)).toBe(hash(byTheBook(one)));
      },
    ),
    { numRuns: 60 },
  );
});
