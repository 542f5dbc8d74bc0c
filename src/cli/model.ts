/** What a command is, what it is given, and what it gives back. */
import type { Config } from '../platform/config.ts';
import type { Catalogues, Translate } from '../platform/i18n.ts';
import type { Link, LinkOptions, LocalLink } from './link.ts';
import type { Terminal } from './terminal.ts';

/** One command as data; its words stand in `cli.json` under `commands`, `arguments`, `options` and `examples`. */
export interface CommandSpec {
  /** As it is typed: `codes import`. */
  readonly path: string;
  /** `LIST`, `[COPY]`, `FILE`, `FILE…` for one or more: words `arguments.<lower case>`. */
  readonly arguments?: readonly string[];
  readonly options?: readonly OptionSpec[];
  /** What follows `artery`; words `examples.<path>.<place>`. */
  readonly examples: readonly string[];
  /** Works without any node: the options of the node are refused. */
  readonly offline?: boolean;
  readonly run: (tool: Tool, given: Given) => Promise<Answer>;
}

export interface OptionSpec {
  /** As commander reads it: `--where <condition>`, `--dry-run`. */
  readonly flags: string;
  /** Words `options.<word>`; the long name when absent. */
  readonly word?: string;
  readonly choices?: readonly string[];
  /** May be given again and again. */
  readonly repeat?: boolean;
  /** It must be a whole number. */
  readonly number?: boolean;
}

/** What was typed after the command. */
export interface Given {
  readonly args: readonly string[];
  text(option: string): string | undefined;
  number(option: string): number | undefined;
  flag(option: string): boolean;
  list(option: string): readonly string[];
}

export interface Answer {
  /** What `--json` prints. */
  readonly data?: unknown;
  /** What is printed for people. */
  readonly lines?: readonly string[];
  /** There is something to look at: exit code 1. */
  readonly findings?: boolean;
}

/** What every command may reach for. */
export interface Tool {
  readonly config: Config;
  readonly terminal: Terminal;
  readonly language: string;
  /** Words: `t('cli:…')`. */
  readonly t: Translate;
  readonly words: Catalogues;
  readonly json: boolean;
  /** Whether `--node` names one. */
  readonly remote: boolean;
  /** The node, here or there: the same contracts. */
  link(options?: LinkOptions): Promise<Link>;
  /** The data folder itself. @throws UsageError with `--node` */
  local(options?: LinkOptions): Promise<LocalLink>;
}

/** Something was typed that cannot be done. Words: `cli:usage.<word>`. */
export class UsageError extends Error {
  override name = 'UsageError';
  readonly word: string;
  readonly values: Readonly<Record<string, unknown>>;
  constructor(word: string, values: Readonly<Record<string, unknown>> = {}) {
    super(word);
    this.word = word;
    this.values = values;
  }
}

export const exits = { done: 0, findings: 1, failed: 2 } as const;
