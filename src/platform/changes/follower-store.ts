/** All SQL on the followers' cursors. Each function is one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../db/db.ts';
import { prepared, sql } from '../db/sql.ts';
import type { FollowerState } from './follower.ts';
import type { Position } from './model.ts';

const Cursor = Type.Object({
  built: Type.Boolean(),
  epoch: Type.Integer(),
  position: Type.Integer(),
  attempts: Type.Integer(),
});
export type Cursor = Static<typeof Cursor>;

export async function introduceFollower(db: Db, name: string): Promise<void> {
  await db.run(sql`insert into platform.follower (name) values (${name}) on conflict do nothing`);
}

/** The cursor, locked; undefined when another process has it or when its time to try again has not come. */
export function lockCursor(tx: Db, name: string): Promise<Cursor | undefined> {
  return tx.one(
    Cursor,
    sql`select built, epoch, position, attempts from platform.follower
      where name = ${name} and (retry_at is null or retry_at <= clock_timestamp()) for update skip locked`,
  );
}

const Named = Type.Object({ name: Type.String(), ...Cursor.properties });

/** The cursors of these followers, unlocked. */
export function cursorsOf(db: Db, names: readonly string[]): Promise<Static<typeof Named>[]> {
  return db.many(
    Named,
    sql`select name, built, epoch, position, attempts from platform.follower where name = any(${names}::text[])`,
  );
}

const Standing = Type.Object({
  ...Named.properties,
  headEpoch: Type.Integer(),
  headPosition: Type.Integer(),
  concerned: Type.Boolean(),
});
/** A cursor, the head of the log, and whether anything between the two is of the kinds that were asked for. */
export type Standing = Static<typeof Standing>;

/** Where all of these stand, in one statement. `kinds` null: every kind concerns it. */
export function standingsOf(
  db: Db,
  asked: readonly { readonly name: string; readonly kinds: readonly string[] | null }[],
): Promise<Standing[]> {
  return db.many(
    Standing,
    prepared(sql`
    select f.name, f.built, f.epoch, f.position, f.attempts, h.epoch as "headEpoch", h.position as "headPosition",
      case when a.kinds is null then (f.epoch, f.position) < (h.epoch, h.position) else exists (
        select from platform.change_set c where (c.epoch, c.position) > (f.epoch, f.position)
          and (c.epoch, c.position) <= (h.epoch, h.position) and a.kinds ? c.kind) end as concerned
      from platform.follower f
      join jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a(name text, kinds jsonb) on a.name = f.name
      cross join platform.log_head h where h.log = 'change'`),
  );
}

/**
 * Moves a cursor over what does not concern it, unless another process has it or has moved it since.
 * @returns whether it moved
 */
export async function passOver(db: Db, seen: Standing, upTo: Position): Promise<boolean> {
  const moved = await db.run(
    prepared(sql`
    update platform.follower set epoch = ${upTo.epoch}, position = ${upTo.position}
    where name in (select name from platform.follower where name = ${seen.name} and built
      and (epoch, position) = (${seen.epoch}, ${seen.position}) for update skip locked)`),
  );
  return moved > 0;
}

/** The first position at which the named followers all are; undefined when one of them is not built. */
export async function slowest(tx: Db, names: readonly string[]): Promise<Position | undefined> {
  return slowestOf(await cursorsOf(tx, names), names);
}

/** The same of cursors that were read. */
export function slowestOf(cursors: readonly (Cursor & { name: string })[], names: readonly string[]) {
  if (cursors.length < names.length || cursors.some((cursor) => !cursor.built)) return undefined;
  return cursors.reduce<Position | undefined>((least, each) => (least ? earlier(least, each) : each), undefined);
}

function earlier<P extends Position>(a: P, b: P): P {
  return (a.epoch - b.epoch || a.position - b.position) <= 0 ? a : b;
}

/** Moves the cursor after a success: failures are forgotten. */
export async function moveCursor(tx: Db, name: string, { epoch, position }: Position): Promise<void> {
  await tx.run(sql`
    update platform.follower set built = true, epoch = ${epoch}, position = ${position},
      attempts = 0, failed = null, failed_at = null, retry_at = null
    where name = ${name}`);
}

/** Keeps the place, and the reason. The next try waits 0.1 s, then twice as long each time, at most 30 s. */
export async function recordFailure(db: Db, name: string, message: string): Promise<void> {
  await db.run(sql`
    update platform.follower set attempts = attempts + 1, failed = ${message}, failed_at = clock_timestamp(),
      retry_at = clock_timestamp() + least(30, 0.1 * power(2, least(attempts, 20))) * interval '1 second'
    where name = ${name}`);
}

export async function forgetBuilt(db: Db, name: string): Promise<number> {
  return db.run(sql`update platform.follower set built = false, attempts = 0, failed = null, failed_at = null,
    retry_at = null where name = ${name}`);
}

const State = Type.Object({
  ...Named.properties,
  lag: Type.Integer(),
  failed: Type.Union([Type.String(), Type.Null()]),
  failedAt: Type.Union([Type.String(), Type.Null()]),
});

export async function selectStates(db: Db): Promise<FollowerState[]> {
  const rows = await db.many(
    State,
    sql`select f.name, f.built, f.epoch, f.position, f.attempts, f.failed, f.failed_at as "failedAt",
      (select count(*) from platform.change_set c where (c.epoch, c.position) > (f.epoch, f.position)) as lag
      from platform.follower f order by f.name`,
  );
  return rows.map(({ epoch, position, ...state }) => ({ ...state, at: { epoch, position } }));
}
