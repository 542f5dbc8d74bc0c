import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { columns, line, rowsOf } from '../../test/harness/records.ts';
import { ending } from '../../test/harness/story.ts';
import { closeBody } from '../bodies/contract.ts';
import { startFollowers, type Follower, type Running } from '../platform/changes/index.ts';
import { system } from '../platform/caller.ts';
import { dayOf, startOfDay } from '../platform/clock.ts';
import { call } from '../platform/http/call.ts';
import { sql } from '../platform/db/sql.ts';
import {
  editRecord,
  endRecord,
  findByKey,
  loadRows,
  openRegister,
  undoChangeSet,
  type Load,
} from '../records/index.ts';
import { getScores, listDefects, listReporting } from './contract.ts';
import { reportingOf } from './reporting.ts';
import { currentRound } from './store/round.ts';
import { SCORES, scoresFollower } from './follow-scores.ts';
import { qualityRoom } from './room.ts';

let county: AuthorityCounty;
let running: Running;
let stopped = false;
const stop = async () => {
  if (!stopped) await running[Symbol.asyncDispose]();
  stopped = true;
};
beforeAll(async () => {
  county = await openAuthorityCounty();
  running = await startFollowers(county.context, [scoresFollower(county.context)]);
  return stop;
});

const load = (register: string, body: string, rows: readonly (readonly string[])[]): Promise<Load> =>
  loadRows(county.context, { register, body: county.id(body), caller: system, columns, rows: rowsOf(rows) });

async function change(register: string, card: string, values: Record<string, string | null> | 'end') {
  const table = await openRegister(county.context.db, register);
  const found = await findByKey(county.context.db, table, [card], { scope: 'all' });
  if (!found) return undefined;
  const request = {
    register,
    caller: system,
    record: found.record,
    version: found.version,
    scope: 'all' as const,
    absent: () => Promise.resolve(new Error('gone')),
  };
  const done =
    values === 'end' ? endRecord(county.context, request) : editRecord(county.context, { ...request, values });
  return (await done).changeSet;
}

const scores = async (register: string) => {
  await running.settled();
  return call(county.http.send, getScores, { params: { register } });
};

/** `field/rule → [assessed, failing]` */
async function counted(register: string): Promise<Record<string, [number, number]>> {
  const { fields } = await scores(register);
  return Object.fromEntries(
    fields.flatMap(({ field, rules }) =>
      rules.map(({ rule, score }) => [`${field}/${rule}`, [score.assessed, score.failing]]),
    ),
  );
}

const defects = (register: string, query: { rule: string; field?: string; limit?: number; cursor?: string }) =>
  call(county.http.send, listDefects, { params: { register }, query });

describe('what is counted', () => {
  it('is what a hand counts: expected fields, and checks where they can be judged', async () => {
    county.become('A', 'officer');
    expect((await scores('members')).score).toMatchObject({ score: null, band: 'not-assessed' });
    await load('members', 'A', [
      line(1),
      line(2, { joined_on: '' }), // the check cannot say
      line(3, { born_on: '' }),
    ]);
    await load('members', 'B', [line(501)]);
    expect(await counted('members')).toEqual({
      '/joined_after_birth': [2, 0],
      'born_on/range': [3, 0],
      'branch/placeholder': [0, 0],
      'card_no/complete': [4, 0],
      'card_no/pattern': [4, 0],
      'card_no/placeholder': [4, 0],
      'card_no/unique': [4, 0],
      'full_name/complete': [4, 0],
      'full_name/placeholder': [4, 0],
      'person_id/pattern': [4, 0],
      'person_id/placeholder': [4, 0],
      'place/code-list': [4, 0],
      'state/code-list': [4, 0],
    });
    const { score, bodies, criteria } = await scores('members');
    expect(score).toEqual({ score: 100, band: 'green', assessed: 45, failing: 0 });
    expect(criteria.map((one) => [one.criterion, one.score.assessed])).toEqual([
      ['accurate', 3],
      ['complete', 20],
      ['clean', 20],
      ['consistent', 2],
    ]);
    expect(bodies.map((one) => [one.body.code, one.score.assessed])).toEqual([['A', 33]]);
    // Superiors read a body's figures from the board, not live.
    county.become('C', 'leader');
    expect((await scores('members')).bodies).toEqual([]);
    county.become('B', 'officer');
    expect((await scores('members')).bodies).toMatchObject([{ body: { code: 'B' }, score: { assessed: 12 } }]);
    county.become('A', 'officer');
  });
  it('one failing key makes a register red, however well it rounds', async () => {
    const { db } = county.context;
    await db.run(sql`update quality.tally set assessed = 1000000, passing = 999999
                      where register = 'members' and field = 'card_no' and body = ${county.id('B')}`);
    const { score, fields } = await scores('members');
    expect(fields.find((one) => one.field === 'card_no')).toMatchObject({
      key: true,
      score: { band: 'red', score: 99.9 },
    });
    expect(score.band).toBe('red');
    await load('members', 'B', [line(501, { fee: '1' })]);
    await running.rebuild(SCORES);
    expect((await scores('members')).score.band).toBe('green');
  });
  it('a record that names no body in force is a broken reference', async () => {
    county.become('A', 'officer');
    await load('seats', 'A', [
      line(1, { branch: 'A1' }),
      line(2, { branch: 'Ashford second branch' }),
      line(3, { branch: 'A9' }),
      line(4, { branch: '' }),
    ]);
    expect((await counted('seats'))['branch/reference']).toEqual([3, 1]);
    const { items } = await defects('seats', { rule: 'reference', field: 'branch' });
    expect(items).toMatchObject([{ body: { code: 'A' }, dimension: 'consistent', field: 'branch' }]);
  });
  it('a body that closes breaks the references to it, without a change of any record', async () => {
    county.become('C', 'data-office');
    await call(county.http.send, closeBody, {
      params: { body: 'A2' },
      body: { lastDay: '2026-11-22', ended: 'dissolution' },
    });
    expect((await counted('seats'))['branch/reference']).toEqual([3, 2]);
    expect((await running.checkDrift(SCORES)).drifted).toBe(false);
  });
});

