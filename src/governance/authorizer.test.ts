import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { laterRooms, tellStory, type Story } from '../../test/harness/story.ts';
import { bodiesRoom, getBody, importBodies } from '../bodies/index.ts';
import { moveBody } from '../bodies/contract.ts';
import { system } from '../platform/caller.ts';
import { openDatabase } from '../platform/db/db.ts';
import { sql } from '../platform/db/sql.ts';
import { call } from '../platform/http/call.ts';
import { authorizer, keepersOfRows, refusedOrAbsent, visibleBodies } from './authorizer.ts';
import * as contract from './contract.ts';
import { explain } from './explain.ts';
import { followBodies } from './follow-bodies.ts';
import { governanceRoom } from './room.ts';
import { listGrants } from './store/agreement.ts';
import { getRegister, raiseEdition } from './store/register.ts';

// What another process changed is seen within a tenth of a second.
const MOMENT = 150;

let story: Story;
beforeAll(async () => {
  story = await tellStory();
});

describe('would I be allowed?', () => {
  const ask = async (name: string, permission: string, about: object) => {
    story.server.become(story.as(name));
    const [decision] = await call(story.server.send, contract.askDecisions, { body: [{ permission, about }] });
    return decision as NonNullable<typeof decision>;
  };

  it('refuses the commune’s officer the neighbour’s members, and says what would pass', async () => {
    const decision = await ask('xa', 'records.read', { register: 'dang-vien', body: '99108' });
    expect(decision).toMatchObject({ allowed: false, rule: 'governance/own-body-scope' });
    const told = explain(decision, story.context.words.translator('vi'), 'vi');
    expect(told.reason).toBe(story.context.words.translator('vi')('governance:rules.own-body-scope'));
    expect(told.facts.map(({ fact, value }) => [fact, value])).toEqual([
      ['you', (await getBody(story.context.db, '99101')).names['vi']],
      ['asked', (await getBody(story.context.db, '99108')).names['vi']],
    ]);
    expect(told.whoCanChange).toBe((await getBody(story.context.db, 'TW-BTC')).names['vi']);
    const [row] = await story.context.db.rows<{ names: Record<string, string> }>(
      sql`select names from governance.purpose where code = 'chuyen-sinh-hoat'`,
    );
    expect(told.remedy).toContain(row?.names['vi']);
  });

  it('answers for a person who does not exist word for word the same', async () => {
    const about = { register: 'dang-vien', body: '99108' };
    const refused = await ask('xa', 'records.read', about);
    // The page of a person carries the body and a key in its address; the lookup finds nothing or something foreign.
    expect(await refusedOrAbsent(story.context.db, story.as('xa'), 'records.read', about)).toEqual(refused);
    const unnamed = await refusedOrAbsent(story.context.db, story.as('xa'), 'records.read', { register: 'dang-vien' });
    expect(unnamed).toMatchObject({ allowed: false, rule: 'governance/own-body-scope' });
    expect(unnamed.facts).not.toHaveProperty('asked');
  });

  it('answers for a body that does not exist as for a foreign one, but for the words that were asked', async () => {
    const foreign = await ask('xa', 'records.read', { register: 'dang-vien', body: '99108' });
    const none = await ask('xa', 'records.read', { register: 'dang-vien', body: 'X-1' });
    expect(none).toEqual({ ...foreign, facts: { ...foreign.facts, asked: 'X-1' } });
  });

  it.each([
    ['xa', 'records.read', { register: 'dang-vien', body: '99101' }, 'governance/within-own-tree'],
    ['xa', 'records.read', { register: 'dang-vien', body: '99101-01' }, 'governance/within-own-tree'],
    ['xa', 'records.read', { register: 'dang-vien' }, 'governance/within-own-tree'],
    ['tinh', 'records.read', { register: 'dang-vien', body: '99108' }, 'governance/within-own-tree'],
    ['chuquan', 'records.read', { register: 'dang-vien', body: '99215' }, 'governance/data-manager-of-register'],
    ['tuanthu', 'records.read', { register: 'dang-vien', body: '99215' }, 'governance/reaches-everywhere'],
    ['xa', 'registers.lookup', { register: 'dan-cu' }, 'governance/granted-by-agreement'],
  ])('%s may %s %j by %s', async (name, permission, about, rule) => {
    expect(await ask(name, permission, about)).toMatchObject({ allowed: true, rule });
  });

  it.each([
    ['tinh', 'records.read', { register: 'dang-vien', body: '99215' }, 'governance/own-body-scope'],
    ['tinh', 'records.read', { register: 'dang-vien', body: 'TW' }, 'governance/own-body-scope'],
    // The register of another data manager, and one that is looked up key by key only.
    ['chuquan', 'records.read', { register: 'van-ban', body: '98' }, 'governance/own-body-scope'],
    ['xa', 'records.read', { register: 'dan-cu' }, 'governance/agreement-of-other-mode'],
    ['tuanthu', 'records.edit', { register: 'dang-vien', body: 'TW' }, 'governance/compliance-changes-nothing'],
    ['vanphong', 'records.read', { register: 'dang-vien' }, 'governance/post-lacks-permission'],
    ['xa', 'records.burn', {}, 'governance/no-such-permission'],
    ['xa', '__proto__', {}, 'governance/no-such-permission'],
  ])('%s may not %s %j by %s', async (name, permission, about, rule) => {
    expect(await ask(name, permission, about)).toMatchObject({ allowed: false, rule });
  });

  it('lets the node itself do everything and nobody nothing', async () => {
    expect(await visibleBodies(story.context.db, system, 'records.read')).toBe('all');
    expect(await visibleBodies(story.context.db, { ...system, kind: 'nobody' }, 'records.read')).toEqual([]);
  });
});

