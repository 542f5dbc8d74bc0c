/** Requests of a person on the trial node: seen, corrected, erased, refused; for another person nothing, word for word. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeNode, type Visitor, type WholeNode } from '../../../test/harness/whole-node.ts';
import { describeCaller } from '../../bodies/index.ts';
import { decideDisposal, placeHold } from '../../governance/lifecycle/contract.ts';
import { dueOf } from '../../governance/subject-requests/model.ts';
import { escalateSubjectRequests, findSubjectRequest, openingsOf, type Opening } from '../../governance/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import { dayOf, fixedClock } from '../../platform/clock.ts';
import { call, callRaw, ProblemError } from '../../platform/http/call.ts';
import { findAccountByName } from '../../platform/identity/index.ts';
import { addDays } from '../../platform/relative-day.ts';
import { sql } from '../../platform/db/sql.ts';
import { fold } from '../../platform/search/fold.ts';
import { getRecord, listBodyRecords, listRecords } from '../../records/contract.ts';
import { openRegister, relation, scopeFrom } from '../../records/index.ts';
import * as consents from '../consents/contract.ts';
import { confirmSecurity, createAgreements } from '../../governance/agreement-contract.ts';
import { executeDisposal } from '../../records/retention/execute.ts';
import { settleCorrection } from '../../registers/corrections/settle-correction.ts';
import { readOwnWindow } from '../window/contract.ts';
import { answerRequest } from './answer-request.ts';
import * as contract from './contract.ts';
import { exportSubjectData } from './export-data.ts';
import { fileRequest } from './file-request.ts';
import { followOutcomes } from './follow-outcomes.ts';

const PERSON = '099190000417';
const register = 'dang-vien';
const reason = 'Tôi muốn biết cơ quan giữ gì về mình';
const rule = 'governance/node-itself';

let node: WholeNode;
let herself: Visitor;
let steward: Visitor;
let today: string;
beforeAll(async () => {
  node = await wholeNode();
  [herself, steward] = [await node.enter('mayha'), await node.enter('tinh')];
  today = dayOf(node.context.clock.now(), node.context.profile.timeZone);
});
afterAll(() => node[Symbol.asyncDispose]());

type Body = Parameters<typeof ask>[0];
const ask = (body: {
  kind: contract.SubjectKind;
  register?: string;
  field?: string;
  wanted?: string;
  purpose?: string;
}) => call(herself.send, contract.askOwnRequest, { body: { reason, ...body } });
const answer = (who: Visitor, request: string, body: { act: contract.SubjectAct; [more: string]: unknown }) =>
  call(who.send, contract.answerSubjectRequest, { params: { request }, body: body as never });
const refused = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      const { instance: _, ...problem } = error.problem;
      return { ...problem, type: problem.type.split('/').slice(-2).join('/') };
    },
  );
const callerOf = async (name: string) => {
  const account = await findAccountByName(node.context.db, fold(name));
  return describeCaller(node.context.db, account?.id ?? '', 'vi');
};
const takeBack = (request: string) => call(herself.send, contract.withdrawOwnRequest, { params: { request } });

it('the trial has two of hers in different states', async () => {
  const { items, kinds, linked } = await call(herself.send, contract.readOwnRequests);
  expect(linked).toBe(true);
  expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['view', 'correct', 'erase', 'object']));
  expect(items.map(({ kind, state, overdue }) => [kind, state, overdue])).toEqual([
    ['object', 'received', false],
    ['view', 'acknowledged', false],
  ]);
  for (const { id } of items) expect((await takeBack(id)).state).toBe('withdrawn');
});

describe('to see her data', () => {
  let id = '';
  it('goes to the body nearest to her, with days of the law in working days', async () => {
    const page = await ask({ kind: 'view' });
    id = page.id;
    const calendar = workingCalendar(node.context.profile);
    expect(page).toMatchObject({
      ...{ state: 'received', body: { code: '99108' }, onBehalf: false, person: PERSON },
      ...{ answerDue: calendar.addWorkingDays(today, 2), due: calendar.addWorkingDays(today, 10) },
      ...{ nextDue: calendar.addWorkingDays(today, 2), daysLeft: 2, overdue: false, hasExport: false },
    });
    expect(page.acts).toEqual([]);
  });
  it('is asked once at a time', async () => {
    expect(await refused(ask({ kind: 'view' }))).toMatchObject({ type: 'governance/subject-asked-already' });
  });
  it('is acknowledged, put off once with a reason, and carried out', async () => {
    const known = await answer(steward, id, { act: 'acknowledge', withOthers: true });
    const calendar = workingCalendar(node.context.profile);
    expect(known).toMatchObject({ state: 'acknowledged', due: calendar.addWorkingDays(today, 15), withOthers: true });
    const words = 'Cần tra cứu thêm ở kho giấy';
    expect(await refused(answer(steward, id, { act: 'extend', days: 11, words }))).toMatchObject({
      type: 'governance/subject-extended-before',
    });
    const later = await answer(steward, id, { act: 'extend', days: 5, words });
    expect(later).toMatchObject({ due: calendar.addWorkingDays(known.due, 5), extended: { days: 5, reason: words } });
    expect(await refused(answer(steward, id, { act: 'extend', days: 1, words }))).toMatchObject({
      type: 'governance/subject-extended-before',
    });
    const fetch = () => callRaw(herself.send, contract.exportSubjectData, { params: { request: id } });
    expect(await refused(fetch())).toMatchObject({ type: 'governance/subject-no-export' });
    expect(await answer(steward, id, { act: 'carry-out' })).toMatchObject({ state: 'done', acts: [], daysLeft: null });
    const zip = await buffer((await fetch()).body as never);
    expect(zip.subarray(0, 2).toString()).toBe('PK');
    for (const name of ['about.json', 'dang-vien.json', 'dang-vien.csv', 'dan-cu.json'])
      expect(zip.includes(name)).toBe(true);
  });
  it('an officer is handed no more of it than he reads himself; twin: as if it were hers, everything', async () => {
    const zip = await buffer(
      (await callRaw(steward.send, contract.exportSubjectData, { params: { request: id } })).body as never,
    );
    expect([zip.includes('dang-vien.json'), zip.includes('dan-cu.json')]).toEqual([true, false]);
    const request = await findSubjectRequest(node.context.db, id);
    if (!request) throw new Error('it is not there');
    const careless = { request, caller: await callerOf('tinh'), isOwn: true, rule, language: 'vi' };
    const all = await buffer(Readable.from(await exportSubjectData(node.context, careless)));
    expect([all.includes('dang-vien.json'), all.includes('dan-cu.json')]).toEqual([true, true]);
  });
  it('what an officer reads of it is in her window', async () => {
    await node.ledger.settled();
    const before = (await call(herself.send, readOwnWindow)).reads.length;
    await call(steward.send, contract.getSubjectRequest, { params: { request: id } });
    await node.ledger.settled();
    const { reads } = await call(herself.send, readOwnWindow);
    expect(reads.length).toBeGreaterThan(before);
    expect(reads[0]).toMatchObject({ way: 'window', body: { code: '97' } });
  });
  it('another’s request and none read the same', async () => {
    const elsewhere = await node.enter('xa');
    const get = (request: string) => refused(call(elsewhere.send, contract.getSubjectRequest, { params: { request } }));
    expect(await get(id)).toEqual(await get('01930000-0000-7000-8000-000000000001'));
  });
});

describe('“this is wrong”', () => {
  it('begins a correction at the keeper, and ends with it', async () => {
    const { held } = await call(herself.send, contract.readOwnRequests);
    const fields = held.find((one) => one.register.code === register)?.fields.map(({ code }) => code);
    expect(fields).toContain('full_membership_date');
    const page = await ask({ kind: 'correct', register, field: 'full_membership_date', wanted: '2019-09-02' });
    expect(page).toMatchObject({ state: 'received', correction: { state: 'open' }, body: { code: '99108' } });
    expect(await refused(answer(steward, page.id, { act: 'carry-out' }))).toMatchObject({
      type: 'governance/subject-waits-for',
    });
    expect(await followOutcomes(node.context)).toBe(0);
    const keeper = await callerOf('can-bo-99108');
    await settleCorrection(node.context, keeper, { id: page.correction?.id ?? '', outcome: 'take-over' });
    expect(await followOutcomes(node.context)).toBe(1);
    const { items } = await call(herself.send, contract.readOwnRequests);
    expect(items.find((one) => one.id === page.id)).toMatchObject({
      state: 'done',
      correction: { state: 'taken-over' },
    });
    expect(await followOutcomes(node.context)).toBe(0);
  });
  it('is refused for a value that the field would not take, for no field and for no register of hers', async () => {
    const bad = { kind: 'correct', register, field: 'full_membership_date' } as const satisfies Body;
    expect(await refused(ask({ ...bad, wanted: '31/02/2019' }))).toMatchObject({ type: 'records/invalid-record' });
    expect(await refused(ask({ kind: 'correct', register, wanted: 'x' }))).toMatchObject({
      ...{ type: 'governance/subject-request-incomplete', missing: ['field'] },
    });
    expect(await refused(ask({ ...bad, register: 'van-ban', wanted: '2019-09-02' }))).toMatchObject({
      type: 'governance/subject-holds-nothing',
    });
  });
});

describe('to erase', () => {
  let id = '';
  let record = '';
  const author = { account: 'system', body: null, rule };
  it('a hold wins, and the answer says so; twin: without the look at holds it is proposed', async () => {
    const page = await ask({ kind: 'erase', register });
    id = page.id;
    const found = await node.context.db.rows<{ record: string }>(
      sql`select record from governance.subject_request where id = ${id}::uuid`,
    );
    record = found[0]?.record ?? '';
    const manager = await node.enter('chuquan');
    await call(manager.send, placeHold, {
      body: { register, record, reason: 'Đang xác minh', basis: 'qd-384', reviewOn: addDays(today, 30), until: null },
    });
    expect(await refused(answer(steward, id, { act: 'carry-out' }))).toMatchObject({
      ...{ type: 'governance/subject-held', basis: 'qd-384', ground: 'luu-giu' },
    });
    const caller = await callerOf('tinh');
    const begun = await answerRequest(node.context, caller, { id, act: 'carry-out', off: { holds: true } }, author);
    expect(begun.state).toBe('acting');
  });
  it('is decided by another person, and what is held by then stays', async () => {
    const manager = await node.enter('chuquan');
    const { disposal } = await call(herself.send, contract.getSubjectRequest, { params: { request: id } });
    await call(manager.send, decideDisposal, { params: { disposal: disposal?.id ?? '' }, body: { allowed: true } });
    await executeDisposal(node.context, disposal?.id ?? '');
    await followOutcomes(node.context);
    const page = await call(herself.send, contract.getSubjectRequest, { params: { request: id } });
    expect(page).toMatchObject({ state: 'refused', refusal: { ground: { code: 'luu-giu' } } });
    expect(await call(steward.send, getRecord, { params: { register, record }, query: {} })).toMatchObject({ record });
  });
  it('is refused only on a ground of the law, with words', async () => {
    const page = await ask({ kind: 'erase', register });
    const refuse = (body: object) => answer(steward, page.id, { act: 'refuse', ...body });
    expect(await refused(refuse({ ground: 'vi-thich', words: 'Không muốn làm' }))).toMatchObject({
      type: 'governance/subject-ground-unknown',
    });
    const said = await refuse({ ground: 'thoi-han', words: 'Hồ sơ đảng viên lưu vĩnh viễn' });
    expect(said).toMatchObject({ state: 'refused', refusal: { reason: 'Hồ sơ đảng viên lưu vĩnh viễn' } });
    expect(said.refusal?.remedy).toHaveProperty('vi');
    expect(await refused(refuse({ ground: 'thoi-han', words: 'Lần nữa cho chắc' }))).toMatchObject({
      type: 'governance/subject-request-moved-on',
    });
  });
});

describe('for another person', () => {
  const evidence = 'Thẻ căn cước, bản gốc, xem tại trụ sở';
  const file = (who: Visitor, person: string) =>
    call(who.send, contract.fileSubjectRequest, {
      body: { kind: 'object', person, reason, purpose: 'thong-ke', authority: 'herself', evidence },
    });
  it('is filed by an officer who keeps her, with what was seen, and is a read', async () => {
    await node.ledger.settled();
    const before = (await call(herself.send, readOwnWindow)).reads.length;
    const page = await file(steward, PERSON);
    expect(page).toMatchObject({ onBehalf: true, evidence, purpose: { code: 'thong-ke' }, body: { code: '99108' } });
    await node.ledger.settled();
    expect((await call(herself.send, readOwnWindow)).reads.length).toBeGreaterThan(before);
    await takeBack(page.id);
  });
  it('kept elsewhere reads as nobody; twin: without the look at who keeps her it is filed', async () => {
    const elsewhere = await node.enter('xa');
    const [hers, nobodys] = [await refused(file(elsewhere, PERSON)), await refused(file(elsewhere, '099190999999'))];
    expect(hers).toEqual(nobodys);
    expect(hers).toMatchObject({ type: 'governance/subject-not-here', status: 404 });
    const caller = await callerOf('xa');
    const filing = {
      kind: 'view',
      person: PERSON,
      reason,
      onBehalf: { authority: 'herself', evidence },
      off: { keeping: true },
    } as const;
    const by = { account: caller.account, body: caller.body, rule };
    const id = await fileRequest(node.context, caller, filing, by);
    expect((await takeBack(id)).state).toBe('withdrawn');
  });
  it('nobody answers what is about himself, nor takes back what is another’s', async () => {
    const page = await ask({ kind: 'object', purpose: 'thong-ke' });
    const officer = await callerOf('can-bo-99108');
    await node.context.db.run(
      sql`update exchange.window_person set account = ${officer.account} where person = ${PERSON}`,
    );
    const by = { account: officer.account, body: officer.body, rule };
    const words = 'Tự trả lời cho mình';
    const own = answerRequest(node.context, officer, { id: page.id, act: 'carry-out', words }, by);
    await expect(own).rejects.toMatchObject({ kind: { slug: 'subject-own-request' } });
    expect(await refused(takeBack(page.id))).toMatchObject({ type: 'exchange/not-linked-to-person' });
    await node.context.db.run(
      sql`update exchange.window_person set account = ${herself.account} where person = ${PERSON}`,
    );
  });
});

describe('consent, where it is the basis', () => {
  const purpose = 'gui-thu-chuc-mung';
  const where = [`person_id:eq:${PERSON}`];
  let reader: Visitor;
  let code = '';
  const shown = async () =>
    (await call(reader.send, listRecords, { params: { register }, query: { where } })).items.map((one) => one.record);
  const give = (version: number) =>
    call(herself.send, consents.giveOwnConsent, { body: { purpose, version, agrees: true } });
  const agree = (mode: 'query' | 'feed') => async () => {
    const manager = await node.enter('chuquan');
    return call(manager.send, createAgreements, {
      body: {
        ...{ registers: [register], names: { vi: 'Thư chúc mừng' }, for: { bodies: ['99101'] }, rows: 'all', purpose },
        ...{ basis: 'luat-91-9', mode, from: today },
      },
    });
  };
  it('opens no row of whoever has not consented, and hers when she does', async () => {
    reader = await node.enter('xa');
    [code = ''] = (await agree('query')()).agreements;
    await call((await node.enter('vanphong')).send, confirmSecurity, { body: { agreements: [code] } });
    expect(await shown()).toEqual([]);
    const [one] = (await call(herself.send, consents.readOwnConsents)).items;
    expect(one).toMatchObject({ purpose: { code: purpose }, current: { version: 1 }, given: null });
    await give(1);
    expect(await shown()).toHaveLength(1);
    // Of all that her ward keeps, hers alone.
    const ward = await call(reader.send, listBodyRecords, { params: { register, body: '99108' }, query: {} });
    expect(ward.items.map(({ values }) => values['person_id'])).toEqual([PERSON]);
  });
  it('and none after she withdrew, at once; twin: without the look at consents her row is there', async () => {
    const { state } = await ask({ kind: 'withdraw', purpose });
    expect(state).toBe('done');
    expect(await shown()).toEqual([]);
    const openings = await openingsOf(node.context.db, await callerOf('xa'), 'records.read', { register });
    const { rows } = openings.find(({ agreement }) => agreement === code) as Opening;
    const blind = rows as Extract<Opening['rows'], { conditional: unknown }>;
    const without = { ...blind, conditional: blind.conditional.map(({ consent: _, ...more }) => more) };
    const table = await openRegister(node.context.db, register);
    const count = async (of: Opening['rows']) => {
      const scope = await scopeFrom(node.context, register, of);
      const from = relation(table, { scope });
      return (await node.context.db.rows(sql`select 1 from ${from} r where person_id = ${PERSON}`)).length;
    };
    expect([await count(rows), await count(without)]).toEqual([0, 1]);
  });
  it('is given to the edition that was read, once, and never by anything but yes', async () => {
    expect(await refused(give(2))).toMatchObject({ type: 'governance/consent-text-changed', version: 1 });
    const silent = { purpose, version: 1, agrees: false } as never;
    expect(await refused(call(herself.send, consents.giveOwnConsent, { body: silent }))).toMatchObject({ status: 400 });
    await give(1);
    expect(await refused(give(1))).toMatchObject({ type: 'governance/consent-stands' });
    const office = await node.enter('vanphong');
    const words = { vi: 'Bản hai', en: 'Two', ar: 'اثنان' };
    await call(office.send, consents.writeConsentText, { body: { purpose, words } });
    const { items } = await call(steward.send, consents.listConsents);
    expect(items).toMatchObject([{ standing: 1, withdrawn: 1, current: { version: 2 }, agreements: [code] }]);
    expect(JSON.stringify(items)).not.toContain(PERSON);
    await ask({ kind: 'withdraw', purpose });
    expect(await refused(ask({ kind: 'withdraw', purpose }))).toMatchObject({
      type: 'governance/consent-not-standing',
    });
  });
  it('goes by no feed and is of no purpose that has another basis', async () => {
    expect(await refused(agree('feed')())).toMatchObject({ type: 'governance/consent-by-feed' });
    const other = { body: { purpose: 'thong-ke', version: 1, agrees: true as const } };
    expect(await refused(call(herself.send, consents.giveOwnConsent, other))).toMatchObject({
      type: 'governance/purpose-not-on-consent',
    });
  });
  it('taken at the office of somebody kept elsewhere reads as of nobody', async () => {
    const evidence = 'Phiếu đồng ý số 7, lưu tại văn phòng';
    const take = (person: string) =>
      refused(
        call(reader.send, consents.takeConsent, {
          body: { purpose, person, version: 2, agrees: true, language: 'vi', method: 'paper', evidence },
        }),
      );
    expect(await take(PERSON)).toEqual(await take('099190999999'));
    expect(await take(PERSON)).toMatchObject({ type: 'governance/subject-not-here' });
  });
});

it('what is late is told above, once for each of its days', async () => {
  const late = { ...node.context, clock: fixedClock(`${addDays(today, 9)}T03:00:00Z`) };
  const told = await escalateSubjectRequests(late);
  expect(told).toBeGreaterThan(0);
  expect(await escalateSubjectRequests(late)).toBe(0);
  const owed = sql`select count(*)::integer as n from platform.work_item where kind = 'exchange.overdue-subject-request'`;
  expect(await node.context.db.rows(owed)).toEqual([{ n: told }]);
  const { items, counts } = await call(steward.send, contract.listSubjectRequests, { query: { state: 'open' } });
  expect(JSON.stringify(items)).not.toContain(PERSON);
  expect(counts.open).toBe(items.length);
});

it('counts days of the law from the day after', () => {
  const calendar = workingCalendar({ read: () => undefined });
  const terms = { answerDays: 2, days: 10, withOthers: 15, extend: 10 };
  // A Friday.
  expect(dueOf(calendar, '2026-11-20', { ...terms, count: 'working' }, false)).toEqual({
    answerDue: '2026-11-24',
    due: '2026-12-04',
  });
  expect(dueOf(calendar, '2026-11-20', { ...terms, count: 'calendar' }, true).due).toBe('2026-12-05');
});
