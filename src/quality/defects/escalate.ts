/** What is late is told to the body above its keeper: one piece of work a keeper and register. */
import { findBody } from '../../bodies/index.ts';
import { findRegister } from '../../governance/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { openWork } from '../../platform/work/index.ts';
import { frameworkOf } from '../framework.ts';
import * as store from './store/defect.ts';

/** Again and again: what was told once is not told again. Returns how many defects were. */
export async function escalateDefects(context: Pick<Context, 'db' | 'clock' | 'profile'>): Promise<number> {
  const { db, clock, profile } = context;
  const now = clock.now();
  const day = dayOf(now, profile.timeZone);
  const dueBefore = workingCalendar(profile).addWorkingDays(day, -frameworkOf(profile).escalateAfter);
  let told = 0;
  for (const { register, keeper, n } of await store.lateKeepers(db, dueBefore)) {
    const body = await findBody(db, keeper);
    const to = body?.path.at(-2) ?? keeper;
    const values = { count: n, body: body?.names ?? {}, register: (await findRegister(db, register))?.names ?? {} };
    told += await db.transaction(async (tx) => {
      const link = `/quality/defects?register=${encodeURIComponent(register)}&body=${encodeURIComponent(body?.code ?? '')}&overdue=yes`;
      const title = { key: 'quality:work.overdue-defects', values };
      const subject = `${register}/${String(keeper)}`;
      await openWork(tx, {
        kind: 'quality.overdue-defects',
        title,
        body: to,
        post: 'leader',
        due: null,
        link,
        subject,
        now,
      });
      return store.escalate(tx, { register, keeper, to, day, dueBefore });
    });
  }
  return told;
}
