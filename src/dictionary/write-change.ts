/** The frame of every change in this room: audit entry and change set with the work, in one transaction. */
import { appendChangeSet, takeChangeSet } from '../platform/changes/index.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';

/** Who acts, for the audit trail and the change log. */
export interface Author {
  readonly account: string;
  readonly body: number | null;
  /** The rule that allowed it. */
  readonly rule: string;
}

/** The author of a request that was allowed. */
export const authorOf = ({
  caller,
  decision,
}: {
  readonly caller: { readonly account: string; readonly body: number | null };
  readonly decision: { readonly rule: string };
}): Author => ({ account: caller.account, body: caller.body, rule: decision.rule });

export interface Act {
  readonly kind: 'codes' | 'release' | 'proposal' | 'governance';
  /** `dictionary.verb-noun`. */
  readonly action: string;
  /** A list's code, `dictionary`, `proposal-12`, a body's id. */
  readonly subject: string;
  readonly by: Author;
}

export interface Done {
  readonly changeSet: number;
  readonly added: number;
  readonly changed: number;
  readonly ended: number;
  readonly release?: number;
}

export const todayOf = (context: Pick<Context, 'clock' | 'profile'>): string =>
  dayOf(context.clock.now(), context.profile.timeZone);

export const takeChange = (tx: Db): Promise<number> => takeChangeSet(tx);

/** Records what was done under a change set taken before. */
export async function recordChange(context: Context, tx: Db, act: Act, done: Done): Promise<void> {
  const { added, changed, ended } = done;
  const cause = await context.audit.record(tx, {
    action: act.action,
    actor: act.by.account,
    body: act.by.body,
    subject: act.subject,
    allowed: true,
    rule: act.by.rule,
    counts: { added, changed, ended },
  });
  await appendChangeSet(tx, {
    id: done.changeSet,
    kind: act.kind,
    subject: act.subject,
    body: act.by.body,
    actor: act.by.account,
    cause,
    rowsNew: added,
    rowsChanged: changed,
    rowsEnded: ended,
    begunAt: context.clock.now(),
    ...(done.release === undefined ? {} : { release: done.release }),
  });
}
