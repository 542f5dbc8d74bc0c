import Type from 'typebox';
import { expect, test } from 'vitest';
import { testServer } from '../../../test/harness/server.ts';
import { endpoint } from './endpoint.ts';
import { openApi } from './openapi.ts';
import { serve } from './serve.ts';

const one = endpoint({
  name: 'things.loadThing',
  method: 'POST',
  path: '/api/things/{thing}/loads',
  permission: 'things.load',
  summary: 'Loads',
  params: Type.Object({ thing: Type.String() }),
  query: Type.Object({ mode: Type.Optional(Type.String({ description: 'How' })) }),
  consumes: ['text/csv'],
  response: Type.Object({ rows: Type.Integer() }),
});

test('an endpoint is printed with everything a caller needs', () => {
  const document = openApi([one], { title: 'T', version: '1' });
  expect(document).toMatchObject({
    openapi: '3.1.0',
    paths: {
      '/api/things/{thing}/loads': {
        post: {
          operationId: 'things.loadThing',
          tags: ['things'],
          'x-permission': 'things.load',
          parameters: [
            { name: 'thing', in: 'path', required: true },
            { name: 'mode', in: 'query', required: false, description: 'How' },
            { name: 'accept-language' },
            { name: 'idempotency-key' },
            { name: 'x-csrf-token' },
          ],
          requestBody: { content: { 'text/csv': {} } },
          responses: { 200: { content: { 'application/json': { schema: { type: 'object' } } } }, default: {} },
        },
      },
    },
  });
});

test('the served document is plain JSON and lists what is served', async () => {
  await using running = await testServer();
  serve(running.server, one, () => ({ rows: 0 }));
  const document = (await running.server.fastify.inject('/openapi.json')).json<{ paths: object }>();
  expect(Object.keys(document.paths)).toEqual([one.path]);
});

test('the reference page asks nobody but the node', async () => {
  await using running = await testServer();
  const page = await running.server.fastify.inject('/api');
  expect(page.body).not.toMatch(/https?:/);
  const start = await running.server.fastify.inject('/api/reference/start.js');
  expect(start.body).toContain('telemetry: false');
  expect(start.body).toContain('withDefaultFonts: false');
  const headers = { 'accept-encoding': 'gzip, br' };
  const script = await running.server.fastify.inject({ url: '/api/reference/scalar.js', headers });
  expect(script.headers).toMatchObject({ 'content-encoding': 'br', 'content-type': 'text/javascript; charset=utf-8' });
  expect(script.rawPayload.length).toBeGreaterThan(500_000);
});
