/** Codes over time: conversion tables, a code of another day, and a series carried to other codes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import * as contract from '../../dictionary/contract.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import { readProfile } from '../../platform/profile.ts';
import { pick } from '../../platform/texts.ts';
import { deliver, readText, sizeOf, uploadOf } from '../files.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type Tool } from '../model.ts';
import { table } from '../table.ts';

const PROFILES = join(import.meta.dirname, '..', '..', '..', 'profiles');
const TRIAL = 'vn-demo';
const MOST_SHOWN = 20;

const successions: CommandSpec = {
  path: 'codes successions',
  arguments: ['LIST', 'FILE'],
  options: [
    { flags: '--columns <pairs>', word: 'succession-columns' },
    { flags: '--day <day>', word: 'succession-day' },
    { flags: '--dry-run' },
  ],
  examples: [
    'codes successions XA conversion.csv --day 2025-07-01 --dry-run',
    'codes successions XA conversion.csv --day 2025-07-01',
  ],
  run: (tool, given) => (given.flag('dry-run') ? rehearse(tool, given) : store(tool, given)),
};

/** Reads the file by the words of the profile, without any node. */
async function rehearse(tool: Tool, given: Given): Promise<Answer> {
  const [list = '', file = ''] = given.args;
  const { compileProfileDictionary, conversionVocabulary, parseColumns, readConversion } =
    await import('../../dictionary/index.ts');
  const profile = readProfile(PROFILES, tool.config.profile ?? TRIAL);
  const { plan } = compileProfileDictionary(profile);
  const columns = given.text('columns');
  const conversion = readConversion(readText(file), {
    vocabulary: conversionVocabulary(profile),
    columns: columns === undefined ? undefined : parseColumns(columns),
    day: given.text('day'),
    pattern: plan?.codeLists.find((one) => one.code === list)?.pattern,
  });
  const findings = conversion.findings.map((one) => ({
    ...one,
    message: tool.t(`dictionary:conversions.${one.kind}`, { value: one.value, line: one.line }),
  }));
  const data = { list, ...conversion, steps: conversion.steps.length, successions: conversion.steps, findings };
  return { data, ...sayConversion(tool, { ...data, list }), findings: findings.length > 0 };
}

async function store(tool: Tool, given: Given): Promise<Answer> {
  const [list = '', file = ''] = given.args;
  const [columns, day] = [given.text('columns'), given.text('day')];
  using progress = tool.terminal.progress(tool.t('cli:progress.send'), sizeOf(file));
  const { send } = await tool.link();
  const answer = await call(send, contract.importSuccessions, {
    params: { list },
    query: { ...(columns !== undefined && { columns }), ...(day !== undefined && { day }) },
    upload: uploadOf(file, 'text/csv', progress),
  });
  const said = sayConversion(tool, answer);
  const stored = tool.t('cli:codes.successions', { ...answer });
  return { data: answer, lines: [stored, ...said.lines], findings: answer.findings.length > 0 };
}

type Read = Pick<contract.SuccessionsAnswer, 'list' | 'read' | 'counts'> & {
  readonly findings: readonly contract.SuccessionsAnswer['findings'][number][];
};

function sayConversion({ t }: Tool, { list, read, counts, findings }: Read): { lines: string[] } {
  const apart = findings.filter((one) => one.apart).length;
  const shown = findings.slice(0, MOST_SHOWN).map((one) => one.message);
  const more = findings.length > MOST_SHOWN ? [t('cli:import.more', { count: findings.length - MOST_SHOWN })] : [];
  return { lines: [t('cli:codes.conversion', { list, read, ...counts, apart }), ...shown, ...more] };
}

/** Days, and the other list, where they are given. */
function daysOf(given: Given): { from?: string; to?: string; toList?: string; via?: string } {
  const [from, to] = [given.text('from'), given.text('to')];
  const [toList, via] = [given.text('toList'), given.text('via')];
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(toList !== undefined && { toList }),
    ...(via !== undefined && { via }),
  };
}

const days = [
  { flags: '--from <day>', word: 'from-day' },
  { flags: '--to <day>', word: 'to-day' },
  { flags: '--to-list <list>', word: 'to-list' },
  { flags: '--via <lists>', word: 'crosswalk-via' },
] as const;

