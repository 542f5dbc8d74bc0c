/** `dictionary proposal …`: changes of the dictionary on a running node, written, reviewed and released from a terminal. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'yaml';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import {
  approveProposal,
  commentProposal,
  createProposal,
  getProposal,
  importFormats,
  importProposal,
  listProposals,
  putProposalEntry,
  rejectProposal,
  releaseProposals,
  returnProposal,
  submitProposal,
  withdrawProposal,
  type EntryKind,
  type ProposalPage,
  type ProposalSummary,
} from '../../dictionary/contract.ts';
import { sizeOf } from '../files.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type OptionSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

const KINDS = ['element', 'entity', 'code-list', 'settings'] as const satisfies readonly EntryKind[];
const STATES = ['draft', 'in-review', 'returned', 'approved', 'released', 'rejected', 'withdrawn'] as const;
const NOTE: OptionSpec = { flags: '--note <text>', word: 'proposal-note' };
const at = (name: string) => `dictionary proposal ${name}`;

function numberOf(text: string | undefined): number {
  if (text === undefined || !/^[1-9]\d{0,8}$/.test(text))
    throw new UsageError('proposal-number', { given: text ?? '' });
  return Number(text);
}

async function open(
  tool: Tool,
  given: Given,
): Promise<{ page: ProposalPage; ifMatch: string; params: { proposal: number } }> {
  const { send } = await tool.link();
  const params = { proposal: numberOf(given.args[0]) };
  const page = await call(send, getProposal, { params });
  return { page, params, ifMatch: `"${String(page.revision)}"` };
}

const line = ({ t, language }: Tool, one: ProposalSummary) => [
  one.number,
  t(`proposal:states.${one.state}`),
  one.title,
  one.entries,
  one.author.body ? pick(one.author.body.names, language) : one.author.name,
];

const list: CommandSpec = {
  path: at('list'),
  options: [
    { flags: '--state <state>', choices: STATES, word: 'proposal-state' },
    { flags: '--mine', word: 'proposal-mine' },
  ],
  examples: ['dictionary proposal list --state in-review'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const state = given.text('state') as (typeof STATES)[number] | undefined;
    const answer = await call(send, listProposals, {
      query: { limit: 200, ...(state && { state }), ...(given.flag('mine') && { mine: true }) },
    });
    const rows = answer.items.map((one) => line(tool, one));
    return { data: answer, lines: rows.length === 0 ? [tool.t('cli:proposal.none')] : table(rows) };
  },
};

const MOST = 40;

function say(tool: Tool, page: ProposalPage): Answer {
  const { t, terminal } = tool;
  const { findings, clashes, difference } = page;
  const changes = (difference?.changes ?? []).slice(0, MOST).map(({ verdict, words, reason }) => {
    const mark = verdict === 'breaking' ? terminal.paint('red', '!') : '·';
    return `${mark} ${words?.said ?? reason}`;
  });
  const wrong = findings.items
    .slice(0, MOST)
    .map((one) => `${one.key}${one.pointer}: ${t(`proposal:severity.${one.severity}`)}: ${one.message}`);
  const twins = page.twins.flatMap(({ key, twins: found }) =>
    found.map((one) => `≈ ${key} ~ ${one.key}: ${one.reasons.map((reason) => reason.words).join('; ')}`),
  );
  const may = page.actions.filter((one) => one.allowed).map((one) => t(`proposal:actions.${one.action}`));
  return {
    data: page,
    lines: [
      `${String(page.number)} · ${t(`proposal:states.${page.state}`)} · ${page.title}`,
      ...changes,
      ...wrong,
      ...clashes.items.slice(0, MOST).map((one) => `≠ ${one.key}${one.pointer}`),
      ...twins,
      t('cli:proposal.counts', { ...page.counts, errors: findings.errors, clashes: clashes.total }),
      ...(may.length === 0 ? [] : [t('cli:proposal.may', { actions: may.join(', ') })]),
    ],
    findings: findings.errors + clashes.total > 0,
  };
}

const show: CommandSpec = {
  path: at('show'),
  arguments: ['PROPOSAL'],
  examples: ['dictionary proposal show 1'],
  run: async (tool, given) => ({ ...say(tool, (await open(tool, given)).page), findings: false }),
};

const check: CommandSpec = {
  path: at('check'),
  arguments: ['PROPOSAL'],
  examples: ['dictionary proposal check 1 --json'],
  run: async (tool, given) => say(tool, (await open(tool, given)).page),
};

const make: CommandSpec = {
  path: at('new'),
  options: [
    { flags: '--title <text>', word: 'proposal-title' },
    { flags: '--reason <text>', word: 'proposal-reason' },
  ],
  examples: ['dictionary proposal new --title "Two dates of admission" --reason "The form asks both"'],
  run: async (tool, given) => {
    const [title, reason] = [given.text('title'), given.text('reason')];
    if (title === undefined || reason === undefined) throw new UsageError('proposal-title');
    const { send } = await tool.link();
    return say(tool, await call(send, createProposal, { body: { title, reason } }));
  },
};

const bring: CommandSpec = {
  path: at('import'),
  arguments: ['FILE…'],
  options: [
    { flags: '--format <format>', choices: importFormats, word: 'import-format' },
    { flags: '--as <name>', word: 'import-as' },
    { flags: '--language <language>', word: 'import-language' },
    { flags: '--title <text>', word: 'proposal-title' },
    { flags: '--dry-run', word: 'dry-run' },
  ],
  examples: ['dictionary proposal import contract.yaml --format odcs'],
  run: async (tool, given) => {
    const format = given.text('format') as (typeof importFormats)[number] | undefined;
    if (format === undefined) throw new UsageError('format', { known: importFormats.join(', ') });
    const form = new FormData();
    for (const file of given.args) {
      sizeOf(file);
      form.append('files', new Blob([new Uint8Array(readFileSync(file))]), basename(file));
    }
    const whole = new Response(form);
    const content = await whole.blob();
    const { send } = await tool.link();
    const [as, language, title] = [given.text('as'), given.text('language'), given.text('title')];
    const answer = await call(send, importProposal, {
      query: {
        format,
        ...(as !== undefined && { as }),
        ...(language !== undefined && { language }),
        ...(title !== undefined && { title }),
        ...(given.flag('dry-run') && { dryRun: true }),
      },
      upload: { content: content.stream(), type: whole.headers.get('content-type') ?? 'multipart/form-data' },
    });
    const { counts, findings, proposal } = answer;
    const places = findings
      .filter((one) => one.severity !== 'note')
      .slice(0, MOST)
      .map((one) => `${[one.file, one.line].filter((part) => part !== undefined).join(':')}: ${one.message}`);
    const end = proposal === null ? 'cli:proposal.not-made' : 'cli:proposal.made';
    return { data: answer, lines: [...places, tool.t(end, { ...counts, proposal })], findings: counts.errors > 0 };
  },
};

/** An entry says by its members what it is. */
function kindOf(entry: Record<string, unknown>): EntryKind | undefined {
  if ('fields' in entry) return 'entity';
  if ('dataType' in entry || 'physicalName' in entry) return 'element';
  if ('items' in entry || 'source' in entry) return 'code-list';
  return 'dateOrder' in entry || 'decimalMark' in entry ? 'settings' : undefined;
}

