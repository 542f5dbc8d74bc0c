/** Crosswalks between code lists: which there are, one of them, from a file, to a file, and several one after the other. */
import { extname } from 'node:path';
import * as contract from '../../dictionary/contract.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { deliver, sizeOf, uploadOf } from '../files.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type OptionSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

const MOST_SHOWN = 20;
const days: readonly OptionSpec[] = [
  { flags: '--on <day>', word: 'crosswalk-on' },
  { flags: '--to-on <day>', word: 'crosswalk-to-on' },
];
const via: OptionSpec = { flags: '--via <lists>', word: 'crosswalk-via' };

function daysOf(given: Given): { on?: string; toOn?: string } {
  const [on, toOn] = [given.text('on'), given.text('toOn')];
  return { ...(on !== undefined && { on }), ...(toOn !== undefined && { toOn }) };
}

const list: CommandSpec = {
  path: 'codes crosswalk list',
  options: [{ flags: '--of <list>', word: 'crosswalk-of' }],
  examples: ['codes crosswalk list', 'codes crosswalk list --of GIOI_TINH'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const of = given.text('of');
    const items: contract.CrosswalkSummary[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 200, ...(of !== undefined && { list: of }), ...(cursor !== undefined && { cursor }) };
      const page = await call(send, contract.listCrosswalks, { query });
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    const side = (code: string, day: string | null) => (day === null ? code : `${code} (${day})`);
    const rows = items.map((one) => [side(one.list, one.on), side(one.to, one.toOn), one.links]);
    const head = ['from', 'to', 'links'].map((word) => tool.t(`cli:crosswalk.${word}`));
    return { data: { items }, lines: table(rows, head) };
  },
};

const SHOWN = [...contract.linkKinds, 'unmapped', 'unreached'] as const;

const show: CommandSpec = {
  path: 'codes crosswalk show',
  arguments: ['LIST', 'OTHER'],
  options: [...days, via, { flags: '--show <kind>', choices: SHOWN, word: 'crosswalk-show' }],
  examples: [
    'codes crosswalk show GIOI_TINH_A GIOI_TINH',
    'codes crosswalk show XA XA --on 2025-06-30 --to-on 2025-07-01 --show split',
  ],
  run: (tool, given) => {
    const [from = '', to = ''] = given.args;
    return open(tool, given, { from, to, via: given.text('via') });
  },
};

const compose: CommandSpec = {
  path: 'codes crosswalk compose',
  arguments: ['LIST…'],
  options: [...days, { flags: '--show <kind>', choices: SHOWN, word: 'crosswalk-show' }],
  examples: ['codes crosswalk compose GIOI_TINH_A GIOI_TINH GIOI_TINH_B'],
  run: (tool, given) => {
    const lists = given.args;
    if (lists.length < 2) throw new UsageError('crosswalk-lists', {});
    return open(tool, given, { from: lists[0] ?? '', to: lists.at(-1) ?? '', via: lists.slice(1, -1).join(',') });
  },
};

interface Way {
  readonly from: string;
  readonly to: string;
  readonly via: string | undefined;
}

async function open(tool: Tool, given: Given, { from, to, via: between }: Way): Promise<Answer> {
  const { send } = await tool.link();
  const kind = given.text('show') as (typeof SHOWN)[number] | undefined;
  const query = {
    ...daysOf(given),
    limit: 200,
    ...(between !== undefined && { via: between }),
    ...(kind !== undefined && { show: kind }),
  };
  const params = { list: from, to };
  const answer = await call(send, contract.getCrosswalk, { params, query });
  const items = [...answer.items];
  for (let cursor = answer.next; cursor !== undefined;) {
    const page = await call(send, contract.getCrosswalk, { params, query: { ...query, cursor } });
    items.push(...page.items);
    cursor = page.next;
  }
  return { data: { ...answer, items, next: undefined }, lines: say(tool, { ...answer, items }) };
}

