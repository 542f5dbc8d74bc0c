/** At the giver: an order to each body that was given what is disposed of, written with the change that marks it as gone. */
import { postsOn } from '../../../bodies/index.ts';
import {
  getRegister,
  insertOrder,
  insertReceived,
  lifecycleOf,
  MOST_RECORDS,
  type Disposal,
} from '../../../governance/index.ts';
import type { Elsewhere } from '../../../bodies/index.ts';
import { workingCalendar } from '../../../platform/calendar.ts';
import { dayOf } from '../../../platform/clock.ts';
import type { Context } from '../../../platform/context.ts';
import type { Db } from '../../../platform/db/db.ts';
import { newId } from '../../../platform/ids.ts';
import type { Homed, Received, RowKeeping } from '../../../platform/keeping.ts';
import type { Post } from '../../../platform/room.ts';
import { openWork } from '../../../platform/work/index.ts';

export const ANSWER = 'records.answer-order';
/** Working days where the profile says nothing. */
const ORDER_DAYS = 10;

interface Opening {
  readonly disposal: Disposal;
  readonly homes: readonly Homed[];
  readonly changeSet: number;
  readonly elsewhere: Elsewhere;
  readonly keepings: readonly RowKeeping[];
}

/** @returns how many orders were given */
export async function openOrders(context: Context, tx: Db, opening: Opening): Promise<number> {
  const { disposal, homes, changeSet, keepings } = opening;
  const homeOf = new Map(homes.map(({ record, body }) => [record, body]));
  const given: Received[] = [];
  for (const { receivedBy } of keepings)
    given.push(...((await receivedBy?.(context, tx, { register: disposal.register, records: homes })) ?? []));
  const dueOn = await dayToAnswer(context, tx);
  const orders = oncePerBody(given).flatMap((one) => ordersOf(context, { one, homeOf, disposal, dueOn }));
  for (const order of orders) {
    await insertOrder(tx, order, changeSet);
    if (!opening.elsewhere.has(order.consumer)) await receiveHere(context, tx, { order, disposal, changeSet });
  }
  return orders.length;
}

interface Ordering {
  readonly one: Received;
  readonly homeOf: ReadonlyMap<string, number>;
  readonly disposal: Disposal;
  readonly dueOn: string;
}

/** One from each home, of at most a thousand records. Nobody orders himself. */
function ordersOf({ clock }: Context, { one, homeOf, disposal, dueOn }: Ordering) {
  const { consumer, agreement, way, records } = one;
  const now = clock.now();
  return [...Map.groupBy(records, (record) => homeOf.get(record) ?? 0)]
    .filter(([giver]) => giver !== 0 && giver !== consumer)
    .flatMap(([giver, some]) =>
      Array.from({ length: Math.ceil(some.length / MOST_RECORDS) }, (_, i) => ({
        ...{ id: newId(now), disposal: disposal.id, giver, consumer, agreement, way, dueOn },
        ...{ records: some.slice(i * MOST_RECORDS, (i + 1) * MOST_RECORDS), orderedAt: now.toISOString() },
      })),
    );
}

/** A body that was given a record in several ways is ordered once, by the feed when there is one. */
function oncePerBody(given: readonly Received[]): Received[] {
  return [...Map.groupBy(given, ({ consumer }) => consumer)].flatMap(([, some]) => {
    const seen = new Set<string>();
    return some
      .toSorted((a, b) => Number(b.way === 'feed') - Number(a.way === 'feed'))
      .flatMap((one) => {
        const records = [...new Set(one.records)].filter((record) => !seen.has(record)).toSorted();
        for (const record of records) seen.add(record);
        return records.length === 0 ? [] : [{ ...one, records }];
      });
  });
}

async function dayToAnswer(context: Context, tx: Db): Promise<string> {
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const days = (await lifecycleOf(tx))?.orderDays ?? ORDER_DAYS;
  return workingCalendar(context.profile).addWorkingDays(today, days);
}

interface Here {
  readonly order: Parameters<typeof insertOrder>[1];
  readonly disposal: Disposal;
  readonly changeSet: number;
}

/** A body of this node: it has no copy in a table of its own, but perhaps in files and other systems. */
async function receiveHere(context: Context, tx: Db, { order, disposal, changeSet }: Here): Promise<void> {
  const { register, term, basis } = disposal;
  const { orderedAt: receivedAt, ...rest } = order;
  await insertReceived(
    tx,
    { ...rest, origin: null, register, term, basis, held: 0, receivedAt, reminded: 0 },
    changeSet,
  );
  await oweAnswer(context, tx, { ...rest, register, count: order.records.length });
}

interface Owed {
  readonly id: string;
  readonly consumer: number;
  readonly register: string;
  readonly dueOn: string;
  readonly count: number;
}

/** Who answers in a body: the first of these that somebody holds there. */
const ANSWERERS: readonly Post[] = ['data-manager', 'data-office', 'steward', 'officer', 'leader'];

/** Opened again with a reminder: for the head of the body as well. */
export async function oweAnswer(context: Context, tx: Db, owed: Owed, isReminder = false): Promise<void> {
  const now = context.clock.now();
  const held = (await postsOn(tx, dayOf(now, context.profile.timeZone))).filter(({ body }) => body === owed.consumer);
  const first = ANSWERERS.find((post) => held.some((one) => one.post === post)) ?? 'data-manager';
  const { names } = await getRegister(tx, owed.register);
  for (const post of new Set([first, ...(isReminder ? (['leader'] as const) : [])]))
    await openWork(tx, {
      kind: ANSWER,
      title: {
        key: `records:work.${isReminder ? 'order-reminded' : 'order'}`,
        values: { register: names, count: owed.count },
      },
      ...{ body: owed.consumer, post, link: `/governance/lifecycle/orders/${owed.id}`, subject: owed.id, now },
      due: { day: owed.dueOn, calendar: workingCalendar(context.profile).edition },
    });
}
