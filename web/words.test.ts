/** Every word the screens ask the shell's catalogue for is in it; no screen can show a bare key. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const here = import.meta.dirname;
const sources = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !/\.test\./.test(name),
);

const flatten = (node: object, path: readonly string[] = []): string[] =>
  Object.entries(node).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? flatten(value as object, [...path, name])
      : [[...path, name].join('.')],
  );

const catalogue = flatten(JSON.parse(readFileSync(join(here, '../locales/en/web.json'), 'utf8')) as object);
const words = new Set(catalogue.flatMap((key) => [key, key.replace(/_(?:one|other)$/, '')]));

it('knows every key that is written out, and something under every key that is composed', () => {
  const missing = sources.flatMap((name) => {
    const asked = readFileSync(join(here, name), 'utf8').matchAll(/'web:([\w.-]+)'|`web:([\w.-]+)\$\{/g);
    return [...asked]
      .filter(([, whole, beginning]) =>
        whole === undefined ? ![...words].some((key) => key.startsWith(beginning ?? '')) : !words.has(whole),
      )
      .map(([key]) => `${name}: ${key}`);
  });
  expect(sources.length).toBeGreaterThan(80);
  expect(missing).toEqual([]);
});
