import { beforeAll, describe, expect, it } from 'vitest';
import { slugOf } from '../../test/harness/bodies-story.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { profileOf } from '../../test/harness/context.ts';
import { columns, files, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { dictionaryRoom, type EntityPlan, type FieldPlan } from '../dictionary/index.ts';
import { sql } from '../platform/db/sql.ts';
import { createRegisterTables } from './create-register-tables.ts';
import { loadRows } from './load-rows.ts';
import { openRegister } from './open-register.ts';
import { recordsRoom } from './room.ts';
import { createRecord } from './write-record.ts';

let county: County;
let entity: EntityPlan;
beforeAll(async () => {
  county = await openCounty(await testDatabase());
  entity = (await openRegister(county.context.db, 'members')).entity;
  const caller = county.caller('A', 'officer');
  await loadRows(county.context, {
    register: 'members',
    body: county.id('A'),
    caller,
    columns,
    rows: rowsOf([line(1)]),
  });
});

const release = (number: number, change: (entity: EntityPlan) => EntityPlan) =>
  createRegisterTables(
    county.context.db,
    { register: 'members', entity: change(entity), release: number },
    county.context.clock,
  );
const withField = (name: string, change: Partial<FieldPlan>) => (plan: EntityPlan) => ({
  ...plan,
  fields: plan.fields.map((field) => (field.name === name ? { ...field, ...change } : field)),
});
const columnsOf = async (schema: string) =>
  (
    await county.context.db.rows<{ name: string }>(
      sql`select column_name as name from information_schema.columns where table_schema = ${schema} and table_name = 'member'`,
    )
  ).map((row) => row.name);

describe('the tables of a register', () => {
  it('have what keeps updates HOT, and no b-tree on what changes with every version', async () => {
    const { db } = county.context;
    const [table] = await db.rows<{ options: string[] }>(
      sql`select reloptions as options from pg_class where oid = 'data.member'::regclass`,
    );
    expect(table?.options).toContain('fillfactor=85');
    const indexes = await db.rows<{ definition: string }>(
      sql`select indexdef as definition from pg_indexes where schemaname = 'data' and tablename = 'member'`,
    );
    const [version] = await db.rows<{ n: number }>(sql`select current_setting('server_version_num')::integer as n`);
    const onChange = indexes.filter((index) => /\((change_set|version)\)/.test(index.definition));
    expect(onChange.map((index) => /using (\w+)/i.exec(index.definition)?.[1])).toEqual(
      (version?.n ?? 0) >= 160_000 ? ['brin'] : [],
    );
    await db.script(`do $$ begin for i in 1..20 loop
      update data.member set version = version + 1, change_set = change_set + 1, full_name = 'x'; end loop; end $$`);
    const hot = async () =>
      (
        await db.rows<{ n: number }>(
          sql`select n_tup_hot_upd as n from pg_stat_user_tables where relid = 'data.member'::regclass`,
        )
      )[0]?.n;
    await expect.poll(hot, { timeout: 15_000 }).toBe(20);
  });

  it('get the fields of a new release, and keep what an old one had', async () => {
    const fee = entity.fields.find((field) => field.name === 'fee')!;
    const added = { ...fee, name: 'dues', element: 'T.20' };
    await release(2, (plan) => ({
      ...plan,
      fields: [...plan.fields.filter((field) => field.name !== 'branch'), added],
    }));
    for (const schema of ['data', 'history']) {
      expect(await columnsOf(schema)).toContain('dues');
      expect(await columnsOf(schema)).toContain('branch');
    }
    expect(await columnsOf('data')).not.toContain('_wanted');
  });

  it('take another rule when the rows there keep it, and refuse it with its name when they do not', async () => {
    const { db } = county.context;
    await release(3, withField('full_name', { maxLength: 80 }));
    await db.run(sql`update data.member set full_name = ${'x'.repeat(70)}`);
    const narrower = release(4, withField('full_name', { maxLength: 50 }));
    await expect(narrower).rejects.toMatchObject({ kind: { slug: 'breaking-release' } });
    await db.run(sql`update data.member set full_name = 'short'`);
    await release(4, withField('full_name', { maxLength: 50 }));
    await expect(db.run(sql`update data.member set full_name = ${'x'.repeat(60)}`)).rejects.toThrow(/check constraint/);
  });

  it('stay as the last release left them while a newer one waits, and follow it when it comes', async () => {
    const { db } = county.context;
    // The releases of the tests above were never published.
    await db.run(sql`update records.table_state set release = 1`);
    const before = await openRegister(db, 'seats');
    const [tables] = recordsRoom.followers?.(county.context) ?? [];
    const fee = /\n {2}- code: T\.8[\s\S]*?(?=\n {2}- code)/.exec(files['dictionary/elements/all.yaml']!)![0];
    const dues = fee.replaceAll('fee', 'dues').replace('T.8', 'T.10');
    const changed = {
      ...files,
      'dictionary/settings.yaml': files['dictionary/settings.yaml']!.replace("'1.0'", "'2.0'"),
      'dictionary/elements/all.yaml': `${files['dictionary/elements/all.yaml']!}${dues}\n`,
      'dictionary/entities/seat.yaml': files['dictionary/entities/seat.yaml']!.replace(
        '  - { element: T.9 }',
        '  - { element: T.9 }\n  - { element: T.10 }',
      ),
    };
    await dictionaryRoom.install?.({ ...county.context, profile: profileOf(changed) });
    expect((await openRegister(db, 'seats')).release).toBe(before.release);
    await db.transaction((tx) => tables!.initial(tx, { epoch: 1, position: 0 }));
    const after = await openRegister(db, 'seats');
    expect([after.release, after.entity.fields.at(-1)?.name]).toEqual([before.release + 1, 'dues']);
    const caller = county.caller('A', 'officer');
    const values = { card_no: '000001', full_name: 'Ada', dues: 3 };
    await createRecord(county.context, { register: 'seats', caller, body: county.id('A'), values });
    expect(await db.rows(sql`select dues from data.seat`)).toEqual([{ dues: '3' }]);
  });

  it('refuse another type for stored values, and another register for the same entity', async () => {
    expect(await slugOf(release(5, withField('fee', { sqlType: 'bigint', dataType: 'integer' })))).toBe(
      'breaking-release',
    );
    const { db, clock } = county.context;
    const other = createRegisterTables(db, { register: 'others', entity, release: 5 }, clock);
    expect(await slugOf(other)).toBe('entity-taken');
  });
});
