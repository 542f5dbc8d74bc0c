import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { passingFolder } from '../../../test/harness/folders.ts';
import { testDatabase } from '../../../test/harness/database.ts';
import { officer, type TestServer, testServer } from '../../../test/harness/server.ts';
import type { Caller } from '../caller.ts';
import { fixedClock } from '../clock.ts';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { call } from '../http/call.ts';
import { newId } from '../ids.ts';
import type { Profile } from '../profile.ts';
import type { AuditEntry, Ledger } from './audit.ts';
import { openCheckpoint, parseVerifierKey } from './checkpoint.ts';
import * as contract from './contract.ts';
import { ledgerRoom, openAudit, openKeys } from './index.ts';
import { leafHash, verifyInclusion } from './merkle.ts';

const db = await testDatabase();
const clock = fixedClock('2026-10-01T02:00:00Z');
const profile = { timeZone: 'Asia/Ho_Chi_Minh' } as Profile;
let ledger: Ledger;
let running: TestServer;

const compliance: Caller = { ...officer, account: newId(), body: 900, roles: ['compliance'] };
const leader: Caller = { ...officer, account: newId(), body: 10, roles: ['leader'] };
const office: Caller = { ...officer, account: newId(), body: 10, roles: ['data-office'] };
const mine: Caller = { ...officer, account: newId(), body: 11, roles: ['officer'] };
const record = newId();

beforeAll(async () => {
  ledger = await openAudit(db, clock, openKeys(passingFolder('artery-routes-')));
  running = await testServer({
    // Leaders read details of their own tree, here bodies 10 to 19; compliance reads everything.
    authorize: (caller, permission, about) => {
      const inTree = typeof about.body === 'number' && Math.floor(about.body / 10) === 1;
      const allowed = permission !== 'ledger.read-detail' || caller === compliance || (caller === leader && inTree);
      return Promise.resolve({ allowed, rule: 'governance/post', facts: {} });
    },
    identify: () => Promise.resolve(who),
  });
  const room = ledgerRoom({
    visibleBodies: (caller) =>
      Promise.resolve(caller === compliance ? 'all' : caller === leader || caller === office ? [10, 11] : []),
  });
  room.routes?.(running.server, { db, clock, audit: ledger, profile } as unknown as Context);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await ledger[Symbol.asyncDispose]();
});

let who: Caller = compliance;
let ids: string[] = [];
const write = async (entry: Partial<AuditEntry>) =>
  ledger.append({
    action: 'records.read',
    actor: mine.account,
    body: 11,
    subject: 'party_member',
    allowed: true,
    rule: 'r/x',
    ...entry,
  });
beforeEach(async () => {
  // The sequencer's own lock comes first: it must not be on its way through these tables.
  await db.script(`select position from platform.log_head where log = 'audit' for update;
    set session_replication_role = replica;
    truncate platform.audit_entry, platform.audit_pending, platform.audit_record, platform.audit_tile,
      platform.audit_checkpoint; update platform.log_head set position = 0 where log = 'audit';
    set session_replication_role = origin`);
  clock.set('2026-09-30T16:59:00Z'); // 23:59 of 30 September in Viet Nam
  ids = [await write({ detail: { query: 'nguyen' }, records: [record] })];
  clock.set('2026-09-30T17:01:00Z'); // 0:01 of 1 October
  ids.push(await write({ body: 20, actor: 'other', action: 'records.load', detail: 'secret of 20' }));
  ids.push(await write({ body: 10, actor: 'other', allowed: false, detail: 'detail of 10' }));
  await ledger.settled();
});
const list = (query: object = {}) => call(running.send, contract.listEntries, { query });
const listed = async (query: object = {}) =>
  (await list(query)).items.map((item) => ids.indexOf(item.id)).filter((i) => i >= 0);

