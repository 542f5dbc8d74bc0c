import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import type { Database } from '../../platform/db/db.ts';
import { id, join, raw, sql } from '../../platform/db/sql.ts';
import { ExpressionError, type FieldType } from './ast.ts';
import { parseDay } from './civil.ts';
import { expressionSql } from './emit-sql.ts';
import { compileExpression } from './evaluate.ts';
import { explainFalse } from './explain.ts';
import { checkExpression } from './typecheck.ts';

const fields: readonly FieldType[] = [
  { name: 'a', type: 'number' },
  { name: 'b', type: 'number' },
  { name: 's', type: 'text' },
  { name: 't', type: 'text' },
  { name: 'd', type: 'date' },
  { name: 'e', type: 'date' },
  { name: 'p', type: 'date', partial: true },
  { name: 'f', type: 'boolean' },
  { name: 'm', type: 'moment' },
  { name: 'n', type: 'moment' },
];
const columns = fields.map((field) => field.name);
const TODAY = '2026-11-22';
const today = parseDay(TODAY) as number;
const evaluate = (source: string, row: Partial<Record<string, string | null>>) =>
  compileExpression(checkExpression(source, fields), columns)({ values: columns.map((c) => row[c] ?? null), today });
const reasonOf = (source: string) => {
  try {
    checkExpression(source, fields);
    return undefined;
  } catch (error) {
    return error instanceof ExpressionError ? error.reason : String(error);
  }
};

describe('checking', () => {
  it.each([
    ['a >', 'unexpected'],
    ['a > 1 1', 'unexpected'],
    ['(a > 1', 'expected'],
    ["a > 'x'", 'wrong-type'],
    ['a + 1', 'wrong-result'],
    ['nobody == 1', 'unknown-field'],
    ['nofunction(a)', 'unknown-function'],
    ['constructor(a)', 'unknown-function'],
    ['size(a) > 1', 'wrong-type'],
    ['size(s, s) > 1', 'wrong-count'],
    ['a == null', 'use-has'],
    ['has(a + 1)', 'field-expected'],
    ['s in t', 'list-expected'],
    ['s in []', 'empty-list'],
    ["matches(s, '^x')", 'bad-pattern'],
    ['matches(s, t)', 'pattern-expected'],
    ["d > date('2025-02-30')", 'day-expected'],
    ['f < f', 'not-comparable'],
    ["s == 'x", 'text-not-closed'],
    ['a # 1', 'strange-character'],
    [`${'('.repeat(60)}f${')'.repeat(60)}`, 'too-deep'],
    [Array.from({ length: 120 }, () => 'f').join(' && '), 'too-costly'],
  ])('refuses %s: %s', (source, reason) => {
    expect(reasonOf(source)).toBe(reason);
  });
});

describe('meaning', () => {
  it.each([
    ['0.1 + 0.2 == 0.3', {}, true],
    ['1 / 0 == 1', {}, null],
    ['a > 1', {}, null],
    ['a > 1 && false', {}, false],
    ['a > 1 || true', {}, true],
    ['has(a) && a > 1', {}, false],
    ['s in ["x", t]', { s: 'y' }, null],
    ['years_between(d, e) == 17', { d: '2003-03-02', e: '2021-03-01' }, true],
    ['years_between(d, e) == 18', { d: '2003-03-01', e: '2021-03-01' }, true],
    ["add_months(d, 1) == date('2025-02-28')", { d: '2025-01-31' }, true],
    ['p < d', { p: '2001', d: '2002-01-01' }, null],
    ['p < d', { p: '2001-05-06', d: '2002-01-01' }, true],
    ['today() > d', { d: '2026-11-21' }, true],
    ['s.size() == 2', { s: 'a𝄞' }, true],
    ['f ? a == 1 : a == 2', { f: 'false', a: '2' }, true],
  ])('%s is %o → %s', (source, row, result) => {
    expect(evaluate(source, row)).toBe(result);
  });

  it('explains a false result by the parts that made it so', () => {
    const checked = checkExpression("e >= d && (s == 'x' || years_between(d, e) >= 18)", fields);
    const row = { values: columns.map((c) => ({ d: '2010-01-01', e: '2021-01-01', s: 'y' })[c] ?? null), today };
    expect(explainFalse(checked, columns, row)).toEqual([
      { text: "s == 'x'", values: { s: 'y' } },
      { text: 'years_between(d, e) >= 18', values: { 'years_between(d, e)': '11' } },
    ]);
    expect(explainFalse(checkExpression('e > d', fields), columns, row)).toEqual([]);
  });
});

// ── generated expressions: every type, every operator ──────────────────────────────────────────────────────────────
const texts = fc.constantFrom('', 'a', 'ab', 'b', 'é', 'z𝄞', '𝄞', '￿', "o'x", 'a\\b');
const numbers = fc.oneof(
  fc.integer({ min: -50, max: 50 }).map(String),
  fc.constantFrom('0.1', '0.25', '12.340', '-7.5', '123456789012345.678', '3', '7'),
);
const days = fc.oneof(
  fc.constantFrom('2000-02-29', '2001-02-28', '2025-01-31', '0001-01-01', '9999-12-31', '2026-11-22'),
  fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10)),
);
const moments = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-01T07:00:00.000Z', '1999-12-31T23:59:59.500Z');
const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const unsigned = (text: string) => (text.startsWith('-') ? `(${text})` : text);

