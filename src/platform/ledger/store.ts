/** SQL that writes the log. Each function is one statement. */
import Type from 'typebox';
import type { LogKey } from './log-keys.ts';
import type { Db } from '../db/db.ts';
import { join, prepared, sql } from '../db/sql.ts';
import type { Tile, TileAddress } from './tiles.ts';

const Bytes = Type.Unsafe<Buffer>(Type.Any());
const Head = Type.Object({ epoch: Type.Integer(), position: Type.Integer() });

export interface Pending {
  readonly id: string;
  readonly leaf: string;
  readonly records: readonly string[];
  readonly detail: { readonly protectedFor: string; readonly sealed: Buffer } | null;
}

/** One INSERT for any number of entries: this is what group commit pays for once. */
export async function insertPending(db: Db, entries: readonly Pending[]): Promise<void> {
  const detailed = entries.filter((entry) => entry.detail !== null);
  const details = sql`
    detailed as (
      insert into platform.audit_detail (entry, protected_for, sealed)
      select * from unnest(${detailed.map((entry) => entry.id)}::uuid[],
        ${detailed.map((entry) => entry.detail?.protectedFor)}::text[],
        ${detailed.map((entry) => entry.detail?.sealed)}::bytea[])) `;
  await db.run(
    prepared(sql`
    ${detailed.length > 0 ? sql`with ${details}` : sql``}
    insert into platform.audit_pending (id, leaf, records)
    select id, leaf, records::uuid[] from unnest(${entries.map((entry) => entry.id)}::uuid[],
      ${entries.map((entry) => entry.leaf)}::text[],
      ${entries.map((entry) => `{${entry.records.join(',')}}`)}::text[]) as t(id, leaf, records)`),
  );
}

const News = Type.Object({ pending: Type.Boolean(), unsigned: Type.Boolean() });

/** Whether anything waits for its place, and whether anything in its place waits for a signature. */
export async function news(db: Db): Promise<{ pending: boolean; unsigned: boolean }> {
  const row = await db.one(
    News,
    sql`select exists (select 1 from platform.audit_pending) as pending,
      h.position > coalesce((select c.size from platform.audit_checkpoint c where c.epoch = h.epoch
        order by c.size desc limit 1), 0) as unsigned
      from platform.log_head h where h.log = 'audit'`,
  );
  return row ?? { pending: false, unsigned: false };
}

/** The sequencer's lock: a statement of its own, before the one that moves. */
export async function lockHead(tx: Db): Promise<{ epoch: number; position: number }> {
  const row = await tx.one(Head, sql`select epoch, position from platform.log_head where log = 'audit' for update`);
  return row as { epoch: number; position: number };
}

export async function moveHead(tx: Db, position: number): Promise<void> {
  await tx.run(sql`update platform.log_head set position = ${position} where log = 'audit'`);
}

/**
 * Gives up to `limit` waiting entries their places after the head; returns their leaf hashes in order.
 * The hash is of the leaf as it lies in the database now, not as somebody remembers it.
 */
export async function placePending(tx: Db, after: { epoch: number; position: number }, limit: number) {
  const rows = await tx.many(
    Type.Object({ hash: Bytes }),
    sql`with moved as (
        delete from platform.audit_pending
        where n in (select n from platform.audit_pending order by n limit ${limit}) returning n, id, leaf, records),
      placed as (
        select id, leaf, records, leaf::jsonb as j,
          ${after.position}::bigint + row_number() over (order by n) as position from moved),
      kept as (
        insert into platform.audit_entry
          (epoch, position, id, at, action, actor, body, purpose, subject, allowed, rule, counts, records, leaf)
        select ${after.epoch}, position, id, (j->>'at')::timestamptz, j->>'action', j->>'actor', (j->>'body')::integer,
          j->>'purpose', j->>'subject', (j->>'allowed')::boolean, j->>'rule', j->'counts', (j->>'records')::integer, leaf
        from placed),
      named as (
        insert into platform.audit_record (record, epoch, position)
        select unnest(records), ${after.epoch}, position from placed)
      select sha256('\\x00'::bytea || convert_to(leaf, 'UTF8')) as hash from placed order by position`,
  );
  return rows.map((row) => row.hash);
}

const TileRow = Type.Object({ level: Type.Integer(), idx: Type.Integer(), hashes: Bytes });

