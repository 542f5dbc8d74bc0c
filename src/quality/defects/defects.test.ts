import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { columns, line, rowsOf } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { system } from '../../platform/caller.ts';
import { startFollowers, type Running } from '../../platform/changes/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { call } from '../../platform/http/call.ts';
import type { Query } from '../../platform/http/endpoint.ts';
import { editRecord, endRecord, findByKey, loadRows, openRegister } from '../../records/index.ts';
import { scoresFollower } from '../follow-scores.ts';
import { qualityRoom } from '../room.ts';
import { turnDay } from '../rounds.ts';
import * as contract from './contract.ts';
import { escalateDefects } from './escalate.ts';
import { defectsFollower } from './follow-defects.ts';

const framework = 'rowsAtMost: 3\ncodePrefix: SL\n';
let county: AuthorityCounty;
let running: Running;

beforeAll(async () => {
  county = await openAuthorityCounty({ 'quality/framework.yaml': framework });
  running = await startFollowers(county.context, [scoresFollower(county.context), defectsFollower(county.context)]);
  return () => running[Symbol.asyncDispose]();
});

const load = (body: string, rows: readonly (readonly string[])[]) =>
  loadRows(county.context, { register: 'seats', body: county.id(body), caller: system, columns, rows: rowsOf(rows) });

async function change(n: number, values: Record<string, string> | 'end') {
  const { context } = county;
  const table = await openRegister(context.db, 'seats');
  const found = await findByKey(context.db, table, [String(n).padStart(6, '0')], { scope: 'all' });
  if (!found) throw new Error('no such record');
  const absent = () => Promise.resolve(new Error('gone'));
  const { record, version } = found;
  const request = { register: 'seats', caller: system, record, version, scope: 'all' as const, absent };
  await (values === 'end' ? endRecord(context, request) : editRecord(context, { ...request, values }));
  await running.settled();
}

const list = async (query: Query<typeof contract.listAll> = {}) => {
  await running.settled();
  return (await call(county.http.send, contract.listAll, { query: { register: 'seats', ...query } })).items;
};
const one = (defect: string) => call(county.http.send, contract.getDefect, { params: { defect } });
const act = (
  defects: string[],
  what:
    | { act: 'claim' }
    | { act: 'cause'; words: string }
    | { act: 'outcome'; outcome: 'consumer-wrong' | 'source-wrong' | 'undecided'; words: string },
) => call(county.http.send, contract.mendDefects, { body: { defects, act: what } });
const asOfficer = () => county.become('A', 'officer');

describe('a row that fails', () => {
  it('is a defect with the columns of the issue log and a clock in working days', async () => {
    asOfficer();
    await load('A', [line(1, { branch: 'A9' }), line(2, { branch: 'A1' })]);
    const items = await list();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      code: expect.stringMatching(/^SL-2026-\d+$/) as string,
      // Monday the 23rd: five working days to find the cause, five more to mend.
      ...{ foundOn: '2026-11-23', causeDue: '2026-11-30', due: '2026-12-07', daysLeft: 10, overdue: false },
      ...{ group: 'broken-reference', rule: 'reference', level: 'error', state: 'open' },
      ...{ source: 'quality.scores', rows: 1, keeper: { code: 'A' }, action: null },
    });
  });
  it('is looked at again by itself: mended at the source it closes, and failing again it is another one', async () => {
    asOfficer();
    const [first] = await list({ group: 'broken-reference' });
    await change(1, { branch: 'A1' });
    expect(await list({ group: 'broken-reference' })).toEqual([]);
    expect(await one(first?.id ?? '')).toMatchObject({ state: 'closed', outcome: 'mended' });
    await change(1, { branch: 'A9' });
    const [again] = await list({ group: 'broken-reference' });
    expect(again?.code).not.toBe(first?.code);
    await change(1, 'end');
    expect(await one(again?.id ?? '')).toMatchObject({ state: 'closed', outcome: 'gone' });
  });
  it('is listed to those who answer for it, and to no others', async () => {
    await load('A', [line(4, { branch: 'A9' })]);
    county.become('B', 'officer');
    expect(await list()).toEqual([]);
    county.become('DM', 'data-manager');
    const [seen] = await list();
    expect(seen).toBeDefined();
    county.become('B', 'officer');
    expect((await ending(one(seen?.id ?? ''))).problem['type']).toBe('/problems/quality/no-such-defect');
    expect((await ending(act([seen?.id ?? ''], { act: 'claim' }))).status).toBe(404);
    county.become('C', 'compliance');
    expect((await ending(act([seen?.id ?? ''], { act: 'claim' }))).status).toBe(403);
    await change(4, 'end');
  });
});

