/** Records out of a register: one by its key, some by a filter, all as a file. */
import { getEntity } from '../../dictionary/contract.ts';
import { getRegister } from '../../governance/contract.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import * as contract from '../../records/contract.ts';
import { pick } from '../../platform/texts.ts';
import { readUnits } from '../../registers/contract.ts';
import { deliver } from '../files.ts';
import type { Link } from '../link.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type OptionSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

const FORMATS = ['json', 'ndjson', 'csv', 'xlsx'] as const;
type Format = (typeof FORMATS)[number];

const question: readonly OptionSpec[] = [
  { flags: '--where <condition>', repeat: true },
  { flags: '--columns <names>', word: 'read-columns' },
  { flags: '--order <field>' },
  { flags: '--body <code>', word: 'read-body' },
  { flags: '--as-of <day>' },
  { flags: '--known-on <day>' },
];

const read: CommandSpec = {
  path: 'read',
  arguments: ['REGISTER'],
  options: [
    { flags: '--key <value>', repeat: true, word: 'record-key' },
    { flags: '--units <day>', word: 'units', choices: ['today'] },
    ...question,
    { flags: '--limit <number>', number: true },
    { flags: '--format <format>', choices: FORMATS },
    { flags: '--out <file>' },
  ],
  examples: [
    'read dang-vien --key 991080000226',
    'read dang-vien --key 991080000226 --units today',
    'read dang-vien --where "birth_name:contains:Mai" --columns birth_name,birth_date',
    'read dang-vien --known-on 2025-06-30 --format csv --out members.csv',
  ],
  run: async (tool, given) => {
    const [register = ''] = given.args;
    if (given.text('units') !== undefined && given.list('key').length === 0) throw new UsageError('units-key');
    const link = await tool.link();
    const format = given.text('format') as Format | undefined;
    const isFile = format !== undefined || given.text('out') !== undefined;
    if (isFile) return exportTo(tool, link, { register, format: formatOf(given), given });
    return given.list('key').length > 0 ? readOne(tool, link, register, given) : readPages(tool, link, register, given);
  },
};

const exportAll: CommandSpec = {
  path: 'export',
  arguments: ['REGISTER'],
  options: [...question, { flags: '--format <format>', choices: FORMATS }, { flags: '--out <file>' }],
  examples: ['export dang-vien --out members.xlsx', 'export dang-vien --format ndjson | head'],
  run: async (tool, given) => {
    const [register = ''] = given.args;
    return exportTo(tool, await tool.link(), { register, format: formatOf(given), given });
  },
};

/** As asked, else as the file is called, else CSV. */
function formatOf(given: Given): Format {
  const ending = given.text('out')?.split('.').at(-1);
  const [named] = FORMATS.filter((format) => format === ending);
  return (given.text('format') as Format | undefined) ?? named ?? 'csv';
}

/** What is asked, in the words of the contract. */
function questionOf(given: Given) {
  const pairs = [
    ['columns', given.text('columns')],
    ['order', given.text('order')],
    ['body', given.text('body')],
    ['asOf', given.text('as-of')],
    ['knownOn', given.text('known-on')],
  ] as const;
  const where = given.list('where');
  return {
    ...Object.fromEntries(pairs.filter(([, value]) => value !== undefined)),
    ...(where.length > 0 && { where: [...where] }),
  };
}

