/** Careers hang on these figures: who sees which of them from which day, in two worlds that differ in one body's data. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { columns, line, rowsOf } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { system } from '../../platform/caller.ts';
import { startFollowers, type Running } from '../../platform/changes/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { call } from '../../platform/http/call.ts';
import { loadRows } from '../../records/index.ts';
import { getScores } from '../contract.ts';
import { scoresFollower } from '../follow-scores.ts';
import { answerFigure, contestFigure, freezePeriod, getBoard } from './contract.ts';

interface World {
  readonly county: AuthorityCounty;
  readonly running: Running;
}

async function open(): Promise<World> {
  const county = await openAuthorityCounty();
  const running = await startFollowers(county.context, [scoresFollower(county.context)]);
  return { county, running };
}
const load = ({ county }: World, body: string, rows: readonly (readonly string[])[]) =>
  loadRows(county.context, { register: 'seats', body: county.id(body), caller: system, columns, rows: rowsOf(rows) });
const days: Readonly<Record<string, { from: string; to: string }>> = {
  Q3: { from: '2026-07-01', to: '2026-09-30' },
  Q4: { from: '2026-10-01', to: '2026-12-31' },
};
const freeze = async ({ county, running }: World, code: string) => {
  await running.settled();
  county.become('DM', 'data-office');
  return call(county.http.send, freezePeriod, {
    body: { code, from: days[code]?.from ?? '', to: days[code]?.to ?? '' },
  });
};
const board = ({ county }: World, body: string, ...posts: string[]) => {
  county.become(body, ...posts);
  return call(county.http.send, getBoard, { query: {} });
};
/** `body: score or band`, of all qualities together. */
const seen = async (world: World, body: string, ...posts: string[]) =>
  (await board(world, body, ...posts)).items.map((one) => [one.body.code, one.whole?.score ?? one.whole?.band]);

let world: World;
let other: World;
beforeAll(async () => {
  world = await open();
  other = await open();
  for (const [one, branch] of [
    [world, 'A1'],
    [other, 'A9'],
  ] as const) {
    await load(one, 'A', [line(1, { branch: 'A1' }), line(2, { branch: 'A2' })]);
    await load(one, 'B', [line(501, { branch: 'B1' })]);
    await freeze(one, 'Q3');
    // From here on the worlds differ in what A keeps.
    await load(one, 'A', [line(3, { branch })]);
    await freeze(one, 'Q4');
  }
  return async () => {
    for (const { running } of [world, other]) await running[Symbol.asyncDispose]();
  };
});

describe('fairness', () => {
  it('the first period of a body is not scored: there is no number at all, not even stored', async () => {
    const { county } = world;
    county.become('A', 'officer');
    const { items } = await call(county.http.send, getBoard, { query: { period: 'Q3' } });
    expect(items.map((one) => [one.body.code, one.first, one.whole?.score, one.whole?.band, one.figures])).toEqual([
      ['A', true, null, 'not-scored', []],
    ]);
    const stored = await county.context.db.rows(
      sql`select 1 from quality.snapshot where period = 'Q3' and (score is not null or failing is not null)`,
    );
    expect(stored).toEqual([]);
    const body = { register: 'seats', words: 'No' };
    expect(
      (await ending(call(county.http.send, contestFigure, { params: { period: 'Q3' }, body }))).problem['type'],
    ).toBe('/problems/quality/no-such-figure');
  });
  it('a body sees its own figure at once, its superior ten working days later', async () => {
    expect(await seen(world, 'A', 'officer')).toEqual([['A', 100]]);
    expect(await seen(other, 'A', 'officer')).toEqual([['A', expect.any(Number)]]);
    expect(await seen(other, 'A', 'officer')).not.toEqual([['A', 100]]);
    expect(await seen(world, 'B', 'leader')).toEqual([['B', 100]]);
    for (const posts of [['leader'], ['compliance'], ['data-office']])
      expect(await seen(world, 'C', ...posts)).toEqual([]);
    expect(await seen(world, 'DM', 'data-manager')).toEqual([]);
  });
  it('before that day no answer to anybody else differs between the worlds; from that day it does', async () => {
    const asked = async (one: World, body: string, post: string) => {
      const answer = await board(one, body, post);
      const { bodies } = await call(one.county.http.send, getScores, { params: { register: 'seats' } });
      return { ...answer, bodies };
    };
    for (const [body, post] of [
      ['C', 'leader'],
      ['DM', 'data-manager'],
      ['C', 'compliance'],
      ['B', 'officer'],
    ] as const)
      expect(await asked(world, body, post)).toEqual(await asked(other, body, post));
    // Monday the 23rd, ten working days later.
    for (const { county } of [world, other]) county.context.clock.set('2026-12-06T23:59:00Z');
    expect(await asked(world, 'C', 'leader')).toEqual(await asked(other, 'C', 'leader'));
    for (const { county } of [world, other]) county.context.clock.set('2026-12-07T00:01:00Z');
    // The twin: what was hidden is what differs.
    expect(await asked(world, 'C', 'leader')).not.toEqual(await asked(other, 'C', 'leader'));
    expect(await seen(world, 'C', 'leader')).toEqual([
      ['C', 100],
      ['A', 100],
      ['B', 100],
    ]);
    for (const { county } of [world, other]) county.context.clock.set('2026-11-23T03:00:00Z');
  });
  it('what is frozen stays as it is', async () => {
    expect((await ending(freeze(world, 'Q4'))).problem['type']).toBe('/problems/quality/period-frozen');
    const before = await board(other, 'A', 'officer');
    await load(other, 'A', [line(4, { branch: 'A8' })]);
    await other.running.settled();
    expect(await board(other, 'A', 'officer')).toEqual(before);
    other.county.become('A', 'officer');
    const backwards = call(other.county.http.send, freezePeriod, {
      body: { code: 'Q5', from: '2026-12-31', to: '2026-10-01' },
    });
    expect((await ending(backwards)).status).toBe(403);
  });
});

describe('a figure that is contested', () => {
  it('is answered by somebody without a part in it, and upheld it is taken off', async () => {
    const { county } = other;
    const contest = (body: string) => {
      county.become(body, 'leader');
      return call(county.http.send, contestFigure, {
        params: { period: 'Q4' },
        body: { register: 'seats', words: 'A9 was founded' },
      });
    };
    const { id } = await contest('A');
    expect((await ending(contest('A'))).problem['type']).toBe('/problems/quality/figure-contested');
    const answer = (body: string, post: string) => {
      county.become(body, post);
      return call(county.http.send, answerFigure, {
        params: { period: 'Q4', contest: id },
        body: { upheld: true, answer: 'So it was' },
      });
    };
    expect((await ending(answer('A', 'leader'))).problem['type']).toBe('/problems/quality/not-independent');
    expect((await ending(answer('DM', 'data-office'))).problem['type']).toBe('/problems/quality/not-independent');
    expect(await answer('C', 'leader')).toEqual({ upheld: true });
    expect((await board(other, 'A', 'officer')).items).toMatchObject([
      { withdrawn: true, mayContest: false, contests: [{ upheld: true }] },
    ]);
  });
});
