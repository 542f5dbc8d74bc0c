import { describe, expect, it } from 'vitest';
import { bodyNames, bodyOfForm } from './body-of-form.ts';
import type { Form } from './model.ts';

const names = bodyNames([
  { code: '97', names: { en: 'North Province' } },
  { code: '971', names: { en: 'Alder Commune' } },
  { code: '972', names: { en: 'Elm Commune' } },
  { code: '982', names: { en: 'Elm Commune' } },
]);
const form = (titles: readonly string[], more: Partial<Form> = {}): Form => ({
  name: 'form',
  file: 'form.csv',
  titles,
  family: [],
  fields: [],
  ...more,
});
const of = (titles: readonly string[], more?: Partial<Form>) => bodyOfForm(form(titles, more), names);

describe('whose form it is', () => {
  it('who issues it stands under the body that it belongs to, in capitals or not', () => {
    expect(of(['NORTH PROVINCE', 'COMMITTEE OF ALDER COMMUNE', 'Survey of needs'])).toBe('971');
    expect(of(['Committee of North Province', 'Survey'])).toBe('97');
  });

  it('a name that two bodies have, half a name, and no name are nobody', () => {
    expect(of(['Elm Commune'])).toBeUndefined();
    expect(of(['North and south', 'Alder'])).toBeUndefined();
    expect(of([])).toBeUndefined();
  });

  it('is the folder that it lies in, by code or name, also inside of an archive; a title says more', () => {
    expect(of([], { file: '971/a.csv' })).toBe('971');
    expect(of([], { file: 'all.zip/alder commune/a.csv' })).toBe('971');
    expect(of([], { file: 'Somewhere/a.csv' })).toBe('Somewhere');
    expect(of(['Alder Commune'], { file: 'Somewhere/a.csv' })).toBe('971');
    expect(of([], { file: 'all.zip/a.csv' })).toBeUndefined();
  });

  it('is whoever publishes it, when it says so itself', () => {
    expect(of(['Alder Commune'], { body: 'rc' })).toBe('rc');
  });
});
