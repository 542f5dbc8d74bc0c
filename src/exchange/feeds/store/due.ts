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

/** The channel on which processes tell each other of streams that may have something new. */
export const NEWS = 'exchange_stream';
// A notification is 8,000 bytes at most.
const MOST_NAMED = 500;

/** What the channel says: numbers of streams, or `all`. */
export const newsOf = (streams: readonly number[]): string => (streams.length > MOST_NAMED ? 'all' : streams.join(','));

/** Heard when the transaction commits. */
export async function tellNews(tx: Db, streams: readonly number[]): Promise<void> {
  if (streams.length > 0) await tx.run(sql`select pg_notify(${NEWS}, ${newsOf(streams)})`);
}

const Stream = Type.Object({ stream: Type.Integer() });

/** Which of these streams have something to be cut. */
export async function streamsDue(db: Db, streams: readonly number[]): Promise<number[]> {
  const rows = await db.many(
    Stream,
    sql`select distinct stream from exchange.stream_due where stream = any(${streams}::integer[])`,
  );
  return rows.map(({ stream }) => stream);
}

/** Whether some stream has still to make its pages of a change set. */
export async function isStreamDue(db: Db, changeSet: number): Promise<boolean> {
  return (
    (await db.rows(sql`select 1 from exchange.stream_due where change_set = ${changeSet}::bigint limit 1`)).length > 0
  );
}
