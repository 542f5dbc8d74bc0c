/** Pages of a stream from its provider: asked for one after the other, or several at once when much is there. */
import { callRaw, type Send } from '../../platform/http/call.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Answer, Cursor, PagesAnswer } from '../protocol/index.ts';
import { readPages } from './contract.ts';
import { PACKED_PAGES } from './media.ts';
import { readAnswer } from './wire.ts';

// Pages are small so that a slow link finishes one; a fast one asks for many at once, on several connections.
const FIRST_LIMIT = 8;
export const MOST_LIMIT = 64;
const AHEAD = 4;

export interface Source {
  readonly send: Send;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The stream's number at its provider. */
  readonly number: number;
  /** How often the provider has come back, as it is known now. */
  readonly life?: (() => Promise<number>) | undefined;
}

export interface Done {
  pages: number;
  bytes: number;
  more: boolean;
}

/** One stream's answers, some of them asked for ahead on connections of their own. */
export class Fetching {
  readonly source: Source;
  readonly done: Done = { pages: 0, bytes: 0, more: false };
  limit = FIRST_LIMIT;
  /** The last answer was all that there is. */
  isShort = false;
  private ahead: { cursor: Cursor; fetched: Promise<Fetched> }[] = [];
  /** @param first an answer that is here already, to the question of this cursor */
  constructor(source: Source, first?: { readonly cursor: Cursor; readonly fetched: Fetched }) {
    this.source = source;
    if (!first) return;
    this.limit = MOST_LIMIT;
    this.ahead = [{ cursor: first.cursor, fetched: Promise.resolve(first.fetched) }];
  }

  /** The answer to this cursor: one that was asked for ahead, or a new one. */
  async next(cursor: Cursor | null, seen?: string): Promise<Fetched> {
    const first = this.ahead.shift();
    if (first && cursor && first.cursor.epoch === cursor.epoch && first.cursor.size === cursor.size)
      return first.fetched;
    this.ahead = [];
    return fetchPages(this.source, { cursor, limit: this.limit, seen });
  }

  /** How far the provider's log goes: what is certain to be there is asked for on several connections at once. */
  askAhead(after: PagesAnswer, size: number): void {
    const last = this.ahead.at(-1);
    let from = last ? last.cursor.size + this.limit : after.from + after.pages.length;
    while (this.ahead.length < AHEAD && from < size) {
      const cursor = { epoch: after.epoch, size: from };
      const fetched = fetchPages(this.source, { cursor, limit: this.limit });
      fetched.catch(() => undefined); // heard when its turn comes
      this.ahead.push({ cursor, fetched });
      from += this.limit;
    }
  }

  /** What was asked for ahead with another limit is not what comes next. */
  setLimit(limit: number): void {
    if (limit === this.limit) return;
    this.limit = limit;
    this.ahead = [];
  }

  /** Counts what came. A full answer says that there is more: then much at once. */
  took({ answer, bytes }: Fetched): void {
    if (answer.type !== 'pages') return;
    this.done.bytes += bytes;
    this.isShort = answer.pages.length < this.limit;
    if (answer.pages.length === this.limit) this.setLimit(MOST_LIMIT);
  }
}

export interface Fetched {
  readonly answer: Answer;
  readonly bytes: number;
  readonly at: number;
  /** How often the provider had come back when it was asked. */
  readonly life: number;
}

export interface Question {
  readonly cursor: Cursor | null;
  readonly limit: number;
  readonly seen?: string | undefined;
  /** Seconds for which the provider may hold the question. */
  readonly wait?: number;
}

export async function fetchPages(
  { send, clock, signal, number, life }: Source,
  { cursor, limit, seen, wait }: Question,
): Promise<Fetched> {
  const query = {
    limit,
    ...(cursor && { epoch: cursor.epoch, from: cursor.size }),
    ...(seen !== undefined && { seen: Buffer.from(seen).toString('base64url') }),
    ...(wait !== undefined && { wait }),
  };
  const asked = (await life?.()) ?? 0;
  const response = await callRaw(send, readPages, {
    params: { stream: number },
    query,
    signal,
    headers: { accept: PACKED_PAGES },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { answer: await readAnswer(bytes), bytes: bytes.length, at: clock.now().getTime(), life: asked };
}
