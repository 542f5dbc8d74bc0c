/** Most things are held by a column that names a body: listing, moving and putting them back is the same for all. */
import Type from 'typebox';
import type { Db } from '../db/db.ts';
import { id, join, sql, type Sql } from '../db/sql.ts';
import { Texts } from '../texts.ts';
import type { Effect, Held, Holding, Merging, Stamp } from './model.ts';
import { StaleHoldingError } from './stale.ts';

export interface Columns {
  readonly kind: string;
  readonly table: readonly [schema: string, name: string];
  /** What tells rows apart beside the body. */
  readonly key: readonly string[];
  /** The column with the body's id. */
  readonly column: string;
  /** Which rows: a condition on `t`. */
  readonly where?: (t: Sql) => Sql;
  /** SQL over `t`: what people call it by. */
  readonly code: Sql;
  /** SQL over `t`: texts as jsonb. */
  readonly names?: Sql;
  /** SQL over `t`: a key of the message catalogues. */
  readonly word?: Sql;
  /** SQL over `t`: a path of the web. */
  readonly link?: Sql;
  /** With these equal, the other body has the same already. */
  readonly once?: readonly string[];
  /** Such a row stays as it is; absent: it is set aside. */
  readonly twiceStays?: boolean;
  /** Assignments that set a row aside that the other body has; absent: it goes. */
  readonly aside?: (stamp: Stamp) => Sql;
  /** What else is set when it moves to a body, here or back. */
  readonly also?: (stamp: Stamp, body: Sql) => Sql;
  /** Columns that may change without the row counting as another one. */
  readonly ignore?: readonly string[];
  /** All of it stays as written. */
  readonly stays?: boolean;
}

const HeldRow = Type.Object({
  key: Type.String(),
  body: Type.Integer(),
  code: Type.String(),
  names: Type.Union([Texts, Type.Null()]),
  word: Type.Union([Type.String(), Type.Null()]),
  link: Type.Union([Type.String(), Type.Null()]),
  before: Type.Unknown(),
  folds: Type.Boolean(),
});

const T = id('t');
const O = id('o');
const keyOf = (spec: Columns): Sql =>
  sql`jsonb_build_array(${join([...spec.key.map((name) => id('t', name)), id('t', spec.column)])})`;

async function list(spec: Columns, db: Db, merging: Merging): Promise<Held[]> {
  const rows = await db.many(
    HeldRow,
    sql`select ${keyOf(spec)}::text as key, ${id('t', spec.column)} as body, (${spec.code})::text as code,
        ${spec.names ?? sql`null::jsonb`} as names, ${spec.word ?? sql`null::text`} as word, ${spec.link ?? sql`null::text`} as link, to_jsonb(t) as before,
        ${foldsSql(spec, merging)} as folds
      from ${id(...spec.table)} t
      where ${id('t', spec.column)} = any(${merging.from}::int[]) ${spec.where ? sql`and ${spec.where(T)}` : sql``}
      order by 3, 1`,
  );
  const effectOf = (folds: boolean): Effect =>
    spec.stays || (folds && spec.twiceStays) ? 'stay' : folds ? 'fold' : 'move';
  return rows.map(({ folds, word, ...row }) => ({
    ...row,
    ...(word !== null && { word }),
    effect: effectOf(folds),
    count: 1,
  }));
}

/** Whether the other body, or one that is named before, has the same. */
function foldsSql(spec: Columns, { from, into }: Merging): Sql {
  if (!spec.once) return sql`false`;
  const same = spec.once.map((name) => sql`${id('o', name)} is not distinct from ${id('t', name)}`);
  const [theirs, own] = [id('o', spec.column), id('t', spec.column)];
  return sql`exists (select from ${id(...spec.table)} o
    where (${theirs} = ${into} or array_position(${from}::int[], ${theirs}) < array_position(${from}::int[], ${own}))
      and ${join(same, ' and ')} ${spec.where ? sql`and ${spec.where(O)}` : sql``})`;
}

