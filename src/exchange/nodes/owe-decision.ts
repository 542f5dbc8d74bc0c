/** Nodes that ask to join wait for people: one work item, whose number is how many they are. */
import { bodiesHolding } from '../../bodies/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { countAsked } from './store/node.ts';

const KIND = 'exchange.decide-join';
const SUBJECT = 'nodes';

/** Opens it, gives it its number, or closes it when nobody asks. In the transaction of the act. */
export async function oweDecision({ clock, profile }: Pick<Context, 'clock' | 'profile'>, tx: Db): Promise<void> {
  const now = clock.now();
  const count = await countAsked(tx);
  if (count === 0) {
    await closeWork(tx, { kind: KIND, subject: SUBJECT, by: 'system', now });
    return;
  }
  const day = dayOf(now, profile.timeZone);
  for (const post of ['data-office', 'administrator'] as const) {
    const [body] = await bodiesHolding(tx, post, day);
    if (body === undefined) continue;
    await openWork(tx, {
      kind: KIND,
      title: { key: 'exchange:nodes.decide', values: { count } },
      ...{ body, post, link: '/exchange/nodes', subject: SUBJECT, now },
    });
    return;
  }
}
