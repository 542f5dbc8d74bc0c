/** Fills the outbox: what happened, for each body that wants to know and may; in the transaction that moves the cursor. */
import type { ChangeSet, Follower } from '../../platform/changes/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { eventsOf, followedKinds } from './events-of.ts';
import { deliveryId, payloadOf } from './model.ts';
import { insertDelivery } from './store/delivery.ts';
import { selectTold } from './store/webhook.ts';

/** What was before somebody wanted to know is not told, so there is nothing to build. */
export const webhookFollower = (context: Context): Follower => ({
  name: 'exchange.webhooks',
  kinds: followedKinds,
  initial: () => Promise.resolve(),
  apply: (tx, change) => tell(context, tx, change),
});

async function tell({ clock, profile }: Context, tx: Db, change: ChangeSet): Promise<void> {
  const { at } = change;
  if (at === null) return;
  const now = clock.now();
  const today = dayOf(now, profile.timeZone);
  for (const webhook of await selectTold(tx)) {
    for (const event of await eventsOf(tx, change, { body: webhook.body, today })) {
      if (!webhook.kinds.includes(event.kind)) continue;
      const id = deliveryId(webhook.code, at, event);
      const payload = payloadOf(event, change.stampedAt ?? now.toISOString());
      await insertDelivery(tx, { id, webhook: webhook.code, kind: event.kind, payload, now });
    }
  }
}
