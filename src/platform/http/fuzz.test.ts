import Type from 'typebox';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { testServer } from '../../../test/harness/server.ts';
import type { Database } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { endpoint } from './endpoint.ts';
import { fuzzEndpoint } from './fuzz.ts';
import { serve } from './serve.ts';

const echo = endpoint({
  name: 'things.echo',
  method: 'POST',
  path: '/api/things/{thing}',
  permission: 'public',
  summary: 'Says what it heard',
  params: Type.Object({ thing: Type.String() }),
  query: Type.Object({
    on: Type.Optional(Type.String({ format: 'date' })),
    n: Type.Optional(Type.Integer({ maximum: 9 })),
  }),
  body: Type.Object({
    text: Type.String(),
    more: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]))),
  }),
  response: Type.Object({ text: Type.String() }),
});

async function serverOf(handler: (text: string) => Promise<string> | string) {
  const running = await testServer();
  serve(running.server, echo, async ({ body }) => ({ text: await handler(body.text) }));
  return running;
}

test('a handler that keeps its contract survives', async () => {
  await using running = await serverOf((text) => text);
  await fuzzEndpoint(running.server, echo, { runs: 200, seed: 1 });
});

test('one that stores text survives too: no text reaches the database that it cannot hold', async () => {
  const db: Database = await testDatabase(2);
  await using running = await serverOf(async (text) => {
    const [row] = await db.rows<{ text: string }>(sql`select ${text}::text as text`);
    return row?.text ?? '';
  });
  await fuzzEndpoint(running.server, echo, { runs: 200, seed: 2 });
  const payload = { text: 'a\0b' };
  const answer = await running.server.fastify.inject({ method: 'POST', url: '/api/things/x', payload });
  expect(answer.json()).toMatchObject({ status: 400, errors: [{ in: 'body', pointer: '/text' }] });
  expect(
    (await running.server.fastify.inject({ method: 'POST', url: '/api/things/%00', payload: { text: '' } })).statusCode,
  ).toBe(400);
});

test.each([
  [
    'throws',
    () => {
      throw new TypeError('no');
    },
  ],
  ['answers outside its contract', () => 3 as unknown as string],
])('twin: one that %s is found', async (_what, handler) => {
  await using running = await serverOf(handler);
  await expect(fuzzEndpoint(running.server, echo, { runs: 50, seed: 3 })).rejects.toThrow(/mistake of the node/);
});
