/**
 * Why may I not read this, or may I? The one function behind the why page, `artery exchange why`, "would it be granted?" of
 * the served APIs, and every refusal for a quota: the decision on a register or a grant, its fields and one more read,
 * without a trace in the quota.
 */
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import type { Decision } from '../platform/decision.ts';
import type { QuotaPeriod } from './model.ts';
import { openGrant, quotaOf, type Opened, type QuotaState } from './open-grant.ts';
import { subjectsOf, type SubjectsState } from './take-subjects.ts';
import { whyNotBeyond } from './why-not.ts';
import { todayOf } from './write-change.ts';

type Own = Pick<Context, 'db' | 'clock' | 'profile'>;

export interface Why {
  readonly decision: Decision;
  /** Of the agreement that has a say; null without one or without a quota. */
  readonly quota: (QuotaState & { readonly period: QuotaPeriod }) | null;
  /** The budget of different records, when the agreement has one. */
  readonly subjects: (SubjectsState & { readonly period: QuotaPeriod }) | null;
}

export interface Further {
  /** Elements (codes); empty when whatever the agreement opens is meant. */
  readonly elements: readonly string[];
  /** What stands against it besides, known to whoever asks: it is told before quota and budget. */
  readonly against?: Decision | undefined;
}

/** What one more read under a grant would meet. @param decision what was decided on the grant or on its register */
export async function whyUnder(
  { db, ...context }: Own,
  { decision, opened }: { readonly decision: Decision; readonly opened: Opened | undefined },
  { elements, against }: Further,
): Promise<Why> {
  if (!opened) return { decision, quota: null, subjects: null };
  const { grant, agreement, managerNames } = opened;
  const { consumer } = grant;
  const quota = await quotaOf({ db, ...context }, agreement, consumer);
  const subjects = await subjectsOf(db, agreement, { consumer, day: todayOf(context) });
  const period = agreement.quotaPeriod;
  const said = { ...(managerNames && { whoCanChange: managerNames }), ...decision };
  const beyond = { elements, ...(quota && { quota }), ...(subjects && { subjects }) };
  return {
    decision: said.allowed && against ? against : whyNotBeyond(said, grant, beyond),
    quota: quota && { ...quota, period },
    subjects: subjects && { ...subjects, period },
  };
}

/** The same for somebody signed in. @param decision on the register as a whole; its facts name the agreement that had a say */
export async function askWhy(
  context: Own,
  caller: Caller,
  decision: Decision,
  elements: readonly string[],
): Promise<Why> {
  const { agreement } = decision.facts;
  if (typeof agreement !== 'string' || caller.body === null) return { decision, quota: null, subjects: null };
  const { opened } = await openGrant(context, { agreement, consumer: caller.body, mode: 'query' });
  return whyUnder(context, { decision, opened }, { elements });
}
