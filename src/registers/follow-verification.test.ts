import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { columns, line, rowsOf } from '../../test/harness/records.ts';
import { startFollowers, type Follower, type Running } from '../platform/changes/index.ts';
import { system } from '../platform/caller.ts';
import { sql } from '../platform/db/sql.ts';
import {
  editRecord,
  endRecord,
  findByKey,
  loadRows,
  openRegister,
  undoChangeSet,
  type StoredRecord,
} from '../records/index.ts';
import { VERIFICATION, verificationFollower } from './follow-verification.ts';
import { verificationTallies } from './verification.ts';

let county: AuthorityCounty;
let running: Running;

beforeAll(async () => {
  county = await openAuthorityCounty();
  running = await startFollowers(county.context, [verificationFollower(county.context)]);
  return stop;
});

let stopped = false;
async function stop() {
  if (!stopped) await running[Symbol.asyncDispose]();
  stopped = true;
}

interface Proposal {
  readonly card: string;
  readonly field: string;
  readonly said: string | null;
  readonly held: string | null;
  readonly state: string;
}

const proposals = (state = 'open') =>
  county.context.db.rows<Proposal>(sql`select m.card_no as card, c.field, c.said, c.held, c.state
    from registers.correction c join data.member m using (record_id) where c.state = ${state} order by 1, 2`);

const tally = async (body: string) =>
  (await verificationTallies(county.context.db, 'members', [county.id(body)])).map(({ body: _, ...rest }) => rest);

const of = (register: string, key: string): Promise<StoredRecord | undefined> =>
  openRegister(county.context.db, register).then((table) =>
    findByKey(county.context.db, table, [key], { scope: 'all' }),
  );

async function change(register: string, key: string, values: Record<string, string | null> | 'end') {
  const found = await of(register, key);
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

describe('standings and proposals follow the change log', () => {
  it('judge what a load brings', async () => {
    await county.hold([heldLine(1), heldLine(2, { name: 'Ann Bell' }), heldLine(3, { place: '002' })]);
    await county.load('A', [line(1), line(2), line(3), line(4), line(5, { person_id: '' })]);
    await running.settled();
    expect(await tally('A')).toEqual([{ held: 5, found: 3, verified: 2 }]);
    expect(await proposals()).toMatchObject([
      { card: '000002', field: 'full_name', said: 'Member C', held: 'Ann Bell' },
      { card: '000003', field: 'place', said: '001', held: '002' },
    ]);
  });
  it('judge again when the source changes, and withdraw what is settled by it', async () => {
    await change('people', '099000000002', { full_name: 'MEMBER  C' });
    await running.settled();
    expect(await tally('A')).toEqual([{ held: 5, found: 3, verified: 3 }]);
    expect((await proposals()).map((one) => one.field)).toEqual(['place']);
    expect((await proposals('withdrawn')).map((one) => one.card)).toEqual(['000002']);
    await county.hold([heldLine(4)]);
    await running.settled();
    expect(await tally('A')).toEqual([{ held: 5, found: 4, verified: 4 }]);
    await change('people', '099000000004', 'end');
    await running.settled();
    expect(await tally('A')).toEqual([{ held: 5, found: 3, verified: 3 }]);
  });
  it('a proposal goes with the record to another body', async () => {
    const { db } = county.context;
    await change('members', '000003', { place: '002' });
    await running.settled();
    expect(await proposals()).toEqual([]);
    const undone = await change('members', '000003', { place: '001' });
    await running.settled();
    expect(await proposals()).toMatchObject([{ card: '000003', field: 'place' }]);
    expect(undone).not.toBeNull();
    // Moved as a new home in a later load would: the same difference, another body answers for it.
    await db.run(sql`update data.member set body_id = ${county.id('A1')} where card_no = '000003'`);
    await change('members', '000003', { state: 'A' });
    await running.settled();
    const [moved] = await db.rows<{ body: number }>(
      sql`select body_id as body from registers.correction where state = 'open'`,
    );
    expect(moved?.body).toBe(county.id('A1'));
    await db.run(sql`update data.member set body_id = ${county.id('A')} where card_no = '000003'`);
    await change('members', '000003', { place: '002', state: 'R' });
    await running.settled();
    expect(await proposals()).toEqual([]);
  });
  it('does not ask again where somebody said that the source is wrong, until one side says something else', async () => {
    const { db } = county.context;
    await change('people', '099000000001', { place: '002' });
    await running.settled();
    expect(await proposals()).toMatchObject([{ card: '000001', held: '002' }]);
    await db.run(sql`update registers.correction set state = 'source-wrong', closed_at = now() where state = 'open'`);
    await change('members', '000001', { fee: '99' });
    await running.settled();
    expect(await proposals()).toEqual([]);
    await change('members', '000001', { place: null });
    await running.settled();
    expect(await proposals()).toMatchObject([{ card: '000001', said: null, held: '002' }]);
    // Back to what was settled: the open one has no difference of its own any more.
    await change('members', '000001', { place: '001' });
    await running.settled();
    expect(await proposals()).toEqual([]);
    expect((await running.checkDrift(VERIFICATION)).drifted).toBe(false);
  });
});

type Step =
  | { readonly act: 'members' | 'people'; readonly rows: readonly { n: number; name: number; key: number }[] }
  | { readonly act: 'edit' | 'move'; readonly n: number; readonly name: number }
  | { readonly act: 'end' | 'end-source'; readonly n: number }
  | { readonly act: 'undo'; readonly back: number };

const n = fc.integer({ min: 11, max: 18 });
const name = fc.integer({ min: 0, max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    act: fc.constantFrom('members', 'people'),
    rows: fc.uniqueArray(fc.record({ n, name, key: n }), { minLength: 1, maxLength: 5, selector: (row) => row.n }),
  }),
  fc.record({ act: fc.constantFrom('edit', 'move'), n, name }),
  fc.record({ act: fc.constantFrom('end', 'end-source'), n }),
  fc.record({ act: fc.constant('undo'), back: fc.nat(6) }),
);

