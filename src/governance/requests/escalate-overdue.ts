/**
 * Tells the body above of an answer that is overdue, as the profile says: once for each day that passed. The answer
 * stays where it is owed; above, a work item asks to see to it until it is given.
 */
import { findBody, getBody, homesElsewhere } from '../../bodies/index.ts';
import { system } from '../../platform/caller.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Round } from '../../platform/rounds.ts';
import { registersByManager } from '../store/register.ts';
import { listRequests } from '../store/request.ts';
import { todayOf } from '../write-change.ts';
import { changeRequest } from './change-request.ts';
import { owingOf, standing, type Deciders, type Escalation, type Owing, type RequestRecord } from './model.ts';
import { decidersOf } from './owe-request.ts';
import { rulesOf, type Rules } from './rules.ts';

const EVERY_MS = 60_000;
const node = { account: system.account, body: null, rule: 'governance/node-itself' };
type Rule = NonNullable<Rules['escalation']>;

export const escalationRound = (context: Context): Round => ({
  name: 'governance.escalations',
  everyMs: EVERY_MS,
  run: (signal) => escalateOverdue(context, signal),
});

/** One change set for each request of which something is told. Begun anew, it tells nothing twice. */
export async function escalateOverdue(context: Context, signal?: AbortSignal): Promise<void> {
  const { escalation } = rulesOf(context.profile);
  if (!escalation) return;
  const late = lateness(context, escalation);
  const [elsewhere, managers] = [await homesElsewhere(context), await registersByManager(context.db)];
  for (const request of await listRequests(context.db)) {
    if (signal?.aborted) return;
    // What is decided at another node is told above there.
    if (late(request).length === 0 || elsewhere.has(managers.get(request.register) ?? 0)) continue;
    const step = {
      code: request.code,
      action: 'governance.escalate-request',
      from: ['deciding', 'appealed'],
      side: 'decider',
    } as const;
    try {
      await changeRequest(context, step, node, async (held, { tx, today }) => {
        const told = await Promise.all(
          late(held).map(async ({ part, due }): Promise<Escalation> => {
            const body = await bodyAbove(tx, { to: escalation.to, from: await owerOf(context, tx, held, part) });
            return { part, due, on: today, body, post: escalation.post };
          }),
        );
        return { ...held, escalations: [...held.escalations, ...told] };
      });
    } catch (error) {
      // Decided in the meantime; or the profile names a body that is not there, which must not hold up the others.
      if (!(error instanceof Problem)) throw error;
      context.log.warn({ err: error, request: request.code }, 'an overdue request was not escalated');
    }
  }
}

/** Answers whose day passed long enough ago, and of which nobody was told yet. */
function lateness(context: Context, { days }: Rule): (request: RequestRecord) => ReturnType<typeof owingOf> {
  const [today, calendar] = [todayOf(context), workingCalendar(context.profile)];
  return (request) => {
    const told = standing(request).map(({ part }) => part);
    return owingOf(request).filter(
      ({ part, due }) => due < today && calendar.workingDaysBetween(due, today) >= days && !told.includes(part),
    );
  };
}

async function owerOf(context: Context, tx: Db, { register, appeal }: RequestRecord, part: Owing): Promise<number> {
  const { manager, technical }: Deciders = await decidersOf(context, tx, register);
  if (part === 'appeal') return appeal?.body ?? manager;
  return part === 'content' ? manager : technical;
}

async function bodyAbove(tx: Db, { to, from }: { readonly to: Rule['to']; readonly from: number }): Promise<number> {
  if (to !== 'superior') return (await getBody(tx, to.body)).id;
  return (await findBody(tx, from))?.parent ?? from;
}
