import { beforeAll, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { ending } from '../../test/harness/story.ts';
import { call } from '../platform/http/call.ts';
import { sql } from '../platform/db/sql.ts';
import { nameBodies } from './contract.ts';

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty();
});

const named = async (ids: string) =>
  (await call(county.http.send, nameBodies, { query: { ids } })).items.map((body) => body.code).sort();

it('names the bodies that are asked for and no others, one that has ended too', async () => {
  const [a, b] = [county.id('A'), county.id('B')];
  await county.context.db.run(sql`update bodies.body set valid_to = '2020-01-01' where id = ${b}`);
  expect(await named(`${String(a)},${String(b)},999999`)).toEqual(['A', 'B']);
  expect(await named('999999')).toEqual([]);
});

it('takes numbers only, and two hundred at most', async () => {
  const wrong = ['', '1,', '1;2', 'A', Array.from({ length: 201 }, (_, i) => String(i + 1)).join(',')];
  for (const ids of wrong) {
    const said = await ending(call(county.http.send, nameBodies, { query: { ids } }));
    expect([ids.slice(0, 9), said.status]).toEqual([ids.slice(0, 9), 400]);
  }
});
