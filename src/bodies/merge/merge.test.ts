import { beforeEach, describe, expect, it } from 'vitest';
import { STORY, by, load, slugOf } from '../../../test/harness/bodies-story.ts';
import { testContext, type TestContext } from '../../../test/harness/context.ts';
import { testDatabase } from '../../../test/harness/database.ts';
import { sql } from '../../platform/db/sql.ts';
import { columnHolding, type Holding } from '../../platform/holdings/index.ts';
import { createAccount } from '../../platform/identity/index.ts';
import { holdings as work } from '../../platform/work/holdings-store.ts';
import { openWork } from '../../platform/work/index.ts';
import { assignPost } from '../assign-post.ts';
import { postsOf } from '../callers.ts';
import { exportBodies } from '../export-bodies.ts';
import { moveBody } from '../move-body.ts';
import * as children from '../store/merge-children.ts';
import { bodiesByCode, findBody, getBody, isWithin, pathOf, subtreeIds } from '../read.ts';
import { mergeBodies } from './merge-bodies.ts';
import type { MergeWish } from './model.ts';
import { planMerge } from './plan-merge.ts';
import { undoMerge } from './undo-merge.ts';

const DAY = '2026-11-23';
let context: TestContext;
beforeEach(async () => {
  context = await testContext(await testDatabase());
  await load(context, STORY);
});

const wish = (from: string | string[], into: MergeWish['into'], day = DAY): MergeWish => ({
  from: [from].flat(),
  into,
  day,
});
const plan = (asked: MergeWish, holdings: readonly Holding[] = work) => planMerge(context, context.db, asked, holdings);
const merge = async (asked: MergeWish, holdings: readonly Holding[] = work) => {
  const { hash } = await plan(asked, holdings);
  return mergeBodies(context, { ...asked, decision: 'No. 7', hash }, by, holdings);
};
const undo = (id: string, holdings: readonly Holding[] = work) =>
  undoMerge(context, { merge: id, reason: 'No' }, by, holdings);
const rules = async (asked: MergeWish) =>
  (await plan(asked)).obstacles.map(({ rule, severity }) => `${severity} ${rule}`);
const idOf = async (code: string, on?: string) => (await getBody(context.db, code, on)).id;
const person = async (name: string, body: string, post: 'officer' | 'steward' = 'officer') => {
  const { id } = await createAccount(context.db, { name, displayName: name.toUpperCase() });
  await assignPost(context, { account: id, body, post }, by);
  return id;
};
const postsIn = async (account: string, on?: string) =>
  Promise.all(
    (await postsOf(context.db, account, on)).map(async ({ body, posts }) => [
      (await getBody(context.db, body)).code,
      ...posts,
    ]),
  );

describe('what stands against a merge', () => {
  it.each<[string, MergeWish]>([
    ['block same-body', wish('99215', '99215')],
    ['block below-itself', wish('98', '99215')],
    ['block ended-already', wish('99234', '99215')],
    ['block before-founding', wish('99231-01', '99215', '2024-01-01')],
    ['block named-twice', wish(['99215', '99215'], '99231')],
    ['warning other-parent', wish('99215', '99101')],
    ['warning other-level', wish('99215', '98')],
    ['warning day-to-come', wish('99215', '99231', '2027-01-01')],
    [
      'block code-taken',
      wish('99215', { code: '99101', names: { en: 'N' }, kind: 'commune', level: 'commune', parent: '98' }),
    ],
    [
      'block below-itself',
      wish('99215', { code: 'N', names: { en: 'N' }, kind: 'commune', level: 'commune', parent: '99215' }),
    ],
  ])('%s', async (expected, asked) => {
    // A body that is there since ever has no first day to be before: this one is given one.
    await context.db.run(sql`update bodies.body set valid_from = '2025-01-01' where code = '99231-01'`);
    expect(await rules(asked)).toContain(expected);
  });

  it('is another tree, and a code that nobody ever bore', async () => {
    await load(context, '- { code: OTHER, names: { en: Other }, kind: committee, level: central }');
    expect(await rules(wish('99215', 'OTHER'))).toContain('block other-tree');
    expect(await slugOf(plan(wish('none', '99215')))).toBe('body-not-found');
  });

  it('is a post that somebody would hold twice for a part of the time', async () => {
    const account = await person('partly', '99215');
    await assignPost(context, { account, body: '99231', post: 'officer', to: '2026-12-31' }, by);
    expect(await rules(wish('99215', '99231'))).toContain('block post-overlaps');
  });

  it('keeps the deed back too: nothing is written, whatever hash is sent', async () => {
    const asked = wish('98', '99231');
    expect(await slugOf(merge(asked))).toBe('merge-blocked');
    expect(await findBody(context.db, '98', DAY)).toBeDefined();
  });

  it('twin: with the circle not looked for, the bodies would stand under each other for ever', async () => {
    const asked = wish('98', '99231-01');
    const { merging, obstacles } = await plan(asked);
    expect(obstacles.map(({ rule }) => rule)).toContain('below-itself');
    const branch = await idOf('99231-01');
    const undone = new Error('only looked at');
    const looked = context.db.transaction(async (tx) => {
      const stamp = { merge: 'none', changeSet: 0, now: context.clock.now(), account: 'tester' };
      await children.holding.move?.(tx, await children.holding.list(tx, merging), merging, stamp);
      // Walking up never comes to a root: it ends where the reader gives up.
      const path = await pathOf(tx, branch, DAY);
      expect(path.length).toBeGreaterThan(90);
      expect(new Set(path).size).toBe(2);
      throw undone;
    });
    await expect(looked).rejects.toBe(undone);
    expect((await pathOf(context.db, branch, DAY)).length).toBe(4);
  });
});

