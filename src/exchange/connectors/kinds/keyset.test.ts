/** Reading tables of other databases: statements that no name can break out of (T7), and pages that lose nothing. */
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { outgoing } from '../../../platform/http/outgoing.ts';
import { parseAllowed, type AllowedHost } from '../../../platform/http/outgoing-hosts.ts';
import { id, raw, sql } from '../../../platform/db/sql.ts';
import type { Cursor, Reach } from '../model.ts';
import {
  mysqlDialect,
  oracleDialect,
  PAGE_ROWS,
  pageStatement,
  placeIn,
  postgresqlDialect,
  sqlserverDialect,
} from './keyset.ts';
import { mysqlKind } from './mysql.ts';
import { postgresqlKind } from './postgresql.ts';
import type { SqlSettings } from './sql-settings.ts';

const reachOf = (port: number): Reach => ({
  out: outgoing({ allowed: [parseAllowed(`127.0.0.1:${String(port)}`) as AllowedHost] }),
  secret: () => 'pass',
  signal: new AbortController().signal,
  wanted: [],
});
const table = (port: number, more: Partial<SqlSettings> = {}): SqlSettings => ({
  ...{ host: '127.0.0.1', port, database: 'd', user: 'u', secret: 's', tls: false },
  ...{ table: 'people', columns: ['no', 'name'], key: ['no'] },
  ...more,
});

describe('a statement', () => {
  const settings = table(1, { schema: 'hr', since: 'changed' });
  it('goes by the mark of change, then the key, in the words of each database', () => {
    expect(pageStatement(settings, postgresqlDialect, ['5', '7'])).toEqual({
      text:
        'select "no"::text as "c0", "name"::text as "c1", "changed"::text as "c2", "no"::text as "c3" from "hr"."people" ' +
        'where "changed" is not null and (("changed" > $1) or ("changed" = $2 and "no" > $3)) order by "changed", "no" limit 5000',
      values: ['5', '5', '7'],
    });
    expect(pageStatement(settings, mysqlDialect, undefined).text).toBe(
      'select cast(`no` as char) as `c0`, cast(`name` as char) as `c1`, cast(`changed` as char) as `c2`, cast(`no` as char) as `c3` ' +
        'from `hr`.`people` where `changed` is not null order by `changed`, `no` limit 5000',
    );
    expect(pageStatement(settings, sqlserverDialect, ['5', '7']).text).toBe(
      'select top (5000) convert(nvarchar(4000), [no], 126) as [c0], convert(nvarchar(4000), [name], 126) as [c1], ' +
        'convert(nvarchar(4000), [changed], 126) as [c2], convert(nvarchar(4000), [no], 126) as [c3] from [hr].[people] ' +
        'where [changed] is not null and (([changed] > @p1) or ([changed] = @p2 and [no] > @p3)) order by [changed], [no]',
    );
    expect(pageStatement(settings, oracleDialect, ['5', '7'])).toEqual({
      text:
        'select to_char("no") as "c0", to_char("name") as "c1", to_char("changed") as "c2", to_char("no") as "c3" from "hr"."people" ' +
        'where "changed" is not null and (("changed" > :1) or ("changed" = :2 and "no" > :3)) order by "changed", "no" ' +
        'fetch first 5000 rows only',
      values: ['5', '5', '7'],
    });
  });
  it.each([
    ['"', postgresqlDialect],
    ['`', mysqlDialect],
    [']', sqlserverDialect],
  ] as const)('a name with %s stays one name', (quote, dialect) => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom(quote, "'", ';', '-', '\\', 'a') }),
        (name) => {
          const quoted = dialect.quote(name);
          const inside = quoted.slice(1, -1);
          // Nothing inside closes it: the closing mark stands only doubled.
          expect(inside.replaceAll(quote + quote, '')).not.toContain(quote);
          expect(inside.replaceAll(quote + quote, quote)).toBe(name);
        },
      ),
    );
  });
  it('begins anew when the cursor is no place of its order any more', () => {
    const cursor: Cursor = { after: '["5","7"]' };
    expect(placeIn(settings, cursor)).toEqual(['5', '7']);
    expect(placeIn({ ...settings, key: ['a', 'b'] }, cursor)).toBeUndefined();
    expect(placeIn(table(1), cursor)).toBeUndefined();
  });
});

const collect = async (kind: typeof postgresqlKind, settings: SqlSettings, cursor?: Cursor) => {
  const rows: (readonly string[])[] = [];
  let last = cursor;
  for await (const batch of kind.read(settings, reachOf(settings.port ?? 0), cursor)) {
    rows.push(...batch.rows);
    last = batch.cursor;
  }
  return { rows, cursor: last };
};

