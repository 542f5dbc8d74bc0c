/** A server for a room's tests: real routes and words, a caller and a decision of the test's choice, an audit in memory. */
import type { Readable } from 'node:stream';
import { pino } from 'pino';
import type { Caller } from '../../src/platform/caller.ts';
import { allow } from '../../src/platform/decision.ts';
import type { Send } from '../../src/platform/http/call.ts';
import { createServer, type HttpServer, type ServerOptions } from '../../src/platform/http/server.ts';
import { readCatalogues } from '../../src/platform/i18n.ts';
import type { AuditEntry } from '../../src/platform/ledger/audit.ts';

export interface TestServer extends AsyncDisposable {
  readonly server: HttpServer;
  /** Calls the server without a socket; `call(send, contract.x, …)`. */
  readonly send: Send;
  /** What was written by `audit.append`. */
  readonly audited: AuditEntry[];
  /** Who calls from now on. */
  become(caller: Caller): void;
}

export const officer: Caller = {
  account: '00000000-0000-7000-8000-000000000001',
  name: 'Officer',
  kind: 'person',
  body: 1,
  roles: ['officer'],
  language: 'en',
};

/** Everybody is `officer` and may do everything unless the options say otherwise; answers are held to their schema. */
export async function testServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  let caller = officer;
  const audited: AuditEntry[] = [];
  const server = await createServer({
    authorize: () => Promise.resolve(allow('platform/public')),
    identify: (_request, language) => Promise.resolve({ ...caller, language }),
    audit: { append: (entry) => Promise.resolve(`entry-${String(audited.push(entry))}`) },
    words: await readCatalogues('locales', ['vi', 'en', 'ar']),
    log: pino({ level: 'silent' }),
    config: { uploadLimit: 1024 * 1024, origin: undefined },
    checkAnswers: true,
    ...options,
  });
  return {
    server,
    audited,
    send: injected(server),
    become: (next) => void (caller = next),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** A `fetch` that goes straight into the server. Speaks English unless the request says otherwise. */
export function injected(server: HttpServer, always: Readonly<Record<string, string>> = {}): Send {
  return async (url, init) => {
    const body = init.body as string | Readable | Uint8Array | undefined;
    const answer = await server.fastify.inject({
      method: (init.method ?? 'GET') as 'GET',
      url,
      headers: { 'accept-language': 'en', ...always, ...(init.headers as Record<string, string>) },
      ...(body !== undefined && { payload: body instanceof Uint8Array ? Buffer.from(body) : body }),
    });
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of Array.isArray(value) ? value : [value]) headers.append(name, String(one));
    }
    const empty = answer.statusCode === 204 || answer.statusCode === 304;
    const content = empty ? null : new Uint8Array(answer.rawPayload);
    return new Response(content, { status: answer.statusCode, headers });
  };
}
