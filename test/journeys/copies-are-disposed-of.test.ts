/**
 * What a commune disposes of had been fed to the centre: an order goes there, waits while it is away, and is carried out in
 * two steps but for what a hold of the centre keeps; the commune holds the proof. Forged orders and answers do nothing.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinedNodes, type JoinedNode, type JoinedNodes } from '../harness/federation.ts';
import { findBody } from '../../src/bodies/index.ts';
import { receiveParcels } from '../../src/exchange/delivery/receive-parcels.ts';
import { sendParcels } from '../../src/exchange/delivery/send-parcels.ts';
import { subscribe } from '../../src/exchange/feeds/change-feeds.ts';
import { feedsOf } from '../../src/exchange/feeds/index.ts';
import { pullOne } from '../../src/exchange/feeds/pull-due.ts';
import { findSubscription } from '../../src/exchange/feeds/store/consumed.ts';
import { exchangeRoom } from '../../src/exchange/room.ts';
import { decideDisposal } from '../../src/governance/lifecycle/disposals.ts';
import { placeHold } from '../../src/governance/lifecycle/place-hold.ts';
import { setTerm } from '../../src/governance/lifecycle/terms.ts';
import {
  disposalItems,
  disposalOfOrder,
  findOrder,
  findReceived,
  listOrders,
  listReceived,
} from '../../src/governance/index.ts';
import { system } from '../../src/platform/caller.ts';
import { dayOf, fixedClock } from '../../src/platform/clock.ts';
import { sql } from '../../src/platform/db/sql.ts';
import { ledgerOf } from '../../src/platform/ledger/index.ts';
import { addDays } from '../../src/platform/relative-day.ts';
import type { Arriving, Parcel } from '../../src/platform/travel.ts';
import { loadRows, proposeDue } from '../../src/records/index.ts';
import { executeDisposal } from '../../src/records/retention/execute.ts';
import { answerOrder } from '../../src/records/retention/orders/answer-order.ts';
import { remindLate, remindOrder, sayDone } from '../../src/records/retention/orders/carry-out.ts';
import { takeAnswer } from '../../src/records/retention/orders/take-answer.ts';
import { takeOrder } from '../../src/records/retention/orders/take-order.ts';
import { ANSWERED, ORDERED, type Answered, type Ordered } from '../../src/records/retention/orders/told.ts';
import { orderTravel } from '../../src/records/retention/orders/travel.ts';

const keepings = exchangeRoom.keeping ? [exchangeRoom.keeping] : [];
const travels = [orderTravel(() => keepings)];
const by = (account: string, body: number | null = null) => ({ account, body, rule: 'test' });
const FIELDS = ['card_no', 'birth_name', 'birth_date', 'sex', 'branch', 'admission_date', 'member_status'];

let nodes: JoinedNodes<'centre' | 'commune'>;
let feed: number;
beforeAll(async () => {
  nodes = await joinedNodes({
    nodes: { centre: { bodies: [] }, commune: { bodies: ['99108'], parent: 'centre' } },
    profile: 'vn-federation',
  });
  const { centre, commune } = nodes.all;
  await load(commune, '99108', { numbers: [1, 2, 3], admitted: '2001-02-03' });
  await load(commune, '99108', { numbers: [4], admitted: '2025-02-03' });
  const asked = { agreement: 'LT-01', purpose: 'doi-chieu-ho-so', consumer: 'TW' };
  feed = (await subscribe(centre.context, { origin: commune.name, ...asked }, system)).id;
  await pull();
  await pull();
}, 600_000);
afterAll(() => nodes[Symbol.asyncDispose]());

async function load(
  { context }: JoinedNode,
  home: string,
  { numbers, admitted }: { readonly numbers: readonly number[]; readonly admitted: string },
): Promise<void> {
  const body = await findBody(context.db, home);
  async function* rows() {
    await Promise.resolve();
    yield numbers.map((n) => ({
      number: n + 1,
      cells: [
        `099${String(n).padStart(9, '0')}`,
        'Nguyễn Văn A',
        '1980-03-17',
        'NU',
        `${home}-A1`,
        admitted,
        'CHINH_THUC',
      ],
    }));
  }
  const columns = FIELDS.map((field, column) => ({ column, header: field, field }));
  const into = { register: 'dang-vien', body: body?.id ?? 0, caller: system, columns, rows: rows() };
  expect((await loadRows(context, into)).wrong).toBe(0);
}

async function pull(): Promise<void> {
  const { centre, commune } = nodes.all;
  await commune.running?.settled();
  const ends = feedsOf(centre.context);
  const subscription = await findSubscription(centre.context.db, feed);
  if (!ends || !subscription) throw new Error('a feed was expected');
  await pullOne(ends.consumer, subscription, new AbortController().signal);
  await centre.running?.settled();
}

async function carry(): Promise<void> {
  const { centre, commune } = nodes.all;
  for (const node of [commune, centre, commune]) {
    await node.running?.settled();
    await sendParcels(node.context, travels);
  }
  for (const node of [commune, centre]) await node.running?.settled();
}

/** Last digits of the cards of which there is any version. The node pulls its feed by itself: what stands is the feed's to say. */
const cards = async ({ context }: JoinedNode) =>
  (
    await context.db.rows<{ n: string }>(
      sql`select right(card_no, 1) as n from data.party_member where card_no like '09900000000%'
        union select right(card_no, 1) from history.party_member where card_no like '09900000000%' order by 1`,
    )
  ).map(({ n }) => n);
