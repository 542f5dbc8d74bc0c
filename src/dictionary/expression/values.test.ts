/** Derivations and value maps: what they give, what they refuse, and that both readings give the same value. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import type { Database } from '../../platform/db/db.ts';
import { id, join, raw, sql } from '../../platform/db/sql.ts';
import { ExpressionError, type FieldType, type Tables } from './ast.ts';
import { parseDay } from './civil.ts';
import { MOST_COST } from './cost.ts';
import { expressionSql } from './emit-sql.ts';
import { compileExpression } from './evaluate.ts';
import { explainOutcome, print } from './explain-outcome.ts';
import { checkExpression } from './typecheck.ts';

const fields: readonly FieldType[] = [
  { name: 's', type: 'text' },
  { name: 't', type: 'text' },
  { name: 'a', type: 'number' },
  { name: 'd', type: 'date' },
];
const columns = fields.map((field) => field.name);
const tables: Tables = new Map([
  [
    'sexes',
    new Map([
      ['M', '1'],
      ['F', '2'],
      ["o'x", 'é'],
    ]),
  ],
]);
const TODAY = '2026-11-22';
const today = parseDay(TODAY) as number;
const check = (source: string) => checkExpression(source, fields, 'any', tables);
type Given = Partial<Record<string, string | null>>;
const rowOf = (given: Given) => ({ values: columns.map((c) => given[c] ?? null), today });
const evaluate = (source: string, given: Given) => {
  const checked = check(source);
  return print(compileExpression(checked, columns)(rowOf(given)), checked.type);
};
const reasonOf = (source: string) => {
  try {
    check(source);
    return undefined;
  } catch (error) {
    return error instanceof ExpressionError ? error.reason : String(error);
  }
};

describe('checking', () => {
  it.each([
    ["date(s, 'dd/mm')", 'notation-expected'],
    ["date(s, 'dmyyyy')", 'notation-expected'],
    ['date(s, t)', 'notation-expected'],
    ["number(s, ';')", 'mark-expected'],
    ["text_with(a, 11, '.')", 'digits-expected'],
    ["convert(a, 'kg', 'stone')", 'unit-expected'],
    ["convert(a, 'kg', 'm')", 'other-kind-of-unit'],
    ['lookup(s, {})', 'empty-map'],
    ["lookup(s, {'a': '1', 'a': '2'})", 'double-key'],
    ["lookup(a, {1: 'x', 1.0: 'y'})", 'double-key'],
    ["lookup(s, {'a': '1', 'b': 2})", 'wrong-type'],
    ["lookup(a, {'a': '1'})", 'wrong-type'],
    ["lookup(s, 'nobody')", 'unknown-table'],
    ['lookup(s, t)', 'table-expected'],
    ["lookup(s, {t: 'x'})", 'literal-expected'],
    ["{'a': 'b'} == s", 'map-outside-lookup'],
    ["join(', ')", 'wrong-count'],
    ['substring(s)', 'wrong-count'],
    ["s == '\0'", 'strange-character'],
    ["s == '\ud800'", 'strange-character'],
  ])('refuses %s: %s', (source, reason) => {
    expect(reasonOf(source)).toBe(reason);
  });

  it('states the cost, and refuses what could be dear with both numbers', () => {
    expect(check('a > 1').cost).toBe(3);
    const nest = (n: number) => `${'add_days('.repeat(n)}d${', 1)'.repeat(n)}`;
    expect(check(nest(5)).cost).toBeLessThan(MOST_COST);
    try {
      check(nest(12));
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ reason: 'over-cost', params: { most: String(MOST_COST) } });
      expect(Number((error as ExpressionError).params['cost'])).toBeGreaterThan(MOST_COST);
    }
    // Each replacement may make the text as many times longer as its own replacement is long.
    const grow = (n: number) => `${'replace('.repeat(n)}s${`, 'a', '${'a'.repeat(100)}')`.repeat(n)} == t`;
    expect(reasonOf(grow(1))).toBeUndefined();
    expect(reasonOf(grow(8))).toBe('over-cost');
  });

  it('estimates by the length that a field states', () => {
    const cost = (maxLength: number) =>
      checkExpression('upper(s) == t', [
        { name: 's', type: 'text', maxLength },
        { name: 't', type: 'text', maxLength },
      ]).cost;
    expect(cost(1000)).toBeGreaterThan(cost(10) + 100);
  });
});

describe('meaning', () => {
  it.each([
    ['upper(s)', { s: 'nguyễn đức ß' }, 'NGUYỄN ĐỨC ß'],
    ['lower(s)', { s: 'ĐỖ THỊ ẢNH İ' }, 'đỗ thị ảnh İ'],
    ['collapse(s)', { s: ' \u00a0a \t b ' }, 'a b'],
    ['split(s, " ", -1)', { s: 'Vũ Thị Mây' }, 'Mây'],
    ['split(s, " ", 5)', { s: 'Vũ Thị' }, null],
    ['substring(s, index_of(s, " ") + 1, last_index_of(s, " "))', { s: 'Vũ Thị Mây Hạ' }, 'Thị Mây'],
    ['substring(s, 1)', { s: 'a𝄞c' }, '𝄞c'],
    ['substring(s, 2, 1)', { s: 'abc' }, null],
    ['replace(s, "", "x")', { s: 'ab' }, 'ab'],
    ['pad_start(s, 5, "0")', { s: '42' }, '00042'],
    ['join(" ", s, t, "z")', { t: 'b' }, 'b z'],
    ['join(" ", s, t)', {}, null],
    ['first_of(s, t)', { t: 'b' }, 'b'],
    ['number(s, ",")', { s: '-1.234.567,50' }, '-1234567.5'],
    ['number(s)', { s: '12 345.5' }, '12345.5'],
    ['number(s)', { s: '1e5' }, null],
    ['text(a)', { a: '12.500' }, '12.5'],
    ['text_with(a, 2, ",")', { a: '-0.005' }, '-0,01'],
    ['round(a, 0)', { a: '2.5' }, '3'],
    ["date(s, 'dd/mm/yyyy')", { s: '29/02/2024' }, '2024-02-29'],
    ["date(s, 'dd/mm/yyyy')", { s: '29/02/2023' }, null],
    ["date(s, 'd.m.yyyy')", { s: '1.2.2023' }, '2023-02-01'],
    ["date(s, 'yyyymmdd')", { s: '20230201' }, '2023-02-01'],
    ["format_date(d, 'd/m/yyyy')", { d: '0987-02-01' }, '1/2/0987'],
    ["convert(a, 'har', 'm2')", { a: '1.5' }, '15000'],
    ["lookup(s, {'M': 'male', 'F': 'female'})", { s: 'F' }, 'female'],
    ["lookup(s, {'M': 'male'})", { s: 'X' }, null],
    ["lookup(s, {'M': 'male'}, 'other')", { s: 'X' }, 'other'],
    ["lookup(s, {'M': 'male'}, 'other')", {}, null],
    ["lookup(s, 'sexes')", { s: 'M' }, '1'],
    ["lookup(a, {1: 'x', 2.5: 'y', -3: 'z'})", { a: '2.50' }, 'y'],
  ] as const)('%s of %o is %s', (source, given, value) => {
    expect(evaluate(source, given)).toBe(value);
  });

  it('never makes a text that is too long', () => {
    expect(evaluate("size(replace(s, 'a', 'bbbbbbbbbb'))", { s: 'a'.repeat(1000) })).toBe('10000');
    expect(evaluate("size(replace(s, 'a', 'bbbbbbbbbb'))", { s: 'a'.repeat(1001) })).toBeNull();
  });

  it('explains any outcome: what each part was, and which of them decided', () => {
    const say = (source: string, given: Given) =>
      explainOutcome(check(source), columns, rowOf(given)).parts.map((p) => [p.text, p.value, p.decides, p.why]);
    expect(say("has(s) && (s == 'x' || a > 2)", { s: 'y', a: '3' })).toEqual([
      ["has(s) && (s == 'x' || a > 2)", 'true', true, 'both-true'],
      ['has(s)', 'true', true, 'holds'],
      ['s', 'y', true, 'field'],
      ["(s == 'x' || a > 2)", 'true', true, 'one-true'],
      ["s == 'x'", 'false', false, 'fails'],
      ['s', 'y', false, 'field'],
      ['a > 2', 'true', true, 'holds'],
      ['a', '3', true, 'field'],
    ]);
    expect(say("lookup(s, 'sexes')", { s: 'Q' })[0]).toEqual(["lookup(s, 'sexes')", null, true, 'not-in-table']);
    expect(say('a / 0 > 1', { a: '1' })[1]).toEqual(['a / 0', null, true, 'cannot-be']);
    expect(say('a > 1 && d > today()', { a: '3' }).filter((part) => part[1] === null && part[2])).toHaveLength(3);
  });
});

// ── generated values: each function of every type ──────────────────────────────────────────────────────────────────
const texts = fc.constantFrom(
  '',
  'a',
  'a b',
  'Đỗ  Thị ảnh',
  ' a\u00a0',
  '𝄞x𝄞',
  "o'x",
  'M',
  '12',
  '-1.234,5',
  '1,234.50',
  '007',
  '31/12/2024',
  '29/02/2023',
  '1/2/2001',
  '20240229',
  'ßé',
  'a\\b',
  'x,y,,z',
  '0',
  '99999999999999999999999999999999',
);
const numbers = fc.oneof(
  fc.integer({ min: -4, max: 12 }).map(String),
  fc.constantFrom('0.5', '2.5', '-2.5', '-0.005', '1234567.891', '123456789012345.678', '3000000000'),
);
const days = fc.constantFrom('2024-02-29', '2001-02-03', '0001-01-01', '9999-12-31', '2026-11-22');
const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const unsigned = (text: string) => (text.startsWith('-') ? `(${text})` : text);
const notations = fc.constantFrom("'dd/mm/yyyy'", "'d/m/yyyy'", "'yyyymmdd'", "'yyyy-mm-dd'", "'m.d.yyyy'");
const marks = fc.constantFrom("','", "'.'");

const { num, txt, day } = fc.letrec<{ num: string; txt: string; day: string }>((tie) => ({
  num: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constant('a'), numbers.map(unsigned)),
    fc.tuple(tie('txt'), marks).map(([t, m]) => `number(${t}, ${m})`),
    tie('txt').map((t) => `number(${t})`),
    fc
      .tuple(fc.constantFrom('index_of', 'last_index_of'), tie('txt'), tie('txt'))
      .map(([f, t, w]) => `${f}(${t}, ${w})`),
    fc.tuple(tie('num'), fc.nat(10)).map(([n, d]) => `round(${n}, ${String(d)})`),
    fc
      .tuple(tie('num'), fc.constantFrom("'har', 'm2'", "'m2', 'har'", "'s', 'wk'", "'%', '1'"))
      .map(([n, u]) => `convert(${n}, ${u})`),
    fc.tuple(tie('num'), fc.constantFrom('+', '-', '*', '/'), tie('num')).map((p) => `(${p.join(' ')})`),
    tie('num').map((n) => `lookup(${n}, {1: 10.5, 2.5: -3, 12: 0}, ${n})`),
  ),
  txt: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(fc.constantFrom('s', 't'), texts.map(quote)),
    fc.tuple(fc.constantFrom('upper', 'lower', 'trim', 'collapse'), tie('txt')).map(([f, t]) => `${f}(${t})`),
    fc.tuple(tie('txt'), tie('num'), tie('num')).map(([t, a, b]) => `substring(${t}, ${a}, ${b})`),
    fc.tuple(tie('txt'), tie('num')).map(([t, a]) => `substring(${t}, ${a})`),
    fc.tuple(tie('txt'), tie('txt'), tie('txt')).map((p) => `replace(${p.join(', ')})`),
    fc.tuple(tie('txt'), texts.map(quote), tie('num')).map((p) => `split(${p.join(', ')})`),
    fc.tuple(tie('txt'), tie('num'), texts.map(quote)).map((p) => `pad_start(${p.join(', ')})`),
    fc.tuple(tie('txt'), tie('txt'), tie('txt')).map((p) => `join(${p.join(', ')})`),
    fc.tuple(tie('txt'), tie('txt')).map((p) => `first_of(${p.join(', ')})`),
    tie('num').map((n) => `text(${n})`),
    fc.tuple(tie('num'), fc.nat(10), marks).map(([n, d, m]) => `text_with(${n}, ${String(d)}, ${m})`),
    fc.tuple(tie('day'), notations).map(([d, n]) => `format_date(${d}, ${n})`),
    tie('txt').map((t) => `lookup(${t}, 'sexes')`),
    fc.tuple(tie('txt'), tie('txt')).map(([t, o]) => `lookup(${t}, {'M': 'm', 'a': '', "o'x": 'é', '12': '𝄞'}, ${o})`),
  ),
  day: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(
      fc.constantFrom('d', 'today()'),
      days.map((d) => `date('${d}')`),
    ),
    fc.tuple(tie('txt'), notations).map(([t, n]) => `date(${t}, ${n})`),
    fc.tuple(tie('day'), tie('num')).map(([d, n]) => `add_days(${d}, ${n})`),
    fc.tuple(tie('day'), tie('day')).map((p) => `first_of(${p.join(', ')})`),
  ),
}));
const maybe = <T>(item: fc.Arbitrary<T>) => fc.option(item, { nil: null, freq: 5 });
const rows = fc.record({ s: maybe(texts), t: maybe(texts), a: maybe(numbers), d: maybe(days) });
const sqlTypes: Record<string, string> = { s: 'text', t: 'text', a: 'numeric', d: 'date' };

describe('the two readings', () => {
  let db: Database;
  beforeAll(async () => {
    db = await testDatabase(2);
  });

  it('give the same text, number or day', async () => {
    const cases = fc
      .sample(fc.tuple(fc.oneof(num, txt, day), rows), { numRuns: 1500, seed: 20261129 })
      .filter(([source]) => reasonOf(source) === undefined);
    expect(cases.length).toBeGreaterThan(1000);
    const seen = { said: 0, unsaid: 0 };
    for (let i = 0; i < cases.length; i += 50) {
      const batch = cases.slice(i, i + 50);
      const selects = batch.map(([source, values], n) => {
        const columnsSql = join(
          columns.map((c) => sql`${values[c as 's']}::${raw(sqlTypes[c] as string)} as ${id(c)}`),
        );
        const checked = check(source);
        const value = expressionSql(checked, { column: (c) => id('r', c), today: TODAY });
        const text = checked.type === 'number' ? sql`trim_scale(${value})::text` : sql`(${value})::text`;
        return sql`select ${n}::int as n, ${text} as value from (select ${columnsSql}) r`;
      });
      const answers = await db.rows<{ n: number; value: string | null }>(
        sql`select * from (${join(selects, ' union all ')}) x order by n`,
      );
      batch.forEach(([source, values], n) => {
        const own = evaluate(source, values);
        expect([source, values, answers[n]?.value]).toEqual([source, values, own]);
        seen[own === null ? 'unsaid' : 'said'] += 1;
      });
    }
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(200);
  });
});
