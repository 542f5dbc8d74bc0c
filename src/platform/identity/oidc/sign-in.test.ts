import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { forgedTokens } from '../../../../test/harness/forged-id-tokens.ts';
import { audited, clock, db, deps, enter, start, useIdentity } from '../../../../test/harness/identity.ts';
import { lyingIssuer, realIssuer, type LyingIssuer, type RealIssuer } from '../../../../test/harness/issuer.ts';
import { sql } from '../../db/sql.ts';
import type { HttpServer } from '../../http/server.ts';
import { createAccount } from '../create-account.ts';
import { findAccountByName } from '../store/account.ts';
import { hashToken } from '../tokens.ts';
import { safeBack } from './attempt.ts';
import { readIssuers } from './issuers.ts';
import { issuerNamed, linkAccount } from './link-account.ts';

useIdentity();
const ORIGIN = 'http://node.test';
const folder = mkdtempSync(join(tmpdir(), 'issuers-'));
const file = join(folder, 'issuers.yaml');
let [real, lying]: [RealIssuer, LyingIssuer] = [] as never;
let server: HttpServer;

beforeAll(async () => {
  real = await realIssuer([`${ORIGIN}/api/auth/real/callback`]);
  lying = await lyingIssuer();
  const line = (name: string, url: string) => ({ name, names: { en: name }, url, client: 'artery', several: ['otp'] });
  const nowhere = line('nowhere', 'http://127.0.0.1:9');
  const inside = { ...line('inside', 'http://localhost:9'), hosts: [] };
  writeFileSync(file, stringify([line('real', real.url), line('lying', lying.url), nowhere, inside]));
  const config = { ...deps.config, origin: ORIGIN, issuersFile: file };
  server = await start({ deps: { ...deps, config } });
  for (const issuer of readIssuers(file)) await link('officer one', issuer.name, 'alice');
});
afterAll(async () => {
  await real[Symbol.asyncDispose]();
  await lying[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const context = () => ({ db, clock, audit: { record: () => Promise.resolve('') } }) as never;
async function link(name: string, issuer: string, subject: string): Promise<void> {
  const account = (await findAccountByName(db, name))?.id ?? '';
  await linkAccount(context(), 'system', { account, issuer: issuerNamed(readIssuers(file), issuer), subject });
}

interface Answer {
  readonly status: number;
  readonly to: string;
  readonly cookies: Record<string, string>;
}
async function get(url: string, cookies: Record<string, string> = {}): Promise<Answer> {
  const answer = await server.fastify.inject({ method: 'GET', url, cookies });
  const set = Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]));
  return { status: answer.statusCode, to: answer.headers.location ?? '', cookies: { ...cookies, ...set } };
}
const begin = (issuer: string, query = '', cookies = {}) => get(`/api/auth/${issuer}${query}`, cookies);
const back = (address: string, cookies: Record<string, string>) => get(address.replace(ORIGIN, ''), cookies);
const me = async ({ cookies }: Answer) =>
  (await server.fastify.inject({ method: 'GET', url: '/api/session', cookies })).json<{ me: { name: string } | null }>()
    .me?.name;
const kept = async ({ cookies }: Answer) => {
  const hash = hashToken(cookies['artery'] ?? '');
  return (await db.rows(sql`select strength, issuer from identity.session where hash = ${hash}`))[0];
};
const sessions = async () => (await db.rows(sql`select id from identity.session`)).length;