const { bool } = fc.letrec<{ bool: string; num: string; txt: string; day: string }>((tie) => ({
  num: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constantFrom('a', 'b'), numbers.map(unsigned)),
    fc.tuple(tie('num'), fc.constantFrom('+', '-', '*', '/', '%'), tie('num')).map((p) => `(${p.join(' ')})`),
    tie('txt').map((t) => `size(${t})`),
    fc
      .tuple(fc.constantFrom('years_between', 'months_between', 'days_between'), tie('day'), tie('day'))
      .map(([f, x, y]) => `${f}(${x}, ${y})`),
    fc.tuple(fc.constantFrom('year', 'month', 'day'), tie('day')).map(([f, d]) => `${f}(${d})`),
    tie('num').map((n) => `(-${n})`),
    fc.tuple(tie('bool'), tie('num'), tie('num')).map(([c, x, y]) => `(${c} ? ${x} : ${y})`),
  ),
  txt: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(fc.constantFrom('s', 't'), texts.map(quote)),
    fc.tuple(tie('txt'), tie('txt')).map(([x, y]) => `(${x} + ${y})`),
  ),
  day: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(
      fc.constantFrom('d', 'e', 'p', 'today()'),
      days.map((d) => `date('${d}')`),
    ),
    fc
      .tuple(fc.constantFrom('add_days', 'add_months', 'add_years'), tie('day'), tie('num'))
      .map(([f, d, n]) => `${f}(${d}, ${n})`),
  ),
  bool: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('f', 'true', 'false', 'has(a)', 'has(p)', 'has(s)', 'm < n', 'm == n'),
    fc.tuple(tie('bool'), fc.constantFrom('&&', '||', '==', '!='), tie('bool')).map((p) => `(${p.join(' ')})`),
    tie('bool').map((b) => `!(${b})`),
    ...(['num', 'txt', 'day'] as const).flatMap((type) => [
      fc.tuple(tie(type), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie(type)).map((p) => `(${p.join(' ')})`),
      fc.tuple(tie(type), tie(type), tie(type)).map(([x, y, z]) => `(${x} in [${y}, ${z}])`),
    ]),
    fc
      .tuple(tie('txt'), fc.constantFrom('[a-z]+', '.*', '(a|b)?', '[^a]{1,2}'))
      .map(([x, p]) => `matches(${x}, '${p}')`),
    fc
      .tuple(fc.constantFrom('starts_with', 'ends_with', 'contains'), tie('txt'), tie('txt'))
      .map(([f, x, y]) => `${f}(${x}, ${y})`),
  ),
}));
const maybe = <T>(item: fc.Arbitrary<T>) => fc.option(item, { nil: null, freq: 4 });
const row = fc.record({
  a: maybe(numbers),
  b: maybe(numbers),
  s: maybe(texts),
  t: maybe(texts),
  d: maybe(days),
  e: maybe(days),
  p: maybe(fc.oneof(days, fc.constantFrom('2001', '2001-05'))),
  f: maybe(fc.constantFrom('true', 'false')),
  m: maybe(moments),
  n: maybe(moments),
});
const sqlTypes: Record<string, string> = {
  a: 'numeric',
  b: 'numeric',
  s: 'text',
  t: 'text',
  d: 'date',
  e: 'date',
  p: 'text',
  f: 'boolean',
  m: 'timestamptz',
  n: 'timestamptz',
};

describe('the two readings', () => {
  let db: Database;
  beforeAll(async () => {
    db = await testDatabase(2);
  });

  it('agree: SQL and TypeScript give true, false or unsaid for the same rows', async () => {
    const cases = fc
      .sample(fc.tuple(bool, row), { numRuns: 700, seed: 20261122 })
      .filter(([source]) => reasonOf(source) === undefined);
    expect(cases.length).toBeGreaterThan(450);
    const seen = { true: 0, false: 0, null: 0 };
    for (let i = 0; i < cases.length; i += 50) {
      const batch = cases.slice(i, i + 50);
      const selects = batch.map(([source, values], n) => {
        const columnsSql = join(
          columns.map((c) => sql`${values[c as 'a']}::${raw(sqlTypes[c] as string)} as ${id(c)}`),
        );
        const verdict = expressionSql(checkExpression(source, fields), { column: (c) => id('r', c), today: TODAY });
        return sql`select ${n}::int as n, ${verdict} as verdict from (select ${columnsSql}) r`;
      });
      const rows = await db.rows<{ n: number; verdict: boolean | null }>(
        sql`select * from (${join(selects, ' union all ')}) x order by n`,
      );
      batch.forEach(([source, values], n) => {
        const own = evaluate(source, values);
        expect([source, values, rows[n]?.verdict]).toEqual([source, values, own]);
        seen[String(own) as 'true'] += 1;
      });
    }
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(40);
  });
});
