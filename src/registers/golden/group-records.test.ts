import { describe, expect, it } from 'vitest';
import { contradiction, groupRecords, type KnownLink, type StandingDecision } from './group-records.ts';
import { namePeople } from './name-people.ts';

const link = (left: string, right: string, more: Partial<KnownLink> = {}): KnownLink => ({
  left,
  right,
  weight: 10,
  conflict: false,
  apart: null,
  ...more,
});
const records = (...all: string[]) =>
  all.map((text) => {
    const [record = '', verified] = text.split('=');
    return { record, verified: verified ?? null };
  });
const group = (known: ReturnType<typeof records>, links: KnownLink[], decisions: StandingDecision[] = []) =>
  groupRecords({ records: known, links, decisions, match: 4 });

describe('records are grouped', () => {
  it('by links that are heavy enough and have nothing against them', () => {
    const links = [link('a', 'b'), link('b', 'c', { weight: 3 }), link('c', 'd')];
    expect(group(records('a', 'b', 'c', 'd'), links)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });
  it('never over two verified identifiers, also through a third', () => {
    expect(group(records('a=1', 'b', 'c=2'), [link('a', 'b'), link('b', 'c', { weight: 9 })])).toEqual([
      ['a', 'b'],
      ['c'],
    ]);
    expect(group(records('a', 'b', 'c'), [link('a', 'b'), link('b', 'c', { weight: 9 })])).toEqual([['a', 'b', 'c']]);
  });
  it('never over twins, also through a third', () => {
    const links = [link('a', 'c'), link('b', 'c', { weight: 9 }), link('a', 'b', { apart: 'twins' })];
    expect(group(records('a', 'b', 'c'), links)).toEqual([['a', 'c'], ['b']]);
  });
  it('as people decided: one person with two identifiers takes in a third record of either', () => {
    const same: StandingDecision = { outcome: 'same', left: ['a'], right: ['b'] };
    const links = [link('b', 'c')];
    expect(group(records('a=1', 'b=2', 'c=2'), links, [same])).toEqual([['a', 'b', 'c']]);
    expect(group(records('a=1', 'b=2', 'c=2'), links)).toEqual([['a'], ['b', 'c']]);
  });
  it('as people decided: two are two, whatever the weight', () => {
    const two: StandingDecision = { outcome: 'different', left: ['a'], right: ['b'] };
    expect(group(records('a', 'b', 'c'), [link('a', 'b'), link('b', 'c', { weight: 8 })], [two])).toEqual([
      ['a'],
      ['b', 'c'],
    ]);
  });
  it('a decision that would close a circle over two people is named', () => {
    const two: StandingDecision = { outcome: 'different', left: ['a'], right: ['c'] };
    expect(contradiction([two], ['a', 'b'], ['c'])).toBe(two);
    expect(contradiction([two], ['c'], ['b', 'a'])).toBe(two);
    expect(contradiction([two], ['b'], ['c'])).toBeUndefined();
  });
});

describe('people keep their names', () => {
  const person = (id: string, anchor: string, members: string[], anchored = true) => ({
    id,
    anchor,
    members,
    anchored,
  });
  it('when they are joined, and again when they fall apart', () => {
    const [one, two] = [person('A', 'a', ['a']), person('B', 'b', ['b'])];
    expect(namePeople([['a', 'b']], [two, one])).toEqual([{ records: ['a', 'b'], person: 'A', merged: ['B'] }]);
    const joined = [person('A', 'a', ['a', 'b']), person('B', 'b', [])];
    expect(namePeople([['a'], ['b']], joined).map((each) => each.person)).toEqual(['A', 'B']);
  });
  it('when the record that gave the name is gone', () => {
    expect(namePeople([['b'], ['c']], [person('A', 'a', ['b', 'c'], false)])).toEqual([
      { records: ['b'], person: 'A', merged: [] },
      { records: ['c'], person: undefined, merged: [] },
    ]);
  });
});