const recode: CommandSpec = {
  path: 'codes recode',
  arguments: ['LIST', 'CODE'],
  options: days,
  examples: [
    'codes recode XA 00025 --from 2025-06-30 --to 2025-07-01',
    'codes recode GIOI_TINH_A M --to-list GIOI_TINH',
  ],
  run: async (tool, given) => {
    const [list = '', code = ''] = given.args;
    const { send } = await tool.link();
    const answer = await call(send, contract.recodeCode, { params: { list, code }, query: daysOf(given) });
    return { data: answer, lines: sayRecode(tool, answer), findings: answer.outcome === 'none' };
  },
};

function sayRecode({ t, language }: Tool, answer: contract.RecodeAnswer): string[] {
  const part = (share: number | null) =>
    share === null ? t('cli:codes.no-share') : t('cli:codes.share', { percent: Number((share * 100).toFixed(2)) });
  const rows = [...answer.targets, ...answer.ended].map((one, place) => [
    one.code,
    pick(one.names, language),
    one.link === undefined ? t(`cli:succession.${one.kind}`) : t(`dictionary:link-kinds.${one.link}`),
    one.kind === 'whole' ? '' : part(one.share),
    place >= answer.targets.length ? t('cli:codes.reasons.ended') : '',
  ]);
  const chain = answer.chain.map((one) => [one.day, `${one.from} → ${one.to}`, t(`cli:succession.${one.kind}`)]);
  return [
    ...(answer.reason === undefined ? [] : [t(`cli:codes.reasons.${answer.reason}`)]),
    ...(rows.length > 0 ? table(rows) : []),
    ...(chain.length > 1 ? [t('cli:codes.way'), ...table(chain)] : []),
  ];
}

const recut: CommandSpec = {
  path: 'codes recut',
  arguments: ['LIST', 'FILE'],
  options: [...days, { flags: '--columns <pairs>', word: 'series-columns' }, { flags: '--out <file>' }],
  examples: [
    'codes recut XA people.csv --from 2025-06-30',
    'codes recut XA people.csv --from 2025-06-30 --out new.xlsx',
    'codes recut XA people.csv --from 2025-06-30 --to 2025-07-01 --columns code=Code,value=People --out new.csv',
  ],
  run: async (tool, given) => {
    const [list = '', file = ''] = given.args;
    const series = await readSeries(file, given.text('columns'));
    const { send } = await tool.link();
    const asked = { params: { list }, body: { series, ...daysOf(given) } };
    const answer = await call(send, contract.recutSeries, asked);
    const out = given.text('out');
    if (out !== undefined && /\.xlsx$/i.test(out)) {
      const query = { language: tool.language };
      await deliver(tool, await callRaw(send, contract.recutWorkbook, { ...asked, query }), out);
    } else if (out !== undefined) writeFileSync(out, seriesCsv(answer));
    const lines = sayRecut(tool, answer, out);
    return { data: answer, lines, findings: answer.apart.length > 0 };
  },
};

/** @throws UsageError, problems.fileEmpty when there are no rows */
async function readSeries(file: string, pairs: string | undefined): Promise<{ code: string; value: string }[]> {
  const { parseColumns } = await import('../../dictionary/index.ts');
  const own = { code: 'code', value: 'value', ...(pairs === undefined ? {} : parseColumns(pairs)) };
  const { found, rows } = readTable(file);
  if (!found.includes(own.code) || !found.includes(own.value)) {
    throw new UsageError('series-columns', { found: found.join(', ') });
  }
  return rows.map((row) => ({ code: row[own.code] ?? '', value: row[own.value] ?? '' }));
}

const recodeFile: CommandSpec = {
  path: 'codes recode-file',
  arguments: ['LIST', 'FILE'],
  options: [...days, { flags: '--column <name>', word: 'recode-column' }, { flags: '--out <file>' }],
  examples: [
    'codes recode-file XA people.csv --column Code --from 2025-06-30 --out new.csv',
    'codes recode-file GIOI_TINH_A people.csv --column Sex --to-list GIOI_TINH',
  ],
  run: async (tool, given) => {
    const [list = '', file = ''] = given.args;
    const column = given.text('column') ?? 'code';
    const { found, rows } = readTable(file);
    if (!found.includes(column)) throw new UsageError('recode-column', { found: found.join(', '), column });
    const { send } = await tool.link();
    const codes = [...new Set(rows.map((row) => row[column] ?? '').filter((code) => code !== ''))];
    const answer = await call(send, contract.recodeCodes, { params: { list }, body: { codes, ...daysOf(given) } });
    const out = given.text('out');
    if (out !== undefined) writeFileSync(out, recodedCsv({ found, rows, column }, answer));
    return { data: answer, ...sayRecoded(tool, answer, out) };
  },
};

