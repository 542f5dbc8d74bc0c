import { beforeAll, describe, expect, it } from 'vitest';
import { slugOf } from '../../test/harness/bodies-story.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { Problem } from '../platform/http/problem.ts';
import { raw, sql } from '../platform/db/sql.ts';
import { loadRows } from './load-rows.ts';
import { stageUpload } from './stage-upload.ts';
import { createRecord, editRecord } from './write-record.ts';

const REAL = '001085000231';

/** The same acts on a trial node and on one that is none: what the first refuses, the second takes. */
async function acts(county: County) {
  const { context, id, caller } = county;
  const who = caller('A', 'officer');
  const base = { register: 'members', body: id('A'), caller: who };
  const bad = [line(1), line(2, { person_id: REAL }), line(3)];
  const good = await createRecord(context, { ...base, values: { card_no: '500000', full_name: 'Ada' } });
  const stored = {
    register: 'members',
    caller: who,
    record: good.record,
    version: good.version,
    scope: 'all',
  } as const;
  const absent = () => Promise.resolve(new Error('absent'));
  return {
    stage: await slugOf(stageUpload(context, { ...base, columns, rows: rowsOf(bad) })),
    filled: await slugOf(loadRows(context, { ...base, columns, rows: rowsOf(bad), path: 'filled' })),
    create: await slugOf(
      createRecord(context, { ...base, values: { card_no: '500001', full_name: 'B', person_id: REAL } }),
    ),
    edit: await slugOf(editRecord(context, { ...stored, absent, values: { person_id: REAL } })),
  };
}

/** Every place where a digit of it could have stayed. */
async function traces({ context }: County): Promise<number> {
  const tables = await context.db.rows<{ name: string }>(
    sql`select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables`,
  );
  let n = 0;
  for (const { name } of tables) {
    const [row] = await context.db.rows<{ n: number }>(
      sql`select count(*) as n from ${raw(name)} t where t::text like ${'%001085%'}`,
    );
    n += row?.n ?? 0;
  }
  return n + (JSON.stringify(context.audited).includes('001085') ? 1 : 0);
}

describe('on a trial node', () => {
  let county: County;
  beforeAll(async () => {
    county = await openCounty(await testDatabase(), { demo: { idPrefix: '099' } });
  });

  it('one real identifier refuses the whole load or edit, and leaves no trace', async () => {
    const refused = 'real-identifier-refused';
    expect(await acts(county)).toEqual({ stage: refused, filled: refused, create: refused, edit: refused });
    expect(await traces(county)).toBe(0);
    const error = await stageUpload(county.context, {
      register: 'members',
      body: county.id('A'),
      caller: county.caller('A'),
      columns,
      rows: rowsOf([line(2, { person_id: REAL })]),
    }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Problem);
    expect((error as Problem).extras).toEqual({ row: 2, field: 'person_id', prefix: '099' });
  });

  it('a first load is refused as a whole as well', async () => {
    await county.context.db.script('truncate data.member');
    const rows = rowsOf([line(1), line(2, { person_id: REAL })]);
    const base = { register: 'members', body: county.id('A'), caller: county.caller('A'), columns, rows };
    expect(await slugOf(loadRows(county.context, base))).toBe('real-identifier-refused');
    expect(await traces(county)).toBe(0);
  });

  it('a malformed identifier is a finding; its digits are kept only when they look invented', async () => {
    const rows = rowsOf([line(7, { person_id: '00108500023' }), line(8, { person_id: '99000000008' }), line(9)]);
    const base = { register: 'members', body: county.id('A'), caller: county.caller('A'), columns, rows };
    expect(await loadRows(county.context, { ...base, path: 'filled' })).toMatchObject({
      new: 1,
      findings: { format: 2 },
    });
    const kept = await county.context.db.rows(sql`select value from records.finding order by row_no`);
    expect(kept).toEqual([{ value: null }, { value: '99000000008' }]);
    expect(await traces(county)).toBe(0);
  });
});

it('without the guard the same acts store the identifier', async () => {
  const county = await openCounty(await testDatabase());
  expect(await acts(county)).toEqual({ stage: 'done', filled: 'done', create: 'done', edit: 'done' });
  expect(await traces(county)).toBeGreaterThan(0);
});
