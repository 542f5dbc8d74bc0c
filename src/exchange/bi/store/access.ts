/** SQL on accesses of analysis tools: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const Access = Type.Object({
  id: Type.Integer(),
  agreement: Type.String(),
  consumer: Type.Integer(),
  role: Type.String(),
  register: Type.String(),
  shape: Type.String(),
  query: Type.String(),
  account: Type.String(),
  openedAt: Type.String(),
  validUntil: Type.String(),
  seenAt: Nullable(Type.String()),
  closedAt: Nullable(Type.String()),
  closedBy: Nullable(Type.String()),
});
export type Access = Static<typeof Access>;

const columns = sql`id, agreement, consumer, role, register, shape, query, account, opened_at as "openedAt",
  valid_until as "validUntil", seen_at as "seenAt", closed_at as "closedAt", closed_by as "closedBy"`;

export const openAccesses = (db: Db): Promise<Access[]> =>
  db.many(Access, sql`select ${columns} from exchange.bi_access where closed_at is null order by id`);

export const findOpen = (db: Db, agreement: string, consumer: number): Promise<Access | undefined> =>
  db.one(
    Access,
    sql`select ${columns} from exchange.bi_access
      where agreement = ${agreement} and consumer = ${consumer} and closed_at is null`,
  );

/** Of an agreement: the newest of each consumer. */
export const newestAccesses = (db: Db, agreement: string): Promise<Access[]> =>
  db.many(
    Access,
    sql`select distinct on (consumer) ${columns} from exchange.bi_access where agreement = ${agreement}
      order by consumer, id desc`,
  );

export const addAccess = (tx: Db, one: Omit<Access, 'id' | 'seenAt' | 'closedAt' | 'closedBy'>): Promise<number> =>
  tx.run(sql`insert into exchange.bi_access (agreement, consumer, role, register, shape, query, account, opened_at, valid_until)
    values (${one.agreement}, ${one.consumer}, ${one.role}, ${one.register}, ${one.shape}, ${one.query}, ${one.account},
      ${one.openedAt}, ${one.validUntil})`);

/** Returns 0 when somebody else has closed it. */
export const closeAccess = (tx: Db, id: number, { now, rule }: { readonly now: Date; readonly rule: string }) =>
  tx.run(
    sql`update exchange.bi_access set closed_at = ${now}, closed_by = ${rule} where id = ${id} and closed_at is null`,
  );

export const setQuery = (tx: Db, id: number, query: string): Promise<number> =>
  tx.run(sql`update exchange.bi_access set query = ${query} where id = ${id} and closed_at is null`);

export const touch = (db: Db, roles: readonly string[], now: Date): Promise<number> =>
  db.run(sql`update exchange.bi_access set seen_at = ${now} where role = any(${roles}::text[]) and closed_at is null`);
