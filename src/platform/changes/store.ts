/** All SQL on the change log. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../db/db.ts';
import { join, prepared, sql, type Sql } from '../db/sql.ts';
import type { ChangeSet, NewChangeSet, Position } from './model.ts';

const Head = Type.Object({ epoch: Type.Integer(), position: Type.Integer() });

const ChangeRow = Type.Object({
  id: Type.Integer(),
  kind: Type.String(),
  subject: Type.String(),
  addressee: Type.Union([Type.Integer(), Type.Null()]),
  release: Type.Union([Type.Integer(), Type.Null()]),
  body: Type.Union([Type.Integer(), Type.Null()]),
  actor: Type.String(),
  cause: Type.Union([Type.String(), Type.Null()]),
  rowsNew: Type.Integer(),
  rowsChanged: Type.Integer(),
  rowsEnded: Type.Integer(),
  members: Type.Union([Type.Array(Type.String()), Type.Null()]),
  begunAt: Type.String(),
  epoch: Type.Union([Type.Integer(), Type.Null()]),
  position: Type.Union([Type.Integer(), Type.Null()]),
  stampedAt: Type.Union([Type.String(), Type.Null()]),
});

const columns = sql`id, kind, subject, addressee, release, body, actor, cause, rows_new as "rowsNew",
  rows_changed as "rowsChanged", rows_ended as "rowsEnded", members, begun_at as "begunAt",
  epoch, position, stamped_at as "stampedAt"`;

function toChangeSet({ epoch, position, ...row }: Static<typeof ChangeRow>): ChangeSet {
  const at = epoch === null || position === null ? null : { epoch, position };
  return { ...row, kind: row.kind as ChangeSet['kind'], at };
}

export async function takeId(tx: Db): Promise<number> {
  const row = await tx.one(Type.Object({ id: Type.Integer() }), sql`select nextval('platform.change_set_id') as id`);
  return (row as { id: number }).id;
}

const Taken = Type.Object({ id: Type.Integer(), epoch: Type.Integer() });

export async function takeIds(tx: Db, count: number): Promise<Static<typeof Taken>[]> {
  return tx.many(
    Taken,
    prepared(sql`select nextval('platform.change_set_id') as id, h.epoch
      from platform.log_head h, generate_series(1, ${count}::integer) where h.log = 'change'`),
  );
}

/** In the order given: their places in the log follow it. */
export async function insertChangeSets(tx: Db, sets: readonly NewChangeSet[]): Promise<void> {
  const rows = sets.map(
    ({ addressee = null, release = null, rowsNew = 0, rowsChanged = 0, rowsEnded = 0, ...set }) => ({
      ...{ id: set.id, kind: set.kind, subject: set.subject, addressee, release, body: set.body, actor: set.actor },
      ...{ cause: set.cause, rows_new: rowsNew, rows_changed: rowsChanged, rows_ended: rowsEnded },
      ...{ members: set.members ?? null, begun_at: set.begunAt.toISOString() },
    }),
  );
  await tx.run(
    prepared(sql`
    insert into platform.change_set (id, kind, subject, addressee, release, body, actor, cause,
      rows_new, rows_changed, rows_ended, members, begun_at)
    select r.id, r.kind, r.subject, r.addressee, r.release, r.body, r.actor, r.cause,
      r.rows_new, r.rows_changed, r.rows_ended, r.members, r.begun_at
    from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (id bigint, kind text, subject text,
      addressee integer, release integer, body integer, actor text, cause text, rows_new bigint, rows_changed bigint,
      rows_ended bigint, members uuid[], begun_at timestamptz)) with ordinality
      as r(id, kind, subject, addressee, release, body, actor, cause, rows_new, rows_changed, rows_ended, members,
        begun_at, n)
    order by r.n`),
  );
}

export async function insertChangeSet(tx: Db, set: NewChangeSet): Promise<void> {
  await tx.run(sql`
    insert into platform.change_set (id, kind, subject, addressee, release, body, actor, cause,
      rows_new, rows_changed, rows_ended, members, begun_at)
    values (${set.id}, ${set.kind}, ${set.subject}, ${set.addressee ?? null}, ${set.release ?? null}, ${set.body},
      ${set.actor}, ${set.cause}, ${set.rowsNew ?? 0}, ${set.rowsChanged ?? 0}, ${set.rowsEnded ?? 0},
      ${set.members ?? null}, ${set.begunAt.toISOString()})`);
}

