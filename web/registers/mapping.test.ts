import { describe, expect, it } from 'vitest';
import { doubleFields, letterOf, missingKeys, samplesOf } from './mapping.ts';

describe('a mapping', () => {
  const fields = [
    { name: 'card', names: {}, required: true, key: true },
    { name: 'name', names: {}, required: true, key: false },
  ];

  it('misses a key field that no column fills', () => {
    expect(missingKeys({ fields }, new Map([[0, 'name']]))).toEqual(['card']);
    expect(
      missingKeys(
        { fields },
        new Map([
          [0, 'card'],
          [1, null],
        ]),
      ),
    ).toEqual([]);
  });

  it('names a field filled twice, once', () => {
    const mapping = new Map([
      [0, 'name'],
      [1, 'name'],
      [2, 'name'],
      [3, null],
      [4, null],
    ] as const);
    expect(doubleFields(mapping)).toEqual(['name']);
  });

  it('shows the first values of a column that say something', () => {
    const sample = [['1', ' a '], ['2', ''], ['3', 'a'], ['4', 'b'], ['5']];
    expect(samplesOf({ sample }, 1)).toEqual(['a', 'b']);
  });

  it('names columns as spreadsheets do', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
  });
});
