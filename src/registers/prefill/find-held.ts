/** What the authority, and the register itself, hold of many people at once: as far as the caller's grants open it. */
import { openingsOf, opensField, type Opening } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, join, sql, type Sql } from '../../platform/db/sql.ts';
import { openRegister, relation, scopeFrom, type ReadScope, type RegisterTable } from '../../records/index.ts';
import type { Values } from '../../records/contract.ts';

/** One way into a register: rows and fields that it opens. */
export interface Door {
  readonly agreement: string | null;
  readonly scope: ReadScope;
  readonly fields: readonly string[];
}

export interface OpenedSource {
  readonly table: RegisterTable;
  readonly key: string;
  readonly doors: readonly Door[];
  /** Fields that some door opens. */
  readonly fields: readonly string[];
}

export interface SourceQuestion {
  readonly register: string;
  readonly permission: string;
  readonly purpose?: string | undefined;
  /** Field by which people are found. */
  readonly key: string;
  /** Fields wanted. */
  readonly fields: readonly string[];
}

/** Which rows and columns are open to the caller; no door when nothing is. @throws problems of records when there is no table */
export async function openSource(context: Context, caller: Caller, asked: SourceQuestion): Promise<OpenedSource> {
  const table = await openRegister(context.db, asked.register);
  const about = { register: asked.register, ...(asked.purpose !== undefined && { purpose: asked.purpose }) };
  const openings = await openingsOf(context.db, caller, asked.permission, about);
  const doors: Door[] = [];
  for (const opening of openings) {
    const { agreement, rows } = opening;
    const fields = openFields(table, asked.fields, opening);
    // Whoever may not see the key learns from a match that somebody is held.
    if (openFields(table, [asked.key], opening).length === 0 || fields.length === 0) continue;
    doors.push({ agreement, scope: await scopeFrom(context, asked.register, rows), fields });
  }
  const fields = asked.fields.filter((field) => doors.some((door) => door.fields.includes(field)));
  return { table, key: asked.key, doors, fields };
}

function openFields({ entity }: RegisterTable, wanted: readonly string[], opening: Opening): string[] {
  return wanted.filter((name) => {
    const field = entity.fields.find((one) => one.name === name);
    return field !== undefined && opensField(opening, field);
  });
}

export interface Held {
  readonly record: string;
  readonly values: Values;
}

/**
 * The rows of these keys, in one statement, built from what is open and from nothing else: a withheld row or value and
 * one that is not there are the same null.
 * @returns by key
 */
export async function findHeld(db: Db, source: OpenedSource, keys: readonly string[]): Promise<Map<string, Held>> {
  const { table, key, doors, fields } = source;
  if (doors.length === 0 || keys.length === 0) return new Map();
  const name = (i: number) => `d${String(i)}`;
  const columnOf = (field: string): Sql => {
    const opening = doors.flatMap((door, i) => (door.fields.includes(field) ? [id(name(i), field)] : []));
    return opening.length === 1 ? (opening[0] as Sql) : sql`coalesce(${join(opening)})`;
  };
  const whole = doors.length === 1;
  const joins = doors.map((door, i) => {
    const rows = relation(table, { scope: door.scope, columns: [...new Set([key, ...door.fields])] });
    return sql`${whole ? sql`join` : sql`left join`} ${rows} ${id(name(i))} on ${id(name(i), key)} = asked.key`;
  });
  const record = sql`coalesce(${join(doors.map((_, i) => id(name(i), 'record_id')))})`;
  const found = await db.rows<Record<string, unknown>>(sql`
    select asked.key as asked_key, ${record} as found_record, ${join(fields.map((field) => sql`${columnOf(field)} as ${id(field)}`))}
      from unnest(${[...keys]}::text[]) as asked(key)
      ${join(joins, ' ')}`);
  const held = new Map<string, Held>();
  const several = new Set<string>();
  for (const row of found) {
    const [at, record_] = [row['asked_key'] as string, row['found_record'] as string | null];
    if (record_ === null) continue;
    if (held.has(at)) several.add(at);
    const values: Values = {};
    for (const field of fields) values[field] = row[field] as Values[string];
    held.set(at, { record: record_, values });
  }
  // Two rows that bear one ID: nobody can tell which is meant, so nothing is taken from either.
  for (const key_ of several) held.delete(key_);
  return held;
}

/** The key of a record that some door opens. */
export async function keyOfRecord(
  db: Db,
  { table, key, doors }: OpenedSource,
  record: string,
): Promise<string | undefined> {
  for (const { scope } of doors) {
    const rows = await db.rows<{ key: string | null }>(
      sql`select r.${id(key)}::text as key from ${relation(table, { scope, columns: [key] })} r where r.record_id = ${record}`,
    );
    if (rows[0]?.key) return rows[0].key;
  }
  return undefined;
}
