import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/harness/database.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { testServer, type TestServer } from '../../test/harness/server.ts';
import { authorizer, governanceRoom } from '../governance/index.ts';
import { bodiesRoom } from '../bodies/index.ts';
import { call, callRaw, ProblemError, type CallInput } from '../platform/http/call.ts';
import * as contract from './contract.ts';
import { loadRows } from './load-rows.ts';
import { recordsRoom } from './room.ts';

let county: County;
let http: TestServer;
beforeAll(async () => {
  county = await openCounty(await testDatabase());
  const { context } = county;
  const authorize = authorizer(
    context,
    [bodiesRoom, governanceRoom, recordsRoom].map((room) => room.permissions),
  );
  http = await testServer({ authorize });
  recordsRoom.routes?.(http.server, context);
  for (const [body, from] of [
    ['A', 0],
    ['B', 500],
  ] as const) {
    const lines = Array.from({ length: 20 }, (_, i) => line(from + i));
    const rows = rowsOf(lines);
    await loadRows(context, { register: 'members', body: county.id(body), caller: county.caller(body), columns, rows });
  }
  await county.sequence();
  return () => http[Symbol.asyncDispose]();
});

const become = (body: string, ...posts: string[]) => http.become(county.caller(body, ...posts));
const register = 'members';
const list = (query: CallInput<typeof contract.listRecords>['query'] = {}) =>
  call(http.send, contract.listRecords, { params: { register }, query });
const problem = (work: Promise<unknown>) =>
  work.then(
    () => ({ status: 200 }) as Record<string, unknown>,
    (error: unknown) => {
      if (error instanceof ProblemError) return error.problem as Record<string, unknown>;
      throw error;
    },
  );
const byKey = (key: string) => call(http.send, contract.lookupRecord, { params: { register }, query: { key: [key] } });
const ETag = (version: number) => `"${String(version)}"`;

describe('one record', () => {
  it('is created once, edited on the version that was seen, ended, and its story told', async () => {
    become('A', 'officer');
    const input = {
      params: { register },
      body: { body: 'A', values: { card_no: '100001', full_name: 'Ada Hill', fee: 1234.5 } },
      idempotencyKey: 'form-1',
    };
    const response = await callRaw(http.send, contract.createRecord, input);
    const created = (await response.json()) as contract.RecordView;
    expect([response.status, response.headers.get('etag')]).toEqual([201, ETag(created.version)]);
    expect(created).toMatchObject({
      body: { code: 'A' },
      values: { full_name: 'Ada Hill', fee: '1234.5', state: null },
    });
    const again = await call(http.send, contract.createRecord, input);
    expect(again.record).toBe(created.record);
    const params = { register, record: created.record };
    const edit = (values: contract.Values, version: number | undefined) =>
      call(http.send, contract.editRecord, {
        params,
        body: { values },
        ...(version !== undefined && { ifMatch: ETag(version) }),
      });
    expect(await problem(edit({ state: 'A' }, undefined))).toMatchObject({ status: 428 });
    const edited = await edit({ full_name: 'Ada Dale', state: 'Active' }, created.version);
    expect(edited).toMatchObject({ version: created.version + 1, values: { full_name: 'Ada Dale', state: 'A' } });
    expect(await problem(edit({ state: 'R' }, created.version))).toMatchObject({
      status: 412,
      version: edited.version,
    });
    expect(await edit({ full_name: 'Ada Dale' }, edited.version)).toMatchObject({ version: edited.version });
    const wrong = await problem(edit({ born_on: '2020-01-01', joined_on: '2019-01-01', card_no: '1' }, edited.version));
    expect(wrong).toMatchObject({ status: 422, type: '/problems/records/invalid-record' });
    expect(
      (wrong['findings'] as { field: string; kind: string }[]).map(({ field, kind }) => [field, kind]).sort(),
    ).toEqual([
      ['card_no', 'format'],
      ['joined_on', 'check'],
    ]);
    const { changeSet } = await call(http.send, contract.endRecord, { params, ifMatch: ETag(edited.version) });
    expect(await problem(call(http.send, contract.getRecord, { params }))).toMatchObject({ status: 403 });
    await county.sequence();
    const { items } = await call(http.send, contract.recordHistory, { params });
    expect(items.map((item) => [item.act, item.undoable, item.changes.map((change) => change.field)])).toEqual([
      ['ended', true, ['card_no', 'full_name', 'state', 'fee']],
      ['changed', true, ['full_name', 'state']],
      ['created', true, ['card_no', 'full_name', 'fee']],
    ]);
    expect(items[0]).toMatchObject({ changeSet, account: county.caller('A').account, kind: 'records' });
    await call(http.send, contract.undoChange, { params: { changeSet }, body: {} });
    const back = await call(http.send, contract.getRecord, { params });
    expect(back).toMatchObject({ version: edited.version + 1, values: { full_name: 'Ada Dale' } });
    const told = await call(http.send, contract.recordHistory, { params });
    expect(told.items.map((item) => item.act)).toEqual(['revived', 'ended', 'changed', 'created']);
  });

  it('refuses a second record with the same key, and says so for another body as well', async () => {
    become('A', 'officer');
    const create = (card_no: string) =>
      call(http.send, contract.createRecord, {
        params: { register },
        body: { body: 'A', values: { card_no, full_name: 'Somebody' } },
      });
    expect(await problem(create('000001'))).toMatchObject({ status: 409, type: '/problems/records/key-taken' });
    expect(await problem(create('000501'))).toMatchObject({ status: 409, type: '/problems/records/key-taken' });
  });
});

