/** A register's table follows a release while people work on it. */
import { spawn } from 'node:child_process';
import { beforeEach, describe, expect, it } from 'vitest';
import { profileOf } from '../../../test/harness/context.ts';
import { testDatabase } from '../../../test/harness/database.ts';
import { columns, files, line, openCounty, rowsOf, type County } from '../../../test/harness/records.ts';
import { textFee } from '../../../test/harness/text-fee.ts';
import { compileProfileDictionary, publishRelease } from '../../dictionary/index.ts';
import type { EntityPlan, FieldPlan } from '../../dictionary/index.ts';
import { openDatabase, sqlState, type Db } from '../../platform/db/db.ts';
import { raw, sql } from '../../platform/db/sql.ts';
import { createRegisterTables } from '../create-register-tables.ts';
import { loadRows } from '../load-rows.ts';
import { openRegister } from '../open-register.ts';
import { findMigration } from '../store/migration.ts';
import { createRecord, editRecord } from '../write-record.ts';
import type { MigrationOptions } from './migrate-table.ts';

let county: County;
let entity: EntityPlan;
beforeEach(async () => {
  county = await openCounty(await testDatabase(12));
  entity = (await openRegister(county.context.db, 'members')).entity;
});

const fill = (from: number, rows: number, changes = {}) =>
  loadRows(county.context, {
    register: 'members',
    body: county.id('A'),
    caller: county.caller('A', 'officer'),
    columns,
    rows: rowsOf(Array.from({ length: rows }, (_, i) => line(from + i, changes))),
  });
const follow = (wanted: EntityPlan, release = 2, more: MigrationOptions & { renames?: Map<string, string> } = {}) => {
  const { renames, ...options } = more;
  const tables = { register: 'members', entity: wanted, release, ...(renames && { renames }) };
  return createRegisterTables(county.context.db, tables, county.context.clock, options);
};
const change = (name: string, to: Partial<FieldPlan>): EntityPlan => ({
  ...entity,
  fields: entity.fields.map((field) => (field.name === name ? { ...field, ...to } : field)),
});
const rows = <R = Record<string, unknown>>(query: string) => county.context.db.rows<R>(sql`${raw(query)}`);
const count = async (query: string) => (await rows<{ n: number }>(`select count(*) as n from ${query}`))[0]?.n;
const typesOf = async (name: string) =>
  (
    await rows<{ type: string }>(
      `select data_type as type from information_schema.columns where table_name = 'member' and column_name = '${name}'`,
    )
  ).map((row) => row.type);
/** A release in which the fee is a text. */
async function publishTextFee(): Promise<EntityPlan> {
  const elements = files['dictionary/elements/all.yaml']!.replace(
    'dataType: decimal\n    precision: 10\n    scale: 2',
    'dataType: string\n    maxLength: 40',
  );
  const { plan } = compileProfileDictionary(profileOf({ ...files, 'dictionary/elements/all.yaml': elements }));
  await publishRelease(county.context, plan!, { account: 'tester', body: null, rule: 'test' });
  return plan!.entities.find((one) => one.name === 'member')!;
}
/** Whatever stands in the catalogue for the time of a migration only. */
const leftovers = async () => [
  await count(`information_schema.columns where table_name = 'member' and left(column_name, 1) = '_'`),
  await count(
    `pg_constraint where conrelid = 'data.member'::regclass and (left(conname, 1) = '_' or not convalidated)`,
  ),
  await count(`pg_trigger where tgrelid = 'data.member'::regclass and not tgisinternal`),
  await count(`pg_class where left(relname, 1) = '_' and relkind = 'i'`),
];

/** A change of one record that nobody commits for now: the table cannot be had meanwhile. */
async function heldBy(work: (db: Db) => Promise<void>): Promise<void> {
  await using other = openDatabase(county.context.db.connection, 1);
  await other
    .transaction(async (tx) => {
      await tx.run(sql`update data.member set full_name = full_name where card_no = '000001'`);
      await work(tx);
      throw new Error('never committed');
    })
    .catch((error: unknown) => expect(String(error)).toContain('never committed'));
}

