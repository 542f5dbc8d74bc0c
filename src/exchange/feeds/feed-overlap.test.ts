/** Two providers feed the same records to one node: what the home says counts, and nobody else overwrites or ends it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeRecord, openFeedNode, subscribeTo, type FeedNode } from '../../../test/harness/feeds.ts';
import { sql } from '../../platform/db/sql.ts';
import { voiceOf } from './home-path.ts';

let centre: FeedNode;
let province: FeedNode;
let commune: FeedNode;
beforeEach(async () => {
  commune = await openFeedNode(['A1']);
  province = await openFeedNode(['A']);
  centre = await openFeedNode(['C', 'DM']);
  await commune.load('A1', [1, 2, 3]);
  await (await subscribeTo(province, commune, 'F-A', 'A')).pull();
});

const nameOf = async (node: FeedNode, n: number) => (await node.members()).find(({ card }) => Number(card) === n)?.name;
const without = (node: FeedNode): FeedNode => ({ ...node, consumer: { ...node.consumer, without: 'home-path' } });

async function both(at: FeedNode) {
  const [home, above] = [await subscribeTo(at, commune, 'F-C', 'C'), await subscribeTo(at, province, 'F-C', 'C')];
  await home.pull();
  await above.pull();
  return { home, above };
}

describe('a province that passes on what its commune feeds it', () => {
  it('is heard while nobody else feeds the centre', async () => {
    const above = await subscribeTo(centre, province, 'F-C', 'C');
    await above.pull();
    expect(await centre.members()).toEqual(await commune.members());
  });
  it('neither overwrites nor ends what the home feeds; with that defence off it does both', async () => {
    const { home, above } = await both(centre);
    await changeRecord(province, 1, { full_name: 'Forged' });
    await changeRecord(province, 2, 'end');
    await above.pull();
    expect(await centre.members()).toEqual(await commune.members());
    await changeRecord(commune, 3, { full_name: 'From home' });
    await home.pull();
    await above.pull();
    expect(await centre.members()).toEqual(await commune.members());
    const careless = without(centre);
    const twin = await subscribeTo(careless, province, 'F-C', 'C');
    await changeRecord(province, 3, { full_name: 'Forged too' });
    await changeRecord(province, 3, { full_name: 'Forged again' });
    await twin.pull();
    expect(await nameOf(centre, 3)).toBe('Forged again');
  });
  it('takes nothing along that the home goes on feeding when its own agreement ends', async () => {
    const above = await subscribeTo(centre, province, 'F-C', 'C');
    await above.pull();
    const home = await subscribeTo(centre, commune, 'F-C', 'C');
    await home.pull();
    await province.revoke('F-C');
    await above.pull().catch(() => undefined);
    await above.pull().catch(() => undefined);
    expect(await centre.members()).toEqual(await commune.members());
  });
});

describe('a node that is neither home nor above it', () => {
  it('has its rows parked with the reason', async () => {
    const stranger = await openFeedNode(['B']);
    await stranger.load('A1', [9]);
    const feed = await subscribeTo(centre, stranger, 'F-C', 'C');
    await feed.pull();
    expect(await centre.members()).toEqual([]);
    const parked = await centre.context.db.rows(sql`select reason from exchange.parked_row`);
    expect(parked).toEqual([{ reason: 'not-its-home' }]);
  });
  it('is judged by home, way and who feeds directly', () => {
    const homes = { of: () => 'h', isAbove: (node: string) => node === 'p' };
    const none = new Set<string>();
    expect(voiceOf('h', 'h', none, homes)).toBe('heard');
    expect(voiceOf('h', 'p', none, homes)).toBe('heard');
    expect(voiceOf('h', 'p', new Set(['h']), homes)).toBe('passed-over');
    expect(voiceOf('h', 's', none, homes)).toBe('not-its-home');
    expect(voiceOf(undefined, 's', none, homes)).toBe('heard');
  });
});
