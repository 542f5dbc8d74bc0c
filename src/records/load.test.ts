import { beforeAll, describe, expect, it } from 'vitest';
import { slugOf } from '../../test/harness/bodies-story.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { raw, sql } from '../platform/db/sql.ts';
import { checkLoad } from './check-load.ts';
import { commitLoad } from './commit-load.ts';
import { findLoad, loadFindings } from './read-loads.ts';
import { stageUpload } from './stage-upload.ts';
import { sweepLoads } from './sweep-loads.ts';

let county: County;
beforeAll(async () => {
  county = await openCounty(await testDatabase());
});

const stage = (lines: readonly (readonly string[])[], body = 'A', register = 'members') =>
  stageUpload(county.context, {
    register,
    body: county.id(body),
    caller: county.caller(body, 'officer'),
    columns,
    rows: rowsOf(lines),
  });
const through = async (lines: readonly (readonly string[])[], body = 'A', register = 'members') => {
  const { id } = await stage(lines, body, register);
  await checkLoad(county.context, id);
  return commitLoad(county.context, id, { caller: county.caller(body, 'officer'), onlyValid: true });
};
const count = async (table: string) =>
  (await county.context.db.rows<{ n: number }>(sql`select count(*) as n from ${raw(table)}`))[0]?.n;

