/** SQL on what this node receives: subscriptions, where it stands in each stream, what waits. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql, type Sql } from '../../../platform/db/sql.ts';
import type { ConsumerState, Cursor, Phase } from '../../protocol/index.ts';
import type { Consumed, FeedScope, Subscription } from '../model.ts';

const Bytes = Type.Unsafe<Buffer>(Type.Any());
const text = Type.String();
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

const SubscriptionRow = Type.Object({
  id: Type.Integer(),
  origin: text,
  address: text,
  agreement: text,
  purpose: text,
  consumer: text,
  active: Type.Boolean(),
  attempts: Type.Integer(),
  failed: Nullable(text),
  askedAt: Nullable(text),
});
const subscriptionColumns = sql`u.id, u.origin, u.address, u.agreement, u.purpose, u.consumer, u.active, u.attempts,
  u.failed, u.asked_at as "askedAt"`;

const subscriptions = (db: Db, rest: Sql): Promise<Subscription[]> =>
  db.many(SubscriptionRow, sql`select ${subscriptionColumns} from exchange.subscription u ${rest}`);

export const listSubscriptions = (db: Db): Promise<Subscription[]> =>
  subscriptions(db, sql`order by u.origin, u.agreement, u.consumer`);

export async function findSubscription(db: Db, id: number): Promise<Subscription | undefined> {
  return (await subscriptions(db, sql`where u.id = ${id}`))[0];
}

export async function insertSubscription(
  db: Db,
  one: Pick<Subscription, 'origin' | 'address' | 'agreement' | 'purpose' | 'consumer'>,
  now: Date,
): Promise<number> {
  const row = await db.one(
    Type.Object({ id: Type.Integer() }),
    sql`insert into exchange.subscription (origin, address, agreement, purpose, consumer, next_at, made_at)
      values (${one.origin}, ${one.address}, ${one.agreement}, ${one.purpose}, ${one.consumer}, ${now.toISOString()},
        ${now.toISOString()})
      on conflict (origin, agreement, consumer) do update
        set address = excluded.address, purpose = excluded.purpose, active = true, next_at = excluded.next_at
      returning id`,
  );
  return row?.id ?? 0;
}

export async function setActive(db: Db, id: number, active: boolean, now: Date): Promise<void> {
  await db.run(
    sql`update exchange.subscription set active = ${active}, next_at = ${now.toISOString()} where id = ${id}`,
  );
}

/** Takes the subscriptions whose time has come, each by one process: they are due again later, whatever happens. */
export function claimDue(db: Db, now: Date, again: Date, limit: number): Promise<Subscription[]> {
  return db.many(
    SubscriptionRow,
    sql`update exchange.subscription u set next_at = ${again.toISOString()} where id in (
        select id from exchange.subscription where active and next_at <= ${now.toISOString()}
        order by next_at limit ${limit} for update skip locked)
      returning ${subscriptionColumns}`,
  );
}

export async function keepAsked(
  db: Db,
  id: number,
  asked: { readonly now: Date; readonly next: Date; readonly failed: string | null },
): Promise<void> {
  await db.run(sql`update exchange.subscription set asked_at = ${asked.now.toISOString()},
    next_at = ${asked.next.toISOString()}, failed = ${asked.failed},
    attempts = ${asked.failed === null ? sql`0` : sql`attempts + 1`} where id = ${id}`);
}

// ── streams ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const ConsumedRow = Type.Object({
  stream: text,
  origin: text,
  number: Type.Integer(),
  subscription: Type.Integer(),
  register: text,
  scope: Type.Unsafe<FeedScope>(Type.Any()),
  columns: Type.Array(text),
  epoch: Nullable(Type.Integer()),
  size: Nullable(Type.Integer()),
  complete: Type.Array(Bytes),
  seenSize: Nullable(Type.Integer()),
  seenRoot: Nullable(Bytes),
  seenNote: Nullable(text),
  phase: Type.Unsafe<Phase>(Type.Any()),
  logEpoch: Nullable(Type.Integer()),
  logPosition: Nullable(Type.Integer()),
  part: Nullable(Type.Integer()),
  last: Nullable(Type.Boolean()),
  offered: Nullable(Type.Integer()),
  sweeping: Type.Boolean(),
  purgeChange: Nullable(Type.Integer()),
  heardAt: Nullable(text),
  rowsApplied: Type.Integer(),
  fault: Nullable(text),
  appliedAt: Nullable(text),
});
const consumedColumns = sql`c.stream, c.origin, c.number, c.subscription, c.register, c.scope, c.columns, c.epoch, c.size,
  c.complete, c.seen_size as "seenSize", c.seen_root as "seenRoot", c.seen_note as "seenNote", c.phase,
  c.log_epoch as "logEpoch", c.log_position as "logPosition", c.part, c.last, c.offered, c.sweeping,
  c.purge_change as "purgeChange", c.heard_at as "heardAt", c.rows_applied as "rowsApplied", c.fault, c.applied_at as "appliedAt"`;

