import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/harness/database.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { testServer, type TestServer } from '../../test/harness/server.ts';
import { bodiesRoom } from '../bodies/index.ts';
import { authorizer, governanceRoom } from '../governance/index.ts';
import { call, callRaw, type ProblemError } from '../platform/http/call.ts';
import { sql } from '../platform/db/sql.ts';
import { checkLoad } from './check-load.ts';
import { commitLoad } from './commit-load.ts';
import * as contract from './contract.ts';
import { openRegister } from './open-register.ts';
import { recordsRoom } from './room.ts';
import { stageUpload } from './stage-upload.ts';
import { relation } from './store/relation.ts';

let county: County;
let http: TestServer;
const loads: Record<string, string> = {};
beforeAll(async () => {
  county = await openCounty(await testDatabase());
  const { context } = county;
  const authorize = authorizer(
    context,
    [bodiesRoom, governanceRoom, recordsRoom].map((room) => room.permissions),
  );
  http = await testServer({ authorize });
  recordsRoom.routes?.(http.server, context);
  for (const body of ['A', 'B']) {
    const caller = county.caller(body, 'officer');
    const offset = body === 'A' ? 0 : 500;
    const lines = [
      line(offset),
      line(offset + 1, { born_on: '31/02/1980' }),
      line(offset),
      line(offset + 2, { place: '003' }),
    ];
    const request = {
      register: 'members',
      body: county.id(body),
      caller,
      columns,
      rows: rowsOf(lines),
      fileName: 'list.xlsx',
    };
    const { id } = await stageUpload(context, request);
    await checkLoad(context, id);
    await commitLoad(context, id, { caller, onlyValid: true });
    loads[body] = id;
    context.clock.set('2026-11-23T04:00:00Z');
  }
  await county.sequence();
  return () => http[Symbol.asyncDispose]();
});

const register = 'members';
const become = (body: string, ...posts: string[]) => http.become(county.caller(body, ...posts));
const status = (work: Promise<unknown>) =>
  work.then(
    () => 200,
    (error: unknown) => (error as ProblemError).status,
  );

