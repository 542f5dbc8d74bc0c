import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { startFollowers, type Running } from '../../platform/changes/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { call } from '../../platform/http/call.ts';
import { listWork, todayOf } from '../../platform/work/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import { verificationFollower } from '../follow-verification.ts';
import * as contract from './corrections-contract.ts';

const terms = `
disputes: { days: 4 }
corrections: { cause: 2, mend: 4, fieldCheck: 6 }
`;

let county: AuthorityCounty;
let running: Running;
let record = '';
beforeAll(async () => {
  county = await openAuthorityCounty({ 'authorities/terms.yaml': terms });
  await county.hold([heldLine(1), heldLine(2, { name: 'Other C' }), heldLine(501)]);
  await county.load('A', [line(1), line(2)]);
  await county.load('B', [line(501)]);
  running = await startFollowers(county.context, [verificationFollower(county.context)]);
  await running.settled();
  record = (await county.member('000001'))?.record ?? '';
  return () => running[Symbol.asyncDispose]();
});

const propose = (
  change: Partial<{ field: string; value: string | null; record: string; despite: string; evidence: string }> = {},
) =>
  call(county.http.send, contract.proposeCorrection, {
    body: { register: 'members', record, field: 'fee', value: '20.00', evidence: 'The receipt says 20.', ...change },
  });
const settle = (correction: string, outcome: contract.Outcome, reason?: string) =>
  call(county.http.send, contract.settleCorrection, {
    params: { correction },
    body: { outcome, ...(reason !== undefined && { reason }) },
  });
const undo = (correction: string) => call(county.http.send, contract.undoSettlement, { params: { correction } });
const slugOf = async (promise: Promise<unknown>) =>
  String((await ending(promise)).problem['type'])
    .split('/')
    .at(-1);
const work = (body: string, post: string) =>
  listWork(county.context.db, todayOf(county.context, workingCalendar(county.context.profile)), {
    body: county.id(body),
    posts: [post],
  });
const steward = () => county.become('C', 'steward');
const keeper = () => county.become('A', 'officer');
let id = '';

describe('a proposal', () => {
  it('goes to the body that keeps the record, with a clock, as an addressed change', async () => {
    steward();
    const page = await propose();
    id = page.id;
    expect(page).toMatchObject({
      register: 'members',
      field: 'fee',
      said: '12.50',
      held: '20.00',
      state: 'open',
      origin: 'proposed',
      proposedBy: { code: 'C' },
      keeper: { code: 'A' },
      causeDue: '2026-11-25',
      due: '2026-11-27',
      daysLeft: 4,
      mine: true,
      allowed: { 'registers.settleCorrection': { allowed: false } },
    });
    const [change] = await county.context.db.rows<{ addressee: number }>(
      sql`select addressee from platform.change_set where kind = 'correction' order by id desc limit 1`,
    );
    expect(change?.addressee).toBe(county.id('A'));
    expect((await work('A', 'officer')).find((item) => item.kind === 'registers.settle-corrections')).toMatchObject({
      title: { values: { count: 2 } },
      due: '2026-11-27',
    });
    expect(county.context.audited.at(-1)).toBeDefined();
  });
  it('is asked once at a time', async () => {
    expect(await slugOf(propose({ value: '30.00' }))).toBe('already-proposed');
  });
  it('is not made of what one keeps oneself, of nothing, of no field, nor of what is as proposed', async () => {
    keeper();
    expect(await slugOf(propose({ field: 'joined_on', value: '2001-05-20' }))).toBe('edit-it-yourself');
    steward();
    expect(await slugOf(propose({ field: 'nonsense' }))).toBe('no-such-field');
    expect(await slugOf(propose({ field: 'joined_on', value: '2001-05-19' }))).toBe('nothing-to-correct');
  });
  it('of a record that may not be seen reads as of one there is not', async () => {
    county.become('B', 'officer');
    const [hidden, none] = [
      await ending(propose()),
      await ending(propose({ record: '01930000-0000-8aaa-8bbb-000000000001' })),
    ];
    expect(hidden.status).toBe(403);
    expect({ ...hidden.problem, instance: '' }).toEqual({ ...none.problem, instance: '' });
    expect(await slugOf(call(county.http.send, contract.getCorrection, { params: { correction: id } }))).toBe(
      'no-such-correction',
    );
  });
  it('of a value that an edit would not take is refused like the edit', async () => {
    steward();
    const { status, problem } = await ending(propose({ field: 'joined_on', value: '31/02/2001' }));
    expect([status, problem['type']]).toEqual([422, '/problems/records/invalid-record']);
    const before = await ending(propose({ field: 'joined_on', value: '1899-01-01' }));
    expect(before.problem['findings']).toMatchObject([{ rule: 'check' }]);
  });
});

