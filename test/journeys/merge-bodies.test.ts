/** Two communes become one on a whole node: planned, done, read, undone; nobody loses a row, and nothing is rewritten. */
import { dayOf } from '../../src/platform/clock.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ending } from '../harness/story.ts';
import { wholeNode, type Visitor, type WholeNode } from '../harness/whole-node.ts';
import * as contract from '../../src/bodies/contract.ts';
import { listAgreements } from '../../src/governance/contract.ts';
import { call } from '../../src/platform/http/call.ts';
import { sql } from '../../src/platform/db/sql.ts';
import { listMyWork } from '../../src/platform/work/contract.ts';
import { getBodyRecord, listBodyRecords } from '../../src/records/contract.ts';
import { listTasks } from '../../src/strategy/contract.ts';

const [ENDS, STAYS, ELSEWHERE] = ['99108', '99101', '99215'];
const MEMBERS = 'dang-vien';
const HEAVY = 240_000;

let node: WholeNode;
const people = new Map<string, Visitor>();
const as = (name: string): Visitor => people.get(name) as Visitor;
beforeAll(async () => {
  node = await wholeNode();
  for (const name of ['vanphong', 'tinh', 'xa', 'tuanthu', 'chuquan']) people.set(name, await node.enter(name));
  // What the story's records owe is written down before anything is compared.
  await node.running?.settled();
}, HEAVY);
afterAll(() => node[Symbol.asyncDispose]());

const day = () => dayOf(node.context.clock.now(), node.context.profile.timeZone);
const wish = (from: string, into: string) => ({ from: [from], into, day: day() });
const plan = (who: string, from = ENDS, into = STAYS) =>
  call(as(who).send, contract.planMerge, { body: wish(from, into) });
const recordsOf = (who: string, body: string) =>
  call(as(who).send, listBodyRecords, { params: { body, register: MEMBERS }, query: { limit: 1 } });
const counted = async () =>
  (await node.context.db.rows<{ n: number }>(sql`select count(*) as n from bodies.merge`))[0]?.n;

/** Everything that names a body, as it stands. */
const world = async () => {
  const { db } = node.context;
  const rows = (text: ReturnType<typeof sql>) => db.rows(text);
  return {
    bodies: await rows(sql`select id, valid_to, ended, parent, path from bodies.body order by id`),
    placements: await rows(
      sql`select body, parent, valid_from, valid_to from bodies.placement order by 1, 3 nulls first`,
    ),
    posts: await rows(sql`select account, body, post from bodies.assignment
      where daterange(valid_from, valid_to, '[]') @> ${day()}::date order by 1, 2, 3`),
    grants: await rows(sql`select agreement, consumer, state, row_scope from governance.consumer_grant
      where state <> 'revoked' order by 1, 2`),
    answering: await rows(sql`select register, role, body from governance.responsibility order by 1, 2, 3`),
    rows: await rows(sql`select code, row_scope, consumers from governance.agreement order by 1`),
    work: await rows(sql`select kind, subject, body, post from platform.work_item
      where state = 'open' and kind <> 'bodies.merged' order by 1, 2, 3, 4`),
    tasks: await rows(sql`select code, lead, cooperating from strategy.task order by 1`),
    systems: await rows(sql`select code, body, body_names from architecture.system order by 1`),
    mappings: await rows(sql`select code, body, body_code, content from dictionary.mapping order by 1`),
  };
};