export async function readTiles(db: Db, epoch: number, addresses: readonly TileAddress[]): Promise<Tile[]> {
  return db.many(
    TileRow,
    sql`select level, idx, hashes from platform.audit_tile join
      unnest(${addresses.map((tile) => tile.level)}::integer[], ${addresses.map((tile) => tile.idx)}::bigint[])
        as wanted(level, idx) using (level, idx) where epoch = ${epoch}`,
  );
}

export async function writeTiles(tx: Db, epoch: number, tiles: readonly Tile[]): Promise<void> {
  const rows = tiles.map(
    (tile) => sql`(${epoch}::integer, ${tile.level}::integer, ${tile.idx}::bigint, ${tile.hashes}::bytea)`,
  );
  await tx.run(sql`
    insert into platform.audit_tile (epoch, level, idx, hashes) values ${join(rows)}
    on conflict (epoch, level, idx) do update set hashes = excluded.hashes`);
}

export interface CheckpointRow {
  readonly epoch: number;
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
  readonly signedAt: string;
}
const CheckpointRow = Type.Object({
  epoch: Type.Integer(),
  size: Type.Integer(),
  root: Bytes,
  note: Type.String(),
  signedAt: Type.String(),
});

/** Stores a checkpoint. Of those signed in the same minute only the newest is kept: it covers what they covered. */
export async function insertCheckpoint(tx: Db, row: Omit<CheckpointRow, 'signedAt'>, signedAt: Date): Promise<void> {
  await tx.run(sql`
    with covered as (
      delete from platform.audit_checkpoint where epoch = ${row.epoch} and size < ${row.size}
        and signed_at between date_trunc('minute', ${signedAt.toISOString()}::timestamptz) and ${signedAt.toISOString()})
    insert into platform.audit_checkpoint (epoch, size, root, note, signed_at)
    values (${row.epoch}, ${row.size}, ${row.root}, ${row.note}, ${signedAt.toISOString()})`);
}

export function newestCheckpoint(db: Db): Promise<CheckpointRow | undefined> {
  return db.one(
    CheckpointRow,
    sql`select epoch, size, root, note, signed_at as "signedAt" from platform.audit_checkpoint
      order by epoch desc, size desc limit 1`,
  );
}

export function checkpointsOf(db: Db, epoch: number): Promise<CheckpointRow[]> {
  return db.many(
    CheckpointRow,
    sql`select epoch, size, root, note, signed_at as "signedAt" from platform.audit_checkpoint
      where epoch = ${epoch} order by size`,
  );
}

const KeyChange = Type.Object({
  publicKey: Bytes,
  epoch: Type.Integer(),
  size: Type.Integer(),
  signature: Type.Union([Type.Null(), Bytes]),
});

/** The keys of this log, the first one first: it signs from the beginning on. Empty before the first process. */
export async function logKeys(db: Db): Promise<LogKey[]> {
  const owner = await identity(db);
  const changes = await db.many(
    KeyChange,
    sql`select public_key as "publicKey", epoch, size, signature from platform.audit_key order by n`,
  );
  return owner ? [{ publicKey: owner.publicKey, epoch: 1, size: 0, signature: null }, ...changes] : [];
}

export async function insertLogKey(tx: Db, { publicKey, epoch, size, signature }: LogKey, now: Date): Promise<void> {
  await tx.run(sql`insert into platform.audit_key (public_key, epoch, size, signature, changed_at)
    values (${publicKey}, ${epoch}, ${size}, ${signature}, ${now.toISOString()}::timestamptz)`);
}

const Identity = Type.Object({ node: Type.String(), publicKey: Bytes, masterCheck: Bytes });

/** The keys this log belongs to; the first process writes its own. */
export async function identity(db: Db): Promise<{ node: string; publicKey: Buffer; masterCheck: Buffer } | undefined> {
  return db.one(
    Identity,
    sql`select node, public_key as "publicKey", master_check as "masterCheck" from platform.audit_identity`,
  );
}

export async function introduce(db: Db, mine: { node: string; publicKey: Buffer; masterCheck: Buffer }): Promise<void> {
  await db.run(sql`insert into platform.audit_identity (node, public_key, master_check)
    values (${mine.node}, ${mine.publicKey}, ${mine.masterCheck}) on conflict do nothing`);
}
