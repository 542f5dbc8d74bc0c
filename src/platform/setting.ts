/** What a node remembers about itself: the day of its first start, the profile it was set up with. */
import Type, { type Static, type TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { dayOf } from './clock.ts';
import type { Context } from './context.ts';
import type { Db } from './db/db.ts';
import { sql } from './db/sql.ts';

/** The remembered value, checked, or undefined. */
export async function readSetting<T extends TSchema>(db: Db, name: string, type: T): Promise<Static<T> | undefined> {
  const [row] = await db.rows<{ value: unknown }>(sql`select value from platform.setting where name = ${name}`);
  if (row === undefined) return undefined;
  if (!Check(type, row.value)) throw new TypeError(`the setting ${name} does not have its type`);
  return row.value;
}

/** Remembers the value unless there is one already; gives what is remembered. */
export async function keepSetting<T extends TSchema>(
  db: Db,
  name: string,
  type: T,
  value: Static<T>,
): Promise<Static<T>> {
  await db.run(sql`insert into platform.setting (name, value) values (${name}, ${JSON.stringify(value)}::jsonb)
                   on conflict (name) do nothing`);
  return (await readSetting(db, name, type)) as Static<T>;
}

/** Remembers the value, whatever was there. */
export async function writeSetting(db: Db, name: string, value: unknown): Promise<void> {
  await db.run(sql`insert into platform.setting (name, value) values (${name}, ${JSON.stringify(value)}::jsonb)
                   on conflict (name) do update set value = excluded.value`);
}

/** The day of the first start (ISO, in the profile's time zone): the `D` of days written relative to it. */
export function firstDay({ db, clock, profile }: Pick<Context, 'db' | 'clock' | 'profile'>): Promise<string> {
  return keepSetting(db, 'first-day', Type.String(), dayOf(clock.now(), profile.timeZone));
}