describe('loads over HTTP', () => {
  it('are listed to those who may see their body, newest first, page by page', async () => {
    become('A', 'officer');
    const own = await call(http.send, contract.listLoads, { params: { register } });
    expect(own.items.map((item) => [item.load, item.body.code, item.state, item.undoable])).toEqual([
      [loads['A'], 'A', 'committed', true],
    ]);
    expect(own.items[0]).toMatchObject({
      fileName: 'list.xlsx',
      counts: { rows: 4, ready: 1, wrong: 3, new: 1, changed: 0, unchanged: 0 },
      findings: { date: 1, double: 1, 'former-split': 1 },
    });
    become('C', 'steward');
    const first = await call(http.send, contract.listLoads, { params: { register }, query: { limit: 1 } });
    const second = await call(http.send, contract.listLoads, {
      params: { register },
      query: { limit: 1, cursor: first.next ?? '' },
    });
    expect([...first.items, ...second.items].map((item) => item.body.code)).toEqual(['B', 'A']);
    expect(second.next).toBeUndefined();
  });

  it("another body's load and no load answer alike", async () => {
    become('A', 'officer');
    for (const load of [loads['B'] ?? '', '00000000-0000-7000-8000-000000000000']) {
      expect(await status(call(http.send, contract.getLoad, { params: { register, load } }))).toBe(403);
      expect(await status(call(http.send, contract.listFindings, { params: { register, load } }))).toBe(403);
    }
    expect(await status(call(http.send, contract.getLoad, { params: { register, load: loads['A'] ?? '' } }))).toBe(200);
  });

  it('say what is wrong in words, with the column of the file, in the order of the file', async () => {
    become('A', 'officer');
    const params = { register, load: loads['A'] ?? '' };
    const { items } = await call(http.send, contract.listFindings, { params });
    expect(items.map(({ row, column, label, kind, severity }) => [row, column, label, kind, severity])).toEqual([
      [3, 3, 'born on', 'date', 'error'],
      [4, 0, 'card no', 'double', 'error'],
      [5, 6, 'place', 'former-split', 'error'],
    ]);
    for (const item of items) expect(item.message).not.toMatch(/findings\.|\{\{/);
    expect(items[1]?.message).toContain('row 2');
    const doubles = await call(http.send, contract.listFindings, { params, query: { kind: 'double' } });
    expect(doubles.items.map((item) => item.row)).toEqual([4]);
    const paged = await call(http.send, contract.listFindings, { params, query: { limit: 2 } });
    const rest = await call(http.send, contract.listFindings, {
      params,
      query: { limit: 2, cursor: paged.next ?? '' },
    });
    expect([...paged.items, ...rest.items]).toEqual(items);
  });
});

describe('exports', () => {
  it('give the visible rows in every format, with the ids and homes of the records', async () => {
    become('A', 'officer');
    const [own] = (await call(http.send, contract.listRecords, { params: { register } })).items;
    const get = async (format: 'json' | 'ndjson' | 'csv' | 'xlsx') => {
      const response = await callRaw(http.send, contract.exportRecords, {
        params: { register },
        query: { format, columns: 'card_no,fee' },
      });
      return { type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) };
    };
    const row = { record_id: own!.record, body: 'A', card_no: '000000', fee: '12.50' };
    expect(JSON.parse((await get('json')).bytes.toString())).toEqual([row]);
    const ndjson = (await get('ndjson')).bytes.toString().trim().split('\n');
    expect(ndjson).toHaveLength(1);
    expect(JSON.parse(ndjson[0]!)).toMatchObject({ card_no: '000000' });
    expect((await get('csv')).type).toContain('text/csv');
    const workbook = await get('xlsx');
    expect(workbook.bytes.subarray(0, 2).toString()).toBe('PK');
  });
});

it('as of a day is answered by valid time, where the entity has it', async () => {
  const { context } = county;
  const caller = county.caller('A', 'officer');
  const period = [
    ...columns,
    { column: 9, header: 'f', field: 'valid_from' },
    { column: 10, header: 't', field: 'valid_to' },
  ];
  const lines = [
    [...line(1, { full_name: 'Before' }), '2020-01-01', '2021-01-01'],
    [...line(1, { full_name: 'After' }), '2021-01-01', ''],
  ];
  const { id } = await stageUpload(context, {
    register: 'terms',
    body: county.id('A'),
    caller,
    columns: period,
    rows: rowsOf(lines),
  });
  await checkLoad(context, id);
  await commitLoad(context, id, { caller });
  const table = await openRegister(context.db, 'terms');
  const on = async (asOf: string) =>
    (
      await context.db.rows<{ full_name: string }>(
        sql`select full_name from ${relation(table, { scope: 'all', asOf })} r`,
      )
    ).map((row) => row.full_name);
  expect(await on('2019-12-31')).toEqual([]);
  expect(await on('2020-12-31')).toEqual(['Before']);
  expect(await on('2021-01-01')).toEqual(['After']);
  become('A', 'officer');
  const key = { params: { register: 'terms' }, query: { key: ['000001'], asOf: '2020-06-01' } };
  expect((await call(http.send, contract.lookupRecord, key)).values['full_name']).toBe('Before');
});

it('keeps an entry of every read, refusal, change and export, with ids only', async () => {
  become('A', 'officer');
  const { audited } = county.context;
  audited.splice(0);
  const [one] = (await call(http.send, contract.listRecords, { params: { register }, query: { limit: 1 } })).items;
  await call(http.send, contract.getRecord, { params: { register, record: one!.record } });
  await status(call(http.send, contract.lookupRecord, { params: { register }, query: { key: ['999999'] } }));
  await call(http.send, contract.exportRecords, { params: { register }, query: { where: ['full_name:eq:Member C'] } });
  expect(audited.map((entry) => [entry.action, entry.allowed, entry.records?.length ?? 0])).toEqual([
    ['records.list', true, 1],
    ['records.read', true, 1],
    ['records.read', false, 0],
    ['records.export', true, 0],
  ]);
  expect(JSON.stringify(audited)).not.toMatch(/Member|999999/);
});
