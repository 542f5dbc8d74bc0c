import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import Type from 'typebox';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { testServer, type TestServer } from '../../../test/harness/server.ts';
import { endpoint } from './endpoint.ts';
import { openGate } from './gate.ts';
import { defineProblems } from './problem.ts';
import { serve } from './serve.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});
async function start(options: Parameters<typeof testServer>[0] = {}): Promise<TestServer> {
  const running = await testServer(options);
  open.push(running);
  return running;
}

const slow = endpoint({
  name: 'things.slow',
  method: 'GET',
  path: '/api/slow',
  permission: 'public',
  summary: 'Takes its time',
  response: Type.Object({ done: Type.Boolean() }),
});

describe('the web application', () => {
  let webRoot: string;
  beforeAll(() => {
    webRoot = mkdtempSync(join(tmpdir(), 'artery-web-'));
    mkdirSync(join(webRoot, 'assets'));
    const html =
      '<!doctype html><html><head><title>x</title></head><body><style nonce="{{nonce}}"></style></body></html>';
    writeFileSync(join(webRoot, 'index.html'), html);
    writeFileSync(join(webRoot, 'assets/main-B1c2D3e4.js'), 'plain');
    writeFileSync(join(webRoot, 'assets/main-B1c2D3e4.js.br'), brotliCompressSync('packed'));
    writeFileSync(join(webRoot, 'favicon.svg'), '<svg/>');
  });
  afterAll(() => rmSync(webRoot, { recursive: true, force: true }));

  test('gets a page at every address of its own, with a style nonce that is never the same', async () => {
    const { server } = await start({ webRoot });
    const pages = await Promise.all(
      ['/', '/registers/party_member', '/index.html'].map((url) => server.fastify.inject(url)),
    );
    const nonces = pages.map((page) => {
      expect(page.statusCode).toBe(200);
      const nonce = /<meta name="csp-nonce" content="([\w-]{24})">/.exec(page.body)?.[1] ?? 'none';
      expect(page.body).toContain(`<style nonce="${nonce}">`);
      expect(page.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`);
      return nonce;
    });
    expect(new Set(nonces).size).toBe(3);
  });

  test('names no other host in its policy', async () => {
    const { server } = await start({ webRoot });
    for (const url of ['/', '/api', '/problems/platform/refused']) {
      const policy = String((await server.fastify.inject(url)).headers['content-security-policy']);
      expect(policy).toMatch(/^default-src 'self'; script-src 'self';/);
      expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    }
  });

  test('tells browsers not to guess, not to frame it, and not to say where they came from', async () => {
    const { server } = await start({ webRoot });
    for (const url of ['/', '/registers', '/api/nothing', '/exchange/v1/nothing', '/robots.txt']) {
      const { headers } = await server.fastify.inject(url);
      expect(headers['x-content-type-options'], url).toBe('nosniff');
      expect(headers['content-security-policy'], url).toContain("frame-ancestors 'none'");
      expect(headers['content-type'], url).toMatch(/charset=utf-8|^application\/problem\+json/);
      if (url.startsWith('/api') || url.startsWith('/exchange')) expect(headers['cache-control'], url).toBe('no-store');
      else expect(headers['referrer-policy'], url).toBe('same-origin');
    }
  });

  test('keeps hashed files for a year, packed where the browser can', async () => {
    const { server } = await start({ webRoot });
    const packed = await server.fastify.inject({
      url: '/assets/main-B1c2D3e4.js',
      headers: { 'accept-encoding': 'br' },
    });
    expect(packed.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': expect.stringContaining('immutable'),
    });
    expect((await server.fastify.inject('/assets/main-B1c2D3e4.js')).body).toBe('plain');
    expect((await server.fastify.inject('/favicon.svg')).headers['cache-control']).toBe('no-cache');
  });

  test('answers what is missing with a problem and not with the page', async () => {
    const { server } = await start({ webRoot });
    for (const url of [
      '/assets/gone-B1c2D3e4.js',
      '/api/gone',
      '/robots.txt',
      '/../package.json',
      '/%2e%2e/package.json',
    ]) {
      const answer = await server.fastify.inject(url);
      expect(answer.statusCode, url).toBeGreaterThanOrEqual(400);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
  });
});

describe('the pages beside the contracts', () => {
  test('say what a problem means, in the language of the reader', async () => {
    const { server } = await start();
    const page = await server.fastify.inject('/problems/platform/too-large?lang=ar');
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('dir="rtl"');
    expect(page.body).toContain('<code>ARTERY_UPLOAD_LIMIT</code>');
    expect((await server.fastify.inject('/problems/platform/nothing')).statusCode).toBe(404);
  });

  test('know the problems of the rooms, and escape what they say', async () => {
    const own = defineProblems('shed', { brokenTool: { status: 409, title: 'a < b', help: '<script>' } });
    const { server } = await start({ kinds: [own.brokenTool.kind] });
    const page = await server.fastify.inject('/problems/shed/broken-tool');
    expect(page.body).toContain('<h1>a &#60; b</h1>');
    expect(page.body).not.toContain('<script>');
  });

  test('answer at the addresses that a problem had before', async () => {
    const kind = {
      room: 'shed',
      slug: 'tool-gone',
      status: 429,
      title: 'Gone',
      help: 'Wait.',
      former: ['yard/tool-gone'],
    };
    const { server } = await start({ kinds: [kind] });
    const at = async (path: string) => (await server.fastify.inject(path)).statusCode;
    expect([await at('/problems/shed/tool-gone'), await at('/problems/yard/tool-gone')]).toEqual([200, 200]);
    expect(await at('/problems/barn/tool-gone')).toBe(404);
  });

  test('say whether the node can work', async () => {
    const well = await start({ health: { database: () => Promise.resolve('ok') } });
    expect((await well.server.fastify.inject('/health')).json()).toEqual({
      ok: true,
      parts: { database: { ok: true, state: 'ok' } },
    });
    const ill = await start({ health: { database: () => Promise.reject(new Error('at 10.0.0.1')) } });
    const answer = await ill.server.fastify.inject('/health');
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toBe('{"ok":false,"parts":{"database":{"ok":false}}}');
  });

  test('count requests by endpoint, and never by address', async () => {
    const { server } = await start({ lag: () => Promise.resolve({ 'quality.scores': 3 }) });
    serve(server, slow, () => ({ done: true }));
    await server.fastify.inject('/api/slow?lang=vi');
    await server.fastify.inject('/api/people/099123456789');
    const { body } = await server.fastify.inject('/metrics');
    expect(body).toContain('http_request_duration_seconds_count{endpoint="things.slow",method="GET",status="200"} 1');
    expect(body).toContain('artery_follower_lag_change_sets{follower="quality.scores"} 3');
    expect(body).toContain('nodejs_eventloop_lag_seconds');
    expect(body).not.toContain('099123456789');
  });
});

describe('a node under load', () => {
  test('lets so many run and so many wait, and tells the rest to come again', async () => {
    const { server } = await start({ widths: { reads: { running: 2, waiting: 1 } } });
    const free: (() => void)[] = [];
    serve(server, slow, () => new Promise((resolve) => free.push(() => resolve({ done: true }))));
    const asked = Array.from({ length: 4 }, () => server.fastify.inject('/api/slow'));
    const turned = await Promise.race(asked);
    expect(turned.statusCode).toBe(503);
    expect(turned.headers['retry-after']).toBe('1');
    await expect.poll(() => free.length).toBe(2);
    while (free.length < 3) {
      free[0]?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const end of free) end();
    const codes = (await Promise.all(asked)).map((answer) => answer.statusCode).sort();
    expect(codes).toEqual([200, 200, 200, 503]);
  });

  test('gives a place back once, however often it is told', async () => {
    const gate = openGate({ running: 1, waiting: 0 });
    const leave = await gate.enter();
    leave();
    leave();
    await gate.enter();
    await expect(gate.enter()).rejects.toMatchObject({ kind: { slug: 'busy' } });
  });

  test('lets a running request end when it stops, and cuts what takes too long', async () => {
    for (const [withinMs, expected] of [
      [5_000, 'done'],
      [100, 'cut'],
    ] as const) {
      const { server } = await testServer();
      let begun: () => void = () => undefined;
      const started = new Promise<void>((resolve) => (begun = resolve));
      let end: () => void = () => undefined;
      serve(server, slow, () => {
        begun();
        return new Promise((resolve) => (end = () => resolve({ done: true })));
      });
      const address = await server.listen({ host: '127.0.0.1', port: 0 });
      const answer = fetch(`${address}/api/slow`).then(
        () => 'done',
        () => 'cut',
      );
      await started;
      const stopped = server.stop(withinMs);
      if (expected === 'done') end();
      expect(await answer).toBe(expected);
      await stopped;
      await expect(fetch(`${address}/health`)).rejects.toThrow();
    }
  });
});
