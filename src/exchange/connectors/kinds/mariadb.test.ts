/** Reading a real MariaDB (Debian's mariadb-server-core mariadb-client-core), started here in a folder of its own. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { outgoing } from '../../../platform/http/outgoing.ts';
import { parseAllowed, type AllowedHost } from '../../../platform/http/outgoing-hosts.ts';
import type { Cursor, Reach } from '../model.ts';
import { PAGE_ROWS } from './keyset.ts';
import { mysqlKind } from './mysql.ts';
import type { SqlSettings } from './sql-settings.ts';

const SERVER = '/usr/sbin/mariadbd';
const INSTALL = '/usr/bin/mariadb-install-db';
const absent = !existsSync(SERVER) || !existsSync(INSTALL);
if (absent)
  process.stdout.write('NOT RUN: MariaDB (Debian: apt-get install mariadb-server-core mariadb-client-core)\n');
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const PASSWORD = 'reader’s own';

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

describe.skipIf(absent)('a MariaDB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'artery-mariadb-'));
  const socketPath = join(folder, 's');
  let server: ChildProcess;
  let port = 0;

  const asOwner = () => createConnection({ socketPath, user: 'owner', multipleStatements: true, database: 'hr' });
  async function run(text: string): Promise<void> {
    const owner = await asOwner();
    await owner.query(text).finally(() => owner.end());
  }

  beforeAll(async () => {
    if (nobody.uid !== undefined) chownSync(folder, nobody.uid, nobody.gid);
    const data = join(folder, 'data');
    const made = spawnSync(
      INSTALL,
      ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
      { ...nobody, encoding: 'utf8' },
    );
    if (made.status !== 0) throw new Error(made.stderr + made.stdout);
    port = await freePort();
    server = spawn(
      SERVER,
      [
        ...['--no-defaults', `--datadir=${data}`, `--socket=${socketPath}`, '--bind-address=127.0.0.1'],
        ...[`--port=${String(port)}`, `--pid-file=${join(folder, 'pid')}`, '--innodb-flush-log-at-trx-commit=0'],
        '--skip-name-resolve',
      ],
      { ...nobody, stdio: 'ignore' },
    );
    await vi.waitFor(async () => (await createConnection({ socketPath, user: 'root' })).end(), {
      ...{ timeout: 90_000, interval: 200 },
    });
    const root = await createConnection({ socketPath, user: 'root', multipleStatements: true });
    await root.query(`create database hr character set utf8mb4; use hr;
      create user owner@localhost; grant all on *.* to owner@localhost;
      create user reader@'127.0.0.1' identified by '${PASSWORD}'; grant all on hr.* to reader@'127.0.0.1';
      create table hr.people (no integer primary key, name varchar(80), born date, paid decimal(20,4), changed datetime(6));
      insert into hr.people select seq, concat('Nguyễn Ế ', seq), '1990-02-28', 1234567890123456.7, '2026-01-01' + interval seq microsecond
        from seq_1_to_${String(PAGE_ROWS + 20)}`);
    await root.end();
  }, 180_000);
  afterAll(async () => {
    if (server?.exitCode === null) {
      const ended = new Promise((done) => server.once('exit', done));
      server.kill('SIGTERM');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  const reach = (secret = PASSWORD): Reach => ({
    out: outgoing({ allowed: [parseAllowed(`127.0.0.1:${String(port)}`) as AllowedHost] }),
    secret: () => secret,
    signal: new AbortController().signal,
    wanted: [],
  });
  const here = (more: Partial<SqlSettings> = {}): SqlSettings => ({
    ...{ host: '127.0.0.1', port, database: 'hr', user: 'reader', secret: 's', tls: false },
    ...{ table: 'people', columns: ['no', 'name', 'born', 'paid', 'changed'], key: ['no'] },
    ...more,
  });
  async function collect(settings: SqlSettings, from?: Cursor) {
    const rows: (readonly string[])[] = [];
    let cursor = from;
    for await (const batch of mysqlKind.read(settings, reach(), from)) {
      rows.push(...batch.rows);
      cursor = batch.cursor;
    }
    return { rows, cursor };
  }

  it('gives days, decimals, marks and microseconds as they stand, every row once', async () => {
    const { rows } = await collect(here());
    expect(rows[6]).toEqual(['7', 'Nguyễn Ế 7', '1990-02-28', '1234567890123456.7000', '2026-01-01 00:00:00.000007']);
    expect(new Set(rows.map(([no]) => no)).size).toBe(PAGE_ROWS + 20);
    expect(rows).toHaveLength(PAGE_ROWS + 20);
  });

  it('gives only what changed since, to the microsecond', async () => {
    const settings = here({ since: 'changed', columns: ['no', 'name'] });
    const first = await collect(settings);
    expect((await collect(settings, first.cursor)).rows).toEqual([]);
    await run(`update people set name = 'New', changed = '2026-01-01 00:00:01' where no = 7`);
    expect((await collect(settings, first.cursor)).rows).toEqual([['7', 'New']]);
  });

  it('goes on after keys of any text, also where the server takes a backslash for a letter', async () => {
    const keys = ["a' or '1'='1", '\\', "\\' or 1=1 -- ", '`', '%', 'Ế', 'é́', '🙂', '\u0000x'];
    await run(`create table texts (k varchar(60) collate utf8mb4_bin primary key);
      insert into texts select concat('m', lpad(seq, 6, '0')) from seq_1_to_${String(PAGE_ROWS - 1)}`);
    const owner = await asOwner();
    for (const key of keys) await owner.execute('insert into texts values (?)', [key]);
    // A page ends at such a key: what comes before it fills the page, what comes after is asked by it.
    await owner.query("set global sql_mode = concat(@@global.sql_mode, ',NO_BACKSLASH_ESCAPES')");
    try {
      for (const end of ["\\' or 1=1 -- ", '\\', 'Ế']) {
        const cursor = { after: JSON.stringify([end]) };
        const { rows } = await collect(here({ table: 'texts', columns: ['k'], key: ['k'], since: 'k' }), cursor);
        const [expected] = await owner.execute('select count(*) as n from texts where k > ?', [end]);
        expect([end, rows.length]).toEqual([end, (expected as { n: number }[])[0]?.n]);
      }
      const all = await collect(here({ table: 'texts', columns: ['k'], key: ['k'] }));
      expect(new Set(all.rows.flat()).size).toBe(PAGE_ROWS - 1 + keys.length);
    } finally {
      await owner.query("set global sql_mode = replace(@@global.sql_mode, ',NO_BACKSLASH_ESCAPES', '')");
      await owner.end();
    }
  });

  it('is only read, although its account might write', async () => {
    await run(`create function spoils() returns int modifies sql data
      begin insert into people values (999999, 'Spoiled', null, null, null); return 1; end`);
    await run('create view trap as select spoils() as no');
    await expect(collect(here({ table: 'trap', columns: ['no'] }))).rejects.toMatchObject({
      extras: { status: 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION' },
    });
    const owner = await asOwner();
    const [found] = await owner.query('select count(*) as n from people where no = 999999');
    await owner.end();
    expect(found).toEqual([{ n: 0 }]);
  });

  it('says only a code of what is wrong', async () => {
    await expect(collect(here({ table: 'nothing here' }))).rejects.toMatchObject({
      kind: { slug: 'far-end-refused' },
      extras: { status: 'ER_NO_SUCH_TABLE' },
    });
    const wrong = await mysqlKind.describe(here(), reach('wrong')).catch((error: unknown) => error);
    expect(wrong).toMatchObject({ extras: { status: 'ER_ACCESS_DENIED_ERROR' } });
    expect(JSON.stringify(wrong)).not.toContain('reader');
  });
});
