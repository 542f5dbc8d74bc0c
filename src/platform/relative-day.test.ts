import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeCalendar } from './calendar.ts';
import { addDays, readRelativeDay } from './relative-day.ts';

const calendar = makeCalendar({
  weekend: ['saturday', 'sunday'],
  editions: [
    {
      edition: 'e',
      validFrom: '2026-01-01',
      validTo: '2027-12-31',
      holidays: ['2026-11-20', '2026-12-24', '2026-12-25'],
    },
  ],
});

it('is so many working days away as the calendar counts them, whatever day the story begins on', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -40, max: 40 }), (after, n) => {
      const reference = addDays('2026-11-01', after);
      const sign = n < 0 ? '-' : '+';
      const day = readRelativeDay(`D${sign}${String(Math.abs(n))}wd`, reference, calendar) ?? '';
      expect(calendar.workingDaysBetween(reference, day)).toBe(n === 0 ? 0 : n);
      if (n !== 0) expect(calendar.isWorkingDay(day)).toBe(true);
    }),
  );
});

it('counts fifteen working days before a Sunday from the Friday', () => {
  const plain = makeCalendar({ weekend: ['saturday', 'sunday'], editions: [] });
  expect(readRelativeDay('D-1wd', '2026-11-22', plain)).toBe('2026-11-19');
  expect(readRelativeDay('D-15wd', '2026-11-22', plain)).toBe('2026-10-30');
  expect(readRelativeDay('D+2wd', '2026-11-22', plain)).toBe('2026-11-24');
});

it('reads days of the calendar, and days that are none not at all', () => {
  expect(readRelativeDay('D', '2026-11-22')).toBe('2026-11-22');
  expect(readRelativeDay('D-30', '2026-11-22')).toBe('2026-10-23');
  expect(readRelativeDay('2025-07-01', '2026-11-22')).toBe('2025-07-01');
  expect(readRelativeDay('2025-02-30', '2026-11-22')).toBeUndefined();
  expect(readRelativeDay('soon', '2026-11-22')).toBeUndefined();
  expect(readRelativeDay('D-1wd', '2026-11-22')).toBeUndefined();
});
