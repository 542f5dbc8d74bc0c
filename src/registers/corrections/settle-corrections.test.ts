import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { startFollowers, type Running } from '../../platform/changes/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { call } from '../../platform/http/call.ts';
import { recordHistory } from '../../records/contract.ts';
import { listCorrections, settleCorrection, type Correction } from './corrections-contract.ts';
import { verificationFollower } from '../follow-verification.ts';
import { registersRoom } from '../room.ts';
import { settleCorrection as settleInRoom } from './settle-correction.ts';

let county: AuthorityCounty;
let running: Running;
beforeAll(async () => {
  county = await openAuthorityCounty();
  const other = (n: number) => heldLine(n, { name: `Other ${String.fromCharCode(65 + n)}`, born: '18/03/1980' });
  await county.hold([other(1), other(2), other(3), other(501), other(502)]);
  await county.load('A', [line(1), line(2), line(3)]);
  await county.load('B', [line(501), line(502)]);
  running = await startFollowers(county.context, [verificationFollower(county.context)]);
  await running.settled();
  return () => running[Symbol.asyncDispose]();
});

const list = (query: { state?: string; limit?: number; cursor?: string } = {}) =>
  call(county.http.send, listCorrections, { query: { register: 'members', ...query } });
const settle = (correction: string, outcome: 'take-over' | 'source-wrong', reason?: string) =>
  call(county.http.send, settleCorrection, {
    params: { correction },
    body: { outcome, ...(reason !== undefined && { reason }) },
  });

async function openOf(card: string, field: string): Promise<Correction> {
  const { items } = await list({ state: 'open', limit: 200 });
  const record = (await county.member(card))?.record;
  return items.find((one) => one.record === record && one.field === field) as Correction;
}

