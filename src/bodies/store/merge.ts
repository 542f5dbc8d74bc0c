/** Merges as they were made: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import type { Effect, Held, Obstacle } from '../../platform/holdings/index.ts';
import { Texts } from '../../platform/texts.ts';
import type { HeldItem } from '../merge/model.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

/** One merge is made or undone at a time: what one saw must still be so when it writes. */
export async function lockMerges(tx: Db): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('bodies.merge', 0))`);
}

/** Ids of bodies that bear the code on the day or later. */
export async function bearersFrom(db: Db, code: string, day: string): Promise<number[]> {
  const rows = await db.many(
    Type.Object({ id: Type.Integer() }),
    sql`select id from bodies.body where code = ${code} and (valid_to is null or valid_to >= ${day}::date)`,
  );
  return rows.map(({ id }) => id);
}

export const MergeRow = Type.Object({
  id: Type.String(),
  day: Type.String(),
  into: Type.Integer(),
  intoNames: Texts,
  intoCode: Type.String(),
  founded: Type.Boolean(),
  decision: Type.String(),
  reason: Nullable(Type.String()),
  obstacles: Type.Array(Type.Unknown()),
  changeSet: Type.Integer(),
  madeBy: Type.String(),
  madeAt: Type.String(),
  undoneBy: Nullable(Type.String()),
  undoneAt: Nullable(Type.String()),
  undoneReason: Nullable(Type.String()),
  undoneLeft: Nullable(Type.Array(Type.Unknown())),
});
export type MergeRow = Static<typeof MergeRow>;

const columns = sql`id, day, into_body as "into", into_names as "intoNames", into_code as "intoCode", founded, decision,
  reason, obstacles, change_set as "changeSet", made_by as "madeBy", made_at as "madeAt", undone_by as "undoneBy",
  undone_at as "undoneAt", undone_reason as "undoneReason", undone_left as "undoneLeft"`;

export function findMerge(db: Db, merge: string): Promise<MergeRow | undefined> {
  return db.one(MergeRow, sql`select ${columns} from bodies.merge where id::text = ${merge}`);
}

/** Newest first; of one body when it is given. */
export function listMerges(db: Db, body?: number): Promise<MergeRow[]> {
  const only =
    body === undefined
      ? sql``
      : sql`where into_body = ${body} or exists (select from bodies.merge_from f where f.merge = m.id and f.body = ${body})`;
  return db.many(MergeRow, sql`select ${columns} from bodies.merge m ${only} order by made_at desc, id desc`);
}

export interface NewMerge {
  readonly id: string;
  readonly day: string;
  readonly into: number;
  readonly intoNames: Texts;
  readonly intoCode: string;
  readonly founded: boolean;
  readonly decision: string;
  readonly reason: string | null;
  readonly hash: string;
  readonly obstacles: readonly Obstacle[];
  readonly changeSet: number;
  readonly madeBy: string;
  readonly madeAt: Date;
}

export async function insertMerge(tx: Db, row: NewMerge): Promise<void> {
  await tx.run(sql`insert into bodies.merge (id, day, into_body, into_names, into_code, founded, decision, reason, hash,
      obstacles, change_set, made_by, made_at)
    values (${row.id}, ${row.day}::date, ${row.into}, ${JSON.stringify(row.intoNames)}, ${row.intoCode}, ${row.founded},
      ${row.decision}, ${row.reason}, ${row.hash}, ${JSON.stringify(row.obstacles)}, ${row.changeSet}, ${row.madeBy},
      ${row.madeAt.toISOString()})`);
}

/** What a body that ends was before: its last day, how it ended, and where it stood. */
const Before = Type.Object({
  to: Nullable(Type.String()),
  ended: Nullable(Type.String()),
  placements: Type.Array(
    Type.Object({ parent: Type.Integer(), from: Nullable(Type.String()), to: Nullable(Type.String()) }),
  ),
});
export type Before = Static<typeof Before>;

const FromRow = Type.Object({
  merge: Type.String(),
  body: Type.Integer(),
  code: Type.String(),
  names: Texts,
  before: Before,
});
export type FromRow = Static<typeof FromRow>;

export async function insertFrom(tx: Db, merge: string, rows: readonly Omit<FromRow, 'merge'>[]): Promise<void> {
  await tx.run(sql`insert into bodies.merge_from (merge, n, body, code, names, before)
    select ${merge}::uuid, n, (x ->> 'body')::int, x ->> 'code', x -> 'names', x -> 'before'
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as e(x, n)`);
}

export function fromOf(db: Db, merges: readonly string[]): Promise<FromRow[]> {
  return db.many(
    FromRow,
    sql`select merge, body, code, names, before from bodies.merge_from where merge = any(${merges}::uuid[]) order by merge, n`,
  );
}

export async function insertItems(tx: Db, merge: string, items: readonly HeldItem[]): Promise<void> {
  await tx.run(sql`insert into bodies.merge_item (merge, n, kind, key, body, effect, code, names, word, link, count, before)
    select ${merge}::uuid, n, x ->> 'kind', x ->> 'key', (x ->> 'body')::int, x ->> 'effect', x ->> 'code',
      nullif(x -> 'names', 'null'), x ->> 'word', x ->> 'link', (x ->> 'count')::int, x -> 'before'
    from jsonb_array_elements(${JSON.stringify(items)}::jsonb) with ordinality as e(x, n)`);
}

const ItemRow = Type.Object({
  merge: Type.String(),
  n: Type.Integer(),
  kind: Type.String(),
  key: Type.String(),
  body: Type.Integer(),
  effect: Type.Unsafe<Effect>(Type.String()),
  code: Type.String(),
  names: Nullable(Texts),
  word: Nullable(Type.String()),
  link: Nullable(Type.String()),
  count: Type.Integer(),
  before: Type.Unknown(),
  state: Type.Unsafe<'done' | 'back' | 'left'>(Type.String()),
});
export type ItemRow = Static<typeof ItemRow>;

export function itemsOf(db: Db, merges: readonly string[]): Promise<ItemRow[]> {
  return db.many(
    ItemRow,
    sql`select merge, n, kind, key, body, effect, code, names, word, link, count, before, state from bodies.merge_item
      where merge = any(${merges}::uuid[]) order by merge, n`,
  );
}

export const heldOf = ({ key, body, effect, code, names, link, count, before }: ItemRow): Held => ({
  key,
  body,
  effect,
  code,
  names,
  link,
  count,
  before,
});

/** Merges that stand, were made later, and have to do with one of these bodies. */
export async function laterMerges(db: Db, merge: string, bodies: readonly number[]): Promise<MergeRow[]> {
  return db.many(
    MergeRow,
    sql`select ${columns} from bodies.merge m
      where undone_at is null and change_set > (select change_set from bodies.merge where id = ${merge})
        and (into_body = any(${bodies}::int[]) or exists (
          select from bodies.merge_from f where f.merge = m.id and f.body = any(${bodies}::int[])))
      order by change_set desc`,
  );
}

export interface Undoing {
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
  readonly left: readonly unknown[];
}

export async function markUndone(tx: Db, merge: string, { by, at, reason, left }: Undoing): Promise<void> {
  await tx.run(sql`update bodies.merge set undone_by = ${by}, undone_at = ${at.toISOString()}, undone_reason = ${reason},
    undone_left = ${JSON.stringify(left)} where id = ${merge}`);
}

/** What went back, and what stays where it went. */
export async function markItems(tx: Db, merge: string, left: readonly number[]): Promise<void> {
  await tx.run(sql`update bodies.merge_item set state = case when n = any(${left}::int[]) then 'left' else 'back' end
    where merge = ${merge} and effect <> 'stay'`);
}

/** In force again as before. */
export async function reopen(tx: Db, body: number, before: Before, changeSet: number): Promise<void> {
  await tx.run(sql`update bodies.body set valid_to = ${before.to}::date, ended = ${before.ended}, change_set = ${changeSet}
    where id = ${body}`);
}

export async function dropSuccession(
  tx: Db,
  predecessors: readonly number[],
  successor: number,
  day: string,
): Promise<void> {
  await tx.run(sql`delete from bodies.succession where predecessor = any(${predecessors}::int[])
    and successor = ${successor} and day = ${day}::date`);
}

/** Posts and placements of a body that was founded by a merge and goes with it. */
export async function dropFounded(tx: Db, body: number): Promise<void> {
  await tx.run(sql`delete from bodies.assignment where body = ${body}`);
  await tx.run(sql`delete from bodies.placement where body = ${body}`);
  await tx.run(sql`delete from bodies.body where id = ${body}`);
}
