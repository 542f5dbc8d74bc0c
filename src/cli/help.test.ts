import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command } from 'commander';
import { readCatalogues } from '../platform/i18n.ts';
import { commands } from './commands.ts';
import { buildProgram } from './program.ts';

const languages = ['vi', 'en', 'ar'];
const words = await readCatalogues(join(import.meta.dirname, '../../locales'), languages);
const KEY = /(?:^|[\s:])(?:cli:)?(?:help|options|arguments|commands|groups|examples)\.[\p{L}-]/mu;

const helpOf = (language: string): string[] => {
  const run = () => Promise.resolve();
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
  return all(
    buildProgram(commands, { t: words.translator(language), languages, version: '1', write: () => undefined, run }),
  ).map((command) => {
    let text = '';
    command.configureOutput({ writeOut: (part) => void (text += part) });
    command.outputHelp();
    return text;
  });
};

describe.each(languages)('the help in %s', (language) => {
  const pages = helpOf(language);
  it('has a page for every command, and a word for everything on it', () => {
    expect(pages.length).toBeGreaterThan(commands.length);
    expect(pages.filter((page) => KEY.test(page))).toEqual([]);
    expect(pages.every((page) => page.length > 100)).toBe(true);
  });
});
it('knows a key when it sees one', () => {
  expect(KEY.test('  --no-demo   options.no-demo')).toBe(true);
});
