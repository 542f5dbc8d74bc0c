/** The end of a stream at its consumer: rows go, history forgets them, and the provider is told. */
import { comparePositions, currentPosition, followerStates, getChangeSet } from '../../platform/changes/index.ts';
import { call } from '../../platform/http/call.ts';
import { forgetEnded, openRegister } from '../../records/index.ts';
import { endStreamRows, type Consumer } from './apply-pages.ts';
import { acknowledgePurge } from './contract.ts';
import type { Subscription } from './model.ts';
import { signOrder } from './orders.ts';
import { findConsumed, keepHeard, keepPurgeChange, lockConsumed, parkedRows, unparkRows } from './store/consumed.ts';

/**
 * Removes what only this stream shows: ended at once, and out of history when every follower of this node has passed the
 * change. False until then: it comes round again.
 */
export async function purgeStream(consumer: Consumer, stream: string): Promise<boolean> {
  const { db } = consumer.context;
  await db.transaction(async (tx) => {
    const consumed = await lockConsumed(tx, stream);
    if (!consumed || consumed.purgeChange !== null) return;
    await keepPurgeChange(tx, stream, (await endStreamRows(consumer, tx, consumed)) ?? 0);
  });
  return forgetPurged(consumer, stream);
}

/** False while somebody still has to pass the change. */
async function forgetPurged({ context }: Consumer, stream: string): Promise<boolean> {
  const { db } = context;
  const consumed = await findConsumed(db, stream);
  const change = consumed?.purgeChange ?? null;
  if (!consumed || change === null) return false;
  if (change > 0) {
    const { at } = await getChangeSet(db, change);
    const here = await currentPosition(db);
    const passed = (await followerStates(db)).every((follower) => at && comparePositions(follower.at, at) >= 0);
    if (!at || comparePositions(here, at) < 0 || !passed) return false;
  }
  await db.transaction(async (tx) => {
    if (change > 0) await forgetEnded(tx, await openRegister(tx, consumed.register), change);
    await keepPurgeChange(tx, stream, null);
    const waiting = await parkedRows(tx, stream, [
      'unknown-body',
      'home-is-here',
      'key-held',
      'invalid',
      'not-its-home',
    ]);
    await unparkRows(
      tx,
      stream,
      waiting.map(({ line }) => line.slice(2, 38)),
    );
  });
  return true;
}

/** Signed, so that the provider can show it: nothing of the stream is left here. */
export async function sayPurged(
  { context, ports }: Consumer,
  subscription: Subscription,
  stream: string,
): Promise<void> {
  const number = (await findConsumed(context.db, stream))?.number ?? 0;
  const at = context.clock.now().toISOString();
  const note = signOrder({ what: 'purged', stream, consumer: subscription.consumer, at }, ports.keys);
  const params = { stream: number, body: subscription.consumer };
  await call(ports.nodeSend(subscription), acknowledgePurge, { params, body: { note } }).then(
    () => keepHeard(context.db, stream, context.clock.now()),
    (error: unknown) => context.log.debug({ err: error }, 'the end of a stream was not heard'),
  );
}
