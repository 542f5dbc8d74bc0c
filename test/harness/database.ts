/** A database of its own for a test file: a clone of the migrated template (some 30 ms). */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { openDatabase, type Database } from '../../src/platform/db/db.ts';
import { id, sql } from '../../src/platform/db/sql.ts';
import { atEndOfFile } from './end-of-file.ts';

class StrangeServerError extends Error {
  override name = 'StrangeServerError';
}

/** Call at the top of a file or in `beforeAll`; the database goes when the file's tests are over. */
export async function testDatabase(connections = 8, template?: string): Promise<Database> {
  const target = await createClone(`t_${randomBytes(6).toString('hex')}`, template);
  const db = openDatabase(target, connections);
  atEndOfFile(async () => {
    await db[Symbol.asyncDispose]();
    await using last = openDatabase({ ...target, database: 'postgres' }, 1);
    await last.run(sql`drop database ${id(target.database)} with (force)`);
  });
  return db;
}

interface Target {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** A database of that name as a clone of another, to which nobody may be connected. */
export async function createClone(name: string, template = 'artery_template'): Promise<Target> {
  const { host, dataDir } = inject('server');
  const target = { host, port: 5432, user: 'artery' };
  await using admin = openDatabase({ ...target, database: 'postgres' }, 1);
  const [row] = await admin.rows<{ data_directory: string }>(sql`show data_directory`);
  if (row?.data_directory !== dataDir) throw new StrangeServerError('this is not the server the test run started');
  // Cloning needs the template to itself, so files take turns.
  await admin.run(sql`select pg_advisory_lock(715517)`);
  await admin.run(sql`create database ${id(name)} template ${id(template)} strategy file_copy`);
  await admin.run(sql`select pg_advisory_unlock(715517)`);
  return { ...target, database: name };
}

/** The address of a database, as a setting has it. */
export function urlOf({ host = '', user = '', database = '', port = 5432 }: Database['connection']): string {
  return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${String(port)}`;
}
