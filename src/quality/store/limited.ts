/** Statements of rules under a limit of time. */
import { sqlState, type Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

/** What a rule's own statement may come to grief by: its time is over, or a value cannot be computed with. */
const reasonOf = (state: string | undefined): string | undefined =>
  state === '57014' ? 'too-slow' : state?.startsWith('22') ? 'fails' : undefined;

/** Does it under a limit, or leaves no trace and says why not. @throws what is no fault of a rule */
export async function limited(tx: Db, seconds: number, work: (tx: Db) => Promise<void>): Promise<string | undefined> {
  const [before] = await tx.rows<{ limit: string }>(sql`select current_setting('statement_timeout') as limit`);
  try {
    await tx.transaction(async (inner) => {
      await inner.run(sql`select set_config('statement_timeout', ${String(Math.ceil(seconds * 1000))}, true)`);
      await work(inner);
      await inner.run(sql`select set_config('statement_timeout', ${before?.limit ?? '0'}, true)`);
    });
    return undefined;
  } catch (error) {
    const reason = reasonOf(sqlState(error));
    if (reason === undefined) throw error;
    return reason;
  }
}
