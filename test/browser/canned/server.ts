/** A tiny static server with canned answers, for looking at pages without a node. Sends the same content policy. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { answers } from './answers.ts';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface CannedServer extends AsyncDisposable {
  readonly url: string;
}

export async function serveCanned(folder: string): Promise<CannedServer> {
  const server = createServer((request, response) => {
    void answer(request.method ?? 'GET', request.url ?? '/').then(({ status, type, body, headers }) => {
      response.writeHead(status, { 'content-type': type, ...headers });
      response.end(body);
    });
  });
  const answer = async (method: string, address: string) => {
    const url = new URL(address, 'http://here');
    if (url.pathname.startsWith('/api/')) {
      const found = answers(method, url.pathname, url.searchParams);
      const { status = 200, body } = found;
      const type = status >= 400 ? 'application/problem+json' : 'application/json';
      return { status, type, body: JSON.stringify(body), headers: {} };
    }
    const file = extname(url.pathname) in types ? url.pathname : '/index.html';
    const content = await readFile(join(folder, file)).catch(() => undefined);
    if (!content) return { status: 404, type: 'text/plain', body: 'no', headers: {} };
    if (file !== '/index.html')
      return { status: 200, type: types[extname(file)] ?? 'text/plain', body: content, headers: {} };
    const nonce = 'canned-nonce';
    const html = content.toString().replace('<head>', `<head><meta name="csp-nonce" content="${nonce}">`);
    const policy = `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'`;
    return { status: 200, type: 'text/html', body: html, headers: { 'content-security-policy': policy } };
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
