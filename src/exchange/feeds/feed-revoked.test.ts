/** T23: an agreement that is revoked while its feed runs: nothing more comes, and what came goes, with proof. */
import { describe, expect, it } from 'vitest';
import {
  changeRecord,
  fedBeforeEach,
  openFeedNode,
  subscribeTo,
  type Fed,
  type FeedNode,
} from '../../../test/harness/feeds.ts';
import { activeGrants, type Grant } from '../../governance/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { answerPages, type Provider } from './answer-pages.ts';
import type { Consumer } from './apply-pages.ts';
import { openOrder } from './orders.ts';
import { pullFeed } from './pull.ts';

let commune: FeedNode;
let centre: FeedNode;
let feed: Fed['feed'];
fedBeforeEach((fed) => void ({ commune, centre, feed } = fed));

const rows = (node: FeedNode, table: string) =>
  node.context.db.rows(sql`select 1 from (${table === 'data' ? sql`table data.member` : sql`table history.member`}) t`);
const seat = () =>
  commune.context.db.rows<{ ended: boolean; purged: boolean; note: string | null }>(
    sql`select ended_at is not null as ended, purged_at is not null as purged, purge_note as note from exchange.stream_grant`,
  );

describe('an agreement that is revoked', () => {
  it('is looked at again when pages leave, whatever the voucher said some minutes ago', async () => {
    const [grant] = await activeGrants(commune.context.db, '2026-11-23', commune.id('C'));
    await changeRecord(commune, 1, { full_name: 'After the end' });
    await commune.settle();
    const asked = { stream: 1, cursor: { epoch: 1, size: 1 } };
    await commune.revoke('F-C');
    // The twin first: a provider that trusts the voucher gives the page.
    const trusting: Provider = { ...commune.provider, trustsVoucher: true };
    expect((await answerPages(trusting, grant as Grant, asked)).type).toBe('pages');
    expect(await answerPages(commune.provider, grant as Grant, asked)).toEqual({ type: 'purge' });
  });

  it('is looked at again when pages are applied: what was fetched before is not taken after', async () => {
    await changeRecord(commune, 1, { full_name: 'Fetched before the end' });
    await commune.settle();
    const at = async (point: string) => {
      // The revocation reaches this node between fetching and applying.
      if (point === 'fetched') await centre.revoke('F-C');
    };
    const nameOf = async () => (await centre.members()).find(({ card }) => card === '000001')?.name;
    const consumer: Consumer = { ...centre.consumer, at };
    await pullFeed(consumer, await feed.subscription());
    expect(await nameOf()).toBe('Member B');
    // The twin: without the look it is.
    await pullFeed({ ...centre.consumer, without: 'grant' }, await feed.subscription());
    expect(await nameOf()).toBe('Fetched before the end');
  });

  it('has its rows removed on a signed order, and the provider is told with a signature', async () => {
    await changeRecord(commune, 2, { full_name: 'Has a history' });
    await feed.pull();
    await centre.load('DM', [900]);
    await commune.revoke('F-C');
    const ended = await feed.pull();
    expect(ended.phases).toEqual({ [`${commune.keys.node}/stream/F-C/1`]: 'purging' });
    expect((await centre.members()).map(({ card }) => card)).toEqual(['000900']);
    // History forgets them once everything that follows the log of this node has passed the change.
    await centre.settle();
    expect((await feed.pull()).phases).toEqual({ [`${commune.keys.node}/stream/F-C/1`]: 'ended' });
    expect([(await rows(centre, 'data')).length, (await rows(centre, 'history')).length]).toEqual([1, 0]);
    const [told] = await seat();
    expect(told).toMatchObject({ ended: true, purged: true });
    const key = { name: centre.keys.node, publicKey: centre.keys.publicKey };
    expect(openOrder(told?.note ?? '', 'purged', [key])).toMatchObject({ consumer: 'C', what: 'purged' });
    expect((await feed.pull()).pages).toBe(0);
  });

  it('takes only the rows that came by its stream, when others are fed by other nodes', async () => {
    const other = await openFeedNode(['B1']);
    await other.load('B1', [50, 51]);
    const second = await subscribeTo(centre, other, 'F-C', 'C');
    await second.pull();
    expect(await rows(centre, 'data')).toHaveLength(5);
    await commune.revoke('F-C');
    await feed.pull();
    expect((await centre.members()).map(({ card }) => card)).toEqual(['000050', '000051']);
  });

  it('leaves everything where it is when the order is not signed by the provider', async () => {
    await commune.revoke('F-C');
    const consumer: Consumer = {
      ...centre.consumer,
      ports: {
        ...centre.consumer.ports,
        keysOf: () => Promise.resolve([{ name: 'x', publicKey: centre.keys.publicKey }]),
      },
    };
    await commune.settle();
    await pullFeed(consumer, await feed.subscription());
    expect(await rows(centre, 'data')).toHaveLength(3);
    // The twin: signed by the key of the registry, it is followed.
    await pullFeed(centre.consumer, await feed.subscription());
    expect(await rows(centre, 'data')).toHaveLength(0);
  });

  it('takes rows that its new condition does not open, and empties nothing else', async () => {
    await commune.condition('F-C', 'state == "A"');
    await feed.pull();
    expect((await centre.members()).map(({ card }) => card)).toEqual(['000002']);
    const [stream] = await commune.context.db.rows<{ epoch: number }>(sql`select epoch from exchange.stream`);
    expect(stream?.epoch).toBe(2);
    await commune.condition('F-C', null);
    await feed.pull();
    expect(await centre.members()).toEqual(await commune.members());
  });
});
