import { beforeAll, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { sql } from '../../platform/db/sql.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import { exportRecords } from '../../records/contract.ts';
import { readCodesToday, readUnits } from '../contract.ts';

let county: AuthorityCounty;
let record = '';
beforeAll(async () => {
  county = await openAuthorityCounty();
  await county.load('A', [line(1), line(2)]);
  record = (await county.member('000001'))?.record ?? '';
  // Stored before the unit was split.
  await county.context.db.run(sql`update data.member set place = '003' where record_id = ${record}::uuid`);
});
const read = (id = record) =>
  call(county.http.send, readUnits, { params: { register: 'members', record: id }, query: {} });

it('reads a former code in today’s units and leaves what is stored', async () => {
  county.become('A', 'officer');
  const { items } = await read();
  expect(items.find(({ field }) => field === 'place')).toMatchObject({
    code: '003',
    standing: 'part',
    today: [
      { code: '001', share: 0.5 },
      { code: '002', share: 0.5 },
    ],
  });
  expect((await county.member('000001'))?.values['place']).toBe('003');
});
it('has nothing to say of a code that stands', async () => {
  const { items } = await read((await county.member('000002'))?.record);
  expect(items.find(({ field }) => field === 'place')).toMatchObject({ code: '001', standing: 'same' });
});
it('reads the codes of a page at once, of the register’s lists only, and says since when and by whom', async () => {
  county.become('A', 'officer');
  const codes = ['001', '003', 'nonsense'].map((code) => ({ list: 'PLACE', code }));
  const { items } = await call(county.http.send, readCodesToday, {
    params: { register: 'members' },
    body: { codes: [...codes, { list: 'OTHER', code: '1' }] },
  });
  expect(items.map(({ code, standing }) => [code, standing])).toEqual([
    ['001', 'same'],
    ['003', 'part'],
    ['nonsense', 'unknown'],
  ]);
  expect(items[1]).toMatchObject({ former: { en: 'Split' }, since: '2025-07-01', decision: null });
});
it('exports today’s units in a column beside what is stored', async () => {
  const csv = async (query: { units?: 'today' }) => {
    const answer = await callRaw(county.http.send, exportRecords, {
      params: { register: 'members' },
      query: { format: 'csv', ...query },
    });
    return (await answer.text()).split('\n');
  };
  const [head = '', ...rows] = await csv({ units: 'today' });
  expect(head).toContain('place (today)');
  expect(rows.find((row) => row.includes('000001'))).toMatch(/003.*001:0\.5\|002:0\.5/);
  // A list whose codes never changed has no such column, nor has a file that nobody asked it of.
  expect(head).not.toContain('state (today)');
  expect((await csv({}))[0]).not.toContain('(today)');
});
it('of another’s record reads as of none', async () => {
  county.become('B', 'officer');
  const [hidden, none] = [await ending(read()), await ending(read('01930000-0000-8aaa-8bbb-000000000001'))];
  expect(hidden.status).toBe(403);
  expect({ ...hidden.problem, instance: '' }).toEqual({ ...none.problem, instance: '' });
});
