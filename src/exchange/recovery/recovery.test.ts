/**
 * A home that lost rows, and a consumer that holds them: on two real nodes, each with its PostgreSQL. What is lost is taken
 * out of the home's tables by hand, as an old backup would; test/journeys/a-node-is-restored.test.ts restores a real one.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { joinedNodes, type JoinedNode, type JoinedNodes } from '../../../test/harness/federation.ts';
import { loadMembers } from '../../../test/harness/load-members.ts';
import { system } from '../../platform/caller.ts';
import { currentPosition, sequenceChanges, startFollowers, type Position } from '../../platform/changes/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { editRecord } from '../../records/index.ts';
import { sendParcels } from '../delivery/send-parcels.ts';
import { insertLoss, openEpoch } from '../evidence/store/fence.ts';
import type { Consumer } from '../feeds/apply-pages.ts';
import { subscribe } from '../feeds/change-feeds.ts';
import { feedsOf, pullFeed } from '../feeds/index.ts';
import { markDueFollower } from '../feeds/mark-due.ts';
import { findSubscription, lifeOf } from '../feeds/store/consumed.ts';
import { beginRecovery } from './begin-recovery.ts';
import { fetchBackDue } from './fetch-back.ts';
import { heldRows } from './held-rows.ts';
import { metVersions } from './read-met.ts';
import { readRecovery } from './read-recovery.ts';
import { comeBack, giveUpFetch } from './store/recovery.ts';
import { takeBack } from './take-back.ts';
import { recoveryTravel } from './travel.ts';

const asked = { agreement: 'LT-01', purpose: 'doi-chieu-ho-so', consumer: 'TW' };
let nodes: JoinedNodes<'centre' | 'commune'>;
let centre: JoinedNode;
let commune: JoinedNode;
let feed = 0;
beforeAll(async () => {
  const seats = { centre: { bodies: [] }, commune: { bodies: ['99108'], parent: 'centre' } };
  nodes = await joinedNodes({ nodes: seats, profile: 'vn-federation', still: true });
  ({ centre, commune } = nodes.all);
  // Each says where it is reached: what comes round by itself in a node that is not still.
  await nodes.tend();
  feed = (await subscribe(centre.context, { origin: commune.name, ...asked }, system)).id;
}, 240_000);
afterAll(() => nodes[Symbol.asyncDispose]());
/** Every test has members of its own, numbered from 1. */
beforeEach(async () => {
  series += 10;
  await load([1, 2, 3], 'Before');
  await pull();
  await sequenceChanges(commune.context.db, commune.context.clock.now());
  before = await currentPosition(commune.context.db);
}, 60_000);
let series = 0;

/** Where the home's log stood when the old backup was taken. */
let before: Position;

const cardOf = (n: number) => `099${String(series + n).padStart(9, '0')}`;
const load = (numbers: readonly number[], name: string) =>
  loadMembers(
    commune.context,
    numbers.map((n) => ({ card: cardOf(n), name })),
  );

interface Member {
  readonly record: string;
  readonly card: string;
  readonly name: string;
  readonly version: number;
}
const membersOf = ({ context }: JoinedNode) =>
  context.db.rows<Member>(
    sql`select record_id::text as record, card_no as card, birth_name as name, version from data.party_member
      where card_no between ${cardOf(0)} and ${cardOf(9)} order by card_no`,
  );
const namesOf = async (node: JoinedNode) => (await membersOf(node)).map(({ name }) => name);
const one = async (node: JoinedNode, n: number) => (await membersOf(node)).find(({ card }) => card === cardOf(n));

async function edit(n: number, name: string): Promise<void> {
  const { record = '', version = 0 } = (await one(commune, n)) ?? {};
  const absent = () => Promise.resolve(new Error('it is not there'));
  const where = { register: 'dang-vien', caller: system, record, version, scope: 'all' as const, absent };
  await editRecord(commune.context, { ...where, values: { birth_name: name } });
}

/** Stamps what was changed and marks what is due. */
async function settle(): Promise<void> {
  const { context } = commune;
  await sequenceChanges(context.db, context.clock.now());
  await using running = await startFollowers(context, [markDueFollower(context)]);
  await running.settled();
}

const signal = new AbortController().signal;
async function pull(more: Partial<Consumer> = {}): Promise<void> {
  await settle();
  const subscription = await findSubscription(centre.context.db, feed);
  const ends = feedsOf(centre.context);
  if (!ends || !subscription) throw new Error('a feed was expected');
  await pullFeed({ ...ends.consumer, ...more }, subscription, signal);
}

