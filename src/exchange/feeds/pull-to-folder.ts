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

interface Following extends FolderPull {
  readonly stream: StreamView;
  readonly place: string;
  readonly fetching: Fetching;
  readonly done: { pages: number; rows: number };
}

async function followInto(pull: FolderPull, stream: StreamView): Promise<FolderPulled> {
  const { send, clock, signal } = pull;
  const place = join(pull.folder, stream.register);
  mkdirSync(join(place, 'pages'), { recursive: true });
  const fetching = new Fetching({ send, clock, signal, number: stream.number });
  const following: Following = { ...pull, stream, place, fetching, done: { pages: 0, rows: 0 } };
  let state = readState(place, stream.stream);
  for (let isDone = false; !isDone && !signal.aborted;) {
    const next = await takeAnswer(following, state);
    isDone = next !== undefined && isAt(next, state);
    state = next ?? state;
  }
  const { epoch = 0, size = 0 } = state.cursor ?? {};
  return { stream: stream.stream, ...following.done, epoch, size };
}

const isAt = (a: ConsumerState, b: ConsumerState) =>
  a.cursor?.size === b.cursor?.size && a.cursor?.epoch === b.cursor?.epoch;

/** What the engine makes of the next answer; undefined when the provider asks for patience. */
async function takeAnswer(following: Following, state: ConsumerState): Promise<ConsumerState | undefined> {
  const { fetching, keys, place, done, send, stream } = following;
  const fetched = await fetching.next(state.cursor, state.seen?.note);
  if (fetched.answer.type === 'wait') {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return undefined;
  }
  const ports = { open: (name: string, note: string) => openStreamCheckpoint(name, note, keys) };
  const { effects, state: after } = stepConsumer(state, { type: 'answered', answer: fetched.answer }, ports);
  const report = effects.find((effect) => effect.type === 'report');
  if (report) throw new UnbelievableAnswerError(report.fault);
  fetching.took(fetched);
  const apply = effects.find((effect) => effect.type === 'apply');
  if (!apply) {
    if (after !== state) writeState(place, after);
    return after;
  }
  done.rows += keepPages(place, apply.pages);
  done.pages += apply.pages.length;
  writeState(place, apply.next);
  const { cursor } = apply.next;
  if (cursor) await call(send, acknowledgePages, { params: { stream: stream.number }, body: { ...cursor } });
  return apply.next;
}

/** The engine's state as JSON: hashes in base64. */
interface Kept extends Omit<ConsumerState, 'complete' | 'seen'> {
  readonly complete: readonly string[];
  readonly seen: { readonly epoch: number; readonly size: number; readonly root: string; readonly note: string } | null;
}

const fileOf = (place: string) => join(place, 'state.json');

function readState(place: string, stream: string): ConsumerState {
  if (!existsSync(fileOf(place))) return newSubscription(stream);
  const { complete, seen, ...kept } = JSON.parse(readFileSync(fileOf(place), 'utf8')) as Kept;
  const hashes = complete.map((hash) => Buffer.from(hash, 'base64'));
  return { ...kept, complete: hashes, seen: seen && { ...seen, root: Buffer.from(seen.root, 'base64') } };
}

function writeState(place: string, { complete, seen, ...state }: ConsumerState): void {
  const kept: Kept = {
    ...state,
    complete: complete.map((hash) => hash.toString('base64')),
    seen: seen && { ...seen, root: seen.root.toString('base64') },
  };
  writeFileSync(`${fileOf(place)}.new`, JSON.stringify(kept, null, 2));
  renameSync(`${fileOf(place)}.new`, fileOf(place));
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
