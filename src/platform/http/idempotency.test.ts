import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import type { Database, Db } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { hashRequest, once, type Act } from './idempotency.ts';
import { problems } from '../problems.ts';
import type { Problem } from './problem.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
  await db.script('create schema acts; create table acts.act (what text)');
});

const now = new Date('2026-11-22T02:00:00Z');
const act = (key: string | undefined, more: Partial<Act> = {}): Act => ({
  key,
  actor: 'me',
  hash: hashRequest('acts.do', { what: 'x' }),
  now,
  ...more,
});
const done = async () => (await db.rows<{ n: number }>(sql`select count(*) as n from acts.act`))[0]?.n ?? 0;
const doIt = (given: Act, work = insert) => db.transaction((tx) => once(tx, given, () => work(tx)));
async function insert(tx: Db): Promise<{ made: number }> {
  await tx.run(sql`insert into acts.act values ('x')`);
  return { made: await tx.run(sql`select 1 from acts.act`) };
}
const kindOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => (error as Problem).kind,
  );

describe('an act with a key', () => {
  test('sent twice is done once and answered alike', async () => {
    const before = await done();
    const [first, second] = [await doIt(act('a')), await doIt(act('a'))];
    expect(second).toEqual(first);
    expect(await done()).toBe(before + 1);
  });

  test('twin: without a key it is done as often as it is sent', async () => {
    const before = await done();
    await doIt(act(undefined));
    await doIt(act(undefined));
    expect(await done()).toBe(before + 2);
  });

  test('sent twice at once is done once', async () => {
    const before = await done();
    const answers = await Promise.all([1, 2, 3, 4].map(() => doIt(act('at once'))));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await done()).toBe(before + 1);
  });

  test('sent with another content is refused', async () => {
    await doIt(act('b'));
    const other = act('b', { hash: hashRequest('acts.do', { what: 'y' }) });
    expect(await kindOf(doIt(other))).toBe(problems.idempotencyConflict.kind);
  });

  test("does not meet another's", async () => {
    const before = await done();
    await doIt(act('c'));
    await doIt(act('c', { actor: 'you' }));
    expect(await done()).toBe(before + 2);
  });

  test('that failed can be tried again', async () => {
    const before = await done();
    const failing = () => Promise.reject(new TypeError('no'));
    await expect(doIt(act('d'), failing)).rejects.toThrow('no');
    await doIt(act('d'));
    expect(await done()).toBe(before + 1);
  });

  test('is forgotten after a day', async () => {
    const before = await done();
    await doIt(act('e'));
    await doIt(act('e', { now: new Date(now.getTime() + 25 * 3_600_000) }));
    expect(await done()).toBe(before + 2);
  });
});
