/** Two whole nodes over HTTP: an agreement of mode feed, vouchers, pages, rows; revoked, the rows go. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinedNodes, type JoinedNode, type JoinedNodes } from '../harness/federation.ts';
import { subscribe } from '../../src/exchange/feeds/change-feeds.ts';
import { feedsOf, pullToFolder, voucherFetch } from '../../src/exchange/feeds/index.ts';
import { pullOne } from '../../src/exchange/feeds/pull-due.ts';
import { providedStreams, receivedFeeds } from '../../src/exchange/feeds/read-feeds.ts';
import { findSubscription } from '../../src/exchange/feeds/store/consumed.ts';
import { ownKeys } from '../../src/exchange/nodes/own-keys.ts';
import { nodeSigner } from '../../src/exchange/vouchers/index.ts';
import { changeAgreement } from '../../src/governance/change-agreement.ts';
import { listAgreements } from '../../src/governance/index.ts';
import { system } from '../../src/platform/caller.ts';
import { sql } from '../../src/platform/db/sql.ts';
import { parseVerifierKey } from '../../src/platform/ledger/checkpoint.ts';
import { loadRows } from '../../src/records/index.ts';
import { findBody } from '../../src/bodies/index.ts';

const author = { account: 'system', body: null, rule: 'governance/node-itself' };
const asked = { agreement: 'LT-01', purpose: 'doi-chieu-ho-so', consumer: 'TW' };

let nodes: JoinedNodes<'centre' | 'commune'>;
beforeAll(async () => {
  nodes = await joinedNodes({
    nodes: { centre: { bodies: [] }, commune: { bodies: ['99108'], parent: 'centre' } },
    profile: 'vn-federation',
  });
}, 240_000);
afterAll(() => nodes[Symbol.asyncDispose]());

const FIELDS = ['card_no', 'birth_name', 'birth_date', 'sex', 'branch', 'admission_date', 'member_status'];
const cardOf = (n: number) => `099${String(n).padStart(9, '0')}`;
async function load(node: JoinedNode, numbers: readonly number[], name: string): Promise<void> {
  const { context } = node;
  const body = await findBody(context.db, '99108');
  async function* rows() {
    await Promise.resolve();
    yield numbers.map((n) => ({
      number: n + 1,
      cells: [cardOf(n), name, '1980-03-17', 'NU', '99108-A1', '2005-02-03', 'CHINH_THUC'],
    }));
  }
  const columns = FIELDS.map((field, column) => ({ column, header: field, field }));
  const done = await loadRows(context, {
    register: 'dang-vien',
    body: body?.id ?? 0,
    caller: system,
    columns,
    rows: rows(),
  });
  expect(done.wrong).toBe(0);
}

const membersOf = (node: JoinedNode) =>
  node.context.db.rows<{ card: string; name: string }>(
    sql`select card_no as card, birth_name as name from data.party_member order by card_no`,
  );

async function pull(feed: number): Promise<void> {
  const { centre, commune } = nodes.all;
  await commune.running?.settled();
  const ends = feedsOf(centre.context);
  const subscription = await findSubscription(centre.context.db, feed);
  if (!ends || !subscription) throw new Error('a feed was expected');
  await pullOne(ends.consumer, subscription, new AbortController().signal);
}

it('a commune feeds the centre, which holds what the commune holds, until the agreement is over', async () => {
  const { centre, commune } = nodes.all;
  const before = (await membersOf(centre)).length;
  await load(commune, [1, 2, 3], 'Nguyễn Văn A');
  const feed = await subscribe(centre.context, { origin: commune.name, ...asked }, system);
  await pull(feed.id);
  const [told] = await receivedFeeds(centre.context);
  expect([told?.failed, told?.streams.map(({ phase }) => phase)]).toEqual([null, ['following']]);
  expect((await membersOf(centre)).length - before).toBe(3);
  await load(commune, [2], 'Nguyễn Văn B');
  await pull(feed.id);
  expect((await membersOf(centre)).map(({ name }) => name)).toContain('Nguyễn Văn B');
  const [stream] = await providedStreams(commune.context, 'LT-01');
  expect(stream?.seats).toMatchObject([{ consumer: { code: 'TW' }, behind: 0 }]);
  // Without a node: the same pages into a folder, verified by the key alone.
  const folder = mkdtempSync(join(tmpdir(), 'artery-pull-'));
  try {
    const [key] = ownKeys(centre.context);
    const [origin] = ownKeys(commune.context);
    if (!key || !origin) throw new Error('a node has keys');
    const clock = { now: () => new Date() };
    const send = voucherFetch({ keys: nodeSigner(key), clock, address: commune.address, ...asked });
    const keys = [parseVerifierKey(origin.verifierKey)];
    const signal = new AbortController().signal;
    const [kept] = await pullToFolder({ send, keys, clock, folder, signal });
    const lines = readFileSync(join(folder, 'dang-vien', 'rows.ndjson'), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(kept?.rows ?? 0);
    expect(lines.map((line) => (JSON.parse(line) as { values: { birth_name: string } }).values.birth_name)).toContain(
      'Nguyễn Văn B',
    );
    expect(await pullToFolder({ send, keys, clock, folder, signal })).toMatchObject([{ pages: 0 }]);
    const other = [{ ...parseVerifierKey(origin.verifierKey), publicKey: Buffer.alloc(32, 1) }];
    const fresh = join(folder, 'fresh');
    await expect(pullToFolder({ send, keys: other, clock, folder: fresh, signal })).rejects.toThrow('not-signed');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  // The provider decides at its home; the node that serves the rows hears of it.
  const revoke = { agreement: 'LT-01', state: 'revoked' as const };
  await expect(changeAgreement(commune.context, revoke, author)).rejects.toMatchObject({
    kind: { slug: 'decided-elsewhere' },
    extras: { node: centre.name },
  });
  await changeAgreement(centre.context, revoke, author);
  await centre.running?.settled();
  const stateThere = async () => (await listAgreements(commune.context.db)).find(({ code }) => code === 'LT-01')?.state;
  await expect.poll(stateThere, { timeout: 10_000 }).toBe('revoked');
  await commune.running?.settled();
  await pull(feed.id);
  await centre.running?.settled();
  await pull(feed.id);
  expect((await membersOf(centre)).length).toBe(before);
  const [ended] = await receivedFeeds(centre.context);
  expect(ended?.streams.map(({ phase }) => phase)).toEqual(['ended']);
  expect((await providedStreams(commune.context, 'LT-01'))[0]?.seats[0]?.purgedAt).not.toBeNull();
}, 120_000);
