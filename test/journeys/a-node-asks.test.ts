/** A commune's node asks the population authority's: as its own key, for its own body, through keys that change. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinedNodes, type JoinedNodes } from '../harness/federation.ts';
import { ending } from '../harness/story.ts';
import { revokeKey, rotateKey } from '../../src/exchange/nodes/change-own.ts';
import { listFlows } from '../../src/exchange/nodes/nodes-contract.ts';
import { ownKeys } from '../../src/exchange/nodes/own-keys.ts';
import { lookup } from '../../src/exchange/served/contract.ts';
import { nodeSigner, voucherFetch } from '../../src/exchange/vouchers/index.ts';
import { changeAgreement } from '../../src/governance/contract.ts';
import { call } from '../../src/platform/http/call.ts';
import { sql } from '../../src/platform/db/sql.ts';
import { checkRemote } from '../../src/registers/check-remote.ts';
import { lookupPerson } from '../../src/registers/contract.ts';
import { beginPrefill } from '../../src/registers/prefill-contract.ts';

const by = { account: 'system', body: null, rule: 'governance/node-itself' };
let nodes: JoinedNodes<'centre' | 'commune' | 'population'>;
let person: { key: string; name: string };
beforeAll(async () => {
  nodes = await joinedNodes({
    nodes: {
      centre: { bodies: [], profile: 'vn-federation-centre' },
      commune: { bodies: ['99108'], parent: 'centre', profile: 'vn-federation-ben-soi' },
      population: { bodies: ['DC'], parent: 'centre', profile: 'vn-population-sim' },
    },
    withStory: true,
  });
  await nodes.tend();
  const [row] = await nodes.all.population.context.db.rows<{ key: string; name: string }>(
    sql`select person_id as key, birth_name as name from data.person order by person_id limit 1`,
  );
  if (!row) throw new Error('nobody lives there');
  person = row;
}, 300_000);
afterAll(() => nodes[Symbol.asyncDispose]());

describe('a node’s own key', () => {
  /** As the commune’s node, with one of its keys. */
  const ask = (consumer: string, place = 0) => {
    const { commune, population } = nodes.all;
    const key = ownKeys(commune.context)[place];
    if (!key) throw new Error('the commune has no such key');
    const options = { keys: nodeSigner(key), clock: commune.context.clock, address: population.address };
    const send = voucherFetch({ ...options, agreement: 'DC-01', purpose: 'dien-san', consumer });
    return call(send, lookup, { params: { register: 'dan-cu' }, body: { key: [person.key] } });
  };
  const ruleOf = async (work: Promise<unknown>) =>
    ((await ending(work)).problem as unknown as { decision?: { rule: string } }).decision?.rule;

  it('asks for a body whose home it is, and for no other', async () => {
    expect((await ask('99108')).values).toMatchObject({ person_id: person.key, birth_name: person.name });
    expect(await ruleOf(ask('99101'))).toBe('exchange/not-for-body');
    // Twin: the agreement is there for that body too; it is the home that is not the commune’s.
    const grants = await nodes.all.population.context.db.rows(
      sql`select 1 from governance.consumer_grant g join bodies.body b on b.id = g.consumer
        where g.agreement = 'DC-01' and b.code = '99101' and g.state = 'active'`,
    );
    expect(grants).toHaveLength(1);
  });
  it('is rotated in between: the next key asks at once, and the old one until it is revoked', async () => {
    const { commune, population } = nodes.all;
    const [old] = ownKeys(commune.context).map(({ id }) => id);
    await rotateKey(commune.context, by);
    await nodes.tend();
    const places = ownKeys(commune.context).map(({ id }) => id);
    expect(places).toHaveLength(2);
    const [was, next] = [places.indexOf(old ?? ''), places.findIndex((id) => id !== old)];
    expect((await ask('99108', next)).values).toMatchObject({ birth_name: person.name });
    expect((await ask('99108', was)).values).toMatchObject({ birth_name: person.name });
    await revokeKey(commune.context, commune.name, old ?? '', by);
    await nodes.tend();
    // What another process remembers of a key is old after a tenth of a second.
    await expect.poll(() => ruleOf(ask('99108', was))).toBe('exchange/key-revoked');
    expect((await ask('99108', next)).values).toMatchObject({ birth_name: person.name });
    const counted = await population.context.db.rows<{ used: number }>(
      sql`select used from governance.grant_use where agreement = 'DC-01'`,
    );
    expect(counted).toEqual([{ used: 4 }]);
  });
});

