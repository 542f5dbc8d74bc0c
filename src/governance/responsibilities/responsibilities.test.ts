import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ending, tellStory, type Story } from '../../../test/harness/story.ts';
import { assignPost, findBody } from '../../bodies/index.ts';
import { system } from '../../platform/caller.ts';
import { makeCalendar } from '../../platform/calendar.ts';
import { sql } from '../../platform/db/sql.ts';
import { call } from '../../platform/http/call.ts';
import { addDays } from '../../platform/relative-day.ts';
import { listWork, todayOf } from '../../platform/work/index.ts';
import { getRegister } from '../contract.ts';
import { governanceRoom } from '../room.ts';
import { refuseOneself } from './assign-responsibility.ts';
import * as contract from './contract.ts';
import { gapRound } from './look-for-gaps.ts';
import { inForceOn } from './store/responsibility.ts';

const TODAY = '2026-11-22';
const calendar = makeCalendar({ weekend: ['saturday', 'sunday'], editions: [] });
let story: Story;
const look = () => gapRound(story.context).run(AbortSignal.abort());
beforeAll(async () => {
  story = await tellStory();
  await look();
});
const send: Story['server']['send'] = (...request) => story.server.send(...request);
const as = (name: string) => story.server.become(story.as(name));
type Body = Parameters<typeof call<typeof contract.assignResponsibility>>[2]['body'];
const assign = (body: Body) => call(send, contract.assignResponsibility, { body });
const idOf = async (code: string) => (await findBody(story.context.db, code))?.id ?? 0;
const gaps = async () =>
  (await call(send, contract.listGaps, { query: {} })).items.map(({ kind, body, register, duty }) => [
    kind,
    body?.code ?? null,
    register?.code ?? duty?.code ?? null,
  ]);
const owed = async (code: string, posts: string[]) =>
  (await listWork(story.context.db, todayOf(story.context, calendar), { body: await idOf(code), posts })).filter(
    ({ kind }) => kind.startsWith('governance.') && kind.endsWith('-gap'),
  );

describe('the story', () => {
  it('has three gaps, each owed by the nearest post that can close it, with its day', async () => {
    as('vanphong');
    expect((await gaps()).toSorted()).toEqual(
      [
        ['unfilled', '99231', 'contact'],
        ['unfilled', '98', 'steward'],
        ['stale', 'TW-VP', 'van-ban'],
      ].toSorted(),
    );
    const leader = await owed('TW', ['leader']);
    expect(leader.map(({ title, due }) => [title.key, due])).toEqual([
      ['governance:work.gap.unfilled', '2026-12-07'],
      ['governance:work.gap.unfilled', '2026-12-07'],
    ]);
    expect(await owed('TW-VP', ['data-manager'])).toMatchObject([{ title: { key: 'governance:work.gap.stale' } }]);
    const { items } = await call(send, contract.listGaps, { query: { under: '99231' } });
    expect(items).toMatchObject([
      { since: '2026-10-24', foundOn: TODAY, daysLeft: 10, overdue: false, post: 'leader' },
    ]);
  });

  it('shows them in the matrix, beside what is held and what is inherited', async () => {
    as('xa');
    const { duties, items: rows, counts } = await call(send, contract.readMatrix, { query: {} });
    const cell = (code: string, duty: string, kind = 'post') =>
      rows.find(({ body }) => body.code === code)?.cells[
        duties.findIndex((one) => one.code === duty && one.kind === kind)
      ];
    expect(cell('99231', 'contact')).toMatchObject({ state: 'gap', due: '2026-12-07' });
    expect(cell('99101', 'contact')).toMatchObject({ state: 'held' });
    expect(cell('99101', 'steward')).toMatchObject({ state: 'inherited', from: { code: '97' } });
    expect(cell('98', 'steward')).toMatchObject({ state: 'gap' });
    expect(cell('TW-BTC', 'manager', 'role')?.registers?.map(({ code }) => code)).toContain('dang-vien');
    expect(counts.gaps).toBe(2);
    const one = await call(send, contract.readMatrix, { query: { gaps: true, limit: 1 } });
    expect([one.items.length, one.next !== undefined]).toEqual([1, true]);
    const { items: under } = await call(send, contract.readMatrix, { query: { under: '98' } });
    expect(under.every(({ depth }) => depth >= 0 && depth < 2)).toBe(true);
  });

  it('looked at again changes nothing', async () => {
    const count = () => story.context.db.rows(sql`select id from governance.gap`);
    const before = await count();
    await look();
    await look();
    expect(await count()).toEqual(before);
  });
});

