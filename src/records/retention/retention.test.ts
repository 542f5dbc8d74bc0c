import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { profileOf } from '../../../test/harness/context.ts';
import { columns, files, line, rowsOf } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import * as lifecycle from '../../governance/lifecycle/contract.ts';
import { decideDisposal } from '../../governance/lifecycle/disposals.ts';
import { setTerm } from '../../governance/lifecycle/terms.ts';
import { governanceRoom } from '../../governance/index.ts';
import { system } from '../../platform/caller.ts';
import { sql } from '../../platform/db/sql.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import type { Body } from '../../platform/http/endpoint.ts';
import { openAudit, openKeys, type Ledger } from '../../platform/ledger/index.ts';
import { bodiesOwing } from '../../platform/work/index.ts';
import { stageUpload } from '../stage-upload.ts';
import { sweepLoads } from '../sweep-loads.ts';
import { openArchive, sha256 } from './archive.ts';
import * as contract from './contract.ts';
import { executeDisposal } from './execute.ts';
import type { DestructionProof } from './proof-shape.ts';
import { checkProof } from './prove.ts';

const TODAY = '2026-11-23';
const members = (files['registers/members.yaml'] ?? '') + '  retention: { years: 20, from: joined_on, basis: act-1 }\n';
const told = `
lifecycle:
  stages:
    - { code: create, names: { en: Creating }, shows: records }
    - { code: classify, names: { en: Classifying } }
    - { code: destroy, names: { en: Destroying }, shows: disposals }
  drafts: { days: 90, basis: act-1 }
  backupDays: 35
  orderDays: 10
  decideDays: 5
`;

let county: AuthorityCounty;
let ledger: Ledger;
let folder: string;

