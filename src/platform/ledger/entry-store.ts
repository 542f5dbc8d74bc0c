/** SQL that reads the log. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../db/db.ts';
import { join, sql, type Sql } from '../db/sql.ts';
import { HASH_BYTES, TILE_WIDTH } from './tiles.ts';

const Bytes = Type.Unsafe<Buffer>(Type.Any());
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

const EntryRow = Type.Object({
  epoch: Type.Integer(),
  number: Type.Integer(),
  id: Type.String(),
  at: Type.String(),
  action: Type.String(),
  actor: Type.String(),
  body: Nullable(Type.Integer()),
  purpose: Nullable(Type.String()),
  subject: Type.String(),
  allowed: Type.Boolean(),
  rule: Type.String(),
  counts: Type.Record(Type.String(), Type.Number()),
  records: Type.Integer(),
  leaf: Type.String(),
});
export type EntryRow = Static<typeof EntryRow>;

const columns = sql`e.epoch, e.position as number, e.id, e.at, e.action, e.actor, e.body, e.purpose, e.subject,
  e.allowed, e.rule, e.counts, e.records, e.leaf`;

/** What a caller may see: everything, or the bodies given and always their own acts. */
export interface Sight {
  readonly bodies: 'all' | readonly number[];
  readonly account: string;
}

export interface EntryFilter {
  readonly action?: string;
  readonly actor?: string;
  readonly body?: number;
  readonly subject?: string;
  readonly rule?: string;
  readonly record?: string;
  readonly allowed?: boolean;
  /** Instants; `to` is not included. */
  readonly from?: string;
  readonly to?: string;
  readonly before?: { readonly epoch: number; readonly number: number };
  readonly limit: number;
}

export const seen = ({ bodies, account }: Sight): Sql[] =>
  bodies === 'all' ? [] : [sql`(e.body = any(${bodies}::integer[]) or e.actor = ${account})`];

export function conditions(filter: EntryFilter): Sql[] {
  const { action, actor, body, subject, rule, record, allowed, from, to, before } = filter;
  const all: (Sql | false)[] = [
    action !== undefined && (action.endsWith('.') ? sql`starts_with(e.action, ${action})` : sql`e.action = ${action}`),
    actor !== undefined && sql`e.actor = ${actor}`,
    body !== undefined && sql`e.body = ${body}`,
    subject !== undefined && sql`e.subject = ${subject}`,
    rule !== undefined && sql`e.rule = ${rule}`,
    record !== undefined &&
      sql`(e.epoch, e.position) in (select epoch, position from platform.audit_record where record = ${record}::uuid)`,
    allowed !== undefined && (allowed ? sql`e.allowed` : sql`not e.allowed`),
    from !== undefined && sql`e.at >= ${from}::timestamptz`,
    to !== undefined && sql`e.at < ${to}::timestamptz`,
    before !== undefined && sql`(e.epoch, e.position) < (${before.epoch}, ${before.number})`,
  ];
  return all.filter((each) => each !== false);
}

/** Newest first. */
export function selectEntries(db: Db, sight: Sight, filter: EntryFilter): Promise<EntryRow[]> {
  const where = [sql`true`, ...seen(sight), ...conditions(filter)];
  return db.many(
    EntryRow,
    sql`select ${columns} from platform.audit_entry e where ${join(where, ' and ')}
      order by e.epoch desc, e.position desc limit ${filter.limit}`,
  );
}

export function findEntry(db: Db, id: string, sight: Sight): Promise<EntryRow | undefined> {
  const where = [sql`e.id = ${id}::uuid`, ...seen(sight)];
  return db.one(EntryRow, sql`select ${columns} from platform.audit_entry e where ${join(where, ' and ')}`);
}

/** What an entry was about doing, numbered or not yet: whoever follows the change log may be faster than the numbering. */
export async function actionOf(db: Db, id: string): Promise<string | undefined> {
  const Row = Type.Object({ action: Type.String() });
  const row = await db.one(
    Row,
    sql`select action from platform.audit_entry where id = ${id}::uuid
      union all select leaf::jsonb ->> 'action' from platform.audit_pending where id = ${id}::uuid limit 1`,
  );
  return row?.action;
}

export async function headPosition(db: Db): Promise<{ epoch: number; position: number }> {
  const Head = Type.Object({ epoch: Type.Integer(), position: Type.Integer() });
  const row = await db.one(Head, sql`select epoch, position from platform.log_head where log = 'audit'`);
  return row ?? { epoch: 1, position: 0 };
}

/** The next entries of an epoch, in order. */
export function entriesAfter(db: Db, epoch: number, after: number, limit: number): Promise<EntryRow[]> {
  return db.many(
    EntryRow,
    sql`select ${columns} from platform.audit_entry e where e.epoch = ${epoch} and e.position > ${after}
      order by e.position limit ${limit}`,
  );
}

/** Stored leaf hashes of the entries from the first to the last number; null where the tree ends before. */
export async function leafHashes(db: Db, epoch: number, first: number, last: number): Promise<(Buffer | null)[]> {
  const tileOf = (number: number) => Math.floor((number - 1) / TILE_WIDTH);
  const Row = Type.Object({ idx: Type.Integer(), hashes: Bytes });
  const tiles = await db.many(
    Row,
    sql`select idx, hashes from platform.audit_tile where epoch = ${epoch} and level = 0
      and idx between ${tileOf(first)} and ${tileOf(last)}`,
  );
  const byIdx = new Map(tiles.map((tile) => [tile.idx, tile.hashes]));
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const from = ((first + i - 1) % TILE_WIDTH) * HASH_BYTES;
    const hash = byIdx.get(tileOf(first + i))?.subarray(from, from + HASH_BYTES);
    return hash?.length === HASH_BYTES ? hash : null;
  });
}

/** Ids of records, sorted, as they are listed beside the entries of that range. */
export async function recordsListed(
  db: Db,
  epoch: number,
  first: number,
  last: number,
): Promise<Map<number, string[]>> {
  const Row = Type.Object({ number: Type.Integer(), ids: Type.Array(Type.String()) });
  const rows = await db.many(
    Row,
    sql`select position as number, array_agg(record::text order by record) as ids from platform.audit_record
      where epoch = ${epoch} and position between ${first} and ${last} group by position`,
  );
  return new Map(rows.map((row) => [row.number, row.ids]));
}

const UpperTile = Type.Object({ level: Type.Integer(), idx: Type.Integer(), hashes: Bytes });

/** Everything of the tree above the leaf hashes: a 256th of it. */
export function upperTiles(db: Db, epoch: number): Promise<Static<typeof UpperTile>[]> {
  return db.many(
    UpperTile,
    sql`select level, idx, hashes from platform.audit_tile where epoch = ${epoch} and level > 0`,
  );
}