/** As far as the issuer's answer: what the browser would now open. */
async function halfway(issuer = 'real', query = '') {
  const begun = await begin(issuer, query);
  return { begun, address: await real.visit(begun.to) };
}
/** The same with the issuer that lies: it sends back a code for whatever was asked. */
async function lied(query = '') {
  const begun = await begin('lying', query);
  const asked = new URL(begun.to).searchParams;
  lying.nonce = asked.get('nonce') ?? '';
  const answer = new URLSearchParams({ code: 'c', state: asked.get('state') ?? '', iss: lying.url });
  return { begun, address: `/api/auth/lying/callback?${answer.toString()}` };
}
const refusedWith = async (answer: Promise<Answer>, slug: string, cause = '') => {
  const before = await sessions();
  const { status, to, cookies } = await answer;
  expect([cause, status, to.split('&')[0]]).toEqual([cause, 302, `/sign-in?problem=${slug}`]);
  expect(cookies['artery']).toBeUndefined();
  expect(await sessions()).toBe(before);
  expect(audited.at(-1)).toMatchObject({ action: 'identity.sign-in', allowed: false, rule: `identity/${slug}` });
};

describe('signing in through an issuer', () => {
  it('ends in a session of the linked account, where one came from, with what the issuer says of strength', async () => {
    const { begun, address } = await halfway('real', '?then=/work');
    const asked = new URL(begun.to).searchParams;
    expect([asked.get('code_challenge_method'), asked.get('response_type'), asked.get('scope')]).toEqual([
      'S256',
      'code',
      'openid',
    ]);
    const done = await back(address, begun.cookies);
    expect([done.status, done.to]).toEqual([302, '/work']);
    expect(await me(done)).toBe('Officer One');
    expect(await kept(done)).toEqual({ strength: 'single', issuer: 'real' });
    expect(audited.at(-1)).toMatchObject({ action: 'identity.sign-in', allowed: true, rule: 'identity/issuer' });
  });

  it('keeps nothing by which the sign-in could be finished elsewhere', async () => {
    const { begun } = await halfway();
    const rows = await db.rows<{ line: string }>(sql`select a::text as line from identity.login_attempt a`);
    const asked = new URL(begun.to).searchParams;
    const secrets = [
      asked.get('state'),
      asked.get('nonce'),
      asked.get('code_challenge'),
      begun.cookies['artery-login'],
    ];
    expect(rows.some(({ line }) => secrets.some((one) => line.includes(one ?? '-')))).toBe(false);
  });

  it('is done once: the same answer again is over', async () => {
    const { begun, address } = await halfway();
    const done = await back(address, begun.cookies);
    expect(await me(done)).toBe('Officer One');
    await refusedWith(back(address, begun.cookies), 'sign-in-over');
  });

  it('belongs to the browser that began it', async () => {
    const { begun, address } = await halfway();
    const other = await begin('real');
    await refusedWith(back(address, {}), 'sign-in-over');
    await refusedWith(back(address, other.cookies), 'sign-in-over');
    // Twin: the browser itself.
    expect(await me(await back(address, begun.cookies))).toBe('Officer One');
  });

  it('does not take the code of another sign-in', async () => {
    const [one, two] = [await halfway(), await halfway()];
    const [stolen, own] = [new URL(one.address), new URL(two.address)];
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    await refusedWith(back(own.href, two.begun.cookies), 'sign-in-refused');
  });

  it.each([
    [
      'a state that was changed',
      (url: URL) => url.searchParams.set('state', `${url.searchParams.get('state') ?? ''}x`),
      'over',
    ],
    ['no state', (url: URL) => url.searchParams.delete('state'), 'over'],
    ['no code', (url: URL) => url.searchParams.delete('code'), 'refused'],
    ['a code that was changed', (url: URL) => url.searchParams.set('code', 'nonsense'), 'refused'],
    ['another issuer’s name', (url: URL) => url.searchParams.set('iss', lying.url), 'refused'],
    ['no issuer’s name', (url: URL) => url.searchParams.delete('iss'), 'refused'],
    ['an error', (url: URL) => url.searchParams.set('error', 'access_denied'), 'refused'],
  ])('is refused with %s', async (what, change, slug) => {
    const { begun, address } = await halfway();
    const url = new URL(address);
    change(url);
    await refusedWith(back(url.href, begun.cookies), `sign-in-${slug}`, what);
  });

  it('is no answer for another issuer: a mix-up goes nowhere', async () => {
    const { begun, address } = await halfway();
    await refusedWith(back(address.replace('/real/', '/lying/'), begun.cookies), 'sign-in-over');
  });

  it('is over after ten minutes', async () => {
    const { begun, address } = await halfway();
    clock.set('2026-11-22T02:10:01Z');
    await refusedWith(back(address, begun.cookies), 'sign-in-over');
    clock.set('2026-11-22T02:00:00Z');
  });

  it('of somebody whom nobody linked, or whose account is closed, is refused', async () => {
    real.become('mallory');
    const stranger = await halfway();
    await refusedWith(back(stranger.address, stranger.begun.cookies), 'not-linked');
    await link('shared', 'real', 'carol');
    await db.run(sql`update identity.account set disabled_at = now() where folded = 'shared'`);
    real.become('carol');
    const closed = await halfway();
    await refusedWith(back(closed.address, closed.begun.cookies), 'not-linked');
    real.become('alice');
  });

  it('gives a new session, and the one before ends: none can be planted', async () => {
    const before = await enter(server, 'Officer Two');
    const planted = before.cookie.split('=')[1] ?? '';
    const { begun, address } = await halfway();
    const done = await back(address, { ...begun.cookies, artery: planted });
    expect(done.cookies['artery']).not.toBe(planted);
    expect(await me(done)).toBe('Officer One');
    expect(await me({ ...done, cookies: { artery: planted } })).toBeUndefined();
  });

  it('asked again, must be the same person', async () => {
    const { begun, address } = await halfway();
    const signedIn = await back(address, begun.cookies);
    const again = async (subject: string) => {
      real.become(subject);
      const asked = await begin('real', '?again=true', signedIn.cookies);
      expect(new URL(asked.to).searchParams.get('prompt')).toBe('login');
      return back(await real.visit(asked.to), asked.cookies);
    };
    await link('officer two', 'real', 'bob');
    const other = await again('bob');
    expect([other.to, await me(other)]).toEqual(['/sign-in?problem=sign-in-refused', 'Officer One']);
    expect(await me(await again('alice'))).toBe('Officer One');
  });
});