const touch = async (work: Promise<number>, expected: number): Promise<void> => {
  if ((await work) !== expected) throw new StaleHoldingError();
};

const keysIn = (held: readonly Held[], effect: Effect): string[] =>
  held.filter((one) => one.effect === effect).map(({ key }) => key);

async function move(spec: Columns, tx: Db, held: readonly Held[], { merging, stamp }: Moving): Promise<void> {
  const [folded, moved] = [keysIn(held, 'fold'), keysIn(held, 'move')];
  const table = id(...spec.table);
  const chosen = (keys: readonly string[]) => sql`${keyOf(spec)} = any(${keys}::jsonb[])`;
  if (folded.length > 0) {
    const aside = spec.aside
      ? sql`update ${table} t set ${spec.aside(stamp)} where ${chosen(folded)}`
      : sql`delete from ${table} t where ${chosen(folded)}`;
    await touch(tx.run(aside), folded.length);
  }
  if (moved.length === 0) return;
  const also = spec.also ? sql`, ${spec.also(stamp, sql`${merging.into}::int`)}` : sql``;
  const change = sql`update ${table} t set ${id(spec.column)} = ${merging.into}${also} where ${chosen(moved)}`;
  await touch(tx.run(change), moved.length);
}

interface Moving {
  readonly merging: Merging;
  readonly stamp: Stamp;
}

const Key = Type.Object({ key: Type.String() });
const items = (held: readonly Held[]): string =>
  JSON.stringify(held.map(({ key, body, before }) => ({ key, body, before })));
const itemRows = sql`as x(key text, body int, before jsonb)`;

/** A row that is as it was left goes back; one that somebody changed since stays. */
async function back(spec: Columns, tx: Db, held: readonly Held[], { merging, stamp }: Moving): Promise<string[]> {
  const table = id(...spec.table);
  const names = [spec.column, ...(spec.ignore ?? [])];
  const also = spec.also ? sql`, ${spec.also(stamp, sql`x.body`)}` : sql``;
  const same = spec.key.map((name) => sql`coalesce(to_jsonb(${id('t', name)}), 'null') = x.before -> ${name}::text`);
  const moved = held.filter(({ effect }) => effect === 'move');
  const returned = await tx.many(
    Key,
    sql`update ${table} t set ${id(spec.column)} = x.body${also}
      from jsonb_to_recordset(${items(moved)}::jsonb) ${itemRows}
      where ${id('t', spec.column)} = ${merging.into} and ${join(same, ' and ')}
        and to_jsonb(t) - ${names}::text[] = x.before - ${names}::text[]
      returning x.key`,
  );
  const folded = held.filter(({ effect }) => effect === 'fold');
  if (folded.length > 0) await restore(spec, tx, folded);
  const home = new Set(returned.map(({ key }) => key));
  return moved.flatMap(({ key }) => (home.has(key) ? [] : [key]));
}

async function restore(spec: Columns, tx: Db, folded: readonly Held[]): Promise<void> {
  const table = id(...spec.table);
  await tx.run(sql`delete from ${table} t where ${keyOf(spec)} = any(${folded.map(({ key }) => key)}::jsonb[])`);
  await tx.run(sql`insert into ${table} overriding system value
    select r.* from jsonb_to_recordset(${items(folded)}::jsonb) ${itemRows},
      lateral jsonb_populate_record(null::${table}, x.before) r`);
}

/** What is held by a column of a table. */
export function columnHolding(spec: Columns): Holding {
  const listing = { kind: spec.kind, list: (db: Db, merging: Merging) => list(spec, db, merging) };
  if (spec.stays) return listing;
  return {
    ...listing,
    move: (tx, held, merging, stamp) => move(spec, tx, held, { merging, stamp }),
    back: (tx, held, merging, stamp) => back(spec, tx, held, { merging, stamp }),
  };
}
