import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ending, laterRooms, tellStory, type Story } from '../../test/harness/story.ts';
import { bodiesRoom, describeCaller, findBody, isWithin, nameBodies, postsOn } from '../bodies/index.ts';
import { assignPost, endPost, listPosts } from '../bodies/contract.ts';
import { governanceRoom } from './index.ts';
import type { Caller } from '../platform/caller.ts';
import { makeCalendar } from '../platform/calendar.ts';
import { sql } from '../platform/db/sql.ts';
import { call } from '../platform/http/call.ts';
import { listWork, todayOf } from '../platform/work/index.ts';
import * as contract from '../platform/approvals/contract.ts';
import { expiryRound } from '../platform/approvals/expire-approvals.ts';
import { approvalsRoom } from '../platform/approvals/index.ts';
import {
  FourEyesError,
  inTheWay,
  mentions,
  obstacles,
  readFourEyes,
  withoutSecrets,
  type Agreeing,
  type Obstacle,
} from '../platform/approvals/model.ts';

const keysDir = mkdtempSync(join(tmpdir(), 'artery-keys-'));
afterAll(() => rmSync(keysDir, { recursive: true, force: true }));
const room = approvalsRoom({
  ...{ nameBodies, isWithin, postsOn },
  describeCaller: (db, account, language) => describeCaller(db, account, language),
  tables: () => [bodiesRoom.permissions, governanceRoom.permissions, laterRooms],
});
const withKeys: typeof room = { ...room, routes: (server, context) => room.routes?.(server, { ...context, keysDir }) };
const fourEyes = { hours: 72, acts: [{ permission: 'bodies.assign-posts', agree: [] }] };

let story: Story;
beforeAll(async () => {
  story = await tellStory({ settings: { fourEyes }, rooms: [withKeys] });
});
const send: Story['server']['send'] = (...request) => story.server.send(...request);
const as = (name: string) => story.server.become(story.as(name));
const give = (body: string, account: string, post: 'contact' | 'steward' = 'contact') =>
  ending(call(send, assignPost, { params: { body }, body: { account, post } }));
/** Proposes as somebody and gives the id of what was kept. */
async function propose(name: string, body = '99231', account = story.as('xa').account): Promise<string> {
  as(name);
  const { status, problem } = await give(body, account);
  expect([status, problem['type']]).toEqual([403, '/problems/approvals/second-person-needed']);
  return String(problem['approval']);
}
const open = async (approval: string) => call(send, contract.getApproval, { params: { approval } });
const agree = async (approval: string, digest?: string) =>
  ending(
    call(send, contract.agree, {
      params: { approval },
      body: { digest: digest ?? (await open(approval)).digest },
    }),
  );
const contacts = async () => {
  const { items } = await call(send, listPosts, { params: { body: '99231' } });
  return items.filter(({ post }) => post === 'contact').map(({ account }) => account);
};
const owed = async () => {
  const body = (await findBody(story.context.db, 'TW'))?.id ?? 0;
  const calendar = makeCalendar({ weekend: [], editions: [] });
  const items = await listWork(story.context.db, todayOf(story.context, calendar), { body, posts: ['leader'] });
  return items.filter(({ kind }) => kind === 'approvals.agree').map(({ subject }) => subject);
};
const trail = (action: string) => story.context.audited.filter((entry) => entry.action === action);

describe('an act that needs a second person', () => {
  it('is not done but kept, sealed, and owed by those who may agree', async () => {
    const id = await propose('vanphong');
    expect(await contacts()).toEqual([]);
    expect(await owed()).toEqual([`approval/${id}`]);
    const [row] = await story.context.db.rows<{ line: string }>(sql`select a::text as line from platform.approval a`);
    expect(row?.line).not.toContain(story.as('xa').account);
    as('lanhdao');
    const { items } = await call(send, contract.listApprovals, { query: {} });
    expect(items).toMatchObject([{ id, action: 'bodies.assign-post', mine: false, mayAgree: true }]);
    expect(await open(id)).toMatchObject({
      request: { body: '99231', account: story.as('xa').account, post: 'contact' },
    });
  });

  it('is done once somebody else agrees, in the name of whoever asked, and only once', async () => {
    as('lanhdao');
    const [{ id } = { id: '' }] = (await call(send, contract.listApprovals, { query: {} })).items;
    const { digest } = await open(id);
    expect(await agree(id)).toMatchObject({ status: 200 });
    expect(await contacts()).toEqual([story.as('xa').account]);
    expect(trail('bodies.assign-post').at(-1)).toMatchObject({ actor: story.as('vanphong').account });
    expect(trail('approvals.agree').at(-1)).toMatchObject({ actor: story.as('lanhdao').account });
    expect(await open(id)).toMatchObject({ state: 'done', request: null, outcome: { status: 200 } });
    expect(await owed()).toEqual([]);
    expect(await agree(id, digest)).toMatchObject({ status: 409, problem: { state: 'done' } });
    expect(await contacts()).toHaveLength(1);
  });

  it('says what the act itself answered when it could not be done', async () => {
    const id = await propose('vanphong');
    as('lanhdao');
    expect(await agree(id)).toMatchObject({ status: 200 });
    expect(await open(id)).toMatchObject({ state: 'failed', outcome: { status: 409 } });
    expect(trail('approvals.failed')).toHaveLength(1);
  });

  it('asks nobody where the profile does not, for reads, and for what the node itself does', async () => {
    as('vanphong');
    expect((await call(send, listPosts, { params: { body: 'TW' } })).items.length).toBeGreaterThan(0);
    expect(readFourEyes(undefined, new Set()).acts.size).toBe(0);
  });
});

