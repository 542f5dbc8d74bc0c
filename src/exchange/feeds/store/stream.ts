/** SQL on the streams that this node provides: who sits at them, and what is due. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Position } from '../../../platform/changes/index.ts';
import type { Db } from '../../../platform/db/db.ts';
import { prepared, sql, type Sql } from '../../../platform/db/sql.ts';
import type { StreamHead } from '../../protocol/index.ts';
import type { FeedScope, FeedStream, SeatRow } from '../model.ts';
import { NEWS, newsOf } from './due.ts';

const Bytes = Type.Unsafe<Buffer>(Type.Any());
const text = Type.String();
const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

const StreamRow = Type.Object({
  id: Type.Integer(),
  name: text,
  agreement: text,
  register: text,
  scope: Type.Unsafe<FeedScope>(Type.Any()),
  columns: Type.Array(text),
  scopeHash: text,
  epoch: Type.Integer(),
  size: Type.Integer(),
  complete: Type.Array(Bytes),
  kept: Type.Integer(),
  builtEpoch: Type.Integer(),
  builtPosition: Type.Integer(),
  opening: Type.Boolean(),
  partial: Type.Boolean(),
  state: Type.Unsafe<'open' | 'ended'>(text),
  openedAt: text,
  builtAt: Nullable(text),
});

const streamColumns = sql`s.id, s.name, s.agreement, s.register, s.scope, s.columns, s.scope_hash as "scopeHash", s.epoch,
  s.size, s.complete, s.kept, s.built_epoch as "builtEpoch", s.built_position as "builtPosition", s.opening, s.partial,
  s.state, s.opened_at as "openedAt", s.built_at as "builtAt"`;

function toStream({ name, epoch, size, complete, kept, opening, ...row }: Static<typeof StreamRow>): FeedStream {
  const { builtEpoch, builtPosition, ...rest } = row;
  const builtTo = { epoch: builtEpoch, position: builtPosition };
  return { ...rest, head: { stream: name, epoch, size, complete, kept, opening, builtTo } };
}

const selected = async (db: Db, rest: Sql): Promise<FeedStream[]> =>
  (await db.many(StreamRow, sql`select ${streamColumns} from exchange.stream s ${rest}`)).map(toStream);

export async function findStream(db: Db, id: number): Promise<FeedStream | undefined> {
  return (await selected(db, sql`where s.id = ${id}`))[0];
}

export const streamsOf = (db: Db, ids: readonly number[]): Promise<FeedStream[]> =>
  selected(db, sql`where s.id = any(${ids}::integer[])`);

export const openStreams = (db: Db, agreement?: string): Promise<FeedStream[]> =>
  selected(
    db,
    agreement === undefined
      ? sql`where s.state = 'open' order by s.id`
      : sql`where s.state = 'open' and s.agreement = ${agreement} order by s.id`,
  );

export const listStreams = (db: Db): Promise<FeedStream[]> => selected(db, sql`order by s.agreement, s.id`);

const Name = Type.Object({ register: text });

export async function registersOfStreams(db: Db): Promise<string[]> {
  const rows = await db.many(
    Name,
    sql`select distinct register from exchange.stream where state = 'open' order by register`,
  );
  return rows.map(({ register }) => register);
}

const Id = Type.Object({ id: Type.Integer() });

export interface NewStream {
  /** `<node>/stream/<agreement>`; the id is put after it. */
  readonly prefix: string;
  readonly agreement: string;
  readonly register: string;
  readonly scope: FeedScope;
  readonly columns: readonly string[];
  readonly hash: string;
  readonly at: Position;
}

/** Opens a stream of this binding, or gives the one that is open. */
export async function openStream(tx: Db, one: NewStream, now: Date): Promise<number> {
  const row = await tx.one(
    Id,
    sql`with fresh as (select nextval(pg_get_serial_sequence('exchange.stream', 'id')) as id)
      insert into exchange.stream (id, name, agreement, register, scope, columns, scope_hash, built_epoch, built_position,
        opened_at)
      select id, ${`${one.prefix}/`} || id, ${one.agreement}, ${one.register}, ${JSON.stringify(one.scope)}::jsonb,
        ${one.columns}::text[], ${one.hash}, ${one.at.epoch}, ${one.at.position}, ${now.toISOString()} from fresh
      on conflict (agreement, scope_hash) where state = 'open' do update set register = excluded.register
      returning id`,
  );
  return row?.id ?? 0;
}

