import { expect, it } from 'vitest';
import { dayOf, endOfDay, startOfDay } from './clock.ts';

it('a day begins and ends where its time zone says', () => {
  expect(startOfDay('2026-10-01', 'Asia/Ho_Chi_Minh').toISOString()).toBe('2026-09-30T17:00:00.000Z');
  expect(endOfDay('2026-10-01', 'Asia/Ho_Chi_Minh').toISOString()).toBe('2026-10-01T16:59:59.999Z');
  expect(startOfDay('2026-03-29', 'Europe/Vilnius').toISOString()).toBe('2026-03-28T22:00:00.000Z');
  expect(endOfDay('2026-03-29', 'Europe/Vilnius').toISOString()).toBe('2026-03-29T20:59:59.999Z');
  for (const zone of ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'])
    for (const day of ['2026-01-01', '2026-03-08', '2026-11-01', '2028-02-29']) {
      expect(dayOf(startOfDay(day, zone), zone)).toBe(day);
      expect(dayOf(endOfDay(day, zone), zone)).toBe(day);
      expect(dayOf(new Date(startOfDay(day, zone).getTime() - 1), zone)).not.toBe(day);
    }
});
