/** Reading bodies: each function one statement. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { join, sql, type Sql } from '../../platform/db/sql.ts';
import { Body } from '../model.ts';
import { BodyName, TreeItem } from '../contract.ts';

const columns = sql`b.id, b.code, b.names, b.kind, b.level, b.parent, b.valid_from as "from", b.valid_to as "to",
  b.ended, b.attributes, b.path`;
const nameColumns = sql`b.id, b.code, b.names, b.kind, b.level, b.valid_from as "from", b.valid_to as "to"`;
const onDay = (day: string): Sql => sql`daterange(b.valid_from, b.valid_to, '[]') @> ${day}::date`;

export function byId(db: Db, id: number): Promise<Body | undefined> {
  return db.one(Body, sql`select ${columns} from bodies.body b where b.id = ${id}`);
}

/** The body that bears the code on the day. */
export function byCode(db: Db, code: string, day: string): Promise<Body | undefined> {
  return db.one(Body, sql`select ${columns} from bodies.body b where b.code = ${code} and ${onDay(day)}`);
}

/** The latest body that bore the code: the one in force for longest from now on. */
export function latestByCode(db: Db, code: string): Promise<Body | undefined> {
  return db.one(
    Body,
    sql`select ${columns} from bodies.body b where b.code = ${code} order by b.valid_to desc nulls first limit 1`,
  );
}

export function namesByIds(db: Db, ids: readonly number[]): Promise<BodyName[]> {
  return db.many(BodyName, sql`select ${nameColumns} from bodies.body b where b.id = any(${[...new Set(ids)]}::int[])`);
}

/** Every body that ever bore the code, oldest first. */
export function everBearing(db: Db, code: string): Promise<BodyName[]> {
  return db.many(
    BodyName,
    sql`select ${nameColumns} from bodies.body b where b.code = ${code} order by b.valid_from nulls first`,
  );
}

export interface BodyFilter {
  /** Folded words; a body matches when its code, names or aliases contain all of them. */
  readonly words?: readonly string[];
  readonly kind?: string;
  readonly level?: string;
  readonly under?: number;
  readonly on?: string;
  readonly after?: readonly [string, number];
  /** Null: all. */
  readonly limit: number | null;
}

function conditions(filter: BodyFilter): Sql {
  const all: Sql[] = [sql`true`];
  for (const word of filter.words ?? []) all.push(sql`b.search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`);
  if (filter.kind !== undefined) all.push(sql`b.kind = ${filter.kind}`);
  if (filter.level !== undefined) all.push(sql`b.level = ${filter.level}`);
  if (filter.under !== undefined) all.push(sql`b.path @> ${[filter.under]}::int[]`);
  if (filter.on !== undefined) all.push(onDay(filter.on));
  if (filter.after) all.push(sql`(b.code, b.id) > (${filter.after[0]}, ${filter.after[1]}::int)`);
  return join(all, ' and ');
}

export function list(db: Db, filter: BodyFilter): Promise<Body[]> {
  return db.many(
    Body,
    sql`select ${columns} from bodies.body b where ${conditions(filter)} order by b.code, b.id limit ${filter.limit}`,
  );
}

export function listNames(db: Db, filter: BodyFilter): Promise<BodyName[]> {
  return db.many(
    BodyName,
    sql`select ${nameColumns} from bodies.body b where ${conditions(filter)} order by b.code, b.id limit ${filter.limit}`,
  );
}

/** A level of the tree as of a day: bodies in force that stand under `parent` (or under nobody). */
const standing = (parent: number | null, day: string): Sql =>
  parent === null
    ? sql`${onDay(day)} and not exists (select from bodies.placement p where p.body = b.id
        and daterange(p.valid_from, p.valid_to, '[]') @> ${day}::date)`
    : sql`${onDay(day)} and b.id in (select p.body from bodies.placement p where p.parent = ${parent}
        and daterange(p.valid_from, p.valid_to, '[]') @> ${day}::date)`;

export interface Level {
  readonly parent: number | null;
  readonly day: string;
  readonly after?: readonly [string, number];
  readonly limit: number;
}

export function children(db: Db, { parent, day, after, limit }: Level): Promise<TreeItem[]> {
  const from = after ? sql`and (b.code, b.id) > (${after[0]}, ${after[1]}::int)` : sql``;
  return db.many(
    TreeItem,
    sql`select ${nameColumns},
        (select count(*) from bodies.placement q join bodies.body c on c.id = q.body
          where q.parent = b.id and daterange(q.valid_from, q.valid_to, '[]') @> ${day}::date
            and daterange(c.valid_from, c.valid_to, '[]') @> ${day}::date) as children
      from bodies.body b where ${standing(parent, day)} ${from} order by b.code, b.id limit ${limit}`,
  );
}

const Counted = Type.Object({ n: Type.Integer() });

