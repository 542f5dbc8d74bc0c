/** Page bodies go when every consumer has them and a retention has passed, and in any case after a month: leaves stay. */
import type { Context } from '../../platform/context.ts';
import { droppable } from '../protocol/index.ts';
import { alignSeats } from './open-seat.ts';
import { dropBodies, dropFormerBodies, firstKept } from './store/page.ts';
import { lockStream, openStreams, saveHead, seatsOf } from './store/stream.ts';

const DAY_MS = 86_400_000;
/** Somebody may want to ask again for what it has acknowledged: a week. */
const KEPT_MS = 7 * DAY_MS;
/** Who was away for longer begins anew, with a snapshot. */
const LONGEST_MS = 30 * DAY_MS;

export async function retainPages(context: Pick<Context, 'db' | 'clock' | 'profile'>): Promise<void> {
  const { db, clock } = context;
  await alignSeats(context);
  const ago = (ms: number) => new Date(clock.now().getTime() - ms);
  for (const { id } of await openStreams(db)) {
    await db.transaction(async (tx) => {
      const stream = await lockStream(tx, id);
      if (!stream || stream.head.opening || stream.partial) return;
      const { head } = stream;
      const seats = (await seatsOf(tx, id)).map(({ consumer, endedAt, epoch, acknowledged, purgedAt }) => ({
        consumer,
        grant: endedAt === null ? ('active' as const) : ('over' as const),
        acknowledged: epoch === null || acknowledged === null ? null : { epoch, size: acknowledged },
        purged: purgedAt !== null,
      }));
      const at = { stream: id, epoch: head.epoch };
      const dropped =
        (await dropBodies(tx, at, droppable(head, seats), ago(KEPT_MS))) +
        (await dropBodies(tx, at, head.size, ago(LONGEST_MS))) +
        (await dropFormerBodies(tx, at));
      if (dropped === 0) return;
      const kept = (await firstKept(tx, at)) ?? head.size;
      await saveHead(tx, id, { head: { ...head, kept }, partial: false, now: clock.now() });
    });
  }
}
