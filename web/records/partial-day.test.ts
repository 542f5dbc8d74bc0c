import { describe, expect, it } from 'vitest';
import { parsePartialDay } from './partial-day.ts';

describe('a partial day', () => {
  it('is a year, a month of a year, or a whole day', () => {
    expect(['1990', '5/1990', '05-1990', '1990-05', '19/05/1990', '1990-05-19'].map(parsePartialDay)).toEqual([
      '1990',
      '1990-05',
      '1990-05',
      '1990-05',
      '1990-05-19',
      '1990-05-19',
    ]);
  });

  it('is nothing else', () => {
    expect(['', '90', '13/1990', '31/02/1990', 'May 1990'].map(parsePartialDay)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });
});
