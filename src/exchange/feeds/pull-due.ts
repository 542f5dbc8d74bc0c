/** Asks every provider whose time has come: soon again when all is well, later and later when it is not. */
import { setTimeout as pause } from 'node:timers/promises';
import { limiter } from '../../platform/wait.ts';
import type { Consumer } from './apply-pages.ts';
import { awaitNews, type NewsOf } from './await-news.ts';
import type { Subscription } from './model.ts';
import { pullFeed } from './pull.ts';
import { claimDue, findSubscription, keepAsked } from './store/consumed.ts';

const SECOND_MS = 1000;
// An edit below is readable above within two seconds.
const SOON_MS = SECOND_MS;
const LATEST_MS = 300 * SECOND_MS;
/** A process that was killed while it pulled leaves a subscription that is due again after this. */
const CLAIM_MS = 60 * SECOND_MS;
const AT_ONCE = 4;
/** Questions of one process that other nodes hold. */
const MOST_WAITING = 500;
const EVERY_MS = 250;

/** How long to wait after so many failures: doubled each time, with jitter, so that many do not come back together. */
export function waitAfter(attempts: number, random: () => number = Math.random): number {
  const most = Math.min(LATEST_MS, SOON_MS * 2 ** Math.min(attempts, 20));
  return attempts === 0 ? SOON_MS : most / 2 + (most / 2) * random();
}

/**
 * Until the signal says so. Whoever has everything waits at its provider, and is asked for at once when the waiting ends;
 * a failure of one provider is written down with it, and keeps nobody else waiting.
 */
export async function keepPulling(consumer: Consumer, signal: AbortSignal): Promise<void> {
  const { db, clock } = consumer.context;
  const gate = limiter(AT_ONCE);
  const running = new Map<number, Promise<void>>();
  try {
    while (!signal.aborted) {
      const now = clock.now();
      const free = Math.min(AT_ONCE, MOST_WAITING - running.size);
      const due = free > 0 ? await claimDue(db, now, new Date(now.getTime() + CLAIM_MS), free) : [];
      for (const one of due.filter(({ id }) => !running.has(id))) {
        const work = waitAndPull(consumer, one, { signal, gate });
        running.set(
          one.id,
          work.finally(() => running.delete(one.id)),
        );
      }
      if (due.length < free || free <= 0) await pause(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await Promise.allSettled(running.values());
  }
}

interface Turn {
  readonly signal: AbortSignal;
  readonly gate: ReturnType<typeof limiter>;
}

async function waitAndPull(consumer: Consumer, subscription: Subscription, { signal, gate }: Turn): Promise<void> {
  const { db, clock, log } = consumer.context;
  try {
    const began = performance.now();
    const news = await awaitNews(consumer, subscription, signal);
    const now = await findSubscription(db, subscription.id);
    // Stopped while it waited.
    if (!now?.active || signal.aborted) return;
    // A provider that holds nobody is asked no more often than before.
    const early = Math.max(0, SOON_MS - (performance.now() - began));
    const next = new Date(clock.now().getTime() + early);
    if (news === 'nothing') await keepAsked(db, now.id, { now: clock.now(), next, failed: null });
    else await gate(() => pullOne(consumer, now, signal, news === 'unknown' ? undefined : news));
  } catch (error) {
    // It is due again when its claim ends.
    if (!signal.aborted) log.warn({ err: error, feed: subscription.id }, 'a feed could not be waited for');
  }
}

/** Pulls, and says when to come again. */
export async function pullOne(
  consumer: Consumer,
  subscription: Subscription,
  signal: AbortSignal,
  news?: NewsOf,
): Promise<void> {
  const { context } = consumer;
  const { db, clock } = context;
  const keep = (failed: string | null, waitMs: number) => {
    const now = clock.now();
    return keepAsked(db, subscription.id, { now, next: new Date(now.getTime() + waitMs), failed });
  };
  try {
    const { more } = await pullFeed(consumer, subscription, signal, news);
    // Who waited goes on waiting.
    await keep(null, more || news ? 0 : waitAfter(0));
  } catch (error) {
    if (signal.aborted) return;
    const failed = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    if (subscription.failed !== failed)
      context.log.warn({ err: error, feed: subscription.id }, 'a feed could not be asked for');
    const attempts = ((await findSubscription(db, subscription.id))?.attempts ?? 0) + 1;
    await keep(failed, waitAfter(attempts));
  }
}
