import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command } from 'commander';
import { readCatalogues } from '../platform/i18n.ts';
import { allCommands, commandFiles, commandsFor } from './commands.ts';
import { buildProgram } from './program.ts';

const languages = ['vi', 'en', 'ar'];
const commands = await allCommands();
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

describe('what was typed', () => {
  it('is looked for in the files whose commands begin with it', async () => {
    const beginnings = await Promise.all(
      commandFiles.map(async ({ read }) => [...new Set((await read()).map(({ path }) => path.split(' ')[0]))].sort()),
    );
    expect(commandFiles.map(({ words }) => [...words].sort())).toEqual(beginnings);
  });
  it('reads what it may mean, and all where nothing is meant', async () => {
    const paths = async (...typed: string[]) => (await commandsFor(typed)).map(({ path }) => path);
    expect(await paths('--lang', 'vi', 'why', 'xa')).toEqual(['why']);
    expect(await paths('lookup')).toContain('lookup');
    expect(await paths('--help')).toEqual(commands.map(({ path }) => path));
    expect(await paths('nothing-of-ours')).toHaveLength(commands.length);
  });
});
