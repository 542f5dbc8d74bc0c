/** What nobody answers for: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Day, Nullable } from '../../model.ts';
import { GapKind, Role } from '../model.ts';

export const GapRow = Type.Object({
  id: Type.String(),
  kind: GapKind,
  register: Nullable(Type.String()),
  role: Nullable(Role),
  duty: Nullable(Type.String()),
  body: Nullable(Type.Integer()),
  since: Nullable(Day),
  foundOn: Day,
  due: Day,
  calendar: Type.String(),
  owedBy: Type.Integer(),
  post: Type.String(),
  escalatedOn: Nullable(Day),
  closedAt: Nullable(Type.String()),
});
export type GapRow = Static<typeof GapRow>;

const columns = sql`id, kind, register, role, duty, body, since, found_on as "foundOn", due, calendar,
  owed_by as "owedBy", post, escalated_on as "escalatedOn", closed_at as "closedAt"`;

export function openGaps(db: Db): Promise<GapRow[]> {
  return db.many(GapRow, sql`select ${columns} from governance.gap where closed_at is null order by due, id`);
}

/** Those that closed last come first. */
export function closedGaps(db: Db, limit: number): Promise<GapRow[]> {
  return db.many(
    GapRow,
    sql`select ${columns} from governance.gap where closed_at is not null order by closed_at desc, id limit ${limit}`,
  );
}

/** False where another process has found it already. */
export async function insertGap(tx: Db, gap: Omit<GapRow, 'escalatedOn' | 'closedAt'>): Promise<boolean> {
  const { id, kind, register, role, duty, body, since, foundOn, due, calendar, owedBy, post } = gap;
  const written = await tx.run(sql`insert into governance.gap
      (id, kind, register, role, duty, body, since, found_on, due, calendar, owed_by, post)
    values (${id}, ${kind}, ${register}, ${role}, ${duty}, ${body}, ${since}::date, ${foundOn}::date, ${due}::date,
      ${calendar}, ${owedBy}, ${post})
    on conflict do nothing`);
  return written === 1;
}

export async function closeGap(tx: Db, id: string, at: string): Promise<void> {
  await tx.run(sql`update governance.gap set closed_at = ${at} where id = ${id} and closed_at is null`);
}

/** It is somebody else's to close: who held the post there holds it no longer. */
export async function owe(tx: Db, id: string, { body, post }: { readonly body: number; readonly post: string }) {
  await tx.run(sql`update governance.gap set owed_by = ${body}, post = ${post} where id = ${id}`);
}

export async function escalated(tx: Db, id: string, day: string): Promise<void> {
  await tx.run(sql`update governance.gap set escalated_on = ${day}::date where id = ${id}`);
}
