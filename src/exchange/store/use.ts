/** SQL on the audit trail (the floor's own tables): who used what. */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

/** What counts as a read of a register's rows. */
const READS = [
  'records.list',
  'records.read',
  'records.lookup',
  'records.export',
  'registers.lookup',
  'exchange.lookup',
  'exchange.list',
  'exchange.batch',
];

const Use = Type.Object({ subject: Type.String(), body: Type.Integer(), reads: Type.Integer() });

/** Reads that were allowed since a moment, by register and body. */
export const usesSince = (db: Db, since: Date) =>
  db.many(
    Use,
    sql`select subject, body, count(*) as reads from platform.audit_entry
       where allowed and body is not null and at >= ${since} and action = any(${READS}::text[])
       group by subject, body`,
  );

const Today = Type.Object({ apiReads: Type.Integer(), refusals: Type.Integer() });

/** Between two moments: reads that came by the API and not from our own pages, and refusals; not the node's questions to itself. */
export const countBetween = async (db: Db, from: Date, until: Date) =>
  (await db.one(
    Today,
    sql`select count(*) filter (where allowed and action = any(${READS}::text[]) and (counts->>'api')::int = 1) as "apiReads",
          count(*) filter (where not allowed) as refusals
        from platform.audit_entry where at >= ${from} and at < ${until} and actor <> 'system'`,
  )) ?? { apiReads: 0, refusals: 0 };

/** When the first change of a register was numbered; undefined for one without any. */
export async function firstChangeOf(db: Db, register: string): Promise<string | undefined> {
  const Row = Type.Object({ at: Type.String() });
  const row = await db.one(
    Row,
    sql`select stamped_at as at from platform.change_set where subject = ${register} and stamped_at is not null
        order by epoch, position limit 1`,
  );
  return row?.at;
}