describe('the entry form’s look-up', () => {
  const lookUp = async (key = person.key) => {
    const officer = await nodes.all.commune.enter('phuong');
    return call(officer.send, lookupPerson, { params: { register: 'dan-cu' }, query: { key, into: 'dang-vien' } });
  };
  const usedAt = async (node: 'commune' | 'population', agreement: string) => {
    const [row] = await nodes.all[node].context.db.rows<{ used: number }>(
      sql`select coalesce(sum(used), 0)::int as used from governance.grant_use where agreement = ${agreement}`,
    );
    return row?.used;
  };
  const noted = async (node: 'commune' | 'population', action: string) =>
    (await nodes.all[node].context.db.rows(sql`select 1 from platform.audit_entry where action = ${action}`)).length;

  it('is answered by the node that keeps the register: nothing of it is kept in the commune', async () => {
    const here = await nodes.all.commune.context.db.rows(sql`select 1 from data.person`);
    expect(here).toHaveLength(0);
    const before = await usedAt('population', 'DC-01');
    const notedHere = await noted('commune', 'registers.lookup');
    const answer = await lookUp();
    expect(answer.values).toMatchObject({ birth_name: person.name });
    expect(await usedAt('population', 'DC-01')).toBe((before ?? 0) + 1);
    expect(await usedAt('commune', 'TT-01')).toBe(1);
    // Written down in order, a moment after.
    await expect.poll(() => noted('commune', 'registers.lookup')).toBe(notedHere + 1);
    await expect.poll(() => noted('population', 'exchange.lookup')).toBe(await usedAt('population', 'DC-01'));
    expect((await ending(lookUp('099000000000'))).problem['type']).toContain('not-held');
  });
  it('is a flow on the page of both nodes', async () => {
    const { commune, population } = nodes.all;
    const at = async (node: typeof commune, name: string) =>
      (await call((await node.enter(name)).send, listFlows, {})).flows.find(
        ({ way, agreement }) => way === 'lookup' && agreement === 'DC-01',
      );
    const ends = { way: 'lookup', from: population.name, to: commune.name, agreement: 'DC-01', state: 'flowing' };
    expect(await at(commune, 'quantri-99108')).toMatchObject({ ...ends, rows: 2, consumer: { code: '99108' } });
    expect(await at(population, 'chuquan-dancu')).toMatchObject({ ...ends, register: { name: 'dan-cu' } });
  });
  it('says so when nobody answers, and when the agreement is over', async () => {
    const { population } = nodes.all;
    population.away(true);
    const silent = await ending(lookUp());
    expect(silent).toMatchObject({ status: 503 });
    expect(silent.problem['type']).toContain('source-silent');
    population.away(false);
    expect((await lookUp()).values).toMatchObject({ birth_name: person.name });
    const manager = await population.enter('chuquan-dancu');
    const params = { agreement: 'DC-01' };
    await call(manager.send, changeAgreement, { params, body: { state: 'suspended', consumer: '99108' } });
    const refused = await ending(lookUp());
    expect(refused.problem).toMatchObject({ decision: { rule: 'governance/agreement-suspended' } });
    await call(manager.send, changeAgreement, { params, body: { state: 'active', consumer: '99108' } });
  });
});