describe('the rows behind a number', () => {
  it('are listed to those who answer for them, all of them and no others', async () => {
    await load('seats', 'B', [line(501, { branch: 'B9' }), line(502, { branch: 'B1' })]);
    await running.settled();
    const codes = async (body: string, ...posts: string[]) => {
      county.become(body, ...posts);
      const { items } = await defects('seats', { rule: 'reference', field: 'branch' });
      return items.map((one) => one.body.code).sort();
    };
    expect(await codes('A', 'officer')).toEqual(['A', 'A2']);
    expect(await codes('B', 'officer')).toEqual(['B']);
    // The twin: without the limit of a scope the very same question shows all of them.
    expect(await codes('DM', 'data-manager')).toEqual(['A', 'A2', 'B']);
    county.become('DM', 'data-manager');
    const failing = (await counted('seats'))['branch/reference']?.[1];
    expect(failing).toBe(3);
    const paged: string[] = [];
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page = await defects('seats', { rule: 'reference', field: 'branch', limit: 1, ...(cursor && { cursor }) });
      paged.push(...page.items.map((one) => one.record));
      cursor = page.next;
    }
    expect(new Set(paged).size).toBe(3);
  });
  it('are refused to whom they are no business, and a rule that is none is named', async () => {
    county.become('A', 'developer');
    expect((await ending(defects('seats', { rule: 'reference', field: 'branch' }))).status).toBe(403);
    county.become('A', 'officer');
    expect((await ending(defects('seats', { rule: 'beautiful' }))).problem['type']).toBe(
      '/problems/quality/no-such-rule',
    );
  });
});

type Step =
  | {
      readonly act: 'load';
      readonly body: string;
      readonly rows: readonly { n: number; branch: string; joined: string }[];
    }
  | { readonly act: 'move'; readonly n: number; readonly branch: string }
  | { readonly act: 'end'; readonly n: number }
  | { readonly act: 'undo' };

const n = fc.integer({ min: 11, max: 16 });
const branch = fc.constantFrom('A', 'A1', 'Z', '');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    act: fc.constant('load' as const),
    body: fc.constant('A'),
    rows: fc.uniqueArray(fc.record({ n, branch, joined: fc.constantFrom('2001-05-19', '') }), {
      minLength: 1,
      maxLength: 4,
      selector: (row) => row.n,
    }),
  }),
  fc.record({ act: fc.constant('move' as const), n, branch: fc.constantFrom('A', 'A1') }),
  fc.record({ act: fc.constant('end' as const), n }),
  fc.constant({ act: 'undo' as const }),
);

