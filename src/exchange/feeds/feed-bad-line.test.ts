/** T20: connections that break in the middle of an answer, and a line that is down: nothing is lost, and nothing comes twice. */
import { beforeAll, expect, it } from 'vitest';
import { openFeedNode, subscribeTo, type FeedNode } from '../../../test/harness/feeds.ts';
import { openBadLine, type BadLine } from '../../../test/harness/tcp-proxy.ts';
import { sql } from '../../platform/db/sql.ts';
import type { Send } from '../../platform/http/call.ts';
import { pullFeed } from './pull.ts';

let commune: FeedNode;
let centre: FeedNode;
let line: BadLine;
let calls = 0;
beforeAll(async () => {
  commune = await openFeedNode(['A', 'B']);
  // What goes to the commune goes over the line.
  const over = (): Send => (url, init) => {
    calls += 1;
    return fetch(new URL(url, line.address), { ...init, signal: AbortSignal.timeout(5000) });
  };
  centre = await openFeedNode(['C', 'DM'], over);
}, 60_000);

let luck = 7;
const random = () => (luck = (luck * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

it('brings everything once over a line that breaks every connection after a while and was down itself', async () => {
  line = await openBadLine(await commune.listen(), { breaks: 1, random });
  await using _closing = line;
  await commune.load('A', range(1, 12_000));
  await commune.settle();
  const feed = await subscribeTo(centre, commune, 'F-C', 'C');
  let [failures, rounds] = [0, 0];
  const sizes: number[] = [];
  while ((await centre.members()).length < 12_000) {
    rounds += 1;
    if (rounds === 1) line.partition(true);
    if (rounds === 4) line.partition(false);
    await pullFeed(centre.consumer, await feed.subscription()).catch(() => (failures += 1));
    const [at] = await centre.context.db.rows<{ size: number | null }>(sql`select size from exchange.consumed`);
    sizes.push(at?.size ?? 0);
    expect(rounds).toBeLessThan(100);
  }
  // Three rounds met nobody; how many more broke depends on how many connections shared the pages.
  expect(failures).toBeGreaterThanOrEqual(3);
  expect(line.broken).toBeGreaterThan(0);
  // It goes on where it was: the cursor never goes back.
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  expect(await centre.members()).toEqual(await commune.members());
  const twice = await centre.context.db.rows(sql`select 1 from history.member`);
  expect(twice).toEqual([]);
  expect(calls).toBeGreaterThan(10);
}, 240_000);

it('is cut into pages that a slow line can finish: 512 lines, 64 KiB', async () => {
  const pages = await commune.context.db.rows<{ lines: number; bytes: number; packed: number }>(
    sql`select lines, octet_length(body) as packed, 0 as bytes from exchange.page`,
  );
  expect(pages.length).toBeGreaterThan(20);
  for (const { lines, packed } of pages) {
    expect(lines).toBeLessThanOrEqual(512);
    expect(packed).toBeLessThanOrEqual(64 * 1024);
  }
});