describe('nobody else than a second person agrees', () => {
  const refusedAs = async (name: string, id: string, digest?: string) => {
    as(name);
    const { status, problem } = await agree(id, digest);
    return [status, String(problem['type']).replace('/problems/', '')];
  };

  it('not whoever asked, in whatever session', async () => {
    const id = await propose('vanphong', '99101');
    expect(await refusedAs('vanphong', id)).toEqual([403, 'approvals/own-proposal']);
    story.server.become({ ...story.as('vanphong'), authenticatedAt: '2026-11-22T02:59:00Z' });
    const { digest } = await open(id);
    expect((await agree(id, digest)).problem['type']).toContain('own-proposal');
    expect(story.server.audited.at(-1)).toMatchObject({ allowed: false, rule: 'approvals/own-proposal' });
    await call(send, contract.withdrawApproval, { params: { approval: id } });
    as('lanhdao');
    expect(await refusedAs('lanhdao', id, digest)).toEqual([409, 'approvals/no-longer-open']);
  });

  it('not somebody below, nor whom it is about, nor whoever is not entitled: to him it is not there', async () => {
    const below = await propose('lanhdao', '99101');
    expect(await refusedAs('vanphong', below)).toEqual([403, 'approvals/below-proposer']);
    const named = await propose('vanphong', '99231', story.as('lanhdao').account);
    expect(await refusedAs('lanhdao', named)).toEqual([403, 'approvals/named-in-it']);
    as('xa');
    expect((await ending(open(named))).status).toBe(404);
    expect((await agree(named, 'a'.repeat(64))).status).toBe(404);
    as('tuanthu');
    expect(await open(named)).toMatchObject({ mayAgree: 'not-entitled', decision: { allowed: false } });
    // Reads everything, changes nothing.
    expect((await agree(named)).problem['decision']).toMatchObject({ rule: 'governance/compliance-changes-nothing' });
  });

  it('not to another request than was seen, nor to one that was changed in the database', async () => {
    const id = await propose('vanphong', '99108');
    expect(await refusedAs('lanhdao', id, 'b'.repeat(64))).toEqual([409, 'approvals/request-differs']);
    const { digest } = await open(id);
    const other = await propose('vanphong', '99215');
    const { db } = story.context;
    await db.run(sql`update platform.approval set sealed = (select sealed from platform.approval where id = ${other}::uuid)
      where id = ${id}::uuid`);
    expect(await refusedAs('lanhdao', id, digest)).toEqual([409, 'approvals/request-differs']);
    await db.run(sql`update platform.approval set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)
      where id = ${other}::uuid`);
    as('lanhdao');
    expect(await open(other)).toMatchObject({ request: null, mayAgree: 'request-differs' });
  });

  it('not when its time is over; then nobody owes it, and a refusal has its reason', async () => {
    const [late, refused] = [await propose('vanphong', '98'), await propose('vanphong', '97')];
    as('lanhdao');
    const refuse = { params: { approval: refused }, body: { reason: 'Not this year' } };
    expect(await call(send, contract.refuseApproval, refuse)).toMatchObject({
      ...{ state: 'refused', reason: 'Not this year', request: null },
    });
    story.context.clock.set('2026-11-25T03:00:00Z');
    expect(await refusedAs('lanhdao', late)).toEqual([409, 'approvals/no-longer-open']);
    await expiryRound(story.context).run(AbortSignal.abort());
    expect(await open(late)).toMatchObject({ state: 'expired', request: null });
    expect(await owed()).toEqual([]);
    story.context.clock.set('2026-11-22T03:00:00Z');
  });

  it('and it is done with what the proposer may do then, not what he could when he asked', async () => {
    const { context } = story;
    const id = await propose('vanphong', '99231', story.as('tinh').account);
    const [office] = await postsOn(context.db, '2026-11-22').then((all) =>
      all.filter(({ account }) => account === story.as('vanphong').account),
    );
    const held = await call(send, listPosts, { params: { body: 'TW-VP' } });
    const assignment = held.items.find(({ account }) => account === office?.account)?.id ?? 0;
    const terminal: Caller = { ...story.as('vanphong'), account: 'system', kind: 'system', roles: ['administrator'] };
    story.server.become(terminal);
    await call(send, endPost, { params: { body: 'TW-VP', assignment } });
    as('lanhdao');
    expect(await agree(id)).toMatchObject({ status: 200 });
    expect(await open(id)).toMatchObject({ state: 'failed', outcome: { status: 403 } });
  });

  it('the terminal asks for one too, and acts alone only where nobody could agree', async () => {
    const terminal: Caller = { ...story.as('lanhdao'), account: 'terminal', kind: 'system', body: null };
    story.server.become({ ...terminal, roles: ['administrator'] });
    const { status, problem } = await give('99231', story.as('tinh').account);
    expect([status, problem['asked']]).toEqual([403, 1]);
    expect((await agree(String(problem['approval']))).problem['type']).toContain('own-proposal');
    as('lanhdao');
    expect(await agree(String(problem['approval']))).toMatchObject({ status: 200 });
    expect(await open(String(problem['approval']))).toMatchObject({ state: 'done' });
    await story.context.db.run(sql`delete from bodies.assignment where post in ('leader', 'data-office')`);
    story.server.become({ ...terminal, roles: ['administrator'] });
    expect((await give('99231', story.as('chuquan').account)).status).toBe(200);
    expect(trail('approvals.act-alone')).toHaveLength(1);
  });
});

