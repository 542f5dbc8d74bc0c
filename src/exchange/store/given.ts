/** SQL on who was given records, and on what exchange keeps of them. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';

/** Reads with which rows leave the node. */
const LEAVES = ['records.export', 'exchange.lookup', 'exchange.list', 'exchange.batch'].flatMap((action) => [
  action,
  `${action}-rows`,
]);

const Reader = Type.Object({ body: Type.Integer(), record: Type.String() });

/** Bodies for which these records were read over the API or as a file, by the audit trail (the floor's own). */
export const readersOf = (db: Db, records: readonly string[]): Promise<Static<typeof Reader>[]> =>
  db.many(
    Reader,
    sql`select distinct e.body, r.record::text as record
      from platform.audit_record r join platform.audit_entry e using (epoch, position)
      where r.record = any(${records}::uuid[]) and e.allowed and e.body is not null and e.action = any(${LEAVES}::text[])
      order by e.body, record`,
  );

/** Rows of these that came by a feed and could not be taken. */
export const dropParked = (tx: Db, records: readonly string[]): Promise<number> =>
  tx.run(sql`delete from exchange.parked_row where record = any(${records}::uuid[])`);

/** Second versions of these that were kept for somebody to decide on. */
export const dropMet = (tx: Db, records: readonly string[]): Promise<number> =>
  tx.run(sql`delete from exchange.met_version where record = any(${records}::uuid[])`);