describe('afterwards one is never led elsewhere', () => {
  const elsewhere = [
    '//evil.example',
    'https://evil.example/',
    '/\\evil.example',
    '\\/evil.example',
    '/%0d%0aset-cookie:x',
    'javascript:alert(1)',
    '/a\nb',
    ' /work',
    '/\t/evil.example',
    `/${'x'.repeat(600)}`,
  ];
  it.each(elsewhere)('not to %j', async (then) => {
    const safe = safeBack(then);
    expect(new URL(safe, ORIGIN).origin).toBe(ORIGIN);
    expect(safe).not.toMatch(/[\r\n\\]/);
    const { begun, address } = await halfway('real', `?then=${encodeURIComponent(then.slice(0, 400))}`);
    const { to } = await back(address, begun.cookies);
    expect(new URL(to, ORIGIN).origin).toBe(ORIGIN);
  });
  it('and one’s own addresses stay as they are', () => {
    for (const own of ['/', '/work?state=open', '/governance/registers/dang-vien#x']) expect(safeBack(own)).toBe(own);
  });
});

describe('an issuer that lies', () => {
  it('is believed when it says the truth: the twin of all that follow', async () => {
    const { begun, address } = await lied();
    expect(await me(await back(address, begun.cookies))).toBe('Officer One');
  });

  it('says how strong the sign-in was, and when it asked', async () => {
    const { begun, address } = await lied();
    lying.say(({ honest }) => honest({ amr: ['pwd', 'otp'] }));
    const first = await back(address, begun.cookies);
    expect(await kept(first)).toEqual({ strength: 'several', issuer: 'lying' });
    const again = async (ago: number) => {
      const asked = await begin('lying', '?again=true', first.cookies);
      const { searchParams } = new URL(asked.to);
      lying.nonce = searchParams.get('nonce') ?? '';
      const at = Math.floor(Date.now() / 1000) - ago;
      lying.say(({ honest }) => honest({ auth_time: at }));
      const answer = new URLSearchParams({ code: 'c', state: searchParams.get('state') ?? '', iss: lying.url });
      return (await back(`/api/auth/lying/callback?${answer.toString()}`, asked.cookies)).to;
    };
    // Asked to ask anew, an issuer that only remembers is not believed.
    expect(await again(3600)).toBe('/sign-in?problem=sign-in-refused');
    expect(await again(5)).toBe('/');
    lying.say(({ honest }) => honest());
  });

  it('forges in forty ways', () => expect(Object.keys(forgedTokens)).toHaveLength(40));

  it.each(Object.entries(forgedTokens))('is refused: %s', async (what, make) => {
    const { begun, address } = await lied();
    lying.say(make);
    await refusedWith(back(address, begun.cookies), 'sign-in-refused', what);
    lying.say(({ honest }) => honest());
  });

  it('may be thirty seconds fast or slow, and no more', async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const at = async (claims: Record<string, number>) => {
      const { begun, address } = await lied();
      lying.say(({ honest }) => honest(claims));
      return me(await back(address, begun.cookies));
    };
    expect(await at({ exp: seconds - 20, iat: seconds - 320 })).toBe('Officer One');
    expect(await at({ nbf: seconds + 20 })).toBe('Officer One');
    expect(await at({ exp: seconds - 60, iat: seconds - 360 })).toBeUndefined();
    lying.say(({ honest }) => honest());
  });

  it('that changes its keys is believed with the new ones', async () => {
    await lying.rotate();
    const { begun, address } = await lied();
    expect(await me(await back(address, begun.cookies))).toBe('Officer One');
  });

  it.each(['error', 'redirect'] as const)('that is down says so, before and after: %s', async (how) => {
    const { begun, address } = await lied();
    lying.fail(how);
    await refusedWith(begin('lying'), 'issuer-silent');
    await refusedWith(back(address, begun.cookies), 'issuer-silent');
    lying.fail('no');
  });

  it('that is not there, or not in the allow list’s networks, is not reached', async () => {
    await refusedWith(begin('nowhere', '?then=/work'), 'issuer-silent');
    await refusedWith(begin('inside'), 'issuer-silent');
    expect((await begin('unknown')).status).toBe(404);
  });
});