describe('a merge of two communes', () => {
  let merge = '';
  let before: Awaited<ReturnType<typeof world>>;

  it('is not planned by who may not, and a body elsewhere reads like one that is not there', async () => {
    expect((await ending(plan('xa'))).status).toBe(403);
    expect((await ending(plan('tuanthu'))).status).toBe(403);
    const [elsewhere, nowhere] = [await ending(plan('tinh', ELSEWHERE)), await ending(plan('tinh', 'no-such'))];
    expect([elsewhere.status, nowhere.status]).toEqual([403, 403]);
    // The directory of bodies is public: the name that was asked for is all that differs.
    const told = ({ problem }: typeof elsewhere) => {
      const { facts: _, words: __, ...decision } = problem['decision'] as Record<string, unknown>;
      return decision;
    };
    expect(told(elsewhere)).toEqual(told(nowhere));
    expect((await ending(plan('tinh', ENDS, ELSEWHERE))).status).toBe(403);
  });

  it('is planned with every thing it touches, and writes nothing', async () => {
    before = await world();
    const found = await plan('tinh');
    expect(found).toMatchObject({ blocked: false, founded: false, from: [{ code: ENDS }], into: { code: STAYS } });
    const counts = Object.fromEntries(found.lines.map(({ kind, count }) => [kind, count]));
    expect(counts['record']).toBeGreaterThan(1000);
    expect(counts['sub-body']).toBeGreaterThan(30);
    expect(counts['grant']).toBeGreaterThan(0);
    const grants = found.lines.find(({ kind }) => kind === 'grant');
    // Both hold the look-up of the class agreement: one of them is set aside, and named.
    expect(grants?.items).toContainEqual(expect.objectContaining({ code: 'TT-01', effect: 'fold' }));
    expect(found.lines.every(({ items, count }) => items.reduce((sum, one) => sum + one.count, 0) === count)).toBe(
      true,
    );
    expect(await world()).toEqual(before);
    expect(await counted()).toBe(0);
    expect((await plan('tinh')).hash).toBe(found.hash);
  });

  it.each([
    ['same-body', ENDS, ENDS],
    ['below-itself', ENDS, '99108-01'],
    ['ended-already', '99104', STAYS],
  ])('is blocked: %s, and so is doing it', async (rule, from, into) => {
    const found = await plan('vanphong', from, into);
    expect(found.blocked).toBe(true);
    const obstacle = found.obstacles.find((one) => one.rule === rule);
    expect(obstacle).toMatchObject({ severity: 'block' });
    expect(obstacle?.message).not.toContain('{{');
    const body = { ...wish(from, into), decision: '1', hash: found.hash };
    const refused = await ending(call(as('vanphong').send, contract.mergeBodies, { body }));
    expect(refused).toMatchObject({ status: 422, problem: { type: '/problems/bodies/merge-blocked' } });
  });

  it('is refused on a plan of yesterday: something it touches was changed since', async () => {
    const { hash } = await plan('tinh');
    await node.context.db.run(sql`update strategy.task set cooperating = cooperating || (
      select id from bodies.body where code = ${ENDS}) where code = 'NV-17'`);
    const body = { ...wish(ENDS, STAYS), decision: '12-QĐ/TU', hash };
    const stale = await ending(call(as('tinh').send, contract.mergeBodies, { body }));
    expect(stale).toMatchObject({ status: 409, problem: { type: '/problems/bodies/merge-stale' } });
    before = await world();
  });

  it('is not done before its day', async () => {
    const { hash } = await plan('tinh');
    const body = { ...wish(ENDS, STAYS), day: '2099-01-01', decision: '12-QĐ/TU', hash };
    const early = await ending(call(as('tinh').send, contract.mergeBodies, { body }));
    expect(early).toMatchObject({ status: 422, problem: { type: '/problems/bodies/merge-not-yet' } });
  });

  it('is done as one change set: the successor reads the rows, which were not rewritten', async () => {
    const hidden = await recordsOf('xa', ENDS).catch(() => undefined);
    expect(hidden).toBeUndefined();
    const { hash } = await plan('tinh');
    const versions = () =>
      node.context.db.rows(sql`select change_set, count(*) from data.party_member group by 1 order by 1`);
    const stored = await versions();
    const body = { ...wish(ENDS, STAYS), decision: '12-QĐ/TU', reason: 'Two communes, one river', hash };
    const done = await call(as('tinh').send, contract.mergeBodies, { body });
    merge = done.id;
    expect(done).toMatchObject({ decision: '12-QĐ/TU', into: { code: STAYS }, mayUndo: true, undoneAt: null });
    expect(await versions()).toEqual(stored);
    await node.running?.settled();
    const seen = await recordsOf('xa', ENDS);
    expect(seen.items).toHaveLength(1);
    const [record] = seen.items as unknown as [{ record: string }];
    const one = await call(as('xa').send, getBodyRecord, {
      params: { body: ENDS, register: MEMBERS, record: record.record },
    });
    expect(one).toMatchObject({ record: record.record });
    const page = await call(as('tinh').send, contract.getBody, { params: { body: ENDS }, query: { on: '2026-01-01' } });
    expect(page.successors).toMatchObject([{ kind: 'merge', body: { code: STAYS }, share: 1 }]);
  });

  it('moved what it said, and the tasks, the branches and the work are the successor’s', async () => {
    const below = await call(as('tinh').send, contract.readTree, { query: { parent: STAYS, limit: 500 } });
    expect(below.items.some(({ code }) => code === '99108-01')).toBe(true);
    const { items } = await call(as('tinh').send, listTasks, { query: {} });
    expect(items.length).toBeGreaterThan(10);
    const agreements = await call(as('chuquan').send, listAgreements, { query: {} });
    const consumers = agreements.items.flatMap(({ grants }) =>
      grants.filter(({ state }) => state === 'active').map(({ consumer }) => consumer.code),
    );
    expect(consumers).toContain(STAYS);
    expect(consumers).not.toContain(ENDS);
  });

  it('is told to who holds a post there, until somebody has seen it', async () => {
    const news = async () =>
      (await call(as('xa').send, listMyWork, { query: {} })).items.filter(({ kind }) => kind === 'bodies.merged');
    expect(await news()).toMatchObject([{ link: `/bodies/merges/${merge}`, subject: merge }]);
    expect(await call(as('xa').send, contract.seeMerge, { params: { merge } })).toEqual({ closed: 1 });
    expect(await news()).toEqual([]);
  });

  it('can be read by who answers for it, and not by who does not', async () => {
    expect((await call(as('xa').send, contract.listMerges, { query: {} })).items.map(({ id }) => id)).toEqual([merge]);
    const page = await call(as('tuanthu').send, contract.getMerge, { params: { merge } });
    expect(page.mayUndo).toBe(false);
    expect((await call(as('xa').send, contract.getMerge, { params: { merge } })).mayUndo).toBe(false);
    const undo = { params: { merge }, body: { reason: 'no' } };
    expect((await ending(call(as('xa').send, contract.undoMerge, undo))).status).toBe(403);
    expect((await ending(call(as('tuanthu').send, contract.undoMerge, undo))).status).toBe(403);
    const absent = await ending(call(as('vanphong').send, contract.getMerge, { params: { merge: 'none' } }));
    expect(absent).toMatchObject({ status: 404, problem: { type: '/problems/bodies/merge-not-found' } });
  });

  it('lets what the body held be read as of the day before', async () => {
    const held = async (on?: string) => {
      const query = on === undefined ? {} : { on };
      const { lines } = await call(as('tinh').send, contract.readHoldings, { params: { body: ENDS }, query });
      return lines.flatMap(({ kind, items }) => items.map(({ code }) => `${kind} ${code}`));
    };
    expect(await held('2026-06-01')).toContain('grant TT-01');
    expect(await held(day())).not.toContain('grant TT-01');
  });

  it('lets the node start again with the profile that names the former body', async () => {
    for (const room of node.rooms) await room.install?.(node.context);
    const consumers = await node.context.db.rows(sql`select g.state from governance.consumer_grant g
      join bodies.body b on b.id = g.consumer where b.code = ${STAYS} and g.agreement = 'TT-01'`);
    expect(consumers).toEqual([{ state: 'active' }]);
  });

  it('is undone: everything stands as before, and what was written since stays and is named', async () => {
    const left = await call(as('tinh').send, contract.planUndo, { params: { merge } });
    expect(left.left).toEqual([]);
    const undo = { params: { merge }, body: { reason: 'The decision was withdrawn' } };
    const undone = await call(as('tinh').send, contract.undoMerge, undo);
    expect(undone).toMatchObject({ mayUndo: false, undoneReason: 'The decision was withdrawn', left: [] });
    await node.running?.settled();
    expect(await world()).toEqual(before);
    expect((await ending(recordsOf('xa', ENDS))).status).toBe(403);
    expect((await ending(call(as('tinh').send, contract.undoMerge, undo))).problem).toMatchObject({
      type: '/problems/bodies/merge-undone',
    });
  });
});
