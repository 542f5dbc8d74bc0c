/** T22: pages that are not kept any more, and pages of a release that is not here yet: nobody is left behind, nothing is dropped. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeRecord, fedBeforeEach, type Fed, type FeedNode } from '../../../test/harness/feeds.ts';
import { files } from '../../../test/harness/records.ts';
import { profileOf } from '../../../test/harness/context.ts';
import { compileProfileDictionary } from '../../dictionary/index.ts';
import { publishRelease } from '../../dictionary/publish-release.ts';
import { sql } from '../../platform/db/sql.ts';
import { createAllTables } from '../../records/follow-releases.ts';
import { retainPages } from './retain-pages.ts';

let commune: FeedNode;
let centre: FeedNode;
let feed: Fed['feed'];
fedBeforeEach((fed) => void ({ commune, centre, feed } = fed));

const later = (days: number) => {
  const at = new Date(commune.context.clock.now().getTime() + days * 86_400_000).toISOString();
  commune.context.clock.set(at);
  centre.context.clock.set(at);
};
const bodies = async () => {
  const [row] = await commune.context.db.rows<{ kept: number; leaves: number }>(
    sql`select count(*) filter (where body is not null) as kept, count(leaf) as leaves from exchange.page`,
  );
  return [row?.kept, row?.leaves];
};
const standsAt = async () =>
  (await centre.context.db.rows<{ epoch: number; size: number }>(sql`select epoch, size from exchange.consumed`))[0];

describe('bodies of pages', () => {
  it('stay a week after everybody has them, and go then; their leaves stay, and the log goes on', async () => {
    later(6);
    await retainPages(commune.context);
    expect(await bodies()).toEqual([1, 1]);
    later(2);
    await retainPages(commune.context);
    expect(await bodies()).toEqual([0, 1]);
    await changeRecord(commune, 1, { full_name: 'After' });
    await feed.pull();
    expect(await standsAt()).toEqual({ epoch: 1, size: 2 });
    expect(await centre.members()).toEqual(await commune.members());
  }, 60_000);

  it('that somebody has not confirmed stay longer than a week, and a month at most', async () => {
    await changeRecord(commune, 1, { full_name: 'Not taken yet' });
    await commune.settle();
    await commune.provider.builder.build(1);
    later(20);
    await retainPages(commune.context);
    expect(await bodies()).toEqual([1, 2]);
    later(20);
    await retainPages(commune.context);
    expect(await bodies()).toEqual([0, 2]);
  }, 60_000);

  /** A consumer that is away for weeks, while rows change, come and go. */
  async function weeksOffline(): Promise<void> {
    await changeRecord(commune, 1, { full_name: 'Changed meanwhile' });
    await changeRecord(commune, 2, 'end');
    await commune.load('B', [50, 51]);
    await commune.settle();
    await commune.provider.builder.build(1);
    later(40);
    await retainPages(commune.context);
    expect((await bodies())[0]).toBe(0);
  }

  it('that are gone bring who comes too late a snapshot: weeks offline, and it holds what the home holds', async () => {
    await weeksOffline();
    await feed.pull();
    await feed.pull();
    expect((await standsAt())?.epoch).toBe(2);
    expect(await centre.members()).toEqual(await commune.members());
    expect((await centre.members()).map(({ card }) => card)).toEqual(['000001', '000003', '000050', '000051']);
  }, 60_000);

  it('the twin: where the stream does not say what it dropped, the consumer waits for good', async () => {
    await weeksOffline();
    await commune.context.db.run(sql`update exchange.stream set kept = 0`);
    const { more } = await feed.pull();
    expect(more).toBe(true);
    expect((await standsAt())?.epoch).toBe(1);
    expect(await centre.members()).not.toEqual(await commune.members());
  }, 60_000);
});

/** A release in which names may be longer: rows of it may not fit where it is not adopted. */
async function adopt({ context }: FeedNode): Promise<void> {
  const elements = files['dictionary/elements/all.yaml']?.replace(
    'maxLength: 60\n    nullability',
    'maxLength: 90\n    nullability',
  );
  const profile = profileOf({ ...files, 'dictionary/elements/all.yaml': elements ?? '' });
  const { plan } = compileProfileDictionary(profile);
  if (!plan) throw new Error('a plan was expected');
  await publishRelease(context, plan, { account: 'tester', body: null, rule: 'test' });
  await createAllTables(context, context.db);
}
const LONG = 'N'.repeat(80);

describe('a page of a release that is not adopted', () => {
  beforeEach(async () => {
    await adopt(commune);
    await changeRecord(commune, 1, { full_name: LONG });
    await changeRecord(commune, 2, { full_name: 'Behind it' });
  }, 60_000);

  it('waits where it is, with all after it, and is applied when the release has come', async () => {
    const before = await standsAt();
    const held = await centre.members();
    for (let round = 0; round < 3; round += 1) {
      expect(Object.values((await feed.pull()).phases)).toEqual(['parked']);
      expect(await standsAt()).toEqual(before);
      expect(await centre.members()).toEqual(held);
    }
    later(3);
    await adopt(centre);
    expect(Object.values((await feed.pull()).phases)).toEqual(['following']);
    expect(await centre.members()).toEqual(await commune.members());
    expect((await centre.members())[0]?.name).toBe(LONG);
  }, 60_000);

  it('the twin: taken as if it were of the release that is here, its row does not fit, and stays away for good', async () => {
    await feed.pull({ ...centre.consumer, without: 'parking' });
    expect(await centre.context.db.rows(sql`select reason from exchange.parked_row`)).toEqual([{ reason: 'invalid' }]);
    await adopt(centre);
    await feed.pull();
    expect((await centre.members())[0]?.name).not.toBe(LONG);
  }, 60_000);
});
