/** Code lists: what a code means on a day, and codes from a file. */
import { extname } from 'node:path';
import * as contract from '../../dictionary/contract.ts';
import { dayOf } from '../../platform/clock.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { sizeOf, uploadOf } from '../files.ts';
import { UsageError, type Answer, type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

const FORMATS = ['json', 'csv', 'yaml'] as const;
type Format = (typeof FORMATS)[number];

function formatOf(file: string, asked: string | undefined): Format {
  const ending = extname(file).slice(1);
  const format = asked ?? (ending === 'yml' ? 'yaml' : ending);
  if (!(FORMATS as readonly string[]).includes(format)) throw new UsageError('format', { known: FORMATS.join(', ') });
  return format as Format;
}

const list: CommandSpec = {
  path: 'codes list',
  options: [{ flags: '--on <day>' }],
  examples: ['codes list', 'codes list --on 2025-06-30'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const on = given.text('on');
    const answer = await call(send, contract.listCodeLists, { query: on === undefined ? {} : { on } });
    const rows = answer.items.map((one) => [one.code, pick(one.names, tool.language), one.codes, one.parentList]);
    const head = ['code', 'name', 'codes', 'parent'].map((word) => tool.t(`cli:columns.${word}`));
    return { data: answer, lines: table(rows, head) };
  },
};

const importCodes: CommandSpec = {
  path: 'codes import',
  arguments: ['LIST', 'FILE'],
  options: [
    { flags: '--columns <pairs>', word: 'code-columns' },
    { flags: '--from <day>', word: 'code-from' },
    { flags: '--complete', word: 'code-complete' },
    { flags: '--format <format>', choices: FORMATS, word: 'file-format' },
    { flags: '--older <choice>', choices: ['keep', 'take'] },
    { flags: '--dry-run' },
  ],
  examples: [
    'codes import XA units-2026.json --dry-run',
    'codes import XA units-2026.json --columns code=Code,name=FullName,children=Wards',
    'codes import TINH units-2026.json --from 2027-01-01',
  ],
  run: async (tool, given) => {
    const [code = '', file = ''] = given.args;
    const [columns, from] = [given.text('columns'), given.text('from')];
    const query = {
      format: formatOf(file, given.text('format')),
      ...(columns !== undefined && { columns }),
      ...(from !== undefined && { from }),
      ...(given.flag('complete') && { complete: true }),
      ...(given.flag('dry-run') && { dryRun: true }),
      ...(given.text('older') === 'take' && { older: 'take' as const }),
    };
    using progress = tool.terminal.progress(tool.t('cli:progress.send'), sizeOf(file));
    const { send } = await tool.link();
    const upload = uploadOf(file, 'application/octet-stream', progress);
    const answer = await call(send, contract.importCodes, { params: { list: code }, query, upload });
    return sayImport(tool, answer, given.flag('dry-run'));
  },
};

const MOST_SHOWN = 20;

function sayImport({ t }: Tool, answer: contract.ImportAnswer, dryRun: boolean): Answer {
  const { findings, ...counts } = answer;
  const shown = findings.slice(0, MOST_SHOWN).map(({ row, value, message }) => [row, value, message]);
  const more = findings.length > MOST_SHOWN ? [t('cli:import.more', { count: findings.length - MOST_SHOWN })] : [];
  return {
    data: answer,
    lines: [
      t('cli:codes.imported', counts),
      ...(dryRun ? [t('cli:import.dry-run')] : []),
      ...(findings.length > 0 ? [t('cli:import.findings', { count: findings.length }), ...table(shown), ...more] : []),
    ],
    findings: findings.length > 0,
  };
}

const resolve: CommandSpec = {
  path: 'codes resolve',
  arguments: ['LIST', 'CODE'],
  options: [{ flags: '--on <day>', word: 'resolve-day' }],
  examples: ['codes resolve XA 99231 --on 2025-06-30', 'codes resolve XA 99231 --on today'],
  run: async (tool, given) => {
    const [code = '', asked = ''] = given.args;
    const typed = given.text('on');
    const on = typed === 'today' ? dayOf(new Date(), Intl.DateTimeFormat().resolvedOptions().timeZone) : typed;
    const { send } = await tool.link();
    const params = { list: code, code: asked };
    const answer = await call(send, contract.resolveCode, { params, query: on === undefined ? {} : { on } });
    return { data: answer, lines: sayMeaning(tool, answer), findings: answer.meaning === undefined };
  },
};

function sayMeaning({ t, language, terminal }: Tool, answer: contract.CodeAnswer): string[] {
  const { meaning, successors, everyMeaning } = answer;
  const name = (names: Readonly<Record<string, string>>) => pick(names, language);
  const nothing = () =>
    answer.reason === 'day-needed' ? t('cli:codes.day-needed') : t('cli:codes.nothing', { on: answer.on });
  const first = meaning ? terminal.paint('bold', name(meaning.names)) : nothing();
  const became = successors.map((one) =>
    t('cli:codes.became', {
      code: one.code,
      name: name(one.names),
      day: one.day,
      kind: t(`cli:succession.${one.kind}`),
    }),
  );
  const others =
    everyMeaning.length < 2
      ? []
      : [
          t('cli:codes.every'),
          ...table(everyMeaning.map((one) => ['', name(one.names), one.validFrom ?? '…', one.validTo ?? '…'])),
        ];
  return [first, ...became, ...others];
}

export const codeCommands: readonly CommandSpec[] = [resolve, list, importCodes];