export async function countChildren(db: Db, parent: number | null, day: string): Promise<number> {
  const row = await db.one(Counted, sql`select count(*) as n from bodies.body b where ${standing(parent, day)}`);
  return row?.n ?? 0;
}

const Ids = Type.Object({ ids: Type.Array(Type.Integer()) });

/** Ids from the root down to the body, as it stood on the day. */
export async function pathOn(db: Db, body: number, day: string): Promise<number[]> {
  const row = await db.one(
    Ids,
    sql`with recursive up as (
        select ${body}::int as id, 0 as n
        union all
        select p.parent, up.n + 1 from up join bodies.placement p on p.body = up.id
          and daterange(p.valid_from, p.valid_to, '[]') @> ${day}::date
        where up.n < 100)
      select array_agg(id order by n desc) as ids from up`,
  );
  return row?.ids ?? [body];
}

/** Ids of the body and of everything below it: now and ever, or in force on a day. */
export async function subtree(db: Db, body: number, day?: string): Promise<number[]> {
  const query =
    day === undefined
      ? sql`select coalesce(array_agg(b.id order by b.id), '{}') as ids from bodies.body b where b.path @> ${[body]}::int[]`
      : sql`with recursive down as (
            select b.id from bodies.body b where b.id = ${body} and ${onDay(day)}
            union all
            select b.id from down d join bodies.placement p on p.parent = d.id
              and daterange(p.valid_from, p.valid_to, '[]') @> ${day}::date
              join bodies.body b on b.id = p.body and ${onDay(day)})
          select coalesce(array_agg(id order by id), '{}') as ids from down`;
  return (await db.one(Ids, query))?.ids ?? [];
}

/** Ids of bodies that went over whole to this one, directly or over others. */
export async function absorbed(db: Db, body: number): Promise<number[]> {
  const row = await db.one(
    Ids,
    sql`with recursive over as (
        select ${body}::int as id
        union
        select s.predecessor from over join bodies.succession s on s.successor = over.id
          join bodies.body b on b.id = s.predecessor and b.parent = over.id and b.ended in ('merger', 'rename'))
      select coalesce(array_agg(id order by id) filter (where id <> ${body}), '{}') as ids from over`,
  );
  return row?.ids ?? [];
}

const Total = Type.Object({ total: Type.Integer() });
export async function countAll(db: Db): Promise<number> {
  return (await db.one(Total, sql`select count(*) as total from bodies.body`))?.total ?? 0;
}

export const SuccessionRow = Type.Object({
  kind: Type.String(),
  day: Type.String(),
  share: Type.Number(),
  predecessor: Type.Integer(),
  successor: Type.Integer(),
});
export type SuccessionRow = Static<typeof SuccessionRow>;

/** What a body took over and what it handed on. */
export function successionsOf(db: Db, body: number): Promise<SuccessionRow[]> {
  return db.many(
    SuccessionRow,
    sql`select kind, day, share, predecessor, successor from bodies.succession
      where predecessor = ${body} or successor = ${body} order by day, predecessor, successor`,
  );
}

export const AliasRow = Type.Object({
  alias: Type.String(),
  from: Type.Union([Type.String(), Type.Null()]),
  to: Type.Union([Type.String(), Type.Null()]),
});

export function aliasesOf(db: Db, body: number): Promise<Static<typeof AliasRow>[]> {
  return db.many(
    AliasRow,
    sql`select alias, valid_from as "from", valid_to as "to" from bodies.alias where body = ${body} order by valid_from nulls first, alias`,
  );
}

export const PlacementRow = Type.Object({
  body: Type.Integer(),
  parent: Type.Integer(),
  from: Type.Union([Type.String(), Type.Null()]),
  to: Type.Union([Type.String(), Type.Null()]),
});
export type PlacementRow = Static<typeof PlacementRow>;

export function placementsOf(db: Db, body: number): Promise<PlacementRow[]> {
  return db.many(
    PlacementRow,
    sql`select body, parent, valid_from as "from", valid_to as "to" from bodies.placement
      where body = ${body} order by valid_from nulls first`,
  );
}

const Head = Type.Object({
  edition: Type.Integer(),
  pathsOn: Type.Union([Type.String(), Type.Null()]),
  due: Type.Boolean(),
});

/** The edition, and whether a placement or a succession began between the day of the paths and today. */
export async function head(db: Db, today: string): Promise<{ edition: number; pathsDue: boolean }> {
  const row = await db.one(
    Head,
    sql`select edition, paths_on as "pathsOn", exists (select from bodies.body) and (paths_on is null or exists (
        select from bodies.placement p where p.valid_from > h.paths_on and p.valid_from <= ${today}::date
      ) or exists (select from bodies.succession s where s.day > h.paths_on and s.day <= ${today}::date)) as due
      from bodies.head h`,
  );
  return { edition: row?.edition ?? 0, pathsDue: row?.due ?? false };
}