describe('what stands in the way', () => {
  const fine: Agreeing = {
    proposal: { account: 'a', state: 'open', expiresAt: '2026-11-25T00:00:00Z', digest: 'd' },
    ...{ agreer: { account: 'b' }, seen: 'd', found: 'd', isBelow: false, isNamed: false, isEntitled: true },
    now: new Date('2026-11-22T00:00:00Z'),
  };
  const cases: Readonly<Record<Obstacle, Partial<Agreeing>>> = {
    'own-proposal': { agreer: { account: 'a' } },
    'below-proposer': { isBelow: true },
    'named-in-it': { isNamed: true },
    'not-entitled': { isEntitled: false },
    'no-longer-open': { now: new Date('2026-11-25T00:00:00Z') },
    'request-differs': { found: null },
  };

  it.each(obstacles)('%s; its twin without that check lets it pass', (name) => {
    const asked = { ...fine, ...cases[name] };
    expect(inTheWay(asked)).toBe(name);
    expect(
      inTheWay(
        asked,
        obstacles.filter((one) => one !== name),
      ),
    ).toBeUndefined();
    expect(inTheWay(fine)).toBeUndefined();
  });

  it('no secret of a request is shown, whatever it is called and however deep it lies', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('password', 'secret', 'clientSecret', 'accessToken', 'passphrase', 'key'),
        fc.string({ minLength: 8 }),
        (name, value) => {
          const shown = JSON.stringify(withoutSecrets({ a: [{ [name]: value, b: 1 }] }));
          expect(shown).toContain('••••••');
          expect(shown).not.toContain(JSON.stringify(value));
        },
      ),
    ));

  it('a request mentions an account wherever it stands', () => {
    expect(mentions({ body: { list: [{ account: 'x' }] } }, 'x')).toBe(true);
    expect(mentions({ body: { list: [{ account: 'y' }] } }, 'x')).toBe(false);
  });

  it.each([
    [{ acts: ['no.such'] }],
    [{ acts: ['bodies.read'] }],
    [{ acts: 'bodies.merge' }],
    [{ hours: 0, acts: [] }],
    [{ hours: 99_999, acts: [] }],
    [{ acts: [{ permission: 'bodies.merge', agree: 'leader' }] }],
  ])('a profile that asks for %j is refused', (setting) => {
    expect(() => readFourEyes(setting, new Set(['bodies.merge']))).toThrow(FourEyesError);
  });
});