function toConsumed(row: Static<typeof ConsumedRow>): Consumed {
  const { epoch, size, complete, seenSize, seenRoot, seenNote, phase, logEpoch, logPosition, ...rest } = row;
  const cursor = epoch === null || size === null ? null : { epoch, size };
  const isSeen = seenSize !== null && seenRoot !== null && seenNote !== null && epoch !== null;
  const seen = isSeen ? { epoch, size: seenSize, root: seenRoot, note: seenNote } : null;
  const at = logEpoch === null || logPosition === null ? null : { epoch: logEpoch, position: logPosition };
  return { ...rest, at, state: { stream: row.stream, cursor, complete, seen, phase } };
}

const consumed = async (db: Db, rest: Sql): Promise<Consumed[]> =>
  (await db.many(ConsumedRow, sql`select ${consumedColumns} from exchange.consumed c ${rest}`)).map(toConsumed);

export const listConsumed = (db: Db): Promise<Consumed[]> => consumed(db, sql`order by c.stream`);
export const consumedOf = (db: Db, subscription: number): Promise<Consumed[]> =>
  consumed(db, sql`where c.subscription = ${subscription} order by c.stream`);

export async function findConsumed(db: Db, stream: string): Promise<Consumed | undefined> {
  return (await consumed(db, sql`where c.stream = ${stream}`))[0];
}

export async function lockConsumed(tx: Db, stream: string): Promise<Consumed | undefined> {
  return (await consumed(tx, sql`where c.stream = ${stream} for update`))[0];
}

export interface Described {
  readonly stream: string;
  readonly origin: string;
  readonly number: number;
  readonly subscription: number;
  readonly register: string;
  readonly scope: FeedScope;
  readonly columns: readonly string[];
  readonly offered: number;
}

/** What the provider says a stream is. What it shows is another matter: pages say it themselves, and are verified. */
export async function describeConsumed(db: Db, one: Described): Promise<void> {
  await db.run(sql`with life as (insert into exchange.provider_life (node) values (${one.origin}) on conflict do nothing)
    insert into exchange.consumed (stream, origin, number, subscription, register, scope, columns, offered)
    values (${one.stream}, ${one.origin}, ${one.number}, ${one.subscription}, ${one.register},
      ${JSON.stringify(one.scope)}::jsonb, ${one.columns}::text[], ${one.offered})
    on conflict (stream) do update set scope = excluded.scope, columns = excluded.columns, offered = excluded.offered,
      subscription = excluded.subscription`);
}

/** Moves the engine's state if it still is where it was; false when somebody else was first. */
export async function moveConsumed(tx: Db, next: ConsumerState, expect: Cursor | null): Promise<boolean> {
  const { cursor, complete, seen, phase, stream } = next;
  const moved = await tx.run(sql`update exchange.consumed set epoch = ${cursor?.epoch ?? null},
      size = ${cursor?.size ?? null}, complete = ${complete}::bytea[], seen_size = ${seen?.size ?? null},
      seen_root = ${seen?.root ?? null}::bytea, seen_note = ${seen?.note ?? null}, phase = ${JSON.stringify(phase)}::jsonb
    where stream = ${stream} and epoch is not distinct from ${expect?.epoch ?? null}::integer
      and size is not distinct from ${expect?.size ?? null}::bigint`);
  return moved === 1;
}

const Life = Type.Object({ life: Type.Integer() });

/** How often a provider has come back; 0 for one that never did. */
export async function lifeOf(db: Db, origin: string): Promise<number> {
  const row = await db.one(Life, sql`select life from exchange.provider_life where node = ${origin}`);
  return row?.life ?? 0;
}

/** The same for a transaction that applies: whoever says that it has come back waits for the end of it. */
export async function lockLife(tx: Db, origin: string): Promise<number> {
  const row = await tx.one(Life, sql`select life from exchange.provider_life where node = ${origin} for share`);
  return row?.life ?? 0;
}

export interface Applied {
  readonly epoch: number;
  readonly position: number;
  readonly part: number;
  readonly last: boolean;
  readonly rows: number;
  readonly sweeping: boolean;
  readonly now: Date;
}

/** For people who watch: how far the rows are. */
export async function keepApplied(tx: Db, stream: string, done: Applied): Promise<void> {
  await tx.run(sql`update exchange.consumed set log_epoch = ${done.epoch}, log_position = ${done.position},
    part = ${done.part}, last = ${done.last}, rows_applied = rows_applied + ${done.rows}, sweeping = ${done.sweeping},
    fault = null, applied_at = ${done.now.toISOString()} where stream = ${stream}`);
}

export async function keepFault(db: Db, stream: string, fault: string | null): Promise<void> {
  await db.run(
    sql`update exchange.consumed set fault = ${fault} where stream = ${stream} and fault is distinct from ${fault}`,
  );
}

export async function keepPurgeChange(tx: Db, stream: string, change: number | null): Promise<void> {
  await tx.run(sql`update exchange.consumed set purge_change = ${change} where stream = ${stream}`);
}

export async function keepHeard(db: Db, stream: string, now: Date): Promise<void> {
  await db.run(sql`update exchange.consumed set heard_at = ${now.toISOString()} where stream = ${stream}`);
}

