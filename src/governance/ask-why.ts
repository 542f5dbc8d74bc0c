/** Why may I not read this: the decision on a register, its fields and one more read, without a trace in the quota. */
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import type { Decision } from '../platform/decision.ts';
import type { QuotaPeriod } from './model.ts';
import { freeAgain, periodStart } from './quota.ts';
import * as store from './store/agreement.ts';
import { usedSince } from './store/request.ts';
import { subjectsOf, type SubjectsState } from './take-subjects.ts';
import { whyNotBeyond } from './why-not.ts';
import { todayOf } from './write-change.ts';

export interface Why {
  readonly decision: Decision;
  readonly quota: {
    readonly quota: number;
    readonly used: number;
    readonly period: QuotaPeriod;
    readonly freeAgain: string;
  } | null;
  /** The budget of different records, when the agreement has one. */
  readonly subjects: (SubjectsState & { readonly period: QuotaPeriod }) | null;
}

/** @param decision what the register as a whole is decided; its facts name the agreement, if one had a say */
export async function askWhy(
  context: Context,
  caller: Caller,
  decision: Decision,
  elements: readonly string[],
): Promise<Why> {
  const code = decision.facts['agreement'];
  const agreement = typeof code === 'string' ? await store.findAgreement(context.db, code) : undefined;
  if (!agreement || caller.body === null) return { decision, quota: null, subjects: null };
  const { quota, quotaPeriod: period } = agreement;
  const [day, me] = [todayOf(context), caller.body];
  const grant = (await store.listGrants(context.db, me)).find((one) => one.agreement === code);
  const used = await usedSince(context.db, [agreement.code], periodStart(period, day));
  const mine = used.find(({ consumer }) => consumer === me)?.used ?? 0;
  const subjects = await subjectsOf(context.db, agreement, { consumer: me, day });
  const counted = quota === null ? null : { quota, used: mine, freeAgain: freeAgain(period, day) };
  return {
    decision: whyNotBeyond(decision, grant, {
      elements,
      ...(counted && { quota: counted }),
      ...(subjects && { subjects }),
    }),
    quota: counted && { ...counted, period },
    subjects: subjects && { ...subjects, period },
  };
}
