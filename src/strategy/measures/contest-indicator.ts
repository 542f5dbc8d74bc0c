/** Somebody thinks a figure is wrong: its owner is asked to look again. */
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { openWork } from '../../platform/work/index.ts';
import { problems } from '../problems.ts';
import { findIndicator } from './store/indicator.ts';

// Five working days to find the cause: the correction clock of the quality framework (profiles may not change it yet).
const ANSWER_WITHIN = 5;

/** @throws problems.indicatorNotFound */
export async function contestIndicator(
  context: Context,
  caller: Caller,
  { code, reason }: { readonly code: string; readonly reason: string },
): Promise<{ work: string }> {
  const now = context.clock.now();
  const calendar = workingCalendar(context.profile);
  const due = calendar.addWorkingDays(dayOf(now, context.profile.timeZone), ANSWER_WITHIN);
  return context.db.transaction(async (tx) => {
    const indicator = await findIndicator(tx, code);
    if (!indicator || indicator.owner === null) throw problems.indicatorNotFound({ indicator: code });
    const id = await takeChangeSet(tx);
    const work = await openWork(tx, {
      kind: 'strategy.contest',
      title: { key: 'strategy:work.contest', values: { indicator: indicator.names, reason } },
      body: indicator.owner,
      post: 'data-manager',
      due: { day: due, calendar: calendar.edition },
      link: `/strategy/indicators/${code}`,
      subject: code,
      now,
    });
    const cause = await context.audit.record(tx, {
      action: 'strategy.contest-indicator',
      actor: caller.account,
      body: caller.body,
      subject: code,
      allowed: true,
      rule: 'strategy/contest',
      detail: { reason },
    });
    await appendChangeSet(tx, {
      id,
      kind: 'strategy',
      subject: code,
      body: caller.body,
      addressee: indicator.owner,
      actor: caller.account,
      cause,
      begunAt: now,
    });
    return { work };
  });
}
