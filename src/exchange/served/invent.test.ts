import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern, compileProfileDictionary, inventText } from '../../dictionary/index.ts';
import { readProfile } from '../../platform/profile.ts';
import { choices, inventKey, inventRecord } from './invent.ts';

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

describe('identifiers of invented people', () => {
  const { plan } = compileProfileDictionary(readProfile(join(import.meta.dirname, '../../../profiles'), 'vn-demo'));
  const lists = new Map(plan?.codeLists.map((list) => [list.code, list]));
  const identifiers = (idPrefix: string) =>
    (plan?.entities ?? []).flatMap((entity) =>
      Array.from({ length: 40 }, (_, n) => {
        const key = inventKey(entity, lists, n, idPrefix);
        const { values } = inventRecord(entity, lists, key, idPrefix);
        return entity.fields.flatMap(({ name, identifierOf, pattern }) => {
          const value = values[name];
          return identifierOf === 'person' && typeof value === 'string' ? [{ value, pattern }] : [];
        });
      }).flat(),
    );
  it('begin as the trial’s do, in every entity, and fit their pattern', () => {
    const all = identifiers('099');
    expect(all.length).toBeGreaterThan(80);
    for (const { value, pattern = '' } of all) {
      expect(value).toMatch(/^099/);
      expect(value).toMatch(new RegExp(`^(?:${pattern})$`, 'u'));
    }
  });
  it('twin: with another beginning they are others', () => {
    expect(identifiers('088').every(({ value }) => value.startsWith('088'))).toBe(true);
  });
});
