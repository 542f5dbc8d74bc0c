import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { testDatabase } from '../../../test/harness/database.ts';
import { compilePattern, isExplosive } from './automaton.ts';
import { toEcmaScript, toPostgres } from './emit.ts';
import { parsePattern, PatternError } from './parse.ts';

const reasonOf = (text: string) => {
  try {
    parsePattern(text);
    return undefined;
  } catch (error) {
    return error instanceof PatternError ? error.reason : 'other';
  }
};

describe('the pattern language', () => {
  it.each([
    ['^abc', 'anchor'],
    ['[0-9]$', 'anchor'],
    ['\\d{12}', 'class-escape'],
    ['\\p{L}+', 'category'],
    ['(?=a)', 'not-i-regexp'],
    ['a+?', 'not-i-regexp'],
    ['(a', 'unbalanced'],
    ['a)', 'unbalanced'],
    ['[a', 'unbalanced'],
    ['[z-a]', 'bad-range'],
    ['a{3,1}', 'bad-count'],
    ['a{300}', 'count-too-large'],
    ['[]', 'empty-class'],
    ['a**', 'not-i-regexp'],
  ])('refuses %s as %s', (text, reason) => {
    expect(reasonOf(text)).toBe(reason);
  });

  it.each([
    ['(a+)+', true],
    ['(a|a)*', true],
    ['(a|ab|b)*', true],
    ['x(ab?){1,}(ab?){1,}y(a*)*', true],
    ['(a?){50}', true],
    ['([a-z]+)*@', true],
    ['[0-9]{12}', false],
    ['[0-9]{1,5}-[A-Z]{1,5}/[A-Z]+', false],
    ['[^0-9]{1,100}', false],
    ['[0-9]{10}(-[0-9]{3})?', false],
    ['[A-Z][A-Z0-9]*(\\.[A-Z0-9]+)*', false],
  ])('says of %s whether it can explode: %s', (text, explosive) => {
    expect(isExplosive(text)).toBe(explosive);
  });
});

const chars = fc.constantFrom('a', 'b', '0', '9', '-', '/', 'é', '€', ' ');
const atom = fc.oneof(
  chars.map((c) => (c === '-' ? '\\-' : c)),
  fc.constantFrom('[a-c]', '[^0-9]', '.', '[0-9]', '[a\\-z]', '\\.', '[b-]'),
);
const piece = (inner: fc.Arbitrary<string>) =>
  fc
    .tuple(inner, fc.constantFrom('', '', '?', '{2}', '{0,2}', '*', '{1,}'))
    .map(([item, count]) => (item.length > 1 && !/^(\[.*\]|\\.)$/.test(item) ? `(${item})` : item) + count);
const sequence = fc.array(piece(atom), { maxLength: 4 }).map((items) => items.join(''));
const pattern = fc.array(sequence, { minLength: 1, maxLength: 3 }).map((items) => items.join('|'));
const value = fc.array(fc.oneof(chars, fc.constantFrom('\n', '𝄞', '.', 'z')), { maxLength: 6 }).map((c) => c.join(''));

describe('the three readings of a pattern', () => {
  let db: Database;
  beforeAll(async () => {
    db = await testDatabase(2);
  });

  it('agree: our automaton, ECMAScript and PostgreSQL', async () => {
    const cases = fc.sample(fc.tuple(pattern, fc.array(value, { minLength: 8, maxLength: 8 })), 300);
    const flat = cases.flatMap(([text, values]) => values.map((v) => ({ text, v })));
    const rows = await db.rows<{ verdict: boolean }>(sql`
      select v ~ p as verdict
        from unnest(${flat.map((c) => toPostgres(c.text))}::text[], ${flat.map((c) => c.v)}::text[]) with ordinality t(p, v, n)
       order by n`);
    flat.forEach(({ text, v }, i) => {
      const own = compilePattern(text).matches(v);
      expect([text, v, new RegExp(toEcmaScript(text), 'u').test(v)]).toEqual([text, v, own]);
      expect([text, v, rows[i]?.verdict]).toEqual([text, v, own]);
    });
    expect(flat.some(({ text, v }) => compilePattern(text).matches(v))).toBe(true);
  });
});