/** A stream with other rows or columns: the engine's new epoch goes with it. */
export async function rebindStream(
  tx: Db,
  id: number,
  to: { readonly scope: FeedScope; readonly columns: readonly string[]; readonly hash: string },
): Promise<void> {
  await tx.run(sql`update exchange.stream set scope = ${JSON.stringify(to.scope)}::jsonb,
    columns = ${to.columns}::text[], scope_hash = ${to.hash} where id = ${id}`);
}

/** The stream's lock: whoever appends holds it to the end of the transaction. What is due of it is marked meanwhile. */
export async function lockStream(tx: Db, id: number): Promise<FeedStream | undefined> {
  return (await selected(tx, sql`where s.id = ${id} for no key update`))[0];
}

export async function saveHead(
  tx: Db,
  id: number,
  { head, partial, now }: { readonly head: StreamHead; readonly partial: boolean; readonly now: Date },
): Promise<void> {
  await tx.run(sql`update exchange.stream set epoch = ${head.epoch}, size = ${head.size},
    complete = ${head.complete}::bytea[], kept = ${head.kept}, built_epoch = ${head.builtTo.epoch},
    built_position = ${head.builtTo.position}, opening = ${head.opening}, partial = ${partial},
    built_at = ${now.toISOString()} where id = ${id}`);
}

export async function endStreams(tx: Db, ids: readonly number[]): Promise<void> {
  await tx.run(sql`update exchange.stream set state = 'ended' where id = any(${ids}::integer[])`);
}

// ── seats ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const Seat = Type.Object({
  grant: Type.Integer(),
  stream: Type.Integer(),
  consumer: text,
  epoch: Nullable(Type.Integer()),
  acknowledged: Nullable(Type.Integer()),
  acknowledgedAt: Nullable(text),
  endedAt: Nullable(text),
  reason: Nullable(text),
  purgedAt: Nullable(text),
  recovering: Type.Boolean(),
});
const seatColumns = sql`g.grant_id as "grant", g.stream, g.consumer, g.epoch, g.acknowledged,
  g.acknowledged_at as "acknowledgedAt", g.ended_at as "endedAt", g.reason, g.purged_at as "purgedAt",
  exists (select 1 from exchange.fetch_back f where f.state = 'waiting') as recovering`;

export const seatsOf = (db: Db, stream: number): Promise<SeatRow[]> =>
  db.many(
    Seat,
    sql`select ${seatColumns} from exchange.stream_grant g where g.stream = ${stream} order by g.consumer, g.grant_id`,
  );

export const allSeats = (db: Db): Promise<SeatRow[]> =>
  db.many(Seat, sql`select ${seatColumns} from exchange.stream_grant g order by g.stream, g.consumer`);

export async function findSeat(db: Db, grant: number): Promise<SeatRow | undefined> {
  return db.one(Seat, sql`select ${seatColumns} from exchange.stream_grant g where g.grant_id = ${grant}`);
}

export const seatsOfGrants = (db: Db, grants: readonly number[]): Promise<SeatRow[]> =>
  db.many(Seat, sql`select ${seatColumns} from exchange.stream_grant g where g.grant_id = any(${grants}::integer[])`);

/** Sits a grant at a stream; one that was over and is given again begins anew. Returns whether it sat there not yet. */
export async function takeSeat(tx: Db, seat: { grant: number; stream: number; consumer: string }): Promise<boolean> {
  const rows = await tx.run(sql`insert into exchange.stream_grant (grant_id, stream, consumer)
    values (${seat.grant}, ${seat.stream}, ${seat.consumer})
    on conflict (grant_id) do update set stream = excluded.stream, ended_at = null, reason = null, purged_at = null,
      purge_note = null, epoch = null, acknowledged = null, acknowledged_at = null, sent_epoch = null, sent_size = null
    where stream_grant.stream <> excluded.stream or stream_grant.ended_at is not null`);
  return rows > 0;
}