/** As an old backup has it: the first version of these stands again, and of the others nothing is known. */
async function lose(edited: readonly number[], made: readonly number[] = []): Promise<void> {
  const { db } = commune.context;
  for (const n of edited) {
    const card = cardOf(n);
    await db.run(sql`update data.party_member t set version = h.version, change_set = h.change_set, birth_name = h.birth_name
      from history.party_member h where t.card_no = ${card} and h.record_id = t.record_id`);
    await db.run(sql`delete from history.party_member where card_no = ${card}`);
  }
  await db.run(sql`delete from data.party_member where card_no = any(${made.map(cardOf)}::text[])`);
}

async function declare(since: Position | null = before): Promise<void> {
  const { context } = commune;
  await settle();
  const { epoch: endedEpoch } = await currentPosition(context.db);
  await context.db.transaction(async (tx) => {
    const lost = { endedEpoch, heldSize: 1, lostFrom: 2, lostTo: 3, note: 'n', witness: centre.name };
    const epoch = endedEpoch + 1;
    await insertLoss(tx, { epoch, ...lost, reason: 'a test', actor: 'a', since, declaredAt: context.clock.now() });
    await openEpoch(tx, epoch);
    await beginRecovery(context, tx, { epoch, since });
  });
}

/** Of the change log's epoch: versions made in it are above all of earlier ones. */
const epochOf = async () => (await currentPosition(commune.context.db)).epoch * 2 ** 32;
const metHere = async () =>
  (await metVersions(commune.context, anybody, system)).filter(({ fields }) =>
    fields.some(({ theirs }) => theirs !== null && theirs >= cardOf(0) && theirs <= cardOf(9)),
  );

const anybody = () => Promise.resolve({ allowed: true });

describe('after a declared loss', () => {
  it('rows that a consumer holds are fetched back, and it is given nothing before it was asked (8.4)', async () => {
    await edit(1, 'Later');
    await load([4], 'New');
    await pull();
    await lose([1], [4]);
    await declare();
    // The stream began anew, and its snapshot has no row 4: the consumer must not see it yet.
    const short = AbortSignal.timeout(1_500);
    const ends = feedsOf(centre.context);
    const subscription = await findSubscription(centre.context.db, feed);
    if (ends && subscription) await pullFeed(ends.consumer, subscription, short).catch(() => undefined);
    expect(await namesOf(centre)).toEqual(['Later', 'Before', 'Before', 'New']);
    expect(await fetchBackDue(commune.context)).toBe(1);
    expect((await readRecovery(commune.context, true)).losses[0]?.nodes).toMatchObject([
      { node: centre.name, state: 'done', restored: 2, known: 2, met: 0, refused: 0 },
    ]);
    expect(await namesOf(commune)).toEqual(['Later', 'Before', 'Before', 'New']);
    await pull();
    expect(await membersOf(centre)).toEqual(await membersOf(commune));
    // Asked again, by another process or after another loss: it changes nothing.
    const again = await heldRows(centre.context, commune.name, null);
    const bringing = { ...again, node: centre.name, since: before, lost: 9 };
    const done = await commune.context.db.transaction((tx) => takeBack(commune.context, tx, bringing));
    expect(done).toEqual({ restored: 0, known: again.lines.length, met: 0, refused: 0 });
  }, 120_000);

  it('the twin: where nobody is asked, the row is lost for good', async () => {
    await load([4], 'New');
    await pull();
    await lose([], [4]);
    await declare();
    await giveUpFetch(commune.context.db, centre.name, commune.context.clock.now());
    await pull();
    expect([await one(commune, 4), await one(centre, 4)]).toEqual([undefined, undefined]);
  }, 120_000);

  it('what was written between start and fence stands under a version above what others hold (8.5)', async () => {
    await edit(2, 'Lost');
    await pull();
    await lose([2]);
    await edit(2, 'Young');
    // The same number for other values: the number alone would tell nobody.
    expect((await one(commune, 2))?.version).toBe((await one(centre, 2))?.version);
    await declare();
    expect((await one(commune, 2))?.version).toBeGreaterThan(await epochOf());
    await fetchBackDue(commune.context);
    await pull();
    expect(await membersOf(centre)).toEqual(await membersOf(commune));
    const [met] = await metHere();
    expect(met).toMatchObject({ reason: 'both-changed', choice: null });
    expect(met?.fields.filter(({ differs }) => differs)).toMatchObject([{ ours: 'Young', theirs: 'Lost' }]);
  }, 120_000);

  it('the twin: without new versions the two go on under one number, and never meet', async () => {
    await edit(2, 'Lost');
    await pull();
    await lose([2]);
    await edit(2, 'Young');
    await declare(null);
    await giveUpFetch(commune.context.db, centre.name, commune.context.clock.now());
    await pull({ without: 'give-back' });
    const [here, there] = [await one(commune, 2), await one(centre, 2)];
    expect(here?.version).toBe(there?.version);
    expect((await one(commune, 2))?.version).toBeLessThan(await epochOf());
  }, 120_000);

  it('an edit made here meanwhile is never replaced by what is held; without the judgement it is: the twin', async () => {
    await edit(3, 'Lost');
    await edit(3, 'Lost again');
    await pull();
    const held = await heldRows(centre.context, commune.name, null);
    await commune.context.db.run(sql`delete from history.party_member where card_no = ${cardOf(3)}`);
    await commune.context.db.run(
      sql`update data.party_member set version = version - 1, birth_name = 'Young' where card_no = ${cardOf(3)}`,
    );
    const lines = held.lines.filter((line) => line.includes(cardOf(3)));
    const bringing = { ...held, lines, node: centre.name, since: before, lost: 9 };
    const take = (unjudged: boolean) =>
      commune.context.db.transaction((tx) => takeBack(commune.context, tx, { ...bringing, unjudged }));
    expect(await take(false)).toMatchObject({ restored: 0, met: 1 });
    expect((await one(commune, 3))?.name).toBe('Young');
    await take(true);
    expect((await one(commune, 3))?.name).toBe('Lost again');
  }, 120_000);
});