/** A reader who waits three seconds for the table, and no longer. */
const patientRead = async (): Promise<string> => {
  await using reader = openDatabase(county.context.db.connection, 1);
  const read = reader.transaction(async (tx) => {
    await tx.script("set local lock_timeout = '3s'");
    await tx.rows(sql`select card_no, fee from data.member limit 1`);
  });
  return read.then(
    () => 'read',
    (error: unknown) => sqlState(error) ?? String(error),
  );
};
const waiting = sql`select 1 from pg_locks where not granted and mode = 'AccessExclusiveLock'`;

describe('a type that takes over every value', () => {
  it('is taken over by current and ended rows alike, with its rules, and nothing else is left', async () => {
    await fill(1, 30);
    await fill(1, 5, { fee: '99,90' });
    await follow(textFee(entity), 2, { batch: 7 });
    expect(await typesOf('fee')).toEqual(['text', 'text']);
    expect(await rows('select fee, count(*) as n from data.member group by fee order by fee')).toEqual([
      { fee: '12.50', n: 25 },
      { fee: '99.90', n: 5 },
    ]);
    expect(await rows('select distinct fee from history.member')).toEqual([{ fee: '12.50' }]);
    expect(await leftovers()).toEqual([0, 0, 0, 0]);
    const tooLong = county.context.db.run(sql`update data.member set fee = ${'9'.repeat(41)}`);
    await expect(tooLong).rejects.toThrow(/fee_length/);
    expect(await findMigration(county.context.db, 'member')).toMatchObject({ state: 'done', done: 35, total: 35 });
  });

  it('does not keep those who edit from working, and loses none of their edits', async () => {
    const { context } = county;
    await fill(1, 400);
    const caller = county.caller('A', 'officer');
    const [{ id } = { id: '' }] = await rows<{ id: string }>(
      `select record_id as id from data.member where card_no = '000200'`,
    );
    const wanted = await publishTextFee();
    let busy = true;
    const written: number[] = [];
    const writer = (async () => {
      for (let n = 1; busy || n < 5; n += 1) {
        const values = { card_no: String(900_000 + n), full_name: 'Beside', fee: n };
        await createRecord(context, { register: 'members', caller, body: county.id('A'), values });
        const [{ version } = { version: 0 }] = await rows<{ version: number }>(
          `select version from data.member where record_id = '${id}'`,
        );
        const absent = () => Promise.resolve(new Error('absent'));
        await editRecord(context, {
          register: 'members',
          caller,
          record: id,
          version,
          scope: 'all',
          absent,
          values: { fee: n },
        });
        written.push(n);
      }
    })();
    await follow(wanted, 2, { batch: 5 }).finally(() => (busy = false));
    await writer;
    expect(written.length).toBeGreaterThan(4);
    const fees = await rows<{ fee: string }>(`select fee from data.member where full_name = 'Beside' order by card_no`);
    expect(fees.map((row) => Number(row.fee))).toEqual(written);
    expect(await rows(`select fee from data.member where record_id = '${id}'`)).toEqual([
      { fee: String(written.at(-1)) },
    ]);
    expect(await count(`history.member where record_id = '${id}' and fee is null`)).toBe(0);
    expect(await count(`history.member where record_id = '${id}'`)).toBe(written.length);
  });

  it('goes on where a killed process was', async () => {
    await fill(1, 3000);
    const script = new URL('../../../test/harness/migrate-process.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [script, JSON.stringify(county.context.db.connection)], { stdio: 'inherit' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await expect
      .poll(async () => (await findMigration(county.context.db, 'member'))?.done ?? 0, { timeout: 60_000, interval: 5 })
      .toBeGreaterThan(0);
    child.kill('SIGKILL');
    await ended;
    const before = await findMigration(county.context.db, 'member');
    expect(before).toMatchObject({ state: 'running', step: 'carrying' });
    expect(before?.done).toBeLessThan(3000);
    // The register is as it was: under its release, with its type, and rows that come have both values.
    expect((await openRegister(county.context.db, 'members')).release).toBe(1);
    expect(await typesOf('fee')).toEqual(['numeric', 'numeric']);
    await fill(5000, 1);
    await follow(textFee(entity));
    expect(await typesOf('fee')).toEqual(['text', 'text']);
    expect(await count(`data.member where fee = '12.50'`)).toBe(3001);
    expect(await leftovers()).toEqual([0, 0, 0, 0]);
    const after = await findMigration(county.context.db, 'member');
    expect(after?.begunAt).toBe(before?.begunAt);
    expect(after?.done).toBeLessThanOrEqual(3001);
  }, 90_000);
});

describe('a table that somebody has in hand', () => {
  it('is asked for again and again, and nobody waits behind the asking', async () => {
    await fill(1, 3);
    let followed: Promise<void> | undefined;
    await heldBy(async () => {
      followed = follow(textFee(entity), 2, { lockMs: 200 });
      await expect.poll(() => county.context.db.rows(waiting), { timeout: 20_000, interval: 10 }).not.toEqual([]);
      for (let i = 0; i < 3; i += 1) expect(await patientRead()).toBe('read');
    });
    await followed;
    expect(await typesOf('fee')).toEqual(['text', 'text']);
  });

  it('keeps every reader waiting when the asking has no limit (the defence off)', async () => {
    await fill(1, 3);
    let followed: Promise<void> | undefined;
    await heldBy(async () => {
      followed = follow(textFee(entity), 2, { lockMs: 0 });
      await expect.poll(() => county.context.db.rows(waiting), { timeout: 20_000, interval: 10 }).not.toEqual([]);
      expect(await patientRead()).toBe('55P03');
    });
    await followed;
  });

  it('is given up in the end, with a reason, and follows when it is free', async () => {
    await fill(1, 3);
    await heldBy(async () => {
      const given = follow(change('full_name', { maxLength: 70 }), 2, { lockMs: 20, tries: 2 });
      await expect(given).rejects.toMatchObject({ kind: { slug: 'register-busy' } });
    });
    expect((await openRegister(county.context.db, 'members')).release).toBe(1);
    expect(await findMigration(county.context.db, 'member')).toMatchObject({
      state: 'stuck',
      failure: { slug: 'register-busy' },
    });
    await follow(change('full_name', { maxLength: 70 }));
    expect(await findMigration(county.context.db, 'member')).toMatchObject({ state: 'done', failure: null });
  });
});

describe('what a table is told apart by, called and bound to', () => {
  it('takes over the values of a field that is superseded, and keeps the old column', async () => {
    await fill(1, 4);
    await fill(1, 1, { fee: '7' });
    const fee = entity.fields.find((field) => field.name === 'fee')!;
    const renamed = {
      ...entity,
      fields: [...entity.fields.filter((field) => field.name !== 'fee'), { ...fee, name: 'dues', element: 'T.20' }],
    };
    await follow(renamed, 2, { renames: new Map([['dues', 'fee']]) });
    expect(await rows('select card_no, dues, fee from data.member order by card_no limit 2')).toEqual([
      { card_no: '000001', dues: '7', fee: '7' },
      { card_no: '000002', dues: '12.50', fee: '12.50' },
    ]);
    expect(await rows('select dues from history.member')).toEqual([{ dues: '12.50' }]);
    expect(await leftovers()).toEqual([0, 0, 0, 0]);
    await county.context.db
      .run(sql`insert into data.member (record_id, version, change_set, body_id, card_no, full_name, dues)
      values (gen_random_uuid(), 1, 1, 1, '000009', 'New', 3)`);
  });

  it('changes the rules of a field that is called after its table, and of a table that has a rule of its own', async () => {
    const called = (maxLength: number): EntityPlan => {
      const branch = entity.fields.find((field) => field.name === 'branch')!;
      const own = { ...branch, name: 'member_note', element: 'T.20', maxLength };
      return { ...entity, fields: [...entity.fields, own] };
    };
    const ruleOf = () =>
      rows<{ rule: string }>(`select pg_get_constraintdef(oid) as rule from pg_constraint
        where conrelid = 'data.member'::regclass and conname = 'member_note_length'`);
    await county.context.db.run(sql`alter table data.member add constraint member_check check (version > 0)`);
    await follow(called(40));
    expect(await ruleOf()).toEqual([{ rule: expect.stringContaining('40') as string }]);
    await follow(called(50), 3);
    expect(await ruleOf()).toEqual([{ rule: expect.stringContaining('50') as string }]);
    await follow(entity, 4);
    expect(await ruleOf()).toEqual([]);
    expect(await count(`pg_constraint where conname = 'member_check'`)).toBe(1);
    expect(await leftovers()).toEqual([0, 0, 0, 0]);
  });

  it('gets another key without a pause, and refuses one that two records have', async () => {
    await fill(1, 4);
    const byPerson = { ...entity, key: ['person_id'] };
    await county.context.db.run(sql`update data.member set person_id = '099000000001' where card_no = '000002'`);
    await expect(follow(byPerson)).rejects.toMatchObject({
      kind: { slug: 'breaking-release' },
      extras: { rule: 'key', fails: 2 },
    });
    expect(await leftovers()).toEqual([0, 0, 0, 0]);
    await county.context.db.run(sql`update data.member set person_id = '099000000002' where card_no = '000002'`);
    await follow(byPerson);
    const [index] = await rows<{ definition: string }>(
      `select indexdef as definition from pg_indexes where indexname = 'member_key'`,
    );
    expect(index?.definition).toContain('UNIQUE INDEX member_key ON data.member USING btree (person_id)');
    const again = county.context.db.run(sql`update data.member set person_id = null where card_no = '000002'`);
    await expect(again).rejects.toThrow(/not-null/);
    expect(await leftovers()).toEqual([0, 0, 0, 0]);
  });

  it('widens a field that tells records apart, with its index', async () => {
    await fill(1, 4);
    await follow(change('card_no', { dataType: 'string' }));
    expect(await count(`pg_indexes where indexname = 'member_key' and indexdef like '%(card_no)'`)).toBe(1);
    expect(await leftovers()).toEqual([0, 0, 0, 0]);
    // That release was never published.
    await county.context.db.run(sql`update records.table_state set release = 1`);
    expect(await fill(1, 5)).toMatchObject({ new: 1, unchanged: 4 });
  });

  it('is left exactly as it was when a row breaks a narrower rule, and says which', async () => {
    await fill(1, 3);
    const both = { ...textFee(entity), checks: entity.checks };
    const narrower = {
      ...both,
      fields: both.fields.map((one) => (one.name === 'full_name' ? { ...one, maxLength: 3 } : one)),
    };
    await expect(follow(narrower)).rejects.toMatchObject({ extras: { rule: 'full_name_length', fails: 3 } });
    expect(await typesOf('fee')).toEqual(['numeric', 'numeric']);
    expect(await leftovers()).toEqual([0, 0, 0, 0]);
    const stuck = await findMigration(county.context.db, 'member');
    expect(stuck).toMatchObject({
      state: 'stuck',
      failure: { field: 'full_name', rule: 'full_name_length', fails: 3 },
    });
    expect(stuck?.failure?.records).toHaveLength(3);
    // A later release that nobody stands in the way of.
    await follow(textFee(entity), 3);
    expect(await typesOf('fee')).toEqual(['text', 'text']);
  });
});
