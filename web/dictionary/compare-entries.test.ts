import { expect, it } from 'vitest';
import { flatEntry, statedOf } from './attributes.ts';
import { compareEntries, compareMembers, sameValue } from './compare-entries.ts';

const kinds = (before: object, after: object) =>
  compareEntries(before as never, after as never).map(({ attribute, kind }) => [attribute.name, kind]);

it('tells what came, went, changed and stayed, in the order of the page', () => {
  const before = { code: 'A.1', maxLength: 10, note: { en: 'old' }, names: { en: 'Name' } };
  const after = { names: { en: 'Title' }, code: 'A.1', maxLength: 10, pattern: '[0-9]+' };
  expect(kinds(before, after)).toEqual([
    ['code', 'same'],
    ['names', 'changed'],
    ['note', 'removed'],
    ['maxLength', 'same'],
    ['pattern', 'added'],
  ]);
});

it('does not call a missing list and an empty one a change', () => {
  expect(kinds({ purpose: [] }, {})).toEqual([]);
});

it('shows what it does not know after all else', () => {
  expect(kinds({}, { brandNew: 'x', code: 'A.1' })).toEqual([
    ['code', 'added'],
    ['brandNew', 'added'],
  ]);
  expect(statedOf({ brandNew: 'x' }, 'technical').map(([{ name }]) => name)).toEqual(['brandNew']);
});

it('reads members in any order as the same, and lists in another order as another value', () => {
  expect(sameValue({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
  expect(sameValue([1, 2], [2, 1])).toBe(false);
  expect(sameValue({ a: undefined }, {})).toBe(true);
  expect(sameValue([], {})).toBe(false);
});

it('lays a plan’s element flat, without what the compiler derives', () => {
  const flat = flatEntry({
    code: 'A.1',
    labels: { sharing: 'open' },
    sqlType: 'text',
    codeList: 'SEX',
    codeRule: 'today',
    oldNames: [],
  });
  expect(flat).toEqual({ code: 'A.1', sharing: 'open', codeList: { list: 'SEX', rule: 'today' } });
});

it('leaves a line out that says nothing', () => {
  expect(statedOf({ keyRole: 'none', nullability: 'optional' }, 'technical').map(([{ name }]) => name)).toEqual([
    'nullability',
  ]);
});

it('holds lists against each other member by member, and says when only the order changed', () => {
  const [a, b, c] = [{ element: 'A' }, { element: 'B', required: true }, { element: 'B', as: 'other' }];
  const { members, reordered } = compareMembers('fields', [a, b], [{ ...b, required: false }, c]);
  expect(members.map(({ key, kind }) => [key, kind])).toEqual([
    ['B', 'changed'],
    ['other', 'added'],
    ['A', 'removed'],
  ]);
  expect(reordered).toBe(false);
  expect(compareMembers('fields', [a, b], [b, a])).toEqual({ members: [], reordered: true });
});

it('knows a code that was used again by its first day', () => {
  const [old, fresh] = [{ code: '1' }, { code: '1', from: '2025-07-01' }];
  expect(compareMembers('items', [old], [old, fresh]).members).toMatchObject([{ key: '1 2025-07-01', kind: 'added' }]);
});
