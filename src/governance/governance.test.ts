import { beforeAll, describe, expect, it } from 'vitest';
import { testContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { ending, profiles, tellStory, type Story } from '../../test/harness/story.ts';
import { bodiesRoom, listBodies } from '../bodies/index.ts';
import { listBodies as listBodiesEndpoint, listPosts } from '../bodies/contract.ts';
import { workingCalendar } from '../platform/calendar.ts';
import { sql } from '../platform/db/sql.ts';
import { call } from '../platform/http/call.ts';
import { readProfile } from '../platform/profile.ts';
import * as contract from './contract.ts';
import { activeGrants, answerTimes } from './read.ts';
import { governanceRoom } from './room.ts';
import { listRegisters } from './store/register.ts';

let story: Story;
beforeAll(async () => {
  story = await tellStory();
});

describe('the story', () => {
  it('has the bodies, registers, agreements and requests of its first page', async () => {
    const { db } = story.context;
    expect(await listBodies(db, { on: '2026-11-22' })).toHaveLength(150);
    expect(await listBodies(db)).toHaveLength(155);
    expect((await listRegisters(db)).map(({ name }) => name)).toEqual([
      'can-bo',
      'dan-cu',
      'dang-vien',
      'kien-nghi',
      'to-chuc-dang',
      'van-ban',
    ]);
    expect(await activeGrants(db, '2026-11-22')).toHaveLength(7);
    const { days, median } = await answerTimes(db, workingCalendar(story.context.profile));
    expect([[...days].sort((a, b) => a - b), median]).toEqual([[3, 5, 6, 8, 9], 6]);
  });

  it('installed again changes nothing', async () => {
    const sets = async () => (await story.context.db.rows(sql`select from platform.change_set`)).length;
    const before = await sets();
    await bodiesRoom.install?.(story.context);
    await governanceRoom.install?.(story.context);
    expect(await sets()).toBe(before);
  });

  it('installs the base profile too', async () => {
    const base = await testContext(await testDatabase(), { profile: readProfile(profiles, 'vn-party') });
    await bodiesRoom.install?.(base);
    await governanceRoom.install?.(base);
    expect((await listRegisters(base.db)).length).toBeGreaterThan(0);
  });
});

describe('the screens', () => {
  it('show a register with who answers for it', async () => {
    story.server.become(story.as('xa'));
    const page = await call(story.server.send, contract.getRegister, { params: { register: 'dang-vien' } });
    expect(page).toMatchObject({
      owner: { code: 'TW' },
      manager: { code: 'TW-BTC' },
      updatedBy: { level: 'commune' },
      findings: [],
    });
    expect(page.stewards.length).toBeGreaterThan(0);
    const lines = await call(story.server.send, contract.listRegisters, {});
    expect(lines.items).toHaveLength(6);
  });

  it('show agreements as far as they concern whoever asks', async () => {
    story.server.become(story.as('vanphong'));
    const all = await call(story.server.send, contract.listAgreements, { query: {} });
    expect(all.counts).toMatchObject({ agreements: 5, grants: 9 });
    expect(all.items.find(({ code }) => code === 'TT-04')?.state).toBe('expired');
    expect(all.items.find(({ code }) => code === 'TT-03')?.daysLeft).toBe(9);
    story.server.become(story.as('xa'));
    const mine = await call(story.server.send, contract.listAgreements, { query: {} });
    expect(mine.items.map(({ code, grants }) => [code, grants.length])).toEqual([['TT-01', 1]]);
    // Another's agreement and none at all: the same answer.
    const [foreign, none] = [
      await ending(call(story.server.send, contract.getAgreement, { params: { agreement: 'TT-02' } })),
      await ending(call(story.server.send, contract.getAgreement, { params: { agreement: 'TT-99' } })),
    ];
    const plain = ({ status, problem }: typeof foreign) => [
      status,
      String(problem['detail']).replace(/TT-\d+/, ''),
      problem['type'],
    ];
    expect(plain(foreign)).toEqual(plain(none));
    expect(foreign.status).toBe(404);
  });

  it('show requests with their age and the median answer', async () => {
    story.server.become(story.as('vanphong'));
    const page = await call(story.server.send, contract.listRequests, { query: {} });
    expect(page).toMatchObject({ decided: 5, open: 2, medianAnswer: 6 });
  });

  it('let only the data manager’s body decide on its agreements', async () => {
    story.server.become(story.as('vanphong'));
    const work = call(story.server.send, contract.changeAgreement, {
      params: { agreement: 'TT-01' },
      body: { state: 'suspended' },
    });
    expect(await ending(work)).toMatchObject({ status: 403 });
  });

  it('list the directory of bodies, and posts only within reach', async () => {
    story.server.become(story.as('xa'));
    expect((await call(story.server.send, listBodiesEndpoint, { query: { kind: 'commune' } })).items).toHaveLength(4);
    expect((await call(story.server.send, listPosts, { params: { body: '99101' } })).items).toMatchObject([
      { post: 'contact' },
      { post: 'officer' },
    ]);
    expect((await ending(call(story.server.send, listPosts, { params: { body: '99108' } }))).status).toBe(403);
  });
});
