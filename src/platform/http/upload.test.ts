import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { officer, testServer, type TestServer } from '../../../test/harness/server.ts';
import type { Database } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { call, type ProblemError } from './call.ts';
import { endpoint } from './endpoint.ts';
import { serve } from './serve.ts';

const LIMIT = 256 * 1024;
const CSV = { type: 'text/csv' };

const loadLines = endpoint({
  name: 'lines.loadLines',
  method: 'POST',
  path: '/api/lines',
  permission: 'lines.load',
  summary: 'Loads lines',
  consumes: ['text/csv'],
  response: Type.Object({ rows: Type.Integer() }),
});

let db: Database;
let running: TestServer;
let address: string;
let handled = 0;

beforeAll(async () => {
  db = await testDatabase();
  await db.script('create schema lines; create table lines.line (text text)');
  running = await testServer({ config: { uploadLimit: LIMIT, origin: undefined, uploadSilence: 1 } });
  serve(running.server, loadLines, async ({ upload }) => {
    handled += 1;
    const rows = await db.transaction((tx) => tx.copyIn(sql`copy lines.line from stdin`, upload));
    return { rows };
  });
  address = await running.server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => running[Symbol.asyncDispose]());

const stored = async () => (await db.rows<{ n: number }>(sql`select count(*) as n from lines.line`))[0]?.n;
const send = (url: string, init: RequestInit) => fetch(`${address}${url}`, init);
const lines = (bytes: number) =>
  'x'
    .repeat(63)
    .concat('\n')
    .repeat(bytes / 64);

/** Sends without saying how long it is: the limit can only be met while it streams. */
function unannounced(text: string): ReadableStream {
  return Readable.toWeb(Readable.from(text.match(/[^]{1,16384}/g) ?? [])) as ReadableStream;
}

async function problemOf(sent: Promise<unknown>) {
  const error = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown as ProblemError,
  );
  return error?.problem;
}

describe('an upload', () => {
  test('reaches the handler as a stream and is stored', async () => {
    const before = await stored();
    const answer = await call(send, loadLines, { upload: { ...CSV, content: unannounced(lines(LIMIT)) } });
    expect(answer).toEqual({ rows: LIMIT / 64 });
    expect(await stored()).toBe((before ?? 0) + LIMIT / 64);
  });

  test('that says it is too large is refused before a byte of it is read', async () => {
    const before = handled;
    const problem = await problemOf(call(send, loadLines, { upload: { ...CSV, content: lines(LIMIT + 64) } }));
    expect(problem).toMatchObject({ status: 413, type: '/problems/platform/too-large', limit: LIMIT });
    expect(handled).toBe(before);
  });

  test('that turns out too large midway is refused, and nothing of it is stored', async () => {
    const [before, calls] = [await stored(), handled];
    const content = unannounced(lines(LIMIT * 8));
    const problem = await problemOf(call(send, loadLines, { upload: { ...CSV, content } }));
    expect(problem).toMatchObject({ status: 413, limit: LIMIT });
    expect(handled).toBe(calls + 1);
    expect(await stored()).toBe(before);
  });

  test('twin: with a wider limit the same upload is stored', async () => {
    await using wide = await testServer({ config: { uploadLimit: LIMIT * 8, origin: undefined } });
    let bytes = 0;
    serve(wide.server, loadLines, async ({ upload }) => {
      await pipeline(upload, async (chunks) => {
        for await (const chunk of chunks) bytes += (chunk as Buffer).length;
      });
      return { rows: 0 };
    });
    const at = await wide.server.listen({ host: '127.0.0.1', port: 0 });
    const content = unannounced(lines(LIMIT * 8));
    await call((url, init) => fetch(`${at}${url}`, init), loadLines, { upload: { ...CSV, content } });
    expect(bytes).toBe(LIMIT * 8);
  });

  test('of another kind is refused with the kinds that are taken', async () => {
    const problem = await problemOf(call(send, loadLines, { upload: { type: 'image/png', content: 'x' } }));
    expect(problem).toMatchObject({ status: 415, accepted: 'text/csv' });
  });

  test('of somebody who may not is refused, and the sender gets to read why', async () => {
    const decision = { allowed: false, rule: 'platform/public', facts: {} };
    await using strict = await testServer({ authorize: () => Promise.resolve(decision) });
    serve(strict.server, loadLines, () => expect.unreachable('the handler ran'));
    const at = await strict.server.listen({ host: '127.0.0.1', port: 0 });
    const content = unannounced(lines(LIMIT * 2));
    const sent = call((url, init) => fetch(`${at}${url}`, init), loadLines, { upload: { ...CSV, content } });
    expect(await problemOf(sent)).toMatchObject({ status: 403 });
  });

  test('that breaks off leaves nothing', async () => {
    const [before, calls] = [await stored(), handled];
    await breakOff('POST /api/lines HTTP/1.1\r\nhost: x\r\ncontent-type: text/csv\r\ncontent-length: 6400\r\n\r\n');
    await expect.poll(() => handled).toBe(calls + 1);
    await expect.poll(idle).toBe(0);
    expect(await stored()).toBe(before);
  });

  test('that falls silent is given up', async () => {
    const before = await stored();
    const content = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('one\n')) });
    const problem = await problemOf(call(send, loadLines, { upload: { ...CSV, content } }));
    expect(problem).toMatchObject({ status: 408, type: '/problems/platform/too-slow' });
    expect(await stored()).toBe(before);
  });
});

/** Sends the head and some rows, then hangs up. */
async function breakOff(head: string): Promise<void> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.write(`${head}${lines(640)}`);
  await expect.poll(idle).toBe(1);
  socket.destroy();
}

/** Transactions under way on the table. */
async function idle(): Promise<number | undefined> {
  const [row] = await db.rows<{ n: number }>(sql`select count(*) as n from pg_stat_activity
    where datname = current_database() and query like 'copy lines%' and state = 'active'`);
  return row?.n;
}

test('a JSON body over its own limit is refused', async () => {
  await using small = await testServer();
  const make = endpoint({
    name: 'things.make',
    method: 'POST',
    path: '/api/things',
    permission: 'x',
    summary: 'x',
    body: Type.Object({ text: Type.String() }),
  });
  serve(small.server, make, () => undefined);
  expect(await call(small.send, make, { body: { text: 'x' } })).toBeUndefined();
  const problem = await problemOf(call(small.send, make, { body: { text: 'x'.repeat(2 * 1024 * 1024) } }));
  expect(problem).toMatchObject({ status: 413 });
  expect(officer.kind).toBe('person');
});
