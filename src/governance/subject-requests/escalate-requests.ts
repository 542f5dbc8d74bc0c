/** A request whose day has passed is told to the body above, once for each of its days; it stays where it is owed. */
import { findBody } from '../../bodies/index.ts';
import { system } from '../../platform/caller.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import { openWork } from '../../platform/work/index.ts';
import { todayOf } from '../write-change.ts';
import { moveSubjectRequest, OVERDUE, stepOf } from './keep-request.ts';
import { nextDue } from './model.ts';
import { subjectSettings } from './settings.ts';
import { listSubjectRequests } from './store/subject-request.ts';

const node = { account: system.account, body: null, rule: 'governance/node-itself' };

/** @returns how many were told */
export async function escalateSubjectRequests(context: Context): Promise<number> {
  const { db, profile } = context;
  const [today, calendar] = [todayOf(context), workingCalendar(profile)];
  const dueBefore = calendar.addWorkingDays(today, -subjectSettings(profile).escalateAfter);
  const late = await listSubjectRequests(db, { bodies: 'all', open: true, dueBefore, limit: 500 });
  let told = 0;
  for (const request of late) {
    // Told of this day already.
    if (request.escalatedOn !== null && request.escalatedOn > nextDue(request)) continue;
    const above = (await findBody(db, request.body))?.path.at(-2) ?? request.body;
    const moving = { id: request.id, action: 'exchange.escalate-subject-request' };
    try {
      await moveSubjectRequest(context, moving, node, async (found, tx) => {
        await openWork(tx, {
          ...{ kind: OVERDUE, title: { key: 'exchange:work.subject-request.overdue' }, body: above, post: 'leader' },
          ...{
            due: null,
            link: `/governance/subject-requests/${found.id}`,
            subject: found.id,
            now: context.clock.now(),
          },
        });
        return { ...found, escalatedOn: today, steps: [...found.steps, stepOf(context, 'escalated', node)] };
      });
      told += 1;
    } catch (error) {
      // Answered in the meantime.
      if (!(error instanceof Problem)) throw error;
    }
  }
  return told;
}
