import { describe, expect, it } from 'vitest';
import type { FormModel } from '../../src/dictionary/contract.ts';
import { changedValues, conflictsOf, draftOf, missingIn, type FormField } from './record-draft.ts';

const field = (name: string, widget: string, required = false): FormField => ({
  name,
  element: name,
  widget,
  label: name,
  help: '',
  required,
  readOnly: false,
  reCollectable: 'allowed',
});
const form: FormModel = {
  release: 1,
  entity: 'person',
  title: '',
  language: 'en',
  groups: [
    { code: 'a', title: '', fields: [field('name', 'text', true), field('age', 'number')] },
    { code: 'b', title: '', fields: [field('here', 'checkbox'), field('born', 'date')] },
  ],
};

describe('a draft', () => {
  it('shows absent values as empty and gives back only what changed, typed', () => {
    const before = draftOf(form, { name: 'Ada', age: null, here: false });
    expect(before).toEqual({ name: 'Ada', age: '', here: 'false', born: '' });
    expect(changedValues(form, before, { ...before, age: '37', here: 'true', name: ' Ada ' })).toEqual({
      age: 37,
      here: true,
    });
    expect(changedValues(form, before, { ...before, here: '' })).toEqual({ here: null });
  });

  it('names required fields that are empty', () => {
    expect(missingIn(form, { name: '  ' }).map(({ name }) => name)).toEqual(['name']);
  });

  it('asks about a field only when both changed it to different things', () => {
    const before = { name: 'Ada', age: '36', here: '', born: '' };
    const now = { name: 'Ada L.', age: '37', here: '', born: '1815-12-10' };
    const mine = { name: 'A. Lovelace', age: '37', here: 'true', born: '' };
    const found = conflictsOf(form, before, now, mine);
    expect(found.map((one) => [one.field, one.open])).toEqual([
      ['name', true],
      ['age', false],
      ['here', false],
      ['born', false],
    ]);
  });
});