describe('a machine', () => {
  it('has keys only: no password, no issuer', async () => {
    const { id } = await createAccount(db, { name: 'nightly', displayName: 'N', kind: 'machine' }, clock.now());
    const issuer = issuerNamed(readIssuers(file), 'real');
    await expect(linkAccount(context(), 'system', { account: id, issuer, subject: 'x' })).rejects.toThrow();
    const withPassword = { name: 'weekly', displayName: 'W', kind: 'machine', password: 'a long password' } as const;
    await expect(createAccount(db, withPassword, clock.now())).rejects.toMatchObject({
      kind: { slug: 'machine-uses-keys' },
    });
    // One that had a password from before: it opens nothing.
    await db.run(sql`update identity.account set kind = 'machine' where folded = 'slow'`);
    const answer = await server.fastify.inject({
      ...{ method: 'POST', url: '/api/session', headers: { origin: ORIGIN } },
      payload: { name: 'Slow', password: 'correct horse battery' },
    });
    expect(answer.statusCode).toBe(401);
  });
});

describe('the file of issuers', () => {
  it.each([
    ['no list', 'name: x'],
    ['an address that is none', '- { name: a, names: { en: A }, url: nowhere, client: c }'],
    ['two of one name', '- &a { name: a, names: { en: A }, url: "https://a.example", client: c }\n- *a'],
    ['a host that is none', '- { name: a, names: { en: A }, url: "https://a.example", client: c, hosts: ["*"] }'],
  ])('is refused at the start: %s', (_what, text) => {
    const bad = join(folder, 'bad.yaml');
    writeFileSync(bad, text);
    expect(() => readIssuers(bad)).toThrow(/ARTERY_ISSUERS/);
    expect(readIssuers(undefined)).toEqual([]);
  });
});
