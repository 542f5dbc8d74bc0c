/** The round that asks every provider whose time has come: soon again when all is well, later and later when it is not. */
import type { Consumer } from './apply-pages.ts';
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

/** How long to wait after so many failures: doubled each time, with jitter, so that many do not come back together. */
export function waitAfter(attempts: number, random: () => number = Math.random): number {
  const most = Math.min(LATEST_MS, SOON_MS * 2 ** Math.min(attempts, 20));
  return attempts === 0 ? SOON_MS : most / 2 + (most / 2) * random();
}

/** One round. A failure of one provider is written down with it, and keeps nobody else waiting. */
export async function pullDue(consumer: Consumer, signal: AbortSignal): Promise<void> {
  const { db, clock } = consumer.context;
  const now = clock.now();
  const due = await claimDue(db, now, new Date(now.getTime() + CLAIM_MS), AT_ONCE);
  await Promise.all(due.map((subscription) => pullOne(consumer, subscription, signal)));
}

/** Pulls, and says when to come again. */
export async function pullOne(consumer: Consumer, subscription: Subscription, signal: AbortSignal): Promise<void> {
  const { context } = consumer;
  const { db, clock } = context;
  const keep = (failed: string | null, waitMs: number) => {
    const now = clock.now();
    return keepAsked(db, subscription.id, { now, next: new Date(now.getTime() + waitMs), failed });
  };
  try {
    const { more } = await pullFeed(consumer, subscription, signal);
    await keep(null, more ? 0 : waitAfter(0));
  } catch (error) {
    if (signal.aborted) return;
    const failed = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    if (subscription.failed !== failed)
      context.log.warn({ err: error, feed: subscription.id }, 'a feed could not be asked for');
    const attempts = ((await findSubscription(db, subscription.id))?.attempts ?? 0) + 1;
    await keep(failed, waitAfter(attempts));
  }
}
