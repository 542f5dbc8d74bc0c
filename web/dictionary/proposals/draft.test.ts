import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attributeAt, blankEntry, findingsAt, moved, pointerTo, tidy, withAttribute } from './draft.ts';
import { cellsOf, itemsFromCells, mergeItems } from './paste-items.ts';

it('states nothing that was cleared, and keeps what the format wants to see', () => {
  const typed = {
    code: 'A.1',
    unit: '',
    names: { en: 'Name', fr: '' },
    purpose: [],
    synonyms: { en: [] },
    required: false,
  };
  expect(tidy(typed)).toEqual({ code: 'A.1', names: { en: 'Name' }, purpose: [], required: false });
});

it('tidies twice as once', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'names', 'fields'), fc.jsonValue()), (entry) => {
      expect(tidy(tidy(entry))).toEqual(tidy(entry));
    }),
  );
});

it('takes an attribute away by stating nothing', () => {
  expect(withAttribute({ a: 1, b: 2 }, 'b', undefined)).toEqual({ a: 1 });
});

it('finds what belongs to an attribute and not what only begins alike', () => {
  const findings = [{ pointer: '/names' }, { pointer: '/names/en' }, { pointer: '/namesake' }];
  expect(findingsAt(findings, '/names')).toEqual([{ pointer: '/names' }, { pointer: '/names/en' }]);
  expect(attributeAt('/fields/3/as')).toBe('fields');
  expect(attributeAt(pointerTo('a/b~c', 1))).toBe('a/b~c');
});

it('moves a row by one place, and none over the edge', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
});

it('begins an entry with its key', () => {
  expect(blankEntry('element', 'A.1')).toMatchObject({ code: 'A.1', secrecy: 'none' });
  expect(blankEntry('entity', 'person')).toMatchObject({ name: 'person', fields: [] });
});

it('reads cells as Excel copies them', () => {
  expect(cellsOf('1\tMale\r\n2\t"a ""b""\nc"\n\n')).toEqual([
    ['1', 'Male'],
    ['2', 'a "b"\nc'],
  ]);
  expect(cellsOf('')).toEqual([]);
});

it('makes items of pasted cells: leading zeros kept, days read, aliases told apart', () => {
  expect(itemsFromCells('01\tNam\tMale\t\t01/07/2025\t\tM; boy', ['vi', 'en'])).toEqual([
    { code: '01', names: { vi: 'Nam', en: 'Male' }, from: '2025-07-01', aliases: ['M', 'boy'] },
  ]);
});

it('pastes over what is there and adds the rest', () => {
  const items = [
    { code: '1', names: { en: 'One', vi: 'M' }, parent: '0' },
    { code: '2', names: { en: 'Two' } },
  ];
  const pasted = [
    { code: '3', names: { en: 'Three' } },
    { code: '1', names: { en: 'First' } },
  ];
  expect(mergeItems(items, pasted)).toEqual([
    { code: '1', names: { en: 'First', vi: 'M' }, parent: '0' },
    { code: '2', names: { en: 'Two' } },
    { code: '3', names: { en: 'Three' } },
  ]);
});
