/** SQL on parcels that leave and arrive. Each function is one statement. */
import Type from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import type { Parcel } from '../../../platform/travel.ts';

const text = Type.String();
const ParcelRow = Type.Object({
  id: text,
  kind: text,
  from: text,
  to: text,
  subject: text,
  payload: Type.Unknown(),
});
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export async function insertOut(tx: Db, nodes: readonly string[], parcel: Parcel, now: Date): Promise<void> {
  await tx.run(sql`insert into exchange.parcel_out (node, id, kind, from_body, to_body, subject, payload, made_at)
    select node, ${parcel.id}, ${parcel.kind}, ${parcel.from}, ${parcel.to}, ${parcel.subject},
      ${JSON.stringify(parcel.payload)}::jsonb, ${now.toISOString()}::timestamptz
    from unnest(${nodes}::text[]) as node
    on conflict (node, id) do nothing`);
}

// A line's own time, not the day that people decide on.
const isDue = sql`(try_after is null or try_after <= clock_timestamp())`;

export async function nodesWaiting(db: Db): Promise<string[]> {
  const rows = await db.many(
    Type.Object({ node: text }),
    sql`select distinct node from exchange.parcel_out where settled_at is null and ${isDue} order by node`,
  );
  return rows.map(({ node }) => node);
}

/** The oldest that wait for a node, in their order; those that the node has parked come after the others. */
export const waitingFor = (db: Db, node: string, limit: number): Promise<Parcel[]> =>
  db.many(
    ParcelRow,
    sql`select id, kind, from_body as "from", to_body as "to", subject, payload from exchange.parcel_out
      where node = ${node} and settled_at is null and ${isDue} order by (waits_for is not null), n limit ${limit}`,
  );

/** The other node has parked it: it waits for something that has not come there. */
export async function noteWaiting(db: Db, at: { readonly node: string; readonly id: string }, reason: string) {
  await db.run(sql`update exchange.parcel_out set waits_for = ${reason}, attempts = attempts + 1, failed = null,
      try_after = clock_timestamp() + interval '250 ms' * power(2, least(attempts, 8))
    where node = ${at.node} and id = ${at.id} and settled_at is null`);
}

/** @returns whether it was still waiting */
export async function settleOut(
  tx: Db,
  at: { readonly node: string; readonly id: string },
  how: { readonly refused: string | null; readonly now: Date },
): Promise<boolean> {
  const settled = await tx.run(sql`update exchange.parcel_out
    set settled_at = ${how.now.toISOString()}, refused = ${how.refused}, failed = null, waits_for = null
    where node = ${at.node} and id = ${at.id} and settled_at is null`);
  return settled === 1;
}

export async function noteFailure(db: Db, node: string, reason: string): Promise<void> {
  await db.run(sql`update exchange.parcel_out set attempts = attempts + 1, failed = ${reason}
    where node = ${node} and settled_at is null`);
}

/** Remembers it; false where it was there already. */
export async function insertIn(tx: Db, origin: string, parcel: Parcel, now: Date): Promise<boolean> {
  const added = await tx.run(sql`insert into exchange.parcel_in
      (origin, id, kind, from_body, to_body, subject, payload, received_at)
    values (${origin}, ${parcel.id}, ${parcel.kind}, ${parcel.from}, ${parcel.to}, ${parcel.subject},
      ${JSON.stringify(parcel.payload)}, ${now.toISOString()})
    on conflict (origin, id) do nothing`);
  return added === 1;
}

export async function refuseIn(tx: Db, origin: string, id: string, reason: string): Promise<void> {
  await tx.run(sql`update exchange.parcel_in set refused = ${reason} where origin = ${origin} and id = ${id}`);
}

export async function refusalOf(db: Db, origin: string, id: string): Promise<string | null> {
  const row = await db.one(
    Type.Object({ refused: Nullable(text) }),
    sql`select refused from exchange.parcel_in where origin = ${origin} and id = ${id}`,
  );
  return row?.refused ?? null;
}

const Line = Type.Object({
  way: Type.Enum(['out', 'in']),
  node: text,
  id: text,
  kind: text,
  from: text,
  to: text,
  subject: text,
  at: text,
  settledAt: Nullable(text),
  refused: Nullable(text),
  attempts: Type.Integer(),
  failed: Nullable(text),
  waitsFor: Nullable(text),
  hash: Nullable(text),
  droppedAt: Nullable(text),
});

/** Newest first, those that wait before those that are done. */
export const listParcels = (db: Db, limit: number) =>
  db.many(
    Line,
    sql`select * from (
      select 'out' as way, node, id, kind, from_body as "from", to_body as "to", subject, made_at as "at",
        settled_at as "settledAt", refused, attempts, failed,
        waits_for as "waitsFor", encode(hash, 'hex') as hash, dropped_at as "droppedAt" from exchange.parcel_out
      union all
      select 'in', origin, id, kind, from_body, to_body, subject, received_at, received_at, refused, 0, null, null,
        encode(hash, 'hex'), dropped_at
      from exchange.parcel_in) p
    order by ("settledAt" is null) desc, "at" desc, id limit ${limit}`,
  );

/** Can be turned off by a test, which must then see what it defends against. */
export type ParcelCheck = 'settled';

export interface Drop {
  readonly before: Date;
  readonly now: Date;
  readonly most: number;
}

// The same text on both sides, whoever wrote the JSON: jsonb has one spelling.
const emptied = (now: Date) => sql`payload = null, hash = sha256(convert_to(payload::text, 'UTF8')),
  dropped_at = ${now.toISOString()}::timestamptz`;

/** Empties what the other side answered before then. @returns how many */
export function dropOut(db: Db, { before, now, most }: Drop, off: readonly ParcelCheck[] = []): Promise<number> {
  const settled = off.includes('settled') ? sql`coalesce(settled_at, made_at)` : sql`settled_at`;
  return db.run(sql`update exchange.parcel_out set ${emptied(now)} where n in (
    select n from exchange.parcel_out where dropped_at is null and ${settled} < ${before.toISOString()}::timestamptz
    order by ${settled} limit ${most})`);
}

/** Empties what was taken or refused here before then; that it came must stay known. @returns how many */
export const dropIn = (db: Db, { before, now, most }: Drop): Promise<number> =>
  db.run(sql`update exchange.parcel_in set ${emptied(now)} where (origin, id) in (
    select origin, id from exchange.parcel_in
    where dropped_at is null and received_at < ${before.toISOString()}::timestamptz order by received_at limit ${most})`);

/** With which homes a node was last told everything; undefined: never. */
export async function greetedWith(db: Db, node: string): Promise<string | undefined> {
  const row = await db.one(Type.Object({ homes: text }), sql`select homes from exchange.greeted where node = ${node}`);
  return row?.homes;
}

export async function putGreeted(tx: Db, node: string, homes: string): Promise<void> {
  await tx.run(sql`insert into exchange.greeted (node, homes) values (${node}, ${homes})
    on conflict (node) do update set homes = excluded.homes`);
}
