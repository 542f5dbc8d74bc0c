/** Correction proposals: what waits, one of them, a new one, and its answer. */
import { basename } from 'node:path';
import { call, callRaw } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import * as contract from '../../registers/contract.ts';
import { deliver, sizeOf, uploadOf } from '../files.ts';
import { type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

const STATES = ['open', 'undecided', 'taken-over', 'source-wrong', 'refused', 'withdrawn'] as const;

const rowOf = ({ language, t }: Tool, one: contract.Correction) => [
  one.id,
  pick(one.names, language) || one.field,
  one.said,
  one.held,
  one.body.code,
  t(`registers:corrections.${one.state}`),
  one.due,
];
const HEAD = ['id', 'what', 'says', 'should-say', 'body', 'standing', 'due'];

const list: CommandSpec = {
  path: 'corrections list',
  options: [
    { flags: '--register <register>' },
    { flags: '--state <state>', choices: STATES, word: 'correction-state' },
    { flags: '--overdue' },
    { flags: '--limit <number>', number: true },
  ],
  examples: ['corrections list --register dang-vien --state open', 'corrections list --overdue --json'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [register, state] = [given.text('register'), given.text('state')];
    const query = {
      limit: Math.min(200, given.number('limit') ?? 50),
      ...(register !== undefined && { register }),
      ...(state !== undefined && { state }),
      ...(given.flag('overdue') && { overdue: true }),
    };
    const answer = await call(send, contract.listCorrections, { query });
    const head = HEAD.map((word) => tool.t(`cli:columns.${word}`));
    const waiting = Object.entries(answer.open).map(([name, count]) => `${name}: ${String(count)}`);
    return {
      data: answer,
      lines: [
        ...waiting,
        ...table(
          answer.items.map((one) => rowOf(tool, one)),
          head,
        ),
      ],
      findings: false,
    };
  },
};

function pageLines(tool: Tool, page: contract.CorrectionPage): string[] {
  const { t, language } = tool;
  return [
    `${pick(page.names, language) || page.field} · ${t(`registers:corrections.${page.state}`)}`,
    `${t('web-once:corr.said')}: ${page.said ?? '–'}`,
    `${t('web-once:corr.should')}: ${page.held ?? '–'}`,
    `${t('web-once:corr.body')}: ${pick(page.keeper.names, language)} · ${t('web-once:corr.due')}: ${page.due ?? '–'}`,
    ...(page.evidence === null ? [] : [`${t('web-once:corr.evidence')}: ${page.evidence}`]),
    ...page.files.map(({ id, name, sha256 }) => `${id}  ${name}  ${sha256}`),
    ...(page.reason === null ? [] : [`${t('web-once:corr.reason')}: ${page.reason}`]),
  ];
}

const show: CommandSpec = {
  path: 'corrections show',
  arguments: ['CORRECTION'],
  examples: ['corrections show 01a2…'],
  run: async (tool, given) => {
    const [correction = ''] = given.args;
    const { send } = await tool.link();
    const page = await call(send, contract.getCorrection, { params: { correction } });
    return { data: page, lines: pageLines(tool, page) };
  },
};

const propose: CommandSpec = {
  path: 'corrections propose',
  arguments: ['REGISTER', 'RECORD', 'FIELD', 'VALUE'],
  options: [
    { flags: '--evidence <text>' },
    { flags: '--despite <id>' },
    { flags: '--body <code>', word: 'acting-body' },
  ],
  examples: ['corrections propose dang-vien 01a2… branch 99108-02 --evidence "…" --body 97'],
  run: async (tool, given) => {
    const [register = '', record = '', field = '', value = ''] = given.args;
    const despite = given.text('despite');
    const { send } = await tool.link({ body: given.text('body') });
    const body = {
      register,
      record,
      field,
      value: value === '' ? null : value,
      evidence: given.text('evidence') ?? '',
      ...(despite !== undefined && { despite }),
    };
    const page = await call(send, contract.proposeCorrection, { body });
    return { data: page, lines: pageLines(tool, page) };
  },
};

const attach: CommandSpec = {
  path: 'corrections attach',
  arguments: ['CORRECTION', 'FILE'],
  options: [{ flags: '--body <code>', word: 'acting-body' }],
  examples: ['corrections attach 01a2… receipt.pdf --body 97'],
  run: async (tool, given) => {
    const [correction = '', file = ''] = given.args;
    sizeOf(file);
    const { send } = await tool.link({ body: given.text('body') });
    const { files } = await call(send, contract.addEvidence, {
      params: { correction },
      query: { fileName: basename(file) },
      upload: uploadOf(file, 'application/octet-stream'),
    });
    return { data: { files }, lines: files.map(({ id, name, sha256 }) => `${id}  ${name}  ${sha256}`) };
  },
};

const evidence: CommandSpec = {
  path: 'corrections evidence',
  arguments: ['CORRECTION', 'EVIDENCE'],
  options: [{ flags: '--out <file>' }],
  examples: ['corrections evidence 01a2… 01a3… --out receipt.pdf'],
  run: async (tool, given) => {
    const [correction = '', file = ''] = given.args;
    const { send } = await tool.link();
    const answer = await callRaw(send, contract.readEvidence, { params: { correction, file } });
    const out = given.text('out');
    const bytes = await deliver(tool, answer, out);
    return { data: { file: out ?? null, bytes }, lines: [] };
  },
};

const settle: CommandSpec = {
  path: 'corrections settle',
  arguments: ['CORRECTION'],
  options: [
    { flags: '--outcome <outcome>', choices: contract.outcomes, word: 'correction-outcome' },
    { flags: '--reason <text>' },
  ],
  examples: ['corrections settle 01a2… --outcome take-over', 'corrections settle 01a2… --outcome refuse --reason "…"'],
  run: async (tool, given) => {
    const [correction = ''] = given.args;
    const { send } = await tool.link();
    const reason = given.text('reason');
    const body = {
      outcome: (given.text('outcome') ?? 'take-over') as contract.Outcome,
      ...(reason !== undefined && { reason }),
    };
    const settled = await call(send, contract.settleCorrection, { params: { correction }, body });
    const head = HEAD.map((word) => tool.t(`cli:columns.${word}`));
    return { data: settled, lines: table([rowOf(tool, settled)], head) };
  },
};

const undo: CommandSpec = {
  path: 'corrections undo',
  arguments: ['CORRECTION'],
  examples: ['corrections undo 01a2…'],
  run: async (tool, given) => {
    const [correction = ''] = given.args;
    const { send } = await tool.link();
    const settled = await call(send, contract.undoSettlement, { params: { correction } });
    const head = HEAD.map((word) => tool.t(`cli:columns.${word}`));
    return { data: settled, lines: table([rowOf(tool, settled)], head) };
  },
};

const onceOnly: CommandSpec = {
  path: 'once-only',
  options: [{ flags: '--register <register>' }],
  examples: ['once-only', 'once-only --register dang-vien --json'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const register = given.text('register');
    const answer = await call(send, contract.readOnceOnly, { query: register === undefined ? {} : { register } });
    const { t, language } = tool;
    const rows = answer.items.map((line) => [
      pick(line.registerNames, language),
      pick(line.body.names, language),
      line.records,
      line.cellsSpared,
      `${String(line.hits)}/${String(line.asked)}`,
      line.correctionsOpen,
      line.correctionsOverdue,
    ]);
    const words = ['register', 'body', 'records', 'spared', 'hits', 'waiting', 'overdue'];
    const head = words.map((word) => t(`cli:columns.${word}`));
    return { data: answer, lines: table(rows, head) };
  },
};

export const correctionCommands: readonly CommandSpec[] = [
  onceOnly,
  list,
  show,
  propose,
  attach,
  evidence,
  settle,
  undo,
];
