/** Writing bodies: each function one statement, sets at once. */
import Type from 'typebox';
import type { Db } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import type { Ending, Succession } from '../model.ts';
import type { AliasRow } from './body.ts';
import type { Static } from 'typebox';

export interface BodyRow {
  readonly id: number;
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
  readonly kind: string;
  readonly level: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly ended: Ending | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly note: string | null;
  readonly search: string;
}
export interface Placement {
  readonly body: number;
  readonly parent: number;
  readonly from: string | null;
  readonly to: string | null;
}
export type Alias = Static<typeof AliasRow> & { readonly body: number };

const recordset = sql`x(id int, code text, names jsonb, kind text, level text, "from" date, "to" date, ended text,
  attributes jsonb, note text, search text)`;

const Id = Type.Object({ id: Type.Integer() });
export async function takeIds(tx: Db, n: number): Promise<number[]> {
  const rows = await tx.many(
    Id,
    sql`select nextval(pg_get_serial_sequence('bodies.body', 'id'))::int as id from generate_series(1, ${n}::int)`,
  );
  return rows.map((row) => row.id);
}

/** Within the transaction, rules about days are checked at its end: a code may pass from one body to the next. */
export async function deferDayRules(tx: Db): Promise<void> {
  await tx.script('set constraints bodies.body_code_once_a_day, bodies.placement_one_parent_a_day deferred');
}

export async function insertBodies(tx: Db, rows: readonly BodyRow[], by: Stamp): Promise<void> {
  await tx.run(sql`insert into bodies.body (id, code, names, kind, level, valid_from, valid_to, ended, attributes, note,
      search, origin, change_set)
    select id, code, names, kind, level, "from", "to", ended, attributes, note, search, ${by.origin}, ${by.changeSet}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ${recordset}`);
}

export interface Stamp {
  readonly origin: 'profile' | 'hand';
  readonly changeSet: number;
}

export async function updateBodies(tx: Db, rows: readonly BodyRow[], by: Stamp): Promise<void> {
  await tx.run(sql`update bodies.body b set code = x.code, names = x.names, kind = x.kind, level = x.level,
      valid_from = x."from", valid_to = x."to", ended = x.ended, attributes = x.attributes, note = x.note,
      search = x.search, origin = ${by.origin}, change_set = ${by.changeSet}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ${recordset} where b.id = x.id`);
}

export async function dropPlacements(tx: Db, bodies: readonly number[]): Promise<void> {
  await tx.run(sql`delete from bodies.placement where body = any(${bodies}::int[])`);
}

export async function insertPlacements(tx: Db, rows: readonly Placement[]): Promise<void> {
  await tx.run(sql`insert into bodies.placement (body, parent, valid_from, valid_to)
    select body, parent, "from", "to"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(body int, parent int, "from" date, "to" date)`);
}

export async function dropAliases(tx: Db, bodies: readonly number[]): Promise<void> {
  await tx.run(sql`delete from bodies.alias where body = any(${bodies}::int[])`);
}

export async function insertAliases(tx: Db, rows: readonly Alias[]): Promise<void> {
  await tx.run(sql`insert into bodies.alias (body, alias, valid_from, valid_to)
    select body, alias, "from", "to"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(body int, alias text, "from" date, "to" date)
    on conflict do nothing`);
}

export async function putSuccessions(tx: Db, rows: readonly Succession[]): Promise<void> {
  await tx.run(sql`insert into bodies.succession (predecessor, successor, day, kind, share)
    select predecessor, successor, day, kind, share from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(predecessor int, successor int, day date, kind text, share float8)
    on conflict (predecessor, successor, day) do update set kind = excluded.kind, share = excluded.share`);
}

/** Ends the placement that holds on the day before, and drops those that begin later. */
export async function endPlacements(tx: Db, body: number, lastDay: string): Promise<void> {
  await tx.run(sql`delete from bodies.placement where body = ${body} and valid_from > ${lastDay}::date`);
  await tx.run(sql`update bodies.placement set valid_to = ${lastDay}::date
    where body = ${body} and (valid_to is null or valid_to > ${lastDay}::date)`);
}

export async function close(
  tx: Db,
  body: number,
  how: { lastDay: string; ended: Ending; changeSet: number },
): Promise<void> {
  await tx.run(sql`update bodies.body set valid_to = ${how.lastDay}::date, ended = ${how.ended}, origin = 'hand',
    change_set = ${how.changeSet} where id = ${body}`);
}

export async function touch(tx: Db, body: number, changeSet: number): Promise<void> {
  await tx.run(sql`update bodies.body set origin = 'hand', change_set = ${changeSet} where id = ${body}`);
}

export async function stampBodies(tx: Db, bodies: readonly number[], changeSet: number): Promise<void> {
  await tx.run(sql`update bodies.body set change_set = ${changeSet} where id = any(${bodies}::int[])`);
}

export async function dropSuccessions(tx: Db, gone: readonly Succession[]): Promise<void> {
  await tx.run(sql`delete from bodies.succession s
    using jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) as x(predecessor int, successor int, day date)
    where s.predecessor = x.predecessor and s.successor = x.successor and s.day = x.day`);
}

const Moved = Type.Object({ moved: Type.Integer() });
/** Sets parent and path of every body as of the day; returns how many moved. */
export async function refreshPaths(tx: Db, day: string): Promise<number> {
  const row = await tx.one(Moved, sql`select bodies.refresh_paths(${day}::date) as moved`);
  return row?.moved ?? 0;
}

/** The last statement of every change: what others remember about bodies is old from the commit on. */
export async function raiseEdition(tx: Db): Promise<void> {
  await tx.run(sql`update bodies.head set edition = edition + 1`);
}
