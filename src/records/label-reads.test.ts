/**
 * What labels change when rows are read (T3): a field that is kept back is in no column, filter, order, count, key, file or
 * history; in part it is masked by the database. Each defence has its twin.
 */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { files } from '../../test/harness/records.ts';
import { openServedCounty, type ServedCounty } from '../../test/harness/served.ts';
import { ending } from '../../test/harness/story.ts';
import { askDecisions } from '../governance/contract.ts';
import { fieldsOfGrant } from '../governance/index.ts';
import { call, callRaw } from '../platform/http/call.ts';
import { sql } from '../platform/db/sql.ts';
import * as contract from './contract.ts';
import { fieldView, seenThrough } from './field-view.ts';
import { openRegister } from './open-register.ts';
import { listRecords } from './read-records.ts';
import { waysOf } from './take-opened-rows.ts';

// Who keeps a row sees the person's number whole; the fee is for stewards; the day of birth is for studies and stewards.
const labels: readonly (readonly [string, string])[] = [
  ['identifierOf: person', 'accessRoles: [keeper, data-manager]\n    masking: last-four'],
  ['physicalName: born_on', 'accessRoles: [steward]\n    allowedPurposes: [study]\n    masking: year-only'],
  ['physicalName: fee', 'accessRoles: [steward]\n    masking: hidden'],
];
const elements = labels.reduce(
  (text, [at, more]) => text.replace(`    ${at}\n`, `    ${at}\n    ${more}\n`),
  files['dictionary/elements/all.yaml'] ?? '',
);

const agreements = `
  - { code: L-1, names: { en: Everything }, register: members, for: { bodies: [B] }, elements: all, rows: { under: A },
      purpose: visits, basis: act-1, mode: query, from: 2026-01-01, state: active }
  - { code: L-2, names: { en: By name }, register: members, for: { bodies: [A] }, elements: [T.1, T.3, T.4, T.8], rows: { under: B },
      purpose: visits, basis: act-1, mode: feed, from: 2026-01-01, state: active }
  - { code: L-3, names: { en: A study }, register: members, for: { bodies: [A] }, elements: [T.1, T.4], rows: { under: B },
      purpose: study, basis: act-1, mode: query, from: 2026-01-01, state: active }
`;

let county: ServedCounty;
const ids = new Map<string, string>();
beforeAll(async () => {
  county = await openServedCounty({ agreements, files: { 'dictionary/elements/all.yaml': elements } });
  const rows = await county.context.db.rows<{ id: string; card: string }>(
    sql`select record_id as id, card_no as card from data.member`,
  );
  for (const { id, card } of rows) ids.set(card, id);
});
beforeEach(() => county.become('A', 'officer'));

const params = { register: 'members' };
const send: ServedCounty['http']['send'] = (...given) => county.http.send(...given);
const list = (query: Parameters<typeof call<typeof contract.listRecords>>[2]['query'] = {}) =>
  call(send, contract.listRecords, { params, query: { order: 'card_no', ...query } });
const one = (card: string) =>
  call(send, contract.getRecord, { params: { ...params, record: ids.get(card) ?? '' }, query: {} });
const ruleOf = async (work: Promise<unknown>) => {
  const { status, problem } = await ending(work);
  const { decision } = problem as { decision?: { rule: string; facts: object; remedy?: string } };
  return { status, rule: decision?.rule, remedy: decision?.remedy };
};
const forPosts = { status: 403, rule: 'governance/field-for-posts', remedy: 'ask-for-post' };

