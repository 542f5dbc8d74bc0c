/** One call of the command line, from what was typed to the exit code. */
import { CommanderError } from 'commander';
import { join } from 'node:path';
import { readConfig, type Config } from '../platform/config.ts';
import { readCatalogues, type Catalogues } from '../platform/i18n.ts';
import { commandsFor } from './commands.ts';
import { describeFailure } from './failure.ts';
import { exits, UsageError, type Answer, type Tool } from './model.ts';
import { buildProgram, type Globals } from './program.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import type { Link, LinkOptions, LocalLink } from './link.ts';

const LANGUAGES = ['vi', 'en', 'ar'];
const LOCALES = join(import.meta.dirname, '..', '..', 'locales');
const VERSION = '0.1.0';

/** @returns the exit code: 0 done, 1 there are findings, 2 it could not be done */
export async function run(process: NodeJS.Process): Promise<number> {
  const typed = process.argv.slice(2);
  const words = await readCatalogues(LOCALES, LANGUAGES);
  let language = wantedLanguage(typed, undefined);
  let terminal = openTerminal(process, { noColor: true, quiet: true });
  let exit: number = exits.done;
  try {
    const base = readConfig(process.env);
    language = wantedLanguage(typed, base.language);
    const t = words.translator(language);
    const program = buildProgram(await commandsFor(typed), {
      t,
      version: VERSION,
      languages: LANGUAGES,
      write: (text) => void process.stdout.write(text),
      run: async (spec, given, globals) => {
        refuseUnknownLanguage(globals);
        terminal = openTerminal(process, { noColor: base.noColor, quiet: globals.quiet ?? false });
        const config = globals.data === undefined ? base : readConfig({ ...process.env, ARTERY_DATA: globals.data });
        await using tool = openTool({ config, globals, command: spec.path, language, terminal, words });
        if (spec.offline) refuseNode(tool, spec.path);
        const answer = await spec.run(tool, given);
        exit = answer.findings ? exits.findings : exits.done;
        print(answer, tool);
      },
    });
    if (typed.length === 0) program.help();
    await program.parseAsync(process.argv);
    return exit;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exits.done;
    if (error instanceof CommanderError && error.code === 'commander.help') return exits.failed;
    report(error, { words, language, terminal, json: typed.includes('--json') });
    return exits.failed;
  }
}

function print({ data, lines }: Answer, { json, terminal }: Tool): void {
  if (json) {
    if (data !== undefined) terminal.print(JSON.stringify(data, null, 2));
  } else for (const line of lines ?? []) terminal.print(line);
}

interface Reporting {
  readonly words: Catalogues;
  readonly language: string;
  readonly terminal: Terminal;
  readonly json: boolean;
}

function report(error: unknown, { words, language, terminal, json }: Reporting): void {
  const { lines, data } = describeFailure(error, { words, language });
  if (json) return terminal.warn(JSON.stringify(data));
  lines.forEach((line, place) => terminal.warn(place === 0 ? `artery: ${line}` : `  ${line}`));
  if (error instanceof CommanderError) terminal.warn(words.translator(language)('cli:help.hint'));
}

/** `--lang` before everything: even the help is in that language. */
function wantedLanguage(typed: readonly string[], locale: string | undefined): string {
  const at = typed.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const asked = typed[at]?.includes('=') ? typed[at].slice('--lang='.length) : at < 0 ? undefined : typed[at + 1];
  return [asked, locale].find((one) => one !== undefined && LANGUAGES.includes(one)) ?? 'vi';
}

function refuseUnknownLanguage({ lang }: Globals): void {
  if (lang !== undefined && !LANGUAGES.includes(lang))
    throw new UsageError('language', { given: lang, known: LANGUAGES.join(', ') });
}

function refuseNode({ remote }: Tool, command: string): void {
  if (remote) throw new UsageError('local-only', { command });
}

interface Opening {
  readonly config: Config;
  readonly globals: Globals;
  readonly command: string;
  readonly language: string;
  readonly terminal: Terminal;
  readonly words: Catalogues;
}

/** Links are opened when they are first needed, and closed when the command has ended. */
function openTool({ config, globals, command, language, terminal, words }: Opening): Tool & AsyncDisposable {
  const opened = new AsyncDisposableStack();
  const setting = { config, language, command };
  let link: Promise<Link> | undefined;
  const open = async (options?: LinkOptions): Promise<Link> => {
    // Only now: most of the time of a short command would go into reading what it does not need.
    const { openLocal, openRemote } = await import('./link.ts');
    if (globals.node !== undefined) return openRemote(setting, globals.node, globals.keyFile);
    return opened.use(await openLocal(setting, options));
  };
  const local = async (options?: LinkOptions): Promise<LocalLink> => {
    if (globals.node !== undefined) throw new UsageError('local-only', { command });
    return (await (link ??= open(options))) as LocalLink;
  };
  return {
    config,
    terminal,
    language,
    words,
    t: words.translator(language),
    json: globals.json ?? false,
    remote: globals.node !== undefined,
    link: (options) => (link ??= open(options)),
    local,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