function readEntries(file: string): Record<string, unknown>[] {
  sizeOf(file);
  const value: unknown = parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 });
  return (Array.isArray(value) ? value : [value]) as Record<string, unknown>[];
}

const put: CommandSpec = {
  path: at('put'),
  arguments: ['PROPOSAL', 'FILE'],
  examples: ['dictionary proposal put 1 elements.yaml'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const { params } = await open(tool, given);
    const file = given.args[1] ?? '';
    for (const authored of readEntries(file)) {
      const kind = typeof authored === 'object' ? kindOf(authored) : undefined;
      const key = kind === 'settings' ? kind : authored[kind === 'entity' ? 'name' : 'code'];
      if (kind === undefined || typeof key !== 'string') throw new UsageError('proposal-entry', { file });
      const { ifMatch } = await open(tool, given);
      await call(send, putProposalEntry, {
        params: { ...params, kind, key },
        body: { action: 'put', authored },
        ifMatch,
      });
    }
    return say(tool, (await open(tool, given)).page);
  },
};

const remove: CommandSpec = {
  path: at('remove'),
  arguments: ['PROPOSAL', 'KIND', 'KEY'],
  examples: ['dictionary proposal remove 1 element CTY.007'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const { params, ifMatch } = await open(tool, given);
    const kind = KINDS.find((one) => one === given.args[1]);
    if (kind === undefined) throw new UsageError('proposal-kind', { known: KINDS.join(', ') });
    const address = { ...params, kind, key: given.args[2] ?? '' };
    await call(send, putProposalEntry, { params: address, body: { action: 'remove' }, ifMatch });
    return say(tool, (await open(tool, given)).page);
  },
};