export async function findChangeSet(db: Db, id: number): Promise<ChangeSet | undefined> {
  const row = await db.one(ChangeRow, sql`select ${columns} from platform.change_set where id = ${id}`);
  return row && toChangeSet(row);
}

export async function hasUnsequenced(db: Db): Promise<boolean> {
  const found = await db.rows(sql`select 1 from platform.change_set where position is null limit 1`);
  return found.length > 0;
}

/** The sequencer's lock. A statement of its own: the next one must take a snapshot that sees the last holder's work. */
export async function lockHead(tx: Db): Promise<Position> {
  const row = await tx.one(Head, sql`select epoch, position from platform.log_head where log = 'change' for update`);
  return row as Position;
}

export async function head(db: Db): Promise<Position> {
  const row = await db.one(Head, sql`select epoch, position from platform.log_head where log = 'change'`);
  return row as Position;
}

/** Ids that are committed in this snapshot and have no number yet. */
export async function unsequencedIds(tx: Db): Promise<number[]> {
  const Row = Type.Object({ id: Type.Integer() });
  const rows = await tx.many(Row, sql`select id from platform.change_set where position is null order by appended`);
  return rows.map((row) => row.id);
}

/**
 * Stamps what is committed and unnumbered, or only the given ids, in the order in which they were appended: two change
 * sets of one record are never turned around. Call with the head's lock held.
 */
export async function stamp(tx: Db, after: Position, now: Date, which: { limit: number } | { ids: number[] }) {
  const chosen =
    'ids' in which
      ? sql`and id = any(${which.ids}::bigint[]) order by appended`
      : sql`order by appended limit ${which.limit}`;
  return tx.run(sql`
    with numbered as (
      select id, ${after.position}::bigint + row_number() over (order by appended) as position
      from (select id, appended from platform.change_set where position is null ${chosen}) unsequenced)
    update platform.change_set c
    set epoch = ${after.epoch}, position = numbered.position,
        stamped_at = greatest(${now.toISOString()}::timestamptz, c.begun_at)
    from numbered where c.id = numbered.id`);
}

/** Moves the head by n and tells the followers, once, when the transaction commits. */
export async function moveHead(tx: Db, after: Position, n: number): Promise<Position> {
  const position = after.position + n;
  await tx.run(sql`
    with moved as (update platform.log_head set position = ${position} where log = 'change' returning epoch, position)
    select pg_notify('change', epoch || '/' || position) from moved`);
  return { epoch: after.epoch, position };
}

/** The last position stamped at or before the moment; position 0 of the first epoch when there is none. */
export async function lastPositionAt(db: Db, moment: string): Promise<Position> {
  const row = await db.one(
    Head,
    sql`select epoch, position from platform.change_set where stamped_at <= ${moment}::timestamptz
      order by stamped_at desc, epoch desc, position desc limit 1`,
  );
  return row ?? { epoch: 1, position: 0 };
}

export interface ChangeFilter {
  readonly subject?: string;
  readonly bodies?: readonly number[];
  readonly kinds?: readonly NewChangeSet['kind'][];
  /** Older than this position, newest first (the default order). */
  readonly before?: Position;
  /** Newer than this position, oldest first. */
  readonly after?: Position;
  readonly upTo?: Position;
  readonly limit: number;
}

export async function selectChanges(db: Db, filter: ChangeFilter): Promise<ChangeSet[]> {
  const conditions: Sql[] = [sql`position is not null`];
  if (filter.subject !== undefined) conditions.push(sql`subject = ${filter.subject}`);
  if (filter.bodies !== undefined) conditions.push(sql`body = any(${filter.bodies}::integer[])`);
  if (filter.kinds !== undefined) conditions.push(sql`kind = any(${filter.kinds}::text[])`);
  const { before, after, upTo } = filter;
  if (before) conditions.push(sql`(epoch, position) < (${before.epoch}, ${before.position})`);
  if (after) conditions.push(sql`(epoch, position) > (${after.epoch}, ${after.position})`);
  if (upTo) conditions.push(sql`(epoch, position) <= (${upTo.epoch}, ${upTo.position})`);
  const order = after ? sql`epoch, position` : sql`epoch desc, position desc`;
  const rows = await db.many(
    ChangeRow,
    sql`select ${columns} from platform.change_set where ${join(conditions, ' and ')}
      order by ${order} limit ${filter.limit}`,
  );
  return rows.map(toChangeSet);
}