describe('proposals', () => {
  it('are listed for whoever keeps the records, page by page', async () => {
    county.become('A', 'officer');
    const all = await list();
    expect(all.open).toEqual({ members: 6 });
    expect(new Set(all.items.map((one) => one.body.code))).toEqual(new Set(['A']));
    const seen: string[] = [];
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page = await list({ limit: 4, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.items.map((one) => one.id));
      cursor = page.next;
    }
    expect(seen).toEqual(all.items.map((one) => one.id));
    county.become('DM', 'data-manager');
    expect((await list()).open).toEqual({ members: 10 });
    county.become('A', 'data-manager');
    expect((await list()).open).toEqual({});
  });
  it('taken over are an ordinary edit of the record, with its history, and nothing is left to propose', async () => {
    county.become('A', 'officer');
    const name = await openOf('000001', 'full_name');
    expect(name).toMatchObject({ said: 'Member B', held: 'Other B', state: 'open' });
    expect(await settle(name.id, 'take-over')).toMatchObject({
      state: 'taken-over',
      said: 'Member B',
      held: 'Other B',
    });
    const born = await openOf('000001', 'born_on');
    await settle(born.id, 'take-over');
    const stored = await county.member('000001');
    expect(stored?.values).toMatchObject({ full_name: 'Other B', born_on: '1980-03-18' });
    const { items } = await call(county.http.send, recordHistory, {
      params: { register: 'members', record: stored?.record ?? '' },
    });
    expect(items).toHaveLength(3);
    const acts = county.context.audited.filter(
      (entry) => entry.rule === 'registers/take-over' && entry.records?.includes(stored?.record ?? ''),
    );
    expect(acts.map((entry) => [entry.action, entry.rule])).toEqual([
      ['records.edit', 'registers/take-over'],
      ['registers.settle-correction', 'registers/take-over'],
      ['records.edit', 'registers/take-over'],
      ['registers.settle-correction', 'registers/take-over'],
    ]);
    await running.settled();
    expect((await list({ state: 'open' })).open).toEqual({ members: 4 });
    expect((await list({ state: 'taken-over' })).items.map((one) => one.state)).toEqual(['taken-over', 'taken-over']);
  });
  it('where the source is wrong the record stays, the reason is kept, and it is not asked again', async () => {
    const name = await openOf('000002', 'full_name');
    expect(await settle(name.id, 'source-wrong', 'As on the card')).toMatchObject({
      state: 'source-wrong',
      reason: 'As on the card',
    });
    expect((await county.member('000002'))?.values['full_name']).toBe('Member C');
    await county.load('A', [line(2, { fee: '77' })]);
    await running.settled();
    expect(await openOf('000002', 'full_name')).toBeUndefined();
    expect(await openOf('000002', 'born_on')).toBeDefined();
  });
  it('are settled once', async () => {
    const [done] = (await list({ state: 'source-wrong' })).items;
    for (const outcome of ['take-over', 'source-wrong'] as const) {
      const { status, problem } = await ending(settle(done?.id ?? '', outcome));
      expect([status, problem['type']]).toEqual([409, '/problems/registers/already-settled']);
    }
    const born = await openOf('000002', 'born_on');
    const both = await Promise.all([ending(settle(born.id, 'take-over')), ending(settle(born.id, 'source-wrong'))]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
  });
  it('of another body read like none', async () => {
    county.become('B', 'officer');
    const [theirs] = (await list({ state: 'open' })).items;
    county.become('A', 'officer');
    const nobody = '01930000-0000-8aaa-8bbb-000000000001';
    for (const outcome of ['take-over', 'source-wrong'] as const) {
      const [other, none] = [await ending(settle(theirs?.id ?? '', outcome)), await ending(settle(nobody, outcome))];
      expect(other.status).toBe(404);
      expect({ ...other.problem, instance: '' }).toEqual({ ...none.problem, instance: '' });
    }
    county.become('DM', 'data-manager');
    expect([403, 404]).toContain((await ending(settle(theirs?.id ?? '', 'take-over'))).status);
    county.become('C', 'steward');
    expect((await ending(settle(theirs?.id ?? '', 'source-wrong'))).status).toBe(403);
    county.become('C', 'compliance');
    expect((await ending(settle(theirs?.id ?? '', 'source-wrong'))).status).toBe(403);
    // The twin: with the scope of its own body the very same proposal is settled.
    const settled = await settleInRoom(county.context, county.caller('B', 'officer'), {
      id: theirs?.id ?? '',
      outcome: 'source-wrong',
    });
    expect(settled.state).toBe('source-wrong');
  });
  it('stay open when the record cannot be edited: both or neither', async () => {
    county.become('A', 'officer');
    const born = await openOf('000003', 'born_on');
    const { db } = county.context;
    await db.run(sql`update registers.correction set held = '2200-01-01' where id = ${born.id}`);
    expect((await ending(settle(born.id, 'take-over'))).status).toBe(422);
    expect((await county.member('000003'))?.values['born_on']).toBe('1980-03-17');
    expect((await openOf('000003', 'born_on')).state).toBe('open');
  });
  it('of a record that is destroyed quote nothing of it any more; that they were made, and how they ended, stays', async () => {
    const { db } = county.context;
    const record = (await county.member('000001'))?.record ?? '';
    const [file] = await db.rows<{ id: string }>(sql`select id from registers.correction where record_id = ${record}`);
    await db.run(sql`insert into registers.evidence (id, correction, name, media_type, size, sha256, account, added_at, bytes)
      values (gen_random_uuid(), ${file?.id}, 'scan.png', 'image/png', 1, 'x', 'A', now(), 'x')`);
    const quoted = () =>
      db.rows<{ said: string | null; held: string | null; state: string }>(
        sql`select said, held, state from registers.correction where record_id = ${record} order by id`,
      );
    const before = await quoted();
    expect(before.some(({ said, held }) => said !== null && held !== null)).toBe(true);
    // What another register calls by the same id is not meant.
    await db.transaction(
      (tx) => registersRoom.keeping?.forget?.(tx, { register: 'seats', records: [record] }) ?? Promise.resolve(0),
    );
    expect(await quoted()).toEqual(before);
    const went = await db.transaction(
      (tx) => registersRoom.keeping?.forget?.(tx, { register: 'members', records: [record] }) ?? Promise.resolve(0),
    );
    expect(went).toBe(before.length + 1);
    const after = await quoted();
    expect(after.map(({ said, held }) => [said, held])).toEqual(before.map(() => [null, null]));
    expect(after.map(({ state }) => state)).toEqual(
      before.map(({ state }) => (['open', 'undecided'].includes(state) ? 'withdrawn' : state)),
    );
    expect(await db.rows(sql`select 1 from registers.evidence where correction = ${file?.id}`)).toEqual([]);
  });
});
