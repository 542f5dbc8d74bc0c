/** Consultations and reports on tasks: read, answered and disposed as on the pages. */
import { readFileSync } from 'node:fs';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import * as contract from '../../strategy/contract.ts';
import type { Given, Tool } from '../model.ts';
import { UsageError, type CommandSpec } from '../model.ts';
import { table } from '../table.ts';

const ANSWERS = ['agree', 'agree-with-comments', 'disagree', 'no-opinion'] as const;

const list: CommandSpec = {
  path: 'consultations',
  examples: ['consultations', 'consultations --json'],
  run: async (tool) => {
    const { send } = await tool.link();
    const answer = await call(send, contract.listConsultations, {});
    const { t, language } = tool;
    const rows = answer.items.map((one) => [
      one.code,
      pick(one.names, language),
      one.closes,
      t('cli:consultations.counts', { ...one, count: one.asked }),
    ]);
    return {
      data: answer,
      lines: table(
        rows,
        ['code', 'what', 'due', 'standing'].map((word) => t(`cli:columns.${word}`)),
      ),
    };
  },
};

function lines({ t, language }: Tool, page: contract.ConsultationPage): string[] {
  const { consultation: one, home, sent } = page;
  const said = page.comments.map((comment) => [
    comment.number,
    comment.clause,
    t(`strategy:dispositions.${comment.disposition ?? 'open'}`),
    comment.explanation ?? comment.text,
  ]);
  return [
    `${one.code}  ${pick(one.names, language)}`,
    t('cli:consultations.counts', { ...one, count: one.asked }),
    ...(home === null ? [] : [t('cli:consultations.home', { node: home })]),
    ...(sent === null
      ? []
      : [
          sent.refused === null
            ? t('cli:consultations.waits')
            : t('cli:consultations.refused', { reason: sent.refused }),
        ]),
    ...table(said),
  ];
}

const show: CommandSpec = {
  path: 'consultations show',
  arguments: ['CONSULTATION'],
  options: [{ flags: '--body <code>', word: 'for-body' }],
  examples: ['consultations show LYK-01', 'consultations show LYK-02 --body 99108 --json'],
  run: async (tool, given) => {
    const [consultation = ''] = given.args;
    const { send } = await tool.link(bodyOf(tool, given));
    const page = await call(send, contract.getConsultation, { params: { consultation } });
    return { data: page, lines: lines(tool, page) };
  },
};

/** The terminal holds no post: it says for whom it acts. With `--node` it is the key's own body. */
function bodyOf(tool: Tool, given: Given) {
  const body = given.text('body');
  if (tool.remote && body !== undefined) throw new UsageError('work-body-remote');
  return { body };
}

type Comments = { clause: string; text: string; proposal?: string }[];

/** @throws UsageError when the file holds no list of comments; what is in them the node judges */
function commentsIn(file: string | undefined): Comments {
  if (file === undefined) return [];
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (Array.isArray(read)) return read as Comments;
  } catch {
    // said below
  }
  throw new UsageError('comments-file', { file });
}

const answer: CommandSpec = {
  path: 'consultations answer',
  arguments: ['CONSULTATION'],
  options: [
    { flags: '--answer <answer>', choices: [...ANSWERS] },
    { flags: '--comments <file>' },
    { flags: '--body <code>', word: 'for-body' },
  ],
  examples: [
    'consultations answer LYK-02 --answer agree --body 99108',
    'consultations answer LYK-02 --answer disagree --comments comments.json --body 99108',
  ],
  run: async (tool, given) => {
    const [consultation = ''] = given.args;
    const kind = given.text('answer') as (typeof ANSWERS)[number] | undefined;
    if (kind === undefined) throw new UsageError('answer-kind', { known: ANSWERS.join(', ') });
    const comments = commentsIn(given.text('comments'));
    const { send } = await tool.link(bodyOf(tool, given));
    const body = { answer: kind, comments };
    const page = await call(send, contract.answerConsultation, { params: { consultation }, body });
    return { data: page, lines: lines(tool, page) };
  },
};

const report: CommandSpec = {
  path: 'tasks report',
  arguments: ['TASK'],
  options: [
    { flags: '--state <state>', word: 'task-state', choices: ['not-begun', 'running', 'done'] },
    { flags: '--progress <percent>', number: true },
    { flags: '--evidence <text>', word: 'product-evidence' },
    { flags: '--body <code>', word: 'for-body' },
  ],
  examples: [
    'tasks report NV-19 --progress 60 --body 99108',
    'tasks report NV-19 --state done --evidence "List 12" --body 99108',
  ],
  run: async (tool, given) => {
    const [task = ''] = given.args;
    const { send } = await tool.link(bodyOf(tool, given));
    const before = await call(send, contract.getTask, { params: { task } });
    const [state, progress, evidence] = [given.text('state'), given.number('progress'), given.text('evidence')];
    const body = {
      ...(state !== undefined && { state: state as 'done' }),
      ...(progress !== undefined && { progress }),
      ...(evidence !== undefined && { evidence }),
    };
    const ifMatch = `"${String(before.task.version)}"`;
    const page = await call(send, contract.changeTask, { params: { task }, body, ifMatch });
    const { t } = tool;
    const stands = `${page.task.code}  ${t(`strategy:standings.${page.task.standing}`)}  ${String(page.task.progress ?? '–')} %`;
    return {
      data: page,
      lines: [stands, ...(page.sent?.refused === null ? [t('cli:consultations.waits')] : [])],
    };
  },
};

export const consultationCommands: readonly CommandSpec[] = [list, show, answer, report];