describe('a field that labels keep for some posts', () => {
  it('is in no column of a page, and the page says why', async () => {
    const page = await list({ count: true, body: 'A' });
    expect(page.total).toBe(9);
    expect(page.items.every(({ values }) => !('fee' in values))).toBe(true);
    expect(page.items[0]?.values).toMatchObject({ card_no: '000001', born_on: '1980', person_id: '099000000001' });
    expect(page.withheldFields).toMatchObject([
      { field: 'born_on', shown: 'masked', decision: { rule: 'governance/field-for-posts' } },
      { field: 'fee', shown: 'absent', decision: { allowed: false, facts: { field: { en: 'fee' } } } },
    ]);
    expect(page.withheldFields?.[1]?.decision.words).toMatchObject({
      reason: 'The field “fee” is for some posts only; yours is not among them.',
      whoCanChange: 'Commission',
    });
  });

  it.each<readonly [string, Parameters<typeof list>[0]]>([
    ['a column', { columns: 'card_no,fee' }],
    ['a filter', { where: ['fee:gt:5'] }],
    ['a filter that fits no number', { where: ['fee:eq:none'] }],
    ['a filter for its absence', { where: ['fee:null'] }],
    ['an order', { order: '-fee' }],
    ['a filter by what is shown in part', { where: ['born_on:lt:1981-01-01'] }],
    ['an order by what is shown in part', { order: 'born_on' }],
  ])('is asked for in vain by %s, before anything is read, and that is audited', async (_way, query) => {
    expect(await ruleOf(list(query))).toMatchObject(forPosts);
    expect(county.context.audited.at(-1)).toMatchObject({ allowed: false, rule: forPosts.rule, subject: 'members' });
    expect(await ruleOf(callRaw(send, contract.exportRecords, { params, query: { ...query, format: 'csv' } }))).toEqual(
      forPosts,
    );
  });

  it('is in no record, no file, and no line of a history; a steward has all of it', async () => {
    expect((await one('000002')).values).not.toHaveProperty('fee');
    expect((await one('000002')).withheldFields?.map(({ shown }) => shown)).toEqual(['some', 'some', 'absent']);
    const file = async () =>
      (await callRaw(send, contract.exportRecords, { params, query: { format: 'ndjson' } })).text();
    expect(await file()).not.toContain('"fee"');
    const history = async () =>
      (
        await call(send, contract.recordHistory, { params: { ...params, record: ids.get('000002') ?? '' } })
      ).items.flatMap(({ changes }) => changes.map(({ field }) => field));
    expect(await history()).not.toContain('fee');
    county.become('A', 'steward');
    expect((await one('000002')).values).toMatchObject({ fee: '2.00', born_on: '1980-03-17' });
    expect((await list({ where: ['fee:gt:5'], body: 'A' })).items).toHaveLength(4);
    expect(await file()).toContain('"fee"');
    expect(await history()).toContain('fee');
  });

  it('is written over by nobody who does not see it; what he sees he writes', async () => {
    const before = await one('000003');
    const edit = (values: contract.Values) =>
      call(send, contract.editRecord, {
        params: { ...params, record: before.record },
        body: { values },
        ifMatch: `"${String(before.version)}"`,
      });
    expect(await ruleOf(edit({ fee: '3.00' }))).toEqual(forPosts);
    expect((await one('000003')).version).toBe(before.version);
    const after = await edit({ full_name: 'Member Other' });
    expect(after.values).toMatchObject({ full_name: 'Member Other', born_on: '1980' });
    expect(after.values).not.toHaveProperty('fee');
  });

  it('two worlds that differ in it answer alike (twin: without the view they do not)', async () => {
    const { db } = county.context;
    const caller = county.caller('A', 'officer');
    const table = await openRegister(db, 'members');
    const ways = await waysOf(county.context, caller, 'records.read', 'members');
    const ask = async (defended: boolean) => {
      const scope = ways.own?.scope ?? [];
      const order = { field: defended ? 'card_no' : 'fee', descending: true };
      const request: Parameters<typeof listRecords>[2] = { scope, order };
      const seen = defended ? seenThrough(fieldView(table, ways), request) : request;
      const page = await listRecords(db, table, seen);
      return JSON.stringify(page.items.map(({ version: _, changeSet: __, ...row }) => row));
    };
    const worlds = async (defended: boolean) => {
      const before = await ask(defended);
      await db.run(sql`update data.member set fee = 1000 - fee, born_on = born_on + 1`);
      const after = await ask(defended);
      await db.run(sql`update data.member set fee = 1000 - fee, born_on = born_on - 1`);
      return [before, after];
    };
    const [a, b] = await worlds(true);
    expect(a).toBe(b);
    const [c, d] = await worlds(false);
    expect(c).not.toBe(d);
  });
});

