/** The technical role owes a word on every agreement whose security is awaited or has lapsed: one work item for all. */
import { workingCalendar } from '../platform/calendar.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type { Round } from '../platform/rounds.ts';
import { bodiesOwing, closeWork, openWork } from '../platform/work/index.ts';
import { stateOn } from './model.ts';
import * as store from './store/agreement.ts';
import { technicalRole } from './technical-role.ts';
import { todayOf } from './write-change.ts';

const EVERY_MS = 60_000;
const KIND = 'governance.confirm-security';
const SUBJECT = 'agreements';
type Timed = Pick<Context, 'clock' | 'profile'>;

/** Opens it, gives it its number, or closes it when nothing waits. In the transaction of the act. */
export async function oweSecurity(context: Timed, tx: Db): Promise<void> {
  const [today, now] = [todayOf(context), context.clock.now()];
  const waiting = (await store.listAgreements(tx)).filter((one) =>
    ['security-awaited', 'security-lapsed'].includes(stateOn(one, today)),
  );
  const technical = await technicalRole(tx, today);
  const [first] = waiting;
  // Where nobody holds the post, the provider is reminded that somebody must.
  const owed = first && (technical?.body ?? first.provider);
  for (const body of await bodiesOwing(tx, KIND, SUBJECT)) {
    if (body !== owed) await closeWork(tx, { kind: KIND, subject: SUBJECT, body, by: 'system', now });
  }
  if (first === undefined || owed === undefined) return;
  const only = waiting.length === 1 ? `/${encodeURIComponent(first.code)}` : '';
  // What has lapsed was due on its last day.
  const lapsed = waiting.flatMap(({ securityUntil }) => securityUntil ?? []).toSorted()[0];
  await openWork(tx, {
    kind: KIND,
    title: { key: 'governance:work.confirm-security', values: { count: waiting.length } },
    body: owed,
    post: technical?.post ?? 'data-office',
    due: lapsed === undefined ? null : { day: lapsed, calendar: workingCalendar(context.profile).edition },
    link: `/governance/agreements${only}`,
    subject: SUBJECT,
    now,
  });
}

/** A confirmation lapses by itself: nobody acts then. */
export const securityRound = (context: Context): Round => ({
  name: 'governance.security',
  everyMs: EVERY_MS,
  run: () => context.db.transaction((tx) => oweSecurity(context, tx)),
});