describe('who may see and change what', () => {
  it('shows an officer the rows of the own body only: in lists, counts, filters and exports', async () => {
    become('A', 'officer');
    const own = await list({ count: true, limit: 500 });
    expect(new Set(own.items.map((item) => item.body.code))).toEqual(new Set(['A']));
    expect(own.total).toBe(own.items.length);
    expect(await list({ where: ['card_no:eq:000501'], count: true })).toEqual({ items: [], total: 0 });
    const csv = await call(http.send, contract.exportRecords, { params: { register }, query: { format: 'csv' } });
    expect(csv).toContain('000001');
    expect(csv).not.toContain('000501');
    become('DM', 'data-manager');
    expect((await list({ count: true, limit: 1 })).total).toBe((own.total ?? 0) + 20);
  });

  it('answers for another body and for a record that does not exist word for word alike', async () => {
    become('B', 'officer');
    const { items } = await list({ limit: 1 });
    const theirs = items[0]!;
    become('A', 'officer');
    const nobody = '01930000-0000-8aaa-8bbb-000000000001';
    const ask = (record: string, body: string) => [
      call(http.send, contract.getRecord, { params: { register, record } }),
      call(http.send, contract.getRecord, { params: { register, record }, query: { knownOn: '2026-11-24' } }),
      call(http.send, contract.getBodyRecord, { params: { register, record, body } }),
      call(http.send, contract.recordHistory, { params: { register, record } }),
      call(http.send, contract.editRecord, {
        params: { register, record },
        body: { values: { state: 'A' } },
        ifMatch: '"1"',
      }),
      call(http.send, contract.endRecord, { params: { register, record }, ifMatch: '"1"' }),
    ];
    const told = async (record: string, body: string) =>
      (await Promise.all(ask(record, body).map(problem))).map(({ instance: _, ...rest }) => rest);
    for (const body of ['A', 'B']) {
      const [other, none] = [await told(theirs.record, body), await told(nobody, body)];
      expect(other).toEqual(none);
      expect(other.every((one) => one['status'] === 403)).toBe(true);
    }
    const keys = await Promise.all([byKey('000501'), byKey('999999')].map(problem));
    expect({ ...keys[0], instance: '' }).toEqual({ ...keys[1], instance: '' });
  });

  it('a body above reads, and is told who keeps the row and what would pass when it would change it', async () => {
    become('C', 'officer');
    const one = (await list({ body: 'A', limit: 1 })).items[0]!;
    const change = { params: { register, record: one.record }, ifMatch: ETag(one.version) };
    const acts = [
      () => call(http.send, contract.editRecord, { ...change, body: { values: { state: 'R' } } }),
      () => call(http.send, contract.endRecord, change),
    ];
    for (const act of acts)
      expect(await problem(act())).toMatchObject({
        status: 403,
        decision: {
          rule: 'governance/kept-at-other-level',
          facts: { you: { en: 'Centre' }, asked: { en: 'Ashford' }, keeper: { en: 'Ashford' } },
          remedy: 'propose-correction',
          words: { whoCanChange: 'Ashford' },
        },
      });
    const create = { params: { register }, body: { body: 'A', values: { card_no: '100077', full_name: 'Above' } } };
    expect(await problem(call(http.send, contract.createRecord, create))).toMatchObject({
      decision: { rule: 'governance/kept-at-other-level' },
    });
    become('A', 'officer');
    const { values } = await call(http.send, contract.editRecord, { ...change, body: { values: { place: '002' } } });
    expect(values['place']).toBe('002');
  });

  it('a body below is in, a body beside is not, and the address may name the body', async () => {
    become('C', 'steward');
    expect((await list({ count: true, limit: 1, body: 'B' })).total).toBe(20);
    const one = (await list({ body: 'B', limit: 1 })).items[0]!;
    const at = (body: string) =>
      problem(call(http.send, contract.getBodyRecord, { params: { body, register, record: one.record } }));
    expect((await at('B'))['status']).toBe(200);
    expect((await at('A'))['status']).toBe(403);
    const below = call(http.send, contract.listBodyRecords, {
      params: { body: 'A1', register },
      query: { count: true },
    });
    expect((await below).total).toBe(0);
  });

  it('another body cannot edit, end or undo, whatever version it names', async () => {
    become('A', 'officer');
    const one = (await list({ where: ['card_no:eq:000003'] })).items[0]!;
    const params = { register, record: one.record };
    const edited = await call(http.send, contract.editRecord, {
      params,
      body: { values: { state: 'A' } },
      ifMatch: ETag(one.version),
    });
    const { items } = await call(http.send, contract.recordHistory, { params });
    const { changeSet } = items[0]!;
    become('B', 'officer');
    const tries = [
      call(http.send, contract.editRecord, { params, body: { values: { state: 'R' } }, ifMatch: ETag(edited.version) }),
      call(http.send, contract.endRecord, { params, ifMatch: ETag(edited.version) }),
      call(http.send, contract.undoChange, { params: { changeSet }, body: {} }),
      call(http.send, contract.getChange, { params: { changeSet } }),
    ];
    expect((await Promise.all(tries.map(problem))).map((one) => one['status'])).toEqual([403, 403, 404, 404]);
    become('C', 'compliance');
    expect((await problem(call(http.send, contract.undoChange, { params: { changeSet }, body: {} })))['status']).toBe(
      403,
    );
    expect((await call(http.send, contract.getChange, { params: { changeSet } })).reason).toBe('not-yours');
    become('DM', 'data-manager');
    expect(await call(http.send, contract.undoChange, { params: { changeSet }, body: {} })).toMatchObject({
      restored: 1,
    });
  });

  it('a commune undoes what it did in a branch of its own, and no other commune does', async () => {
    become('A', 'officer');
    const { record } = await call(http.send, contract.createRecord, {
      params: { register },
      body: { body: 'A1', values: { card_no: '000777', full_name: 'Bea Dale' } },
    });
    const { items } = await call(http.send, contract.recordHistory, { params: { register, record } });
    const { changeSet } = items[0]!;
    expect(items.map((item) => item.undoable)).toEqual([true]);
    become('B', 'officer');
    expect((await problem(call(http.send, contract.undoChange, { params: { changeSet }, body: {} })))['status']).toBe(
      404,
    );
    become('A', 'officer');
    expect(await call(http.send, contract.undoChange, { params: { changeSet }, body: {} })).toMatchObject({ ended: 1 });
  });
});

