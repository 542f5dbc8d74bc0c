import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disposalStates, dueOn, faultsOf, isHolding, isShorterThan, mayBecome, type Term } from './model.ts';

const basis = 'act-1';
const hold = (until: string | null) => ({ from: '2026-01-01', until, liftedOn: null });

describe('a term', () => {
  it('is over the day after its time, as PostgreSQL counts months and years', () => {
    expect(dueOn({ days: 90, from: 'read', basis }, '2026-08-24')).toBe('2026-11-23');
    expect(dueOn({ months: 1, from: 'closed_on', basis }, '2026-01-31')).toBe('2026-03-01');
    expect(dueOn({ years: 1, from: 'closed_on', basis }, '2024-02-29')).toBe('2025-03-01');
    expect(dueOn({ field: 'kept_years', from: 'issued_on', basis }, '2020-05-01', 5)).toBe('2025-05-02');
    expect(dueOn({ field: 'kept_years', from: 'issued_on', basis }, '2020-05-01')).toBeNull();
    expect(dueOn({ permanent: true, basis }, '1930-02-03')).toBeNull();
  });
  it('is never over earlier when it is longer, or when its event came later', () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    const longest = fc.integer({ min: 1, max: 120 });
    fc.assert(
      fc.property(day, day, longest, longest, (a, b, x, y) => {
        const over = (event: string, years: number) => dueOn({ years, from: 'on', basis }, event) ?? '';
        const [early, late] = a < b ? [a, b] : [b, a];
        const [short, long] = x < y ? [x, y] : [y, x];
        return over(early, short) <= over(late, long);
      }),
    );
  });
  it('is not kept where it counts from what is no day, or by what is no number of years', () => {
    const entity = {
      fields: [
        { name: 'issued_on', sqlType: 'date' },
        { name: 'kept_years', sqlType: 'integer' },
        { name: 'title', sqlType: 'text' },
      ],
    };
    expect(faultsOf({ field: 'kept_years', from: 'issued_on', basis }, entity)).toEqual([]);
    expect(faultsOf({ years: 3, from: 'ended', basis }, entity)).toEqual([]);
    expect(faultsOf({ years: 3, from: 'title', basis }, entity)).toHaveLength(1);
    expect(faultsOf({ field: 'title', from: 'nowhere', basis }, entity)).toHaveLength(2);
  });
});

describe('a hold', () => {
  it('holds on both of its days, and not from the day on which it was lifted', () => {
    const one = hold('2026-12-31');
    expect(['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'].map((day) => isHolding(one, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isHolding({ ...one, liftedOn: '2026-06-01' }, '2026-06-01')).toBe(false);
  });
  it('is longer than every term that would let go what it keeps; without an end, than all but the permanent one', () => {
    const days = (n: number): Term => ({ days: n, from: 'on', basis });
    expect(isShorterThan(days(30), hold('2026-12-31'), '2026-11-23')).toBe(true);
    expect(isShorterThan(days(38), hold('2026-12-31'), '2026-11-23')).toBe(false);
    expect(isShorterThan(days(10_000), hold(null), '2026-11-23')).toBe(true);
    expect(isShorterThan({ permanent: true, basis }, hold(null), '2026-11-23')).toBe(false);
  });
});

describe('a disposal', () => {
  it('reaches the end only through a decision and both steps, and comes back from nowhere', () => {
    const before = (to: string) => disposalStates.filter((from) => mayBecome(from, to as typeof from));
    expect(before('destroyed')).toEqual(['marked']);
    expect(before('marked')).toEqual(['approved']);
    expect(before('approved')).toEqual(['proposed']);
    expect(before('withdrawn')).toEqual(['proposed', 'approved']);
    expect(before('proposed')).toEqual([]);
  });
});
