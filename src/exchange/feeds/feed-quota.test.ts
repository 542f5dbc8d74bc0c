/** Feeds under a quota: lines count when they leave, each once; what is used up waits for the next period and says why. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeRecord, openFeedNode, subscribeTo, type FeedNode } from '../../../test/harness/feeds.ts';
import { activeGrants } from '../../governance/index.ts';
import { sql } from '../../platform/db/sql.ts';
import type { Problem } from '../../platform/http/problem.ts';
import { ProblemError } from '../../platform/http/call.ts';
import { answerPages } from './answer-pages.ts';
import { waitAfter } from './pull-due.ts';

let commune: FeedNode;
let centre: FeedNode;
let feed: Awaited<ReturnType<typeof subscribeTo>>;
beforeEach(async () => {
  commune = await openFeedNode(['A', 'B']);
  centre = await openFeedNode(['C', 'DM']);
}, 60_000);

/** Before anything is read: what governance remembers of the agreement is of before. */
async function begin(terms: { quota?: number; subjects?: number }): Promise<void> {
  const { quota = null, subjects = null } = terms;
  await commune.context.db.run(
    sql`update governance.agreement set quota = ${quota}, subjects = ${subjects}, quota_period = 'day' where code = 'F-C'`,
  );
  await commune.load('A', [1, 2, 3]);
  feed = await subscribeTo(centre, commune, 'F-C', 'C');
  await feed.pull();
}
const used = async () => {
  const [row] = await commune.context.db.rows<{ used: number }>(
    sql`select coalesce(sum(used), 0)::int as used from governance.grant_use where agreement = 'F-C'`,
  );
  return row?.used;
};
const cards = async () => (await centre.members()).map(({ card }) => Number(card));
const refusal = () =>
  feed.pull().then(
    () => undefined,
    (error: unknown) => (error instanceof ProblemError ? error.problem : error),
  );
async function ask(from: number, provider = commune.provider) {
  const { db } = commune.context;
  const [grant] = (await activeGrants(db, '2026-11-23', commune.id('C'))).filter(
    ({ agreement }) => agreement === 'F-C',
  );
  if (!grant) throw new Error('the centre has no grant');
  await commune.settle();
  const [stream] = await db.rows<{ id: number }>(sql`select stream as id from exchange.stream_grant`);
  const cursor = { epoch: 1, size: from };
  return answerPages(provider, grant, { stream: stream?.id ?? 0, cursor: from === 0 ? null : cursor });
}

describe('lines of pages', () => {
  it('are counted when they leave, once, also without a quota', async () => {
    await begin({});
    expect(await used()).toBe(3);
    await ask(0);
    await changeRecord(commune, 1, { full_name: 'Once more' });
    await feed.pull();
    await ask(0);
    expect(await used()).toBe(4);
  }, 60_000);

  it('of pages before the one that is asked for count with it: nobody saves a read by leaving some out', async () => {
    await begin({});
    for (const name of ['Second', 'Third', 'Fourth']) {
      await changeRecord(commune, 1, { full_name: name });
      await commune.settle();
      await commune.provider.builder.build(1);
    }
    await ask(3);
    expect(await used()).toBe(6);
    await ask(1);
    expect(await used()).toBe(6);
  }, 60_000);

  it('beyond the quota stay where they are; the refusal says so, and the next day they come', async () => {
    await begin({ quota: 5 });
    await commune.load('B', [11, 12, 13]);
    expect(await refusal()).toMatchObject({
      status: 429,
      type: '/problems/governance/quota-spent',
      freeAgain: '2026-11-24',
      decision: {
        rule: 'governance/quota-spent',
        facts: { agreement: 'F-C', used: 3, quota: 5 },
        remedy: 'wait-or-raise-quota',
      },
    });
    expect(await cards()).toEqual([1, 2, 3]);
    expect(await used()).toBe(3);
    expect(commune.context.audited.at(-1)).toMatchObject({
      action: 'exchange.feed',
      allowed: false,
      rule: 'governance/quota-spent',
    });
    // It asks on, and less and less often.
    expect(waitAfter(12, () => 1)).toBe(300_000);
    for (const { context } of [commune, centre]) context.clock.set('2026-11-24T03:00:00Z');
    await feed.pull();
    expect(await cards()).toEqual([1, 2, 3, 11, 12, 13]);
  }, 60_000);

  it('leave as far as whole pages go', async () => {
    await begin({ quota: 4 });
    for (const name of ['Second', 'Third']) await changeRecord(commune, 1, { full_name: name });
    expect(await refusal()).toMatchObject({ status: 429 });
    expect((await centre.members())[0]?.name).toBe('Second');
    expect(await used()).toBe(4);
  }, 60_000);

  it('never stand in a page that a whole period would not let through: a feed goes on, a page a day', async () => {
    await begin({ quota: 2 }).catch(() => undefined);
    for (const day of ['24', '25']) {
      for (const { context } of [commune, centre]) context.clock.set(`2026-11-${day}T03:00:00Z`);
      await feed.pull().catch(() => undefined);
    }
    expect(await cards()).toEqual([1, 2, 3]);
    const pages = await commune.context.db.rows<{ lines: number }>(sql`select lines from exchange.page order by idx`);
    expect(pages.map(({ lines }) => lines)).toEqual([2, 1]);
  }, 60_000);

  it('of different records come off the budget: a known one passes, a new one does not', async () => {
    await begin({ subjects: 3 });
    await changeRecord(commune, 1, { full_name: 'Known already' });
    await feed.pull();
    expect((await centre.members())[0]?.name).toBe('Known already');
    await commune.load('B', [11]);
    expect(await refusal()).toMatchObject({
      status: 429,
      decision: { rule: 'governance/subjects-spent', facts: { read: 3 } },
    });
    expect(await cards()).toEqual([1, 2, 3]);
  }, 60_000);

  it('twin: a provider that counts nothing gives all of them', async () => {
    await begin({ quota: 5 });
    await commune.load('B', [11, 12, 13]);
    const refused = await ask(1).catch((error: Problem) => error.kind.slug);
    expect(refused).toBe('quota-spent');
    const given = await ask(1, { ...commune.provider, countsNothing: true });
    expect(given).toMatchObject({ type: 'pages', from: 1 });
    expect(await used()).toBe(3);
  }, 60_000);
});
