/** Every kind of finding that a load counts has its word, in every language. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

it.each(['vi', 'en', 'ar'])('has the words: %s', (language) => {
  const [, union = ''] = /export type FindingKind =([^;]*);/.exec(read('src/dictionary/validate/finding.ts')) ?? [];
  const judged = [...union.matchAll(/'([\w-]+)'/g)].map(([, kind]) => kind ?? '');
  expect(judged.length).toBeGreaterThan(8);
  const { kinds } = JSON.parse(read(`locales/${language}/records.json`)) as { kinds: Record<string, string> };
  // What the register itself and the trusted source say of a row.
  const said = [...judged, 'double', 'foreign', 'body', 'unknown', 'differs'];
  expect(said.filter((kind) => !kinds[kind])).toEqual([]);
});
