/** Asks a provider for what is new, verifies it, and applies it: the consumer's engine, carried out over HTTP and PostgreSQL. */
import { call, ProblemError, type Send } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { VerifierKey } from '../../platform/ledger/checkpoint.ts';
import { openRegister } from '../../records/index.ts';
import {
  stepConsumer,
  type ConsumerEffect,
  type ConsumerEvent,
  type ConsumerState,
  type Ports,
} from '../protocol/index.ts';
import { applyPages, applyParked, type Consumer } from './apply-pages.ts';
import { acknowledgePages, listStreams, readOrder } from './contract.ts';
import { purgeStream, sayPurged } from './end-stream.ts';
import type { NewsOf } from './await-news.ts';
import { Fetching, type Done, type Fetched } from './fetch-pages.ts';
import { openStreamCheckpoint } from './checkpoints.ts';
import type { Consumed, Subscription } from './model.ts';
import { openOrder } from './orders.ts';
import {
  consumedOf,
  describeConsumed,
  findConsumed,
  hasParked,
  keepFault,
  keepFork,
  lifeOf,
  moveConsumed,
  parkedRows,
} from './store/consumed.ts';

export interface Pulled {
  readonly pages: number;
  readonly bytes: number;
  /** Whether a stream waits, ended, or was refused. */
  readonly phases: Readonly<Record<string, ConsumerState['phase']['name']>>;
  /** More is there; the round ended because it had gone on for long. */
  readonly more: boolean;
}

/** What was fetched under a voucher is not applied any more when it is older than a voucher may be. */
const FRESH_MS = 300_000;

interface Pull {
  readonly consumer: Consumer;
  readonly subscription: Subscription;
  readonly send: Send;
  readonly signal: AbortSignal;
  readonly keys: readonly VerifierKey[];
  /** What was waited for, and came. */
  readonly news?: NewsOf | undefined;
}

/**
 * One round: everything that the provider has, unless the signal says so earlier. Cut off anywhere, it goes on there.
 * @throws ProblemError for what the provider refused, and whatever `send` throws
 */
export async function pullFeed(
  consumer: Consumer,
  subscription: Subscription,
  signal: AbortSignal = new AbortController().signal,
  news?: NewsOf,
): Promise<Pulled> {
  const { context, ports } = consumer;
  const keys = await ports.keysOf(subscription.origin, context.clock.now());
  const pull: Pull = { consumer, subscription, signal, keys, news, send: ports.voucherSend(subscription) };
  // Pages that came say themselves that their stream is served, and what it shows.
  const streams = news?.fetched.answer.type === 'pages' ? [{ name: news.stream }] : await describeStreams(pull);
  const total = { pages: 0, bytes: 0, more: false, phases: {} as Record<string, ConsumerState['phase']['name']> };
  for (const stream of await consumedOf(context.db, subscription.id)) {
    const isServed = streams.some(({ name }) => name === stream.stream);
    const done = isServed ? await followStream(pull, stream) : await askForOrder(pull, stream);
    total.pages += done.pages;
    total.bytes += done.bytes;
    total.more ||= done.more;
    total.phases[stream.stream] = (await findConsumed(context.db, stream.stream))?.state.phase.name ?? 'ended';
  }
  return total;
}

/** What the voucher opens; nothing once the agreement is over: then the streams that are here are asked about one by one. */
async function describeStreams({ consumer, subscription, send }: Pull): Promise<{ name: string }[]> {
  const { db } = consumer.context;
  const items = await call(send, listStreams, {}).then(
    (answer) => answer.items,
    (error: unknown) => {
      if (error instanceof ProblemError && [401, 403, 404].includes(error.status)) return error;
      throw error;
    },
  );
  if (items instanceof ProblemError) {
    if ((await consumedOf(db, subscription.id)).length === 0) throw items;
    return [];
  }
  for (const one of items) {
    if (!one.stream.startsWith(`${subscription.origin}/`)) continue;
    await describeConsumed(db, {
      ...one,
      origin: subscription.origin,
      subscription: subscription.id,
      offered: one.size,
    });
  }
  return items.map(({ stream }) => ({ name: stream }));
}

// ── one stream ───────────────────────────────────────────────────────────────────────────────────────────────────────

function fetchingOf({ consumer, send, signal, news }: Pull, { stream, number, origin, state }: Consumed): Fetching {
  const { clock, db } = consumer.context;
  const source = { send, signal, number, clock, life: () => lifeOf(db, origin) };
  const first = news?.stream === stream && state.cursor ? { cursor: state.cursor, fetched: news.fetched } : undefined;
  return new Fetching(source, first);
}

