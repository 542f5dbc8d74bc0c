import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../../test/harness/authorities.ts';
import { files, line } from '../../../../test/harness/records.ts';
import { ending } from '../../../../test/harness/story.ts';
import * as lifecycle from '../../../governance/lifecycle/contract.ts';
import { call } from '../../../platform/http/call.ts';
import type { Body } from '../../../platform/http/endpoint.ts';
import { bodiesOwing } from '../../../platform/work/index.ts';
import * as contract from '../contract.ts';
import { executeDisposal } from '../execute.ts';
import * as orders from '../orders-contract.ts';

const members = (files['registers/members.yaml'] ?? '') + '  retention: { years: 20, from: joined_on, basis: act-1 }\n';

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty({ 'registers/members.yaml': members });
});

const send: AuthorityCounty['http']['send'] = (...request) => county.http.send(...request);
const idOf = async (n: number) => (await county.member(String(n).padStart(6, '0')))?.record ?? '';

describe('an order to who was given rows', () => {
  it('is given with the mark, answered by the body alone, and told again once a day', async () => {
    const { db } = county.context;
    await county.load('A', [line(61), line(62)]);
    const given = [await idOf(61), await idOf(62)];
    county.become('C', 'data-office');
    const what = { register: 'members', what: 'records' } as const;
    const id = (await call(send, contract.proposeDisposal, { body: what })).disposal;
    county.become('DM', 'data-manager');
    await call(send, lifecycle.decideDisposal, { params: { disposal: id }, body: { allowed: true } });
    const keeping = {
      receivedBy: () =>
        Promise.resolve([
          { consumer: county.id('B'), agreement: 'AG-1', way: 'read' as const, records: [...given, given[0] ?? ''] },
          { consumer: county.id('A'), agreement: 'AG-1', way: 'read' as const, records: given },
        ]),
    };
    await executeDisposal(county.context, id, [keeping]);
    const list = async (query = {}) => call(send, orders.listDisposalOrders, { query });
    const { items } = await list({ direction: 'given', disposal: id });
    // Not who keeps the rows; each record once.
    expect(items).toMatchObject([
      { state: 'sent', records: 2, consumer: { code: 'B' }, giver: { code: 'A' }, way: 'read', hasProof: false },
    ]);
    const params = { order: items[0]?.id ?? '' };
    const pageOf = () => call(send, orders.getDisposalOrder, { params });
    expect(await pageOf()).toMatchObject({ mayAnswer: false, mayRemind: true, held: 0 });
    expect(await bodiesOwing(db, 'records.answer-order', params.order)).toEqual([county.id('B')]);
    await call(send, orders.remindDisposalOrder, { params });
    expect((await ending(call(send, orders.remindDisposalOrder, { params }))).problem['type']).toBe(
      '/problems/records/order-reminded-today',
    );
    // An order of another body, and one that is not there, read the same.
    county.become('A', 'officer');
    const answer = (body: Body<typeof orders.answerDisposalOrder>) =>
      call(send, orders.answerDisposalOrder, { params, body });
    const carryOut = { carryOut: true, statement: 'Printed lists were shredded' };
    const [hidden, none] = [
      await ending(answer(carryOut)),
      await ending(call(send, orders.getDisposalOrder, { params: { order: '00000000-0000-7000-8000-000000000001' } })),
    ];
    expect([hidden.status, hidden.problem['type']]).toEqual([404, none.problem['type']]);
    expect((await list()).items).toEqual([]);
    county.become('B', 'officer');
    expect((await pageOf()).mayAnswer).toBe(true);
    expect((await ending(answer({ carryOut: true }))).problem['field']).toBe('statement');
    expect((await ending(answer({ carryOut: false, reason: 'x' }))).problem['field']).toBe('basis');
    expect((await ending(answer({ carryOut: false, reason: 'x', basis: 'act-9' }))).problem['field']).toBe('basis');
    expect(await answer({ carryOut: false, reason: 'An inspection', basis: 'act-1' })).toMatchObject({
      state: 'refused',
      refusedOn: { code: 'act-1' },
      mayCarryOut: true,
    });
    expect(await answer(carryOut)).toMatchObject({ state: 'done', outcome: 'declared', mayCarryOut: false });
    expect((await ending(answer(carryOut))).problem['type']).toBe('/problems/records/order-moved-on');
    expect(await bodiesOwing(db, 'records.answer-order', params.order)).toEqual([]);
  });
});
