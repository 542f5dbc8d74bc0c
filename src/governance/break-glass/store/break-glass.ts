/** Emergency rights: each function one statement. */
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { EmergencyRight } from '../model.ts';

const columns = sql`id, account::text, body, permissions, registers, hours::float8 as hours, reason, asked_at as "askedAt",
  waits_until as "waitsUntil", confirmed_by::text as "confirmedBy", confirmed_at as "confirmedAt", ends_at as "endsAt",
  ended_at as "endedAt", ended_by as "endedBy", reviewed_by::text as "reviewedBy", reviewed_at as "reviewedAt",
  justified, finding`;

/** Newest first. */
export const listRights = (db: Db, limit: number): Promise<EmergencyRight[]> =>
  db.many(EmergencyRight, sql`select ${columns} from governance.break_glass order by asked_at desc, id limit ${limit}`);

/** Those that nobody has ended yet: they wait, are open, or their time is over and nobody wrote it down. */
export const standingRights = (db: Db): Promise<EmergencyRight[]> =>
  db.many(EmergencyRight, sql`select ${columns} from governance.break_glass where ended_at is null`);

export const findRight = (db: Db, id: string): Promise<EmergencyRight | undefined> =>
  db.one(EmergencyRight, sql`select ${columns} from governance.break_glass where id = ${id}::uuid`);

/** The same, and nobody else changes it until the transaction ends. */
export const lockRight = (tx: Db, id: string): Promise<EmergencyRight | undefined> =>
  tx.one(EmergencyRight, sql`select ${columns} from governance.break_glass where id = ${id}::uuid for update`);

export async function insertRight(tx: Db, row: EmergencyRight, changeSet: number): Promise<void> {
  await tx.run(sql`insert into governance.break_glass (id, account, body, permissions, registers, hours, reason, asked_at,
      waits_until, change_set)
    values (${row.id}, ${row.account}::uuid, ${row.body}, ${row.permissions}::text[], ${row.registers}::text[],
      ${row.hours}, ${row.reason}, ${row.askedAt}, ${row.waitsUntil}, ${changeSet})`);
}

export async function confirmRight(
  tx: Db,
  { id, confirmedBy, confirmedAt, endsAt }: EmergencyRight,
  changeSet: number,
): Promise<void> {
  await tx.run(sql`update governance.break_glass set confirmed_by = ${confirmedBy}::uuid, confirmed_at = ${confirmedAt},
    ends_at = ${endsAt}, change_set = ${changeSet} where id = ${id}::uuid`);
}

export async function endRight(tx: Db, { id, endedAt, endedBy }: EmergencyRight, changeSet: number): Promise<void> {
  await tx.run(sql`update governance.break_glass set ended_at = ${endedAt}, ended_by = ${endedBy},
    change_set = ${changeSet} where id = ${id}::uuid`);
}

export async function reviewRight(tx: Db, row: EmergencyRight, changeSet: number): Promise<void> {
  await tx.run(sql`update governance.break_glass set reviewed_by = ${row.reviewedBy}::uuid, reviewed_at = ${row.reviewedAt},
    justified = ${row.justified}, finding = ${row.finding}, change_set = ${changeSet} where id = ${row.id}::uuid`);
}
