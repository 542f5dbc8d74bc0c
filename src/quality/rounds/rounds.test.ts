/** A round that both sides sign: what is signed, by whom, in which order, and what stands in the way. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { columns, line, rowsOf } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { system } from '../../platform/caller.ts';
import { call } from '../../platform/http/call.ts';
import { loadRows } from '../../records/index.ts';
import { listReporting } from '../contract.ts';
import * as contract from './round-contract.ts';
import { insistOnSides } from './sign-round.ts';

const rounds = `
- code: Q4
  register: members
  names: { en: Fourth quarter }
  opens: D-10
  bodies:
    - { body: A, expected: 10, due: D+2wd, found: [Two heads more in our list, One name written otherwise] }
    - { body: B, expected: 20, due: D-3wd }
- code: H2
  register: seats
  names: { en: Against the files }
  opens: D-5
  against: files
  bodies:
    - { body: B, expected: 4, due: D+20wd, signedBelow: D-1, signedAbove: D-1 }
`;

let county: AuthorityCounty;
const { http } = { http: () => county.http.send };
beforeAll(async () => {
  county = await openAuthorityCounty({ 'quality/rounds.yaml': rounds });
  await load([line(1), line(2)]);
});
const load = (rows: readonly (readonly string[])[]) =>
  loadRows(county.context, { register: 'members', body: county.id('A'), caller: system, columns, rows: rowsOf(rows) });

const at = (body: string) => ({ params: { round: 'Q4', body } });
const below = (body = 'A') => call(http(), contract.signBelow, at(body));
const above = (body = 'A') => call(http(), contract.signAbove, at(body));
const find = (what: string) => call(http(), contract.listDifference, { ...at('A'), body: { what } });
const settle = (difference: string, answer = 'The two heads moved away') =>
  call(http(), contract.settleDifference, {
    params: { ...at('A').params, difference },
    body: { outcome: 'explained', answer },
  });
const lineOf = async (body: string, round = 'Q4') =>
  (await call(http(), contract.listRounds, {})).items.find((one) => one.body.code === body && one.round === round);
const problem = async (work: Promise<unknown>) => {
  const { status, problem: said } = await ending(work);
  return [status, String(said['type']).replace('/problems/', '')];
};

describe('a round', () => {
  it('is seen by whoever answers for the body, with what the profile tells of it', async () => {
    county.become('A', 'officer');
    expect(await lineOf('A')).toMatchObject({ against: 'levels', reported: true, counted: 2, maySignBelow: true });
    expect((await lineOf('A'))?.differences.map(({ what }) => what)).toEqual([
      'Two heads more in our list',
      'One name written otherwise',
    ]);
    expect(await lineOf('B')).toBeUndefined();
    county.become('C', 'leader');
    expect(await lineOf('B', 'H2')).toMatchObject({ against: 'files', below: { hash: null }, maySignAbove: false });
  });

  it('is signed below first, by the body itself, once it has reported', async () => {
    county.become('C', 'leader');
    expect(await problem(above())).toEqual([409, 'quality/below-first']);
    expect((await problem(below()))[0]).toBe(403);
    county.become('B', 'officer');
    expect(await problem(below('B'))).toEqual([409, 'quality/not-reported']);
    expect((await problem(below('A')))[0]).toBe(403);
    county.become('A', 'leader');
    expect(await below()).toMatchObject({ records: 2 });
    expect((await lineOf('A'))?.below).toMatchObject({ records: 2, by: { code: 'A' } });
    expect(await problem(call(http(), contract.signBelow, { params: { round: 'none', body: 'A' } }))).toEqual([
      404,
      'quality/no-such-round',
    ]);
  });

  it('waits for its differences, each settled by the body below with its outcome', async () => {
    county.become('C', 'leader');
    const { id } = await find('A third one');
    expect(await problem(above())).toEqual([409, 'quality/differences-open']);
    county.become('A', 'officer');
    expect((await problem(find('Our own')))[0]).toBe(403);
    const open = (await lineOf('A'))?.differences ?? [];
    expect(open).toHaveLength(3);
    expect((await problem(settle(id, '-')))[0]).toBe(400);
    for (const one of open) await settle(one.id);
    expect(await problem(settle(id))).toEqual([404, 'quality/no-such-round']);
    expect(await lineOf('A')).toMatchObject({ counted: 0, differences: [{ outcome: 'explained' }, {}, {}] });
  });

  it('is not signed above when it is another list than was signed below; below signs anew', async () => {
    await load([line(3)]);
    county.become('A', 'leader');
    expect(await lineOf('A')).toMatchObject({ changedSince: true });
    county.become('C', 'leader');
    expect(await problem(above())).toEqual([409, 'quality/changed-since-signed']);
    county.become('A', 'leader');
    const signed = await below();
    expect(signed.records).toBe(3);
    county.become('C', 'leader');
    expect(await above()).toEqual(signed);
    expect(await lineOf('A')).toMatchObject({ changedSince: false, maySignAbove: false, above: { by: { code: 'C' } } });
    expect(await problem(above())).toEqual([409, 'quality/signed-by-both']);
    county.become('A', 'leader');
    expect(await problem(below())).toEqual([409, 'quality/signed-by-both']);
    const { items } = await call(http(), listReporting, { params: { register: 'members' } });
    const mine = items.find(({ body }) => body.code === 'A');
    expect([mine?.signedBelow, mine?.signedAbove, mine?.differences]).toEqual([
      mine?.signedBelow,
      mine?.signedBelow,
      null,
    ]);
    expect(mine?.signedAbove).toBeTruthy();
  });

  it('nobody signs for both sides (twin: another person of a body above does)', () => {
    const signed = { account: 'one' } as Parameters<typeof insistOnSides>[1]['below'];
    const caller = (account: string, body: number) => ({ ...system, account, body });
    const sides = { body: 7, below: signed };
    expect(() => insistOnSides(caller('one', 1), sides)).toThrow('both sides');
    expect(() => insistOnSides(caller('two', 7), sides)).toThrow('both sides');
    expect(() => insistOnSides(caller('two', 1), sides)).not.toThrow();
  });
});
