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
const at = (inside: string, titles: readonly string[] = []) => bodyOfForm(form(titles), names, inside);

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

  it('is the folder that it lies in, by code or name, of what was given; a title says more', () => {
    expect(at('971/a.csv')).toBe('971');
    expect(at('alder commune/2026/a.csv')).toBe('971');
    expect(at('Somewhere/a.csv')).toBe('Somewhere');
    expect(at('Somewhere/a.csv', ['Alder Commune'])).toBe('971');
    expect(at('a.csv')).toBeUndefined();
    expect(of([], { file: '/home/971/a.csv' })).toBeUndefined();
  });

  it('is whoever publishes it, when it says so itself', () => {
    expect(of(['Alder Commune'], { body: 'rc' })).toBe('rc');
  });
});
