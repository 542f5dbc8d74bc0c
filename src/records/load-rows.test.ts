import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/harness/database.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { raw, sql } from '../platform/db/sql.ts';
import { findChangeSet } from '../platform/changes/index.ts';
import { loadRows } from './load-rows.ts';
import { createRecord } from './write-record.ts';

let county: County;
beforeEach(async () => {
  county = await openCounty(await testDatabase());
});

const bulk = (lines: readonly (readonly string[])[], more: Partial<Parameters<typeof loadRows>[1]> = {}) =>
  loadRows(county.context, {
    register: 'members',
    body: county.id('A'),
    caller: county.caller('A', 'officer'),
    columns,
    rows: rowsOf(lines),
    turn: 20_000,
    ...more,
  });
const rows = (query: string) => county.context.db.rows(sql`${raw(query)}`);
const range = (from: number, to: number, make = (n: number) => line(n)) =>
  Array.from({ length: to - from }, (_, i) => make(from + i));

describe('a first load', () => {
  it('fills an empty register, sets doubles and wrong rows apart, and builds every index again', async () => {
    const indexes = "select indexname from pg_indexes where tablename = 'member' and schemaname = 'data' order by 1";
    const before = await rows(indexes);
    const file = [
      ...range(0, 1500),
      line(7, { full_name: 'Again' }),
      line(8),
      line(2000, { born_on: 'x' }),
      line(2001, { place: '003' }),
    ];
    const done = await bulk(file);
    expect(done).toMatchObject({ state: 'committed', rows: 1504, ready: 1500, new: 1500, wrong: 4 });
    expect(done.findings).toEqual({ double: 2, format: 1, 'former-split': 1 });
    expect(await rows("select full_name from data.member where card_no = '000007'")).toEqual([
      { full_name: 'Member H' },
    ]);
    expect(await rows(indexes)).toEqual(before);
    expect(await rows("select row_no, params from records.finding where kind = 'double' order by 1")).toEqual([
      { row_no: 1502, params: { row: 9 } },
      { row_no: 1503, params: { row: 10 } },
    ]);
    const change = await findChangeSet(county.context.db, done.changeSet ?? 0);
    expect(change).toMatchObject({ kind: 'records', subject: 'members', rowsNew: 1500, members: null });
  });
  it('into a filled register by mistake stores nothing', async () => {
    await bulk(range(0, 3));
    await expect(bulk(range(10, 12), { path: 'first' })).rejects.toMatchObject({
      kind: { slug: 'register-not-empty' },
    });
    expect(await rows('select count(*) as n from data.member')).toEqual([{ n: 3 }]);
    expect(await rows("select state from records.load where state <> 'committed'")).toEqual([{ state: 'failed' }]);
  });
});

describe('a load into a filled register', () => {
  it('adds, changes and leaves in several turns, and finds doubles across them', async () => {
    await bulk(range(0, 1000));
    const renamed = (n: number) => line(n, n % 10 === 0 ? { full_name: 'Renamed' } : {});
    // More than two turns of 20,000 rows; the double of row 5 comes in the last of them.
    const file = [
      ...range(0, 45_000, renamed),
      line(5, { full_name: 'Twice' }),
      line(44_000),
      line(50_000, { fee: 'x' }),
    ];
    const done = await bulk(file);
    expect(done).toMatchObject({ rows: 45_003, new: 44_000, changed: 100, unchanged: 900, ready: 45_000, wrong: 3 });
    expect(done.findings).toEqual({ double: 2, type: 1 });
    expect(await rows("select row_no, params from records.finding where kind = 'double' order by 1")).toEqual([
      { row_no: 45_002, params: { row: 7 } },
      { row_no: 45_003, params: { row: 44_002 } },
    ]);
    expect(await rows('select count(*) as n from history.member')).toEqual([{ n: 100 }]);
    expect(await rows("select count(*) as n from pg_class where relname like 'stage%'")).toEqual([{ n: 0 }]);
    const again = await bulk(file.slice(0, 45_000));
    expect(again).toMatchObject({ new: 0, changed: 0, unchanged: 45_000, changeSet: null });
  });
  it('keeps its rows out of what another body has', async () => {
    await bulk(range(0, 10));
    const done = await bulk(range(5, 20), { body: county.id('B'), caller: county.caller('B', 'officer') });
    expect(done).toMatchObject({ new: 10, wrong: 5, findings: { foreign: 5 } });
  });
  it('stores nothing when the source breaks in a later turn, and is heard when it does', async () => {
    await bulk(range(0, 10));
    const broken = async function* () {
      yield* rowsOf(range(100, 25_000));
      throw new Error('the line broke');
    };
    await expect(bulk([], { rows: broken() })).rejects.toThrow('the line broke');
    expect(await rows('select count(*) as n from data.member')).toEqual([{ n: 10 }]);
    expect(await rows("select count(*) as n from pg_class where relname like 'stage%'")).toEqual([{ n: 0 }]);
  });
  it('goes on beside a single record with one of its keys: the record becomes a hit', async () => {
    const { context } = county;
    await bulk(range(0, 10));
    let created: Promise<unknown> | undefined;
    const slowly = async function* () {
      yield* rowsOf(range(100, 20_100));
      const values = { card_no: '020150', full_name: 'First come' };
      created = createRecord(context, {
        register: 'members',
        caller: county.caller('A', 'officer'),
        body: county.id('A'),
        values,
      });
      await created;
      yield [
        { number: 30_000, cells: line(20_150) },
        { number: 30_001, cells: line(20_151) },
      ];
    };
    const done = await bulk([], { rows: slowly() });
    expect(done).toMatchObject({ new: 20_001, changed: 1, wrong: 0 });
    expect(await rows("select full_name from history.member where card_no = '020150'")).toEqual([
      { full_name: 'First come' },
    ]);
  });
});