describe('a list', () => {
  it('gives every row once, in any order and page size, ties and nothings included', async () => {
    become('DM', 'data-manager');
    for (const order of [undefined, 'card_no', '-card_no', 'state', '-branch', 'born_on']) {
      const seen: string[] = [];
      for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
        const page = await list({ limit: 7, ...(order && { order }), ...(cursor && { cursor }) });
        seen.push(...page.items.map((item) => item.record));
        cursor = page.next;
      }
      expect([order, seen.length, new Set(seen).size]).toEqual([order, 41, 41]);
    }
    const [down] = (await list({ order: '-card_no', limit: 1 })).items;
    expect(down?.values['card_no']).toBe('100001');
  });

  it('filters by the type of the field', async () => {
    become('A', 'officer');
    const total = async (...where: string[]) => (await list({ where, count: true })).total;
    expect(await total('card_no:prefix:00001')).toBe(10);
    expect(await total('full_name:contains:ada')).toBe(1);
    expect(await total('fee:ge:12.5', 'fee:lt:13')).toBe(20);
    expect(await total('born_on:eq:1980-03-17')).toBe(20);
    expect(await total('state:in:A|R')).toBe(21);
    expect(await total('state:ne:A')).toBe(10);
    expect(await total('branch:null')).toBe(21);
    expect(await total('fee:notnull', 'card_no:gt:000018')).toBe(2);
    expect(await total('full_name:prefix:%')).toBe(0);
    const columns = await list({ where: ['card_no:eq:000002'], columns: 'full_name' });
    expect(columns.items[0]?.values).toEqual({ full_name: 'Member C' });
  });

  it('refuses what it does not know, repeating nothing but the question', async () => {
    become('A', 'officer');
    const slug = async (query: CallInput<typeof contract.listRecords>['query']) =>
      String((await problem(list(query)))['type'])
        .split('/')
        .at(-1);
    expect(await slug({ where: ['secret:eq:1'] })).toBe('unknown-field');
    expect(await slug({ where: ['body_id:eq:1'] })).toBe('unknown-field');
    expect(await slug({ columns: 'change_set' })).toBe('unknown-field');
    expect(await slug({ order: 'version' })).toBe('unknown-field');
    expect(await slug({ where: ['fee:eq:1; drop table'] })).toBe('invalid-filter');
    expect(await slug({ where: ['born_on:ge:2020-02-30'] })).toBe('invalid-filter');
    expect(await slug({ where: ['fee:contains:1'] })).toBe('invalid-filter');
    expect(await slug({ where: ['nonsense'] })).toBe('invalid-filter');
    expect(await slug({ cursor: 'nonsense' })).toBe('invalid-cursor');
    const { next } = await list({ limit: 5 });
    expect(await slug({ cursor: next ?? '', order: 'state' })).toBe('invalid-cursor');
    expect(await slug({ asOf: '2026-01-01' })).toBe('no-valid-time');
    expect(await slug({ knownOn: '2026-02-30' })).toBe('invalid-day');
  });

  it('reads what was known on a day', async () => {
    become('A', 'officer');
    await county.sequence();
    expect((await list({ knownOn: '2026-11-22', count: true })).total).toBe(0);
    expect((await list({ knownOn: '2026-11-23', count: true })).total).toBe(21);
    county.context.clock.set('2026-11-24T03:00:00Z');
    const one = (await list({ where: ['card_no:eq:000005'] })).items[0]!;
    const params = { register, record: one.record };
    await call(http.send, contract.editRecord, {
      params,
      body: { values: { full_name: 'Later' } },
      ifMatch: ETag(one.version),
    });
    await county.sequence();
    const named = async (knownOn?: string) =>
      (await call(http.send, contract.getRecord, { params, query: { ...(knownOn && { knownOn }) } })).values[
        'full_name'
      ];
    expect(await named()).toBe('Later');
    expect(await named('2026-11-24')).toBe('Later');
    expect(await named('2026-11-23')).toBe('Member F');
    county.context.clock.set('2026-11-23T03:00:00Z');
  });
});
