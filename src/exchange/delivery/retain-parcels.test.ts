import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { fixedClock } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { AuditEntry } from '../../platform/ledger/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { keepDays, ParcelSettingsError, retainParcels } from './retain-parcels.ts';
import { insertIn, insertOut, listParcels, settleOut, waitingFor } from './store/parcel.ts';

const db = await testDatabase();
const clock = fixedClock('2026-10-01T02:00:00Z');
const audited: AuditEntry[] = [];
const audit = { append: (entry: AuditEntry) => Promise.resolve(`entry-${String(audited.push(entry))}`) };
const context = (settings: object = {}) => ({ db, clock, audit, profile: { settings } }) as unknown as Context;
const parcel = (id: string) => ({
  ...{ id, kind: 'bodies.changed', from: '97', to: '*' },
  subject: id,
  payload: { name: `An ${id}` },
});
const ago = (days: number) => new Date(clock.now().getTime() - days * 86_400_000);
const OTHER = 'node-00000000.artery';

beforeEach(async () => {
  await db.run(sql`delete from exchange.parcel_out`);
  await db.run(sql`delete from exchange.parcel_in`);
  audited.length = 0;
  for (const id of ['old', 'young', 'unanswered', 'refused']) await insertOut(db, [OTHER], parcel(id), ago(400));
  await settleOut(db, { node: OTHER, id: 'old' }, { refused: null, now: ago(31) });
  await settleOut(db, { node: OTHER, id: 'refused' }, { refused: 'unreadable', now: ago(31) });
  await settleOut(db, { node: OTHER, id: 'young' }, { refused: null, now: ago(29) });
  await insertIn(db, OTHER, parcel('old'), ago(31));
  await insertIn(db, OTHER, parcel('young'), ago(1));
});
const left = async () => {
  const rows = await db.rows<{
    id: string;
  }>(sql`select 'out ' || id as id from exchange.parcel_out where payload is not null
    union all select 'in ' || id from exchange.parcel_in where payload is not null order by 1`);
  return rows.map(({ id }) => id);
};

describe('what parcels said', () => {
  it('goes 30 days after it was settled; what is not answered stays, however old', async () => {
    expect(await retainParcels(context())).toBe(3);
    expect(await left()).toEqual(['in young', 'out unanswered', 'out young']);
    expect((await waitingFor(db, OTHER, 9)).map(({ payload }) => payload)).toEqual([{ name: 'An unanswered' }]);
    expect(audited).toMatchObject([{ action: 'exchange.drop-parcels', counts: { sent: 2, received: 1 } }]);
    expect(await retainParcels(context())).toBe(0);
    expect(audited).toHaveLength(1);
  });
  it('twin: were it not asked whether the other side has answered, what waits would be emptied', async () => {
    await db.run(sql`alter table exchange.parcel_out drop constraint parcel_out_check1`);
    await retainParcels(context(), ['settled']);
    expect(await left()).toEqual(['in young', 'out young']);
    // The table holds it too.
    await db.run(sql`update exchange.parcel_out set payload = '{}', dropped_at = null where settled_at is null`);
    await db.run(sql`alter table exchange.parcel_out
      add constraint parcel_out_check1 check (dropped_at is null or settled_at is not null)`);
    await expect(retainParcels(context(), ['settled'])).rejects.toThrow('parcel_out_check1');
  });
  it('leaves its line and its hash, the same on both sides, and is still known when it is brought again', async () => {
    await retainParcels(context());
    const gone = (await listParcels(db, 9)).filter(({ id }) => id === 'old');
    const hash = createHash('sha256').update('{"name": "An old"}').digest('hex');
    expect(gone.map((one) => [one.way, one.hash])).toEqual(
      expect.arrayContaining([
        ['in', hash],
        ['out', hash],
      ]),
    );
    expect(gone.every(({ droppedAt }) => droppedAt !== null)).toBe(true);
    expect(await insertIn(db, OTHER, parcel('old'), clock.now())).toBe(false);
    // The twin: were its line gone too, it would take effect once more.
    await db.run(sql`delete from exchange.parcel_in where id = 'old'`);
    expect(await insertIn(db, OTHER, parcel('old'), clock.now())).toBe(true);
  });
  it('is kept as long as the profile says', async () => {
    expect(await retainParcels(context({ exchange: { parcels: { keepDays: 60 } } }))).toBe(0);
    expect(keepDays({ settings: {} })).toBe(30);
    expect(() => keepDays({ settings: { exchange: { parcels: { keepDays: 0 } } } })).toThrow(ParcelSettingsError);
  });
});
