/** Rows that travel: snapshot, changes, rows that leave, undo, parts, a chain of three nodes. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeRecord, openFeedNode, subscribeTo, type FeedNode } from '../../../test/harness/feeds.ts';
import { system } from '../../platform/caller.ts';
import { appendChangeSet, sequenceChanges, takeChangeSet } from '../../platform/changes/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { createRecord, undoChangeSet } from '../../records/index.ts';
import { selectPages } from './store/page.ts';

let commune: FeedNode;
let centre: FeedNode;
beforeEach(async () => {
  commune = await openFeedNode(['A', 'B']);
  centre = await openFeedNode(['C', 'DM']);
});

const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
const cards = async (node: FeedNode) => (await node.members()).map(({ card }) => Number(card));

describe('a feed', () => {
  it('brings what stands there, then every change, and ends what is gone', async () => {
    await commune.load('A', range(1, 700));
    const feed = await subscribeTo(centre, commune, 'F-C', 'C');
    const first = await feed.pull();
    expect(first.pages).toBeGreaterThanOrEqual(2);
    expect(await centre.members()).toEqual(await commune.members());
    // Nothing new: nothing is applied.
    expect((await feed.pull()).pages).toBe(0);
    await changeRecord(commune, 7, { full_name: 'Changed' });
    await changeRecord(commune, 9, 'end');
    await commune.load('B', range(2000, 3));
    await feed.pull();
    expect(await centre.members()).toEqual(await commune.members());
    expect(await centre.members()).toHaveLength(702);
    const kept = await centre.context.db.rows(
      sql`select full_name as name, ended_as as how from history.member order by 2`,
    );
    expect(kept.map(({ how }) => how)).toEqual(['d', 'u']);
  });

  it('has every version in the history of the other side, also of a record that changed often since', async () => {
    await commune.load('A', [1]);
    const feed = await subscribeTo(centre, commune, 'F-C', 'C');
    await feed.pull();
    for (const name of ['Second', 'Third', 'Fourth']) await changeRecord(commune, 1, { full_name: name });
    await feed.pull();
    const names = await centre.context.db.rows(sql`select full_name as name from history.member order by version`);
    expect(names.map(({ name }) => name)).toEqual(['Member B', 'Second', 'Third']);
    expect((await centre.members())[0]).toMatchObject({ name: 'Fourth' });
  });

  it('says gone of a row that left its rows, and not why', async () => {
    await commune.load('A', [2, 4, 6]);
    const feed = await subscribeTo(centre, commune, 'F-DM', 'DM');
    await feed.pull();
    expect(await cards(centre)).toEqual([2, 4, 6]);
    await changeRecord(commune, 4, { state: 'R' });
    await changeRecord(commune, 6, 'end');
    await feed.pull();
    expect(await cards(centre)).toEqual([2]);
    const pages = await commune.context.db.rows<{ lines: number }>(sql`select lines from exchange.page order by idx`);
    expect(pages.map(({ lines }) => lines)).toEqual([3, 1, 1]);
    expect(await selectPages(commune.context.db, { stream: 1, epoch: 1 }, 0, 5)).toHaveLength(3);
    await changeRecord(commune, 4, { state: 'A' });
    await feed.pull();
    expect(await cards(centre)).toEqual([2, 4]);
  });

  it('brings an undo as a change like any other', async () => {
    await commune.load('A', range(1, 5));
    const feed = await subscribeTo(centre, commune, 'F-C', 'C');
    await feed.pull();
    const load = await commune.load('A', range(3, 6), { full_name: 'Loaded again' });
    await feed.pull();
    expect(await centre.members()).toEqual(await commune.members());
    await undoChangeSet(commune.context, { changeSet: load.changeSet ?? 0, caller: commune.caller('A', 'officer') });
    await feed.pull();
    expect(await centre.members()).toEqual(await commune.members());
    expect(await cards(centre)).toEqual([1, 2, 3, 4, 5]);
  });

  it('loses no change whose position was stamped late', async () => {
    await commune.load('A', [1]);
    const feed = await subscribeTo(centre, commune, 'F-C', 'C');
    await feed.pull();
    const { db, clock } = commune.context;
    // A change takes its number first and commits last: whoever polled ids would have passed it.
    let finish = (): void => undefined;
    const slow = db.transaction(async (tx) => {
      const id = await takeChangeSet(tx);
      await tx.run(sql`insert into data.member (record_id, version, change_set, body_id, card_no, full_name)
        values (gen_random_uuid(), ${2 ** 32 + 1}, ${id}, ${commune.id('A')}, '000777', 'Late')`);
      await new Promise<void>((resolve) => (finish = resolve));
      const set = { id, kind: 'records', subject: 'members', body: commune.id('A'), actor: system.account } as const;
      await appendChangeSet(tx, { ...set, cause: null, rowsNew: 1, begunAt: clock.now() });
    });
    while (finish.name === 'finish') await new Promise((resolve) => setTimeout(resolve, 5));
    await commune.load('A', [2]);
    await feed.pull();
    expect(await cards(centre)).toEqual([1, 2]);
    finish();
    await slow;
    await sequenceChanges(db, clock.now());
    await feed.pull();
    expect(await cards(centre)).toEqual([1, 2, 777]);
  });

  it('goes on from node to node: what was applied here is fed to the next', async () => {
    const province = await openFeedNode(['C']);
    await commune.load('A', range(1, 20));
    const up = await subscribeTo(province, commune, 'F-C', 'C');
    const on = await subscribeTo(centre, province, 'F-C', 'C');
    await up.pull();
    await on.pull();
    expect(await centre.members()).toEqual(await commune.members());
    await changeRecord(commune, 5, { full_name: 'Over two nodes' });
    await up.pull();
    await on.pull();
    expect((await centre.members()).find(({ card }) => card === '000005')?.name).toBe('Over two nodes');
    // It does not come back: nothing is new where it began.
    const back = await subscribeTo(commune, province, 'F-A', 'A');
    await back.pull();
    expect(await commune.members()).toEqual(await centre.members());
    const applied = await commune.context.db.rows(sql`select 1 from platform.change_set where kind = 'applied'`);
    expect(applied).toHaveLength(0);
  });

  it('parks a row of a body that is not known here, with its reason, and takes it once it is', async () => {
    const { db } = centre.context;
    await commune.load('A', [1]);
    await commune.load('B', [2]);
    await db.run(sql`update bodies.body set code = 'B-later' where code = 'B'`);
    const feed = await subscribeTo(centre, commune, 'F-C', 'C');
    await feed.pull();
    expect(await cards(centre)).toEqual([1]);
    const parked = () => db.rows(sql`select reason from exchange.parked_row`);
    expect(await parked()).toEqual([{ reason: 'unknown-body' }]);
    await db.run(sql`update bodies.body set code = 'B' where code = 'B-later'`);
    await feed.pull();
    expect(await cards(centre)).toEqual([1, 2]);
    expect(await parked()).toEqual([]);
  });

  it('keeps every character', async () => {
    const name = 'Nguyễn\t"Ánh"\\\b\f\v\nطاهر';
    await createRecord(commune.context, {
      register: 'members',
      caller: commune.caller('A', 'officer'),
      body: commune.id('A'),
      values: { card_no: '000001', full_name: 'x' },
    });
    await commune.context.db.run(sql`update data.member set full_name = ${name}`);
    const feed = await subscribeTo(centre, commune, 'F-C', 'C');
    await feed.pull();
    expect((await centre.members())[0]?.name).toBe(name);
  });
});