describe('a merge', () => {
  it('writes nothing while it is planned, and the same plan has the same hash', async () => {
    const before = await exportBodies(context.db);
    const { hash, items } = await plan(wish('99231', '99215'));
    expect(items.map(({ kind, code, effect }) => [kind, code, effect])).toEqual([['sub-body', '99231-01', 'move']]);
    expect(await exportBodies(context.db)).toBe(before);
    expect((await plan(wish('99231', '99215'))).hash).toBe(hash);
  });

  it('is refused on a stale plan; the twin, with the plan made anew, goes through', async () => {
    const asked = wish('99231', '99215');
    const { hash } = await plan(asked);
    await person('newcomer', '99231');
    expect(await slugOf(mergeBodies(context, { ...asked, decision: '1', hash }, by, work))).toBe('merge-stale');
    expect(await findBody(context.db, '99231', DAY)).toBeDefined();
    const again = (await plan(asked)).hash;
    expect(again).not.toBe(hash);
    expect(await slugOf(mergeBodies(context, { ...asked, decision: '1', hash: again }, by, work))).toBe('done');
  });

  it('ends the body, moves what stands below it, and leaves its records in the successor’s tree', async () => {
    const [a, b, branch] = [await idOf('99231', DAY), await idOf('99215'), await idOf('99231-01')];
    await merge(wish('99231', '99215'));
    expect(await getBody(context.db, a)).toMatchObject({ to: '2026-11-22', ended: 'merger', parent: b });
    expect(await pathOf(context.db, branch)).toContain(b);
    expect(await pathOf(context.db, branch, '2026-11-22')).toContain(a);
    expect(await subtreeIds(context.db, b)).toEqual(
      [a, b, branch, await idOf('99231', '2025-01-01'), await idOf('99234', '2025-01-01')].sort((x, y) => x - y),
    );
    expect(await isWithin(context.db, a, b)).toBe(true);
    expect((await bodiesByCode(context.db, DAY)).get('99231')?.id).toBe(b);
    // It survives a round trip, and the next installation of the profile.
    expect(await load(context, await exportBodies(context.db))).toMatchObject({ changed: 0, added: 0, findings: [] });
    expect(await pathOf(context.db, a)).toContain(b);
  });

  it('takes people along, and folds a post that they hold there already', async () => {
    const [one, both] = [await person('one', '99231'), await person('both', '99231')];
    await assignPost(context, { account: both, body: '99215', post: 'officer' }, by);
    const { items } = await plan(wish('99231', '99215'));
    expect(items.filter(({ kind }) => kind === 'post').map(({ code, effect }) => [code, effect])).toEqual(
      [
        ['ONE', 'move'],
        ['BOTH', 'fold'],
      ].toSorted(([a = ''], [b = '']) =>
        items.findIndex(({ code }) => code === a) < items.findIndex(({ code }) => code === b) ? -1 : 1,
      ),
    );
    await merge(wish('99231', '99215'));
    expect(await postsIn(one, DAY)).toEqual([['99215', 'officer']]);
    expect(await postsIn(both, DAY)).toEqual([['99215', 'officer']]);
    expect(await postsIn(one, '2026-11-22')).toEqual([['99231', 'officer']]);
  });

  it('moves open work, and what both owe is owed once', async () => {
    const [a, b] = [await idOf('99231', DAY), await idOf('99215')];
    const owe = (body: number, subject: string) =>
      openWork(context.db, {
        kind: 'k',
        title: { key: 'bodies:title' },
        body,
        post: 'officer',
        link: '/work',
        subject,
        now: context.clock.now(),
      });
    await owe(a, 'mine');
    await owe(a, 'ours');
    await owe(b, 'ours');
    const id = await merge(wish('99231', '99215'));
    const open = () =>
      context.db.rows(
        sql`select body, subject from platform.work_item where state = 'open' and kind = 'k' order by 1, 2`,
      );
    expect(await open()).toEqual([
      { body: b, subject: 'mine' },
      { body: b, subject: 'ours' },
    ]);
    // Done there meanwhile: it stays done, and is named when the merge is undone.
    await context.db.run(
      sql`update platform.work_item set state = 'done', closed_at = now(), closed_by = 'x' where subject = 'mine'`,
    );
    const left = await undo(id);
    expect(left).toMatchObject([{ kind: 'work', why: 'changed' }]);
    expect(await open()).toEqual(
      [
        { body: a, subject: 'ours' },
        { body: b, subject: 'ours' },
      ].toSorted((x, y) => x.body - y.body),
    );
  });

  it('founds a body with the code of one that ends, and takes it away again', async () => {
    const founding = { code: '99215', names: { en: 'New' }, kind: 'commune', level: 'commune', parent: '98' };
    const before = await exportBodies(context.db);
    const id = await merge(wish(['99231', '99215'], founding));
    const now = await getBody(context.db, '99215', DAY);
    expect(now).toMatchObject({ from: DAY, names: { en: 'New' } });
    expect((await getBody(context.db, '99215', '2026-11-22')).id).not.toBe(now.id);
    expect(await undo(id)).toEqual([]);
    expect(await findBody(context.db, now.id)).toBeUndefined();
    expect(await exportBodies(context.db)).toBe(before);
  });

  it('is not done before its day, and is audited with the number of the decision', async () => {
    expect(await slugOf(merge(wish('99231', '99215', '2026-12-01')))).toBe('merge-not-yet');
    await merge(wish('99231', '99215'));
    expect(context.audited.at(-1)).toMatchObject({ action: 'bodies.merge-bodies', detail: { decision: 'No. 7' } });
  });
});

