/** The frame of every change in this room: audit entry, change set, work, paths and edition, in one transaction. */
import { appendChangeSet, takeChangeSet } from '../platform/changes/index.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { described } from './callers.ts';
import { edition } from './edition.ts';
import { raiseEdition, refreshPaths } from './store/write.ts';

/** Who acts, for the audit trail and the change log. */
export interface Author {
  readonly account: string;
  readonly body: number | null;
  /** The rule that allowed it. */
  readonly rule: string;
}

export interface Act {
  /** `bodies.verb-noun`. */
  readonly action: string;
  readonly subject: string;
  readonly by: Author;
  /** Whether the tree may have changed (and not only who holds which post). */
  readonly tree: boolean;
  /** Kept in the protected detail of the audit entry. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface Done<T> {
  readonly result: T;
  readonly added?: number;
  readonly changed?: number;
  readonly ended?: number;
}

export const todayOf = (context: Pick<Context, 'clock' | 'profile'>): string =>
  dayOf(context.clock.now(), context.profile.timeZone);

/** Runs the work and records it: with everything or not at all. */
export async function writeChange<T>(
  context: Context,
  act: Act,
  work: (tx: Db, changeSet: number) => Promise<Done<T>>,
  outer?: Db,
): Promise<T> {
  const begunAt = context.clock.now();
  const result = await (outer ?? context.db).transaction(async (tx) => {
    const id = await takeChangeSet(tx);
    const { result, added = 0, changed = 0, ended = 0 } = await work(tx, id);
    if (act.tree) await refreshPaths(tx, todayOf(context));
    await raiseEdition(tx);
    const cause = await context.audit.record(tx, {
      action: act.action,
      actor: act.by.account,
      body: act.by.body,
      subject: act.subject,
      allowed: true,
      rule: act.by.rule,
      counts: { added, changed, ended },
      ...(act.detail && { detail: act.detail }),
    });
    await appendChangeSet(tx, {
      id,
      kind: 'bodies',
      subject: act.subject,
      body: act.by.body,
      actor: act.by.account,
      cause,
      rowsNew: added,
      rowsChanged: changed,
      rowsEnded: ended,
      begunAt,
    });
    return result;
  });
  edition.forget();
  described.forget();
  return result;
}