export async function keepFork(db: Db, stream: string, [known, shown]: readonly string[], now: Date): Promise<void> {
  await db.run(sql`insert into exchange.fork (stream, known, shown, seen_at)
    values (${stream}, ${known ?? ''}, ${shown ?? ''}, ${now.toISOString()}) on conflict do nothing`);
}

// ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

export async function keepSeen(tx: Db, stream: string, records: readonly string[]): Promise<void> {
  await tx.run(sql`insert into exchange.snapshot_seen (stream, record)
    select ${stream}, id from unnest(${records}::uuid[]) x(id) on conflict do nothing`);
}

export async function forgetSeen(tx: Db, stream: string): Promise<void> {
  await tx.run(sql`delete from exchange.snapshot_seen where stream = ${stream}`);
}

export interface ParkedRow {
  readonly record: string;
  readonly version: number;
  readonly epoch: number;
  readonly idx: number;
  readonly reason: string;
  readonly line: string;
}

export async function parkRows(tx: Db, stream: string, rows: readonly ParkedRow[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`insert into exchange.parked_row (stream, record, version, epoch, idx, reason, line, parked_at)
    select ${stream}, record::uuid, version, epoch, idx, reason, line, ${now.toISOString()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(record text, version bigint, epoch int, idx bigint, reason text, line text)
    on conflict (stream, record) do update set version = excluded.version, epoch = excluded.epoch, idx = excluded.idx,
      reason = excluded.reason, line = excluded.line, parked_at = excluded.parked_at
    where parked_row.version <= excluded.version`);
}

/** Rows of records that came again, or are gone: what waited is old. */
export async function unparkRows(tx: Db, stream: string, records: readonly string[]): Promise<void> {
  await tx.run(sql`delete from exchange.parked_row where stream = ${stream} and record = any(${records}::uuid[])`);
}

const Parked = Type.Object({ reason: text, line: text, epoch: Type.Integer(), idx: Type.Integer() });

export const parkedRows = (db: Db, stream: string, reasons: readonly string[]) =>
  db.many(
    Parked,
    sql`select reason, line, epoch, idx from exchange.parked_row where stream = ${stream}
      and reason = any(${reasons}::text[]) order by idx limit 5000`,
  );

const Count = Type.Object({ stream: text, reason: text, rows: Type.Integer() });

export const countParked = (db: Db) =>
  db.many(
    Count,
    sql`select stream, reason, count(*) as rows from exchange.parked_row group by stream, reason order by reason`,
  );

/** Whether anything at all waits, before anybody looks closer. */
export async function hasParked(db: Db, stream: string): Promise<boolean> {
  return (await db.rows(sql`select 1 from exchange.parked_row where stream = ${stream} limit 1`)).length > 0;
}

const Standing = Type.Object({ record: text, version: Type.Integer() });

/** Rows whose present version a stream brought: the change that made it says so. */
const broughtBy = (rows: Sql, stream: string): Sql => sql`${rows} r
  join platform.change_set c on c.id = r.change_set and c.kind = 'applied' and c.actor = ${stream}`;

/**
 * Rows of a stream that are here: brought by it, not ours, not shown by another stream of the same provider that goes on,
 * and (at the end of a snapshot) not named by it.
 */
export const standingRows = (
  tx: Db,
  at: {
    readonly stream: string;
    readonly rows: Sql;
    readonly others: readonly Sql[];
    readonly ours: readonly number[];
  },
  unnamed: boolean,
) =>
  tx.many(
    Standing,
    sql`select r.record_id::text as record, r.version from ${broughtBy(at.rows, at.stream)} where r.body_id <> all(${at.ours}::integer[])
      ${unnamed ? sql`and not exists (select 1 from exchange.snapshot_seen s where s.stream = ${at.stream} and s.record = r.record_id)` : sql``}
      ${at.others.length === 0 ? sql`` : sql`and not exists (select 1 from (${joinAll(at.others)}) o where o.record_id = r.record_id)`}`,
  );

const joinAll = (all: readonly Sql[]): Sql =>
  all.map((rows) => sql`select record_id from ${rows} x`).reduce((left, right) => sql`${left} union all ${right}`);

/** Whether any row is here that the stream brought. */
export async function holdsRowsOf(tx: Db, rows: Sql, stream: string): Promise<boolean> {
  return (await tx.rows(sql`select 1 from ${broughtBy(rows, stream)} limit 1`)).length > 0;
}

const Named = Type.Object({ record: text, version: Type.Integer(), named: Type.Integer() });

/** Rows of which another version is here than was named. */
export const otherThan = (
  tx: Db,
  rows: Sql,
  named: { readonly records: readonly string[]; readonly versions: readonly number[] },
) =>
  tx.many(
    Named,
    sql`select r.record_id::text as record, r.version, n.version as named from ${rows} r
      join unnest(${named.records}::uuid[], ${named.versions}::bigint[]) n(record, version) on n.record = r.record_id
      where r.version <> n.version`,
  );
