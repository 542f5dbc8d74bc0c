/** The frame of every change in this room: audit entry, change set, work and edition, in one transaction. */
import { appendChangeSet, takeChangeSet } from '../platform/changes/index.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type { Author } from '../bodies/index.ts';
import { edition } from './edition.ts';
import { raiseEdition } from './store/register.ts';

export interface Act {
  /** `governance.verb-noun`. */
  readonly action: string;
  /** Name of a register or code of an agreement. */
  readonly subject: string;
  readonly kind: 'governance' | 'agreement';
  readonly by: Author;
}

export const todayOf = (context: Pick<Context, 'clock' | 'profile'>): string =>
  dayOf(context.clock.now(), context.profile.timeZone);

/** Runs the work and records it: with everything or not at all. */
export async function writeChange<T>(
  context: Context,
  act: Act,
  work: (tx: Db, changeSet: number) => Promise<T>,
  outer?: Db,
): Promise<T> {
  const begunAt = context.clock.now();
  const result = await (outer ?? context.db).transaction(async (tx) => {
    const id = await takeChangeSet(tx);
    const result = await work(tx, id);
    await raiseEdition(tx);
    const { action, subject, by } = act;
    const entry = { action, subject, actor: by.account, body: by.body, allowed: true, rule: by.rule };
    const cause = await context.audit.record(tx, entry);
    const change = { id, kind: act.kind, subject, body: by.body, actor: by.account, cause, begunAt };
    await appendChangeSet(tx, change);
    return result;
  });
  edition.forget();
  return result;
}
