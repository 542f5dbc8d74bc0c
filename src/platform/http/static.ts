/** The web application's files: hashed ones for a year, `index.html` with a fresh style nonce at every other address. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { contentPolicy, newNonce } from './security.ts';

export interface WebPages {
  /** Sends `index.html` if this request is a person opening a page; says whether it did. */
  open(request: FastifyRequest, reply: FastifyReply): boolean;
}

const noPages: WebPages = { open: () => false };
const HASHED = /[.-][\w-]{8,}\.(?:js|css|woff2?|svg|png|webp|json|map)(?:\.(?:br|gz))?$/;

/** Serves `webRoot` (`dist/web`) if it has been built. `.br` and `.gz` beside a file are sent instead of it. */
export async function serveWeb(fastify: FastifyInstance, webRoot: string | undefined): Promise<WebPages> {
  if (webRoot === undefined || !existsSync(join(webRoot, 'index.html'))) return noPages;
  const page = pageReader(join(webRoot, 'index.html'));
  const send = (reply: FastifyReply) => {
    const nonce = newNonce();
    return reply
      .code(200)
      .headers({ 'content-security-policy': contentPolicy(nonce), 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(page().replaceAll('{{nonce}}', nonce));
  };
  await fastify.register(fastifyStatic, {
    root: webRoot,
    index: false,
    dotfiles: 'deny',
    preCompressed: true,
    redirect: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const cache = HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
      void reply.header('cache-control', cache);
    },
  });
  for (const url of ['/', '/index.html']) fastify.get(url, (_request, reply) => send(reply));
  return {
    open(request, reply) {
      if (!isPage(request)) return false;
      void send(reply);
      return true;
    },
  };
}

/** A person opening an address of ours; not data, not a file that is missing. */
function isPage(request: FastifyRequest): boolean {
  const path = request.url.split('?')[0] ?? '';
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (/^\/(api|assets|problems|metrics|health|exchange\/v1)(\/|$)/.test(path)) return false;
  // An element's page ends in its code (`/dictionary/elements/DTD.DV.004`): what the browser asks for tells it from a file.
  return !/\.[a-z0-9]{2,5}$/i.test(path) || /\btext\/html\b/.test(request.headers.accept ?? '');
}

/** The page with the place for the nonce; read again when it was built again. */
function pageReader(file: string): () => string {
  let read: { at: number; html: string } | undefined;
  return () => {
    const at = statSync(file).mtimeMs;
    if (read?.at !== at) {
      const meta = '<meta name="csp-nonce" content="{{nonce}}">';
      read = { at, html: readFileSync(file, 'utf8').replace(/<head>/i, `<head>\n    ${meta}`) };
    }
    return read.html;
  };
}
