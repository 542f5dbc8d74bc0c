/** A county that serves its members under agreements: a node with keys, on the wire, and programs that ask it. */
import { keyFilePort, openDataKeys } from '../../src/platform/encryption/index.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from './database.ts';
import { profileOf, testContext, type TestContext } from './context.ts';
import { atEndOfFile } from './end-of-file.ts';
import { columns, files, line, rowsOf } from './records.ts';
import { injected, testServer, type TestServer } from './server.ts';
import { bodiesRoom, getBody } from '../../src/bodies/index.ts';
import { dictionaryRoom } from '../../src/dictionary/index.ts';
import { exchangeRoom } from '../../src/exchange/index.ts';
import { registerClientKey } from '../../src/exchange/vouchers/contract.ts';
import { keyFile, voucherFetch, type KeyFile, type VoucherFetchOptions } from '../../src/exchange/vouchers/index.ts';
import { authorizer, governanceRoom } from '../../src/governance/index.ts';
import type { Caller } from '../../src/platform/caller.ts';
import type { Context } from '../../src/platform/context.ts';
import type { Database } from '../../src/platform/db/db.ts';
import { call, type Send } from '../../src/platform/http/call.ts';
import { openAudit, openKeys, type Ledger } from '../../src/platform/ledger/index.ts';
import { loadRows, recordsRoom } from '../../src/records/index.ts';

export const ORIGIN = 'http://node.test';

/** Members 1 to 9 are at home in A, 501 to 504 in B; the fee of member n is n. */
const governance = `
purposes:
  - { code: visits, names: { en: visits }, bases: [act-1] }
  - { code: study, names: { en: study }, bases: [act-1] }
bases: [{ code: act-1, names: { en: Act 1 }, citation: Act 1 }]
agreements:
  - { code: V-1, names: { en: Members of A for B }, register: members, for: { bodies: [B] }, elements: [T.1, T.2, T.7],
      rows: { under: A }, purpose: visits, basis: act-1, mode: query, from: 2026-01-01, to: 2027-01-01, state: active }
  - { code: V-2, names: { en: Five a day }, register: members, for: { bodies: [B] }, elements: [T.2],
      rows: { under: A }, purpose: visits, basis: act-1, mode: lookup, quota: 5, from: 2026-01-01, state: active }
  - { code: V-3, names: { en: Over }, register: members, for: { bodies: [B] }, elements: all,
      rows: all, purpose: visits, basis: act-1, mode: query, from: 2026-01-01, to: 2026-06-30, state: active }
  - { code: V-4, names: { en: Of the others }, register: members, for: { bodies: [A] }, elements: all,
      rows: all, purpose: visits, basis: act-1, mode: query, from: 2026-01-01, state: active }
  - { code: V-5, names: { en: Who pays much }, register: members, for: { bodies: [B] }, elements: [T.2],
      rows: { under: A }, condition: 'fee >= 7', purpose: study, basis: act-1, mode: feed, from: 2026-01-01, state: active }
`;

export interface ServedCounty {
  readonly context: TestContext;
  readonly http: TestServer;
  /** Folder of the node's keys. */
  readonly keysDir: string;
  readonly ledger: Ledger | undefined;
  readonly id: (code: string) => number;
  readonly caller: (body: string, ...roles: string[]) => Caller;
  become(body: string, ...roles: string[]): void;
  /** Absolute addresses go into the server. */
  readonly fetch: Send;
  /** Registers a key for a body. */
  register(body: string, more?: Partial<Parameters<typeof registered>[1]>, key?: KeyFile): Promise<KeyFile>;
  /** A fetch with vouchers under an agreement. */
  ask(key: KeyFile, agreement: string, more?: Partial<VoucherFetchOptions>): ReturnType<typeof voucherFetch>;
  /** The same node once more, as another process of it would be. */
  again(context: Context): Promise<TestServer>;
}

interface Options {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** With the real audit trail instead of one in memory. */
  readonly withLedger?: boolean;
  readonly members?: number;
  /** Lines of further agreements. */
  readonly agreements?: string;
  /** Files of the profile that are others than those of the county. */
  readonly files?: Readonly<Record<string, string>>;
  readonly db?: Database;
}

const rooms = [bodiesRoom, dictionaryRoom, governanceRoom, recordsRoom, exchangeRoom];

const registered = (send: Send, body: { label: string; jwk?: Record<string, unknown> } & Record<string, unknown>) =>
  call(send, registerClientKey, { body });

export async function openServedCounty(options: Options = {}): Promise<ServedCounty> {
  const keysDir = mkdtempSync(join(tmpdir(), 'artery-keys-'));
  const written = `${governance}${options.agreements ?? ''}`;
  const profile = {
    ...profileOf({ ...files, ...options.files, 'governance/all.yaml': written }),
    settings: options.settings ?? {},
  };
  const plain = await testContext(options.db ?? (await testDatabase()), { profile });
  const ledger = options.withLedger ? await openAudit(plain.db, plain.clock, openKeys(keysDir)) : undefined;
  const dataKeys = openDataKeys(keyFilePort(openKeys(keysDir)), plain.clock);
  const context: TestContext = { ...plain, keysDir, dataKeys, ...(ledger && { audit: ledger }) };
  for (const room of rooms) await room.install?.(context);
  const http = await serverOf(context);
  atEndOfFile(async () => {
    await http[Symbol.asyncDispose]();
    await ledger?.[Symbol.asyncDispose]();
    rmSync(keysDir, { recursive: true, force: true });
  });
  const ids = new Map<string, number>();
  for (const code of ['C', 'DM', 'A', 'A1', 'A2', 'B', 'B1']) ids.set(code, (await getBody(context.db, code)).id);
  const id = (code: string) => ids.get(code) as number;
  const caller: ServedCounty['caller'] = (body, ...roles) => ({
    account: `00000000-0000-7000-8000-0000000000${String(id(body)).padStart(2, '0')}`,
    ...{ name: body, kind: 'person', body: id(body), roles, language: 'en' },
  });
  const { members = 9 } = options;
  const numbers = { A: Array.from({ length: members }, (_, n) => n + 1), B: [501, 502, 503, 504] };
  for (const [body, some] of Object.entries(numbers)) {
    const rows = some.map((n) => line(n, { fee: `${String(n)},00` }));
    const load = { register: 'members', body: id(body), caller: caller(body, 'officer'), columns };
    await loadRows(context, { ...load, rows: rowsOf(rows) });
  }
  const fetch: Send = (url, init) => injected(http.server, { host: 'node.test' })(url.replace(ORIGIN, ''), init);
  return {
    ...{ context, http, keysDir, ledger, id, caller, fetch },
    become: (body, ...roles) => http.become(caller(body, ...roles)),
    register: async (body, more = {}, key = keyFile()) => {
      http.become(caller(body, 'developer'));
      await registered(http.send, { label: `program of ${body}`, jwk: { ...key.jwk }, ...more });
      return key;
    },
    ask: (keys, agreement, more = {}) =>
      voucherFetch({ keys, clock: context.clock, address: ORIGIN, agreement, fetch, ...more }),
    again: serverOf,
  };
}

async function serverOf(context: Context): Promise<TestServer> {
  const http = await testServer({
    authorize: authorizer(
      context,
      rooms.map((room) => room.permissions),
    ),
    kinds: rooms.flatMap((room) => Object.values(room.problems).map((problem) => problem.kind)),
  });
  for (const room of rooms) room.routes?.(http.server, context);
  return http;
}

/** A POST with a JSON body. */
export const posting = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
