/** T3: the database refuses what was not granted, in every form of F4; without the role it does not. */
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/harness/database.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { openDatabase, sqlState, type Db } from '../platform/db/db.ts';
import { id, raw, sql, type Sql } from '../platform/db/sql.ts';
import { asReader } from './as-reader.ts';
import { createRegisterTables } from './create-register-tables.ts';
import { loadRows } from './load-rows.ts';
import type { RegisterTable } from './model.ts';
import { openRegister } from './open-register.ts';
import { listRecords } from './read-records.ts';
import { databaseTag, heldBy, readerRole } from './store/reader.ts';
import { delta, relation } from './store/relation.ts';

const GRANTED = ['full_name', 'place'];

let county: County;
let table: RegisterTable;
beforeAll(async () => {
  county = await openCounty(await testDatabase());
  const rows = [1, 2, 3].map((n) => line(n, { fee: `${String(n)},00` }));
  const loaded = { register: 'members', body: county.id('A'), caller: county.caller('A', 'officer'), columns };
  await loadRows(county.context, { ...loaded, rows: rowsOf(rows) });
  table = await openRegister(county.context.db, 'members');
});

/** Ways to learn the fee of a member without being shown it; the last ones go for what nobody declared. */
const oracles: Readonly<Record<string, Sql>> = {
  'a filter': sql`select full_name from data.member where fee > 1.5`,
  'an order': sql`select full_name from data.member order by fee desc`,
  'a filtered count': sql`select count(*) filter (where fee > 1.5) from data.member`,
  'a group': sql`select place from data.member group by place having max(fee) > 1.5`,
  'a star': sql`select * from data.member`,
  'a whole row': sql`select m from data.member m`,
  'a row as JSON': sql`select row_to_json(m) from data.member m`,
  'system columns': sql`select xmin, ctid from data.member`,
  'what it was': sql`select fee from history.member`,
  'a row of history as text': sql`select h::text from history.member h`,
  'a join': sql`select a.full_name from data.member a join data.member b on a.fee < b.fee`,
  'a regular expression on the column': sql`select full_name from data.member where fee::text ~ '^1'`,
  'another register': sql`select full_name from data.term`,
  'the change log': sql`select id from platform.change_set`,
  'the audit trail': sql`select 1 from platform.audit_entry`,
  'statistics of the planner': sql`select stavalues1 from pg_statistic where false`,
  'a table lock': raw('lock table data.member in access exclusive mode'),
  'a write': sql`update data.member set full_name = 'x'`,
};

const stateOf = (work: Promise<unknown>) => work.then(() => 'answered', sqlState);

