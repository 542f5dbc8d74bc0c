/** Rows that only an agreement opens: what reading, listing and exporting them takes off its quota and its budget. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ending } from '../../test/harness/story.ts';
import { openServedCounty, type ServedCounty } from '../../test/harness/served.ts';
import { askWhy } from '../governance/index.ts';
import { call, callRaw } from '../platform/http/call.ts';
import { sql } from '../platform/db/sql.ts';
import { exportRecords, getRecord, listRecords, lookupRecord, recordHistory } from './contract.ts';
import { takeRows, waysOf } from './take-opened-rows.ts';
import { openRegister } from './open-register.ts';

// Members 1 to 9 are at home in A, 501 to 504 in B.
const agreements = `
  - { code: Q-1, names: { en: Twelve a month }, register: members, for: { bodies: [B] }, elements: all, rows: { under: A },
      purpose: visits, basis: act-1, mode: query, quota: 12, quotaPeriod: month, from: 2026-01-01, state: active }
  - { code: Q-2, names: { en: Three different ones }, register: members, for: { bodies: [B1] }, elements: all, rows: { under: A },
      purpose: visits, basis: act-1, mode: query, subjects: 3, quotaPeriod: month, from: 2026-01-01, state: active }
  - { code: Q-3, names: { en: Who pays much }, register: members, for: { bodies: [A2] }, elements: all, rows: { under: B },
      condition: 'fee >= 503', purpose: visits, basis: act-1, mode: query, quota: 1, from: 2026-01-01, state: active }
  - { code: Q-4, names: { en: All the others }, register: members, for: { bodies: [A2] }, elements: all, rows: { under: B },
      condition: 'fee < 504', purpose: visits, basis: act-1, mode: query, from: 2026-01-01, state: active }
  - { code: Q-5, names: { en: First one }, register: members, for: { bodies: [A1] }, elements: all, rows: { under: B },
      purpose: visits, basis: act-1, mode: query, quota: 1, from: 2026-01-01, state: active }
  - { code: Q-6, names: { en: Then the other }, register: members, for: { bodies: [A1] }, elements: all, rows: { under: B },
      purpose: visits, basis: act-1, mode: query, quota: 2, from: 2026-01-01, state: active }
`;

let county: ServedCounty;
const ids = new Map<string, string>();
beforeAll(async () => {
  county = await openServedCounty({ agreements });
  const rows = await county.context.db.rows<{ id: string; card: string }>(
    sql`select record_id as id, card_no as card from data.member`,
  );
  for (const { id, card } of rows) ids.set(card, id);
});
beforeEach(async () => {
  await county.context.db.run(sql`delete from governance.grant_use`);
  await county.context.db.run(sql`delete from governance.subject_use`);
  await county.context.db.run(sql`delete from governance.subject_seen`);
  county.become('B', 'officer');
});

const params = { register: 'members' };
const send: ServedCounty['http']['send'] = (...given) => county.http.send(...given);
const used = async (agreement: string) => {
  const [row] = await county.context.db.rows<{ used: number }>(
    sql`select coalesce(sum(used), 0)::int as used from governance.grant_use where agreement = ${agreement}`,
  );
  return row?.used;
};
const list = (query: Parameters<typeof call<typeof listRecords>>[2]['query'] = {}) =>
  call(send, listRecords, { params, query: { order: 'card_no', ...query } });
const cardsOf = ({ items }: Awaited<ReturnType<typeof list>>) => items.map(({ values }) => Number(values['card_no']));
const one = (card: string) => call(send, getRecord, { params: { ...params, record: ids.get(card) ?? '' }, query: {} });
const byKey = (card: string) => call(send, lookupRecord, { params, query: { key: [card] } });
const ruleOf = async (work: Promise<unknown>) => {
  const { status, problem } = await ending(work);
  const { decision } = problem as { decision?: { rule: string; facts: object; remedy?: string } };
  return { status, rule: decision?.rule, facts: decision?.facts, remedy: decision?.remedy, type: problem['type'] };
};
const file = async () => (await callRaw(send, exportRecords, { params, query: { format: 'ndjson' } })).text();

describe('rows that only an agreement opens', () => {
  it('come off its quota where they are listed; one’s own cost nothing', async () => {
    expect(cardsOf(await list())).toHaveLength(13);
    expect(await used('Q-1')).toBe(9);
    expect(cardsOf(await list({ body: 'B' }))).toHaveLength(4);
    expect(await used('Q-1')).toBe(9);
  });

  it('are shown as far as the quota goes; the rest is said, and the own ones stay', async () => {
    await list();
    const page = await list({ count: true });
    expect(cardsOf(page)).toEqual([1, 2, 3, 501, 502, 503, 504]);
    expect(page.withheld).toMatchObject([
      {
        agreement: 'Q-1',
        freeAgain: '2026-12-01',
        decision: {
          rule: 'governance/quota-spent',
          remedy: 'wait-or-raise-quota',
          facts: { agreement: 'Q-1', used: 12, quota: 12 },
        },
      },
    ]);
    // From then on they are not even counted, whether there are any or not.
    const after = await list({ count: true });
    expect([cardsOf(after).length, after.total, after.withheld?.length]).toEqual([4, 4, 1]);
    const none = await list({ where: ['card_no:eq:000777'], count: true });
    expect([none.items, none.total, none.withheld?.length]).toEqual([[], 0, 1]);
    expect(await used('Q-1')).toBe(12);
  });

  it('cost a read each by id, by key and in their history, and are refused when nothing is left', async () => {
    expect((await one('000001')).values['card_no']).toBe('000001');
    await byKey('000002');
    await call(send, recordHistory, { params: { ...params, record: ids.get('000001') ?? '' } });
    expect(await used('Q-1')).toBe(3);
    await list();
    const refused = {
      status: 429,
      type: '/problems/governance/quota-spent',
      rule: 'governance/quota-spent',
      remedy: 'wait-or-raise-quota',
      facts: { agreement: 'Q-1', used: 12, quota: 12, freeAgain: '2026-12-01' },
    };
    expect(await ruleOf(one('000001'))).toMatchObject(refused);
    expect(county.context.audited.at(-1)).toMatchObject({ allowed: false, rule: 'governance/quota-spent' });
    expect(
      await ruleOf(call(send, recordHistory, { params: { ...params, record: ids.get('000001') ?? '' } })),
    ).toMatchObject(refused);
    expect((await one('000501')).values['card_no']).toBe('000501');
  });

  it('cannot be told from those that are not there, by trying keys (T4)', async () => {
    expect(await ruleOf(byKey('000777'))).toMatchObject({ status: 403 });
    expect(await used('Q-1')).toBe(1);
    await list();
    await list();
    const [held, not] = [await ruleOf(byKey('000001')), await ruleOf(byKey('000777'))];
    expect(held.status).toBe(429);
    expect(not).toEqual(held);
  });

  it('go into a file all or not at all', async () => {
    expect(
      (await file())
        .trim()
        .split('\n')
        .filter((text) => text.includes('Member')),
    ).toHaveLength(13);
    expect(await used('Q-1')).toBe(9);
    expect(await ruleOf(file())).toMatchObject({ status: 429, rule: 'governance/quota-spent', facts: { used: 9 } });
    expect(await used('Q-1')).toBe(9);
  });

  it('come off the budget of different records, the same one once however it is read', async () => {
    county.become('B1', 'officer');
    await one('000001');
    await byKey('000001');
    expect(await used('Q-2')).toBe(2);
    const page = await list({ count: true, limit: 5 });
    expect(cardsOf(page)).toEqual([1, 2, 3]);
    // How many match is not told for nothing.
    expect(page.total).toBeUndefined();
    expect(page.withheld).toMatchObject([{ agreement: 'Q-2', decision: { rule: 'governance/subjects-spent' } }]);
    expect((await one('000001')).values['card_no']).toBe('000001');
    expect(await ruleOf(one('000004'))).toMatchObject({ status: 429, rule: 'governance/subjects-spent' });
    expect(await ruleOf(file())).toMatchObject({ status: 429, rule: 'governance/subjects-spent' });
  });

  it('are counted where the grant that opened them has no limit, each on its own', async () => {
    county.become('A2', 'officer');
    expect(cardsOf(await list({ where: ['card_no:prefix:0005'] }))).toEqual([501, 502, 503, 504]);
    expect([await used('Q-3'), await used('Q-4')]).toEqual([1, 3]);
    // What one has no room for is given by another that opens it too.
    expect(cardsOf(await list({ where: ['card_no:prefix:0005'] }))).toEqual([501, 502, 503]);
  });

  it('are given by the next grant that opens them, where the first has no room', async () => {
    county.become('A1', 'officer');
    const page = await list({ where: ['card_no:prefix:0005'] });
    expect(cardsOf(page)).toHaveLength(3);
    expect([await used('Q-5'), await used('Q-6'), page.withheld?.length]).toEqual([1, 2, 2]);
  });

  it('are asked about without a trace', async () => {
    const why = () => call(send, askWhy, { body: { ...params, permission: 'records.read' } });
    await why();
    expect(await used('Q-1')).toBe(0);
  });

  it('twin: without the attribution every row would be free', async () => {
    const { context } = county;
    const table = await openRegister(context.db, 'members');
    const caller = county.caller('B', 'officer');
    const ways = await waysOf(context, caller, 'records.read', 'members');
    const rows = [{ record: ids.get('000001') ?? '', body: county.id('A') }];
    await takeRows(context, caller, { table, ways: { ...ways, granted: [] }, when: {} }, rows);
    expect(await used('Q-1')).toBe(0);
    await takeRows(context, caller, { table, ways, when: {} }, rows);
    expect(await used('Q-1')).toBe(1);
  });

  it('two readers at once do not both take the last ones', async () => {
    const pages = await Promise.all(Array.from({ length: 4 }, () => list()));
    const shown = pages.flatMap(cardsOf).filter((card) => card < 500);
    expect(shown).toHaveLength(12);
    expect(await used('Q-1')).toBe(12);
  });
});
