/** A body's periodic list on the command line: what is known, what differs; closed, it gives minutes and a file. */
import { call, callRaw } from '../../platform/http/call.ts';
import { listFile, listMinutes, readBodyList, signBodyList, type BodyListView } from '../../registers/contract.ts';
import { deliver } from '../files.ts';
import type { Link } from '../link.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type Tool } from '../model.ts';
import { table } from '../table.ts';

export const bodyList: CommandSpec = {
  path: 'body-list',
  arguments: ['REGISTER'],
  options: [
    { flags: '--body <code>', word: 'prefill-body' },
    { flags: '--close', word: 'list-close' },
    { flags: '--minutes <file>', word: 'list-minutes' },
    { flags: '--out <file>' },
  ],
  examples: [
    'body-list dang-vien --body 99108',
    'body-list dang-vien --body 99108 --close --minutes minutes.docx --out list.xlsx',
  ],
  run: async (tool, given) => {
    const [register = ''] = given.args;
    const body = given.text('body');
    if (body === undefined) throw new UsageError('load-body');
    const link = await tool.link();
    const params = { register, body };
    if (given.flag('close')) await call(link.send, signBodyList, { params, body: {} });
    const view = await call(link.send, readBodyList, { params, query: {} });
    return say(tool, view, await fetchFiles(tool, link, view, given));
  },
};

/** The files of the list that was closed last. */
async function fetchFiles(tool: Tool, { send }: Link, view: BodyListView, given: Given): Promise<string[]> {
  const wanted = [
    ['minutes', listMinutes],
    ['out', listFile],
  ] as const;
  const written: string[] = [];
  for (const [option, endpoint] of wanted) {
    const file = given.text(option);
    if (file === undefined) continue;
    if (!view.signed) throw new UsageError('list-not-closed');
    const params = { register: view.register, body: view.body.code, list: view.signed.list };
    await deliver(tool, await callRaw(send, endpoint, { params }), file);
    written.push(file);
  }
  return written;
}

const MOST_SHOWN = 20;

function say(tool: Tool, view: BodyListView, written: readonly string[]): Answer {
  const { t, language } = tool;
  const { items, counts, signed } = view;
  const rows = items.slice(0, MOST_SHOWN).map(({ kind, key, name, changes, answer }) => {
    const what = changes.map(
      (one) => `${one.names[language] ?? one.field}: ${one.before ?? '–'} → ${one.after ?? '–'}`,
    );
    return [t(`cli:body-list.kind.${kind}`), key, name, answer ?? '', what.join('; ')];
  });
  return {
    data: { ...view, files: written },
    findings: items.some(({ answer }) => answer === null),
    lines: [
      t('cli:body-list.counts', { ...counts, differences: items.length }),
      ...table(rows),
      ...(items.length > MOST_SHOWN ? [t('cli:body-list.more', { count: items.length - MOST_SHOWN })] : []),
      ...(signed ? [t('cli:body-list.closed', { at: signed.at, hash: signed.hash })] : []),
      ...written.map((file) => t('cli:prefill.written', { file })),
    ],
  };
}
