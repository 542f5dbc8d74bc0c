/** The commands as commander knows them, with every word from the catalogues. */
import { Command, InvalidArgumentError, Option, type Help } from 'commander';
import type { Translate } from '../platform/i18n.ts';
import type { CommandSpec, Given, OptionSpec } from './model.ts';

export interface ProgramOptions {
  readonly t: Translate;
  readonly version: string;
  readonly languages: readonly string[];
  /** Where help goes. */
  readonly write: (text: string) => void;
  /** What runs when a command was typed. */
  readonly run: (spec: CommandSpec, given: Given, globals: Globals) => Promise<void>;
}

export interface Globals {
  readonly json?: true;
  readonly quiet?: true;
  readonly lang?: string;
  readonly data?: string;
  readonly node?: string;
  readonly keyFile?: string;
}

/** Before the command or after it; after `read`, `--key` is the key of a record, so that the key has a second name. */
const globals: readonly OptionSpec[] = [
  { flags: '--json' },
  { flags: '-q, --quiet' },
  { flags: '--lang <language>' },
  { flags: '--data <folder>' },
  { flags: '--node <url>' },
  { flags: '--key <file>' },
  { flags: '--key-file <file>' },
];

export function buildProgram(specs: readonly CommandSpec[], options: ProgramOptions): Command {
  const { t, version, write } = options;
  const program = dress(new Command('artery'), t)
    .configureOutput({ writeOut: write })
    .description(t('cli:program.description'))
    .enablePositionalOptions()
    .usage(`${t('cli:help.options-word')} ${t('cli:help.command-word')}`)
    .version(version, '-V, --version', t('cli:help.version'))
    .addHelpText('after', () => `\n${t('cli:program.after')}`);
  for (const option of globals) program.addOption(toOption(option, t));
  for (const spec of specs) addCommand(program, spec, options);
  return program;
}

/** Every command speaks through us: no exit, no English. */
function dress(command: Command, t: Translate): Command {
  return command
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .helpOption('-h, --help', t('cli:help.option'))
    .helpCommand(false)
    .configureHelp({
      styleTitle: (title) => `${t(`cli:help.${title.replace(/:$/, '').toLowerCase().replaceAll(' ', '-')}`)}:`,
      optionDescription: (option) => describeOption(option, t),
      subcommandTerm: (sub: Command) => [sub.name(), ...sub.registeredArguments.map((one) => termOf(one))].join(' '),
    } satisfies Partial<Help>);
}

const termOf = (argument: { name(): string; required: boolean }) =>
  argument.required ? argument.name() : `[${argument.name()}]`;

function describeOption(option: Option, t: Translate): string {
  const choices = option.argChoices ? ` (${option.argChoices.join(', ')})` : '';
  return `${option.description}${choices}${option.mandatory ? ` ${t('cli:help.required')}` : ''}`;
}

function addCommand(program: Command, spec: CommandSpec, { t, run }: ProgramOptions): void {
  const parts = spec.path.split(' ');
  const name = parts.at(-1) ?? '';
  const parent = parts.slice(0, -1).reduce((above, group) => groupOf(above, group, t), program);
  const words = spec.path.replaceAll(' ', '-');
  const command = dress(parent.command(name), t).description(t(`cli:commands.${words}`));
  for (const argument of spec.arguments ?? []) {
    const bare = argument.replace(/[[\]]/g, '');
    const optional = argument !== bare;
    const typed = bare.replace('…', '...');
    command.argument(optional ? `[${typed}]` : `<${typed}>`, t(`cli:arguments.${bare.toLowerCase()}`));
  }
  const own = (spec.options ?? []).map((option) => toOption(option, t));
  for (const option of own) command.addOption(option);
  const names = new Set(own.map((option) => option.name()));
  const shared = globals.map((option) => toOption(option, t)).filter((option) => !names.has(option.name()));
  for (const option of shared) command.addOption(option.helpGroup('Global options'));
  const usage = [t('cli:help.options-word'), ...(spec.arguments ?? [])];
  command.usage(usage.join(' '));
  command.addHelpText('after', () => examplesOf(spec, words, t));
  command.allowExcessArguments(false);
  command.action(async () => {
    await run(spec, givenOf(command), globalsOf(command, names));
  });
}

/** What was said before the command, and after it. */
function globalsOf(command: Command, own: ReadonlySet<string>): Globals {
  const above: Command[] = [];
  for (let next = command.parent; next; next = next.parent) above.unshift(next);
  const said: Record<string, unknown> = Object.assign({}, ...above.map((one) => one.opts()));
  for (const [name, value] of Object.entries(command.opts())) if (!own.has(name)) said[name] = value;
  const { key, keyFile = key } = said;
  return { ...said, ...(typeof keyFile === 'string' && { keyFile }) };
}

/** A group of commands, or of groups: `dictionary mapping`. */
function groupOf(above: Command, name: string, t: Translate): Command {
  const there = above.commands.find((command) => command.name() === name);
  if (there) return there;
  const words = above.parent ? `${above.name()}-${name}` : name;
  const group = dress(above.command(name), t)
    .description(t(`cli:commands.${words}`))
    .usage(t('cli:help.command-word'));
  return group
    .action(() => {
      const [typed] = group.args;
      if (typed !== undefined)
        return group.error(`error: unknown command '${typed}'`, { code: 'commander.unknownCommand' });
      return group.help({ error: true });
    })
    .allowExcessArguments(true);
}

function examplesOf(spec: CommandSpec, words: string, t: Translate): string {
  const shown = spec.examples.flatMap((line, place) => [
    `  # ${t(`cli:examples.${words}.${String(place)}`)}`,
    `  $ artery ${line}`,
  ]);
  return ['', `${t('cli:help.examples')}:`, ...shown].join('\n');
}

function toOption({ flags, word, choices, repeat, number }: OptionSpec, t: Translate): Option {
  const option = new Option(flags);
  option.description = t(`cli:options.${word ?? option.name()}`);
  if (choices) option.choices([...choices]);
  if (number) option.argParser((text) => readWhole(text));
  if (repeat) option.argParser((text, before: readonly string[] = []) => [...before, text]);
  return option;
}

function readWhole(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('');
  return Number(text);
}

/** `--dry-run` is `dryRun` to commander. */
const camel = (name: string) => name.replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());

function givenOf(command: Command): Given {
  const values: Readonly<Record<string, unknown>> = command.opts();
  const of = (name: string) => values[camel(name)];
  return {
    args: command.args,
    text: (name) => (typeof of(name) === 'string' ? (of(name) as string) : undefined),
    number: (name) => (typeof of(name) === 'number' ? (of(name) as number) : undefined),
    // `--no-demo` turns `demo` off.
    flag: (name) => (name.startsWith('no-') ? of(name.slice(3)) === false : of(name) === true),
    list: (name) => (of(name) ?? []) as readonly string[],
  };
}
