import { describe, expect, test } from 'vitest';
import type { HttpServer } from '../http/server.ts';
import { enter, PASSWORD, start, useIdentity } from '../../../test/harness/identity.ts';

useIdentity();

describe('a request made by a foreign page', () => {
  const change = (server: HttpServer, headers: Record<string, string>) =>
    server.fastify.inject({ method: 'POST', url: '/api/keys', payload: { label: 'x' }, headers });

  test.each([
    ['carries no token', {}],
    ['carries another token', { 'x-csrf-token': 'A'.repeat(43) }],
  ])('is refused when it %s', async (_what, headers) => {
    const server = await start();
    const me = await enter(server, 'Officer One');
    const answer = await change(server, { cookie: me.cookie, ...headers });
    expect(answer.json()).toMatchObject({ status: 403, type: '/problems/platform/forged-request' });
  });

  test.each([
    ['names another origin', { origin: 'https://evil.example' }],
    ['hides its origin', { origin: 'null' }],
    ['is marked cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['comes from a neighbouring host', { 'sec-fetch-site': 'same-site' }],
  ])('is refused when it %s, even with the token', async (_what, headers) => {
    const server = await start();
    const me = await enter(server, 'Officer One');
    const answer = await change(server, { cookie: me.cookie, 'x-csrf-token': me.csrf, ...headers });
    expect(answer.statusCode).toBe(403);
  });

  test('cannot sign somebody in', async () => {
    const server = await start();
    const answer = await server.fastify.inject({
      method: 'POST',
      url: '/api/session',
      payload: { name: 'Officer One', password: PASSWORD },
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.statusCode).toBe(403);
  });

  test("the token of one session does not serve another's", async () => {
    const server = await start();
    const [one, two] = [await enter(server, 'Officer One'), await enter(server, 'Officer Two')];
    expect((await change(server, { cookie: one.cookie, 'x-csrf-token': two.csrf })).statusCode).toBe(403);
  });

  test('twin: our own page is served, and with the guard off so is the foreign one', async () => {
    const server = await start();
    const me = await enter(server, 'Officer One');
    const own = { cookie: me.cookie, 'x-csrf-token': me.csrf, origin: 'http://localhost:80', host: 'localhost:80' };
    expect((await change(server, { ...own, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200);
    const off = await start({ deps: { guard: () => undefined } });
    const foreign = { cookie: me.cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await change(off, foreign)).statusCode).toBe(200);
  });
});
