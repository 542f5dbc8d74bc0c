import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/harness/database.ts';
import type { Database } from '../platform/db/db.ts';
import { sql } from '../platform/db/sql.ts';
import { beside, differences, spelled, standing } from './compare.ts';
import type { Comparison } from './model.ts';

const comparison: Comparison = {
  register: 'members',
  authority: 'people',
  keyField: 'person_id',
  authorityKey: 'number',
  identity: ['name', 'born'],
  held: ['name', 'born', 'place'],
  sameSpelling: [
    ['oà', 'òa'],
    ['ph', 'f'],
  ],
};

type Row = readonly [key: string | null, name: string | null, born: string | null, place?: string | null];

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});

const list = (rows: readonly Row[], key: 'person_id' | 'number') =>
  sql`(select gen_random_uuid() as record_id, 7 as body_id, r->>0 as ${key === 'number' ? sql`number` : sql`person_id`},
     r->>1 as name, (r->>2)::date as born, r->>3 as place from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) r)`;

async function standingOf(member: Row, people: readonly Row[], change: Partial<Comparison> = {}, pattern = '[0-9]{3}') {
  const how = { ...comparison, ...change };
  const [row] = await db.rows<{ standing: string }>(
    sql`select ${standing(how, pattern)} as standing ${beside(how, list([member], 'person_id'), list(people, 'number'))}`,
  );
  return row?.standing;
}

const ann: Row = ['001', 'Ann Bell', '1980-03-17', 'Hill'];

describe('a record beside the trusted source', () => {
  it.each([
    ['the same', ann, 'verified'],
    ['another spelling of spaces and capitals', ['001', '  ANN   bell ', '1980-03-17'], 'verified'],
    ['another name', ['001', 'Ann Ball', '1980-03-17'], 'differs'],
    ['another day', ['001', 'Ann Bell', '1980-03-18'], 'differs'],
    ['no name where the source has one', ['001', null, '1980-03-17'], 'differs'],
    ['a key nobody has', ['002', 'Ann Bell', '1980-03-17'], 'not-found'],
    ['no key', [null, 'Ann Bell', '1980-03-17'], 'no-key'],
    ['a key that cannot be one', ['01', 'Ann Bell', '1980-03-17'], 'no-key'],
  ] satisfies [string, Row, string][])('%s', async (_name, member, expected) => {
    expect(await standingOf(member, [ann])).toBe(expected);
  });
  it('is the same where both sides are blank', async () => {
    expect(await standingOf(['001', 'Ann Bell', null], [['001', 'Ann Bell', null]])).toBe('verified');
  });
  it('counts two ways to write one sound as equal, composed or not', async () => {
    const held: Row = ['001', 'Hòa', '1980-03-17'];
    expect(await standingOf(['001', 'Hoà', '1980-03-17'], [held])).toBe('verified');
    expect(await standingOf(['001', 'HOÀ'.normalize('NFD'), '1980-03-17'], [held])).toBe('verified');
    // The twin: without the pairs it differs.
    expect(await standingOf(['001', 'Hoà', '1980-03-17'], [held], { sameSpelling: [] })).toBe('differs');
  });
  it('has nothing that could differ when a file gives none of the identifying fields', async () => {
    expect(await standingOf(['001', null, null], [ann], { identity: [] })).toBe('verified');
  });
  it('without a pattern is without key only when there is none', async () => {
    const how = comparison;
    const [row] = await db.rows<{ standing: string }>(
      sql`select ${standing(how, undefined)} as standing
          ${beside(how, list([['x', 'A', null]], 'person_id'), list([], 'number'))}`,
    );
    expect(row?.standing).toBe('not-found');
  });
});

it('spells one way what it has spelled already', async () => {
  const words = ['Hoà', ' Phi  Ph', 'Òa', 'ANN'];
  const rows = await db.rows<{ once: string; twice: string }>(
    sql`select ${spelled(sql`w`, comparison.sameSpelling)} as once,
          ${spelled(spelled(sql`w`, comparison.sameSpelling), comparison.sameSpelling)} as twice
        from unnest(${words}::text[]) w`,
  );
  expect(rows).toHaveLength(4);
  for (const { once, twice } of rows) expect(twice).toBe(once);
});

it('gives one row a field that differs, and none for whom the source does not hold', async () => {
  const joined = beside(
    comparison,
    list([['001', 'Ann Ball', '1980-03-17', null], ['009', 'Nobody', null, 'Dale'], ann], 'person_id'),
    list([ann], 'number'),
  );
  const rows = await db.rows<{ field: string; said: string | null; held: string | null; body_id: number }>(
    sql`select field, said, held, body_id from (${differences(comparison, joined)}) d order by field`,
  );
  expect(rows).toEqual([
    { field: 'name', said: 'Ann Ball', held: 'Ann Bell', body_id: 7 },
    { field: 'place', said: null, held: 'Hill', body_id: 7 },
  ]);
});
