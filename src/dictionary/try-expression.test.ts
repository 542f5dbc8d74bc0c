import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCatalogues } from '../platform/i18n.ts';
import { tryExpression } from './expression/check.ts';
import type { FieldType } from './expression/ast.ts';
import { judgeExpression } from './try-expression.ts';

const languages = ['vi', 'en', 'ar'];
const words = await readCatalogues(join(import.meta.dirname, '../../locales'), languages);
const fields: readonly FieldType[] = [
  { name: 'born_on', type: 'date' },
  { name: 'name', type: 'text' },
];
const judge = (expression: string, sample?: Record<string, string | null>, language = 'en') =>
  judgeExpression({ expression, on: '2026-11-22', ...(sample && { sample }) }, fields, words.translator(language));

describe('an expression on trial', () => {
  it('is sound: type, what it reads, cost', () => {
    expect(judge('years_between(born_on, today()) >= 18')).toMatchObject({
      ok: true,
      type: 'boolean',
      reads: ['born_on'],
      mostCost: 10_000,
    });
  });

  it('has findings at their place, in the reader’s words', () => {
    const { ok, findings } = judge('years_between(born, today()) >= 18');
    expect([ok, findings]).toEqual([
      false,
      [{ reason: 'unknown-field', from: 14, to: 18, message: 'there is no field “born”' }],
    ]);
    expect(judge('size(name', undefined, 'vi').findings[0]?.message).toContain('cần');
  });

  it('says of a sample what each part was', () => {
    const answer = judge("has(name) && split(name, ' ', -1) == 'Hạ'", { name: 'Vũ Thị Mây' });
    expect(answer.value).toBe('false');
    expect(answer.explanation.filter((part) => part.decides).map((part) => part.words)).toEqual([
      "has(name) && split(name, ' ', -1) == 'Hạ' is false, because one side is",
      "split(name, ' ', -1) == 'Hạ' does not hold",
      "split(name, ' ', -1) gives “Mây”",
      'name is “Vũ Thị Mây”',
    ]);
    expect(judge('born_on > today()', {}).value).toBeNull();
  });

  it.each(languages)('has words in %s for every way it can be refused', (language) => {
    const t = words.translator(language);
    const refused = [
      'name >',
      'name == null',
      'nobody(name)',
      '[1] == 2',
      "lookup(name, 'x')",
      'lookup(name, {})',
      "convert(1, 'kg', 'm')",
      "convert(1, 'kg', 'stone')",
      "date(name, 'x')",
      "number(name, 'x')",
      "round(1, 'x')",
      'lookup(name, name)',
      '{1: 2} == 1',
      'lookup(name, {name: 1})',
      "lookup(name, {'a': 1, 'a': 2})",
      `${'add_days('.repeat(12)}born_on${', 1)'.repeat(12)} > today()`,
    ];
    for (const expression of refused) {
      const [finding] = tryExpression({ expression, fields, today: '2026-11-22' }).findings;
      const { message } = judgeExpression({ expression, on: '2026-11-22' }, fields, t).findings[0] ?? { message: '' };
      expect([expression, finding?.reason, message]).not.toContain('');
      expect(message).not.toContain('expressions.');
      expect(message).not.toContain('{{');
    }
  });
});
