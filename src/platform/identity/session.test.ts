import { describe, expect, test } from 'vitest';
import { openDatabase } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { injected } from '../../../test/harness/server.ts';
import { call } from '../http/call.ts';
import { fuzzEndpoint } from '../http/fuzz.ts';
import * as contract from './contract.ts';
import { createAccount } from './create-account.ts';
import {
  as,
  clock,
  db,
  deps,
  enter,
  PASSWORD,
  signIn,
  start,
  statusOf,
  useIdentity,
} from '../../../test/harness/identity.ts';

useIdentity();

describe('a session', () => {
  test('moves on with use and ends after idling', async () => {
    const server = await start();
    const me = await enter(server, 'Officer One');
    const pass = (minutes: number) => clock.set(new Date(clock.now().getTime() + minutes * 60_000));
    for (let i = 0; i < 3; i += 1) {
      pass(50);
      expect((await call(as(server, me), contract.readSession)).me).not.toBeNull();
    }
    pass(61);
    expect((await call(as(server, me), contract.readSession)).me).toBeNull();
  });

  test('ends after its length however busy it is', async () => {
    const server = await start();
    const me = await enter(server, 'Officer One');
    const seen: boolean[] = [];
    for (let i = 0; i < 15; i += 1) {
      clock.set(new Date(clock.now().getTime() + 50 * 60_000));
      seen.push((await call(as(server, me), contract.readSession)).me !== null);
    }
    expect(seen.filter(Boolean)).toHaveLength(14);
  });

  test('is listed and ended by its owner only', async () => {
    const server = await start();
    const [here, there] = [await enter(server, 'Officer One'), await enter(server, 'Officer One')];
    const stranger = await enter(server, 'Officer Two');
    const { items } = await call(as(server, here), contract.listSessions);
    const other = items.find((session) => !session.current)!;
    const params = { session: other.id };
    expect(await statusOf(call(as(server, stranger), contract.endSession, { params }))).toBe(404);
    await call(as(server, here), contract.endSession, { params });
    const left = await call(as(server, here), contract.listSessions);
    expect(left.items.map((session) => session.id)).not.toContain(other.id);
    expect(there.cookie).not.toBe(here.cookie);
  });

  test('ends at once, in every process, when it is signed out', async () => {
    await using second = openDatabase(db.connection, 2);
    const [server, other] = [await start(), await start({ database: second })];
    const me = await enter(server, 'Officer One');
    expect((await call(as(other, me), contract.readSession)).me).not.toBeNull();
    await call(as(server, me), contract.signOut);
    expect((await call(as(other, me), contract.readSession)).me).toBeNull();
  });

  test('acts for another body once it may, everywhere at once, and in its own posts again', async () => {
    const mine = '0193a1b2-0000-7000-8000-000000000001';
    const describeCaller: typeof deps.describeCaller = async (database, account, language, acting) => {
      const caller = await deps.describeCaller(database, account, language);
      const onBehalf = { delegation: mine, by: 7, permissions: [], registers: null };
      return acting === mine ? { ...caller, body: 8, onBehalf } : caller;
    };
    const server = await start({ deps: { describeCaller } });
    const me = await enter(server, 'Officer One');
    const choose = (delegation: string | null) => call(as(server, me), contract.actFor, { body: { delegation } });
    expect(await statusOf(choose('0193a1b2-0000-7000-8000-000000000002'))).toBe(403);
    expect((await choose(mine)).me).toMatchObject({ onBehalfBy: { code: '99101' } });
    expect((await call(as(server, me), contract.readSession)).me?.onBehalfBy).toBeDefined();
    expect((await choose(null)).me?.onBehalfBy).toBeUndefined();
  });
  test('remembers the language of the account', async () => {
    const server = await start();
    const me = await enter(server, 'Officer Two');
    const answer = await call(as(server, me), contract.chooseLanguage, { body: { language: 'ar' } });
    expect(answer.language).toBe('ar');
    expect((await signIn(server, 'Officer Two')).json()).toMatchObject({ language: 'ar' });
    expect(await statusOf(call(as(server, me), contract.chooseLanguage, { body: { language: 'fr' } }))).toBe(400);
  });
});

