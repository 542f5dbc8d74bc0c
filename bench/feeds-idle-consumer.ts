/** A consumer of the bench: asks as a node does, keeps its cursor, and notes how old what comes is. */
import { setTimeout as pause } from 'node:timers/promises';
import { acknowledgePages, listStreams, readPages } from '../src/exchange/feeds/contract.ts';
import { PACKED_PAGES } from '../src/exchange/feeds/media.ts';
import { waitAfter } from '../src/exchange/feeds/pull-due.ts';
import { readAnswer } from '../src/exchange/feeds/wire.ts';
import { linesOf, type Answer, type Page } from '../src/exchange/protocol/index.ts';
import { voucherFetch, type KeyFile, type VoucherSend } from '../src/exchange/vouchers/index.ts';
import { systemClock } from '../src/platform/clock.ts';
import { call, callRaw, ProblemError } from '../src/platform/http/call.ts';

interface Parts {
  readonly address: string;
  readonly keys: KeyFile;
  readonly agreement: string;
}

const WAIT_S = 25;

export class Consumer {
  /** Milliseconds from the write of a row to the arrival of its page. */
  readonly lags: number[] = [];
  questions = 0;
  /** How often it was told to come again, or its line broke, because too many were there at once: it does, as a node does. */
  turnedBack = 0;
  /** What was refused or broke: what was said, and how often. */
  readonly failures = new Map<string, number>();
  private readonly parts: Parts;
  private readonly stopped = new AbortController();
  private send: VoucherSend;
  private renewAt = Infinity;
  private stream = 0;
  private cursor: { epoch: number; size: number } | undefined;
  private seen: string | undefined;

  constructor(parts: Parts) {
    this.parts = parts;
    this.send = this.freshSend();
  }

  private freshSend = () => voucherFetch({ ...this.parts, clock: systemClock, audience: undefined });

  renewIn(ms: number): void {
    this.renewAt = performance.now() + ms;
  }

  /** Takes its seat, and takes what is there already. */
  async sit(): Promise<void> {
    const { items } = await call(this.send, listStreams, {});
    const [stream] = items;
    if (!stream) throw new Error('a consumer has one stream');
    this.stream = stream.number;
    this.cursor = { epoch: stream.epoch, size: 0 };
    for (;;) {
      const answer = await this.ask(0);
      if (answer.type === 'wait') await new Promise((resolve) => setTimeout(resolve, 50));
      else if (answer.type !== 'pages') throw new Error(`a consumer was told ${answer.type}`);
      else if (!this.take(answer)) return;
    }
  }

  /** @param startIn milliseconds until the first question */
  async poll(startIn: number): Promise<void> {
    await pause(startIn, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    let turns = 0;
    while (!this.stopped.signal.aborted) {
      try {
        if (performance.now() > this.renewAt) {
          this.renewAt = Infinity;
          this.send = this.freshSend();
        }
        const answer = await this.ask(WAIT_S);
        if (answer.type !== 'pages') this.fail(`told ${answer.type}`);
        else if (this.take(answer)) await this.acknowledge(answer);
        turns = 0;
      } catch (error) {
        if (this.stopped.signal.aborted) return;
        if (error instanceof ProblemError ? error.status === 503 : isBroken(error)) {
          this.turnedBack += 1;
          turns += 1;
          await pause(waitAfter(turns));
          continue;
        }
        this.fail(error instanceof Error ? `${error.message} ${causeOf(error)}` : 'something else');
        await pause(1000);
      }
    }
  }

  stop(): void {
    this.stopped.abort();
  }

  private fail(how: string): void {
    this.failures.set(how, (this.failures.get(how) ?? 0) + 1);
  }

  private async ask(wait: number): Promise<Answer> {
    const { epoch = 1, size: from = 0 } = this.cursor ?? {};
    const seen = this.seen === undefined ? {} : { seen: Buffer.from(this.seen).toString('base64url') };
    this.questions += 1;
    const answer = await callRaw(this.send, readPages, {
      params: { stream: this.stream },
      query: { epoch, from, limit: 64, wait, ...seen },
      signal: this.stopped.signal,
      headers: { accept: PACKED_PAGES },
    });
    return readAnswer(Buffer.from(await answer.arrayBuffer()));
  }

  /** Whether anything came. */
  private take({ pages, epoch, from, note }: Extract<Answer, { type: 'pages' }>): boolean {
    this.lags.push(...lagsOf(pages));
    this.cursor = { epoch, size: from + pages.length };
    this.seen = note;
    return pages.length > 0;
  }

  private async acknowledge({ epoch, from, pages }: Extract<Answer, { type: 'pages' }>): Promise<void> {
    this.questions += 1;
    await call(this.send, acknowledgePages, {
      params: { stream: this.stream },
      body: { epoch, size: from + pages.length },
    });
  }
}

/** What `fetch` says of a line that broke, and of nothing else. */
const isBroken = (error: unknown): boolean =>
  error instanceof TypeError && error.cause instanceof Error && 'code' in error.cause;

const causeOf = ({ cause }: Error): string => (cause instanceof Error ? cause.message : '');

/** Every row says in its last field when it was written. */
function lagsOf(pages: readonly Page[]): number[] {
  const arrived = Date.now();
  const lines = pages.filter(({ header }) => header.kind === 'change').flatMap(({ body }) => linesOf(body));
  return lines.map((line) => arrived - Number(line.toString().split('\t').at(-1)));
}