describe('a gap', () => {
  const contactOf = async (code: string, days: { from?: string; to?: string }) => {
    const by = { account: system.account, body: null, rule: 'governance/node-itself' };
    const account = story.as('vanphong').account;
    return assignPost(story.context, { account, body: code, post: 'contact', ...days }, by);
  };

  it('closes by itself once somebody holds the post, and with it what was owed', async () => {
    await contactOf('99231', { from: TODAY, to: TODAY });
    await look();
    as('vanphong');
    expect((await gaps()).map(([, body]) => body)).not.toContain('99231');
    expect(await owed('TW', ['leader'])).toHaveLength(1);
    const { items } = await call(send, contract.listGaps, { query: { state: 'closed' } });
    expect(items[0]).toMatchObject({ kind: 'unfilled', body: { code: '99231' } });
  });

  it('opens again when that post ends, and is told of above once its day has passed', async () => {
    story.context.clock.set('2026-11-23T03:00:00Z');
    await look();
    as('vanphong');
    expect((await gaps()).map(([, body]) => body)).toContain('99231');
    story.context.clock.set('2026-12-08T03:00:00Z');
    await look();
    await look();
    const told = (await owed('TW-VP', ['data-office'])).map(({ kind, overdue }) => [kind, overdue]);
    expect(told.length).toBeGreaterThan(0);
    expect(new Set(told.map(String))).toEqual(new Set(['governance.overdue-gap,true']));
    story.context.clock.set(`${TODAY}T03:00:00Z`);
  });

  it('of a stale review closes with the review, by the data manager of the register or the data office', async () => {
    as('chuquan');
    const review = () => ending(call(send, contract.reviewResponsibilities, { params: { register: 'van-ban' } }));
    expect((await review()).status).toBe(403);
    as('vanphong');
    expect((await review()).status).toBe(200);
    expect((await gaps()).map(([kind]) => kind)).not.toContain('stale');
  });
});

