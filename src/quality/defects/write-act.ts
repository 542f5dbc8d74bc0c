/** The frame of every act on a defect: audit entry and change set, in one transaction with the act. */
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { DefectRecord } from './model.ts';

export async function writeAct<T>(
  context: Context,
  caller: Caller,
  { action, defects }: { readonly action: string; readonly defects: readonly DefectRecord[] },
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  const begunAt = context.clock.now();
  return context.db.transaction(async (tx) => {
    const done = await work(tx);
    for (const [register, own] of Map.groupBy(defects, (one) => one.register)) {
      const records = own.flatMap(({ record }) => record ?? []);
      const cause = await context.audit.record(tx, {
        action,
        actor: caller.account,
        body: caller.body,
        subject: register,
        allowed: true,
        rule: action.replace('.', '/'),
        counts: { defects: own.length },
        ...(records.length > 0 && { records }),
      });
      await appendChangeSet(tx, {
        ...{ id: await takeChangeSet(tx), kind: 'quality', subject: register, body: caller.body },
        ...{ actor: caller.account, cause, begunAt, members: records },
      });
    }
    return done;
  });
}