describe('visible bodies', () => {
  it('are the own tree, or all, or none', async () => {
    const seen = async (name: string, register?: string) =>
      visibleBodies(story.context.db, story.as(name), 'records.read', register);
    const own = await getBody(story.context.db, '99101');
    const ids = (await seen('xa')) as number[];
    expect(ids).toContain(own.id);
    // The commune that it took over whole is among them; the one of which it took over a part is not.
    expect(ids).toHaveLength(1 + 24 + 2 + 1);
    expect(ids).toContain((await getBody(story.context.db, '99104')).id);
    expect(ids).not.toContain((await getBody(story.context.db, '99106')).id);
    expect(ids).not.toContain((await getBody(story.context.db, '99108')).id);
    expect(await seen('chuquan', 'dang-vien')).toBe('all');
    expect(await seen('vanphong')).toEqual([]);
    expect(await seen('xa', 'dan-cu')).toEqual([]);
    expect(await visibleBodies(story.context.db, story.as('xa'), 'registers.lookup', 'dan-cu')).toBe('all');
    expect(await visibleBodies(story.context.db, story.as('tuanthu'), 'records.edit')).toEqual([]);
  });
});

describe('rows are changed where they arise', () => {
  it('the province reads its communes’ members and keeps none of them', async () => {
    const { db } = story.context;
    const idOf = async (code: string) => (await getBody(db, code)).id;
    const province = { ...story.as('xa'), body: await idOf('97') };
    expect(await visibleBodies(db, province, 'records.read', 'dang-vien')).toContain(await idOf('99101'));
    // A closed commune's rows fall to the body above it.
    const kept = await visibleBodies(db, province, 'records.edit', 'dang-vien');
    expect(kept).toContain(await idOf('97'));
    expect(kept).not.toContain(await idOf('99101'));
    expect(kept).not.toContain(await idOf('99101-01'));
    const own = await visibleBodies(db, story.as('xa'), 'records.edit', 'dang-vien');
    // With the rows of the commune that it took over whole.
    expect(own).toHaveLength(1 + 24 + 2 + 1);
    // One body keeps all of another register, wherever its rows are at home.
    expect(await visibleBodies(db, story.as('xa'), 'records.edit', 'can-bo')).toEqual([]);
    const keeper = await keepersOfRows(db, 'can-bo');
    expect(keeper(await idOf('99101'))).toBe(await idOf('TW-BTC'));
  });

  it('and loads on behalf of a commune once the register’s rule says so', async () => {
    const { db } = story.context;
    const province = { ...story.as('xa'), body: (await getBody(db, '97')).id };
    const ask = async (permission: string) => {
      story.server.become(province);
      const about = { register: 'dang-vien', body: '99101' };
      return (await call(story.server.send, contract.askDecisions, { body: [{ permission, about }] }))[0]?.rule;
    };
    expect(await ask('records.load')).toBe('governance/kept-at-other-level');
    const register = await getRegister(db, 'dang-vien');
    const rule = JSON.stringify({ ...register.updatingBody, onBehalf: ['province'] });
    await db.run(sql`update governance.register set updating_rule = ${rule}::jsonb where name = 'dang-vien'`);
    await raiseEdition(db);
    await setTimeout(MOMENT);
    expect(await ask('records.load')).toBe('governance/within-own-tree');
    expect(await ask('records.edit')).toBe('governance/kept-at-other-level');
  });
});

