import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { officer, testServer } from '../../../test/harness/server.ts';
import { makeCalendar } from '../calendar.ts';
import { fixedClock } from '../clock.ts';
import { sql } from '../db/sql.ts';
import { call } from '../http/call.ts';
import type { Profile } from '../profile.ts';
import { listMyWork } from './contract.ts';
import { closeWork, listWork, openWork, workRoom, type NewWork } from './index.ts';
import type { Server } from '../http/serve.ts';
import type { Context } from '../context.ts';

const db = await testDatabase();
const clock = fixedClock('2026-10-05T02:00:00Z'); // a Monday
const calendar = makeCalendar({
  weekend: ['saturday', 'sunday'],
  editions: [{ edition: '2026', validFrom: '2026-01-01', validTo: '2026-12-31', holidays: ['2026-10-07'] }],
});
const today = { day: '2026-10-05', calendar };
const due = (day: string) => ({ day, calendar: '2026' });
const work = (more: Partial<NewWork> = {}): NewWork => ({
  kind: 'records.correct-load',
  title: { key: 'records:work.correct-load', values: { rows: 3 } },
  body: 1,
  post: 'officer',
  due: due('2026-10-09'),
  link: '/registers/party_member/loads/1',
  subject: 'load/1',
  now: clock.now(),
  ...more,
});
beforeEach(() => db.run(sql`delete from platform.work_item`));
const mine = { body: 1, posts: ['officer'] };

describe('work', () => {
  it('is owed once: opening it again gives the open item its new day and words', async () => {
    const first = await openWork(db, work());
    expect(await openWork(db, work({ due: due('2026-10-12'), title: { key: 'k', values: { rows: 2 } } }))).toBe(first);
    const [item, ...more] = await listWork(db, today, mine);
    expect(more).toEqual([]);
    expect(item).toMatchObject({ id: first, due: '2026-10-12', calendar: '2026', title: { values: { rows: 2 } } });
  });

  it('is owed again when it comes back after it was done', async () => {
    const first = await openWork(db, work());
    expect(await closeWork(db, { ...work(), by: 'acc' })).toBe(1);
    expect(await closeWork(db, { ...work(), by: 'acc' })).toBe(0);
    expect(await openWork(db, work())).not.toBe(first);
    expect(await listWork(db, today, { ...mine, state: 'done' })).toMatchObject([{ id: first, daysLeft: null }]);
  });

  it('counts what is left and what is late in working days', async () => {
    await openWork(db, work({ subject: 'a', due: due('2026-10-09') }));
    await openWork(db, work({ subject: 'b', due: due('2026-10-01') }));
    await openWork(db, work({ subject: 'c', due: due('2026-10-05') }));
    await openWork(db, work({ subject: 'd', due: null }));
    const all = await listWork(db, today, mine);
    expect(all.map(({ subject, daysLeft, overdue }) => [subject, daysLeft, overdue])).toEqual([
      ['b', -2, true],
      ['c', 0, false],
      ['a', 3, false],
      ['d', null, false],
    ]);
    expect((await listWork(db, today, { ...mine, overdue: true })).map((item) => item.subject)).toEqual(['b']);
  });

  it('reaches the posts it is addressed to, in their body', async () => {
    await openWork(db, work());
    await openWork(db, work({ post: 'leader', subject: 'x' }));
    await openWork(db, work({ body: 2, subject: 'y' }));
    expect(await listWork(db, today, mine)).toHaveLength(1);
    expect(await listWork(db, today, { body: 1, posts: null })).toHaveLength(2);
    expect(await listWork(db, today, { body: 1, posts: [] })).toEqual([]);
    expect(await closeWork(db, { kind: 'records.correct-load', subject: 'y', by: 'system', now: clock.now() })).toBe(1);
  });
});

describe('my work', async () => {
  const profile = { timeZone: 'Asia/Ho_Chi_Minh', read: () => undefined } as unknown as Profile;
  const running = await testServer({
    authorize: (_caller, permission) =>
      Promise.resolve({ allowed: permission !== 'work.read-body', rule: 'governance/post', facts: {} }),
  });
  afterAll(() => running[Symbol.asyncDispose]());
  workRoom.routes?.(running.server as Server, { db, clock, profile } as unknown as Context);

  it('comes in pages, with the number of all', async () => {
    for (const subject of ['a', 'b', 'c', 'd', 'e']) await openWork(db, work({ subject, due: due('2026-10-02') }));
    await openWork(db, work({ subject: 'last', due: null }));
    const subjects: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const query: { limit: number; cursor?: string } = cursor ? { limit: 2, cursor } : { limit: 2 };
      const page: { items: { subject: string }[]; next?: string; counts: unknown } = await call(
        running.send,
        listMyWork,
        {
          query,
        },
      );
      subjects.push(...page.items.map((item) => item.subject));
      expect(page.counts).toEqual({ open: 6, overdue: 5 });
      cursor = page.next;
    }
    expect([...subjects].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'last']);
    expect(subjects.at(-1)).toBe('last');
    await expect(call(running.send, listMyWork, { query: { cursor: 'nonsense' } })).rejects.toMatchObject({
      status: 400,
    });
  });

  it('is not what the whole body owes, unless one may see that', async () => {
    await expect(call(running.send, listMyWork, { query: { whose: 'body' } })).rejects.toMatchObject({ status: 403 });
    running.become({ ...officer, body: null });
    expect(await call(running.send, listMyWork, { query: {} })).toMatchObject({ items: [] });
  });
});
