import { readFileSync } from 'node:fs';
import Type from 'typebox';
import { afterEach, describe, expect, test } from 'vitest';
import { officer, testServer } from '../../../test/harness/server.ts';
import { nobody } from '../caller.ts';
import { allow } from '../decision.ts';
import type { ProblemError } from './call.ts';
import { call, callRaw } from './call.ts';
import { endpoint } from './endpoint.ts';
import { serve } from './serve.ts';

const readThing = endpoint({
  name: 'things.readThing',
  method: 'GET',
  path: '/api/bodies/{body}/things/{thing}',
  permission: 'things.read',
  summary: 'Reads a thing',
  params: Type.Object({ body: Type.Integer({ minimum: 1 }), thing: Type.String() }),
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ maximum: 10 })),
    kinds: Type.Optional(Type.Array(Type.Union([Type.Literal('a'), Type.Literal('b')]))),
    all: Type.Optional(Type.Boolean()),
  }),
  response: Type.Object({ body: Type.Integer(), limit: Type.Integer(), kinds: Type.Array(Type.String()) }),
  about: ({ params }) => ({ body: params.body, register: 'things' }),
});
const makeThing = endpoint({
  name: 'things.makeThing',
  method: 'POST',
  path: '/api/things',
  permission: 'things.make',
  summary: 'Makes a thing',
  body: Type.Object({
    name: Type.String({ minLength: 2 }),
    size: Type.Number(),
    at: Type.Optional(Type.Object({ x: Type.Number() })),
  }),
  response: Type.Object({ made: Type.String() }),
});

interface Catalogue {
  readonly problems: { readonly 'invalid-request': { readonly title: string } };
}

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});
async function start(options: Parameters<typeof testServer>[0] = {}) {
  const running = await testServer(options);
  open.push(running);
  serve(running.server, readThing, ({ params, query }) => ({
    body: params.body,
    limit: query.limit ?? 1,
    kinds: query.kinds ?? [],
  }));
  serve(running.server, makeThing, ({ body }) => ({ made: body.name }));
  return running;
}
const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('it was not refused'),
    (error: unknown) => (error as ProblemError).problem,
  );

