/** What comes round of orders: at the receiver the word that it is done, with the proof; at the giver what is late. */
import {
  disposalOfOrder,
  doneReceived,
  getDisposal,
  getRegister,
  lateOrders,
  lockReceived,
  receivedInState,
  remindOrder as keepReminder,
  writeGovernance,
  findOrder,
  type Order,
  type ReceivedOrder,
} from '../../../governance/index.ts';
import type { Author } from '../../../bodies/index.ts';
import { system } from '../../../platform/caller.ts';
import { workingCalendar } from '../../../platform/calendar.ts';
import { dayOf } from '../../../platform/clock.ts';
import type { Context } from '../../../platform/context.ts';
import { Problem } from '../../../platform/http/problem.ts';
import type { Round } from '../../../platform/rounds.ts';
import { openWork } from '../../../platform/work/index.ts';
import { problems } from '../../problems.ts';
import { destructionProof } from '../prove.ts';
import { oweAnswer } from './open-orders.ts';
import { lockOrder } from '../../../governance/index.ts';

export const LATE = 'records.order-late';
const EVERY_MS = 60_000;
const rule = 'governance/node-itself';
const byNode: Author = { account: system.account, body: null, rule };

export const orderRound = (context: Context): Round => ({
  name: 'records.disposal-orders',
  everyMs: EVERY_MS,
  run: async (signal) => {
    for (const order of await receivedInState(context.db, 'accepted')) {
      if (signal.aborted) return;
      await sayDone(context, order);
    }
    await remindLate(context);
  },
});

/** Says that an accepted order is carried out, once its disposal is and the log that proves it is signed. */
export async function sayDone(context: Context, order: ReceivedOrder): Promise<boolean> {
  const disposal = await disposalOfOrder(context.db, order.id);
  if (disposal?.state !== 'destroyed') return false;
  const proof = await provedYet(context, disposal.id);
  if (!proof) return false;
  const destroyed = disposal.counts['destroyed'] ?? 0;
  const kept = (disposal.counts['proposed'] ?? 0) - destroyed;
  const act = { action: 'records.carry-out-order', subject: `disposal-order/${order.id}`, kind: 'governance' } as const;
  await writeGovernance(context, { ...act, by: byNode }, async (tx, changeSet) => {
    const found = await lockReceived(tx, order.id);
    if (found?.state !== 'accepted') return;
    const counts = { destroyed, kept, versions: disposal.counts['versions'] ?? 0 };
    const at = disposal.destroyedAt ?? context.clock.now().toISOString();
    await doneReceived(tx, order.id, { outcome: 'destroyed', counts, proof, at, changeSet });
  });
  return true;
}

async function provedYet(context: Context, disposal: string) {
  try {
    return await destructionProof(context, disposal);
  } catch (error) {
    if (error instanceof Problem && error.kind.slug === 'not-proved-yet') return undefined;
    throw error;
  }
}

/** What is late is said to the giver's data manager, and told the other side again, once by itself. */
export async function remindLate(context: Context): Promise<number> {
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const late = await lateOrders(context.db, today);
  for (const order of late) {
    const { register, decides } = await getDisposal(context.db, order.disposal);
    const { names } = await getRegister(context.db, register);
    await openWork(context.db, {
      kind: LATE,
      title: { key: 'records:work.order-late', values: { register: names, count: order.records.length } },
      ...{ body: decides, post: 'data-manager', link: `/governance/lifecycle/orders/${order.id}`, subject: order.id },
      due: { day: order.dueOn, calendar: workingCalendar(context.profile).edition },
      now: context.clock.now(),
    });
    if (order.reminded === 0) await remindOrder(context, order.id, byNode);
  }
  return late.length;
}

/** @throws records/order-not-found */
export async function getOrder({ db }: Pick<Context, 'db'>, id: string): Promise<Order> {
  const found = await findOrder(db, id);
  if (!found) throw problems.orderNotFound({ order: id });
  return found;
}

/** Tells the order again; once a day. @throws records/order-not-found, -moved-on, -reminded-today */
export async function remindOrder(context: Context, id: string, by: Author): Promise<void> {
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const act = { action: 'records.remind-order', subject: `disposal-order/${id}`, kind: 'governance', by } as const;
  await writeGovernance(context, act, async (tx, changeSet) => {
    const order = await lockOrder(tx, id);
    if (!order) throw problems.orderNotFound({ order: id });
    if (order.state !== 'sent' && order.state !== 'not-taken')
      throw problems.orderMovedOn({ order: id, state: order.state });
    if (order.remindedOn === today) throw problems.orderRemindedToday({ order: id });
    await keepReminder(tx, id, today, changeSet);
    const here = await lockReceived(tx, id);
    if (here?.origin === null && here.state === 'received')
      await oweAnswer(context, tx, { ...here, count: here.records.length }, true);
  });
}
