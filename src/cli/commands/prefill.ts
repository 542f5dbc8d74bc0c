/** A list of IDs in, the register's Excel template with what is already known out: filled, locked, only the rest open. */
import { basename } from 'node:path';
import { call, callRaw } from '../../platform/http/call.ts';
import { beginPrefill, prefilledTemplate, type PrefillView } from '../../registers/contract.ts';
import { deliver, sizeOf, uploadOf } from '../files.ts';
import { UsageError, type Answer, type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

export const prefill: CommandSpec = {
  path: 'prefill',
  arguments: ['REGISTER', 'FILE'],
  options: [
    { flags: '--body <code>', word: 'prefill-body' },
    { flags: '--out <file>' },
    { flags: '--column <name>', word: 'prefill-column' },
    { flags: '--purpose <code>', word: 'prefill-purpose' },
    { flags: '--findings <number>', number: true },
  ],
  examples: [
    'prefill dang-vien ids.csv --body 99101 --out template.xlsx',
    'prefill dang-vien list.xlsx --body 99101 --column B --json',
  ],
  run: async (tool, given) => {
    const [register = '', file = ''] = given.args;
    const body = given.text('body');
    if (body === undefined) throw new UsageError('load-body');
    sizeOf(file);
    using progress = tool.terminal.progress(tool.t('cli:progress.send'), sizeOf(file));
    const { send } = await tool.link();
    const [column, purpose] = [given.text('column'), given.text('purpose')];
    const view = await call(send, beginPrefill, {
      params: { register },
      query: {
        body,
        fileName: basename(file),
        ...(column !== undefined && { column }),
        ...(purpose !== undefined && { purpose }),
      },
      upload: uploadOf(file, 'application/octet-stream', progress),
    });
    const out = given.text('out') ?? `${basename(file).replace(/\.\w+$/, '')}-prefilled.xlsx`;
    const answer = await callRaw(send, prefilledTemplate, { params: { register, prefill: view.prefill } });
    await deliver(tool, answer, out);
    return say(tool, view, { out, most: given.number('findings') ?? 20 });
  },
};

function say(tool: Tool, view: PrefillView, { out, most }: { out: string; most: number }): Answer {
  const { t, language } = tool;
  const { cells, asked, found, findings } = view;
  const source = view.authority.names[language] ?? view.authority.name;
  const looked = findings.filter(({ reason }) => reason !== 'read-as');
  return {
    data: { ...view, file: out },
    findings: looked.length > 0,
    lines: [
      t('cli:prefill.counts', { asked, found, source }),
      t('cli:prefill.cells', { known: cells.known, all: cells.all }),
      ...(view.reached ? [] : [t('cli:prefill.not-reached', { source })]),
      ...table(findings.slice(0, most).map(({ row, value, message }) => [String(row), value ?? '', message])),
      ...(findings.length > most ? [t('cli:prefill.more', { count: findings.length - most })] : []),
      t('cli:prefill.written', { file: out }),
    ],
  };
}
