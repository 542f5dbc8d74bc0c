/** The frame of what somebody changes of tasks here: a number of the log, the audit entry, the change set. */
import { appendChangeSet, takeChangeSet } from '../platform/changes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';

export interface Act {
  /** `strategy.verb-noun`. */
  readonly action: string;
  readonly rule: string;
  readonly subject: string;
  /** Id of the body whose matter it is. */
  readonly body: number | null;
  readonly by: { readonly account: string; readonly body: number | null };
  readonly counts?: Readonly<Record<string, number>>;
}

/** @param work is given the number of the change set; nothing is written down when it returns false */
export async function writingTasks(
  context: Pick<Context, 'audit' | 'clock'>,
  tx: Db,
  { action, rule, subject, body, by, counts }: Act,
  work: (changeSet: number) => Promise<boolean>,
): Promise<boolean> {
  const begunAt = context.clock.now();
  const id = await takeChangeSet(tx);
  if (!(await work(id))) return false;
  const entry = { action, actor: by.account, body: by.body, subject, allowed: true, rule };
  const cause = await context.audit.record(tx, { ...entry, ...(counts && { counts }) });
  await appendChangeSet(tx, { id, kind: 'strategy', subject, body, actor: by.account, cause, begunAt });
  return true;
}
