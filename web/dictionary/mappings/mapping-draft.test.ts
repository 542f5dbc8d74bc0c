import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../../src/dictionary/mapping-contract.ts';
import {
  addLine,
  dropLine,
  isUnfinished,
  mergeMapping,
  nextUndecided,
  putLine,
  setOutside,
  stateOf,
  undecided,
  withTransform,
} from './mapping-draft.ts';

const base: Mapping = {
  code: 'AX-1',
  names: { en: 'Sample' },
  body: '97',
  system: 'HT-1',
  entity: 'member',
  fields: [{ name: 'A' }, { name: 'B' }, { name: 'C', outside: 'a mark of the program' }, { name: 'D' }],
  lines: [{ to: 'a', from: ['A'], relation: 'same' }],
};

describe('a draft of a mapping', () => {
  it('tells what is decided about each source field', () => {
    const states = base.fields.map((field) => stateOf(base, field, new Set()));
    expect(states).toEqual(['mapped', 'undecided', 'outside', 'undecided']);
    expect(stateOf(base, { name: 'A' }, new Set([0]))).toBe('wrong');
  });

  it('goes to the next undecided field, around the end, and to none when all are decided', () => {
    expect(nextUndecided(base, 'B')).toBe('D');
    expect(nextUndecided(base, 'D')).toBe('B');
    const decided = setOutside(addLine(base, 'B', 'b'), 'D', 'not ours');
    expect(undecided(decided)).toEqual([]);
    expect(nextUndecided(decided, 'A')).toBeUndefined();
  });

  it('fills a field of the dictionary once, and takes its source back inside', () => {
    const next = addLine(base, 'C', 'a', { kind: 'date', notation: 'yyyymmdd' });
    expect(next.lines).toEqual([
      { to: 'a', from: ['C'], relation: 'transformed', transform: { kind: 'date', notation: 'yyyymmdd' } },
    ]);
    expect(next.fields[2]).toEqual({ name: 'C' });
  });

  it('begins an expression with what the line said before, and knows what is unfinished', () => {
    const [line] = base.lines as [Mapping['lines'][number]];
    const expression = withTransform(line, 'expression', 'trim(A)');
    expect(expression.transform).toEqual({ kind: 'expression', expression: 'trim(A)' });
    expect(isUnfinished(expression)).toBe(false);
    expect(isUnfinished(withTransform(line, 'unit'))).toBe(true);
    expect(withTransform(expression, 'none')).toEqual(line);
  });
});

describe('two people at one mapping', () => {
  it('keeps both changes where they touch different lines', () => {
    const mine = addLine(base, 'B', 'b');
    const theirs = setOutside(addLine(base, 'D', 'd'), 'C', 'changed by them');
    const merged = mergeMapping(base, mine, theirs);
    expect(merged.mapping.lines.map(({ to }) => to).toSorted()).toEqual(['a', 'b', 'd']);
    expect(merged.mapping.fields[2]).toEqual({ name: 'C', outside: 'changed by them' });
    expect(merged.clashes).toEqual([]);
  });

  it('keeps mine and names the place where both changed the same line', () => {
    const [line] = base.lines as [Mapping['lines'][number]];
    const mine = putLine(base, 0, { ...line, relation: 'narrower' });
    const theirs = putLine(base, 0, { ...line, relation: 'broader' });
    const merged = mergeMapping(base, mine, theirs);
    expect(merged.mapping.lines).toEqual(mine.lines);
    expect(merged.clashes).toEqual(['a']);
  });

  it('lets a line go that one took away and the other left alone', () => {
    expect(mergeMapping(base, dropLine(base, 0), base).mapping.lines).toEqual([]);
    expect(mergeMapping(base, base, dropLine(base, 0)).mapping.lines).toEqual([]);
  });
});
