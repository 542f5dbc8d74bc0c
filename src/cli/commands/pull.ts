/** Feeds at a terminal: what this node receives, by hand or on and on; or into a folder, without any node. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Feed } from '../../exchange/feeds/contract.ts';
import { call } from '../../platform/http/call.ts';
import { readText } from '../files.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type Tool } from '../model.ts';
import { table } from '../table.ts';

const contract = () => import('../../exchange/feeds/contract.ts');
const AGAIN_MS = 1000;

const pull: CommandSpec = {
  path: 'pull',
  options: [
    { flags: '--from <node>', word: 'pull-from' },
    { flags: '--agreement <code>', word: 'pull-agreement' },
    { flags: '--purpose <code>', word: 'pull-purpose' },
    { flags: '--body <code>', word: 'pull-body' },
    { flags: '--follow', word: 'pull-follow' },
    { flags: '--out <folder>', word: 'pull-out' },
    { flags: '--address <url>', word: 'pull-address' },
    { flags: '--client-key <file>', word: 'pull-client-key' },
    { flags: '--origin-key <key>', word: 'pull-origin-key' },
  ],
  examples: [
    'pull',
    'pull --from node-1a2b3c4d.artery --agreement TT-07 --purpose steering --body 97',
    'pull --follow',
    'pull --out members --address http://127.0.0.1:8080 --agreement TT-07 --client-key key.pem --origin-key node-1a2b3c4d.artery+…',
  ],
  run: async (tool, given) => {
    if (given.text('out') !== undefined) return intoFolder(tool, given);
    if (given.text('from') !== undefined) await begin(tool, given);
    for (;;) {
      const answer = await round(tool);
      if (!given.flag('follow')) return answer;
      for (const line of answer.lines ?? []) tool.terminal.print(line);
      await pause(AGAIN_MS);
    }
  },
};

function needed(given: Given, option: string): string {
  const value = given.text(option);
  if (value === undefined) throw new UsageError('pull-needs', { option: `--${option}` });
  return value;
}

async function begin(tool: Tool, given: Given): Promise<void> {
  const { subscribe } = await contract();
  const { send } = await tool.link();
  const [origin, agreement, purpose] = ['from', 'agreement', 'purpose'].map((option) => needed(given, option));
  const body = { origin, agreement, purpose, consumer: needed(given, 'body') };
  await call(send, subscribe, { body: body as never });
}

/** One round of every feed that is not stopped. */
async function round(tool: Tool): Promise<Answer> {
  const { listFeeds, pullNow } = await contract();
  const { send } = await tool.link();
  const { items } = await call(send, listFeeds, {});
  const feeds: Feed[] = [];
  for (const feed of items) {
    feeds.push(feed.active ? await call(send, pullNow, { params: { feed: feed.id } }) : feed);
  }
  const { t } = tool;
  const rows = feeds.flatMap((feed) => linesOf(tool, feed));
  const heads = ['agreement', 'register', 'state', 'pages', 'rows', 'parked'].map((word) =>
    t(`cli:pull.columns.${word}`),
  );
  return {
    data: { feeds },
    lines: feeds.length === 0 ? [t('cli:pull.none')] : table(rows, heads),
    findings: feeds.some(({ failed, streams }) => failed !== null || streams.some(({ fault }) => fault !== null)),
  };
}

function linesOf({ t }: Tool, { agreement, failed, active, streams }: Feed): string[][] {
  const said = failed === null ? t(`cli:pull.${active ? 'nothing-yet' : 'stopped'}`) : t('cli:pull.failed', { failed });
  if (streams.length === 0) return [[agreement, '–', said, '–', '–', '–']];
  return streams.map((stream) => [
    agreement,
    stream.register,
    failed === null ? t(`cli:pull.phases.${stream.phase}`) : said,
    `${String(stream.size ?? 0)}/${String(stream.offered ?? 0)}`,
    String(stream.rows),
    String(stream.parked.reduce((sum, { rows }) => sum + rows, 0)),
  ]);
}

async function intoFolder(tool: Tool, given: Given): Promise<Answer> {
  const { readKeyFile, voucherFetch, parseVerifierKey, pullToFolder } = await import('../../exchange/feeds/index.ts');
  const clock = { now: () => new Date() };
  const purpose = given.text('purpose');
  const consumer = given.text('body');
  const send = voucherFetch({
    keys: readKeyFile(readText(needed(given, 'client-key'))),
    clock,
    address: needed(given, 'address'),
    agreement: needed(given, 'agreement'),
    ...(purpose !== undefined && { purpose }),
    ...(consumer !== undefined && { consumer }),
  });
  const keys = [parseVerifierKey(needed(given, 'origin-key'))];
  const stop = new AbortController();
  const folder = needed(given, 'out');
  for (;;) {
    const done = await pullToFolder({ send, keys, clock, folder, signal: stop.signal });
    const lines = done.map((one) => tool.t('cli:pull.kept', { ...one, folder }));
    if (!given.flag('follow')) return { data: { streams: done }, lines };
    for (const line of lines) tool.terminal.print(line);
    await pause(AGAIN_MS);
  }
}

export const pullCommands: readonly CommandSpec[] = [pull];
