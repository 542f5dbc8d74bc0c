/** For identity's tests: a server with accounts, visitors with an address each, a clock that is set. */
import { beforeAll, expect } from 'vitest';
import { testDatabase } from './database.ts';
import { injected, testServer } from './server.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/db/db.ts';
import type { ProblemError, Send } from '../../src/platform/http/call.ts';
import type { HttpServer, ServerOptions } from '../../src/platform/http/server.ts';
import { readCatalogues } from '../../src/platform/i18n.ts';
import type { AuditEntry } from '../../src/platform/ledger/audit.ts';
import { createAccount } from '../../src/platform/identity/create-account.ts';
import { identifier } from '../../src/platform/identity/identify.ts';
import type { IdentityContext, IdentityDeps } from '../../src/platform/identity/model.ts';
import { problems } from '../../src/platform/identity/problems.ts';
import { serveIdentity } from '../../src/platform/identity/routes.ts';

export const PASSWORD = 'correct horse battery';
const NOW = '2026-11-22T02:00:00Z';
export const clock = fixedClock(NOW);
export const audited: AuditEntry[] = [];
export let db: Database;
let words: Awaited<ReturnType<typeof readCatalogues>>;

export const deps: IdentityDeps = {
  config: { origin: undefined, sessionIdle: 60, sessionLength: 12 },
  describeCaller: (_db, account, language) =>
    Promise.resolve({ account, name: 'somebody', kind: 'person', body: 7, roles: ['officer'], language }),
  nameBodies: () => Promise.resolve(new Map([[7, { code: '99101', name: { en: 'Commune' } }]])),
};

function contextOn(database: Database, demo: boolean): IdentityContext {
  return {
    db: database,
    clock,
    words,
    audit: {
      append: (entry) => Promise.resolve(String(audited.push(entry))),
      record: (_tx, entry) => Promise.resolve(String(audited.push(entry))),
      recordAll: (_tx, entries) => Promise.resolve(entries.map((entry) => String(audited.push(entry)))),
    },
    profile: { demo: demo ? { idPrefix: '099' } : undefined, timeZone: 'UTC' } as IdentityContext['profile'],
  };
}

interface StartOptions {
  readonly database?: Database;
  readonly demo?: boolean;
  readonly deps?: Partial<Parameters<typeof identifier>[1]>;
  readonly insistOnStrength?: ServerOptions['insistOnStrength'];
}

export async function start(options: StartOptions = {}): Promise<HttpServer> {
  const context = contextOn(options.database ?? db, options.demo ?? false);
  const own = { ...deps, ...options.deps };
  const { server } = await testServer({
    identify: identifier(context, own),
    audit: context.audit,
    insistOnStrength: options.insistOnStrength,
    kinds: Object.values(problems).map((problem) => problem.kind),
  });
  serveIdentity(server, context, own);
  return server;
}

interface SignedIn {
  readonly cookie: string;
  readonly csrf: string;
  readonly account: string;
  readonly setCookie: string;
}

let visitors = 0;
/** Every visitor has an address of its own, so that tests do not slow each other down. */
const newAddress = () => `10.0.${String((visitors += 1))}.1`;

export async function signIn(server: HttpServer, name: string, password = PASSWORD, remoteAddress = newAddress()) {
  return server.fastify.inject({
    method: 'POST',
    url: '/api/session',
    payload: { name, password },
    headers: { 'accept-language': 'en' },
    remoteAddress,
  });
}

export async function enter(server: HttpServer, name: string): Promise<SignedIn> {
  const answer = await signIn(server, name);
  expect(answer.statusCode).toBe(200);
  const body = answer.json<{ csrf: string; me: { account: string } }>();
  const setCookie = String(answer.headers['set-cookie']);
  return { setCookie, cookie: setCookie.split(';')[0] ?? '', csrf: body.csrf, account: body.me.account };
}

export const as = (server: HttpServer, who: SignedIn): Send =>
  injected(server, { cookie: who.cookie, 'x-csrf-token': who.csrf });
export const statusOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 200,
    (error: unknown) => (error as ProblemError).status,
  );

/** Call at the top of a test file. */
export function useIdentity(): void {
  beforeAll(prepare);
}

/** Files of tests share what they import: each begins at the same moment, with an empty trail. */
async function prepare() {
  clock.set(NOW);
  audited.length = 0;
  db = await testDatabase();
  words = await readCatalogues('locales', ['en', 'vi', 'ar']);
  for (const name of ['Officer One', 'Officer Two', 'Slow', 'Victim', 'Shared']) {
    await createAccount(db, { name, displayName: name, password: PASSWORD }, clock.now());
  }
}