/** Everything that waits is sent; how many rows of this test were among it. */
async function sent(): Promise<number> {
  const { context } = centre;
  await sendParcels(context, [recoveryTravel]);
  const ours = await context.db.rows(sql`select 1 from exchange.parcel_out where kind = 'exchange.given-back'
    and payload ->> 'line' like ${`%${cardOf(1)}%`} and settled_at is not null and refused is null`);
  return ours.length;
}

describe('a snapshot that names an older version than is held (6.6)', () => {
  /** The consumer was not asked: what it holds and the snapshot names is all there is. */
  async function unasked(): Promise<void> {
    await edit(1, 'Later');
    await pull();
    await lose([1]);
  }

  it('makes the consumer give the newer one back, and the home stands above both', async () => {
    await unasked();
    await declare();
    await giveUpFetch(commune.context.db, centre.name, commune.context.clock.now());
    await pull();
    expect(await sent()).toBe(1);
    expect(await namesOf(commune)).toEqual(['Later', 'Before', 'Before']);
    expect((await one(commune, 1))?.version).toBeGreaterThan(await epochOf());
    await pull();
    expect(await membersOf(centre)).toEqual(await membersOf(commune));
  }, 120_000);

  it('the twin: a consumer that keeps quiet holds what nobody else does', async () => {
    await unasked();
    await declare();
    await giveUpFetch(commune.context.db, centre.name, commune.context.clock.now());
    await pull({ without: 'give-back' });
    expect(await sent()).toBe(0);
    expect([(await one(commune, 1))?.name, (await one(centre, 1))?.name]).toEqual(['Before', 'Later']);
  }, 120_000);

  it('puts nothing back by itself where no loss was declared: a person decides', async () => {
    await unasked();
    const { db } = commune.context;
    // Whatever the tests before declared.
    await db.run(sql`delete from exchange.fetch_back`);
    await db.run(sql`delete from exchange.declared_loss`);
    await db.run(
      sql`update exchange.stream set epoch = epoch + 1, size = 0, complete = '{}', kept = 0, opening = true`,
    );
    await pull();
    expect(await sent()).toBe(1);
    expect(await namesOf(commune)).toEqual(['Before', 'Before', 'Before']);
    expect(await metHere()).toMatchObject([{ reason: 'no-loss', choice: null }]);
  }, 120_000);
});

describe('what was answered before the provider came back (6.10)', () => {
  const cameBack = async (point: string) => {
    if (point === 'fetched') await comeBack(centre.context.db, commune.name);
  };

  it('is not applied any more, and is asked for again', async () => {
    await edit(1, 'Later');
    await pull({ at: cameBack });
    expect(await namesOf(centre)).toEqual(['Before', 'Before', 'Before']);
    await pull();
    expect(await namesOf(centre)).toEqual(['Later', 'Before', 'Before']);
  }, 120_000);

  it('the twin: without it the answer of an earlier life is taken', async () => {
    await edit(1, 'Later');
    await pull({ at: cameBack, without: 'lives' });
    expect(await namesOf(centre)).toEqual(['Later', 'Before', 'Before']);
  }, 120_000);

  it('is told by the node itself when it asks how far it was seen, and by nobody else', async () => {
    const { db } = centre.context;
    const life = await lifeOf(db, commune.name);
    await fetch(`${centre.address}/exchange/v1/witness/logs/${commune.name}`);
    expect(await lifeOf(db, commune.name)).toBe(life);
    const { guardOwnNode } = await import('../guard-own-node.ts');
    await guardOwnNode(commune.context, { passing: false });
    expect(await lifeOf(db, commune.name)).toBe(life + 1);
  }, 120_000);
});
