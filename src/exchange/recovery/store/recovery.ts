/** SQL on what comes back after a loss: lives of providers, whom is asked, rows that stand again. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { id, join, sql, type Sql } from '../../../platform/db/sql.ts';

const text = Type.String();
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

// ── the one who holds ────────────────────────────────────────────────────────────────────────────────────────────────

/** A node has come back and asks how far it was seen. Waits for whoever applies a page of it just now. */
export async function comeBack(db: Db, node: string): Promise<void> {
  await db.run(sql`insert into exchange.provider_life (node, life) values (${node}, 1)
    on conflict (node) do update set life = provider_life.life + 1`);
}

const list = (columns: readonly string[]): Sql =>
  join(
    columns.map((name) => sql`, ${id('r', name)}`),
    '',
  );

/** One record as it stands, for COPY. */
export const copyOne = (rows: Sql, one: { readonly record: string; readonly columns: readonly string[] }): Sql =>
  sql`copy (select '+', r.record_id, r.version, r.body_id ${list(one.columns)} from ${rows} r
    where r.record_id = ${one.record}::uuid) to stdout`;

/** Rows that a stream brought and whose home bodies are these, after one, in the order of records, for COPY. */
export const copyHeld = (at: {
  /** Of the register: `(select record_id, … )`. */
  readonly rows: Sql;
  readonly columns: readonly string[];
  readonly stream: string;
  readonly bodies: readonly number[];
  readonly after: string | null;
  readonly limit: number;
}): Sql => sql`copy (select '+', r.record_id, r.version, r.body_id ${list(at.columns)} from ${at.rows} r
    join platform.change_set c on c.id = r.change_set and c.kind = 'applied' and c.actor = ${at.stream}
    where r.body_id = any(${at.bodies}::integer[]) and (${at.after}::uuid is null or r.record_id > ${at.after}::uuid)
    order by r.record_id limit ${at.limit}) to stdout`;

// ── the one who lost ─────────────────────────────────────────────────────────────────────────────────────────────────

export interface HeldAfter {
  readonly stream: string;
  readonly record: string | null;
}

const FetchRow = Type.Object({
  epoch: Type.Integer(),
  node: text,
  state: Type.Union([Type.Literal('waiting'), Type.Literal('done'), Type.Literal('given-up')]),
  after: Type.Unsafe<HeldAfter | null>(Type.Any()),
  restored: Type.Integer(),
  known: Type.Integer(),
  met: Type.Integer(),
  refused: Type.Integer(),
  attempts: Type.Integer(),
  failed: Nullable(text),
  askedAt: text,
  settledAt: Nullable(text),
});
export type FetchRow = Static<typeof FetchRow>;

const fetchColumns = sql`f.epoch, f.node, f.state, f.after, f.restored, f.known, f.met, f.refused, f.attempts, f.failed,
  f.asked_at as "askedAt", f.settled_at as "settledAt"`;

export const listFetches = (db: Db): Promise<FetchRow[]> =>
  db.many(FetchRow, sql`select ${fetchColumns} from exchange.fetch_back f order by f.epoch desc, f.node`);

export const waitingFetches = (db: Db): Promise<FetchRow[]> =>
  db.many(FetchRow, sql`select ${fetchColumns} from exchange.fetch_back f where f.state = 'waiting'`);

/** Takes what is due, each by one process: it is due again later, whatever happens. */
export const claimFetches = (db: Db, now: Date, again: Date): Promise<FetchRow[]> =>
  db.many(
    FetchRow,
    sql`update exchange.fetch_back f set next_at = ${again.toISOString()} where (f.epoch, f.node) in (
        select epoch, node from exchange.fetch_back where state = 'waiting' and next_at <= ${now.toISOString()}
        order by next_at for update skip locked)
      returning ${fetchColumns}`,
  );

export async function insertFetches(tx: Db, epoch: number, nodes: readonly string[], now: Date): Promise<void> {
  await tx.run(sql`insert into exchange.fetch_back (epoch, node, next_at, asked_at)
    select ${epoch}, node, ${now.toISOString()}, ${now.toISOString()} from unnest(${nodes}::text[]) x(node)
    on conflict do nothing`);
}

export interface Counts {
  readonly restored: number;
  readonly known: number;
  readonly met: number;
  readonly refused: number;
}

/** Goes on after what was just taken; null after the last. */
export async function moveFetch(
  tx: Db,
  at: { readonly epoch: number; readonly node: string },
  { after, counts, now }: { readonly after: HeldAfter | null; readonly counts: Counts; readonly now: Date },
): Promise<void> {
  const done = after === null ? sql`, state = 'done', settled_at = ${now.toISOString()}` : sql``;
  await tx.run(sql`update exchange.fetch_back set after = ${after === null ? null : JSON.stringify(after)}::jsonb,
      restored = restored + ${counts.restored}, known = known + ${counts.known}, met = met + ${counts.met},
      refused = refused + ${counts.refused}, failed = null, attempts = 0 ${done}
    where epoch = ${at.epoch} and node = ${at.node}`);
}

export async function failFetch(
  db: Db,
  at: { readonly epoch: number; readonly node: string },
  { failed, next }: { readonly failed: string; readonly next: Date },
): Promise<void> {
  await db.run(sql`update exchange.fetch_back set attempts = attempts + 1, failed = ${failed},
    next_at = ${next.toISOString()} where epoch = ${at.epoch} and node = ${at.node}`);
}

/** Nobody waits for this node any more. @returns whether anybody did */
export async function giveUpFetch(db: Db, node: string, now: Date): Promise<boolean> {
  const given = await db.run(sql`update exchange.fetch_back set state = 'given-up', settled_at = ${now.toISOString()}
    where node = ${node} and state = 'waiting'`);
  return given > 0;
}

const Fetched = Type.Object({ record: text, version: Type.Integer(), held: Type.Integer() });

export const fetchedRows = (tx: Db, register: string, records: readonly string[]) =>
  tx.many(
    Fetched,
    sql`select record::text as record, version, held from exchange.fetched_row
      where register = ${register} and record = any(${records}::uuid[])`,
  );

export async function keepFetched(
  tx: Db,
  register: string,
  rows: readonly { readonly record: string; readonly version: number; readonly held: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`insert into exchange.fetched_row (register, record, version, held)
    select ${register}, record, version, held from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(record uuid, version bigint, held bigint)
    on conflict (register, record) do update set version = excluded.version, held = excluded.held`);
}
