import { beforeAll, describe, expect, it } from 'vitest';
import { slugOf } from '../../test/harness/bodies-story.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { raw, sql } from '../platform/db/sql.ts';
import { checkLoad } from './check-load.ts';
import { commitLoad } from './commit-load.ts';
import { loadFindings } from './read-loads.ts';
import { stageUpload } from './stage-upload.ts';

let county: County;
beforeAll(async () => {
  county = await openCounty();
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
    const staged = await stage([line(1), line(2), line(3, { born_on: '31/02/1980' }), line(2), line(4, { full_name: '' })]);
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
    expect(await slugOf(commitLoad(context, staged.id, { caller: county.caller('A', 'officer') }))).toBe('load-has-findings');
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
});