interface CsvTable {
  readonly found: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

function readTable(file: string): CsvTable {
  let found: string[] = [];
  const rows: Readonly<Record<string, string>>[] = parseCsv(readText(file), {
    columns: (header: string[]) => (found = header.map((name) => name.trim())),
    bom: true,
    skip_empty_lines: true,
    trim: true,
    relax_column_count: true,
  });
  return { found, rows };
}

/** The file with three columns more: the new code where there is one, all with their shares, and why there is none. */
function recodedCsv(
  { found, rows, column }: CsvTable & { readonly column: string },
  { items }: contract.RecodedCodes,
): string {
  const byCode = new Map(items.map((item) => [item.code, item]));
  const line = (cells: readonly string[]) => cells.map(cell).join(',');
  const told = (code: string) => {
    const item = byCode.get(code);
    const one = item?.outcome === 'one' ? (item.targets[0]?.code ?? '') : '';
    const all = (item?.targets ?? []).map((target) =>
      target.share === null ? target.code : `${target.code} (${String(Number((target.share * 100).toFixed(2)))} %)`,
    );
    return [one, item?.outcome === 'several' ? all.join('; ') : '', item?.reason ?? ''];
  };
  const body = rows.map((row) => line([...found.map((name) => row[name] ?? ''), ...told(row[column] ?? '')]));
  return `${[line([...found, `${column}_new`, `${column}_several`, `${column}_reason`]), ...body].join('\n')}\n`;
}

function sayRecoded({ t }: Tool, answer: contract.RecodedCodes, out: string | undefined) {
  const count = (outcome: string) => answer.items.filter((item) => item.outcome === outcome).length;
  const counts = { one: count('one'), several: count('several'), none: count('none') };
  const open = answer.items.filter((item) => item.outcome !== 'one').slice(0, MOST_SHOWN);
  const rows = open.map((item) => [
    item.code,
    item.targets.map((target) => target.code).join(' '),
    item.reason === undefined ? '' : t(`cli:codes.reasons.${item.reason}`),
  ]);
  const lines = [
    t('cli:codes.recoded', counts),
    ...table(rows),
    ...(out === undefined ? [] : [t('cli:files.written', { file: out })]),
  ];
  return { lines, findings: counts.several + counts.none > 0 };
}

const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function seriesCsv({ rows }: contract.RecutAnswer): string {
  const lines = rows.map((row) =>
    [row.code, row.value, row.exact, row.estimated, row.because.join(' '), row.from.join(' ')].map(cell).join(','),
  );
  return `${['code,value,exact,estimated,because,from', ...lines].join('\n')}\n`;
}

function sayRecut({ t }: Tool, answer: contract.RecutAnswer, out: string | undefined): string[] {
  const why = (because: readonly string[]) => because.map((one) => t(`cli:codes.because.${one}`)).join('; ');
  const head = ['code', 'value', 'exact', 'estimated', 'why'].map((word) =>
    word === 'code' ? t('cli:columns.code') : t(`cli:columns.${word}`),
  );
  const rows = answer.rows.map((row) => [row.code, row.value, row.exact, row.estimated, why(row.because)]);
  const apart = answer.apart.map((one) => [one.row, one.code, one.value, t(`cli:codes.reasons.${one.reason}`)]);
  return [
    ...(out === undefined ? table(rows, head) : [t('cli:files.written', { file: out })]),
    t('cli:codes.recut', { total: answer.total, carried: answer.carried }),
    ...(apart.length > 0 ? [t('cli:codes.apart'), ...table(apart)] : []),
  ];
}

export const codesOverTimeCommands: readonly CommandSpec[] = [successions, recode, recodeFile, recut];
