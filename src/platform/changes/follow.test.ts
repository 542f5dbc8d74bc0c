import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { fixedClock } from '../clock.ts';
import { type Database, type Db, openDatabase } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { createLog } from '../log.ts';
import { appendChangeSet, takeChangeSet } from './changes.ts';
import { followerStates, startFollowers } from './follow.ts';
import { healthOf } from './follower.ts';
import type { Follower } from './follower.ts';
import type { NewChangeSet } from './model.ts';
import { sequenceChanges } from './sequence.ts';

const db = await testDatabase(12);
const clock = fixedClock('2026-10-01T02:00:00Z');
const context = { db, clock, log: createLog('silent') };

beforeEach(async () => {
  await db.script(`
    create schema if not exists t;
    drop table if exists t.amount, t.total, t.seen;
    create table t.amount (change_set bigint primary key, n integer not null);
    create table t.total (n bigint not null);
    create table t.seen (follower text, change_set bigint, process text);
    delete from platform.follower; delete from platform.change_set;
    update platform.log_head set epoch = 1, position = 0 where log = 'change'`);
});

/** One write of a pretended room: a row, and its change set, in one transaction. */
async function write(n: number, set: Partial<NewChangeSet> = {}, on: Db = db): Promise<number> {
  return on.transaction(async (tx) => {
    const id = await takeChangeSet(tx);
    await tx.run(sql`insert into t.amount values (${id}, ${n})`);
    await appendChangeSet(tx, {
      id,
      kind: 'records',
      subject: 'amounts',
      body: 1,
      actor: 'a',
      cause: null,
      begunAt: clock.now(),
      ...set,
    });
    return id;
  });
}

const total = async (on: Db = db) => (await on.rows<{ n: number }>(sql`select n from t.total`))[0]?.n;
const seen = async (follower: string) =>
  (await db.rows<{ n: number }>(sql`select change_set as n from t.seen where follower = ${follower}`)).map((r) => r.n);

/** Keeps a sum; `initial` is the sum of all, `apply` adds one. */
const summing: Follower = {
  name: 'test.sum',
  async initial(tx) {
    await tx.run(sql`delete from t.total`);
    await tx.run(sql`insert into t.total select coalesce(sum(n), 0) from t.amount`);
  },
  async apply(tx, change) {
    await tx.run(sql`update t.total set n = n + (select n from t.amount where change_set = ${change.id})`);
  },
  fingerprint: async (tx) => String(await total(tx)),
};

/** Writes down every change set it applies. */
const noting = (name: string, more: Partial<Follower> = {}): Follower => ({
  name,
  initial: () => Promise.resolve(),
  async apply(tx, change) {
    await tx.run(sql`insert into t.seen values (${name}, ${change.id}, 'here')`);
  },
  ...more,
});

describe('a follower', () => {
  it('builds what is there, then applies what comes, each once', async () => {
    await write(5);
    await write(7);
    await using running = await startFollowers(context, [summing]);
    await running.settled();
    expect(await total()).toBe(12);
    await Promise.all([1, 2, 3, 4].map((n) => write(n)));
    await running.settled();
    expect(await total()).toBe(22);
  });

  it('starts while others write, and counts nothing twice and nothing never', async () => {
    let writing = true;
    let sum = 0;
    const writers = [1, 2, 3, 4].map(async () => {
      while (writing) {
        sum += 1;
        await write(1);
      }
    });
    await using running = await startFollowers(context, [summing]);
    await running.settled();
    for (let i = 0; i < 5; i += 1) {
      await running.rebuild('test.sum');
      await running.settled();
    }
    writing = false;
    await Promise.all(writers);
    await running.settled();
    expect(await total()).toBe(sum);
    expect(sum).toBeGreaterThan(50);
  });

  it('receives only the kinds it asks for, and its cursor passes over the others', async () => {
    await using running = await startFollowers(context, [noting('test.kinds', { kinds: ['release'] })]);
    await running.settled();
    await write(1);
    const release = await write(1, { kind: 'release' });
    await write(1);
    await running.settled();
    expect(await seen('test.kinds')).toEqual([release]);
    expect((await followerStates(db))[0]).toMatchObject({ lag: 0, at: { epoch: 1, position: 3 } });
  });

  it('comes after those it names, change set by change set', async () => {
    const order: string[] = [];
    const first = noting('test.first', {
      async apply(_tx, change) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push(`first ${String(change.at?.position)}`);
      },
    });
    const second = noting('test.second', {
      after: ['test.first'],
      apply: (_tx, change) => Promise.resolve(void order.push(`second ${String(change.at?.position)}`)),
    });
    await using running = await startFollowers(context, [second, first]);
    await running.settled();
    for (let i = 0; i < 6; i += 1) await write(i);
    await running.settled();
    for (let p = 1; p <= 6; p += 1) {
      expect(order.indexOf(`first ${String(p)}`)).toBeLessThan(order.indexOf(`second ${String(p)}`));
    }
    expect(order).toHaveLength(12);
  });

  it('may not wait for one that is not there, or in a circle', async () => {
    await expect(startFollowers(context, [noting('a', { after: ['b'] })])).rejects.toThrow('no follower b');
    const circle = [noting('a', { after: ['b'] }), noting('b', { after: ['a'] })];
    await expect(startFollowers(context, circle)).rejects.toThrow('circle');
  });
});