describe('a list of IDs', () => {
  const people = async () => {
    const rows = await nodes.all.population.context.db.rows<{ key: string }>(
      sql`select person_id as key from data.person order by person_id limit 3`,
    );
    return rows.map(({ key }) => key);
  };
  const ABSENT = '099000000000';
  const prefill = async (ids: readonly string[]) =>
    call((await nodes.all.commune.enter('phuong')).send, beginPrefill, {
      params: { register: 'dang-vien' },
      query: { body: '99108', fileName: 'ids.csv' },
      upload: { content: Buffer.from(`ID\n${ids.join('\n')}\n`), type: 'text/csv' },
    });
  const used = async (node: 'commune' | 'population', agreement: string) => {
    const [row] = await nodes.all[node].context.db.rows<{ used: number }>(
      sql`select coalesce(sum(used), 0)::int as used from governance.grant_use where agreement = ${agreement}`,
    );
    return row?.used ?? 0;
  };
  /** Known to every reader of the agreement from then on. */
  const quotaThere = async (quota: number | null) => {
    const { db } = nodes.all.population.context;
    await db.run(sql`update governance.agreement set quota = ${quota} where code = 'DC-01'`);
    await db.run(sql`update governance.head set edition = edition + 1`);
    await new Promise((done) => setTimeout(done, 150));
  };

  it('is filled in by the node that keeps the register, locked, and counted at both', async () => {
    const ids = await people();
    // The far agreement may have come here by now, and then it is the one that the reads are counted on.
    const usedHere = async () => (await used('commune', 'TT-01')) + (await used('commune', 'DC-01'));
    const [here, there] = [await usedHere(), await used('population', 'DC-01')];
    const view = await prefill([...ids, ABSENT]);
    expect(view).toMatchObject({ reached: true, asked: 4, reasons: { 'not-held': 1 } });
    expect(view.found).toBeGreaterThanOrEqual(3);
    expect(view.locked.map(({ field }) => field)).toContain('birth_name');
    expect(view.cells.known).toBeGreaterThan(0);
    expect(await usedHere()).toBeGreaterThanOrEqual(here + 4);
    expect(await used('population', 'DC-01')).toBe(there + 4);
    expect(await nodes.all.commune.context.db.rows(sql`select 1 from data.person`)).toEqual([]);
  });
  it('says whom the far quota leaves out, and reads nobody beyond it', async () => {
    const ids = await people();
    const there = await used('population', 'DC-01');
    await quotaThere(there + 2);
    const view = await prefill(ids);
    expect(view).toMatchObject({ reached: true, asked: 3, reasons: { 'over-quota': 1 } });
    expect(await used('population', 'DC-01')).toBe(there + 2);
    await quotaThere(null);
    // Twin: without it all of them are answered.
    expect((await prefill(ids)).reasons).not.toHaveProperty('over-quota');
  });
  it('comes back with nothing filled in while nobody answers', async () => {
    const { population } = nodes.all;
    population.away(true);
    const view = await prefill(await people());
    population.away(false);
    expect(view).toMatchObject({ reached: false, asked: 3, reasons: { 'not-asked': 3 } });
  });
});

describe('records of the commune', () => {
  const standing = () =>
    nodes.all.commune.context.db.rows<{ standing: string; n: number }>(
      sql`select standing, count(*)::int as n from registers.verification group by standing order by standing`,
    );
  const owed = async () => (await nodes.all.commune.context.db.rows(sql`select 1 from registers.owed_check`)).length;
  it('are held against it by themselves, as soon as it answers', { timeout: 300_000 }, async () => {
    const { commune, population } = nodes.all;
    await commune.running?.settled();
    const [{ n } = { n: 0 }] = await commune.context.db.rows<{ n: number }>(
      sql`select count(*)::int as n from data.party_member`,
    );
    expect(n).toBeGreaterThan(100);
    await expect.poll(owed, { timeout: 240_000, interval: 500 }).toBe(0);
    const judged = new Map((await standing()).map((one) => [one.standing, one.n]));
    expect([...judged.values()].reduce((sum, one) => sum + one, 0)).toBe(n);
    expect(judged.get('verified')).toBeGreaterThan(n / 2);
    const [used] = await population.context.db.rows<{ used: number }>(
      sql`select sum(used)::int as used from governance.grant_use where agreement = 'DC-03'`,
    );
    expect(used?.used).toBeGreaterThan(n / 2);
  });
  it('wait as they were entered while nobody answers', { timeout: 120_000 }, async () => {
    const { commune, population } = nodes.all;
    const before = await standing();
    population.away(true);
    await commune.context.db.script(`
      insert into registers.owed_check (register, record_id)
        select 'dang-vien', record_id from registers.verification where standing = 'verified' limit 50;
      delete from registers.verification where record_id in (select record_id from registers.owed_check)`);
    expect(await checkRemote(commune.context)).toBe(0);
    expect(await owed()).toBe(50);
    const waiting = await standing();
    population.away(false);
    await expect.poll(owed, { timeout: 60_000, interval: 500 }).toBe(0);
    expect(await standing()).toEqual(before);
    expect(waiting).not.toEqual(before);
  });
});
