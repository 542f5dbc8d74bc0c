import { expect, it } from 'vitest';
import { expectations, readFigures } from './figures.ts';

// The one place where the tour's table (the story as it is told) is held against what the figures give.
it('gives the numbers the story tells', () => {
  const told = expectations(readFigures());
  expect(told.start).toEqual({
    records: 2400,
    verified: 2064,
    share: 86.0,
    reported: 2,
    low: 59.5,
    high: 90.3,
    verdict: 'not-enough-basis',
    cells: 12948,
  });
  expect(told.firstLoad).toEqual({
    records: 3000,
    verified: 2604,
    share: 86.8,
    reported: 3,
    low: 75.1,
    high: 88.6,
    verdict: 'off-track',
    cells: 16272,
  });
  expect(told.mended).toEqual({
    records: 3015,
    verified: 2619,
    share: 86.9,
    reported: 3,
    low: 75.5,
    high: 88.6,
    verdict: 'off-track',
    cells: 16362,
  });
  expect(told.file).toEqual({
    lines: 620,
    ready: 600,
    toReview: 20,
    corrections: 14,
    formerCodes: 26,
    settledBySource: 3,
    withoutId: 46,
    cells: 3324,
    hours: 18.5,
  });
  expect(told.mendedFile).toEqual({ lines: 17, stored: 15, waiting: 2 });
  expect(told.shares).toEqual({ '99108': 90.0, '99215': 82.9 });
  expect(told.expected).toBe(3469);
});
