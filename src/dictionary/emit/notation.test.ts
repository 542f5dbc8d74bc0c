import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compare, decimal, type Decimal } from '../expression/decimal.ts';
import { DATE_PATTERN, integerBounds, MOMENT_PATTERN, PARTIAL_DATE_PATTERN } from './notation.ts';
import { boundPatterns } from './range-pattern.ts';

const whole = (pattern: string) => (text: string) => new RegExp(`^(?:${pattern})$`, 'u').test(text);

it('knows the days of the calendar: every day of 1 to 400 and of the borders, no other', () => {
  const exists = (y: number, m: number, d: number) => {
    const day = new Date(0);
    day.setUTCFullYear(y, m - 1, d);
    return y > 0 && day.getUTCMonth() === m - 1 && day.getUTCDate() === d;
  };
  const [isDay, isPartial] = [whole(DATE_PATTERN), whole(PARTIAL_DATE_PATTERN)];
  const two = (n: number) => String(n).padStart(2, '0');
  for (const y of [0, 1, 4, 100, 400, 1900, 1999, 2000, 2024, 2100, 9999])
    for (let m = 0; m <= 13; m += 1)
      for (let d = 0; d <= 32; d += 1) {
        const text = `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`;
        expect([text, isDay(text), isPartial(text)]).toEqual([text, exists(y, m, d), exists(y, m, d)]);
      }
  expect(['0000', '0000-02', '2000-00', '2000-12', '2000'].map(isPartial)).toEqual([false, false, false, true, true]);
});

it('knows moments with an offset that exists', () => {
  const isMoment = whole(MOMENT_PATTERN);
  const good = ['2024-02-29T23:59:59.999Z', '2024-02-29T00:00:00+14:00', '2024-01-01T00:00:00-00:00'];
  const bad = ['2023-02-29T00:00:00Z', '2024-01-01T24:00:00Z', '2024-01-01T23:59:60Z', '2024-01-01T00:00:00+14:01'];
  expect([good.every(isMoment), bad.some(isMoment)]).toEqual([true, false]);
});

it('keeps whole numbers to what JSON carries, and rounds bounds inward', () => {
  expect(integerBounds({ range: { min: '2.5', max: '7.5' } })).toEqual({ min: 3, max: 7 });
  expect(integerBounds({ range: { min: '-99999999999999999999', max: '9007199254740993' } })).toEqual({
    min: Number.MIN_SAFE_INTEGER,
    max: Number.MAX_SAFE_INTEGER,
  });
});

const number = fc
  .tuple(
    fc.boolean(),
    fc.oneof(fc.nat(120), fc.nat(100_000)),
    fc.oneof(fc.constant(''), fc.stringMatching(/^[0-9]{1,4}$/)),
  )
  .map(([minus, n, fraction]) => `${minus ? '-' : ''}${String(n)}${fraction === '' ? '' : `.${fraction}`}`);

it('compares numbers as texts just as it compares them as numbers', () => {
  fc.assert(
    fc.property(number, number, (bound, value) => {
      const order = compare(decimal(value) as Decimal, decimal(bound) as Decimal);
      const fits = (range: { min?: string; max?: string }) =>
        boundPatterns({ dataType: 'decimal', range }).every((pattern) => new RegExp(pattern, 'u').test(value));
      expect([fits({ min: bound }), fits({ max: bound })]).toEqual([order >= 0, order <= 0]);
    }),
    { numRuns: 3000 },
  );
});