const steps = {
  submit: submitProposal,
  withdraw: withdrawProposal,
  return: returnProposal,
  reject: rejectProposal,
} as const;

const acts = (Object.keys(steps) as (keyof typeof steps)[]).map((name): CommandSpec => ({
  path: at(name),
  arguments: ['PROPOSAL'],
  options: [NOTE],
  examples: [`dictionary proposal ${name} 1 --note "…"`],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const { params, ifMatch } = await open(tool, given);
    const note = given.text('note');
    if (note === undefined && (name === 'return' || name === 'reject')) throw new UsageError('proposal-note');
    const body = note === undefined ? {} : { note };
    return say(tool, await call(send, steps[name], { params, body: body as { note: string }, ifMatch }));
  },
}));

const approve: CommandSpec = {
  path: at('approve'),
  arguments: ['PROPOSAL'],
  options: [
    NOTE,
    { flags: '--decision <number>', word: 'proposal-decision' },
    { flags: '--effective-from <day>', word: 'proposal-day' },
  ],
  examples: ['dictionary proposal approve 1 --decision 12/2026 --effective-from 2027-01-01'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const { params, ifMatch } = await open(tool, given);
    const [note, decisionNo, effectiveFrom] = [
      given.text('note'),
      given.text('decision'),
      given.text('effective-from'),
    ];
    const body = {
      ...(note !== undefined && { note }),
      ...(decisionNo !== undefined && { decisionNo }),
      ...(effectiveFrom !== undefined && { effectiveFrom }),
    };
    return say(tool, await call(send, approveProposal, { params, body, ifMatch }));
  },
};

const comment: CommandSpec = {
  path: at('comment'),
  arguments: ['PROPOSAL', 'TEXT'],
  options: [
    { flags: '--kind <kind>', choices: KINDS, word: 'proposal-kind' },
    { flags: '--key <key>', word: 'proposal-key' },
  ],
  examples: ['dictionary proposal comment 1 "Which of the two dates counts?"'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [kind, key] = [given.text('kind') as EntryKind | undefined, given.text('key')];
    const body = { text: given.args[1] ?? '', ...(kind && { kind }), ...(key !== undefined && { key }) };
    const made = await call(send, commentProposal, { params: { proposal: numberOf(given.args[0]) }, body });
    return { data: made, lines: [tool.t('cli:proposal.commented', { id: made.id })] };
  },
};

const release: CommandSpec = {
  path: at('release'),
  arguments: ['PROPOSAL…'],
  options: [
    { flags: '--edition <name>', word: 'proposal-edition' },
    { flags: '--prefix <letters>', word: 'overlay-prefix' },
  ],
  examples: ['dictionary proposal release 1 2 --edition 1.2', 'dictionary proposal release 3 --prefix ASH'],
  run: async (tool, given) => {
    const [edition, prefix] = [given.text('edition'), given.text('prefix')];
    const { send } = await tool.link();
    const proposals = given.args.map(numberOf);
    const answer = await call(send, releaseProposals, {
      body: { proposals, ...(edition !== undefined && { edition }), ...(prefix !== undefined && { prefix }) },
    });
    const said = answer.overlay === undefined ? 'cli:proposal.released' : 'cli:overlay.set';
    const words = tool.t(said, { ...answer, version: answer.overlay, release: answer.number });
    return { data: answer, lines: [words] };
  },
};

export const proposalCommands: readonly CommandSpec[] = [
  ...[list, show, make, bring, put, remove, check],
  ...acts,
  ...[approve, comment, release],
];
