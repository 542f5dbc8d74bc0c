/** The person's window on the trial node: five reads, she sees four; every way of reading names whom it shows. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { wholeNode, type Visitor, type WholeNode } from '../../../test/harness/whole-node.ts';
import { call, callRaw, ProblemError } from '../../platform/http/call.ts';
import { findAccountByName } from '../../platform/identity/index.ts';
import { readProfile } from '../../platform/profile.ts';
import { exportRecords, getRecord, listBodyRecords, recordHistory } from '../../records/contract.ts';
import { findGoldenPerson } from '../../registers/golden-contract.ts';
import { readUnits } from '../../registers/units/units-contract.ts';
import * as contract from './contract.ts';
import { readWindow } from './read-window.ts';
import { windowSettings } from './settings.ts';
import { personOf } from './store/window.ts';

const PERSON = '099190000417';
const PROFILES = join(import.meta.dirname, '../../../profiles');
const register = 'dang-vien';
const reason = 'Bà Hạ đến trụ sở và đề nghị xem';

let node: WholeNode;
let herself: Visitor;
let steward: Visitor;
let record: string;
beforeAll(async () => {
  node = await wholeNode();
  [herself, steward] = [await node.enter('mayha'), await node.enter('tinh')];
  await node.ledger.settled();
  record = (await own()).held.find((one) => one.register.code === register)?.record ?? '';
});
afterAll(() => node[Symbol.asyncDispose]());

async function own(): Promise<contract.WindowPage> {
  await node.ledger.settled();
  return call(herself.send, contract.readOwnWindow);
}
const refused = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      const { type, status, title, detail } = error.problem;
      return { type: type.split('/').slice(-2).join('/'), status, title, detail };
    },
  );

it('shows her four of five reads, with body, post, data, purpose and law, and no name', async () => {
  const { reads, onBehalf, decision } = await own();
  expect(onBehalf).toBe(false);
  expect(decision).toMatchObject({ open: true, number: '12-QĐ/VPDL (mẫu)' });
  const said = reads.map(({ body, post, way, purpose, bases, name }) => [
    ...[body?.code, post, way, purpose?.code, name],
    bases.map(({ citation }) => citation !== null),
  ]);
  expect(said).toHaveLength(4);
  expect(said).toEqual(
    expect.arrayContaining([
      ['99108', 'officer', 'one', 'quan-ly-ho-so', null, [true]],
      ['99108', 'officer', 'history', 'quan-ly-ho-so', null, [true]],
      ['97', 'steward', 'check', 'thong-ke', null, [true]],
      ['TW-BTC', 'data-manager', 'one', 'doi-chieu-ho-so', null, [true]],
    ]),
  );
  const some = reads.find(({ body }) => body?.code === 'TW-BTC');
  expect(some?.data[0]?.fields?.map(({ code }) => code).toSorted()).toEqual(['birth_date', 'birth_name', 'person_id']);
});

it('twin: without the delay there is the fifth', async () => {
  const whole = { person: PERSON, onBehalf: false, admit: () => Promise.resolve() };
  const shown = await readWindow(node.context, whole);
  const all = await readWindow(node.context, { ...whole, delaysNothing: true });
  expect([shown.reads.length, all.reads.length]).toEqual([4, 5]);
  expect(all.reads.find(({ body }) => body?.code === 'TW-UBKT')).toBeDefined();
});

it('is word for word the same in a world with one more read that is delayed', async () => {
  const before = await own();
  const account = await findAccountByName(node.context.db, 'can-bo-ubkt');
  await node.context.audit.append({
    ...{ action: 'records.list', actor: account?.id ?? '', body: null, purpose: 'kiem-tra', subject: register },
    ...{ allowed: true, rule: 'governance/granted-by-agreement', records: [record] },
  });
  expect(JSON.stringify(await own())).toBe(JSON.stringify(before));
});

it('has every way of reading: one, a list, the history, a file, who is who, units', async () => {
  const { send } = steward;
  const one = { register, record };
  const where = [`person_id:eq:${PERSON}`];
  const ways: readonly (readonly [way: string, read: () => Promise<unknown>])[] = [
    ['one', () => call(send, getRecord, { params: one, query: {} })],
    ['list', () => call(send, listBodyRecords, { params: { register, body: '99108' }, query: { where } })],
    ['history', () => call(send, recordHistory, { params: one })],
    [
      'export',
      async () =>
        (await callRaw(send, exportRecords, { params: { register }, query: { where, format: 'csv' } })).text(),
    ],
    ['check', () => call(send, findGoldenPerson, { query: { record } })],
    ['check', () => call(send, readUnits, { params: one, query: {} })],
  ];
  for (const [way, read] of ways) {
    const before = (await own()).reads.length;
    await read();
    const { reads } = await own();
    expect([way, reads.length]).toEqual([way, before + 1]);
    expect(reads[0]).toMatchObject({ way, body: { code: '97' }, post: 'steward' });
  }
});

it('says which columns were read when only some were', async () => {
  await call(steward.send, getRecord, { params: { register, record }, query: { columns: 'sex' } });
  expect((await own()).reads[0]?.data[0]?.fields?.map(({ code }) => code)).toEqual(['sex']);
});

it('an officer opens it on her behalf with a reason, and that is a read itself', async () => {
  const before = (await own()).reads.length;
  const page = await call(steward.send, contract.openWindow, { body: { person: PERSON, reason } });
  expect(page).toMatchObject({ onBehalf: true, person: PERSON });
  const { reads } = await own();
  expect(reads[0]).toMatchObject({ way: 'window', body: { code: '97' }, post: 'steward' });
  // One entry for each register that holds her.
  expect(reads.length - before).toBe(new Set(page.held.map((one) => one.register.code)).size);
});

it('reads the same for somebody kept elsewhere and for nobody', async () => {
  const elsewhere = await node.enter('xa');
  const open = (person: string) =>
    refused(call(elsewhere.send, contract.openWindow, { body: { person, reason: 'Muốn biết ai đã xem' } }));
  const [hers, nobodys] = [await open(PERSON), await open('099190999999')];
  expect(hers).toEqual(nobodys);
  expect(hers).toMatchObject({ type: 'exchange/person-not-here', status: 404 });
});

it('is nobody’s whose account is not linked, and a link needs an account of a person', async () => {
  expect(await refused(call(steward.send, contract.readOwnWindow))).toMatchObject({
    type: 'exchange/not-linked-to-person',
  });
  expect(await personOf(node.context.db, steward.account)).toBeUndefined();
});

it('closes and opens by a recorded decision of the data office alone; reads are written all the same', async () => {
  const office = await node.enter('vanphong');
  const decide = (who: Visitor, open: boolean, from?: string) =>
    call(who.send, contract.decideWindow, {
      body: { open, number: '13-QĐ/VPDL (mẫu)', reason: 'Rà soát cách hiển thị', ...(from && { from }) },
    });
  expect(await refused(decide(steward, false))).toMatchObject({ status: 403 });
  expect(await refused(decide(office, false, '2020-01-01'))).toMatchObject({ type: 'exchange/decision-day-past' });
  await decide(office, false);
  const before = (await call(herself.send, contract.windowState)).open;
  expect(before).toBe(false);
  expect(await refused(call(herself.send, contract.readOwnWindow))).toMatchObject({ type: 'exchange/window-closed' });
  await call(steward.send, getRecord, { params: { register, record }, query: {} });
  await decide(office, true);
  const { decisions, open } = await call(herself.send, contract.windowState);
  expect([open, decisions.length]).toEqual([true, 3]);
  expect((await own()).reads[0]).toMatchObject({ way: 'one', body: { code: '97' } });
});

it('is closed in the profile of the Party until somebody decides', () => {
  const { decision, classes, showNames } = windowSettings(readProfile(PROFILES, 'vn-party'));
  expect([decision, classes, showNames]).toEqual([undefined, [], false]);
});