describe('its answer', () => {
  it('is refused only with a reason, which reaches whoever proposed it', async () => {
    keeper();
    expect(await slugOf(settle(id, 'source-wrong', 'no'))).toBe('outcome-does-not-fit');
    expect(await slugOf(settle(id, 'refuse'))).toBe('reason-missing');
    expect(await settle(id, 'refuse', 'The receipt is of another year')).toMatchObject({ state: 'refused' });
    expect((await county.member('000001'))?.values['fee']).toBe('12.50');
    const [told] = (await work('C', 'steward')).filter((item) => item.kind === 'registers.correction-answered');
    expect(told).toMatchObject({ title: { key: 'registers:work.answered.refused' }, subject: id });
    steward();
    await call(county.http.send, contract.acknowledgeCorrection, { params: { correction: id } });
    expect((await work('C', 'steward')).filter((item) => item.subject === id)).toEqual([]);
  });
  it('stands: the same again needs new evidence, and then carries the old answer with it', async () => {
    const { problem } = await ending(propose());
    expect([problem['type'], problem['correction'], problem['reason']]).toEqual([
      '/problems/registers/refused-before',
      id,
      'The receipt is of another year',
    ]);
    const again = await propose({ despite: id });
    expect(again.follows).toBe(id);
    id = again.id;
  });
  it('taken over is an edit of the record, and is undone with it', async () => {
    keeper();
    expect(await settle(id, 'take-over')).toMatchObject({ state: 'taken-over' });
    expect((await county.member('000001'))?.values['fee']).toBe('20.00');
    expect(await undo(id)).toMatchObject({ state: 'open', closedAt: null });
    expect((await county.member('000001'))?.values['fee']).toBe('12.50');
    await settle(id, 'take-over');
  });
  it('corrected again says whose answer it questions', async () => {
    steward();
    const page = await propose({ value: '12.50', evidence: 'It was right before.' });
    expect(page.follows).toBe(id);
    const { state } = await call(county.http.send, contract.withdrawCorrection, {
      params: { correction: page.id },
      body: {},
    });
    expect(state).toBe('withdrawn');
  });
  it('left undecided has time for a check, and is settled afterwards', async () => {
    const { id: third } = await propose({ value: '15.00' });
    keeper();
    expect(await settle(third, 'undecided', 'We ask him on Friday')).toMatchObject({
      state: 'undecided',
      due: '2026-12-01',
      closedAt: null,
    });
    expect(await settle(third, 'refuse', 'He paid 20')).toMatchObject({ state: 'refused' });
  });
  it('is taken back for a day and no longer', async () => {
    const { items } = await call(county.http.send, contract.listCorrections, { query: { state: 'taken-over' } });
    county.context.clock.set('2026-11-25T03:00:00Z');
    expect(await slugOf(undo(items[0]?.id ?? ''))).toBe('not-undoable-now');
    county.context.clock.set('2026-11-23T02:00:00Z');
  });
});

describe('a mismatch', () => {
  let mismatch = '';
  it('whose source is wrong asks the source, through whoever speaks with it', async () => {
    keeper();
    const { items } = await call(county.http.send, contract.listCorrections, { query: { state: 'open' } });
    mismatch = items.find((one) => one.field === 'full_name')?.id ?? '';
    await settle(mismatch, 'source-wrong', 'As on the card');
    county.become('DM', 'data-manager');
    const asked = await call(county.http.send, contract.listCorrections, { query: { register: 'people' } });
    expect(asked.items).toMatchObject([
      {
        said: 'Other C',
        held: 'Member C',
        evidence: 'As on the card',
        outside: true,
        follows: mismatch,
        proposedBy: { code: 'A' },
      },
    ]);
  });
  it('that the source stands by is open again, for a check', async () => {
    const { items } = await call(county.http.send, contract.listCorrections, { query: { register: 'people' } });
    await settle(items[0]?.id ?? '', 'refuse', 'The birth book says Other');
    keeper();
    const page = await call(county.http.send, contract.getCorrection, { params: { correction: mismatch } });
    expect(page).toMatchObject({ state: 'undecided', reason: 'The birth book says Other' });
    await running.settled();
    const { items: open } = await call(county.http.send, contract.listCorrections, { query: { record: page.record } });
    expect(open.filter((one) => one.field === 'full_name')).toHaveLength(1);
  });
  it('is late when its day has passed, and the list says so', async () => {
    county.context.clock.set('2026-12-02T02:00:00Z');
    const { items } = await call(county.http.send, contract.listCorrections, { query: { overdue: true } });
    expect(items.map((one) => [one.id, one.overdue, one.daysLeft])).toEqual([[mismatch, true, -1]]);
  });
});