describe('naming who answers', () => {
  it('ends the one before on the day before, and keeps both with their days', async () => {
    as('vanphong');
    const made = await assign({ register: 'can-bo', role: 'manager', body: '97', reason: 'Decision 12' });
    expect(made).toMatchObject({ from: TODAY, to: null, state: 'in-force', body: { code: '97' }, reviewedOn: TODAY });
    const { items } = await call(send, contract.listResponsibilities, { query: { register: 'can-bo', ended: true } });
    expect(items.filter(({ role }) => role === 'manager').map(({ body, to, state }) => [body.code, to, state])).toEqual(
      [
        ['TW-BTC', '2026-11-21', 'ended'],
        ['97', null, 'in-force'],
      ],
    );
    // What decisions are made of has changed with it.
    expect((await call(send, getRegister, { params: { register: 'can-bo' } })).manager?.code).toBe('97');
    // Nobody holds the post of a data manager there: somebody must.
    expect(await gaps()).toContainEqual(['vacant', '97', 'can-bo']);
  });

  it('is left alone by the next edition of the profile', async () => {
    await story.context.db.run(sql`delete from platform.setting where name = 'governance.profile'`);
    await governanceRoom.install?.(story.context);
    as('vanphong');
    expect((await call(send, getRegister, { params: { register: 'can-bo' } })).manager?.code).toBe('97');
  });

  it('takes effect on its day, and not before', async () => {
    const later = addDays(TODAY, 30);
    as('vanphong');
    await assign({ register: 'kien-nghi', role: 'owner', body: '97', from: later });
    const ownerOn = async (day: string) =>
      (await inForceOn(story.context.db, day))
        .filter(({ register, role }) => register === 'kien-nghi' && role === 'owner')
        .map(({ body }) => body);
    expect(await ownerOn(TODAY)).toEqual([await idOf('TW')]);
    expect(await ownerOn(later)).toEqual([await idOf('97')]);
  });

  it.each([
    ['a day that has passed', { from: '2026-11-21' }, 422, 'day-past'],
    ['an end before the beginning', { from: '2026-11-25', to: '2026-11-24' }, 422, 'period-unsound'],
    ['a body that is not there', { body: 'nowhere' }, 404, 'body-not-found'],
    ['a register that is not there', { register: 'nothing' }, 404, 'register-not-found'],
    ['a steward that is named already', { body: 'TW-BTC' }, 409, 'answers-already'],
    ['an account of another body', { account: '01a00000-0000-7000-8000-000000000000' }, 422, 'steward-unknown'],
  ])('is refused with %s, and nothing is changed', async (_what, more, status, code) => {
    as('vanphong');
    const before = await story.context.db.rows(sql`select id from governance.responsibility order by id`);
    const given = { register: 'dang-vien', role: 'steward', body: '98', ...more } as Body;
    const { status: got, problem } = await ending(assign(given));
    expect([got, problem['type']]).toEqual([status, expect.stringContaining(code)]);
    expect(problem['detail']).toBeTruthy();
    expect(await story.context.db.rows(sql`select id from governance.responsibility order by id`)).toEqual(before);
  });

  it('of a steward is the data manager’s of that register, of owner and manager the data office’s', async () => {
    as('chuquan');
    const give = (given: Body) => ending(assign(given));
    expect((await give({ register: 'dang-vien', role: 'steward', body: '98' })).status).toBe(200);
    expect((await give({ register: 'van-ban', role: 'steward', body: '98' })).status).toBe(403);
    expect((await give({ register: 'dang-vien', role: 'owner', body: '98' })).status).toBe(403);
    for (const name of ['lanhdao', 'xa', 'tinh', 'tuanthu']) {
      as(name);
      expect((await give({ register: 'dang-vien', role: 'steward', body: '98' })).status).toBe(403);
    }
  });

  it('is nobody’s for himself: not by account, not by the post he holds in his own body', async () => {
    as('chuquan');
    const own = { register: 'to-chuc-dang', role: 'steward', body: 'TW-BTC', account: story.as('chuquan').account };
    const { status, problem } = await ending(assign(own as Body));
    expect([status, problem['type']]).toEqual([403, expect.stringContaining('given-to-oneself')]);
    const caller = { account: 'a', body: 5, kind: 'person' as const, roles: ['data-office', 'data-manager'] };
    const given = { role: 'manager' as const, body: 5, account: null };
    expect(() => refuseOneself(given, caller)).toThrow();
    // Twin: without the post it is for, the body may be named by one of its own.
    expect(() => refuseOneself(given, { ...caller, roles: ['data-office'] })).not.toThrow();
    expect(() => refuseOneself({ ...given, body: 6 }, caller)).not.toThrow();
  });

  it('and ending it, in any order: never two owners or two managers on one day', async () => {
    as('vanphong');
    const someDay = fc.integer({ min: 0, max: 40 });
    const step = fc.record({
      role: fc.constantFrom('owner' as const, 'manager' as const),
      body: fc.constantFrom('97', '98', 'TW-BTC', '99101'),
      from: someDay,
      length: fc.option(someDay),
      end: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        for (const { role, body, from, length, end } of steps) {
          const first = addDays(TODAY, from);
          const to = length === null ? null : addDays(first, length);
          const made = await ending(assign({ register: 'to-chuc-dang', role, body, from: first, to }));
          expect([200, 409]).toContain(made.status);
          const { items } = await call(send, contract.listResponsibilities, { query: { register: 'to-chuc-dang' } });
          const some = items.find((one) => one.role === role);
          if (end && some) await ending(call(send, contract.endResponsibility, { params: { id: some.id }, body: {} }));
        }
        const counted = await story.context.db.rows<{ n: number }>(sql`select max(n)::int as n from (
          select count(*) as n from governance.responsibility r, generate_series(0, 90) d
          where register = 'to-chuc-dang' and role in ('owner', 'manager')
            and daterange(valid_from, valid_to, '[]') @> (${TODAY}::date + d)
          group by role, d) t`);
        expect(counted[0]?.n ?? 0).toBeLessThan(2);
      }),
      { numRuns: 6 },
    );
  });
});

describe('my duties', () => {
  it('are my posts, what my body answers for, and for a head or the governance unit what their line owes', async () => {
    as('tinh');
    const own = await call(send, contract.readMyDuties, {});
    expect([own.posts.map(({ post }) => post), own.line]).toEqual([['steward'], null]);
    expect(own.responsibilities.map(({ register }) => register.code)).toContain('dang-vien');
    await story.context.db.run(sql`insert into platform.work_item
      (id, kind, title_key, title_values, body, post, link, subject, opened_at)
      select gen_random_uuid(), 'governance.test', 'k', '{}', id, post, '/', post || id::text, now()
      from bodies.body, unnest(array['steward', 'officer']) post where code in ('97', '98')`);
    as('vanphong');
    const office = await call(send, contract.readMyDuties, {});
    expect(office.line?.kind).toBe('governance-unit');
    const tests = office.line?.items.filter(({ kind }) => kind === 'governance.test');
    // Both stewards' work; the officers' is their own body's.
    expect(tests?.map(({ bodyRef, post }) => [bodyRef.code, post]).toSorted()).toEqual([
      ['97', 'steward'],
      ['98', 'steward'],
    ]);
    as('lanhdao');
    const head = await call(send, contract.readMyDuties, {});
    expect(head.line?.kind).toBe('own-head');
    expect(head.line?.items.filter(({ kind }) => kind === 'governance.test')).toEqual([]);
    as('xa');
    expect((await call(send, contract.readMyDuties, {})).line).toBeNull();
  });
});
