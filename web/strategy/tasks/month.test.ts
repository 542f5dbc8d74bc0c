import { expect, it } from 'vitest';
import { monthOf, weeksOf } from './month.ts';

it('is whole weeks from Monday, with every day of the month once', () => {
  for (let on = 0; on < 60; on += 1) {
    const month = monthOf('2024-01-31', on);
    const weeks = weeksOf(month);
    expect(weeks.every((week) => week.length === 7)).toBe(true);
    const days = weeks.flat().filter((day) => day !== null);
    const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
    expect(days.map((day) => Number(day.slice(8)))).toEqual(Array.from({ length: last }, (_, i) => i + 1));
    const monday = weeks.flat().findIndex((day) => day !== null && new Date(day).getUTCDay() === 1);
    expect(monday % 7).toBe(0);
  }
});

it('goes on and back over the turn of a year', () => {
  expect([monthOf('2026-12-31', 1), monthOf('2026-01-01', -1)]).toEqual(['2027-01', '2025-12']);
});
