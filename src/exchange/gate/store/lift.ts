/** SQL on points of the gate that were lifted. */
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

export interface LiftRecord {
  readonly id: string;
  readonly register: string;
  readonly point: string;
  readonly until: string;
  readonly reason: string;
  readonly decidedOn: string;
  readonly account: string;
  readonly body: number | null;
}

/** Of a register, the newest first. */
export const liftsOf = (db: Db, register: string): Promise<LiftRecord[]> =>
  db.rows<LiftRecord>(sql`select id, register, point, until::text, reason, decided_on::text as "decidedOn", account, body
    from exchange.gate_lift where register = ${register} order by id desc`);

export const putLift = (db: Db, one: LiftRecord, changeSet: number) =>
  db.run(sql`insert into exchange.gate_lift (id, register, point, until, reason, decided_on, account, body, change_set)
    values (${one.id}, ${one.register}, ${one.point}, ${one.until}, ${one.reason}, ${one.decidedOn}, ${one.account},
      ${one.body}, ${changeSet})`);

/** Whether anything is written down at all. */
export async function hasTrail(db: Db): Promise<boolean> {
  const rows = await db.rows<{ n: boolean }>(sql`select exists (select 1 from platform.audit_entry) as n`);
  return rows[0]?.n === true;
}