describe('a PostgreSQL', async () => {
  const db = await testDatabase();
  const { host = '', port: at = 5432, user = '', database = '' } = db.connection;
  let door: Server;
  let port = 0;
  beforeAll(async () => {
    // The test's own server listens on a private socket: a door of TCP leads there.
    door = createServer((from) => {
      const to = connect(`${host}/.s.PGSQL.${String(at)}`);
      from.pipe(to).pipe(from);
      for (const end of [from, to]) end.on('error', () => undefined);
    });
    await new Promise<void>((done) => door.listen(0, '127.0.0.1', done));
    port = (door.address() as AddressInfo).port;
    await db.script(`create schema hr; create table hr.people (no integer primary key, name text, changed timestamptz);
      insert into hr.people select n, 'P' || n, '2026-01-01'::timestamptz + n * interval '1 microsecond'
        from generate_series(1, ${String(PAGE_ROWS + 20)}) n`);
  });
  afterAll(() => void door.close());
  const here = (more: Partial<SqlSettings> = {}) => table(port, { database, user, schema: 'hr', ...more });

  it('is read page by page, then only what changed, to the microsecond', async () => {
    const settings = here({ since: 'changed' });
    const first = await collect(postgresqlKind, settings);
    expect(first.rows).toHaveLength(PAGE_ROWS + 20);
    expect(new Set(first.rows.map(([no]) => no)).size).toBe(PAGE_ROWS + 20);
    expect((await collect(postgresqlKind, settings, first.cursor)).rows).toEqual([]);
    await db.run(
      sql`update hr.people set name = 'New', changed = '2026-01-01'::timestamptz + interval '1 second' where no = 7`,
    );
    expect((await collect(postgresqlKind, settings, first.cursor)).rows).toEqual([['7', 'New']]);
  });
  it('keeps names of its own, however hostile, and the canary stands', async () => {
    const hostile = ['a"; drop table hr.people; --', "x' or '1'='1", 'select', 'Tên cột', 'a.b', '%s', '$1', '\\'];
    await db.run(
      sql`create table hr."q""t" (no integer primary key, ${raw(hostile.map((name) => `${id(name).parts[0] ?? ''} text`).join(', '))})`,
    );
    await db.run(sql`insert into hr."q""t" (no) values (1)`);
    const { rows } = await collect(postgresqlKind, here({ table: 'q"t', columns: hostile }));
    expect(rows).toEqual([hostile.map(() => '')]);
    expect(await db.rows(sql`select count(*)::int as n from hr.people`)).toEqual([{ n: PAGE_ROWS + 20 }]);
  });
  it('is never written to, and says only a code of what is wrong', async () => {
    const hidden = here({ table: 'nothing here' });
    await expect(collect(postgresqlKind, hidden)).rejects.toMatchObject({
      kind: { slug: 'far-end-refused' },
      extras: { status: '42P01' },
    });
    await expect(postgresqlKind.describe(here(), reachOf(1))).rejects.toMatchObject({
      kind: { slug: 'address-not-allowed' },
    });
  });
});

describe('a MySQL (its protocol, answered by a double)', () => {
  interface Double {
    on(event: string, heard: (connection: never) => void): void;
    listen(port: number, host: string, done: () => void): void;
    close(): void;
    readonly _server: Server;
  }
  const mysql = createRequire(import.meta.url)('mysql2') as { createServer(): Double };
  const queries: string[] = [];
  let double: Double;
  let port = 0;
  beforeAll(async () => {
    double = mysql.createServer();
    double.on('connection', (connection: unknown) => {
      const far = connection as {
        sequenceId: number;
        serverHandshake(options: object): void;
        on(event: string, heard: (query: string) => void): void;
        writeOk(): void;
        writeTextResult(rows: readonly object[], columns: readonly object[]): void;
      };
      far.serverHandshake({
        ...{ protocolVersion: 10, serverVersion: '8.0', connectionId: 1, statusFlags: 2, characterSet: 33 },
        capabilityFlags: 0xffffff,
        authCallback: (_given: unknown, done: (error: null, value: null) => void) => {
          done(null, null);
          far.sequenceId = 0;
        },
      });
      // Packets are numbered within each command, which this double leaves to its user.
      const answered = (reply: () => void) => {
        far.sequenceId = 1;
        reply();
        far.sequenceId = 0;
      };
      far.on('stmt_prepare', (query) => {
        queries.push(query);
        answered(() => far.writeOk());
      });
      far.on('query', (query) => {
        queries.push(query);
        const names = ['c0', 'c1', 'c2'];
        const columns = names.map((name) => ({
          ...{ catalog: 'def', schema: 'd', table: 'people', orgTable: 'people', name, orgName: name },
          ...{ characterSet: 33, columnLength: 60, columnType: 253, flags: 0, decimals: 0 },
        }));
        answered(() => far.writeTextResult([{ c0: '1', c1: 'Ann', c2: '1' }], columns));
      });
      far.on('error', () => undefined);
    });
    await new Promise<void>((done) => double.listen(0, '127.0.0.1', done));
    port = (double._server.address() as AddressInfo).port;
  });
  afterAll(() => double.close());

  it('is told to read only, and gives its rows as text', async () => {
    const { rows } = await collect(mysqlKind, table(port));
    expect(rows).toEqual([['1', 'Ann']]);
    expect(queries).toEqual([
      'set session transaction read only',
      'select cast(`no` as char) as `c0`, cast(`name` as char) as `c1`, cast(`no` as char) as `c2` from `people` order by `no` limit 5000',
    ]);
  });
});
