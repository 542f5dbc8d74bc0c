import { expect, it } from 'vitest';
import { endings, guessFormat } from './import-formats.ts';

const guess = (...names: string[]) => guessFormat(names.map((name) => ({ name })));

it('tells a format by the name, where the name speaks for one', () => {
  expect(guess('a.xlsx')).toBe('excel');
  expect(guess('countries.ttl')).toBe('skos');
  expect(guess('people.odcs.yaml')).toBe('odcs');
  expect(guess('people.yaml', 'places.YML')).toBe('artery');
});

it('says nothing of names that speak for none or for several', () => {
  expect(guess('what.json')).toBeUndefined();
  expect(guess('a.csv', 'b.sql')).toBeUndefined();
  expect(guess()).toBeUndefined();
});

it('takes every ending it can tell', () => {
  for (const name of ['a.xlsx', 'a.ttl', 'a.sql', 'a.csv', 'a.yaml', 'a.json'])
    expect(endings.split(',')).toContain(name.slice(1));
});