beforeAll(async () => {
  county = await openAuthorityCounty({ 'registers/members.yaml': members, 'lifecycle/all.yaml': told });
  folder = await mkdtemp(join(tmpdir(), 'artery-retention-'));
  ledger = await openAudit(county.context.db, county.context.clock, openKeys(folder));
  // What is proved here needs the log itself.
  Object.assign(county.context, { audit: ledger });
  const old = [1, 2, 3, 4, 5, 6].map((n) => line(n));
  await county.load('A', [...old, line(7, { joined_on: '2020-01-31' }), line(8, { joined_on: '' })]);
});
afterAll(async () => {
  await ledger[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const send: AuthorityCounty['http']['send'] = (...request) => county.http.send(...request);
const asOffice = () => county.become('C', 'data-office');
const asManager = () => county.become('DM', 'data-manager');
const due = async (register = 'members', what = 'records') =>
  (await call(send, contract.listDue, {})).items.find((one) => one.register.code === register && one.what === what);
const propose = async (register = 'members', what: 'records' | 'loads' = 'records') => {
  asOffice();
  return (await call(send, contract.proposeDisposal, { body: { register, what } })).disposal;
};
const decide = (disposal: string, allowed = true) =>
  call(send, lifecycle.decideDisposal, { params: { disposal }, body: { allowed } });
const page = (disposal: string) => call(send, lifecycle.getDisposal, { params: { disposal } });
const goOn = (disposal: string, off = {}) => executeDisposal(county.context, disposal, [], off);
const place = (body: Partial<Body<typeof lifecycle.placeHold>>) =>
  call(send, lifecycle.placeHold, {
    body: { register: 'members', reason: 'An inspection', basis: 'act-1', reviewOn: '2027-01-10', ...body },
  });
const lift = (hold: string) =>
  call(send, lifecycle.liftHold, { params: { hold }, body: { reason: 'The inspection has ended' } });
const idOf = async (n: number) => (await county.member(String(n).padStart(6, '0')))?.record ?? '';
const count = async (query: ReturnType<typeof sql>) =>
  Number((await county.context.db.rows<{ n: string }>(query))[0]?.n);
const standing = () => count(sql`select count(*) as n from data.member`);
const versions = () => count(sql`select count(*) as n from history.member`);
const clock = (day: string) => county.context.clock.set(`${day}T03:00:00Z`);

describe('the due list', () => {
  it('has what is past its term; what a hold keeps stands apart', async () => {
    asOffice();
    expect(await due()).toMatchObject({ due: 6, held: 0, takenUp: 0, oldest: '2021-05-20', mayPropose: true });
    const byCondition = await place({ condition: "card_no == '000006'", until: '2027-03-31' });
    const one = await place({ record: await idOf(5) });
    expect(await due()).toMatchObject({ due: 4, held: 2 });
    const { items } = await call(send, contract.listDueItems, { params: { register: 'members', what: 'records' } });
    expect(items.filter(({ held }) => held)).toHaveLength(2);
    expect(items[0]).toMatchObject({ body: { code: 'A' }, dueOn: '2021-05-20' });
    const { items: holds } = await call(send, lifecycle.listHolds, { query: { register: 'members' } });
    expect(holds.map(({ id, state }) => [id, state]).toSorted()).toEqual(
      [byCondition.id, one.id].map((id) => [id, 'in-force']).toSorted(),
    );
    expect(holds.find(({ id }) => id === byCondition.id)?.said?.['en']).toContain('000006');
  });
  it('shows nothing to who keeps rows, and lets compliance read and not propose', async () => {
    county.become('A', 'officer');
    expect((await ending(call(send, contract.listDue, {}))).status).toBe(403);
    county.become('C', 'compliance');
    expect((await due())?.due).toBe(4);
    const body = { register: 'members', what: 'records' } as const;
    expect((await ending(call(send, contract.proposeDisposal, { body }))).status).toBe(403);
  });
});

describe('a disposal', () => {
  let id: string;
  it('is proposed with everything that is due and not held, and owed to the data manager', async () => {
    id = await propose();
    expect(await page(id)).toMatchObject({ state: 'proposed', counts: { proposed: 4 }, decides: { code: 'DM' } });
    expect(await bodiesOwing(county.context.db, 'governance.decide-disposal', id)).toEqual([county.id('DM')]);
    expect(await due()).toMatchObject({ due: 0, takenUp: 4, held: 2 });
    const again = await ending(
      call(send, contract.proposeDisposal, { body: { register: 'members', what: 'records' } }),
    );
    expect(again.problem['type']).toBe('/problems/records/nothing-due');
  });
  it('is not decided by who proposed it, nor by who manages another register; nothing goes before it is', async () => {
    const both = county.caller('DM', 'data-manager');
    const by = { account: both.account, body: both.body, rule: 'test' };
    expect(await goOn(id)).toEqual({ state: 'proposed', waitsFor: ['decision'] });
    county.become('A', 'data-manager');
    expect((await ending(decide(id))).status).toBe(403);
    asOffice();
    expect((await ending(decide(id))).status).toBe(403);
    await county.context.db.run(sql`update governance.disposal set proposed_by = ${both.account}`);
    asManager();
    expect((await page(id)).mayDecide).toBe(false);
    expect((await ending(decide(id))).problem['type']).toBe('/problems/governance/proposed-by-oneself');
    // The twin: without the rule only the table refuses, with no word that helps.
    await expect(decideDisposal(county.context, { id, allowed: true }, by, { fourEyes: true })).rejects.toMatchObject({
      code: '23514',
    });
    await county.context.db.run(sql`update governance.disposal set proposed_by = ${county.caller('C').account}`);
    expect(await decide(id)).toMatchObject({ state: 'approved', mayDecide: false });
    expect((await ending(decide(id, false))).problem['type']).toBe('/problems/governance/disposal-moved-on');
  });
  it('first marks its rows as gone, in a change that followers see; a hold that came meanwhile wins', async () => {
    const late = await place({ record: await idOf(4) });
    expect(await goOn(id)).toEqual({ state: 'marked', waitsFor: ['numbered', 'backups'] });
    expect([await standing(), await versions()]).toEqual([5, 3]);
    expect((await page(id)).items.filter(({ spared }) => spared === 'held')).toHaveLength(1);
    const [change] = await county.context.db.rows(
      sql`select kind, subject, rows_ended, cardinality(members) as named from platform.change_set where kind = 'disposal'`,
    );
    expect(change).toMatchObject({ subject: 'members', rows_ended: 3, named: 3 });
    await lift(late.id);
    const withdrawn = call(send, lifecycle.withdrawDisposal, { params: { disposal: id }, body: { reason: 'No' } });
    expect((await ending(withdrawn)).problem['type']).toBe('/problems/governance/disposal-moved-on');
  });
  it('keeps the bytes until every follower has passed and no backup is left', async () => {
    const { db } = county.context;
    await county.sequence();
    await db.run(sql`insert into platform.follower (name, built) values ('test.slow', true)`);
    expect((await goOn(id)).waitsFor).toEqual(['followers', 'backups']);
    // The twins: without either, the bytes would go now.
    expect((await goOn(id, { backups: true })).waitsFor).toEqual(['followers']);
    expect((await goOn(id, { followers: true })).waitsFor).toEqual(['backups']);
    await db.run(sql`delete from platform.follower where name = 'test.slow'`);
    clock('2026-12-27');
    expect((await goOn(id)).waitsFor).toEqual(['backups']);
    const later = { readsLater: () => Promise.resolve(true) };
    clock('2026-12-28');
    expect((await executeDisposal(county.context, id, [later])).waitsFor).toEqual(['readers']);
    expect(await versions()).toBe(3);
  });
  it('then destroys them, but for what a hold keeps by now; keys and copies go, and the log verifies', async () => {
    asManager();
    const { db } = county.context;
    const [kept = '', other = ''] = (await page(id)).items
      .filter(({ spared }) => spared === null)
      .map(({ item }) => item);
    await db.transaction((tx) =>
      ledger.record(tx, {
        ...{ action: 'records.read', actor: 'system', body: null, subject: 'members', allowed: true, rule: 'test' },
        ...{ records: [other], detail: { seen: 'something personal' } },
      }),
    );
    const hold = await place({ record: kept });
    // The twin: without the rule, the held record would go as well.
    const would = db.transaction(async (tx) => {
      await executeDisposal({ ...county.context, db: tx as typeof db }, id, [], { holds: true });
      const [left] = await tx.rows<{ n: string }>(
        sql`select count(*) as n from history.member where record_id = ${kept}`,
      );
      throw new Error(`${String(left?.n)} left`);
    });
    await expect(would).rejects.toThrow('0 left');
    let forgotten: readonly string[] = [];
    const keeping = {
      forget: (_tx: unknown, { records }: { records: readonly string[] }) =>
        Promise.resolve((forgotten = records).length),
    };
    expect(await executeDisposal(county.context, id, [keeping])).toEqual({ state: 'destroyed', waitsFor: [] });
    expect(await versions()).toBe(1);
    expect(forgotten).toHaveLength(2);
    expect((await page(id)).counts).toMatchObject({ destroyed: 2, versions: 2, keys: 1, elsewhere: 2 });
    expect(await ledger.verify()).toMatchObject({ ok: true });
    const { context } = county;
    const [entry] = await context.db.rows<{ id: string }>(
      sql`select id from platform.audit_entry where action = 'records.read' order by position desc limit 1`,
    );
    expect(await ledger.readDetail(entry?.id ?? '')).toEqual({ state: 'erased' });
    await lift(hold.id);
    expect(await goOn(id)).toEqual({ state: 'destroyed', waitsFor: [] });
  });
  it('is proved to anybody, offline; a proof that was changed anywhere proves nothing', async () => {
    await ledger.settled();
    const proof = await call(send, contract.getProof, { params: { disposal: id } });
    expect(proof.entries).toHaveLength(1);
    expect(proof.basis.citation).toBe('Act 1');
    expect(checkProof(proof)).toBeUndefined();
    const vkey = proof.entries[0]?.checkpoint.vkey ?? '';
    expect(checkProof(proof, `${vkey}\n`)).toBeUndefined();
    const changed = (change: (copy: DestructionProof) => void) => {
      const copy = structuredClone(proof);
      change(copy);
      return checkProof(copy);
    };
    const first = (copy: DestructionProof) => copy.entries[0] as DestructionProof['entries'][number];
    expect(changed((copy) => first(copy).ids.pop())).toBe('ids-differ');
    expect(changed((copy) => (copy.disposal = '00000000-0000-7000-8000-000000000000'))).toBe('leaf-differs');
    expect(changed((copy) => (copy.basis.code = 'act-2'))).toBe('leaf-differs');
    expect(changed((copy) => (copy.entries = []))).toBe('part-missing');
    expect(changed((copy) => (first(copy).leaf = first(copy).leaf.replace('"destroyed":2', '"destroyed":3')))).toBe(
      'not-in-log',
    );
    expect(changed((copy) => (first(copy).checkpoint.note = first(copy).checkpoint.note.replace('\n', 'x\n')))).toBe(
      'signature',
    );
    expect(checkProof(proof, vkey.replace(/^./, 'z'))).toBe('other-key');
    expect(checkProof({ v: 1 })).toBe('unreadable');
  });
});

describe('loads that nobody took over', () => {
  it('wait for approval like rows, and go with their findings', async () => {
    clock('2026-08-01');
    const wrong = line(90, { born_on: 'never' });
    const rows = rowsOf([line(91), wrong]);
    const load = await stageUpload(county.context, {
      register: 'members',
      body: county.id('A'),
      caller: system,
      columns,
      rows,
    });
    clock('2026-12-28');
    await sweepLoads(county.context);
    asOffice();
    expect(await due('members', 'loads')).toMatchObject({ due: 1, oldest: '2026-10-31' });
    const id = await propose('members', 'loads');
    asManager();
    await decide(id);
    await goOn(id);
    await county.sequence();
    clock('2027-02-03');
    expect((await goOn(id)).state).toBe('destroyed');
    const left = await county.context.db.rows(sql`select 1 from records.finding where load = ${load.id}`);
    expect(left).toEqual([]);
    await ledger.settled();
    expect(checkProof(await call(send, contract.getProof, { params: { disposal: id } }))).toBeUndefined();
    clock(TODAY);
  });
});

describe('a term', () => {
  const by = { account: system.account, body: null, rule: 'test' };
  it('is decided with reason and basis, and never shorter than a hold', async () => {
    asManager();
    const put = (term: Body<typeof lifecycle.setTerm>['term']) =>
      call(send, lifecycle.setTerm, { params: { register: 'terms' }, body: { term, reason: 'A new act' } });
    expect((await ending(put({ years: 5, from: 'full_name', basis: 'act-1' }))).problem).toMatchObject({
      type: '/problems/governance/retention-unsound',
      findings: [expect.stringContaining('full_name')],
    });
    expect((await ending(put({ years: 5, from: 'ended', basis: 'act-9' }))).problem['type']).toBe(
      '/problems/governance/retention-unsound',
    );
    const hold = await place({ register: 'terms', until: '2031-12-31' });
    const short = { years: 5, from: 'ended', basis: 'act-1' } as const;
    expect((await ending(put(short))).problem).toMatchObject({
      type: '/problems/governance/retention-shorter-than-hold',
      holds: [hold.id],
    });
    const { items } = await call(send, lifecycle.listTerms, {});
    expect(items.find(({ register }) => register.code === 'terms')).toMatchObject({ term: null, holds: 1 });
    expect(await put({ years: 6, from: 'ended', basis: 'act-1' })).toMatchObject({
      origin: 'decision',
      term: { years: 6 },
    });
    // The twin: without the rule the shorter one would stand.
    await setTerm(county.context, { register: 'terms', term: short, reason: 'x' }, by, { holds: true });
    expect(
      (await call(send, lifecycle.listTerms, {})).items.find(({ register }) => register.code === 'terms'),
    ).toMatchObject({ term: { years: 5 } });
  });
  it('of a profile rests on a basis that is there and counts from a day; the lines are named', async () => {
    const install = (retention: string) =>
      governanceRoom.install?.({
        ...county.context,
        profile: profileOf({
          ...files,
          'registers/members.yaml': `${files['registers/members.yaml'] ?? ''}  retention: ${retention}\n`,
        }),
      });
    await expect(install('{ years: 20, from: joined_on }')).rejects.toThrow(/members\.yaml:\d+: .*retention/);
    await expect(install('{ years: 20, from: joined_on, basis: act-9 }')).rejects.toThrow(
      'there is no legal basis act-9',
    );
    await expect(install('{ years: 2, permanent: true, basis: act-1 }')).rejects.toThrow(/members\.yaml/);
    await expect(install('{ years: 2, from: full_name, basis: act-1 }')).rejects.toThrow('no field that holds a day');
  });
});

describe('a term that archives', () => {
  it('lets nothing go before the archive is kept; it can be opened anywhere, and only as it was made', async () => {
    asManager();
    const { context } = county;
    const term = { years: 5, from: 'joined_on', basis: 'act-1', then: 'archive' } as const;
    await setTerm(
      context,
      { register: 'members', term, reason: 'x' },
      { account: 'system', body: null, rule: 'test' },
      { holds: true },
    );
    const id = await propose();
    asManager();
    const params = { disposal: id };
    expect((await ending(call(send, contract.getArchive, { params }))).problem['type']).toBe(
      '/problems/records/no-archive',
    );
    await decide(id);
    const before = await standing();
    expect(await goOn(id)).toEqual({ state: 'approved', waitsFor: ['archive'] });
    expect(await standing()).toBe(before);
    asOffice();
    expect((await ending(call(send, contract.getArchive, { params }))).status).toBe(403);
    asManager();
    const bytes = Buffer.from(await (await callRaw(send, contract.getArchive, { params })).arrayBuffer());
    const opened = await openArchive(bytes);
    expect(opened).toMatchObject({ damaged: undefined, manifest: { register: 'members', records: 3, versions: 3 } });
    expect(opened?.rows[0]).toMatchObject({ full_name: expect.stringMatching(/^Member/) as string });
    expect(opened?.manifest.columns).toContain('card_no');
    expect(await openArchive(Buffer.from('no zip'))).toBeUndefined();
    const altered = Buffer.from(bytes);
    const at = altered.indexOf('rows.csv') + 'rows.csv'.length + 20;
    altered[at] = (altered[at] ?? 0) ^ 1;
    // Refused whole, or with the file that is not what it was.
    expect((await openArchive(altered))?.damaged ?? 'unreadable').toMatch(/^(rows\.csv|unreadable)$/);
    const keep = (hash: string) =>
      call(send, contract.keepArchive, { params, body: { sha256: hash, place: 'Archive, shelf 3' } });
    expect((await ending(keep('0'.repeat(64)))).problem['type']).toBe('/problems/records/archive-differs');
    await keep(sha256(bytes));
    expect((await goOn(id)).state).toBe('marked');
  });
});

describe('a hold', () => {
  it('is refused where it says two things, ends before it begins, or is never looked at again', async () => {
    asManager();
    const unsound = async (body: Parameters<typeof place>[0]) => (await ending(place(body))).problem['field'];
    expect(await unsound({ record: '00000000-0000-7000-8000-000000000001', condition: "state == 'A'" })).toBe(
      'condition',
    );
    expect(await unsound({ until: '2026-11-01' })).toBe('until');
    expect(await unsound({ reviewOn: '2031-01-01' })).toBe('reviewOn');
    expect(await unsound({ basis: 'act-9' })).toBe('basis');
    expect((await ending(place({ condition: 'no_such_field == 1' }))).problem['type']).toBe(
      '/problems/governance/condition-unsound',
    );
    county.become('A', 'officer');
    expect((await ending(place({}))).status).toBe(403);
    expect((await ending(lift('00000000-0000-7000-8000-000000000001'))).status).toBe(403);
  });
});

describe('the board', () => {
  it('has stages by registers, and nothing for what the node cannot show', async () => {
    county.become('C', 'compliance');
    const { stages, items, counts, backupDays } = await call(send, contract.readBoard, {});
    expect(stages.map(({ shows }) => shows)).toEqual(['records', null, 'disposals']);
    expect(items.find(({ register }) => register.code === 'members')?.cells).toEqual([3, null, 2]);
    expect(counts).toMatchObject({ destroyed: 2, proposed: 0 });
    expect(backupDays).toBe(35);
  });
});