describe('a served contract', () => {
  test('reads texts of the address as what the schema says', async () => {
    const { send } = await start();
    const answer = await call(send, readThing, {
      params: { body: 7, thing: 'x/y' },
      query: { limit: 5, kinds: ['a'], all: true },
    });
    expect(answer).toEqual({ body: 7, limit: 5, kinds: ['a'] });
  });

  test('takes no text for a number in a body', async () => {
    const { send } = await start();
    const problem = await refusalOf(call(send, makeThing, { body: { name: 'ab', size: '3' as unknown as number } }));
    expect(problem).toMatchObject({
      type: '/problems/platform/invalid-request',
      status: 400,
      errors: [{ in: 'body', pointer: '/size', detail: 'It must be a number.' }],
    });
  });

  test.each([
    ['a member that the schema does not name', { name: 'ab', size: 1, colour: 'red' }, '/colour'],
    ['a nested one', { name: 'ab', size: 1, at: { x: 1, y: 2 } }, '/at/y'],
  ])('refuses %s', async (_what, body, pointer) => {
    const { send } = await start();
    const problem = await refusalOf(call(send, makeThing, { body }));
    expect(problem['errors']).toEqual([{ in: 'body', pointer, detail: 'There is no such member.' }]);
  });

  test('refuses an unknown word of the query, but `lang` is known everywhere', async () => {
    const { server } = await start();
    expect((await server.fastify.inject('/api/bodies/1/things/x?lang=vi')).statusCode).toBe(200);
    const answer = await server.fastify.inject('/api/bodies/1/things/x?colour=red&lang=vi');
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ errors: unknown[] }>().errors).toMatchObject([{ in: 'query', pointer: '/colour' }]);
  });

  test('asks before the handler runs, with what the asker named', async () => {
    const asked: unknown[] = [];
    const { send } = await start({
      authorize: (caller, permission, about) => {
        asked.push([caller.account, permission, about]);
        return Promise.resolve(allow('platform/public'));
      },
    });
    await call(send, readThing, { params: { body: 7, thing: 'x' } });
    expect(asked).toEqual([[officer.account, 'things.read', { body: 7, register: 'things' }]]);
  });

  test('refuses with the decision in words, writes it down, and never runs the handler', async () => {
    const decision = {
      allowed: false,
      rule: 'platform/public',
      facts: { body: 7 },
      whoCanChange: { en: 'The office' },
    };
    const running = await testServer({ authorize: () => Promise.resolve(decision) });
    open.push(running);
    let ran = false;
    serve(running.server, readThing, () => {
      ran = true;
      return { body: 1, limit: 1, kinds: [] };
    });
    const problem = await refusalOf(call(running.send, readThing, { params: { body: 7, thing: 'x' } }));
    expect(problem).toMatchObject({
      status: 403,
      detail: 'Anybody may do this. Who can change this: The office.',
      decision: { ...decision, words: { reason: 'Anybody may do this.', whoCanChange: 'The office' } },
    });
    expect(ran).toBe(false);
    expect(running.audited).toMatchObject([
      {
        action: 'things.read-thing',
        actor: officer.account,
        allowed: false,
        subject: 'things',
        rule: 'platform/public',
      },
    ]);
  });

  test('twin: with a decision that allows, the handler runs and no refusal is written', async () => {
    const running = await start();
    await call(running.send, readThing, { params: { body: 7, thing: 'x' } });
    expect(running.audited).toEqual([]);
  });

  test('sends whoever is nobody to the sign-in before the body is read', async () => {
    const running = await start();
    running.become(nobody('en'));
    const answer = await running.server.fastify.inject({
      method: 'POST',
      url: '/api/things',
      headers: { 'content-type': 'application/json' },
      payload: '{ this is not JSON',
    });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  });

  test('twin: a known caller hears that the body is not JSON', async () => {
    const { server } = await start();
    const headers = { 'content-type': 'application/json' };
    const answer = await server.fastify.inject({ method: 'POST', url: '/api/things', headers, payload: '{ not' });
    expect(answer.json()).toMatchObject({ status: 400, type: '/problems/platform/malformed-json' });
  });

  test.each(['vi', 'en', 'ar'])('speaks %s, asked by header, by address or by the choice cookie', async (language) => {
    const words = JSON.parse(readFileSync(`locales/${language}/platform.json`, 'utf8')) as Catalogue;
    const { title } = words.problems['invalid-request'];
    const { server } = await start();
    const ways = [
      { url: '/api/bodies/0/things/x', headers: { 'accept-language': `xx, ${language};q=0.5` } },
      { url: `/api/bodies/0/things/x?lang=${language}`, headers: { 'accept-language': 'fr' } },
      { url: '/api/bodies/0/things/x', headers: { cookie: `language=${language}`, 'accept-language': 'fr' } },
    ];
    for (const way of ways) {
      const answer = await server.fastify.inject(way);
      expect(answer.json()).toMatchObject({ title, status: 400 });
      expect(answer.headers['content-language']).toBe(language);
    }
  });

  test('says nothing of an unknown error but the id that finds it in the log', async () => {
    const running = await testServer();
    open.push(running);
    serve(running.server, readThing, () => {
      throw new TypeError('secret of the house');
    });
    const response = await running.send('/api/bodies/1/things/x', {});
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain('secret');
    expect(JSON.parse(text)).toMatchObject({ instance: `urn:request:${String(response.headers.get('x-request-id'))}` });
  });

  test('holds the answer to the contract where that is asked for', async () => {
    const wrong = (() => ({ made: 3 })) as never;
    const strict = await testServer();
    const loose = await testServer({ checkAnswers: false });
    open.push(strict, loose);
    serve(strict.server, makeThing, wrong);
    serve(loose.server, makeThing, wrong);
    const input = { body: { name: 'ab', size: 1 } };
    expect(await refusalOf(call(strict.send, makeThing, input))).toMatchObject({ status: 500 });
    expect(await call(loose.send, makeThing, input)).toEqual({ made: 3 });
  });

  test('names the methods of an address that takes another', async () => {
    const { server } = await start();
    const answer = await server.fastify.inject({ method: 'DELETE', url: '/api/things' });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers['allow']).toBe('POST');
    expect((await server.fastify.inject('/api/nowhere')).json()).toMatchObject({
      type: '/problems/platform/not-found',
    });
  });

  test('gives the raw answer where it is wanted', async () => {
    const { send } = await start();
    const response = await callRaw(send, readThing, { params: { body: 1, thing: 'x' } });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