describe('a reader of some columns', () => {
  it.each(Object.entries(oracles))('is refused %s', async (_name, query) => {
    const asked = asReader(county.context.db, table, GRANTED, (tx) => tx.run(query));
    // A transaction that may only read refuses a write before it asks who writes.
    expect(['42501', '25006']).toContain(await stateOf(asked));
  });

  it('would be answered all of them without the role', async () => {
    const undo = new Error('undone');
    const answers = Object.values(oracles).map((query) =>
      stateOf(
        county.context.db.transaction(async (tx) => {
          await tx.run(query);
          throw undo;
        }),
      ),
    );
    // Undone is what an answered one ends with: it is no error of the database.
    expect(new Set(await Promise.all(answers))).toEqual(new Set([undefined]));
  });

  it('reads what it was given: rows, a page, and what a change set did', async () => {
    const { db } = county.context;
    const read = (tx: Db) => tx.rows(sql`select * from ${relation(table, { columns: GRANTED, scope: 'all' })} r`);
    expect(await asReader(db, table, GRANTED, read)).toHaveLength(3);
    const page = await asReader(db, table, GRANTED, (tx) =>
      listRecords(tx, table, {
        columns: GRANTED,
        scope: [county.id('A')],
        where: [{ field: 'place', op: 'eq', values: ['001'] }],
        order: { field: 'full_name', descending: true },
        limit: 2,
      }),
    );
    expect(page.items.map((item) => Object.keys(item.values))).toEqual([GRANTED, GRANTED]);
    const change = { id: page.items[0]?.changeSet ?? 0 };
    const done = await asReader(db, table, GRANTED, (tx) =>
      tx.rows(sql`select * from ${delta(table, change, GRANTED)} d`),
    );
    expect(done).toHaveLength(3);
  });

  it('is put on inside a transaction for the work alone', async () => {
    const { db } = county.context;
    const who = (tx: Db) => tx.rows<{ who: string }>(sql`select current_user::text as who`).then(([row]) => row?.who);
    const said = await db.transaction(async (tx) => {
      const before = await who(tx);
      const inside = await asReader(tx, table, GRANTED, who);
      const failed = await stateOf(asReader(tx, table, GRANTED, (own) => own.run(sql`select fee from data.member`)));
      return { before, inside, failed, after: await who(tx) };
    });
    expect(said.after).toBe(said.before);
    expect(said.failed).toBe('42501');
    expect(said.inside).toBe(readerRole(await databaseTag(db), 'members', GRANTED));
  });

  it('is one role, however many ask for it at once and from two processes', async () => {
    const { db } = county.context;
    await using other = openDatabase(db.connection, 4);
    const wanted = ['branch', 'joined_on'];
    const asked = Array.from({ length: 12 }, (_, n) => {
      const columns = n % 2 === 0 ? wanted : wanted.toReversed();
      return asReader(n % 3 === 0 ? other : db, table, columns, (tx) =>
        tx.rows<{ who: string }>(sql`select current_user::text as who, branch from data.member limit 1`),
      );
    });
    expect(new Set((await Promise.all(asked)).map(([row]) => row?.who)).size).toBe(1);
  });

  it('follows a release: another column under the same name is granted anew, one that is gone is taken back', async () => {
    const { db, clock } = county.context;
    const read = (under: RegisterTable, wanted: readonly string[]) =>
      asReader(db, under, wanted, (tx) =>
        tx.rows(sql`select * from ${relation(under, { columns: wanted, scope: 'all' })} r`),
      );
    await read(table, ['branch']);
    await db.script('alter table data.member drop column branch; alter table data.member add column branch text');
    expect(await read(table, ['branch'])).toHaveLength(3);
    const held = async () => (await heldBy(db, await databaseTag(db), table.entity)).map(({ column }) => column);
    expect(await held()).toContain('branch');
    const entity = { ...table.entity, fields: table.entity.fields.filter(({ name }) => name !== 'branch') };
    await createRegisterTables(db, { register: 'members', entity, release: 2 }, clock);
    await read({ ...table, entity, release: 2 }, GRANTED);
    expect(await held()).not.toContain('branch');
    await expect(read({ ...table, entity, release: 2 }, ['branch'])).rejects.toThrow('field');
  });

  it('is made by a user who owns the tables and may make roles, and is no superuser', async () => {
    const { db } = county.context;
    await db.script(`do $$ begin create role owning_user login createrole; exception when duplicate_object then null; end $$;
      grant usage on schema data, history to owning_user with grant option;
      alter table data.member owner to owning_user; alter table history.member owner to owning_user`);
    await using owner = openDatabase({ ...db.connection, user: 'owning_user' }, 2);
    const read = (query: Sql) => stateOf(asReader(owner, table, ['card_no'], (tx) => tx.run(query)));
    expect(await read(sql`select card_no from data.member`)).toBe('answered');
    expect(await read(sql`select fee from data.member`)).toBe('42501');
  });

  it('is refused in words where the database lets its user make no roles', async () => {
    const { db } = county.context;
    await db.script(`do $$ begin create role plain_user login nocreaterole; exception when duplicate_object then null; end $$;
      grant usage on schema data, history, records, governance, dictionary, platform to plain_user`);
    await using plain = openDatabase({ ...db.connection, user: 'plain_user' }, 1);
    const asked = asReader(plain, table, ['state'], (tx) => tx.run(sql`select state from data.member`));
    await expect(asked).rejects.toThrow('The database cannot make roles that only read');
    await db.run(sql`drop owned by ${id('plain_user')}`);
  });
});