export async function endSeats(
  tx: Db,
  ended: { readonly grants: readonly number[]; readonly reasons: readonly string[] },
  now: Date,
): Promise<number> {
  return tx.run(sql`update exchange.stream_grant g set ended_at = ${now.toISOString()}, reason = e.reason
    from unnest(${ended.grants}::integer[], ${ended.reasons}::text[]) e(id, reason)
    where g.grant_id = e.id and g.ended_at is null`);
}

export async function acknowledge(
  db: Db,
  grant: number,
  at: { readonly epoch: number; readonly size: number; readonly now: Date },
): Promise<void> {
  await db.run(sql`update exchange.stream_grant set epoch = ${at.epoch}, acknowledged = ${at.size},
    acknowledged_at = ${at.now.toISOString()} where grant_id = ${grant}`);
}

export async function keepPurged(db: Db, grant: number, note: string, now: Date): Promise<void> {
  await db.run(sql`update exchange.stream_grant set purged_at = ${now.toISOString()}, purge_note = ${note}
    where grant_id = ${grant} and purged_at is null`);
}

// ── due ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Due {
  readonly position: Position;
  readonly changeSet: number;
}

/** Marks streams whose rows a change may have touched, and tells whoever waits there. */
export async function markDue(tx: Db, streams: readonly number[], due: Due): Promise<void> {
  if (streams.length === 0) return;
  const { epoch, position } = due.position;
  await tx.run(sql`with marked as (
      insert into exchange.stream_due (stream, log_epoch, log_position, change_set)
      select id, ${epoch}::integer, ${position}::bigint, ${due.changeSet}::bigint from unnest(${streams}::integer[]) x(id)
      on conflict do nothing)
    select pg_notify(${NEWS}, ${newsOf(streams)})`);
}

const DueRow = Type.Object({ epoch: Type.Integer(), position: Type.Integer(), changeSet: Type.Integer() });

/** The next changes to be cut into pages: one indexed read, and all that a poll with nothing to get costs. */
export async function dueOf(db: Db, stream: number, limit: number): Promise<Due[]> {
  const rows = await db.many(
    DueRow,
    sql`select log_epoch as epoch, log_position as position, change_set as "changeSet" from exchange.stream_due
      where stream = ${stream} order by log_epoch, log_position limit ${limit}`,
  );
  return rows.map(({ epoch, position, changeSet }) => ({ position: { epoch, position }, changeSet }));
}

const DueCount = Type.Object({ stream: Type.Integer(), due: Type.Integer() });

export async function countDue(db: Db): Promise<ReadonlyMap<number, number>> {
  const rows = await db.many(DueCount, sql`select stream, count(*) as due from exchange.stream_due group by stream`);
  return new Map(rows.map(({ stream, due }) => [stream, due]));
}

const Post = Type.Object({
  grant: Type.Integer(),
  stream: Type.Integer(),
  epoch: Type.Integer(),
  size: Type.Integer(),
  /** Nothing is due, nothing is being cut, and the grant is not over. */
  quiet: Type.Boolean(),
  note: Nullable(text),
});

/** All that the polls of consumers with nothing to get ask: one statement over indexes, however many come together. */
export const readPosts = (db: Db, grants: readonly number[]) =>
  db.many(
    Post,
    prepared(sql`select g.grant_id as grant, s.id as stream, s.epoch, s.size,
        not s.opening and not s.partial and g.ended_at is null
          and not exists (select 1 from exchange.stream_due d where d.stream = s.id) as quiet,
        (select c.note from exchange.stream_checkpoint c where c.stream = s.id and c.epoch = s.epoch
          order by c.size desc limit 1) as note
      from exchange.stream_grant g join exchange.stream s on s.id = g.stream
      where g.grant_id = any(${grants}::integer[])`),
  );

/** What is in the pages is due no more. */
export async function clearDue(tx: Db, stream: number, upTo: Position): Promise<void> {
  await tx.run(sql`delete from exchange.stream_due where stream = ${stream}
    and (log_epoch, log_position) <= (${upTo.epoch}, ${upTo.position})`);
}

/** One maker of a stream's pages at a time, in whichever process; false when there is another. Until the transaction ends. */
export async function lockBuild(tx: Db, stream: number): Promise<boolean> {
  const row = await tx.one(
    Type.Object({ held: Type.Boolean() }),
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`exchange.stream ${String(stream)}`}, 0)) as held`,
  );
  return row?.held ?? false;
}
