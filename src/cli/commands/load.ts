/**
 * A file into a register. The usual way is the screens' own: send, check, compare with the trusted source, store; the
 * same counts, the same findings. A big file of a register without a trusted source goes straight in (`bulk-load.ts`).
 */
import { basename } from 'node:path';
import type { FindingView, LoadView } from '../../records/contract.ts';
import { listFindings } from '../../records/contract.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import * as registers from '../../registers/contract.ts';
import { mapColumns, readPairs } from '../map-columns.ts';
import { deliver, sizeOf, uploadOf } from '../files.ts';
import type { Link } from '../link.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type Tool } from '../model.ts';
import { sayLoad } from '../say-load.ts';
import type { Progress } from '../terminal.ts';

/** From this size on a file may go straight in. Below it, checking first costs less than a second or two. */
const BIG = 16 * 1024 * 1024;

export const load: CommandSpec = {
  path: 'load',
  arguments: ['REGISTER', 'FILE'],
  options: [
    { flags: '--body <code>', word: 'load-body' },
    { flags: '--only-valid' },
    { flags: '--dry-run' },
    { flags: '--columns <pairs>', word: 'load-columns', repeat: true },
    { flags: '--encoding <name>' },
    { flags: '--sheet <name>' },
    { flags: '--mapping <code>', word: 'load-mapping' },
    { flags: '--findings <number>', number: true },
    { flags: '--review <file>' },
    { flags: '--straight' },
  ],
  examples: [
    'load dang-vien list.xlsx --body 99101 --dry-run',
    'load dang-vien list.xlsx --body 99101 --only-valid --review review.xlsx',
    'load dang-vien export.csv --body 99101 --mapping PM-DV --dry-run',
    'load dang-vien old.csv --body 99101 --encoding tcvn3 --columns "birth_name=Ho ten"',
  ],
  run: async (tool, given) => {
    const wanted = readWanted(given);
    using progress = tool.terminal.progress(tool.t('cli:progress.open'), wanted.size);
    const link = await tool.link();
    if (await goesStraight(tool, link, wanted)) {
      const { loadStraight } = await import('../bulk-load.ts');
      // Awaited here: the bar ends with the block.
      return await loadStraight(tool, link, wanted, progress);
    }
    return await checkAndStore(tool, link, wanted, progress);
  },
};

export interface WantedLoad {
  readonly register: string;
  readonly file: string;
  readonly size: number;
  readonly body: string;
  readonly onlyValid: boolean;
  readonly dryRun: boolean;
  readonly pairs: ReadonlyMap<string, string>;
  readonly encoding: string | undefined;
  readonly sheet: string | undefined;
  /** Code of the mapping that transforms the rows. */
  readonly mapping: string | undefined;
  /** How many findings are shown. */
  readonly shown: number;
  readonly review: string | undefined;
  readonly straight: boolean;
}

function readWanted(given: Given): WantedLoad {
  const [register = '', file = ''] = given.args;
  const body = given.text('body');
  if (body === undefined) throw new UsageError('load-body');
  const wanted = {
    register,
    file,
    size: sizeOf(file),
    body,
    onlyValid: given.flag('only-valid'),
    dryRun: given.flag('dry-run'),
    pairs: readPairs(given.list('columns')),
    encoding: given.text('encoding'),
    sheet: given.text('sheet'),
    mapping: given.text('mapping'),
    shown: given.number('findings') ?? 20,
    review: given.text('review'),
    straight: given.flag('straight'),
  };
  if (wanted.mapping !== undefined && wanted.pairs.size > 0) throw new UsageError('mapping-and-columns');
  if (wanted.straight && (wanted.dryRun || wanted.review !== undefined)) throw new UsageError('straight-with-check');
  return wanted;
}

/** A big file, here, with nothing to be compared or shown before it is stored; or because it was asked for. */
async function goesStraight({ remote }: Tool, link: Link, wanted: WantedLoad): Promise<boolean> {
  if (wanted.straight && remote) throw new UsageError('local-only', { command: 'load --straight' });
  if (link.kind === 'remote' || wanted.straight) return wanted.straight;
  if (wanted.size < BIG || wanted.dryRun || wanted.review !== undefined) return false;
  const { sourceOf } = await import('../../registers/index.ts');
  return (await sourceOf(link.node.context, wanted.register)) === undefined;
}

async function checkAndStore(tool: Tool, link: Link, wanted: WantedLoad, progress: Progress): Promise<Answer> {
  const { send } = link;
  const params = { register: wanted.register };
  progress.say(tool.t('cli:progress.send'));
  const sent = await call(send, registers.beginLoad, {
    params,
    query: { body: wanted.body, fileName: basename(wanted.file) },
    upload: uploadOf(wanted.file, 'application/octet-stream', progress),
  });
  const reading = {
    ...(wanted.encoding !== undefined && { encoding: wanted.encoding }),
    ...(wanted.sheet !== undefined && { sheet: wanted.sheet }),
    ...(wanted.mapping !== undefined && { mapping: wanted.mapping }),
  };
  const isAsked = Object.keys(reading).length > 0;
  const view = isAsked
    ? await call(send, registers.readUpload, {
        params: { ...params, upload: sent.upload },
        query: { body: wanted.body, ...reading },
      })
    : sent;
  if (view.question && wanted.encoding === undefined) throw encodingQuestion(view.question);
  progress.say(tool.t('cli:progress.check'));
  const checked = await call(send, registers.checkDeclared, {
    params,
    body: {
      upload: view.upload,
      body: wanted.body,
      ...(wanted.mapping === undefined && { columns: mapColumns(view.columns, wanted.pairs) }),
      ...reading,
    },
  });
  const stores = !wanted.dryRun && checked.counts.ready > 0 && (checked.counts.wrong === 0 || wanted.onlyValid);
  if (stores) progress.say(tool.t('cli:progress.store'));
  const done = stores
    ? await call(send, registers.commitDeclared, {
        params: { ...params, load: checked.load },
        body: { onlyValid: wanted.onlyValid },
      })
    : checked;
  if (wanted.review !== undefined) await writeReview(tool, link, wanted, done);
  const findings = await firstFindings(link, done, wanted.shown);
  return sayLoad(tool, { load: done, findings, columns: view.columns, wanted });
}

function encodingQuestion({ suggested, samples, others }: NonNullable<registers.UploadView['question']>): UsageError {
  const shown = samples.map(({ before, after }) => `${before} → ${after}`).join('; ');
  return new UsageError('encoding-question', { suggested, samples: shown, others: ['as-is', ...others].join(', ') });
}

async function writeReview(
  tool: Tool,
  { send }: Link,
  { register, review }: WantedLoad,
  done: LoadView,
): Promise<void> {
  const answer = await callRaw(send, registers.annotatedLoad, { params: { register, load: done.load }, query: {} });
  await deliver(tool, answer, review);
}

/** As many as are shown, errors before warnings as the file has them. */
export async function firstFindings(
  { send }: Link,
  { register, load }: LoadView,
  most: number,
): Promise<FindingView[]> {
  const found: FindingView[] = [];
  for (const severity of ['error', 'warning']) {
    let cursor: string | undefined;
    while (found.length < most) {
      const query = { severity, limit: Math.min(1000, most - found.length), ...(cursor !== undefined && { cursor }) };
      const page = await call(send, listFindings, { params: { register, load }, query });
      found.push(...page.items);
      cursor = page.next;
      if (cursor === undefined) break;
    }
  }
  return found;
}
