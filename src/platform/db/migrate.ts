/** Forward-only migrations: each room's `schema/*.sql`, rooms from left to right, recorded and locked. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import Type from 'typebox';
import type { Db } from './db.ts';
import { sql } from './sql.ts';

export interface Migration {
  readonly room: string;
  readonly name: string;
  readonly text: string;
}

export class MigrationError extends Error {
  override name = 'MigrationError';
}

// One number for every process of every node on a database; chosen once, never changed.
const LOCK = 4_710_301;

/** Reads `src/<room>/schema/*.sql` in the order of the rooms. Platform's own sub-rooms are listed like rooms. */
export function readMigrations(source: string, rooms: readonly string[]): Migration[] {
  return rooms.flatMap((room) => {
    const folder = join(source, room, 'schema');
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((name) => ({ room, name, text: readFileSync(join(folder, name), 'utf8') }));
  });
}

/**
 * Applies what is missing, all in one transaction under an advisory lock.
 * @throws MigrationError when the database has a migration this program does not know, or one that was changed
 */
export async function migrate(db: Db, migrations: readonly Migration[]): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(${LOCK})`);
    await tx.script(`create schema if not exists platform;
      create table if not exists platform.migration (
        room text not null, name text not null, hash text not null,
        applied_at timestamptz not null default now(), primary key (room, name))`);
    const applied = await tx.many(Applied, sql`select room, name, hash from platform.migration`);
    refuseStrangers(applied, migrations);
    const known = new Set(applied.map((row) => `${row.room}/${row.name}`));
    const missing = migrations.filter((m) => !known.has(`${m.room}/${m.name}`));
    for (const m of missing) {
      await tx.script(m.text);
      await tx.run(sql`insert into platform.migration (room, name, hash) values (${m.room}, ${m.name}, ${hash(m)})`);
    }
    return missing.length;
  });
}

const Applied = Type.Object({ room: Type.String(), name: Type.String(), hash: Type.String() });
const hash = (m: Migration) => createHash('sha256').update(m.text).digest('hex');

function refuseStrangers(
  applied: readonly { room: string; name: string; hash: string }[],
  known: readonly Migration[],
) {
  for (const row of applied) {
    const mine = known.find((m) => m.room === row.room && m.name === row.name);
    if (!mine) throw new MigrationError(`the database is newer than this program: it has ${row.room}/${row.name}`);
    if (hash(mine) !== row.hash) throw new MigrationError(`${row.room}/${row.name} was changed after it was applied`);
  }
}
