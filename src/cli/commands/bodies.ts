/** The tree of bodies, in and out. */
import { extname } from 'node:path';
import * as contract from '../../bodies/contract.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { deliver, readText } from '../files.ts';
import { UsageError, type CommandSpec } from '../model.ts';
import { table } from '../table.ts';

const FORMATS = ['yaml', 'json', 'csv'] as const;
type Format = (typeof FORMATS)[number];

/** @throws UsageError when neither the option nor the name says what it is */
function formatOf(file: string | undefined, asked: string | undefined): Format {
  const ending = extname(file ?? '').slice(1);
  const format = asked ?? (ending === 'yml' ? 'yaml' : ending);
  if (!(FORMATS as readonly string[]).includes(format)) throw new UsageError('format', { known: FORMATS.join(', ') });
  return format as Format;
}

const list: CommandSpec = {
  path: 'bodies list',
  options: [
    { flags: '--text <text>' },
    { flags: '--kind <kind>' },
    { flags: '--under <code>' },
    { flags: '--on <day>' },
    { flags: '--limit <number>', number: true },
  ],
  examples: ['bodies list --text "khe may"', 'bodies list --under 97 --on 2025-06-30'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const { t, language } = tool;
    const most = given.number('limit') ?? 50;
    const filter = Object.fromEntries(
      ['text', 'kind', 'under', 'on'].flatMap((name) => {
        const value = given.text(name);
        return value === undefined ? [] : [[name, value]];
      }),
    );
    const items: contract.BodyName[] = [];
    let after: string | undefined;
    do {
      const limit = Math.min(500, most - items.length);
      const query = { ...filter, limit, ...(after !== undefined && { after }) };
      const page = await call(send, contract.listBodies, { query });
      items.push(...page.items);
      after = page.next;
    } while (after !== undefined && items.length < most);
    const rows = items.map((body) => [
      body.code,
      pick(body.names, language),
      body.kind,
      body.level,
      body.from,
      body.to,
    ]);
    const head = ['code', 'name', 'kind', 'level', 'from', 'to'].map((word) => t(`cli:columns.${word}`));
    const more = after === undefined ? [] : [t('cli:read.more', { shown: items.length })];
    return { data: { items, ...(after !== undefined && { next: after }) }, lines: [...table(rows, head), ...more] };
  },
};

const importBodies: CommandSpec = {
  path: 'bodies import',
  arguments: ['FILE'],
  options: [{ flags: '--format <format>', choices: FORMATS, word: 'file-format' }, { flags: '--dry-run' }],
  examples: ['bodies import bodies.yaml --dry-run', 'bodies import bodies.csv'],
  run: async (tool, given) => {
    const [file = ''] = given.args;
    const body = { format: formatOf(file, given.text('format')), text: readText(file), dryRun: given.flag('dry-run') };
    const { send } = await tool.link();
    const answer = await call(send, contract.importBodies, { body });
    const { added, changed, unchanged, findings, stored } = answer;
    const found = findings.map(({ line, code, message }) => [line, code, message]);
    const counts = tool.t('cli:bodies.imported', { added, changed, unchanged });
    const fate = tool.t(stored ? 'cli:import.stored' : body.dryRun ? 'cli:import.dry-run' : 'cli:import.not-stored');
    return { data: answer, lines: [counts, fate, ...table(found)], findings: findings.length > 0 };
  },
};

const exportBodies: CommandSpec = {
  path: 'bodies export',
  options: [
    { flags: '--format <format>', choices: FORMATS, word: 'file-format' },
    { flags: '--under <code>' },
    { flags: '--out <file>' },
  ],
  examples: ['bodies export --out bodies.yaml', 'bodies export --under 97 --format csv'],
  run: async (tool, given) => {
    const file = given.text('out');
    const under = given.text('under');
    const format = formatOf(file ?? '.yaml', given.text('format'));
    const { send } = await tool.link();
    const query = { format, ...(under !== undefined && { under }) };
    const answer = await callRaw(send, contract.exportBodies, { query });
    const bytes = await deliver(tool, answer, file);
    if (file === undefined) return {};
    return { data: { file, bytes }, lines: [tool.t('cli:files.written', { file })] };
  },
};

export const bodyCommands: readonly CommandSpec[] = [list, importBodies, exportBodies];
