/** A hold whose day of review has come is owed to the data manager of its register, once a day. */
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Round } from '../../platform/rounds.ts';
import { closeWork, openWork } from '../../platform/work/index.ts';
import { listRegisters } from '../store/register.ts';
import { todayOf } from '../write-change.ts';
import { isHolding } from './model.ts';
import { REVIEW } from './place-hold.ts';
import { listHolds } from './store/hold.ts';

const EVERY_MS = 60_000;

/** Begun anew it changes nothing. */
export async function oweReviews(context: Context, tx: Db): Promise<void> {
  const [today, now, edition] = [todayOf(context), context.clock.now(), workingCalendar(context.profile).edition];
  const registers = new Map((await listRegisters(tx, true)).map((one) => [one.name, one]));
  for (const hold of await listHolds(tx)) {
    const register = registers.get(hold.register);
    const body = register?.managerBody ?? null;
    if (!isHolding(hold, today)) {
      await closeWork(tx, { kind: REVIEW, subject: hold.id, by: 'system', as: 'withdrawn', now });
    } else if (hold.reviewOn <= today && body !== null) {
      await openWork(tx, {
        kind: REVIEW,
        title: { key: 'governance:work.review-hold', values: { register: register?.names ?? {} } },
        ...{ body, post: 'data-manager', due: { day: hold.reviewOn, calendar: edition } },
        ...{ link: '/governance/lifecycle/holds', subject: hold.id, now },
      });
    }
  }
}

export const reviewRound = (context: Context): Round => ({
  name: 'governance.review-holds',
  everyMs: EVERY_MS,
  run: () => context.db.transaction((tx) => oweReviews(context, tx)),
});
