/** SQL on stored pages, the tiles of their trees and signed checkpoints. Each function is one statement. */
import Type from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { join, sql } from '../../../platform/db/sql.ts';
import type { Tile, TileAddress } from '../../../platform/ledger/tiles.ts';

const Bytes = Type.Unsafe<Buffer>(Type.Any());

export interface PageRow {
  readonly idx: number;
  readonly kind: string;
  readonly lines: number;
  readonly release: number;
  readonly leaf: Buffer;
  /** The page as it travels, compressed. */
  readonly body: Buffer;
}
interface Place {
  readonly stream: number;
  readonly epoch: number;
}

export async function insertPages(tx: Db, at: Place, pages: readonly PageRow[], now: Date): Promise<void> {
  await tx.run(sql`insert into exchange.page (stream, epoch, idx, kind, lines, release, leaf, made_at, body)
    select ${at.stream}, ${at.epoch}, idx, kind, lines, release, leaf, ${now.toISOString()}, body
    from unnest(${pages.map((page) => page.idx)}::bigint[], ${pages.map((page) => page.kind)}::text[],
      ${pages.map((page) => page.lines)}::integer[], ${pages.map((page) => page.release)}::integer[],
      ${pages.map((page) => page.leaf)}::bytea[],
      ${pages.map((page) => page.body)}::bytea[]) x(idx, kind, lines, release, leaf, body)`);
}

const BodyRow = Type.Object({ idx: Type.Integer(), release: Type.Integer(), body: Type.Union([Bytes, Type.Null()]) });

/** Bodies from one on, in order, at most so many. */
export const selectPages = (db: Db, at: Place, from: number, limit: number) =>
  db.many(
    BodyRow,
    sql`select idx, release, body from exchange.page where stream = ${at.stream} and epoch = ${at.epoch}
      and idx >= ${from} and idx < ${from + limit} order by idx`,
  );

/** Drops bodies that everybody has and that are older than the retention; the leaves stay. Returns how many. */
export async function dropBodies(tx: Db, at: Place, before: number, olderThan: Date): Promise<number> {
  return tx.run(sql`update exchange.page set body = null where stream = ${at.stream} and epoch = ${at.epoch}
    and idx < ${before} and body is not null and made_at < ${olderThan.toISOString()}`);
}

const First = Type.Object({ first: Type.Union([Type.Integer(), Type.Null()]) });

/** The first page that still has its body. */
export async function firstKept(db: Db, at: Place): Promise<number | null> {
  const row = await db.one(
    First,
    sql`select min(idx) as first from exchange.page where stream = ${at.stream} and epoch = ${at.epoch}
      and body is not null`,
  );
  return row?.first ?? null;
}

/** Bodies of former epochs, which nobody is answered from any more. */
export async function dropFormerBodies(tx: Db, at: Place): Promise<number> {
  return tx.run(sql`update exchange.page set body = null where stream = ${at.stream} and epoch < ${at.epoch}
    and body is not null`);
}

const TileRow = Type.Object({ level: Type.Integer(), idx: Type.Integer(), hashes: Bytes });

export const readTiles = (db: Db, at: Place, addresses: readonly TileAddress[]): Promise<Tile[]> =>
  db.many(
    TileRow,
    sql`select level, idx, hashes from exchange.stream_tile join
      unnest(${addresses.map((tile) => tile.level)}::integer[], ${addresses.map((tile) => tile.idx)}::bigint[])
        as wanted(level, idx) using (level, idx) where stream = ${at.stream} and epoch = ${at.epoch}`,
  );

export async function writeTiles(tx: Db, at: Place, tiles: readonly Tile[]): Promise<void> {
  if (tiles.length === 0) return;
  const rows = tiles.map(
    ({ level, idx, hashes }) =>
      sql`(${at.stream}::integer, ${at.epoch}::integer, ${level}::integer, ${idx}::bigint, ${hashes}::bytea)`,
  );
  await tx.run(sql`insert into exchange.stream_tile (stream, epoch, level, idx, hashes) values ${join(rows)}
    on conflict (stream, epoch, level, idx) do update set hashes = excluded.hashes`);
}

export interface CheckpointRow {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
}
const CheckpointRow = Type.Object({ size: Type.Integer(), root: Bytes, note: Type.String() });

export async function insertCheckpoint(tx: Db, at: Place, row: CheckpointRow, now: Date): Promise<void> {
  await tx.run(sql`with covered as (
      delete from exchange.stream_checkpoint where stream = ${at.stream} and epoch = ${at.epoch} and size < ${row.size}
        and signed_at between date_trunc('minute', ${now.toISOString()}::timestamptz) and ${now.toISOString()})
    insert into exchange.stream_checkpoint (stream, epoch, size, root, note, signed_at)
    values (${at.stream}, ${at.epoch}, ${row.size}, ${row.root}, ${row.note}, ${now.toISOString()})
    on conflict (stream, epoch, size) do nothing`);
}

/** The checkpoint that was signed of this size; undefined when none was, or it was covered by a later one. */
export const checkpointAt = (db: Db, at: Place, size: number): Promise<CheckpointRow | undefined> =>
  db.one(
    CheckpointRow,
    sql`select size, root, note from exchange.stream_checkpoint
      where stream = ${at.stream} and epoch = ${at.epoch} and size = ${size}`,
  );

export const newestCheckpoint = (db: Db, at: Place): Promise<CheckpointRow | undefined> =>
  db.one(
    CheckpointRow,
    sql`select size, root, note from exchange.stream_checkpoint
      where stream = ${at.stream} and epoch = ${at.epoch} order by size desc limit 1`,
  );
