/** A script for the shell that completes commands and options; made from the commands themselves. */
import type { CommandSpec } from '../model.ts';
import { UsageError } from '../model.ts';

const SHELLS = ['bash', 'zsh', 'fish'];
const GLOBALS = ['--json', '--quiet', '--lang', '--data', '--node', '--key', '--help'];

export const completion: CommandSpec = {
  path: 'completion',
  arguments: ['SHELL'],
  examples: [
    'completion bash > /etc/bash_completion.d/artery',
    'completion fish > ~/.config/fish/completions/artery.fish',
  ],
  offline: true,
  run: async (_tool, given) => {
    const [shell = ''] = given.args;
    if (!SHELLS.includes(shell)) throw new UsageError('shell', { known: SHELLS.join(', ') });
    // Only when it runs are all the commands known.
    const { allCommands } = await import('../commands.ts');
    const commands = await allCommands();
    const text = shell === 'fish' ? fish(commands) : bash(commands, shell);
    return { data: { shell, script: text }, lines: [text] };
  },
};

const optionsOf = ({ options = [] }: CommandSpec) =>
  options.flatMap(({ flags }) => flags.split(/[ ,]+/).filter((word) => word.startsWith('--')));

/** Words that may follow `artery`, `artery codes`… */
function followers(commands: readonly CommandSpec[]): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, Set<string>>();
  for (const { path } of commands) {
    const parts = path.split(' ');
    parts.forEach((word, i) => {
      const before = parts.slice(0, i).join(' ');
      next.set(before, (next.get(before) ?? new Set()).add(word));
    });
  }
  return new Map([...next].map(([key, words]) => [key, [...words]]));
}

function bash(commands: readonly CommandSpec[], shell: string): string {
  const words = [...followers(commands)].map(([before, after]) => `    "${before}") words="${after.join(' ')}" ;;`);
  const options = commands.map((spec) => `    "${spec.path}") options="${optionsOf(spec).join(' ')}" ;;`);
  return [
    ...(shell === 'zsh' ? ['autoload -U +X bashcompinit && bashcompinit'] : []),
    '_artery() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" first="${COMP_WORDS[1]}" second="${COMP_WORDS[2]}" third="${COMP_WORDS[3]}" words="" options="" before=""',
    '  [ "$COMP_CWORD" -eq 2 ] && before="$first"',
    '  [ "$COMP_CWORD" -eq 3 ] && before="$first $second"',
    '  case "$before" in',
    ...words,
    '  esac',
    '  case "$first" in',
    ...options.filter((line) => !/^ {4}"\S+ /.test(line)),
    '  esac',
    '  case "$first $second" in',
    ...options.filter((line) => /^ {4}"\S+ \S+"/.test(line)),
    '  esac',
    '  case "$first $second $third" in',
    ...options.filter((line) => /^ {4}"\S+ \S+ \S+"/.test(line)),
    '  esac',
    '  case "$current" in',
    `    -*) COMPREPLY=($(compgen -W "$options ${GLOBALS.join(' ')}" -- "$current")) ;;`,
    '    *) if [ "$COMP_CWORD" -le 3 ] && [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current")); else COMPREPLY=($(compgen -f -- "$current")); fi ;;',
    '  esac',
    '}',
    'complete -o filenames -F _artery artery',
  ].join('\n');
}

const seenAll = (path: string) =>
  path
    .split(' ')
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');

function fish(commands: readonly CommandSpec[]): string {
  const next = followers(commands);
  const first = (next.get('') ?? []).map((word) => `complete -c artery -n __fish_use_subcommand -f -a ${word}`);
  const second = [...next].flatMap(([before, words]) =>
    before === '' ? [] : [`complete -c artery -n "${seenAll(before)}" -f -a "${words.join(' ')}"`],
  );
  const options = commands.flatMap((spec) => {
    const seen = seenAll(spec.path);
    return optionsOf(spec).map((option) => `complete -c artery -n "${seen}" -l ${option.slice(2)}`);
  });
  const globals = GLOBALS.map((option) => `complete -c artery -l ${option.slice(2)}`);
  return [...first, ...second, ...options, ...globals].join('\n');
}