const names = ['Ann Bell', 'ANN bell', 'Ann Ball'];
const person = (key: number) => `099${String(key).padStart(9, '0')}`;
const card = (of: number) => String(of).padStart(6, '0');

async function takeBack(back: number, made: readonly number[]): Promise<number | undefined> {
  const target = made.at(-1 - back);
  if (target === undefined) return undefined;
  return undoChangeSet(county.context, { changeSet: target, caller: system, leaveDependents: true }).then(
    (done) => done.changeSet,
    () => undefined, // changed again, or undone already
  );
}

/** Does one step; gives the change set it made, when it made one. */
async function take(one: Step, made: readonly number[]): Promise<number | null | undefined> {
  const { context, id } = county;
  if ('back' in one) return takeBack(one.back, made);
  if (one.act === 'members') {
    const rows = one.rows.map((row) => line(row.n, { full_name: names[row.name] ?? '', person_id: person(row.key) }));
    const done = await loadRows(context, {
      register: 'members',
      body: id('A'),
      caller: system,
      columns,
      rows: rowsOf(rows),
    });
    return done.changeSet;
  }
  if (one.act === 'people') {
    return (await county.hold(one.rows.map((row) => heldLine(row.n, { name: names[row.name] ?? '' })))).changeSet;
  }
  if (one.act === 'edit') return change('members', card(one.n), { full_name: names[one.name] ?? '' });
  if (one.act === 'move') return change('members', card(one.n), { person_id: person(11 + one.name) });
  if (one.act === 'end') return change('members', card(one.n), 'end');
  if (one.act === 'end-source') return change('people', person(one.n), 'end');
  return undefined;
}

async function run(steps: readonly Step[]): Promise<void> {
  const made: number[] = [];
  for (const one of steps) {
    const changeSet = await take(one, made);
    if (changeSet !== null && changeSet !== undefined && one.act !== 'undo') made.push(changeSet);
  }
}

describe('whatever happens on both sides', () => {
  it('following gives what building anew gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        await run(steps);
        await running.settled();
        expect(await running.checkDrift(VERIFICATION)).toMatchObject({ drifted: false });
      }),
      { numRuns: 25 },
    );
  });
  it('a follower that misses what the source changes drifts, and the check sees it', async () => {
    await stop(); // the two would write the same rows
    const deaf: Follower = {
      ...verificationFollower(county.context),
      name: 'registers.deaf',
      apply: async (tx, one) => {
        if (one.subject === 'members') await verificationFollower(county.context).apply(tx, one);
      },
    };
    await using watched = await startFollowers(county.context, [deaf]);
    await watched.settled();
    await county.hold([heldLine(5)]);
    await county.load('A', [line(5)]);
    await watched.settled();
    await change('people', '099000000005', { full_name: 'Somebody Else' });
    await watched.settled();
    expect((await watched.checkDrift('registers.deaf')).drifted).toBe(true);
  });
});
