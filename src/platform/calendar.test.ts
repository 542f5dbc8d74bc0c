import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarFile, makeCalendar, workingCalendar } from './calendar.ts';

const file: CalendarFile = {
  weekend: ['saturday', 'sunday'],
  editions: [
    {
      edition: '2026',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
      holidays: ['2026-01-01', { day: '2026-04-30', names: { en: 'Reunification' } }, '2026-05-01', '2026-09-02'],
    },
    {
      edition: '2026-b',
      validFrom: '2026-08-01',
      validTo: '2026-12-31',
      holidays: ['2026-09-02'],
      moved: [{ from: '2026-08-31', to: '2026-08-22' }],
      halfDays: ['2026-12-24', '2026-12-31'],
    },
  ],
};
const calendar = makeCalendar(file);

describe('working days', () => {
  it('pass over weekends and holidays', () => {
    expect(calendar.addWorkingDays('2026-04-29', 1)).toBe('2026-05-04');
    expect(calendar.workingDaysBetween('2026-04-29', '2026-05-04')).toBe(1);
    expect(calendar.isWorkingDay('2026-04-30')).toBe(false);
    expect(calendar.isWorkingDay('2026-05-04')).toBe(true);
  });
  it('count from a Sunday as from the Friday before', () => {
    expect(calendar.addWorkingDays('2026-10-04', 2)).toBe('2026-10-06');
    expect(calendar.addWorkingDays('2026-10-02', 2)).toBe('2026-10-06');
    expect(calendar.workingDaysBetween('2026-10-04', '2026-10-06')).toBe(2);
    expect(calendar.workingDaysBetween('2026-10-06', '2026-10-04')).toBe(-2);
    expect(calendar.addWorkingDays('2026-10-04', 0)).toBe('2026-10-04');
    expect(calendar.addWorkingDays('2026-10-04', -1)).toBe('2026-10-02');
  });
  it('are moved by decree: one comes off, another is worked', () => {
    expect(calendar.isWorkingDay('2026-08-31')).toBe(false);
    expect(calendar.isWorkingDay('2026-08-22')).toBe(true);
    expect(calendar.addWorkingDays('2026-08-21', 1)).toBe('2026-08-22');
  });
  it('come in halves, two of which make one', () => {
    expect(calendar.weight('2026-12-24')).toBe(0.5);
    expect(calendar.workingDaysBetween('2026-12-23', '2026-12-25')).toBe(1.5);
    expect(calendar.addWorkingDays('2026-12-23', 1)).toBe('2026-12-25');
  });
});

describe('editions', () => {
  it('let a deadline be computed again as it was', () => {
    const earlier = makeCalendar(file, '2026');
    expect([earlier.edition, calendar.edition]).toEqual(['2026', '2026-b']);
    expect(earlier.addWorkingDays('2026-08-28', 1)).toBe('2026-08-31');
    expect(calendar.addWorkingDays('2026-08-28', 1)).toBe('2026-09-01');
    expect(earlier.isWorkingDay('2026-04-30')).toBe(calendar.isWorkingDay('2026-04-30'));
  });
  it('say what they do not know', () => {
    expect(calendar.covers('2026-02-01')).toBe(true);
    expect(calendar.covers('2027-02-01')).toBe(false);
    expect(calendar.addWorkingDays('2027-01-01', 1)).toBe('2027-01-04');
  });
  it('are refused when they contradict themselves', () => {
    const [first] = file.editions;
    expect(() => makeCalendar({ ...file, editions: [first!, first!] })).toThrow('same name');
    expect(() => makeCalendar({ ...file, editions: [{ ...first!, holidays: ['2025-12-31'] }] })).toThrow('outside');
    expect(() => makeCalendar({ ...file, weekend: ['sunday', 'holiday' as 'sunday'] })).toThrow('documented form');
    expect(() => makeCalendar(file, '1999')).toThrow('no edition');
    expect(() => makeCalendar({ weekend: [...all], editions: [] }).addWorkingDays('2026-01-01', 1)).toThrow(
      'only days off',
    );
    expect(() => calendar.addWorkingDays('soon', 1)).toThrow('not a day');
  });
  it('may be missing: then Saturday and Sunday are off', () => {
    const plain = workingCalendar({ read: () => undefined });
    expect([plain.edition, plain.addWorkingDays('2026-10-02', 1)]).toEqual(['', '2026-10-05']);
  });
});

const all = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const dayNumber = fc.integer({ min: 0, max: 1460 }).map((n) => new Date(Date.UTC(2025, 0, 1) + n * 86_400_000));
const day = dayNumber.map((date) => date.toISOString().slice(0, 10));
const days = fc.uniqueArray(day, { maxLength: 120 });
const generated = fc
  .record({ weekend: fc.subarray([...all], { maxLength: 5 }), holidays: days, halfDays: days })
  .map(({ weekend, ...edition }): CalendarFile => {
    return { weekend, editions: [{ edition: 'e', validFrom: '2025-01-01', validTo: '2028-12-31', ...edition }] };
  });

describe('adding and counting', () => {
  it('agree, forwards and backwards, whatever the calendar', () => {
    fc.assert(
      fc.property(generated, day, fc.integer({ min: -60, max: 60 }), (made, from, n) => {
        const working = makeCalendar(made);
        const to = working.addWorkingDays(from, n);
        if (n > 0) {
          expect(working.isWorkingDay(to)).toBe(true);
          const passed = working.workingDaysBetween(from, to);
          // Only a half day can carry it over by a half.
          expect(passed - n === 0 || passed - n === 0.5).toBe(true);
          expect(passed - working.weight(to)).toBeLessThan(n);
        }
        expect(working.workingDaysBetween(from, to)).toBe(0 - working.workingDaysBetween(to, from));
      }),
    );
  });
  it('are exact where no half day is', () => {
    fc.assert(
      fc.property(generated, day, fc.integer({ min: 0, max: 60 }), (made, from, n) => {
        const working = makeCalendar({ ...made, editions: made.editions.map((e) => ({ ...e, halfDays: [] })) });
        expect(working.workingDaysBetween(from, working.addWorkingDays(from, n))).toBe(n);
      }),
    );
  });
  it('add up over a day between', () => {
    fc.assert(
      fc.property(generated, day, day, day, (made, a, b, c) => {
        const { workingDaysBetween: count } = makeCalendar(made);
        expect(count(a, b) + count(b, c)).toBe(count(a, c));
      }),
    );
  });
});
