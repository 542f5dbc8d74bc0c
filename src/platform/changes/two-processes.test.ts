import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { systemClock } from '../clock.ts';
import { sql } from '../db/sql.ts';
import { createLog } from '../log.ts';
import { appendChangeSet, takeChangeSet } from './changes.ts';
import { followerStates, startFollowers } from './follow.ts';
import type { Follower } from './follower.ts';

const db = await testDatabase();
const context = { db, clock: systemClock, log: createLog('silent') };
const script = join(import.meta.dirname, '../../../test/harness/follower-process.ts');

beforeAll(() => db.script('create schema t; create table t.seen (follower text, change_set bigint, process text)'));

async function write(): Promise<void> {
  await db.transaction(async (tx) => {
    const id = await takeChangeSet(tx);
    await appendChangeSet(tx, {
      id,
      kind: 'records',
      subject: 's',
      body: null,
      actor: 'a',
      cause: null,
      begunAt: new Date(),
    });
  });
}

it('a process killed inside an apply leaves nothing of it, and another goes on from its place', async () => {
  const child = spawn(process.execPath, [script, JSON.stringify(db.connection), '3'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('started');
  for (let i = 0; i < 6; i += 1) await write();
  expect((await lines.next()).value).toBe('inside');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const follower: Follower = {
    name: 'test.killed',
    initial: () => Promise.resolve(),
    apply: async (tx, change) => {
      await tx.run(sql`insert into t.seen values ('test.killed', ${change.id}, 'parent')`);
    },
  };
  await using running = await startFollowers(context, [follower]);
  await running.settled();
  const rows = await db.rows<{ id: number; process: string }>(
    sql`select change_set as id, process from t.seen order by change_set`,
  );
  expect(rows).toHaveLength(6);
  expect(new Set(rows.map((row) => row.id)).size).toBe(6);
  expect(rows.filter((row) => row.process === 'parent').length).toBeGreaterThanOrEqual(4);
  expect(await followerStates(db)).toMatchObject([{ at: { position: 6 }, lag: 0, failed: null }]);
});
