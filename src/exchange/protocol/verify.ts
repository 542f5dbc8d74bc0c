/** What a consumer holds an answer against before a line of it is applied. docs/protocol.md §6. Pure. */
import { newFrontier, verifyConsistency } from '../../platform/ledger/merkle.ts';
import type { ConsumerState, Cursor, Fault, PagesAnswer, Ports, StreamCheckpoint } from './model.ts';
import { checkBody, leafOf, MalformedPageError, type Page } from './page.ts';

export type Verified =
  | {
      readonly ok: true;
      readonly cursor: Cursor;
      readonly complete: readonly Buffer[];
      readonly seen: StreamCheckpoint;
    }
  | { readonly ok: false; readonly fault: Fault; readonly evidence: readonly string[] };

const refuse = (fault: Fault, evidence: readonly string[] = []): Verified => ({ ok: false, fault, evidence });

/**
 * Whether these pages go on from where the consumer stands, are whole, and stand in the log that the provider signed;
 * and whether that log still holds what it had signed before.
 */
export function verifyPages(state: ConsumerState, answer: PagesAnswer, ports: Ports): Verified {
  const same = state.cursor?.epoch === answer.epoch;
  const at = same ? (state.cursor?.size ?? 0) : 0;
  const fault = answer.from === at ? faultOf(state.stream, answer) : 'out-of-place';
  if (fault) return refuse(fault);
  const checkpoint = ports.open(state.stream, answer.note);
  if (checkpoint?.epoch !== answer.epoch) return refuse('not-signed');
  const log = { size: at, complete: same ? state.complete : [] };
  return inTheLog(answer, { log, seen: state.seen?.epoch === answer.epoch ? state.seen : null, checkpoint });
}

interface Held {
  readonly log: { readonly size: number; readonly complete: readonly Buffer[] };
  readonly seen: StreamCheckpoint | null;
  readonly checkpoint: StreamCheckpoint;
}

function inTheLog(answer: PagesAnswer, { log: held, seen, checkpoint }: Held): Verified {
  const log = newFrontier({ from: held });
  const evidence = [seen?.note ?? '', answer.note];
  if (seen && isOther(seen, checkpoint.size, checkpoint.root)) return refuse('forked', evidence);
  for (const page of answer.pages) {
    log.push(leafOf(page));
    // Where the log passes the size of a checkpoint that was seen, it must be that checkpoint's log.
    if (seen && log.size === seen.size && isOther(seen, log.size, log.root())) return refuse('not-in-the-log');
  }
  const claim = { older: log.size, newer: checkpoint.size, olderRoot: log.root(), newerRoot: checkpoint.root };
  if (!verifyConsistency({ ...claim, proof: answer.proof })) return refuse('not-in-the-log');
  const largest = seen !== null && seen.size > checkpoint.size ? seen : checkpoint;
  return { ok: true, cursor: { epoch: answer.epoch, size: log.size }, complete: log.complete, seen: largest };
}

/** Two roots of one size: both signed, they prove that the provider showed two logs. */
const isOther = (seen: StreamCheckpoint, size: number, root: Buffer) => seen.size === size && !seen.root.equals(root);

function faultOf(stream: string, { epoch, from, pages }: PagesAnswer): Fault | undefined {
  for (const [i, page] of pages.entries()) {
    const { header } = page;
    if (header.stream !== stream) return 'not-ours';
    if (header.epoch !== epoch || header.idx !== from + i) return 'out-of-place';
    // So that what waits for a release waits as a whole.
    if (header.release !== pages[0]?.header.release) return 'out-of-place';
    if (!isWhole(page)) return 'malformed';
  }
  return undefined;
}

function isWhole(page: Page): boolean {
  try {
    checkBody(page);
    return true;
  } catch (error) {
    if (error instanceof MalformedPageError) return false;
    throw error;
  }
}