describe('three outcomes', () => {
  const fresh = async (n: number) => {
    asOfficer();
    await load('A', [line(n, { branch: 'A8' })]);
    const items = await list({ group: 'broken-reference' });
    const found = items.find(({ state }) => state === 'open');
    if (!found) throw new Error('no defect');
    return found;
  };
  it('our record is wrong: it is being mended until the row passes', async () => {
    const { id } = await fresh(11);
    await act([id], { act: 'claim' });
    await act([id], { act: 'cause', words: 'An old list' });
    expect(await one(id)).toMatchObject({ state: 'cause-found', cause: 'An old list', mine: true, assignee: 'A' });
    await act([id], { act: 'outcome', outcome: 'consumer-wrong', words: 'Move it to A1' });
    expect(await one(id)).toMatchObject({ state: 'mending', action: 'Move it to A1' });
    await change(11, { branch: 'A1' });
    expect(await one(id)).toMatchObject({ state: 'closed', outcome: 'mended', action: 'Move it to A1' });
  });
  it('the source is wrong: closed, and not opened again while the record stays as it is', async () => {
    const { id } = await fresh(12);
    await act([id], { act: 'outcome', outcome: 'source-wrong', words: 'The list of branches lags behind' });
    await running.rebuild('quality.defects');
    expect(await list({ record: (await one(id)).record ?? '' })).toEqual([]);
    expect((await ending(act([id], { act: 'claim' }))).problem['type']).toBe('/problems/quality/defect-closed');
    // The twin: another version of the record is looked at anew.
    await change(12, { branch: 'A7' });
    expect(await list({ record: (await one(id)).record ?? '' })).toHaveLength(1);
    await change(12, 'end');
  });
  it('undecided: fifteen working days from when it was found, for a check in the field', async () => {
    const { id } = await fresh(13);
    await act([id], { act: 'outcome', outcome: 'undecided', words: 'The person must be met' });
    expect(await one(id)).toMatchObject({ state: 'undecided', due: '2026-12-14', daysLeft: 15 });
    await change(13, 'end');
  });
});

describe('a contest', () => {
  it('is answered by somebody who has no part in it', async () => {
    asOfficer();
    await load('A', [line(21, { branch: 'A6' })]);
    const [found] = await list({ group: 'broken-reference' });
    const params = { defect: found?.id ?? '' };
    await call(county.http.send, contract.contestDefect, { params, body: { words: 'The branch exists' } });
    expect(await one(params.defect)).toMatchObject({
      state: 'contested',
      allowed: { 'quality.answerContest': { allowed: false } },
      contests: [{ answerer: { code: 'C' } }],
    });
    const again = call(county.http.send, contract.contestDefect, { params, body: { words: 'Once more' } });
    expect((await ending(again)).problem['type']).toBe('/problems/quality/defect-contested');
    const answer = (upheld: boolean) =>
      call(county.http.send, contract.answerContest, { params, body: { upheld, answer: 'It was founded in June' } });
    const refused = async (body: string, ...posts: string[]) => {
      county.become(body, ...posts);
      return (await ending(answer(true))).problem['why'];
    };
    expect(await refused('A', 'leader')).toBe('asker'); // the same account under another post
    expect(await refused('DM', 'data-office')).toBe('rule-owner');
    county.become('C', 'leader');
    expect(await one(params.defect)).toMatchObject({ allowed: { 'quality.answerContest': { allowed: true } } });
    expect(await answer(true)).toMatchObject({
      state: 'closed',
      outcome: 'not-a-defect',
      contests: [{ upheld: true, answeredBody: { code: 'C' } }],
    });
    expect((await ending(answer(true))).problem['type']).toBe('/problems/quality/not-contested');
    await running.rebuild('quality.defects');
    asOfficer();
    expect(await list({ group: 'broken-reference' })).toEqual([]);
  });
  it('that is not upheld gives the defect its clock back', async () => {
    asOfficer();
    await load('A', [line(22, { branch: 'A6' })]);
    const [found] = await list({ group: 'broken-reference' });
    const params = { defect: found?.id ?? '' };
    await call(county.http.send, contract.contestDefect, { params, body: { words: 'No' } });
    county.become('C', 'leader');
    await call(county.http.send, contract.answerContest, { params, body: { upheld: false, answer: 'There is none' } });
    expect(await one(params.defect)).toMatchObject({ state: 'open', due: found?.due });
    asOfficer();
    await change(22, 'end');
  });
});