function say({ t, language }: Tool, answer: contract.CrosswalkAnswer): string[] {
  const { coverage, way, items } = answer;
  const percent = (share: number | null) => (share === null ? '' : `${String(Number((share * 100).toFixed(2)))} %`);
  const rows = items.map((row) => [
    row.from ?? '–',
    pick(row.fromNames, language),
    row.kind === null ? t('cli:crosswalk.unmapped') : t(`dictionary:link-kinds.${row.kind}`),
    row.to ?? '–',
    pick(row.toNames, language),
    row.kind === 'same' ? '' : percent(row.kind === 'broader' || row.kind === 'merge' ? row.back : row.share),
  ]);
  const side = (code: string, day: string | null) => (day === null ? code : `${code} (${day})`);
  const path = way.map((step) => `${side(step.list, step.on)} → ${side(step.to, step.toOn)}`).join(', ');
  return [
    t('cli:crosswalk.way', { path }),
    ...table(rows),
    t('cli:crosswalk.coverage', { ...coverage, list: answer.list, other: answer.to }),
  ];
}

const importCrosswalk: CommandSpec = {
  path: 'codes crosswalk import',
  arguments: ['LIST', 'OTHER', 'FILE'],
  options: [
    { flags: '--format <format>', choices: ['csv', 'turtle'], word: 'file-format' },
    { flags: '--columns <pairs>', word: 'crosswalk-columns' },
    ...days,
    { flags: '--dry-run' },
  ],
  examples: [
    'codes crosswalk import XA DEMO_XA crosswalk.csv --dry-run',
    'codes crosswalk import XA DEMO_XA crosswalk.csv --columns from=Old,to=New,kind=Relation',
  ],
  run: async (tool, given) => {
    const [from = '', to = '', file = ''] = given.args;
    const columns = given.text('columns');
    const format = (given.text('format') ?? (/^\.ttl$/i.test(extname(file)) ? 'turtle' : 'csv')) as 'csv' | 'turtle';
    const query = {
      format,
      ...daysOf(given),
      ...(columns !== undefined && { columns }),
      ...(given.flag('dry-run') && { dryRun: true }),
    };
    using progress = tool.terminal.progress(tool.t('cli:progress.send'), sizeOf(file));
    const { send } = await tool.link();
    const upload = uploadOf(file, format === 'csv' ? 'text/csv' : 'text/turtle', progress);
    const answer = await call(send, contract.importCrosswalk, { params: { list: from, to }, query, upload });
    const { findings, coverage } = answer;
    const more =
      findings.length > MOST_SHOWN ? [tool.t('cli:import.more', { count: findings.length - MOST_SHOWN })] : [];
    const lines = [
      tool.t('cli:crosswalk.imported', { ...answer, other: to }),
      tool.t('cli:crosswalk.coverage', { ...coverage, list: from, other: to }),
      ...(given.flag('dry-run') ? [tool.t('cli:import.dry-run')] : []),
      ...findings.slice(0, MOST_SHOWN).map((finding) => finding.message),
      ...more,
    ];
    return { data: answer, lines, findings: findings.some((finding) => finding.apart) };
  },
};

const exportCrosswalk: CommandSpec = {
  path: 'codes crosswalk export',
  arguments: ['LIST', 'OTHER'],
  options: [
    { flags: '--format <format>', choices: contract.crosswalkFormats, word: 'file-format' },
    ...days,
    via,
    { flags: '--out <file>' },
  ],
  examples: [
    'codes crosswalk export GIOI_TINH_A GIOI_TINH --out crosswalk.csv',
    'codes crosswalk export GIOI_TINH_A GIOI_TINH --format turtle --out crosswalk.ttl',
  ],
  run: async (tool, given) => {
    const [from = '', to = ''] = given.args;
    const format = (given.text('format') ?? 'csv') as (typeof contract.crosswalkFormats)[number];
    const between = given.text('via');
    const query = { ...daysOf(given), ...(between !== undefined && { via: between }) };
    const { send } = await tool.link();
    const answer = await callRaw(send, contract.getCrosswalkExport, { params: { list: from, to, format }, query });
    const out = given.text('out');
    const bytes = await deliver(tool, answer, out);
    return out === undefined ? {} : { data: { file: out, bytes }, lines: [tool.t('cli:files.written', { file: out })] };
  },
};

export const crosswalkCommands: readonly CommandSpec[] = [list, show, compose, importCrosswalk, exportCrosswalk];
