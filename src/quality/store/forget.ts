/** SQL on what defects and contests say of records that are destroyed. Each function is one statement. */
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

interface Gone {
  readonly register: string;
  readonly records: readonly string[];
}

/** That there was a defect, by which rule, and how it ended stays; the words of people about it go. */
export const blankDefects = (tx: Db, { register, records }: Gone): Promise<number> =>
  tx.run(sql`update quality.defect set cause = null, action = null
    where register = ${register} and record = any(${records}::uuid[]) and (cause is not null or action is not null)`);

export const blankContests = (tx: Db, { register, records }: Gone): Promise<number> =>
  tx.run(sql`update quality.contest c set words = '', answer = case when c.answer is null then null else '' end
    from quality.defect d where d.id = c.defect and d.register = ${register} and d.record = any(${records}::uuid[])
      and (c.words <> '' or c.answer <> '')`);
