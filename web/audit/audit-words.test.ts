/** Whatever a room calls an act or a rule, the trail can say it: every catalogue that has such words is asked. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const here = import.meta.dirname;
const locales = join(here, '../../locales/en');

it('asks every catalogue that names acts or rules', () => {
  const source = readFileSync(join(here, 'audit-words.ts'), 'utf8');
  const [, listed = ''] = /const rooms = \[([^\]]*)\]/.exec(source) ?? [];
  const asked = new Set([...listed.matchAll(/'([\w-]+)'/g)].map(([, room]) => room));
  const naming = readdirSync(locales)
    .filter((file) => {
      const words = JSON.parse(readFileSync(join(locales, file), 'utf8')) as Record<string, unknown>;
      return ['actions', 'rules', 'ruleNames'].some((part) => part in words);
    })
    .map((file) => file.replace('.json', ''));
  expect(naming.length).toBeGreaterThan(8);
  expect(naming.filter((room) => !asked.has(room))).toEqual([]);
});