async function take(one: Step, last: number | null | undefined): Promise<number | null | undefined> {
  if (one.act === 'load') {
    const rows = one.rows.map((row) => line(row.n, { branch: row.branch, joined_on: row.joined }));
    return (await load('seats', one.body, rows)).changeSet;
  }
  if (one.act === 'move') return change('seats', String(one.n).padStart(6, '0'), { branch: one.branch });
  if (one.act === 'end') return change('seats', String(one.n).padStart(6, '0'), 'end');
  if (last === null || last === undefined) return undefined;
  await undoChangeSet(county.context, { changeSet: last, caller: system, leaveDependents: true }).catch(
    () => undefined,
  );
  return undefined;
}

describe('whatever happens to the rows', () => {
  it('following gives what counting anew gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
        let last: number | null | undefined;
        for (const one of steps) last = await take(one, last);
        await running.settled();
        expect((await running.checkDrift(SCORES)).drifted).toBe(false);
      }),
      { numRuns: 20 },
    );
  });
});

describe('who has reported', () => {
  const reporting = async () => {
    const { items, ...sums } = await call(county.http.send, listReporting, { params: { register: 'members' } });
    return { ...sums, items: items.map((one) => [one.body.code, one.expected, one.reported, one.workingDays]) };
  };
  it('is who has a load that stands, of the own or of a body below', async () => {
    // The loads of this file's first tests count: they were made while the round was open.
    expect(await reporting()).toEqual({
      reported: 2,
      reporters: 2,
      items: [
        ['A', 10, true, 2],
        ['B', 20, true, -3],
      ],
    });
    const { db } = county.context;
    await db.run(sql`update records.load set state = 'undone' where register = 'members'`);
    expect(await reporting()).toMatchObject({ reported: 0 });
    await load('members', 'A1', [line(81)]);
    expect(await reporting()).toMatchObject({
      reported: 1,
      items: [
        ['A', 10, true, 2],
        ['B', 20, false, -3],
      ],
    });
  });
  it('a list in which nothing differed is a report; a list taken back is none', async () => {
    const same = await load('members', 'B', [line(501, { fee: '1' })]);
    expect(same).toMatchObject({ changeSet: null, unchanged: 1 });
    expect(await reporting()).toMatchObject({ reported: 2 });
    const { db } = county.context;
    await db.run(sql`update records.load set state = 'undone' where register = 'members'`);
    const news = await load('members', 'B', [line(591)]);
    expect(await reporting()).toMatchObject({ reported: 1 });
    await undoChangeSet(county.context, { changeSet: news.changeSet ?? 0, caller: system });
    expect(await reporting()).toMatchObject({ reported: 0 });
  });
  it('counts from the first moment of the day where the profile is, wherever the database thinks it is', async () => {
    const { db, clock, profile } = county.context;
    const far = { ...profile, timeZone: 'Pacific/Kiritimati' };
    const reported = async () =>
      (await reportingOf({ db, clock, profile: far }, 'members')).filter((one) => one.reported).length;
    const [round] = await currentRound(db, 'members', dayOf(clock.now(), far.timeZone));
    const opens = startOfDay(round?.opens ?? '', far.timeZone).getTime();
    const committedAt = (instant: number) =>
      db.run(sql`update records.load set committed_at = ${new Date(instant).toISOString()} where state = 'committed'`);
    await load('members', 'B', [line(592)]);
    // Fourteen hours before the same day of the database's session begins.
    await committedAt(opens);
    expect(await reported()).toBe(1);
    await committedAt(opens - 1);
    expect(await reported()).toBe(0);
  });
  it('the rounds of a profile are put in place once, with one piece of work a body', async () => {
    const { db } = county.context;
    const state = async () => [
      await db.rows(sql`select * from quality.round order by 1`),
      await db.rows(sql`select * from quality.expected order by 1, 2`),
      (await db.rows(sql`select 1 from platform.work_item where kind = 'quality.round' and body = ${county.id('A')}`))
        .length,
    ];
    const before = await state();
    expect(before[2]).toBe(1);
    await qualityRoom.install?.(county.context);
    expect(await state()).toEqual(before);
  });
});

it('a follower that overlooks what a change set ended drifts, and the check sees it', async () => {
  await stop();
  const forgetful: Follower = {
    ...scoresFollower(county.context),
    name: 'quality.forgetful',
    apply: (tx, one) => scoresFollower(county.context).apply(tx, one.rowsChanged ? { ...one, id: -1 } : one),
  };
  await using watched = await startFollowers(county.context, [forgetful]);
  await load('seats', 'A', [line(91, { branch: 'A' })]);
  await watched.settled();
  await change('seats', '000091', { branch: 'A1' });
  await watched.settled();
  expect((await watched.checkDrift('quality.forgetful')).drifted).toBe(true);
});