describe('the list', () => {
  it('shows compliance everything, a leader his tree, anybody his own acts', async () => {
    who = compliance;
    expect(await listed()).toEqual([2, 1, 0]);
    who = leader;
    expect(await listed()).toEqual([2, 0]);
    who = mine;
    expect(await listed()).toEqual([0]);
    who = { ...mine, account: newId() };
    expect(await listed()).toEqual([]);
  });

  it('can be narrowed', async () => {
    who = compliance;
    expect(await listed({ action: 'records.load' })).toEqual([1]);
    expect(await listed({ action: 'records.' })).toEqual([2, 1, 0]);
    expect(await listed({ actor: mine.account })).toEqual([0]);
    expect(await listed({ body: 10 })).toEqual([2]);
    expect(await listed({ allowed: false })).toEqual([2]);
    expect(await listed({ allowed: true })).toEqual([1, 0]);
    expect(await listed({ subject: 'party_member' })).toEqual([2, 1, 0]);
    expect(await listed({ record })).toEqual([0]);
  });

  it('takes a day as the time zone has it, the last one whole', async () => {
    who = compliance;
    expect(await listed({ to: '2026-09-30' })).toEqual([0]);
    expect(await listed({ from: '2026-10-01', to: '2026-10-01' })).toEqual([2, 1]);
    expect(await listed({ from: '2026-09-30T17:01:00Z' })).toEqual([2, 1]);
    await expect(list({ from: 'yesterday' })).rejects.toMatchObject({ status: 400 });
  });

  it('comes in pages', async () => {
    who = compliance;
    const query = { action: 'records.', limit: 2 };
    const first = await list(query);
    expect(first.items.map((item) => item.id)).toEqual([ids[2], ids[1]]);
    const second = await list({ ...query, cursor: first.next });
    expect(second.items.map((item) => item.id)).toEqual([ids[0]]);
    expect(second.next).toBeUndefined();
    await expect(list({ cursor: 'x' })).rejects.toMatchObject({ status: 400 });
  });

  it('names the account where there is one', async () => {
    await db.run(sql`insert into identity.account (id, name, folded, display_name, kind, created_at)
      values (${mine.account}, 'o', 'o', 'The Officer', 'person', now()) on conflict do nothing`);
    who = compliance;
    expect((await list({ actor: mine.account })).items[0]).toMatchObject({ actorName: 'The Officer', records: 1 });
    expect((await list({ actor: 'other' })).items[0]).toMatchObject({ actorName: null });
  });

  it('is read under the eyes of the log, and what was asked stands in the detail only', async () => {
    who = compliance;
    await list({ actor: mine.account });
    await ledger.settled();
    const [row] = await db.rows<{ id: string; leaf: string }>(
      sql`select id, leaf from platform.audit_entry where action = 'ledger.list-entries' order by position desc limit 1`,
    );
    expect(row?.leaf).toContain(compliance.account);
    expect(row?.leaf).not.toContain(mine.account);
    expect(await ledger.readDetail(row!.id)).toMatchObject({ value: { detail: { filter: { actor: mine.account } } } });
  });
});

describe('one entry', () => {
  const get = (i: number) => call(running.send, contract.getEntry, { params: { entry: ids[i]! } });

  it('shows its detail to those entitled, and only that there is one to others', async () => {
    who = compliance;
    expect(await get(1)).toMatchObject({ detail: { state: 'readable', value: { detail: 'secret of 20' } } });
    who = leader;
    expect(await get(2)).toMatchObject({ detail: { state: 'readable', value: { detail: 'detail of 10' } } });
    who = mine;
    expect((await get(0)).detail).toMatchObject({ state: 'readable', value: { detail: { query: 'nguyen' } } });
  });

  it('is not there for those who may not oversee it, in the words of one that never was', async () => {
    who = mine;
    const refused = await get(1).catch((error: unknown) => error);
    const never = await call(running.send, contract.getEntry, { params: { entry: newId() } }).catch(
      (error: unknown) => error,
    );
    const words = (error: unknown) => {
      const { title, detail, status, type } = (error as { problem: Record<string, unknown> }).problem;
      return { title, detail, status, type };
    };
    expect(words(refused)).toEqual(words(never));
    expect(words(refused)).toMatchObject({ status: 404, type: '/problems/ledger/entry-not-found' });
  });

  it('withholds the detail from one who sees the entry and not more', async () => {
    who = office;
    const entry = await get(2);
    expect(entry).toMatchObject({ id: ids[2], body: 10, detail: { state: 'withheld' } });
    expect(JSON.stringify(entry)).not.toContain('detail of 10');
  });
});

describe('proofs over the air', () => {
  it('convince with nothing but the answer', async () => {
    who = mine;
    const proof = await call(running.send, contract.getProof, { params: { entry: ids[0]! } });
    const checkpoint = openCheckpoint(proof.checkpoint.note, parseVerifierKey(proof.checkpoint.vkey));
    const path = proof.path.map((hash) => Buffer.from(hash, 'base64'));
    const claim = {
      index: proof.number - 1,
      size: checkpoint.size,
      leaf: leafHash(proof.leaf),
      path,
      root: checkpoint.root,
    };
    expect(verifyInclusion(claim)).toBe(true);
    await expect(call(running.send, contract.getProof, { params: { entry: ids[1]! } })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('and the whole log verifies on request', async () => {
    who = compliance;
    const checkpoint = await call(running.send, contract.getCheckpoint, {});
    expect(checkpoint.size).toBeGreaterThanOrEqual(3);
    const verdict = await call(running.send, contract.verify, { body: undefined });
    expect(verdict).toMatchObject({ ok: true, firstBad: null, fault: null });
  });
});
