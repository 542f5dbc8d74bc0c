/** What other pages than the records' own show of rows that only an agreement opens: codes in units, people of several records. */
import { beforeAll, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { line } from '../../test/harness/records.ts';
import { ending } from '../../test/harness/story.ts';
import { call } from '../platform/http/call.ts';
import { sql } from '../platform/db/sql.ts';
import { readUnits } from './contract.ts';
import { openRecords } from './golden/open-records.ts';

const governance = `
agreements:
  - { code: TT-20, names: { en: Three reads }, register: members, for: { bodies: [B] }, rows: { under: A },
      purpose: prefill, basis: act-1, mode: query, quota: 3, from: D-100 }
`;

let county: AuthorityCounty;
let record = '';
let own = '';
beforeAll(async () => {
  county = await openAuthorityCounty({ 'governance/more.yaml': governance });
  await county.load('A', [line(1)]);
  await county.load('B', [line(21)]);
  record = (await county.member('000001'))?.record ?? '';
  own = (await county.member('000021'))?.record ?? '';
  county.become('B', 'officer');
});
const used = async () => {
  const [row] = await county.context.db.rows<{ used: number }>(
    sql`select coalesce(sum(used), 0)::int as used from governance.grant_use where agreement = 'TT-20'`,
  );
  return row?.used;
};
const units = (id: string) =>
  ending(call(county.http.send, readUnits, { params: { register: 'members', record: id }, query: {} }));

it('counts what is shown of them, refuses when nothing is left, and leaves one’s own alone', async () => {
  const caller = county.caller('B', 'officer');
  const wanted = new Map([['members', [record, own]]]);
  const opened = (counts?: 'all' | 'some') =>
    openRecords(county.context, caller, wanted, { ...(counts && { counts }) }).then(
      (found) => found.size,
      (error: Error) => error.message,
    );
  expect((await units(record)).status).toBe(200);
  expect(await opened('all')).toBe(2);
  expect(await used()).toBe(2);
  // Twin: another step of the same answer shows them again, and counts nothing.
  expect(await opened()).toBe(2);
  expect(await used()).toBe(2);
  expect(await opened('some')).toBe(2);
  expect(await units(record)).toMatchObject({ status: 429, problem: { type: '/problems/governance/quota-spent' } });
  expect((await units(own)).status).toBe(200);
  expect(await opened('some')).toBe(1);
  expect(await opened('all')).toContain('TT-20');
  expect(await used()).toBe(3);
});
