import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { readCatalogues } from '../../platform/i18n.ts';
import { sayExpression } from './say.ts';
import { checkExpression } from './typecheck.ts';

const fields = [
  { name: 'state', type: 'text' },
  { name: 'born_on', type: 'date' },
  { name: 'fee', type: 'number' },
] as const;
const names = new Map([['state', { en: 'State', vi: 'Trạng thái', ar: 'الحالة' }]]);
const words = await readCatalogues(join(import.meta.dirname, '..', '..', '..', 'locales'), ['en', 'vi', 'ar']);
const say = (expression: string, language = 'en') =>
  sayExpression(checkExpression(expression, fields), { t: words.translator(language), language, names });

describe('an expression in words', () => {
  it.each([
    ["state == 'A' && fee > 3", 'State is “A” and fee is more than 3'],
    ["state in ['A', 'B'] || !has(fee)", 'State is one of “A”, “B” or fee is not stated'],
    ["state == 'A' && (fee > 3 || has(born_on))", 'State is “A” and (fee is more than 3 or born_on is stated)'],
    ["born_on < date('2000-01-31')", 'born_on is before 2000-01-31'],
    ['years_between(born_on, today()) >= 18', 'the full years from born_on to today is at least 18'],
    ['!(fee > 3)', 'not: fee is more than 3'],
    ["fee > 3 ? state == 'A' : false", 'if fee is more than 3: State is “A”, else false'],
    ["starts_with(upper(state), 'X')", 'upper(State) begins with X'],
  ])('%s', (expression, said) => {
    expect(say(expression)).toBe(said);
  });

  it('is said in every language, without a key that shows', () => {
    for (const language of ['vi', 'ar']) {
      const said = say("state == 'A' && years_between(born_on, today()) >= 18 && !has(fee)", language);
      expect(said).toContain(names.get('state')?.[language as 'vi']);
      expect(said).not.toMatch(/said\.|\{\{/);
    }
  });
});
