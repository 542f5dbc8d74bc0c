import { expect, it } from 'vitest';
import { axisOf } from './timeline-axis.ts';

it('puts every day on the line, in order, with air on both sides', () => {
  const axis = axisOf(['2026-09-10', '2026-11-22', '2026-12-31']);
  const places = ['2026-09-10', '2026-11-22', '2026-12-31'].map(axis.placeOf);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(Math.max(...places)).toBeLessThan(100);
});

it('marks the months between, over the turn of a year', () => {
  expect(axisOf(['2026-11-20', '2027-01-15']).months).toEqual(['2026-12-01', '2027-01-01']);
});
