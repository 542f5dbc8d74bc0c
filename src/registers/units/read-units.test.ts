import { beforeAll, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { sql } from '../../platform/db/sql.ts';
import { call } from '../../platform/http/call.ts';
import { readUnits } from '../contract.ts';

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
it('of another’s record reads as of none', async () => {
  county.become('B', 'officer');
  const [hidden, none] = [await ending(read()), await ending(read('01930000-0000-8aaa-8bbb-000000000001'))];
  expect(hidden.status).toBe(403);
  expect({ ...hidden.problem, instance: '' }).toEqual({ ...none.problem, instance: '' });
});
