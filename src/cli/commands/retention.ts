/** What is past its term, at a terminal: what is due, proposing, deciding, going on, the proof; holds. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as lifecycle from '../../governance/lifecycle/contract.ts';
import type { Term, What } from '../../governance/lifecycle/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { checkProof } from '../../records/index.ts';
import * as retention from '../../records/retention/contract.ts';
import { UsageError, type Answer, type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

const heads = ({ t }: Tool, ...words: readonly string[]) => words.map((word) => t(`cli:columns.${word}`));

export function sayTerm({ t }: Pick<Tool, 't'>, term: Term | null): string {
  if (term === null) return t('web-lifecycle:term.none');
  if ('permanent' in term) return t('web-lifecycle:term.permanent');
  const from = term.from === 'ended' || term.from === 'read' ? t(`web-lifecycle:from.${term.from}`) : term.from;
  if ('field' in term) return t('web-lifecycle:term.field', { field: term.field, from });
  const [unit, count] =
    'years' in term ? ['years', term.years] : 'months' in term ? ['months', term.months] : ['days', term.days];
  return t(`web-lifecycle:term.${String(unit)}`, { count, from });
}

const due: CommandSpec = {
  path: 'retention due',
  arguments: ['[REGISTER]'],
  options: [{ flags: '--loads' }],
  examples: ['retention due', 'retention due dang-vien --loads'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [register] = given.args;
    if (register !== undefined) return dueItems(tool, register, given.flag('loads') ? 'loads' : 'records');
    const answer = await call(send, retention.listDue, {});
    const rows = answer.items.map(({ register: of, what, term, due: n, held, takenUp, oldest }) => [
      of.code,
      tool.t(`web-lifecycle:what.${what}`),
      sayTerm(tool, term),
      ...[n, held, takenUp].map(String),
      oldest,
    ]);
    const said = tool.t('cli:retention.due', answer.counts);
    const head = heads(tool, 'register', 'what', 'term', 'due-now', 'held', 'taken-up', 'oldest');
    return { data: answer, lines: [said, ...table(rows, head)], findings: answer.counts.due > 0 };
  },
};

async function dueItems(tool: Tool, register: string, what: What): Promise<Answer> {
  const answer = await call((await tool.link()).send, retention.listDueItems, { params: { register, what } });
  const rows = answer.items.map(({ item, body, dueOn, held }) => [
    item,
    body.code,
    dueOn,
    held ? tool.t('web-lifecycle:held') : '',
  ]);
  return { data: answer, lines: table(rows, heads(tool, 'id', 'body', 'due', 'state')), findings: rows.length > 0 };
}

const propose: CommandSpec = {
  path: 'retention propose',
  arguments: ['REGISTER'],
  options: [{ flags: '--loads' }],
  examples: ['retention propose dang-vien --loads'],
  run: async (tool, given) => {
    const [register = ''] = given.args;
    const what: What = given.flag('loads') ? 'loads' : 'records';
    const answer = await call((await tool.link()).send, retention.proposeDisposal, { body: { register, what } });
    return { data: answer, lines: [tool.t('cli:retention.proposed', { disposal: answer.disposal })] };
  },
};

const decide: CommandSpec = {
  path: 'retention decide',
  arguments: ['DISPOSAL'],
  options: [{ flags: '--refuse' }, { flags: '--reason <text>', word: 'disposal-reason' }],
  examples: ['retention decide 0198c0de-0000-7000-8000-000000000001'],
  run: async (tool, given) => {
    const [disposal = ''] = given.args;
    const reason = given.text('reason');
    const body = { allowed: !given.flag('refuse'), ...(reason !== undefined && { reason }) };
    const answer = await call((await tool.link()).send, lifecycle.decideDisposal, { params: { disposal }, body });
    return {
      data: answer,
      lines: [tool.t('cli:retention.state', { state: tool.t(`web-lifecycle:states.${answer.state}`) })],
    };
  },
};

const execute: CommandSpec = {
  path: 'retention execute',
  arguments: ['[DISPOSAL]'],
  examples: ['retention execute', 'retention execute 0198c0de-0000-7000-8000-000000000001'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [one] = given.args;
    const { items } = await call(send, lifecycle.listDisposals, { query: {} });
    const open = items.filter(({ state }) => state === 'approved' || state === 'marked');
    const ids = one === undefined ? open.map(({ id }) => id) : [one];
    const data = [];
    for (const disposal of ids)
      data.push({ disposal, ...(await call(send, retention.executeDisposal, { params: { disposal } })) });
    const rows = data.map(({ disposal, state, waitsFor }) => [
      disposal,
      tool.t(`web-lifecycle:states.${state}`),
      waitsFor.map((wait) => tool.t(`web-lifecycle:waits.${wait}`)).join(' · '),
    ]);
    return { data, lines: table(rows, heads(tool, 'id', 'state', 'waits')) };
  },
};

const list: CommandSpec = {
  path: 'retention list',
  options: [{ flags: '--register <register>', word: 'lifecycle-register' }],
  examples: ['retention list', 'retention list --register dang-vien'],
  run: async (tool, given) => {
    const register = given.text('register');
    const answer = await call((await tool.link()).send, lifecycle.listDisposals, {
      query: { ...(register !== undefined && { register }) },
    });
    const rows = answer.items.map(({ id, register: of, what, state, counts, basis, proposedAt }) => [
      id,
      of.code,
      tool.t(`web-lifecycle:what.${what}`),
      tool.t(`web-lifecycle:states.${state}`),
      String(counts['destroyed'] ?? counts['marked'] ?? counts['proposed'] ?? 0),
      basis.code,
      proposedAt.slice(0, 10),
    ]);
    return {
      data: answer,
      lines: table(rows, heads(tool, 'id', 'register', 'what', 'state', 'count', 'basis', 'from')),
    };
  },
};

const proof: CommandSpec = {
  path: 'retention proof',
  arguments: ['DISPOSAL'],
  options: [{ flags: '--out <file>', word: 'proof-out' }],
  examples: ['retention proof 0198c0de-0000-7000-8000-000000000001 --out disposal.proof.json'],
  run: async (tool, given) => {
    const [disposal = ''] = given.args;
    const answer = await call((await tool.link()).send, retention.getProof, { params: { disposal } });
    const file = given.text('out');
    if (file !== undefined) writeFileSync(file, `${JSON.stringify(answer, null, 2)}\n`);
    return sayProof(tool, answer, file === undefined ? [] : [tool.t('cli:retention.written', { file })]);
  },
};

function sayProof(tool: Tool, proof: retention.Proof, more: readonly string[], trusted?: string): Answer {
  const fault = checkProof(proof, trusted);
  const { register, entries, idsHash, basis } = proof;
  const ids = entries.reduce((n, entry) => n + entry.ids.length, 0);
  const line = fault
    ? tool.terminal.paint('red', tool.t(`cli:retention.faults.${fault}`))
    : tool.terminal.paint('green', tool.t('cli:retention.proved', { count: ids, register }));
  const law = `${pick(basis.names, tool.language)}${basis.citation === null ? '' : ` (${basis.citation})`}`;
  return {
    data: { fault: fault ?? null, proof },
    lines: [line, law, `sha256 ${idsHash}`, ...more],
    findings: fault !== undefined,
  };
}

const verify: CommandSpec = {
  path: 'retention verify',
  arguments: ['FILE'],
  options: [{ flags: '--vkey <file-or-key>' }],
  examples: ['retention verify disposal.proof.json --vkey node.vkey'],
  offline: true,
  run: (tool, given) => {
    const [file = ''] = given.args;
    if (!existsSync(file)) throw new UsageError('file-unreadable', { file });
    const key = given.text('vkey');
    const trusted = key !== undefined && existsSync(key) ? readFileSync(key, 'utf8') : key;
    let read: unknown;
    try {
      read = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      throw new UsageError('file-unreadable', { file });
    }
    if (checkProof(read) === 'unreadable') {
      const line = tool.terminal.paint('red', tool.t('cli:retention.faults.unreadable'));
      return Promise.resolve({ data: { fault: 'unreadable' }, lines: [line], findings: true });
    }
    return Promise.resolve(sayProof(tool, read as retention.Proof, [], trusted));
  },
};

const holds: CommandSpec = {
  path: 'retention holds',
  options: [{ flags: '--register <register>', word: 'lifecycle-register' }],
  examples: ['retention holds'],
  run: async (tool, given) => {
    const register = given.text('register');
    const answer = await call((await tool.link()).send, lifecycle.listHolds, {
      query: { ...(register !== undefined && { register }) },
    });
    const rows = answer.items.map(({ id, register: of, record, said, state, from, until, reason }) => [
      id,
      of.code,
      record ?? (said ? pick(said, tool.language) : tool.t('web-lifecycle:whole')),
      tool.t(`web-lifecycle:holdStates.${state}`),
      from,
      until,
      reason,
    ]);
    return { data: answer, lines: table(rows, heads(tool, 'id', 'register', 'what', 'state', 'from', 'to', 'reason')) };
  },
};

const hold: CommandSpec = {
  path: 'retention hold',
  arguments: ['REGISTER'],
  options: [
    { flags: '--record <id>', word: 'hold-record' },
    { flags: '--where <condition>', word: 'hold-where' },
    { flags: '--reason <text>', word: 'hold-reason' },
    { flags: '--basis <code>', word: 'hold-basis' },
    { flags: '--until <day>', word: 'hold-until' },
    { flags: '--review <day>', word: 'hold-review' },
  ],
  examples: ['retention hold kien-nghi --reason "An inspection" --basis tam-dung-huy --review 2027-03-31'],
  run: async (tool, given) => {
    const [register = ''] = given.args;
    const need = (name: string) => {
      const found = given.text(name);
      if (found === undefined) throw new UsageError('hold-needs', { option: `--${name}` });
      return found;
    };
    const [record, condition, until] = [given.text('record'), given.text('where'), given.text('until')];
    const answer = await call((await tool.link()).send, lifecycle.placeHold, {
      body: {
        ...{ register, reason: need('reason'), basis: need('basis'), reviewOn: need('review') },
        ...(record !== undefined && { record }),
        ...(condition !== undefined && { condition }),
        ...(until !== undefined && { until }),
      },
    });
    return { data: answer, lines: [tool.t('cli:retention.held', { register, hold: answer.id })] };
  },
};

const liftIt: CommandSpec = {
  path: 'retention lift',
  arguments: ['HOLD'],
  options: [{ flags: '--reason <text>', word: 'hold-reason' }],
  examples: ['retention lift 0198c0de-0000-7000-8000-000000000002 --reason "The inspection has ended"'],
  run: async (tool, given) => {
    const [id = ''] = given.args;
    const reason = given.text('reason');
    if (reason === undefined) throw new UsageError('hold-needs', { option: '--reason' });
    const answer = await call((await tool.link()).send, lifecycle.liftHold, { params: { hold: id }, body: { reason } });
    return { data: answer, lines: [tool.t('cli:retention.lifted', { hold: id })] };
  },
};

export const retentionCommands: readonly CommandSpec[] = [
  due,
  propose,
  list,
  decide,
  execute,
  proof,
  verify,
  holds,
  hold,
  liftIt,
];