describe('many rows of one rule', () => {
  it('are one defect with their number; few again, each is its own', async () => {
    county.become('B', 'officer');
    await load(
      'B',
      [31, 32, 33, 34].map((n) => line(n, { branch: 'B9' })),
    );
    const mass = await list({ group: 'broken-reference' });
    expect(mass.map(({ record, rows }) => [record, rows])).toEqual([[null, 4]]);
    await change(31, { branch: 'B1' });
    const few = await list({ group: 'broken-reference' });
    expect(few.map(({ record, rows }) => [typeof record, rows])).toEqual(
      Array.from({ length: 3 }, () => ['string', 1]),
    );
    expect(await one(mass[0]?.id ?? '')).toMatchObject({ state: 'closed', outcome: 'mended' });
    await load('B', [line(35, { branch: 'B9' })]);
    const many = await list({ group: 'broken-reference' });
    expect(many.map(({ record, rows }) => [record, rows])).toEqual([[null, 4]]);
    const all = await list({ group: 'broken-reference', state: 'closed' });
    expect(all.filter(({ outcome }) => outcome === 'merged')).toHaveLength(3);
  });
});

describe('what is late', () => {
  it('is told once to the body above its keeper', async () => {
    const { context } = county;
    const work = () =>
      context.db.rows<{ body: number; title_values: { count: number } }>(
        sql`select body, title_values from platform.work_item where kind = 'quality.overdue-defects' and state = 'open' order by subject`,
      );
    expect(await escalateDefects(context)).toBe(0);
    expect(await work()).toEqual([]);
    context.clock.set('2026-12-08T03:00:00Z');
    expect(await escalateDefects(context)).toBe(1);
    expect(await work()).toMatchObject([{ body: county.id('C'), title_values: { count: 1 } }]);
    expect(await escalateDefects(context)).toBe(0);
    county.become('B', 'officer');
    const [late] = await list({ overdue: true });
    expect(late).toMatchObject({ overdue: true, daysLeft: -1, escalatedOn: '2026-12-08', escalatedTo: { code: 'C' } });
  });
  it('a day that turns has rules of that day counted anew, once', async () => {
    expect(await turnDay(county.context)).toBeGreaterThan(0);
    await running.settled();
    expect(await turnDay(county.context)).toBe(0);
  });
});

describe('what people wrote about a record', () => {
  it('goes when the record is destroyed; the defect and its outcome stay', async () => {
    const { db } = county.context;
    const worded = (record: string) =>
      db.rows<{ words: string | null; state: string; outcome: string | null }>(
        sql`select coalesce(d.cause, '') || coalesce(d.action, '') || coalesce(c.words, '') || coalesce(c.answer, '') as words,
            d.state, d.outcome from quality.defect d left join quality.contest c on c.defect = d.id
          where d.record = ${record}::uuid order by d.id, c.id`,
      );
    const [found] = await db.rows<{ record: string }>(
      sql`select record from quality.defect d where record is not null and cause is not null limit 1`,
    );
    const record = found?.record ?? '';
    const before = await worded(record);
    expect(before.some(({ words }) => words !== '')).toBe(true);
    const gone = { register: 'seats', records: [record] };
    const went = await db.transaction((tx) => qualityRoom.keeping?.forget?.(tx, gone) ?? Promise.resolve(0));
    expect(went).toBeGreaterThan(0);
    expect(await worded(record)).toEqual(before.map((one) => ({ ...one, words: '' })));
  });
});