describe('a change is seen by the next decision', () => {
  it('when an agreement is suspended, taken up again, and when its consumer’s grant is revoked', async () => {
    const seen = () => visibleBodies(story.context.db, story.as('xa'), 'registers.lookup', 'dan-cu');
    const change = (body: object) => {
      story.server.become(story.as('chuquan'));
      return call(story.server.send, contract.changeAgreement, { params: { agreement: 'TT-01' }, body: body as never });
    };
    expect(await seen()).toBe('all');
    expect(await change({ state: 'suspended', reason: { vi: '…' } })).toMatchObject({ state: 'suspended' });
    expect(await seen()).toEqual([]);
    await change({ state: 'active' });
    expect(await seen()).toBe('all');
    await change({ state: 'revoked', consumer: '99101' });
    expect(await seen()).toEqual([]);
    expect((await change({ state: 'active' })).grants.map(({ state }) => state).sort()).toEqual([
      'active',
      'active',
      'active',
      'revoked',
    ]);
    // What was decided here is not undone by the next edition of the profile.
    await story.context.db.run(sql`delete from platform.setting where name = 'governance.profile'`);
    await governanceRoom.install?.(story.context);
    expect(await seen()).toEqual([]);
  });

  it('when it expires: on the day after its last day, by itself', async () => {
    const ward = { ...story.as('xa'), body: (await getBody(story.context.db, '99108')).id };
    const seen = () => visibleBodies(story.context.db, ward, 'registers.lookup', 'dan-cu');
    const [now, [grant]] = [story.context.clock.now(), await listGrants(story.context.db, ward.body)];
    story.context.clock.set(`${grant?.to ?? ''}T12:00:00Z`);
    expect(await seen()).toBe('all');
    story.context.clock.set(new Date(story.context.clock.now().getTime() + 86_400_000));
    expect(await seen()).toEqual([]);
    story.context.clock.set(now);
  });

  it('when another process made it; and only because it raised the edition', async () => {
    const ward = { ...story.as('xa'), body: (await getBody(story.context.db, '99108')).id };
    const seen = () => visibleBodies(story.context.db, ward, 'registers.lookup', 'dan-cu');
    expect(await seen()).toBe('all');
    await using other = openDatabase(story.context.db.connection, 1);
    await other.run(sql`update governance.consumer_grant set state = 'suspended' where consumer = ${ward.body}`);
    await setTimeout(MOMENT);
    expect(await seen()).toBe('all');
    await other.run(sql`update governance.head set edition = edition + 1`);
    await setTimeout(MOMENT);
    expect(await seen()).toEqual([]);
  });

  it('when a commune is new: its grant by class derives itself, and ends with it', async () => {
    const by = { account: 'tester', body: null, rule: 'governance/node-itself' };
    const text =
      "- { code: '99109', names: { en: New }, kind: commune, level: commune, parent: '97', from: 2026-11-01 }";
    const load = (file: string) => importBodies(story.context, { files: [{ format: 'yaml', text: file }], by });
    const follow = () =>
      story.context.db.transaction((tx) => followBodies(story.context).initial(tx, { epoch: 1, position: 0 }));
    await load(text);
    const officer = { ...story.as('xa'), body: (await getBody(story.context.db, '99109')).id };
    const seen = () => visibleBodies(story.context.db, officer, 'registers.lookup', 'dan-cu');
    expect(await seen()).toEqual([]);
    await follow();
    expect(await seen()).toBe('all');
    await load(text.replace('from: 2026-11-01', 'from: 2026-11-01, to: 2026-11-20, ended: dissolution'));
    await follow();
    expect(await seen()).toEqual([]);
  });

  it('when somebody is moved: the tree he sees moves with him', async () => {
    const tinh = story.as('tinh');
    const authorize = authorizer(story.context, [governanceRoom.permissions, bodiesRoom.permissions, laterRooms]);
    const about = { register: 'dang-vien', body: '99215' };
    expect((await authorize(tinh, 'records.read', about)).allowed).toBe(false);
    story.server.become(story.as('vanphong'));
    await call(story.server.send, moveBody, { params: { body: '99215' }, body: { parent: '97', day: '2026-11-01' } });
    expect((await authorize(tinh, 'records.read', about)).allowed).toBe(true);
  });
});
