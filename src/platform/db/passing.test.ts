/** A server that a passing command started, and who wants to stay. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from './db.ts';
import { startServer } from './embedded.ts';
import { sql } from './sql.ts';

const folder = mkdtempSync(join(tmpdir(), 'artery-passing-'));
const dataDir = join(folder, 'postgres');
const binDir = process.env['ARTERY_TEST_PG_BIN'];
const options = { dataDir, ...(binDir ? { binDir } : {}), settings: { fsync: 'off' } };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether it is done within a moment. */
const isDone = async (work: Promise<unknown>, ms = 700) =>
  Promise.race([work.then(() => true), sleep(ms).then(() => false)]);

describe('a passing server', () => {
  it('is waited for by who wants to stay, who then starts one that stays', async () => {
    const command = await startServer({ ...options, passing: true });
    const node = startServer(options);
    expect(await isDone(node)).toBe(false);
    await command[Symbol.asyncDispose]();
    await using started = await node;
    expect(started.joined).toBe(false);
    await using db = openDatabase(started.target, 1);
    expect(await db.rows(sql`select 1 as one`)).toEqual([{ one: 1 }]);
  }, 60_000);

  it('without the mark it would be joined, and die under the node', async () => {
    const command = await startServer(options);
    await using node = await startServer(options);
    expect(node.joined).toBe(true);
    await command[Symbol.asyncDispose]();
    await using db = openDatabase(node.target, 1);
    await expect(db.rows(sql`select 1`)).rejects.toThrow();
  }, 60_000);

  it('waits at its end until other commands that joined it are gone', async () => {
    const first = await startServer({ ...options, passing: true });
    const second = await startServer({ ...options, passing: true });
    expect(second.joined).toBe(true);
    const db = openDatabase(second.target, 1);
    await db.rows(sql`select 1`);
    const ending = Promise.resolve(first[Symbol.asyncDispose]());
    expect(await isDone(ending)).toBe(false);
    await db[Symbol.asyncDispose]();
    await ending;
  }, 60_000);

  it('started twice in the same moment, one starts it and the other joins', async () => {
    for (let round = 0; round < 5; round += 1) {
      const both = await Promise.all([1, 2].map(() => startServer({ ...options, passing: true })));
      expect(both.map((one) => one.joined).sort()).toEqual([false, true]);
      await Promise.all(both.map((one) => one[Symbol.asyncDispose]()));
    }
  }, 60_000);
});