describe('rows of others', () => {
  it('show in part what the agreement does not name; own rows beside them are whole', async () => {
    county.become('B', 'officer');
    const { items, withheldFields } = await list();
    const of = (card: string) => items.find(({ values }) => values['card_no'] === card)?.values;
    expect(of('000001')).toMatchObject({ person_id: '••••0001', born_on: null });
    expect(of('000501')).toMatchObject({ person_id: '099000000501', born_on: '1980' });
    expect(withheldFields?.map(({ field, shown }) => [field, shown])).toEqual([
      ['person_id', 'some'],
      ['born_on', 'some'],
      ['fee', 'absent'],
    ]);
    // Whoever tries numbers learns nothing from whether there is an answer (T4).
    const tried = async (number: string) => ruleOf(list({ where: [`person_id:eq:${number}`] }));
    expect(await tried('099000000001')).toEqual(await tried('099000000999'));
    expect((await one('000001')).values['person_id']).toBe('••••0001');
    expect((await one('000501')).values['person_id']).toBe('099000000501');
  });

  it('leave by an agreement only under a purpose of the field, and named (twin: without the rules they do)', async () => {
    const { entity } = await openRegister(county.context.db, 'members');
    const opened = (grant: Parameters<typeof fieldsOfGrant>[0], off = false) =>
      fieldsOfGrant(grant, entity, off ? [] : undefined).map(({ name }) => name);
    const named = { elements: ['T.1', 'T.3', 'T.4', 'T.8'], purpose: 'visits' };
    expect(opened(named)).toEqual(['card_no', 'person_id', 'fee']);
    expect(opened({ ...named, purpose: 'study' })).toContain('born_on');
    expect(opened({ elements: 'all', purpose: 'study' })).toEqual([
      ...['card_no', 'full_name', 'joined_on', 'state', 'place', 'branch'],
    ]);
    expect(opened(named, true)).toContain('born_on');
    expect(opened({ elements: 'all', purpose: 'study' }, true)).toHaveLength(9);
  });

  it('served to programs have no column that is kept back, and refuse it by name', async () => {
    const key = await county.register('B');
    const ask = await county.ask(key, 'L-1');
    const served = (query = '') => ask(`/exchange/v1/members/records${query}`, { method: 'GET' });
    const { items } = (await (await served()).json()) as { items: { values: object }[] };
    expect(Object.keys(items[0]?.values ?? {})).toEqual([
      ...['card_no', 'full_name', 'joined_on', 'state', 'place', 'branch'],
    ]);
    expect((await served('?where=fee:gt:1')).status).toBe(403);
  });

  it('are told apart from none by no route that takes an id (T6)', async () => {
    county.become('B1', 'officer');
    const record = ids.get('000001') ?? '';
    const none = '00000000-0000-7000-8000-00000000abcd';
    const routes = Object.values(contract).filter(
      (one) => typeof one === 'object' && 'path' in one && one.path.includes('{record}') && one.method === 'GET',
    );
    expect(routes.length).toBeGreaterThanOrEqual(3);
    const answer = async (path: string) => {
      const response = await send(path.replace('{register}', 'members').replace('{body}', 'A'), { method: 'GET' });
      const { instance: _, ...body } = (await response.json()) as Record<string, unknown>;
      return [response.status, JSON.stringify(body)];
    };
    for (const route of routes as { path: string }[]) {
      const [there, absent] = [route.path.replace('{record}', record), route.path.replace('{record}', none)];
      expect(await answer(there), route.path).toEqual(await answer(absent));
      expect((await answer(there))[0]).toBe(403);
    }
  });
});

it('asks the one function about a field, with its rule and its way out', async () => {
  const about = (field: string) => ({ permission: 'records.read', about: { register: 'members', body: 'A', field } });
  const fields = ['full_name', 'fee', 'born_on', 'nothing'];
  expect(await call(send, askDecisions, { body: fields.map(about) })).toMatchObject([
    { allowed: true, rule: 'governance/field-open' },
    { allowed: false, rule: 'governance/field-for-posts', remedy: 'ask-for-post' },
    { allowed: false, rule: 'governance/field-for-posts' },
    { allowed: false, rule: 'governance/field-unknown' },
  ]);
});