const recordOf = async ({ context }: JoinedNode, n: number) =>
  (
    await context.db.rows<{ id: string }>(
      sql`select record_id::text as id from data.party_member where card_no = ${`099${String(n).padStart(9, '0')}`}`,
    )
  )[0]?.id ?? '';
const everRecordOf = async ({ context }: JoinedNode, n: number) =>
  (
    await context.db.rows<{ id: string }>(
      sql`select record_id::text as id from data.party_member where card_no = ${`099${String(n).padStart(9, '0')}`}
        union select record_id::text from history.party_member where card_no = ${`099${String(n).padStart(9, '0')}`}`,
    )
  )[0]?.id ?? '';
const bodyAt = async ({ context }: JoinedNode, code: string) => (await findBody(context.db, code))?.id ?? 0;
const owed = async ({ context }: JoinedNode, kind: string) =>
  (
    await context.db.rows<{ post: string }>(
      sql`select post from platform.work_item where kind = ${kind} and state = 'open' order by post`,
    )
  ).map(({ post }) => post);

/** Due, proposed, approved, marked as gone: what the commune's data manager does. */
async function disposeOf({ context }: JoinedNode): Promise<string> {
  const term = { days: 7300, from: 'admission_date', basis: 'thoi-han-de-xuat' } as const;
  await setTerm(context, { register: 'dang-vien', term, reason: 'x' }, by('office'), { holds: true });
  const id = await proposeDue(context, { register: 'dang-vien', what: 'records' }, by('steward'));
  await decideDisposal(context, { id, allowed: true }, by('manager'));
  expect((await executeDisposal(context, id, keepings)).state).toBe('marked');
  return id;
}

it('orders whoever was fed to dispose of it too; the order waits while the other node is away', async () => {
  const { centre, commune } = nodes.all;
  expect(await cards(centre)).toEqual(['1', '2', '3', '4']);
  centre.away(true);
  const id = await disposeOf(commune);
  const [order, ...others] = await listOrders(commune.context.db, { disposal: id });
  expect(others).toEqual([]);
  expect(order).toMatchObject({
    way: 'feed',
    agreement: 'LT-01',
    state: 'sent',
    consumer: await bodyAt(commune, 'TW'),
  });
  expect(order?.records).toHaveLength(3);
  await carry();
  expect(await listReceived(centre.context.db)).toEqual([]);
  centre.away(false);
  await commune.context.db.run(sql`update exchange.parcel_out set try_after = null`);
  await carry();
  const [received] = await listReceived(centre.context.db);
  expect(received).toMatchObject({ id: order?.id, origin: commune.name, held: 3, state: 'received' });
  expect(await owed(centre, 'records.answer-order')).toHaveLength(1);
  // Nothing goes before somebody has decided.
  expect(await cards(centre)).toEqual(['1', '2', '3', '4']);
}, 120_000);

