import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCatalogues } from '../../platform/i18n.ts';
import { problems as exportProblems } from '../export/problems.ts';
import { problems } from './problems.ts';

const languages = ['vi', 'en', 'ar'];
const catalogues = await readCatalogues(join(import.meta.dirname, '../../../locales'), languages);
const all = [...Object.values(problems), ...Object.values(exportProblems)].map((one) => one.kind);

describe.each(languages)('words in %s', (language) => {
  const t = catalogues.translator(language);
  it.each(all.map((kind) => [`${kind.room}/${kind.slug}`, kind] as const))('say what %s means', (_, kind) => {
    const key = `${kind.room}:problems.${kind.slug}`;
    const values = {
      limit: 5,
      found: 'pdf',
      measure: 'ratio',
      row: 42,
      sheet: 'S',
      sheets: ['S'],
      known: ['x'],
      place: 'cells',
    };
    for (const text of [t(`${key}.title`), t(`${key}.detail`, values)]) {
      expect(text).not.toContain('problems.');
      expect(text).not.toMatch(/\{\{|\$t/);
    }
  });

  it('name kinds and measures inside a sentence', () => {
    const detail = t('intake:problems.unsupported-kind.detail', { found: 'pdf' });
    expect(detail).toContain(t('intake:kinds.pdf'));
  });
});
