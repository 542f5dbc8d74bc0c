import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { line } from '../../test/harness/records.ts';
import { listRegisters } from '../governance/index.ts';
import { sql } from '../platform/db/sql.ts';
import { call, callRaw } from '../platform/http/call.ts';
import { exportRecords, getRecord, listRecords, lookupRecord } from '../records/contract.ts';

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty();
  await county.load('A', [line(1), line(2)]);
  county.become('A', 'officer');
});

const params = { register: 'members' };
const web = { 'x-artery-client': 'web' };

/** How many of the reads that `work` makes are counted as the API's. */
async function apiReads(work: () => Promise<unknown>): Promise<{ reads: number; api: number }> {
  const before = county.context.audited.length;
  await work();
  // Which rows an export took is an entry beside the export's own, written as its last byte leaves.
  const entries = county.context.audited
    .slice(before)
    .filter(({ action }) => action.startsWith('records.') && action !== 'records.export-rows');
  return { reads: entries.length, api: entries.filter(({ counts }) => counts?.['api'] === 1).length };
}

describe('a read over the API', () => {
  const reads = async (headers: Record<string, string>) => {
    const { items } = await call(county.http.send, listRecords, { params, query: { limit: 1 }, headers });
    const [first] = items;
    const { record = '', values = {} } = first ?? {};
    await call(county.http.send, getRecord, { params: { ...params, record }, query: {}, headers });
    const key = [String(values['card_no'])];
    await call(county.http.send, lookupRecord, { params, query: { key }, headers });
    await (await callRaw(county.http.send, exportRecords, { params, query: { format: 'csv' }, headers })).text();
  };
  it('is one that no page of ours made, whatever it reads', async () => {
    expect(await apiReads(() => reads({}))).toEqual({ reads: 4, api: 4 });
  });
  it('is not one that a page of ours made', async () => {
    expect(await apiReads(() => reads(web))).toEqual({ reads: 4, api: 0 });
  });
  it('is not a file that a browser fetches by a link', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const link = () => callRaw(county.http.send, exportRecords, { params, query: { format: 'csv' }, headers });
    expect(await apiReads(async () => (await link()).text())).toEqual({ reads: 1, api: 0 });
  });
});

it('tells the dictionary which elements leave by an API, and which are asked in a form', async () => {
  const published = (await listRegisters(county.context.db)).filter(({ state }) => state === 'published');
  const subjects = async (kind: string) =>
    (
      await county.context.db.rows<{ subject: string }>(
        sql`select distinct subject from dictionary.usage where room = 'exchange' and kind = ${kind}`,
      )
    )
      .map(({ subject }) => subject)
      .toSorted();
  expect(published.some(({ external }) => external)).toBe(true);
  expect(await subjects('api')).toEqual(published.map(({ name }) => name).toSorted());
  const asked = published.filter(({ external }) => !external).map(({ entity }) => entity);
  expect(await subjects('form')).toEqual([...new Set(asked)].toSorted());
});
