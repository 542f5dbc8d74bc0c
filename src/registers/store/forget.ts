/** SQL on what corrections quote of records that are destroyed. Each function is one statement. */
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

interface Gone {
  readonly register: string;
  readonly records: readonly string[];
}

/** Files that went with corrections of these records. */
export const dropEvidence = (tx: Db, { register, records }: Gone): Promise<number> =>
  tx.run(sql`delete from registers.evidence e using registers.correction c
    where c.id = e.correction and c.register = ${register} and c.record_id = any(${records}::uuid[])`);

/** That there was a correction, of which field, and how it ended stays; what it quoted and what was written about it goes. */
export const blankCorrections = (tx: Db, { register, records }: Gone): Promise<number> =>
  tx.run(sql`update registers.correction set said = null, held = null,
      reason = case when reason is null then null else '' end, evidence = case when evidence is null then null else '' end,
      state = case when closed_at is null then 'withdrawn' else state end,
      closed_by = case when closed_at is null then 'system' else closed_by end, closed_at = coalesce(closed_at, now())
    where register = ${register} and record_id = any(${records}::uuid[])
      and (said is not null or held is not null or reason <> '' or evidence <> '' or closed_at is null)`);
