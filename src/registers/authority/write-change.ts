/** The frame of every change of claims and disputes: audit entry, change set and work, in one transaction. */
import { bodiesHolding } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Texts } from '../../platform/texts.ts';
import { openWork } from '../../platform/work/index.ts';

export interface Act {
  /** `registers.verb-noun`. */
  readonly action: string;
  /** Code of the element. */
  readonly element: string;
  readonly caller: Pick<Caller, 'account' | 'body'>;
  readonly rule: string;
  /** Kept in the protected detail of the audit entry. */
  readonly reason?: string | undefined;
}

export const todayOf = ({ clock, profile }: Pick<Context, 'clock' | 'profile'>): string =>
  dayOf(clock.now(), profile.timeZone);

/** Runs the work and records it: with everything or not at all. */
export function writeChange<T>(context: Context, act: Act, work: (tx: Db) => Promise<T>): Promise<T> {
  const begunAt = context.clock.now();
  return context.db.transaction(async (tx) => {
    const id = await takeChangeSet(tx);
    const result = await work(tx);
    const { account, body } = act.caller;
    const cause = await context.audit.record(tx, {
      action: act.action,
      actor: account,
      body,
      subject: act.element,
      allowed: true,
      rule: act.rule,
      ...(act.reason !== undefined && { detail: { reason: act.reason } }),
    });
    await appendChangeSet(tx, { id, kind: 'governance', subject: act.element, body, actor: account, cause, begunAt });
    return result;
  });
}

export interface Owed {
  readonly dispute: string;
  readonly names: Texts;
  readonly due: { readonly day: string; readonly calendar: string };
}

export const SETTLE = 'registers.settle-dispute';

/** A dispute waits for the data office, wherever there is one. */
export async function officeOwes(context: Context, tx: Db, { dispute, names, due }: Owed): Promise<void> {
  for (const body of await bodiesHolding(tx, 'data-office', todayOf(context)))
    await openWork(tx, {
      kind: SETTLE,
      title: { key: 'registers:work.settle-dispute', values: { element: names } },
      body,
      post: 'data-office',
      due,
      link: `/registers/disputes/${dispute}`,
      subject: dispute,
      now: context.clock.now(),
    });
}
