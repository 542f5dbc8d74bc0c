import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { line } from '../../test/harness/records.ts';
import { ending } from '../../test/harness/story.ts';
import { fixedClock } from '../platform/clock.ts';
import { call } from '../platform/http/call.ts';
import { openAudit, openKeys, type AuditEntry, type Ledger } from '../platform/ledger/index.ts';
import { getCatalogueEntry, listCatalogue } from './contract.ts';
import { addressesOf } from './catalogue/addresses.ts';
import { registersUsedByOthers, usesByOthers, useToday } from './read-use.ts';

const clock = fixedClock('2026-11-22T03:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'artery-exchange-'));
let county: AuthorityCounty;
let ledger: Ledger;
beforeAll(async () => {
  county = await openAuthorityCounty();
  ledger = await openAudit(county.context.db, clock, openKeys(folder));
  await county.load('A', [line(1), line(2)]);
  await county.load('B', [line(501)]);
});
afterAll(async () => {
  await ledger[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function write(at: string, body: string, entry: Partial<AuditEntry> = {}) {
  clock.set(at);
  await ledger.append({
    action: 'records.read',
    actor: 'somebody',
    body: county.id(body),
    subject: 'members',
    allowed: true,
    rule: 'governance/within-own-tree',
    ...entry,
  });
}

describe('the catalogue', () => {
  const page = (register: string) => call(county.http.send, getCatalogueEntry, { params: { register } });
  it('shows only addresses that this node serves', async () => {
    county.become('A', 'officer');
    const { addresses, downloads } = await page('members');
    expect(addresses.length).toBeGreaterThan(3);
    for (const { method, path } of addresses) {
      expect(path).toContain('/members/');
      const url = path.replace(/\{\w+\}/g, '01930000-0000-8aaa-8bbb-000000000001');
      const answer = await county.http.server.fastify.inject({ method: method as 'GET', url });
      // Whatever it says of such a record, it is the register's own answer, not that there is no such address.
      expect([path, answer.json<{ type?: string }>().type ?? 'an answer']).not.toEqual([
        path,
        '/problems/platform/not-found',
      ]);
    }
    for (const { path } of downloads) {
      expect([path, (await county.http.server.fastify.inject({ method: 'GET', url: path })).statusCode]).toEqual([
        path,
        200,
      ]);
    }
    // The twin: what is not served is not shown.
    expect(addressesOf({ served: [], vouchers: true }, 'members')).toEqual([]);
  });
  it('counts the records that the caller may see, and says nothing of others’', async () => {
    const records = async (body: string, ...posts: string[]) => {
      county.become(body, ...posts);
      const { items } = await call(county.http.send, listCatalogue, { query: {} });
      return Object.fromEntries(items.map((one) => [one.register, one.records]));
    };
    expect(await records('A', 'officer')).toMatchObject({ members: 2, people: null });
    expect(await records('DM', 'data-manager')).toMatchObject({ members: 3, people: 0 });
    expect(await records('B', 'administrator')).toMatchObject({ members: null });
  });
  it('finds by words, in any order and without capitals', async () => {
    county.become('A', 'officer');
    const found = async (q: string) =>
      (await call(county.http.send, listCatalogue, { query: { q } })).items.map((one) => one.register);
    expect(await found('AUTHORITY population')).toEqual(['people']);
    expect(await found('nothing of that kind')).toEqual([]);
  });
  it('lists no register that is not published', async () => {
    expect((await ending(page('nothing'))).problem['type']).toBe('/problems/exchange/not-published');
  });
  it('names the agreements as they stand today', async () => {
    county.become('A', 'officer');
    expect((await page('people')).agreements).toMatchObject([{ code: 'TT-01', state: 'active' }]);
    expect((await page('members')).agreements).toEqual([]);
  });
});

describe('use by others', () => {
  it('leaves out who keeps the rows and who manages the register, refusals, what is old, and what is no read', async () => {
    const at = '2026-11-20T03:00:00Z';
    for (const keeper of ['A', 'A1', 'B', 'DM']) await write(at, keeper);
    await write(at, 'C', { allowed: false });
    await write(at, 'C', { action: 'records.edit' });
    await write('2026-10-01T03:00:00Z', 'C');
    await ledger.settled();
    const now = { db: county.context.db, clock: fixedClock('2026-11-22T03:00:00Z') };
    const members = async () => (await usesByOthers(now, 30)).find((one) => one.register === 'members');
    expect(await members()).toEqual({ register: 'members', reads: 0, readers: 0 });
    await write(at, 'C', { action: 'records.export' });
    await write(at, 'C');
    await write(at, 'A', { subject: 'people', action: 'registers.lookup' });
    await ledger.settled();
    expect(await members()).toEqual({ register: 'members', reads: 2, readers: 1 });
    expect(await registersUsedByOthers(now, 30)).toEqual({ used: 2, published: 4 });
  });
});

describe('today', () => {
  const today = (timeZone: string, at = '2026-11-22T03:00:00Z') =>
    useToday({
      ...county.context,
      clock: fixedClock(at),
      profile: { ...county.context.profile, timeZone },
    });
  it('begins at midnight of the profile’s time zone', async () => {
    const api = { counts: { api: 1 } };
    // 23:59:59 and midnight in Hanoi (UTC+7), in Kolkata (UTC+5:30) and in UTC.
    await write('2026-11-21T16:59:59Z', 'C', api);
    await write('2026-11-21T17:00:00Z', 'C', api);
    await write('2026-11-21T18:29:59Z', 'C', { allowed: false });
    await write('2026-11-21T18:30:00Z', 'C', { allowed: false });
    await write('2026-11-22T00:00:00Z', 'C'); // by our own page
    await write('2026-11-22T00:00:00Z', 'C', api);
    await write('2026-11-22T00:00:00Z', 'C', { ...api, action: 'records.edit' });
    await ledger.settled();
    expect(await today('Asia/Ho_Chi_Minh')).toEqual({ day: '2026-11-22', apiReads: 2, refusals: 2 });
    expect(await today('Asia/Kolkata')).toEqual({ day: '2026-11-22', apiReads: 1, refusals: 1 });
    expect(await today('UTC')).toEqual({ day: '2026-11-22', apiReads: 1, refusals: 0 });
    expect(await today('America/New_York')).toEqual({ day: '2026-11-21', apiReads: 3, refusals: 2 });
  });
});