/** Goes on until the provider has nothing more, the stream waits, or the signal says so. */
async function followStream(pull: Pull, found: Consumed): Promise<Done> {
  const streaming: Streaming = { ...pull, consumed: found, fetching: fetchingOf(pull, found) };
  const { done } = streaming.fetching;
  await takeUpParked(pull, found);
  let { state } = found;
  for (let waits = 0; waits < MOST_WAITS;) {
    if (pull.signal.aborted) return { ...done, more: true };
    const turn = await takeTurn(streaming, state);
    if (turn.came === 'nothing') return done;
    if (pull.news && turn.came === 'something' && streaming.fetching.isShort) return done;
    state = turn.state;
    waits = turn.came === 'wait' ? waits + 1 : 0;
    if (turn.came === 'wait') await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  return { ...done, more: true };
}

// The provider takes a snapshot; it is asked again soon, and in the next round when that was not enough.
const WAIT_MS = 100;
const MOST_WAITS = 100;

interface Streaming extends Pull {
  readonly consumed: Consumed;
  readonly fetching: Fetching;
}

interface Turn {
  readonly state: ConsumerState;
  readonly came: 'something' | 'nothing' | 'wait';
}

/** One question and what its answer did. */
async function takeTurn(streaming: Streaming, before: ConsumerState): Promise<Turn> {
  const { consumer, consumed, fetching } = streaming;
  const due = await act(streaming, { state: before, event: await dueEvent(streaming, before) });
  const still: Turn = { state: due.state, came: 'nothing' };
  if (!due.ask) return still;
  const fetched = await fetchOrPark(streaming, due.state);
  if (!fetched || consumer.context.clock.now().getTime() - fetched.at > FRESH_MS) return still;
  const { answer, life } = fetched;
  const { state } = await act(streaming, { state: due.state, event: { type: 'answered', answer, life } });
  fetching.took(fetched);
  if (answer.type === 'wait') return { state, came: 'wait' };
  const stored = await findConsumed(consumer.context.db, consumed.stream);
  const isStored = stored?.state.phase.name === state.phase.name;
  const isEnd = answer.type === 'pages' && answer.pages.length === 0;
  return { state, came: isStored && !isEnd && hasMoved(due.state, state) ? 'something' : 'nothing' };
}

const hasMoved = (a: ConsumerState, b: ConsumerState) =>
  a.cursor?.size !== b.cursor?.size || a.cursor?.epoch !== b.cursor?.epoch || a.phase.name !== b.phase.name;

/** Parked: whether the release has come. Ended, and served again: a grant was given anew. */
async function dueEvent({ consumer, consumed }: Streaming, { phase }: ConsumerState): Promise<ConsumerEvent> {
  if (phase.name === 'ended') return { type: 'granted' };
  if (phase.name !== 'parked') return { type: 'due' };
  const release = await releaseHere(consumer, consumed.register);
  return release >= phase.release ? { type: 'release-adopted', release } : { type: 'due' };
}

async function releaseHere({ context }: Consumer, register: string): Promise<number> {
  try {
    return (await openRegister(context.db, register)).release;
  } catch (error) {
    if (error instanceof Problem) return 0;
    throw error;
  }
}

/** The next answer. Pages of a release that is not here yet are left where they are, and the stream waits. */
async function fetchOrPark(streaming: Streaming, { cursor, seen }: ConsumerState): Promise<Fetched | undefined> {
  const { consumer, fetching } = streaming;
  const fetched = await fetching.next(cursor, seen?.note);
  const { answer } = fetched;
  if (answer.type !== 'pages' || consumer.without === 'parking') return fetched;
  const here = await releaseHere(consumer, streaming.consumed.register);
  const [page] = answer.pages;
  if (!page || page.header.release <= here) return fetched;
  const consumed = await findConsumed(consumer.context.db, streaming.consumed.stream);
  if (consumed && consumed.state.phase.name !== 'ended') {
    const { release } = page.header;
    await act(streaming, { state: consumed.state, event: { type: 'release-unknown', release } });
  }
  // It asks on with nothing to apply: an order to remove rows must not wait for a release.
  return undefined;
}

interface Acting {
  readonly state: ConsumerState;
  readonly event: ConsumerEvent;
}

/** One step of the engine, and everything it wants done. `ask`: the engine wants to ask the provider. */
async function act(streaming: Streaming, { state, event }: Acting): Promise<{ state: ConsumerState; ask: boolean }> {
  const life = event.type === 'answered' ? await lifeNow(streaming, event) : 0;
  const ports: Ports = { open: (stream, note) => openStreamCheckpoint(stream, note, streaming.keys), life };
  const step = stepConsumer(state, event, ports);
  let current = step.state;
  let ask = event.type === 'release-adopted' || event.type === 'granted';
  for (const effect of step.effects) {
    if (effect.type === 'ask') ask = true;
    else current = (await carryOut(streaming, { state: current, event, effect })) ?? current;
  }
  return { state: current, ask };
}

/** How often the provider has come back. The twin believes that it never did. */
const lifeNow = ({ consumer, consumed }: Streaming, event: { readonly life?: number }): Promise<number> =>
  consumer.without === 'lives' ? Promise.resolve(event.life ?? 0) : lifeOf(consumer.context.db, consumed.origin);

interface Carrying extends Acting {
  readonly effect: ConsumerEffect;
}

/** What became of the state, when the effect changed it. */
async function carryOut(streaming: Streaming, carrying: Carrying): Promise<ConsumerState | undefined> {
  const { consumed, consumer, subscription, send } = streaming;
  const { db, clock, log } = consumer.context;
  const { effect } = carrying;
  switch (effect.type) {
    case 'apply':
      return applyOne(streaming, { ...carrying, effect });
    case 'keep':
      await moveConsumed(db, effect.next, effect.expect);
      return undefined;
    case 'acknowledge':
      // Whoever does not hear it hears the next one.
      await call(send, acknowledgePages, { params: { stream: consumed.number }, body: { ...effect.cursor } }).catch(
        (error: unknown) => log.debug({ err: error }, 'an acknowledgement was not heard'),
      );
      return undefined;
    case 'purge': {
      const isPurged = await purgeStream(consumer, consumed.stream);
      return isPurged ? (await act(streaming, { state: carrying.state, event: { type: 'purged' } })).state : undefined;
    }
    case 'acknowledge-purge':
      await sayPurged(consumer, subscription, consumed.stream);
      return undefined;
    case 'report':
      await keepFault(db, consumed.stream, effect.fault);
      if (effect.fault === 'forked') await keepFork(db, consumed.stream, effect.evidence, clock.now());
      log.error({ stream: consumed.stream, fault: effect.fault }, 'an answer of a stream was not taken');
      return undefined;
    case 'ask':
      return undefined;
  }
}

async function applyOne(
  streaming: Streaming,
  { state, event, effect }: Acting & { readonly effect: Extract<ConsumerEffect, { type: 'apply' }> },
): Promise<ConsumerState | undefined> {
  const { consumed, consumer, fetching, subscription } = streaming;
  const answer = event.type === 'answered' && event.answer.type === 'pages' ? event.answer : undefined;
  if (answer) fetching.askAhead(answer, effect.next.seen?.size ?? 0);
  await consumer.at?.('fetched');
  const outcome = await applyPages(consumer, { subscription, stream: consumed.stream, effect });
  if (outcome !== 'applied') return (await findConsumed(consumer.context.db, consumed.stream))?.state;
  fetching.done.pages += effect.pages.length;
  return (await act(streaming, { state, event: { type: 'applied', next: effect.next } })).state;
}

// ── the end of a stream ──────────────────────────────────────────────────────────────────────────────────────────────

/** The provider answers no voucher any more: whether it orders that the rows go. Only a signed order is followed. */
async function askForOrder(pull: Pull, consumed: Consumed): Promise<Done> {
  const { consumer, subscription, keys } = pull;
  const streaming: Streaming = { ...pull, consumed, fetching: fetchingOf(pull, consumed) };
  const { done } = streaming.fetching;
  const phase = consumed.state.phase.name;
  if (phase === 'ended' && consumed.heardAt !== null) return done;
  if (phase === 'purging' || phase === 'ended') {
    await act(streaming, { state: consumed.state, event: { type: 'due' } });
    return done;
  }
  const params = { stream: consumed.number, body: subscription.consumer };
  const answer = await call(consumer.ports.nodeSend(subscription), readOrder, { params }).catch((error: unknown) => {
    if (error instanceof ProblemError && error.status === 404) return undefined;
    throw error;
  });
  const order = answer && openOrder(answer.order, 'purge', keys);
  if (order?.stream !== consumed.stream || order.consumer !== subscription.consumer) return done;
  // An order is signed: it is good in whichever life it was asked for.
  const life = await lifeOf(consumer.context.db, consumed.origin);
  await act(streaming, { state: consumed.state, event: { type: 'answered', answer: { type: 'purge' }, life } });
  return done;
}

/** Rows that waited for a body that is known by now, or for a key that is free. */
async function takeUpParked({ consumer }: Pull, { stream }: Consumed): Promise<void> {
  const { db } = consumer.context;
  if (!(await hasParked(db, stream))) return;
  await applyParked(consumer, stream, await parkedRows(db, stream, ['unknown-body', 'key-held']));
}