async function readOne(tool: Tool, { send }: Link, register: string, given: Given): Promise<Answer> {
  const { columns, asOf, knownOn } = questionOf(given) as Record<'columns' | 'asOf' | 'knownOn', string | undefined>;
  const query = {
    key: [...given.list('key')],
    ...(columns !== undefined && { columns }),
    ...(asOf !== undefined && { asOf }),
    ...(knownOn !== undefined && { knownOn }),
  };
  const record = await call(send, contract.lookupRecord, { params: { register }, query });
  const { t } = tool;
  const rows = [
    [t('cli:columns.record'), record.record],
    [t('cli:columns.version'), record.version],
    [t('cli:columns.body'), record.body.code],
    ...Object.entries(record.values).filter(([, value]) => value !== null),
  ];
  const units = given.text('units');
  if (units === undefined) return { data: record, lines: table(rows) };
  const read = await call(send, readUnits, { params: { register, record: record.record }, query: {} });
  // What stands as it did needs no second line.
  const moved = read.items
    .filter(({ standing }) => standing !== 'same')
    .map((one) => [
      one.field,
      one.code,
      one.today.map((unit) => `${unit.code} ${pick(unit.names, tool.language)}`).join(' · ') || '?',
    ]);
  return { data: { ...record, units: read.items }, lines: [...table(rows), ...table(moved)] };
}

const PAGE = 1000;
const SHOWN = 50;

async function readPages(tool: Tool, { send }: Link, register: string, given: Given): Promise<Answer> {
  const most = given.number('limit') ?? SHOWN;
  const items: contract.RecordView[] = [];
  let next: string | undefined;
  let beside: Pick<contract.RecordPage, 'withheld' | 'withheldFields'> = {};
  do {
    const limit = Math.min(PAGE, most - items.length);
    const query = { ...questionOf(given), limit, ...(next !== undefined && { cursor: next }) };
    const page = await call(send, contract.listRecords, { params: { register }, query });
    items.push(...page.items);
    const { items: _, next: further, total: __, ...more } = page;
    next = further;
    beside = { ...beside, ...more };
  } while (next !== undefined && items.length < most);
  // Fields that nobody filled say nothing at a terminal; `--json` and files have them all.
  const names = Object.keys(items[0]?.values ?? {}).filter((name) =>
    items.some((item) => item.values[name] !== null && item.values[name] !== ''),
  );
  const rows = items.map((item) => [item.body.code, ...names.map((name) => item.values[name])]);
  const more = next === undefined ? [] : [tool.t('cli:read.more', { shown: items.length })];
  const kept = [beside.withheld ?? [], beside.withheldFields ?? []]
    .flat()
    .map(({ decision: { words } }) =>
      tool.t('cli:read.withheld', { why: [words.reason, words.remedy].filter(Boolean).join(' ') }),
    );
  const lines =
    items.length === 0 ? [tool.t('cli:read.none')] : [...table(rows, [tool.t('cli:columns.body'), ...names]), ...more];
  const data = { items, ...(next !== undefined && { next }), ...beside };
  return { data, lines: [...lines, ...kept] };
}

interface Export {
  readonly register: string;
  readonly format: Format;
  readonly given: Given;
}

async function exportTo(tool: Tool, link: Link, { register, format, given }: Export): Promise<Answer> {
  const file = given.text('out');
  if (file === undefined && format === 'xlsx' && tool.terminal.stdout.isTTY) throw new UsageError('binary-to-terminal');
  const asked = questionOf(given);
  const byKey = await keyConditions(link, register, given.list('key'));
  const where = [...(asked.where ?? []), ...byKey];
  const limit = given.number('limit');
  const query = { ...asked, ...(where.length > 0 && { where }), ...(limit !== undefined && { limit }), format };
  const answer = await callRaw(link.send, contract.exportRecords, { params: { register }, query });
  const bytes = await deliver(tool, answer, file);
  if (file === undefined) return {};
  return { data: { file, bytes, format }, lines: [tool.t('cli:files.written', { file })] };
}

/** A key as conditions: an export knows filters only. */
async function keyConditions({ send }: Link, register: string, key: readonly string[]): Promise<string[]> {
  if (key.length === 0) return [];
  const { entity } = await call(send, getRegister, { params: { register } });
  const page = await call(send, getEntity, { params: { entity }, query: {} });
  return key.map((value, place) => `${page.entity.key[place] ?? ''}:eq:${value}`);
}

export const readCommands: readonly CommandSpec[] = [read, exportAll];