describe('an API key', () => {
  test('acts for its account, is shown once and stored as a hash', async () => {
    const server = await start();
    const me = await enter(server, 'Officer One');
    const made = await call(as(server, me), contract.createKey, { body: { label: 'nightly load' } });
    const bearer = injected(server, { authorization: `Bearer ${made.key}` });
    expect((await call(bearer, contract.readSession)).me?.account).toBe(me.account);
    const rows = await db.rows<{ line: string }>(sql`select k::text as line from identity.key k`);
    expect(rows.some((row) => row.line.includes(made.key))).toBe(false);
    expect(await statusOf(call(bearer, contract.createKey, { body: { label: 'more' } }))).toBe(403);
    await call(as(server, me), contract.revokeKey, { params: { key: made.id } });
    expect(await statusOf(call(bearer, contract.readSession))).toBe(401);
  });

  test('that is not known is refused, and does not fall back to the cookie', async () => {
    const server = await start();
    const me = await enter(server, 'Officer One');
    const both = injected(server, { cookie: me.cookie, authorization: `Bearer ak_${'A'.repeat(43)}` });
    expect(await statusOf(call(both, contract.readSession))).toBe(401);
  });

  test('works until its day', async () => {
    const server = await start();
    const me = await enter(server, 'Officer One');
    const made = await call(as(server, me), contract.createKey, { body: { label: 'short', days: 1 } });
    const bearer = injected(server, { authorization: `Bearer ${made.key}` });
    clock.set(new Date(clock.now().getTime() + 23 * 3_600_000));
    expect(await statusOf(call(bearer, contract.readSession))).toBe(200);
    clock.set(new Date(clock.now().getTime() + 2 * 3_600_000));
    expect(await statusOf(call(bearer, contract.readSession))).toBe(401);
  });
});

describe('accounts', () => {
  test('cannot have a name that a person would confuse with another', async () => {
    const server = await start();
    const me = await enter(server, 'Officer One');
    const body = { name: 'ófficer óne', displayName: 'x', password: PASSWORD };
    expect(await statusOf(call(as(server, me), contract.createAccount, { body }))).toBe(409);
    expect(await statusOf(call(as(server, me), contract.createAccount, { body: { ...body, name: '***' } }))).toBe(422);
    const weak = { ...body, name: 'new name', password: 'short' };
    expect(await statusOf(call(as(server, me), contract.createAccount, { body: weak }))).toBe(422);
  });

  test('lose their sessions and keys when they are closed', async () => {
    const server = await start();
    const admin = as(server, await enter(server, 'Officer One'));
    const body = { name: 'leaving', displayName: 'Leaving', password: PASSWORD };
    const made = await call(admin, contract.createAccount, { body });
    const leaving = await enter(server, 'leaving');
    const { key } = await call(as(server, leaving), contract.createKey, { body: { label: 'k' } });
    await call(admin, contract.disableAccount, { params: { account: made.id } });
    expect((await call(as(server, leaving), contract.readSession)).me).toBeNull();
    const bearer = injected(server, { authorization: `Bearer ${key}` });
    expect(await statusOf(call(bearer, contract.readSession))).toBe(401);
    expect((await signIn(server, 'leaving')).statusCode).toBe(401);
  });

  test('change their password with the present one, and their other sessions end', async () => {
    const server = await start();
    await createAccount(db, { name: 'changing', displayName: 'c', password: PASSWORD }, clock.now());
    const [here, there] = [await enter(server, 'changing'), await enter(server, 'changing')];
    const change = (current: string) =>
      statusOf(call(as(server, here), contract.changePassword, { body: { current, next: 'another good phrase' } }));
    expect(await change('wrong')).toBe(401);
    expect(await change(PASSWORD)).toBe(200);
    expect((await call(as(server, here), contract.readSession)).me).not.toBeNull();
    expect((await call(as(server, there), contract.readSession)).me).toBeNull();
    expect((await signIn(server, 'changing', 'another good phrase')).statusCode).toBe(200);
  });

  test('are listed page by page', async () => {
    const server = await start();
    const me = as(server, await enter(server, 'Officer One'));
    const all = await call(me, contract.listAccounts, { query: { limit: 200 } });
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await call(me, contract.listAccounts, { query: { limit: 2, ...(cursor && { cursor }) } });
      names.push(...page.items.map((account) => account.name));
      cursor = page.next;
    } while (cursor);
    expect(names).toEqual(all.items.map((account) => account.name));
  });
});

test('no random request makes the node stumble', async () => {
  const server = await start({ deps: { verify: () => Promise.resolve(false) } as object });
  const me = await enter(await start(), 'Officer One');
  const headers = { cookie: me.cookie, 'x-csrf-token': me.csrf };
  const own = server.served.filter((endpoint) => endpoint.path.startsWith('/api/'));
  expect(own.length).toBeGreaterThan(10);
  for (const endpoint of own) {
    // Hashing passwords takes its time by design, and signing out would end the fuzz.
    const runs = endpoint.body ? 15 : 40;
    if (endpoint.name !== 'identity.signOut') await fuzzEndpoint(server, endpoint, { headers, runs, seed: 7 });
  }
});