it('is carried out in two steps, but for what a hold keeps; the home holds the proof', async () => {
  const { centre, commune } = nodes.all;
  const { context } = centre;
  const [received] = await listReceived(context.db);
  const order = received?.id ?? '';
  const tw = await bodyAt(centre, 'TW');
  const answer = (given: object) => answerOrder(context, { order, carryOut: true, ...given }, by('leader', tw));
  await expect(answer({})).rejects.toMatchObject({ kind: { slug: 'order-unsound' }, extras: { field: 'statement' } });
  await expect(answer({ carryOut: false, reason: 'No' })).rejects.toMatchObject({ extras: { field: 'basis' } });
  const reviewOn = addDays(dayOf(context.clock.now(), context.profile.timeZone), 30);
  const hold = {
    register: 'dang-vien',
    record: await everRecordOf(centre, 3),
    reason: 'x',
    basis: 'tam-dung-huy',
    reviewOn,
  };
  await placeHold(context, hold, by('office'));
  // First refused, on the hold's law: the home sees why. Then carried out after all.
  await answer({ carryOut: false, reason: 'An inspection', basis: 'tam-dung-huy' });
  await carry();
  const atHome = () => findOrder(commune.context.db, order);
  expect(await atHome()).toMatchObject({ state: 'refused', reason: 'An inspection', basis: { code: 'tam-dung-huy' } });
  await answer({ statement: 'Printed lists were shredded' });
  await expect(answer({ statement: 'x' })).rejects.toMatchObject({ kind: { slug: 'order-moved-on' } });
  const local = await disposalOfOrder(context.db, order);
  const goOn = () => executeDisposal(context, local?.id ?? '', keepings, { backups: true });
  // Where the hold is not asked, the held one would go too.
  const would = context.db.transaction(async (tx) => {
    await executeDisposal({ ...context, db: tx as typeof context.db }, local?.id ?? '', [], { holds: true });
    throw new Error(`${String((await disposalItems(tx, local?.id ?? '')).length)} go`);
  });
  await expect(would).rejects.toThrow('3 go');
  await goOn();
  await centre.running?.settled();
  // Whoever follows has passed the mark a moment later.
  await expect.poll(goOn).toEqual({ state: 'destroyed', waitsFor: [] });
  expect(await cards(centre)).toEqual(['3', '4']);
  await ledgerOf(context.audit).settled();
  const accepted = await findReceived(context.db, order);
  expect(accepted && (await sayDone(context, accepted))).toBe(true);
  await carry();
  expect(await atHome()).toMatchObject({
    ...{ state: 'done', outcome: 'destroyed', counts: { destroyed: 2, kept: 1, versions: 2 } },
    ...{ statement: 'Printed lists were shredded', proof: { register: 'dang-vien' } },
  });
  // What the feed brings afterwards is its own "gone": the held row leaves the register and stays in history.
  await pull();
  expect(await cards(centre)).toEqual(['3', '4']);
  expect(await recordOf(centre, 3)).toBe('');
}, 120_000);

const ordered = (change: Partial<Ordered> = {}): Ordered => ({
  ...{ order: randomUUID(), disposal: randomUUID(), register: 'dang-vien', agreement: 'LT-01', way: 'feed' },
  term: { years: 5, from: 'ended', basis: 'thoi-han-de-xuat' },
  basis: { code: 'thoi-han-de-xuat', names: { en: 'x' }, citation: null },
  ...{ records: [randomUUID()], due: '2026-12-31', reminded: 0 },
  ...change,
});

it('takes no order about rows of others, without a grant, or in the place of another; one for rows it never had says so', async () => {
  const { centre, commune } = nodes.all;
  const { context } = centre;
  await load(centre, '97', { numbers: [9], admitted: '2001-02-03' });
  const own = await recordOf(centre, 9);
  const bring = async (payload: Ordered) => {
    const parcel = { id: randomUUID(), kind: ORDERED, from: '99108', to: 'TW', subject: 'x', payload };
    return (await receiveParcels(context, travels, { origin: commune.name, parcels: [parcel] }))[0]?.refused;
  };
  expect(await bring(ordered({ records: [own] }))).toBe('not-yours-to-say');
  expect(await bring(ordered({ agreement: 'LT-02' }))).toBe('no-grant');
  expect(await bring({ ...ordered(), records: ['x'] })).toBe('unreadable');
  const never = ordered();
  expect(await bring(never)).toBe(null);
  // The twins: without these rules they would be taken.
  const parcel: Parcel = { id: 'x', kind: ORDERED, from: '99108', to: 'TW', subject: 'x', payload: null };
  const [to, from] = [await bodyAt(centre, 'TW'), await bodyAt(centre, '99108')];
  const arriving: Arriving = { parcel, to, from, origin: commune.name, isTheirs: (code) => code === '99108' };
  const taken = (told: Ordered, off: Parameters<typeof takeOrder>[3]['off'], more: Partial<Arriving> = {}) =>
    context.db
      .transaction(async (tx) => {
        const judged = await takeOrder(context, tx, { ...arriving, ...more }, { told, ...(off && { off }) });
        throw new Error(judged.taken === false ? judged.reason : String(judged.taken));
      })
      .catch((error: unknown) => (error as Error).message);
  expect(await taken(ordered({ records: [own] }), ['home'])).toBe('true');
  expect(await taken(ordered({ agreement: 'LT-02' }), ['grant'])).toBe('true');
  expect(await taken(never, [], { origin: 'node-other.artery' })).toBe('code-taken');
  expect(await taken(never, ['origin'], { origin: 'node-other.artery' })).toBe('true');
  expect(await findReceived(context.db, never.order)).toMatchObject({ held: 0 });
  await answerOrder(context, { order: never.order, carryOut: true, statement: 'Nothing of it here' }, by('leader', to));
  expect(await findReceived(context.db, never.order)).toMatchObject({ state: 'done', outcome: 'none', proof: null });
  expect(await recordOf(centre, 9)).toBe(own);
}, 120_000);

