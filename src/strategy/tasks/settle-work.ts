/** What was owed because a task was late is owed no longer once it is done, or its day was moved. */
import { closeWork } from '../../platform/work/index.ts';
import type { Db } from '../../platform/db/db.ts';

export const REMINDED = 'strategy.task-reminder';
export const OVERDUE = 'strategy.task-overdue';

interface Settled {
  readonly code: string;
  /** Account id, or `system`. */
  readonly by: string;
  readonly now: Date;
  readonly as?: 'done' | 'withdrawn';
}

export async function settleWork(tx: Db, { code, ...how }: Settled): Promise<void> {
  for (const kind of [REMINDED, OVERDUE]) await closeWork(tx, { kind, subject: code, ...how });
}
