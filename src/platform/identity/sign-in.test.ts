import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { call } from '../http/call.ts';
import type { HttpServer } from '../http/server.ts';
import { injected } from '../../../test/harness/server.ts';
import * as contract from './contract.ts';
import { createAccount } from './create-account.ts';
import {
  deps,
  as,
  audited,
  clock,
  db,
  enter,
  signIn,
  start,
  statusOf,
  useIdentity,
} from '../../../test/harness/identity.ts';

useIdentity();

describe('signing in', () => {
  test('tells who I am, in which body and language', async () => {
    const server = await start();
    const me = await enter(server, 'officer  ONE');
    expect(await call(as(server, me), contract.readSession)).toMatchObject({
      me: { account: me.account, name: 'Officer One', posts: ['officer'], body: { id: 7, code: '99101' } },
      language: 'en',
      demo: false,
      enterAs: [],
      csrf: me.csrf,
    });
    expect(await call(injected(server), contract.readSession)).toMatchObject({ me: null });
  });

  test('stores the hash of a session and never its token', async () => {
    const server = await start();
    const me = await enter(server, 'Officer One');
    const token = me.cookie.split('=')[1]!;
    const rows = await db.rows<{ hash: string; line: string }>(
      sql`select encode(hash, 'hex') as hash, s::text as line from identity.session s`,
    );
    expect(rows.map((row) => row.hash)).toContain(createHash('sha256').update(token).digest('hex'));
    expect(rows.some((row) => row.line.includes(token) || row.line.includes(me.csrf))).toBe(false);
    expect(rows.some((row) => row.line.includes(Buffer.from(token).toString('hex')))).toBe(false);
  });

  test('stores the cost with the hash of a password and never the password', async () => {
    const rows = await db.rows<{ hash: string }>(sql`select password_hash as hash from identity.account`);
    expect(rows.every((row) => /^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$/.test(row.hash))).toBe(true);
    expect(new Set(rows.map((row) => row.hash)).size).toBe(rows.length);
  });

  test('answers an unknown name and a wrong password alike, after the same work', async () => {
    const checked: (string | null)[] = [];
    const verify = (_password: string, stored: string | null) => {
      checked.push(stored);
      return Promise.resolve(false);
    };
    const server = await start({ deps: { verify } as object });
    const answers = [await signIn(server, 'Nobody Here', 'x'), await signIn(server, 'Officer One', 'x')];
    const [unknown, wrong] = answers.map((answer) => ({ ...answer.json<object>(), instance: '' }));
    expect(unknown).toEqual(wrong);
    expect(answers.map((answer) => answer.statusCode)).toEqual([401, 401]);
    expect(checked).toEqual([null, expect.stringContaining('$argon2id$')]);
  });

  test('binds the cookie to the host where people come by https, and to http where they do not', async () => {
    const plain = await enter(await start(), 'Officer One');
    expect(plain.setCookie).toMatch(/^artery=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const https = await start({ deps: { config: { ...deps.config, origin: 'https://data.example' } } });
    const secure = await enter(https, 'Officer One');
    expect(secure.setCookie).toMatch(/^__Host-artery=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const planted = { ...secure, cookie: secure.cookie.replace('__Host-', '') };
    expect(await call(as(https, planted), contract.readSession)).toMatchObject({ me: null });
  });
});

describe('guessing', () => {
  const guess = (server: HttpServer, name: string, address?: string) => signIn(server, name, 'wrong', address);

  test('is slowed down for a name, by two processes together', async () => {
    await using second = openDatabase(db.connection, 2);
    const servers = [await start(), await start({ database: second })];
    for (let i = 0; i < 6; i += 1) expect((await guess(servers[i % 2]!, 'Shared')).statusCode).toBe(401);
    const blocked = [await guess(servers[0]!, 'Shared'), await guess(servers[1]!, 'Shared')];
    expect(blocked.map((answer) => answer.statusCode)).toEqual([429, 429]);
    expect(blocked[0]!.headers['retry-after']).toBe('1');
    expect((await signIn(servers[0]!, 'Shared')).statusCode).toBe(429);
    clock.set(new Date(clock.now().getTime() + 2_000));
    expect((await signIn(servers[0]!, 'Shared')).statusCode).toBe(200);
  });

  test('waits longer each time, and not for ever', async () => {
    const server = await start();
    const waits: number[] = [];
    for (let i = 0; i < 14; i += 1) {
      const answer = await guess(server, 'Slow');
      if (answer.statusCode === 401) continue;
      waits.push(Number(answer.headers['retry-after']));
      clock.set(new Date(clock.now().getTime() + Number(answer.headers['retry-after']) * 1000));
    }
    expect(waits).toEqual([1, 2, 4, 8]);
    for (let i = 0; i < 8; i += 1) {
      clock.set(new Date(clock.now().getTime() + 60_000));
      expect((await guess(server, 'slow')).statusCode).toBe(401);
    }
  });

  test('is counted before it is answered: many at once are many', async () => {
    const server = await start();
    const answers = await Promise.all(Array.from({ length: 20 }, () => guess(server, 'Victim')));
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(6);
  });

  test('is slowed down for an address, whatever names it tries', async () => {
    const server = await start();
    const codes: number[] = [];
    for (let i = 0; i < 33; i += 1) codes.push((await guess(server, `name ${String(i)}`, '192.0.2.7')).statusCode);
    expect(codes.slice(0, 31).every((code) => code === 401)).toBe(true);
    expect(codes.slice(31)).toEqual([429, 429]);
  });

  test('twin: without limits every guess is looked at', async () => {
    const limits = { name: { free: 1e6, longest: 1 }, address: { free: 1e6, longest: 1 } };
    const server = await start({ deps: { limits } as object });
    const codes: number[] = [];
    for (let i = 0; i < 12; i += 1) codes.push((await guess(server, 'free guess', '192.0.2.9')).statusCode);
    expect(new Set(codes)).toEqual(new Set([401]));
  });

  test('leaves no name behind: what was typed may be a password', async () => {
    const server = await start();
    await signIn(server, 'my secret typed here', 'x');
    const rows = await db.rows<{ line: string }>(sql`select a::text as line from identity.attempt a`);
    expect(rows.some((row) => row.line.includes('secret'))).toBe(false);
    expect(JSON.stringify(audited)).not.toContain('secret');
  });
});

describe('entering as an invented person', () => {
  test('works in a demo, for its people only', async () => {
    const invented = await createAccount(db, { name: 'demo officer', displayName: 'D', demo: true }, clock.now());
    const real = await createAccount(db, { name: 'real officer', displayName: 'R' }, clock.now());
    const server = await start({ demo: true });
    const { enterAs } = await call(injected(server), contract.readSession);
    expect(enterAs.map((person) => person.account)).toEqual([invented.id]);
    const session = await call(injected(server), contract.enterAs, { body: { account: invented.id } });
    expect(session.me?.account).toBe(invented.id);
    expect(await statusOf(call(injected(server), contract.enterAs, { body: { account: real.id } }))).toBe(403);
  });

  test('twin: is refused where data are real, for the same person', async () => {
    const invented = await createAccount(db, { name: 'left over', displayName: 'D', demo: true }, clock.now());
    const server = await start({ demo: false });
    expect(await statusOf(call(injected(server), contract.enterAs, { body: { account: invented.id } }))).toBe(403);
    expect((await call(injected(server), contract.readSession)).enterAs).toEqual([]);
  });
});
