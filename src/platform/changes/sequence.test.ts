import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import type { Db } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import {
  appendChangeSet,
  currentPosition,
  findChangeSet,
  getChangeSet,
  listChanges,
  positionOn,
  takeChangeSet,
} from './changes.ts';
import type { NewChangeSet } from './model.ts';
import { sequenceChanges, snapshotAt } from './sequence.ts';
import * as store from './store.ts';

const db = await testDatabase();
const now = new Date('2026-10-01T02:00:00Z');
beforeEach(() =>
  db.script(
    `delete from platform.change_set; update platform.log_head set epoch = 1, position = 0 where log = 'change'`,
  ),
);

async function append(more: Partial<NewChangeSet> = {}, on: Db = db): Promise<number> {
  const id = more.id ?? (await takeChangeSet(on));
  await appendChangeSet(on, {
    kind: 'records',
    subject: 'party_member',
    body: 1,
    actor: 'acc',
    cause: 'entry',
    begunAt: now,
    ...more,
    id,
  });
  return id;
}
const at = async (id: number) => (await getChangeSet(db, id)).at?.position;

describe('the sequencer', () => {
  it('numbers by commit, not by when the work began', async () => {
    const [early, late] = [await takeChangeSet(db), await takeChangeSet(db)];
    await append({ id: late });
    expect(await sequenceChanges(db, now)).toBe(1);
    await append({ id: early });
    expect(await sequenceChanges(db, now)).toBe(1);
    expect([await at(late), await at(early)]).toEqual([1, 2]);
    expect(await sequenceChanges(db, now)).toBe(0);
    expect(await currentPosition(db)).toEqual({ epoch: 1, position: 2 });
  });

  it('numbers what is committed in one tick by what was appended first, whichever began first', async () => {
    const [first, second] = [await takeChangeSet(db), await takeChangeSet(db)];
    await append({ id: second });
    await append({ id: first });
    expect(await sequenceChanges(db, now)).toBe(2);
    expect([await at(second), await at(first)]).toEqual([1, 2]);
  });

  it('leaves no gap where a transaction was undone', async () => {
    await append();
    await db
      .transaction(async (tx) => {
        await append({}, tx);
        throw new Error('undone');
      })
      .catch(() => undefined);
    const last = await append();
    await sequenceChanges(db, now);
    expect(await at(last)).toBe(2);
  });

  it('stamps no change before its work began', async () => {
    const begunAt = new Date('2026-10-01T02:00:05Z');
    const id = await append({ begunAt });
    await sequenceChanges(db, now);
    expect((await getChangeSet(db, id)).stampedAt).toBe(begunAt.toISOString());
  });

  it('goes on past one batch', async () => {
    await db.run(sql`insert into platform.change_set (id, kind, subject, actor, begun_at)
      select nextval('platform.change_set_id'), 'records', 's', 'a', now() from generate_series(1, 5001)`);
    expect(await sequenceChanges(db, now)).toBe(5001);
    expect(await currentPosition(db)).toEqual({ epoch: 1, position: 5001 });
  });

  it('sees what the holder before it did: the lock is a statement of its own', async () => {
    const id = await append();
    let second: Promise<number> | undefined;
    await db.transaction(async (first) => {
      const head = await store.lockHead(first);
      second = sequenceChanges(db, now); // waits for the lock, having looked before
      await waiting();
      await store.moveHead(first, head, await store.stamp(first, head, now, { limit: 10 }));
    });
    expect(await second).toBe(0);
    expect(await at(id)).toBe(1);
  });

  it('would number twice if lock and stamp were one statement', async () => {
    const id = await append();
    let second: Promise<number> | undefined;
    await db.transaction(async (first) => {
      const head = await store.lockHead(first);
      second = db.run(sql`
        with head as (select * from platform.log_head where log = 'change' for update),
          numbered as (select s.id, head.position + 7 as position from platform.change_set s, head where s.position is null)
        update platform.change_set c set epoch = 1, position = numbered.position, stamped_at = now()
        from numbered where c.id = numbered.id`);
      await waiting();
      await store.moveHead(first, head, await store.stamp(first, head, now, { limit: 10 }));
    });
    expect(await second).toBe(1);
    expect(await at(id)).not.toBe(1);
  });
});