describe('undoing a merge', () => {
  it('gives everything back, and who lost the post meanwhile does not get it again', async () => {
    const [keeps, loses] = [await person('keeps', '99231'), await person('loses', '99231', 'steward')];
    const before = await exportBodies(context.db);
    const id = await merge(wish('99231', '99215'));
    await context.db.run(sql`delete from bodies.assignment where account = ${loses} and body = ${await idOf('99215')}`);
    const late = await person('late', '99215');
    const left = await undo(id);
    expect(left.map(({ kind, code, why }) => [kind, code, why])).toEqual([
      ['post', 'LOSES', 'changed'],
      ['post', 'LATE', 'new'],
    ]);
    expect(await exportBodies(context.db)).toBe(before);
    expect(await postsIn(keeps, DAY)).toEqual([['99231', 'officer']]);
    expect(await postsIn(loses, DAY)).toEqual([]);
    expect(await postsIn(late, DAY)).toEqual([['99215', 'officer']]);
  });

  it('leaves a branch where somebody put it since', async () => {
    const id = await merge(wish('99231', '99215'));
    await moveBody(context, { body: '99231-01', parent: '99101', day: DAY }, by);
    expect(await undo(id)).toMatchObject([{ kind: 'sub-body', code: '99231-01', why: 'changed' }]);
    expect(await pathOf(context.db, await idOf('99231-01'))).toContain(await idOf('99101'));
  });

  it('is refused while a later merge rests on it, and once it was undone', async () => {
    const first = await merge(wish('99231', '99215'));
    const second = await merge(wish('99215', '99101'));
    expect(await pathOf(context.db, await idOf('99231', '2026-11-01'))).toContain(await idOf('99101'));
    expect(await slugOf(undo(first))).toBe('merge-needed');
    expect(await slugOf(undo(second))).toBe('done');
    expect(await slugOf(undo(first))).toBe('done');
    expect(await slugOf(undo(first))).toBe('merge-undone');
    expect(await slugOf(undo('none'))).toBe('merge-not-found');
  });
});

it('a row that somebody else moved while the merge was written stops it as a whole', async () => {
  const meddling: Holding = {
    ...columnHolding({
      kind: 'work',
      table: ['platform', 'work_item'],
      key: ['id'],
      column: 'body',
      code: sql`t.subject`,
    }),
    list: async (db, merging) => {
      const found = await (work[0] as Holding).list(db, merging);
      return found.map((one) => ({
        ...one,
        key: JSON.stringify(['00000000-0000-7000-8000-000000000000', merging.from[0]]),
      }));
    },
  };
  const a = await idOf('99231', DAY);
  await openWork(context.db, {
    kind: 'k',
    title: { key: 'bodies:title' },
    body: a,
    post: 'officer',
    link: '/',
    subject: 's',
    now: context.clock.now(),
  });
  expect(await slugOf(merge(wish('99231', '99215'), [meddling]))).toBe('merge-stale');
  expect((await getBody(context.db, a)).ended).toBeNull();
});
