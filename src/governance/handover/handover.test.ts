/** A person leaves: everything goes to a successor in one act, or ends and becomes a gap; and the trail of it as a signed file. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ending } from '../../../test/harness/story.ts';
import { wholeNode, type Visitor, type WholeNode } from '../../../test/harness/whole-node.ts';
import { assignPost } from '../../bodies/contract.ts';
import { sql } from '../../platform/db/sql.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import { createAccount, createKey } from '../../platform/identity/index.ts';
import { listEverySession } from '../../platform/identity/contract.ts';
import * as explorer from '../../platform/ledger/explorer-contract.ts';
import { verifyExport } from '../../platform/ledger/signed-export.ts';
import { dayOf } from '../../platform/clock.ts';
import { addDays } from '../../platform/relative-day.ts';
import { assignResponsibility, listGaps } from '../responsibilities/contract.ts';
import { giveDelegation } from '../delegations/contract.ts';
import { handOver, readHandover } from './contract.ts';

let node: WholeNode;
const people = new Map<string, Visitor>();
let successor = '';
let today = '';
beforeAll(async () => {
  node = await wholeNode({ withoutStory: true, still: true });
  today = dayOf(node.context.clock.now(), node.context.profile.timeZone);
  const made = await createAccount(node.context.db, { name: 'next', displayName: 'Next', demo: true });
  successor = made.id;
  for (const name of ['lanhdao', 'vanphong', 'chuquan', 'tinh', 'xa', 'tuanthu'])
    people.set(name, await node.enter(name));
}, 120_000);
afterAll(() => node[Symbol.asyncDispose]());
const as = (name: string) => (people.get(name) as Visitor).send;
const accountOf = (name: string) => (people.get(name) as Visitor).account;
const held = (name: string, by = 'lanhdao') => call(as(by), readHandover, { params: { account: accountOf(name) } });
const slug = async (work: Promise<unknown>) => {
  const { status, problem } = await ending(work);
  return [status, String(problem['type']).split('/').at(-1)];
};
const give = (by: string, account: string, body: Partial<{ to: string; lastDay: string }> = {}) =>
  call(as(by), handOver, { params: { account }, body: { reason: 'Moves on', ...body } });

describe('a hand-over', () => {
  it('lists what a person holds: to herself, and to whoever gives posts there; to others she is not there', async () => {
    const { context } = node;
    await createKey(context, { account: accountOf('tinh'), label: 'nightly' });
    const steward = { register: 'van-ban', role: 'steward' as const, body: '97', account: accountOf('tinh') };
    await call(as('vanphong'), assignResponsibility, { body: steward }).catch(() => undefined);
    const list = await held('tinh');
    expect(list).toMatchObject({ may: true, keys: 1, posts: [{ post: 'steward', body: { code: '97' } }] });
    expect((await held('tinh', 'tinh')).may).toBe(false);
    expect(list.candidates.map(({ account }) => account)).not.toContain(accountOf('tinh'));
    const nobody = { params: { account: '0193a1b2-0000-7000-8000-000000000001' } };
    const [other, absent] = [await ending(held('tinh', 'xa')), await ending(call(as('xa'), readHandover, nobody))];
    expect(other.status).toBe(403);
    expect(other.problem['decision']).toEqual(absent.problem['decision']);
  });

  it('is refused, and nothing changes: to oneself, to nobody known, to herself, too late, from below, beyond one’s posts', async () => {
    const before = await held('tinh');
    expect(await slug(give('lanhdao', accountOf('tinh'), { to: accountOf('lanhdao') }))).toEqual([
      403,
      'handover-to-oneself',
    ]);
    expect(await slug(give('lanhdao', accountOf('tinh'), { to: accountOf('tinh') }))).toEqual([
      422,
      'handover-to-nobody',
    ]);
    const unknown = { to: '0193a1b2-0000-7000-8000-000000000001' };
    expect(await slug(give('lanhdao', accountOf('tinh'), unknown))).toEqual([422, 'handover-to-nobody']);
    expect(await slug(give('lanhdao', accountOf('tinh'), { lastDay: addDays(today, -5) }))).toEqual([422, 'day-past']);
    expect(await slug(give('xa', accountOf('tinh')))).toEqual([403, 'refused']);
    // Whoever may not give a post does not take it away either.
    expect(await slug(give('lanhdao', accountOf('vanphong'), { to: successor }))).toEqual([403, 'post-too-wide']);
    expect(await held('tinh')).toEqual(before);
  });

  it('gives everything on from the day after, and leaves nothing', async () => {
    const done = await give('lanhdao', accountOf('tinh'), { to: successor, lastDay: today });
    expect(done).toMatchObject({ given: 1, ended: 1, keys: 1 });
    const { posts, keys } = await held('tinh');
    expect(posts).toMatchObject([{ to: today }]);
    expect(keys).toBe(1);
    const rows = await node.context.db.rows(
      sql`select post, valid_from as "from" from bodies.assignment where account = ${successor}`,
    );
    expect(rows).toEqual([{ post: 'steward', from: addDays(today, 1) }]);
    const ends = await node.context.db.rows<{ ok: boolean }>(
      sql`select bool_and(expires_at <= ${`${addDays(today, 2)}T00:00:00Z`}::timestamptz) as ok from identity.key
        where account = ${accountOf('tinh')}::uuid`,
    );
    expect(ends).toEqual([{ ok: true }]);
  });

  it('without a successor it ends, and what nobody holds is a gap', async () => {
    const contact = await node.context.db.rows<{ id: string }>(
      sql`select id::text from identity.account where name = 'dau-moi-99101'`,
    );
    const before = (await call(as('vanphong'), listGaps, { query: {} })).counts.open;
    const done = await give('lanhdao', contact[0]?.id ?? '', { lastDay: addDays(today, -1) });
    expect(done).toMatchObject({ given: 0, ended: 1 });
    expect((await call(as('vanphong'), listGaps, { query: {} })).counts.open).toBe(before + 1);
  });
});

describe('the audit explorer', () => {
  const download = async (name: string, query = {}) =>
    (await callRaw(as(name), explorer.exportEntries, { query })).text();

  it('counts what entries are made of, only those in sight', async () => {
    await node.ledger.settled();
    const all = await call(as('tuanthu'), explorer.readFacets, { query: {} });
    const actions = all.facets.find(({ facet }) => facet === 'action')?.values.map(({ value }) => value);
    expect(actions).toContain('governance.hand-over');
    const own = await call(as('xa'), explorer.readFacets, { query: {} });
    expect(own.counted).toBeLessThan(all.counted);
    const actors = own.facets.find(({ facet }) => facet === 'actor')?.values.map(({ value }) => value);
    expect(actors).toEqual([accountOf('xa')]);
    const refused = await call(as('tuanthu'), explorer.readFacets, { query: { allowed: false } });
    expect(refused.facets.find(({ facet }) => facet === 'allowed')?.values.map(({ value }) => value)).toEqual([
      'false',
    ]);
  });

  it('gives a signed file that anybody checks offline, with the filter’s entries and no others', async () => {
    const file = await download('tuanthu', { action: 'governance.hand-over' });
    const verdict = verifyExport(file, (await node.ledger.checkpoint())?.vkey);
    expect(verdict).toMatchObject({ ok: true, header: { filter: { action: 'governance.hand-over' } } });
    const leaves = verdict.ok ? verdict.entries.map(({ leaf }) => (JSON.parse(leaf) as { action: string }).action) : [];
    expect(leaves.length).toBeGreaterThan(1);
    expect(new Set(leaves)).toEqual(new Set(['governance.hand-over']));
  });

  it('a file that was changed anywhere is found out; a key that is not the trusted one as well', async () => {
    const file = await download('tuanthu', { action: 'governance.hand-over' });
    expect(verifyExport(file.replace('\\"allowed\\":true', '\\"allowed\\":false'))).toMatchObject({ ok: false });
    expect(verifyExport(file.replace('governance.hand-over', 'governance.hand-ever'))).toMatchObject({ ok: false });
    expect(verifyExport(`x${file}`)).toMatchObject({ ok: false, fault: 'no-export' });
    const other = 'node-00000000.artery+00000000+AAAA';
    expect(verifyExport(file, other)).toMatchObject({ ok: false, fault: 'key' });
    const lines = file.split('\n');
    expect(verifyExport([...lines.slice(0, 2), ...lines.slice(3)].join('\n'))).toMatchObject({ ok: false });
  });

  it('saves filters for oneself or for a post of one’s own, and deletes only one’s own', async () => {
    const save = (name: string, body: { post?: string }) =>
      call(as(name), explorer.saveFilter, { body: { name: 'Refused', query: { allowed: false }, ...body } });
    const mine = await save('lanhdao', { post: 'leader' });
    expect(await slug(save('lanhdao', { post: 'compliance' }))).toEqual([422, 'filter-not-shareable']);
    expect((await call(as('lanhdao'), explorer.listFilters, {})).items).toMatchObject([{ post: 'leader', mine: true }]);
    expect((await call(as('xa'), explorer.listFilters, {})).items).toEqual([]);
    expect(await slug(call(as('xa'), explorer.deleteFilter, { params: { filter: mine.id } }))).toEqual([
      404,
      'filter-not-found',
    ]);
    await call(as('lanhdao'), explorer.deleteFilter, { params: { filter: mine.id } });
    expect((await call(as('lanhdao'), explorer.listFilters, {})).items).toEqual([]);
  });

  it('sessions of everybody are for whoever manages accounts', async () => {
    expect(await slug(call(as('xa'), listEverySession, {}))).toEqual([403, 'refused']);
    expect(
      await slug(
        call(as('xa'), giveDelegation, {
          body: { to: '97', permissions: ['identity.manage'], until: addDays(today, 2), reason: 'x' },
        }),
      ),
    ).toEqual([422, 'not-delegable']);
    expect(
      await slug(
        call(as('xa'), assignPost, { params: { body: '99101' }, body: { account: successor, post: 'officer' } }),
      ),
    ).toEqual([403, 'refused']);
  });
});
