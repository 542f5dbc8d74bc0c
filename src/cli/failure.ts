/** What went wrong, in words and in an exit code. */
import { CommanderError } from 'commander';
import type { ExplainedDecision } from '../platform/decision.ts';
import { ProblemError, type ProblemDocument } from '../platform/http/call.ts';
import { Problem } from '../platform/http/problem.ts';
import { problemBody } from '../platform/http/print-problem.ts';
import type { Catalogues, Translate } from '../platform/i18n.ts';
import { UsageError } from './model.ts';
import { NoTerminalError } from './terminal.ts';

export interface Failure {
  readonly lines: readonly string[];
  /** What `--json` prints to stderr. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Speaking {
  readonly words: Catalogues;
  readonly language: string;
}

export function describeFailure(error: unknown, { words, language }: Speaking): Failure {
  const t = words.translator(language);
  if (error instanceof ProblemError) return ofProblem(error.problem, t);
  if (error instanceof Problem) return ofProblem(problemBody(error, words, { language, id: 'cli' }), t);
  if (error instanceof UsageError) return plain(error.word, t(`cli:usage.${error.word}`, error.values));
  if (error instanceof NoTerminalError) return plain('no-terminal', t('cli:usage.no-terminal'));
  if (error instanceof CommanderError) return plain(slugOf(error), wordUsage(error, t));
  const message = error instanceof Error ? error.message : String(error);
  return plain(error instanceof Error ? error.name : 'failure', message);
}

const plain = (error: string, message: string): Failure => ({ lines: message.split('\n'), data: { error, message } });

function ofProblem(problem: ProblemDocument, t: Translate): Failure {
  const { title, detail, decision, errors } = problem;
  const places = Array.isArray(errors) ? (errors as { pointer?: string; in?: string; detail?: string }[]) : [];
  const lines = [
    title,
    ...(detail === undefined || detail === title ? [] : [detail]),
    ...places.map((place) => `  ${place.in ?? ''}${place.pointer ?? ''}: ${place.detail ?? ''}`),
    ...(decision === undefined ? [] : [t('cli:failure.rule', { rule: (decision as ExplainedDecision).rule })]),
  ];
  return { lines, data: problem };
}

/** `commander.unknownOption` → `unknown-option` */
const slugOf = ({ code }: CommanderError) =>
  code.replace(/^commander\./, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Commander's own sentences are English; what they are about stands in them between quotes. */
function wordUsage(error: CommanderError, t: Translate): string {
  const [, given = ''] = /'([^']*)'/.exec(error.message) ?? [];
  const [, meant] = /Did you mean (?:one of )?(.*)\?\)/.exec(error.message) ?? [];
  const own = error.message.replace(/^error: /, '');
  const said = t(`cli:usage.${slugOf(error)}`, { given, defaultValue: own });
  return meant === undefined ? said : `${said} ${t('cli:usage.did-you-mean', { meant })}`;
}
