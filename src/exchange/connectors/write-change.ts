/** The frame of every change of connectors and webhooks: audit entry and change set in one transaction. */
import type { Author } from '../../bodies/index.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';

export interface Act {
  /** `exchange.verb-noun`. */
  readonly action: string;
  /** `connector/<code>` or `webhook/<code>`. */
  readonly subject: string;
  readonly by: Author;
}

/** Runs the work and records it: with everything or not at all. */
export async function writeChange<T>(
  context: Pick<Context, 'db' | 'clock' | 'audit'>,
  { action, subject, by }: Act,
  work: (tx: Db, changeSet: number) => Promise<T>,
): Promise<T> {
  const begunAt = context.clock.now();
  return context.db.transaction(async (tx) => {
    const id = await takeChangeSet(tx);
    const result = await work(tx, id);
    const entry = { action, subject, actor: by.account, body: by.body, allowed: true, rule: by.rule };
    const cause = await context.audit.record(tx, entry);
    await appendChangeSet(tx, { id, kind: 'governance', subject, body: by.body, actor: by.account, cause, begunAt });
    return result;
  });
}