it('takes no answer from others, and no proof of something else; what is late is said once, and told again once a day', async () => {
  const { centre, commune } = nodes.all;
  const { context } = commune;
  const [done] = await listOrders(context.db);
  const tw = await bodyAt(commune, 'TW');
  await context.db.run(sql`update governance.disposal_order set state = 'sent', outcome = null, answered_at = null`);
  const honest: Answered = {
    ...{ order: done?.id ?? '', outcome: 'destroyed', counts: { destroyed: 2 }, reason: null, basis: null },
    ...{ statement: 'x', at: '2026-12-01T00:00:00Z', proof: done?.proof as Answered['proof'] },
  };
  const bring = async (payload: Answered) => {
    const parcel = { id: randomUUID(), kind: ANSWERED, from: 'TW', to: '99108', subject: 'x', payload };
    return (await receiveParcels(context, travels, { origin: centre.name, parcels: [parcel] }))[0]?.refused;
  };
  const altered = structuredClone(honest);
  altered.proof?.entries[0]?.ids.pop();
  expect(await bring({ ...honest, order: randomUUID() })).toBe('unknown-order');
  expect(await bring(altered)).toBe('proof-fails');
  expect(await bring({ ...honest, counts: { destroyed: 3 } })).toBe('proof-fails');
  expect(await bring({ ...honest, outcome: 'refused', proof: null })).toBe('reason-missing');
  const parcel: Parcel = { id: 'x', kind: ANSWERED, from: 'TW', to: '99108', subject: 'x', payload: null };
  const to = await bodyAt(commune, '99108');
  const arriving: Arriving = { parcel, to, from: tw, origin: centre.name, isTheirs: (code) => code === 'TW' };
  const taken = (answer: Answered, off: Parameters<typeof takeAnswer>[3]['off'], more: Partial<Arriving> = {}) =>
    context.db
      .transaction(async (tx) => {
        const judged = await takeAnswer(
          context,
          tx,
          { ...arriving, ...more },
          { told: answer, keepings, ...(off && { off }) },
        );
        throw new Error(judged.taken === false ? judged.reason : String(judged.taken));
      })
      .catch((error: unknown) => (error as Error).message);
  expect(await taken(honest, [], { from: to })).toBe('unknown-order');
  expect(await taken(honest, ['consumer'], { from: to })).toBe('true');
  expect(await taken(altered, ['proof'])).toBe('true');
  expect(await taken(honest, [], { origin: commune.name })).toBe('other-key');
  expect(await taken(honest, ['key'], { origin: commune.name })).toBe('true');

  const later = { ...context, clock: fixedClock(`${addDays(done?.dueOn ?? '', 3)}T03:00:00Z`) };
  expect(await remindLate(later)).toBe(1);
  expect(await remindLate(later)).toBe(1);
  expect(await findOrder(context.db, done?.id ?? '')).toMatchObject({ reminded: 1 });
  expect(await owed(commune, 'records.order-late')).toEqual(['data-manager']);
  await expect(remindOrder(later, done?.id ?? '', by('x'))).rejects.toMatchObject({
    kind: { slug: 'order-reminded-today' },
  });
  expect(await bring(honest)).toBe(null);
  expect(await owed(commune, 'records.order-late')).toEqual([]);
}, 120_000);
