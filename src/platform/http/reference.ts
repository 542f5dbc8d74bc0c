/** `/openapi.json` and the reference page with try-it at `/api`, both made from the contracts that are served. */
import { promisify } from 'node:util';
import { constants, brotliCompress, gzip } from 'node:zlib';
import { fastify as createFastify, type FastifyReply, type FastifyRequest } from 'fastify';
import { openApi } from './openapi.ts';
import { contentPolicy } from './security.ts';
import type { Server } from './serve.ts';

const TITLE = 'Artery';
const VERSION = '1';

export function serveReference(server: Server): void {
  const { fastify } = server;
  const script = lazily(compressedScript);
  fastify.get('/openapi.json', (_request, reply) =>
    reply.header('cache-control', 'no-cache').send(openApi(server.served, { title: TITLE, version: VERSION })),
  );
  fastify.get('/api', (_request, reply) =>
    reply
      .header('content-security-policy', contentPolicy(undefined, PAGE_POLICY))
      .type('text/html; charset=utf-8')
      .send(PAGE),
  );
  fastify.get('/api/reference/start.js', (_request, reply) => reply.type(JAVASCRIPT).send(START));
  fastify.get('/api/reference/scalar.js', async (request, reply) => sendScript(request, reply, await script()));
}

const JAVASCRIPT = 'text/javascript; charset=utf-8';
// The editor inside the reference writes style elements without a nonce; scripts stay ours, and no other page is so wide.
const PAGE_POLICY = { 'style-src': "'self' 'unsafe-inline'" };

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${TITLE} API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head>
<body><div id="app"></div><script src="/api/reference/scalar.js"></script><script src="/api/reference/start.js"></script></body></html>
`;

// The session's token is fetched once and sent along, so that try-it can change things like the screens do.
const START = `fetch('/api/session').then((answer) => (answer.ok ? answer.json() : {})).catch(() => ({})).then(({ csrf }) =>
  Scalar.createApiReference('#app', {
    url: '/openapi.json',
    telemetry: false,
    withDefaultFonts: false,
    hideClientButton: true,
    showDeveloperTools: 'never',
    agent: { disabled: true },
    mcp: { disabled: true },
    operationTitleSource: 'summary',
    onBeforeRequest: ({ request, requestBuilder }) => {
      const headers = (requestBuilder ?? request).headers;
      if (csrf && headers) headers.set('x-csrf-token', csrf);
    },
  }),
);
`;

interface Script {
  readonly br: Buffer;
  readonly gzip: Buffer;
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** The bundle lies inside the plugin as one text; it is read when the page is first opened, never at the start. */
async function compressedScript(): Promise<Script> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const inside = createFastify();
  await inside.register(scalar, { routePrefix: '/x', configuration: { url: '/openapi.json' } });
  const { rawPayload } = await inside.inject('/x/js/scalar.js');
  await inside.close();
  const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
  const [br, gz] = await Promise.all([promisify(brotliCompress)(rawPayload, fast), promisify(gzip)(rawPayload)]);
  return { br, gzip: gz };
}

function sendScript(request: FastifyRequest, reply: FastifyReply, script: Script): FastifyReply {
  const brotli = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
  return reply
    .headers({ 'content-encoding': brotli ? 'br' : 'gzip', vary: 'accept-encoding', 'cache-control': 'max-age=86400' })
    .type(JAVASCRIPT)
    .send(brotli ? script.br : script.gzip);
}
