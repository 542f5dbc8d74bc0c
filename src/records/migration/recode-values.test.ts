/** Stored codes follow their list where the release asks for it, while people work. */
import { spawn } from 'node:child_process';
import { beforeEach, describe, expect, it } from 'vitest';
import { profileOf } from '../../../test/harness/context.ts';
import { testDatabase } from '../../../test/harness/database.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../../test/harness/records.ts';
import { recodedFiles } from '../../../test/harness/recoded-places.ts';
import { compileProfileDictionary, publishRelease, type Plan } from '../../dictionary/index.ts';
import { listChanges, sequenceChanges } from '../../platform/changes/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { createAllTables } from '../follow-releases.ts';
import { loadRows } from '../load-rows.ts';
import { openRegister } from '../open-register.ts';
import { rehearseRelease } from '../rehearse-release.ts';
import { findMigration } from '../store/migration.ts';

let county: County;
beforeEach(async () => {
  county = await openCounty(await testDatabase(12));
});

const plan = (asked: boolean): Plan => compileProfileDictionary(profileOf(recodedFiles(asked))).plan!;
const publish = (asked: boolean) =>
  publishRelease(county.context, plan(asked), { account: 'tester', body: null, rule: 'test' });
const follow = (batch?: number) =>
  createAllTables(county.context, county.context.db, batch === undefined ? {} : { batch });
const fill = (from: number, rows: number, place: string) =>
  loadRows(county.context, {
    register: 'members',
    body: county.id('A'),
    caller: county.caller('A', 'officer'),
    columns,
    rows: rowsOf(Array.from({ length: rows }, (_, i) => line(from + i, { place }))),
  });
const places = (table = 'data') =>
  county.context.db
    .rows<{ place: string; n: number }>(
      table === 'data'
        ? sql`select place, count(*)::int as n from data.member group by 1 order by 1`
        : sql`select place, count(*)::int as n from history.member group by 1 order by 1`,
    )
    .then((rows) => Object.fromEntries(rows.map(({ place, n }) => [place, n])));

describe('codes that became another', () => {
  it('are carried in batches, each a change with its former version kept; what cannot be said is listed', async () => {
    await fill(1, 5, '002');
    await fill(10, 2, '001');
    await publish(true);
    const rehearsal = await rehearseRelease(county.context, plan(true));
    const effect = rehearsal.registers.find((one) => one.register === 'members');
    expect(effect?.recodes).toMatchObject([
      { field: 'place', list: 'PLACE', rows: 5, kept: [{ code: '001', why: 'several', rows: 2 }] },
    ]);
    expect(effect?.steps).toContainEqual({
      kind: 'recode-values',
      field: 'place',
      before: '002',
      after: '004',
      online: true,
    });
    await follow(2);
    expect(await places()).toEqual({ '001': 2, '004': 5 });
    // What stood there is in the history, as with any edit, and a version later.
    expect(await places('history')).toEqual({ '002': 5 });
    const versions = await county.context.db.rows(sql`select distinct d.version - h.version as step, h.ended_as as "as"
      from data.member d join history.member h using (record_id)`);
    expect(versions).toEqual([{ step: 1, as: 'u' }]);
    await sequenceChanges(county.context.db, county.context.clock.now());
    const changes = await listChanges(county.context.db, { kind: 'migration' });
    expect(changes.map((one) => [one.subject, one.rowsChanged])).toEqual([
      ['members', 1],
      ['members', 2],
      ['members', 2],
    ]);
    expect(await findMigration(county.context.db, 'member')).toMatchObject({
      state: 'done',
      done: 5,
      total: 5,
      kept: [{ field: 'place', code: '001', why: 'several', rows: 2 }],
    });
    expect((await openRegister(county.context.db, 'members')).release).toBe(2);
  });

  it('stay as they were stored when the release does not ask (the twin)', async () => {
    await fill(1, 5, '002');
    await publish(false);
    await follow();
    expect([await places(), await places('history')]).toEqual([{ '002': 5 }, {}]);
    expect((await openRegister(county.context.db, 'members')).release).toBe(2);
  });

  it('go on where a killed process was, and none is carried twice', async () => {
    await fill(1, 3000, '002');
    await publish(true);
    const script = new URL('../../../test/harness/recode-process.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [script, JSON.stringify(county.context.db.connection)], { stdio: 'inherit' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await expect
      .poll(async () => (await findMigration(county.context.db, 'member'))?.done ?? 0, { timeout: 60_000, interval: 5 })
      .toBeGreaterThan(0);
    child.kill('SIGKILL');
    await ended;
    const killed = await findMigration(county.context.db, 'member');
    expect(killed).toMatchObject({ state: 'running', step: 'recoding' });
    expect(killed?.done).toBeLessThan(3000);
    expect((await openRegister(county.context.db, 'members')).release).toBe(1);
    await follow();
    expect([await places(), await places('history')]).toEqual([{ '004': 3000 }, { '002': 3000 }]);
    expect(await findMigration(county.context.db, 'member')).toMatchObject({ state: 'done', done: 3000, total: 3000 });
  }, 120_000);
});