describe('a follower that fails', () => {
  it('keeps its place, says why, lets nothing pass, and goes on once it can', async () => {
    let broken = true;
    let bad = 0;
    const follower = noting('test.fails', {
      async apply(tx, change) {
        if (broken && change.id === bad) throw new Error('the third is bad');
        await tx.run(sql`insert into t.seen values ('test.fails', ${change.id}, 'here')`);
      },
    });
    await using running = await startFollowers(context, [follower, summing]);
    await running.settled();
    const before = [await write(1), await write(2)];
    bad = await write(3);
    const later = [await write(4), await write(5)];
    await expect(running.settled()).rejects.toThrow('test.fails is stuck: the third is bad');
    expect(await seen('test.fails')).toEqual(before);
    const [state] = (await followerStates(db)).filter((each) => each.name === 'test.fails');
    expect(state).toMatchObject({ failed: 'the third is bad', lag: 3, at: { position: 2 } });
    // Anybody may ask how the node is; what a statement failed at is for the log.
    expect(state && healthOf(state)).toBe('stuck');
    expect(await total()).toBe(15);
    broken = false;
    await until(async () => (await seen('test.fails')).length === 5);
    expect(await seen('test.fails')).toEqual([...before, bad, ...later]);
    await running.settled();
    const [well] = (await followerStates(db)).filter((each) => each.name === 'test.fails');
    expect(well && healthOf(well)).toBe(0);
  });
});

describe('drift', () => {
  it('is found, and found again to be gone after a rebuild', async () => {
    await write(4);
    await using running = await startFollowers(context, [summing]);
    await running.settled();
    expect((await running.checkDrift('test.sum')).drifted).toBe(false);
    await db.run(sql`update t.total set n = 1000`);
    expect((await running.checkDrift('test.sum')).drifted).toBe(true);
    expect(await total()).toBe(1000);
    await running.rebuild('test.sum');
    await running.settled();
    expect(await total()).toBe(4);
    expect((await running.checkDrift('test.sum')).drifted).toBe(false);
  });
});

describe('two processes on one database', () => {
  const second = (): Database => openDatabase(db.connection, 6);

  it('apply each change set exactly once between them', async () => {
    await using other = second();
    const both = (process: string): Follower[] =>
      ['test.one', 'test.two', 'test.three'].map((name) =>
        noting(name, {
          async apply(tx, change) {
            await tx.run(sql`insert into t.seen values (${name}, ${change.id}, ${process})`);
          },
        }),
      );
    await using here = await startFollowers(context, both('here'));
    await using there = await startFollowers({ ...context, db: other }, both('there'));
    await here.settled(); // built before the first write, so that each comes to `apply`
    await Promise.all(Array.from({ length: 120 }, (_, i) => write(i, {}, i % 2 ? db : other)));
    await Promise.all([here.settled(), there.settled()]);
    for (const name of ['test.one', 'test.two', 'test.three']) {
      const ids = await seen(name);
      expect(ids).toHaveLength(120);
      expect(new Set(ids).size).toBe(120);
    }
  });

  it('number what both commit without a gap and without a double', async () => {
    await using other = second();
    let writing = true;
    const tick = async (on: Database) => {
      while (writing) await sequenceChanges(on, clock.now());
    };
    const ticks = [tick(db), tick(other), tick(db), tick(other)];
    await Promise.all(
      Array.from({ length: 8 }, async (_, w) => {
        for (let i = 0; i < 40; i += 1) await write(i, {}, w % 2 ? db : other);
      }),
    );
    writing = false;
    await Promise.all(ticks);
    await sequenceChanges(db, clock.now());
    const rows = await db.rows<{ p: number }>(sql`select position as p from platform.change_set order by position`);
    expect(rows.map((row) => row.p)).toEqual(Array.from({ length: 320 }, (_, i) => i + 1));
  });
});

async function until(true_: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 400; i += 1) {
    if (await true_()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it never came true');
}
