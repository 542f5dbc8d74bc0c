/** One PostgreSQL a run, started by us in a folder of our own on a private socket, with a migrated template. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/platform/db/db.ts';
import { startServer } from '../../src/platform/db/embedded.ts';
import { migrate, readMigrations } from '../../src/platform/db/migrate.ts';
import { raw } from '../../src/platform/db/sql.ts';
import { migratedRooms } from '../../src/platform/db/rooms.ts';

declare module 'vitest' {
  interface ProvidedContext {
    server: { host: string; dataDir: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'artery-test-'));
  const dataDir = join(folder, 'postgres');
  const binDir = process.env['ARTERY_TEST_PG_BIN'];
  const server = await startServer({
    dataDir,
    ...(binDir ? { binDir } : {}),
    settings: { fsync: 'off', max_connections: '120' },
  });
  const admin = openDatabase(server.target, 1);
  await admin.run(raw('create database artery_template'));
  await admin[Symbol.asyncDispose]();
  const template = openDatabase({ ...server.target, database: 'artery_template' }, 2);
  await migrate(template, readMigrations(join(import.meta.dirname, '../../src'), migratedRooms));
  await template[Symbol.asyncDispose]();
  project.provide('server', { host: server.target.host as string, dataDir });
  const runFolder = join(folder, 'kept');
  mkdirSync(runFolder);
  project.provide('runFolder', runFolder);
  return async () => {
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  };
}