describe('a load', () => {
  it('stores nothing before it is committed, and everything then', async () => {
    const { context } = county;
    const staged = await stage([
      line(1),
      line(2),
      line(3, { born_on: '31/02/1980' }),
      line(2),
      line(4, { full_name: '' }),
    ]);
    expect(staged).toMatchObject({ state: 'matched', rows: 5, wrong: 2 });
    const checked = await checkLoad(context, staged.id);
    expect(checked).toMatchObject({
      state: 'checked',
      ready: 2,
      wrong: 3,
      new: 2,
      findings: { date: 1, double: 1, missing: 1 },
    });
    expect(await count('data.member')).toBe(0);
    expect(await slugOf(commitLoad(context, staged.id, { caller: county.caller('A', 'officer') }))).toBe(
      'load-has-findings',
    );
    const done = await commitLoad(context, staged.id, { caller: county.caller('A', 'officer'), onlyValid: true });
    expect(done).toMatchObject({ state: 'committed', new: 2, changed: 0, unchanged: 0 });
    expect(await count('data.member')).toBe(2);
    const { items } = await loadFindings(context.db, { load: staged.id });
    expect(items.map((item) => [item.row, item.field, item.kind, item.values['row']])).toEqual([
      [4, 'born_on', 'date', undefined],
      [5, 'card_no', 'double', 3],
      [6, 'full_name', 'missing', undefined],
    ]);
  });
  it('repeated, changes nothing and makes no change set', async () => {
    const before = await count('platform.change_set');
    const again = await through([line(1), line(2)]);
    expect(again).toMatchObject({ new: 0, changed: 0, unchanged: 2, changeSet: null });
    expect(await count('platform.change_set')).toBe(before);
    expect(await count('history.member')).toBe(0);
  });

  it('changes what differs, keeps the old version, and leaves what the file does not have', async () => {
    const { context } = county;
    const narrow = columns.filter((column) => ['card_no', 'full_name'].includes(column.field));
    const { id } = await stageUpload(context, {
      register: 'members',
      body: county.id('A'),
      caller: county.caller('A', 'officer'),
      columns: narrow.map((column, at) => ({ ...column, column: at })),
      rows: rowsOf([
        ['000001', 'Renamed'],
        ['000002', 'Member C'],
      ]),
    });
    // The other fields are not required, so a narrow file passes.
    expect(await checkLoad(context, id)).toMatchObject({ ready: 2, new: 0, changed: 1, unchanged: 1 });
    const done = await commitLoad(context, id, { caller: county.caller('A', 'officer') });
    expect(done).toMatchObject({ new: 0, changed: 1, unchanged: 1 });
    const rows = await context.db.rows(
      sql`select full_name, fee, version & 4294967295 as n from data.member order by card_no`,
    );
    expect(rows).toEqual([
      { full_name: 'Renamed', fee: '12.50', n: 2 },
      { full_name: 'Member C', fee: '12.50', n: 1 },
    ]);
    const old = await context.db.rows(
      sql`select full_name, fee, ended_as, ended_by = ${done.changeSet} as mine from history.member`,
    );
    expect(old).toEqual([{ full_name: 'Member B', fee: '12.50', ended_as: 'u', mine: true }]);
  });

  it('takes a key of another body for a finding, at the check and at the commit', async () => {
    const { context } = county;
    const before = await stage([line(2, { full_name: 'Stolen' }), line(900)], 'B');
    expect(await checkLoad(context, before.id)).toMatchObject({ ready: 1, wrong: 1, findings: { foreign: 1 } });
    await commitLoad(context, before.id, { caller: county.caller('B', 'officer'), onlyValid: true });
    // Two bodies check the same new key; the second to commit finds it taken.
    const [first, second] = [await stage([line(901)], 'A'), await stage([line(901), line(902)], 'B')];
    for (const one of [first, second]) expect(await checkLoad(context, one.id)).toMatchObject({ findings: {} });
    await commitLoad(context, first.id, { caller: county.caller('A', 'officer') });
    const late = await commitLoad(context, second.id, { caller: county.caller('B', 'officer') });
    expect(late).toMatchObject({ new: 1, ready: 1, wrong: 1, findings: { foreign: 1 } });
    const homes = await context.db.rows(sql`select body_id from data.member where card_no in ('000002', '000901')`);
    expect(homes).toEqual([{ body_id: county.id('A') }, { body_id: county.id('A') }]);
  });

  it('lets another room compare, settle codes and store with it, in the same transaction', async () => {
    const { context } = county;
    const rows = [line(10, { place: '003' }), line(11, { place: '003' }), line(12), line(13)];
    const { id } = await stage(rows);
    expect((await checkLoad(context, id)).findings).toEqual({ 'former-split': 2 });
    const compare: NonNullable<Parameters<typeof checkLoad>[2]>['compare'] = async (tx, staged) => {
      await staged.settle('place', sql`select u.row_no, '002' from ${staged.undecided} u where u.card_no = '000010'`);
      const [row] = await tx.rows<{ row_no: number }>(
        sql`select row_no from ${staged.rows} s where card_no = '000012'`,
      );
      const finding = {
        field: 'person_id',
        kind: 'unknown',
        rule: 'unknown',
        catalogue: 'registers',
        severity: 'error',
      } as const;
      return { findings: [{ ...finding, row: row?.row_no ?? 0, value: null }], extra: { cells: 42 } };
    };
    for (let again = 0; again < 2; again++) {
      const checked = await checkLoad(context, id, { compare });
      expect(checked).toMatchObject({
        ready: 2,
        wrong: 2,
        findings: { 'former-split': 1, unknown: 1 },
        notes: { 'former-split': 1 },
        extra: { cells: 42 },
      });
    }
    const refused = commitLoad(context, id, {
      caller: county.caller('A', 'officer'),
      onlyValid: true,
      within: () => Promise.reject(new Error('the other room failed')),
    });
    await expect(refused).rejects.toThrow('the other room failed');
    expect(await count("data.member where card_no in ('000010', '000013')")).toBe(0);
    const done = await commitLoad(context, id, {
      caller: county.caller('A', 'officer'),
      onlyValid: true,
      within: async (tx, { changeSet, members }) => {
        const [row] = await tx.rows<{ n: number }>(
          sql`select count(*) as n from data.member where change_set = ${changeSet}`,
        );
        return { seen: row?.n, members: members?.length };
      },
    });
    expect(done.extra).toEqual({ cells: 42, seen: 2, members: 2 });
    const places = await context.db.rows(
      sql`select card_no, place from data.member where card_no in ('000010', '000013') order by 1`,
    );
    expect(places).toEqual([
      { card_no: '000010', place: '002' },
      { card_no: '000013', place: '001' },
    ]);
  });

  it('finds the home body by its own field, within the tree of the loading body', async () => {
    const { context } = county;
    const rows = [
      line(1, { branch: 'A1' }),
      line(2, { branch: 'ashford second branch' }),
      line(3, { branch: 'B1' }),
      line(4),
    ];
    const done = await through(rows, 'A', 'seats');
    expect(done).toMatchObject({ new: 4, warnings: { body: 1 } });
    const homes = await context.db.rows<{ body_id: number }>(sql`select body_id from data.seat order by card_no`);
    expect(homes.map((home) => home.body_id)).toEqual(['A1', 'A2', 'A', 'A'].map(county.id));
  });

  it('keeps periods of one key apart', async () => {
    const withTime = [
      ...columns,
      { column: 9, header: 'from', field: 'valid_from' },
      { column: 10, header: 'to', field: 'valid_to' },
    ];
    const { context } = county;
    const { id } = await stageUpload(context, {
      register: 'terms',
      body: county.id('A'),
      caller: county.caller('A', 'officer'),
      columns: withTime,
      rows: rowsOf([
        [...line(1), '2020-01-01', '2020-12-31'],
        [...line(1), '2021-01-01', ''],
        [...line(2), '2021-02-30x', ''],
        [...line(1), '2021-01-01', '2022-01-01'],
      ]),
    });
    expect(await checkLoad(context, id)).toMatchObject({ ready: 2, findings: { date: 1, double: 1 } });
    await commitLoad(context, id, { caller: county.caller('A', 'officer'), onlyValid: true });
    expect(await count('data.term')).toBe(2);
  });

  it('goes through its states only forwards', async () => {
    const { context } = county;
    const caller = county.caller('A', 'officer');
    const { id } = await stage([line(700)]);
    expect(await slugOf(commitLoad(context, id, { caller }))).toBe('load-not-committable');
    await checkLoad(context, id);
    await commitLoad(context, id, { caller });
    expect(await slugOf(commitLoad(context, id, { caller }))).toBe('load-not-committable');
    expect(await slugOf(checkLoad(context, id))).toBe('load-not-checkable');
    expect(await slugOf(checkLoad(context, '00000000-0000-7000-8000-000000000000'))).toBe('load-not-found');
  });

  it('refuses a mapping without the key, with doubles, or with a field that is not there', async () => {
    const wrong = (field: (name: string) => string | null) =>
      slugOf(
        stageUpload(county.context, {
          register: 'members',
          body: county.id('A'),
          caller: county.caller('A'),
          columns: columns.map((column) => ({ ...column, field: field(column.field) })),
          rows: rowsOf([line(1)]),
        }),
      );
    expect(await wrong((name) => (name === 'card_no' ? null : name))).toBe('missing-key-column');
    expect(await wrong((name) => (name === 'state' ? 'place' : name))).toBe('double-mapping');
    expect(await wrong((name) => (name === 'state' ? 'nothing' : name))).toBe('unknown-field');
  });

  it('leaves nothing when the file breaks off, and is forgotten when nobody commits it', async () => {
    const { context } = county;
    const loads = await count('records.load');
    const broken = async function* () {
      yield* rowsOf([line(800)]);
      throw new Error('the line broke');
    };
    const work = stageUpload(context, {
      register: 'members',
      body: county.id('A'),
      caller: county.caller('A'),
      columns,
      rows: broken(),
    });
    await expect(work).rejects.toThrow('the line broke');
    expect(await count('records.load')).toBe(loads);
    const stages = "pg_class where relname like 'stage%' and relkind = 'r'";
    expect(await count(stages)).toBe(0);
    const { id } = await stage([line(801)]);
    context.clock.set('2026-12-24T00:00:00Z');
    expect(await sweepLoads(context)).toBeGreaterThan(0);
    context.clock.set('2026-11-23T03:00:00Z');
    expect((await findLoad(context.db, id))?.state).toBe('expired');
    expect(await count(stages)).toBe(0);
  });
});