/** Until a statement of another connection waits for a lock. */
async function waiting(): Promise<void> {
  for (;;) {
    const rows = await db.rows(
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('a snapshot', () => {
  it('holds exactly the change sets up to its position, numbered or not when it was taken', async () => {
    await append();
    await sequenceChanges(db, now);
    await append(); // committed, not numbered
    const seen = await snapshotAt(db, now, async (tx, position) => {
      await append(); // comes after
      await sequenceChanges(db, now);
      const rows = await tx.rows(sql`select id from platform.change_set`);
      return { position: position.position, rows: rows.length };
    });
    expect(seen).toEqual({ position: 2, rows: 2 });
    expect(await currentPosition(db)).toEqual({ epoch: 1, position: 3 });
  });

  it('would hold more than it says if it only read the head', async () => {
    await append();
    const naive = await db.transaction(
      async (tx) => {
        const head = await store.head(tx);
        const rows = await tx.rows(sql`select id from platform.change_set`);
        return { position: head.position, rows: rows.length };
      },
      { isolation: 'repeatable read' },
    );
    expect(naive).toEqual({ position: 0, rows: 1 });
  });
});

describe('the log', () => {
  it('knows the position of a moment', async () => {
    for (const hour of ['02', '03', '04']) {
      await append();
      await sequenceChanges(db, new Date(`2026-10-01T${hour}:00:00Z`));
    }
    expect(await positionOn(db, '2026-10-01T01:00:00Z')).toEqual({ epoch: 1, position: 0 });
    expect(await positionOn(db, '2026-10-01T03:59:59Z')).toEqual({ epoch: 1, position: 2 });
    expect(await positionOn(db, '2026-10-01T11:00:00+07:00')).toEqual({ epoch: 1, position: 3 });
  });

  it('lists newest first in pages, or oldest first from a place on, by subject, kind and body', async () => {
    for (let i = 1; i <= 6; i += 1) {
      await append({ subject: i % 2 ? 'a' : 'b', kind: i === 4 ? 'release' : 'records', body: i });
    }
    await append({ subject: 'a' });
    await db.run(sql`delete from platform.change_set where body = 1 and subject = 'a' and id = 0`);
    await sequenceChanges(db, now);
    const positions = (sets: { at: { position: number } | null }[]) => sets.map((set) => set.at?.position);
    const first = await listChanges(db, { limit: 4 });
    expect(positions(first)).toEqual([7, 6, 5, 4]);
    expect(positions(await listChanges(db, { before: first.at(-1)!.at! }))).toEqual([3, 2, 1]);
    expect(positions(await listChanges(db, { after: { epoch: 1, position: 4 } }))).toEqual([5, 6, 7]);
    expect(positions(await listChanges(db, { subject: 'b' }))).toEqual([6, 4, 2]);
    expect(positions(await listChanges(db, { kind: 'release' }))).toEqual([4]);
    expect(positions(await listChanges(db, { body: [2, 3] }))).toEqual([3, 2]);
  });

  it('keeps what a change set said of itself', async () => {
    const members = ['01930000-0000-7aaa-8bbb-000000000001'];
    const id = await append({ members, rowsNew: 3, rowsChanged: 2, rowsEnded: 1, release: 4, addressee: 9 });
    expect(await findChangeSet(db, id)).toMatchObject({
      members,
      rowsNew: 3,
      rowsChanged: 2,
      rowsEnded: 1,
      release: 4,
      addressee: 9,
      at: null,
      stampedAt: null,
      begunAt: now.toISOString(),
      cause: 'entry',
    });
    expect(await findChangeSet(db, id + 1000)).toBeUndefined();
    await expect(getChangeSet(db, id + 1000)).rejects.toThrow('no change set');
  });
});
