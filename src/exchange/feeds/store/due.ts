/** SQL that finds which streams a change concerns. Each function is one statement. */
import Type from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql, type Sql } from '../../../platform/db/sql.ts';

const Edition = Type.Object({ edition: Type.String() });

/** Another text whenever a stream was opened, ended or bound anew. */
export async function streamsEdition(db: Db): Promise<string> {
  const row = await db.one(
    Edition,
    sql`select concat_ws('/', max(id), count(*), sum(hashtext(scope_hash)::bigint)) as edition
      from exchange.stream where state = 'open'`,
  );
  return row?.edition ?? '';
}

const Home = Type.Object({ body: Type.Integer() });

/** Homes of the rows that a change touched, before and after it. */
export async function homesIn(db: Db, touched: Sql): Promise<number[]> {
  const rows = await db.many(Home, sql`select distinct d.body_id as body from ${touched} d`);
  return rows.map((row) => row.body);
}
