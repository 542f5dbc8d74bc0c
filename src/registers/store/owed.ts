/** SQL on records that wait to be held against a source of another node: each function one statement. */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql, type Sql } from '../../platform/db/sql.ts';

/** @param records a query that gives their ids */
export const oweChecks = (tx: Db, register: string, records: Sql): Promise<number> =>
  tx.run(sql`insert into registers.owed_check (register, record_id)
    select ${register}, r.record_id from (${records}) r on conflict do nothing`);

const Owed = Type.Object({
  record: Type.String(),
  /** Null: the record is not there any more. */
  body: Type.Union([Type.Integer(), Type.Null()]),
  key: Type.Union([Type.String(), Type.Null()]),
});

/** The oldest. @param rows gives `record_id, body_id, key` of the register */
export const listOwed = (db: Db, register: string, { rows, limit }: { readonly rows: Sql; readonly limit: number }) =>
  db.many(
    Owed,
    sql`select o.record_id as record, r.body_id as body, r.key
      from (select record_id, since from registers.owed_check where register = ${register}) o
      left join (${rows}) r on r.record_id = o.record_id order by o.since, o.record_id limit ${limit}`,
  );

export const settleOwed = (tx: Db, register: string, records: readonly string[]): Promise<number> =>
  tx.run(sql`delete from registers.owed_check where register = ${register} and record_id = any(${records}::uuid[])`);
