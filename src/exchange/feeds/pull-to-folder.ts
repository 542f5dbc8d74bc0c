/**
 * A feed without a node: verified pages kept as files, and their rows as lines of JSON. The same engine decides; the folder
 * is the store: `state.json` moves last, so that a run that was cut off is repeated and never skips.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { call, type Send } from '../../platform/http/call.ts';
import type { Clock } from '../../platform/clock.ts';
import type { VerifierKey } from '../../platform/ledger/checkpoint.ts';
import {
  linesOf,
  newSubscription,
  printPage,
  readLine,
  stepConsumer,
  type ConsumerState,
  type Page,
} from '../protocol/index.ts';
import { openStreamCheckpoint } from './checkpoints.ts';
import { acknowledgePages, listStreams, type StreamView } from './contract.ts';
import { Fetching } from './fetch-pages.ts';

export interface FolderPull {
  readonly send: Send;
  readonly folder: string;
  /** Keys that count as the provider's. */
  readonly keys: readonly VerifierKey[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface FolderPulled {
  readonly stream: string;
  readonly pages: number;
  readonly rows: number;
  readonly epoch: number;
  readonly size: number;
}

/** An answer that is not what it says: nothing of it was kept. */
export class UnbelievableAnswerError extends Error {
  override name = 'UnbelievableAnswerError';
  readonly fault: string;
  constructor(fault: string) {
    super(`the provider's answer was not believed: ${fault}`);
    this.fault = fault;
  }
}

/** Everything that the provider has after what the folder holds. @throws UnbelievableAnswerError, ProblemError */
export async function pullToFolder(pull: FolderPull): Promise<FolderPulled[]> {
  const { items } = await call(pull.send, listStreams, {});
  const done: FolderPulled[] = [];
  for (const stream of items) done.push(await followInto(pull, stream));
  return done;
}

async function followInto(pull: FolderPull, stream: StreamView): Promise<FolderPulled> {
  const { send, keys, clock, signal } = pull;
  const folder = join(pull.folder, stream.register);
  mkdirSync(join(folder, 'pages'), { recursive: true });
  const fetching = new Fetching({ send, clock, signal, number: stream.number });
  const ports = { open: (name: string, note: string) => openStreamCheckpoint(name, note, keys) };
  let state = readState(folder, stream.stream);
  let [pages, rows] = [0, 0];
  while (!signal.aborted) {
    const fetched = await fetching.next(state.cursor, state.seen?.note);
    const { answer } = fetched;
    if (answer.type === 'wait') {
      await new Promise((resolve) => setTimeout(resolve, 200));
      continue;
    }
    const step = stepConsumer(state, { type: 'answered', answer }, ports);
    const report = step.effects.find((effect) => effect.type === 'report');
    if (report) throw new UnbelievableAnswerError(report.fault);
    const apply = step.effects.find((effect) => effect.type === 'apply');
    const next = apply?.next ?? step.state;
    if (apply) {
      rows += keepPages(folder, apply.pages);
      pages += apply.pages.length;
    }
    if (next !== state) writeState(folder, next);
    if (apply && next.cursor) {
      await call(send, acknowledgePages, { params: { stream: stream.number }, body: { ...next.cursor } });
    }
    fetching.took(fetched);
    const isStill = next.cursor?.size === state.cursor?.size && next.cursor?.epoch === state.cursor?.epoch;
    state = next;
    if (isStill) break;
  }
  return { stream: stream.stream, pages, rows, epoch: state.cursor?.epoch ?? 0, size: state.cursor?.size ?? 0 };
}

const fileOf = (folder: string) => join(folder, 'state.json');
const asText = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value
    ? Buffer.from(value.data as number[]).toString('base64')
    : value;

function readState(folder: string, stream: string): ConsumerState {
  if (!existsSync(fileOf(folder))) return newSubscription(stream);
  const kept = JSON.parse(readFileSync(fileOf(folder), 'utf8')) as ConsumerState & {
    complete: string[];
    seen: { root: string } | null;
  };
  return {
    ...kept,
    complete: kept.complete.map((hash) => Buffer.from(hash, 'base64')),
    seen: kept.seen && { ...kept.seen, root: Buffer.from(kept.seen.root, 'base64') },
  } as ConsumerState;
}

function writeState(folder: string, state: ConsumerState): void {
  writeFileSync(`${fileOf(folder)}.new`, JSON.stringify(state, asText, 2));
  renameSync(`${fileOf(folder)}.new`, fileOf(folder));
}

/** Pages as they travelled, for a proof years later; rows appended in the order of the stream. Returns how many rows. */
function keepPages(folder: string, pages: readonly Page[]): number {
  let rows = 0;
  for (const page of pages) {
    const { epoch, idx, columns, kind } = page.header;
    const name = `e${String(epoch)}-${String(idx).padStart(8, '0')}.page`;
    writeFileSync(join(folder, 'pages', name), printPage(page));
    const lines = linesOf(page.body).map((bytes) => {
      const line = readLine(bytes.toString('utf8'), columns.length);
      if (line.sign === '-') return JSON.stringify({ act: 'gone', record: line.record, version: line.version });
      const values = Object.fromEntries(columns.map((column, i) => [column, line.values[i] ?? null]));
      const { record, version, body } = line;
      return JSON.stringify({ act: kind === 'snapshot' ? 'stands' : 'is', record, version, body, values });
    });
    rows += lines.length;
    if (lines.length > 0) appendFileSync(join(folder, 'rows.ndjson'), `${lines.join('\n')}\n`);
  }
  return rows;
}
