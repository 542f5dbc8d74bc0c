/**
 * A commune's node is stopped, its data folder copied; it goes on, and then the old copy is put back. Nothing is written or
 * published behind the fence; the loss is declared, what others hold comes back, and where two histories met a person decides.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinedNodes, startAgain, type JoinedNode, type JoinedNodes } from '../harness/federation.ts';
import { loadMembers } from '../harness/load-members.ts';
import { declareLoss } from '../../src/exchange/evidence/declare-loss.ts';
import { askWitnesses, isFenced } from '../../src/exchange/evidence/index.ts';
import { listEvidence } from '../../src/exchange/evidence/store/witnessed.ts';
import { subscribe } from '../../src/exchange/feeds/change-feeds.ts';
import { feedsOf } from '../../src/exchange/feeds/index.ts';
import { pullOne } from '../../src/exchange/feeds/pull-due.ts';
import { receivedFeeds } from '../../src/exchange/feeds/read-feeds.ts';
import { findSubscription } from '../../src/exchange/feeds/store/consumed.ts';
import { decideVersions } from '../../src/exchange/recovery/decide-met.ts';
import { fetchBackDue } from '../../src/exchange/recovery/fetch-back.ts';
import { metVersions } from '../../src/exchange/recovery/read-met.ts';
import { readRecovery } from '../../src/exchange/recovery/read-recovery.ts';
import { registry } from '../../src/exchange/registry-of-nodes.ts';
import { system } from '../../src/platform/caller.ts';
import { sql } from '../../src/platform/db/sql.ts';

const profile = 'vn-federation';
const asked = { agreement: 'LT-01', purpose: 'doi-chieu-ho-so', consumer: 'TW' };
const folder = mkdtempSync(join(tmpdir(), 'artery-restored-'));
const data = join(folder, 'data');
const backup = join(folder, 'backup');
const seat = { bodies: ['99108'], parent: 'centre', folder: data };

let nodes: JoinedNodes<'centre' | 'commune'>;
let centre: JoinedNode;
let commune: JoinedNode;
beforeAll(async () => {
  nodes = await joinedNodes({ nodes: { centre: { bodies: [] }, commune: seat }, profile });
  ({ centre, commune } = nodes.all);
}, 400_000);
afterAll(async () => {
  await commune[Symbol.asyncDispose]();
  await nodes[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const stop = () => commune[Symbol.asyncDispose]();
const start = async () => {
  commune = await startAgain(seat, { address: commune.address, profile });
};
const parts = ['postgres', 'keys'];
const copy = (from: string, to: string) => {
  mkdirSync(to, { recursive: true });
  for (const part of parts) {
    rmSync(join(to, part), { recursive: true, force: true });
    // With owners and modes: the server starts on no folder that others may read.
    execFileSync('cp', ['-a', join(from, part), to]);
  }
};

const cardOf = (n: number) => `099${String(n).padStart(9, '0')}`;
const load = (numbers: readonly number[], name: string) =>
  loadMembers(
    commune.context,
    numbers.map((n) => ({ card: cardOf(n), name })),
  );

interface Member {
  readonly card: string;
  readonly name: string;
  readonly version: number;
}
const membersOf = ({ context }: JoinedNode) =>
  context.db.rows<Member>(
    sql`select card_no as card, birth_name as name, version from data.party_member where card_no like '0990000000%' order by card_no`,
  );
const namesOf = async (node: JoinedNode) => (await membersOf(node)).map(({ name }) => name);

const signal = new AbortController().signal;
let feed = 0;
async function pull(): Promise<void> {
  await commune.running?.settled();
  const ends = feedsOf(centre.context);
  const subscription = await findSubscription(centre.context.db, feed);
  if (!ends || !subscription) throw new Error('a feed was expected');
  await pullOne(ends.consumer, subscription, signal);
}
async function until(what: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 300 && !(await what()); i += 1) await pause(200);
  expect(await what()).toBe(true);
}
const witnessed = async () => {
  await commune.ledger.settled();
  return askWitnesses(commune.context, await registry.peers(commune.context));
};
const published = async () => (await receivedFeeds(centre.context))[0]?.streams.map(({ epoch, size }) => [epoch, size]);

it('a copy is taken, work goes on, and the old copy is put back', async () => {
  await load([1, 2, 3, 4], 'Before');
  feed = (await subscribe(centre.context, { origin: commune.name, ...asked }, system)).id;
  await until(async () => (await pull(), (await membersOf(centre)).length === 4));
  expect(await witnessed()).toBeGreaterThan(0);
  await stop();
  copy(data, backup);
  await start();
  await load([1, 3], 'Later');
  await load([5], 'New');
  await until(async () => (await pull(), (await membersOf(centre)).length === 5));
  expect(await membersOf(centre)).toEqual(await membersOf(commune));
  expect(await witnessed()).toBeGreaterThan(0);
  await stop();
  copy(backup, data);
}, 400_000);

it('behind the fence nothing is written, signed or published, and the consumer forgets nothing', async () => {
  const before = { rows: await membersOf(centre), published: await published() };
  await start();
  expect(await isFenced(commune.context)).toBe(true);
  await expect(load([6], 'Never')).rejects.toThrow(/read-only/);
  await pull();
  expect((await receivedFeeds(centre.context))[0]?.failed).toMatch(/artery node recover/);
  expect({ rows: await membersOf(centre), published: await published() }).toEqual(before);
  expect(await witnessed()).toBe(0);
  expect(await listEvidence(centre.context.db, 10)).toEqual([]);
  await stop();
}, 400_000);

it('works on where nobody can be asked, and is stopped by the first who knows more', async () => {
  copy(backup, data);
  centre.away(true);
  await start();
  expect(await isFenced(commune.context)).toBe(false);
  // The lost life changed it as well: two histories meet.
  await load([3], 'Meanwhile');
  centre.away(false);
  await witnessed();
  expect(await isFenced(commune.context)).toBe(true);
}, 400_000);

it('after the loss is declared, what the centre holds comes back, and both hold the same; nobody forked', async () => {
  await declareLoss(commune.context, { account: 'operator', body: null, reason: 'the disk broke' });
  const { context } = commune;
  await until(async () => {
    await fetchBackDue(context);
    return (await readRecovery(context, true)).losses[0]?.nodes.every(({ state }) => state === 'done') ?? false;
  });
  expect((await readRecovery(context, true)).losses).toMatchObject([
    { epoch: 2, reason: 'the disk broke', nodes: [{ node: centre.name, restored: 2, known: 2, met: 1, refused: 0 }] },
  ]);
  expect(await namesOf(commune)).toEqual(['Later', 'Before', 'Meanwhile', 'Before', 'New']);
  await until(async () => {
    await pull();
    return JSON.stringify(await membersOf(centre)) === JSON.stringify(await membersOf(commune));
  });
  // What came back, and what was written between start and fence, stands above all that was lost.
  const versions = (await membersOf(commune)).map(({ version }) => Math.floor(version / 2 ** 32));
  expect(versions).toEqual([2, 1, 2, 1, 2]);
  expect(await listEvidence(centre.context.db, 10)).toEqual([]);
  expect((await receivedFeeds(centre.context))[0]?.streams).toMatchObject([{ phase: 'following', fault: null }]);
}, 400_000);

it('of the two versions that met both are kept, and a person decides: then all hold what was decided', async () => {
  const { context } = commune;
  const all = () => Promise.resolve({ allowed: true });
  const [met] = await metVersions(context, all, system);
  expect(met).toMatchObject({ reason: 'both-changed', heldBy: centre.name, choice: null, mayDecide: true });
  expect(met?.fields.filter(({ differs }) => differs)).toMatchObject([
    { name: 'birth_name', ours: 'Meanwhile', theirs: 'Later' },
  ]);
  const choice = { met: met?.id ?? '', choice: 'theirs', because: 'seen on paper', rule: 'test' } as const;
  expect(await decideVersions(context, all, system, choice)).toMatchObject({ choice: 'theirs', mayDecide: false });
  await expect(decideVersions(context, all, system, choice)).rejects.toThrow();
  expect(await namesOf(commune)).toEqual(['Later', 'Before', 'Later', 'Before', 'New']);
  await until(async () => {
    await pull();
    return JSON.stringify(await membersOf(centre)) === JSON.stringify(await membersOf(commune));
  });
  await commune.ledger.settled();
  const decided = sql`select 1 from platform.audit_entry where action = 'exchange.decide-versions'`;
  expect(await context.db.rows(decided)).toHaveLength(1);
}, 400_000);
