import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { startFollowers, type Running } from '../../platform/changes/index.ts';
import { system } from '../../platform/caller.ts';
import { sql } from '../../platform/db/sql.ts';
import { editRecord, endRecord } from '../../records/index.ts';
import type { Duplicate, DuplicateDetail, GoldenPerson } from '../golden-contract.ts';
import { duplicateTallies } from './tallies.ts';
import { GOLDEN, goldenFollower } from './follow-records.ts';

const settings = `
entity: person
names: { en: Person }
key: [record_id]
fields:
  id: { kind: identifier, columns: [person_id, citizen_no], forms: { new: '[0-9]{12}', old: '[0-9]{9}' } }
  name: { kind: name, columns: [full_name], given: last, words: [Hugo Hilda Ann Anna Bell Bella Carl Carla Stone Field Wood] }
  born: { kind: date, columns: [born_on], order: dmy }
  place: { kind: place, columns: [place] }
comparisons:
  - field: name
    levels: [same, marks-lost, marks-differ, reordered, { is: slip, at: 0.88 }, { is: alike, at: 0.9 }, given]
    expected: [0.6, 0.15, 0.02, 0.05, 0.1, 0.03, 0.02, 0.03]
    chance: [0.0001, 0.0001, 0.0001, 0.0001, 0.001, 0.002, 0.01, 0.98]
  - { field: born, levels: [same, swapped, near, year], expected: [0.85, 0.04, 0.07, 0.02, 0.02], chance: [0.0001, 0.0001, 0.004, 0.012, 0.98] }
  - { field: id, levels: [same, slip], expected: [0.97, 0.02, 0.01], chance: [0.0000001, 0.000001, 0.999998] }
blocks: [[id.new], [id.old], [born, name.given], [name.sorted, born.year], [name.sorted]]
largestBlock: 50
thresholds: { match: 4, review: -4 }
guards:
  verified: id.new
  apart:
    - { because: twins, when: { born: [same], name: [marks-differ, alike] }, unless: { id: [same] } }
`;

let county: AuthorityCounty;
let running: Running;

beforeAll(async () => {
  county = await openAuthorityCounty({ 'linkage/person.yaml': settings });
  running = await startFollowers(county.context, [goldenFollower(county.context)]);
  return () => running[Symbol.asyncDispose]();
});

const person = (n: number, name: string, born: string, more: Partial<Record<string, string>> = {}) =>
  line(n, { full_name: name, born_on: born, ...more });

async function ask<T>(method: 'GET' | 'POST', url: string, payload?: unknown, version?: number) {
  const answer = await county.http.server.fastify.inject({
    method,
    url,
    ...(payload === undefined ? {} : { payload: payload as object }),
    ...(version === undefined ? {} : { headers: { 'if-match': `"${String(version)}"` } }),
  });
  return { status: answer.statusCode, body: answer.json<T & { type?: string }>() };
}
const queue = async (query = '') =>
  (await ask<{ items: Duplicate[]; next?: string }>('GET', `/api/duplicates${query}`)).body;
const pair = async (id: string) => (await ask<DuplicateDetail>('GET', `/api/duplicates/${id}`)).body;
const decide = (one: { id: string; version: number }, outcome: string, more: object = {}) =>
  ask<DuplicateDetail>(
    'POST',
    `/api/duplicates/${one.id}/decision`,
    { outcome, reason: 'both cards seen', ...more },
    one.version,
  );
const undo = (one: { id: string; version: number }) =>
  ask<DuplicateDetail>('POST', `/api/duplicates/${one.id}/undo`, { reason: 'misread' }, one.version);
const recordOf = async (card: string) => (await county.member(card))?.record ?? '';
const personOf = async (card: string) =>
  (await ask<GoldenPerson>('GET', `/api/golden?record=${await recordOf(card)}`)).body;
const about = (items: readonly Duplicate[], name: string) =>
  items.filter((one) => `${one.left.label ?? ''} ${one.right.label ?? ''}`.includes(name));

const change = async (card: string, values: Record<string, string | null> | 'end') => {
  const found = await county.member(card);
  if (!found) throw new Error('not there');
  const request = {
    register: 'members',
    caller: system,
    record: found.record,
    version: found.version,
    scope: 'all' as const,
    absent: () => Promise.resolve(new Error('gone')),
  };
  await (values === 'end' ? endRecord(county.context, request) : editRecord(county.context, { ...request, values }));
  await running.settled();
};

describe('records of two registers', () => {
  it('are one person by number, name and birthday; twins wait and never merge', async () => {
    await county.hold([
      heldLine(1, { name: 'Hugo Stone', born: '01/02/1980' }),
      heldLine(2, { name: 'Ann Bell', born: '03/04/1990' }),
      heldLine(3, { name: 'Anna Bell', born: '03/04/1990' }),
    ]);
    // Ids are in the order of time, to the millisecond: what is loaded later comes later.
    county.context.clock.set(new Date(county.context.clock.now().getTime() + 1000));
    await county.load('A', [
      person(1, 'Hugo Stone', '01/02/1980'),
      person(2, 'Ann Bell', '03/04/1990'),
      person(3, 'Anna Bell', '03/04/1990'),
      person(4, 'Carl Wood', '05/06/1970'),
      person(5, 'Carl Wood', '05/06/1970'),
    ]);
    await running.settled();
    county.become('DM', 'data-manager');
    const hugo = await personOf('000001');
    expect(hugo.members.map((one) => one.register).sort()).toEqual(['members', 'people']);
    expect(hugo.values.find((one) => one.field === 'full_name')).toMatchObject({ register: 'people', trusted: true });
    expect(hugo.values.find((one) => one.field === 'state')).toMatchObject({ register: 'members', trusted: false });
    const { items } = await queue();
    expect(items).toHaveLength(2);
    expect(about(items, 'Anna')).toMatchObject([{ reason: 'twins' }]);
    expect(about(items, 'Carl')).toMatchObject([{ reason: 'two-identifiers' }]);
    expect((await personOf('000002')).id).not.toBe((await personOf('000003')).id);
  });
  it('wait with both sides, what differs, and why', async () => {
    const [twins] = about((await queue()).items, 'Anna');
    const shown = await pair(twins?.id ?? '');
    expect(shown.fields.find((one) => one.field === 'full_name')).toMatchObject({ differs: true });
    expect(shown.fields.find((one) => one.field === 'born_on')).toMatchObject({ differs: false });
    const { prior, rarity, steps, total } = shown.waterfall ?? { prior: 0, rarity: 0, steps: [], total: 0 };
    expect(steps.reduce((sum, one) => sum + one.bits, prior + (rarity ?? NaN))).toBeCloseTo(total ?? NaN, 6);
    // What the queue says it weighs is what the waterfall adds up to.
    expect(total).toBeCloseTo(shown.weight ?? NaN, 3);
    expect(shown.mayDecide).toBe(true);
  });
  it('come page by page, each pair once', async () => {
    const first = await queue('?limit=1');
    const second = await queue(`?limit=1&cursor=${first.next ?? ''}`);
    expect(new Set([...first.items, ...second.items].map((one) => one.id)).size).toBe(2);
    expect(second.next).toBeUndefined();
  });
});

describe('a decision', () => {
  it('joins two numbers only when somebody says so, and is undone without loss', async () => {
    const [carl] = about((await queue()).items, 'Carl');
    if (!carl) throw new Error('no pair');
    const before = [(await personOf('000004')).id, (await personOf('000005')).id];
    expect((await decide(carl, 'same')).body.type).toContain('two-identifiers');
    const done = await decide(carl, 'same', { despiteIdentifiers: true });
    expect(done).toMatchObject({ status: 200, body: { state: 'same' } });
    expect((await personOf('000005')).id).toBe(before[0]);
    expect((await decide(carl, 'same', { despiteIdentifiers: true })).body.type).toContain('already-decided');
    const back = await undo(done.body);
    expect(back).toMatchObject({
      status: 200,
      body: { state: 'open', decisions: [{ undone: { reason: 'misread' } }] },
    });
    expect([(await personOf('000004')).id, (await personOf('000005')).id]).toEqual(before);
    expect((await undo(back.body)).body.type).toContain('not-decided');
  });
  it('needs the version that was seen', async () => {
    const [carl] = about((await queue()).items, 'Carl');
    if (!carl) throw new Error('no pair');
    expect((await ask('POST', `/api/duplicates/${carl.id}/decision`, { outcome: 'same', reason: 'seen' })).status).toBe(
      428,
    );
    expect((await decide({ ...carl, version: carl.version + 7 }, 'different')).status).toBe(412);
  });
  it('that two are two keeps them apart, and no later one closes the circle', async () => {
    await county.load('A', [
      person(6, 'Carla Field', '07/08/1960', { person_id: '' }),
      person(7, 'Hilda Wood', '07/08/1960', { person_id: '' }),
    ]);
    await county.load('A', [person(8, 'Hugo Field', '09/10/1955', { person_id: '' })]);
    await running.settled();
    const records = await Promise.all(['000006', '000007', '000008'].map(recordOf));
    const propose = async (left: number, right: number) =>
      (
        await ask<DuplicateDetail>('POST', '/api/duplicates', {
          entity: 'person',
          left: records[left],
          right: records[right],
        })
      ).body;
    const two = await decide(await propose(0, 2), 'different');
    expect(two.status).toBe(200);
    const one = await decide(await propose(0, 1), 'same');
    expect(one.status).toBe(200);
    const circle = await propose(1, 2);
    expect(await decide(circle, 'same')).toMatchObject({ status: 409, body: { duplicate: two.body.id } });
    const undone = await undo(two.body);
    expect(undone.status).toBe(200);
    const joined = await decide(circle, 'same');
    expect(joined.status).toBe(200);
    // The second decision stands on the first: in order, the newest first.
    expect(await undo(one.body)).toMatchObject({ status: 409, body: { duplicates: [circle.id] } });
    expect((await undo(joined.body)).status).toBe(200);
    expect((await undo(await pair(one.body.id))).status).toBe(200);
    expect(
      new Set(await Promise.all(['000006', '000007', '000008'].map(async (card) => (await personOf(card)).id))).size,
    ).toBe(3);
  });
  it('splits a record off, and takes it back', async () => {
    const hugo = await personOf('000001');
    const own = await recordOf('000001');
    const split = await ask<DuplicateDetail>('POST', `/api/golden/${hugo.id}/split`, {
      record: own,
      reason: 'another Hugo',
    });
    expect(split).toMatchObject({ status: 200, body: { state: 'different' } });
    expect((await personOf('000001')).members).toHaveLength(1);
    const alone = await personOf('000001');
    expect((await ask('POST', `/api/golden/${alone.id}/split`, { record: own, reason: 'again' })).body.type).toContain(
      'only-record',
    );
    expect((await undo(split.body)).status).toBe(200);
    expect(await personOf('000001')).toMatchObject({ id: hugo.id, members: [{}, {}] });
  });
});

describe('whoever may not see a record', () => {
  it('learns nothing of it: another’s pair and none read the same', async () => {
    const [carl] = about((await queue()).items, 'Carl');
    const hugo = await personOf('000001');
    county.become('B', 'officer');
    expect((await queue()).items).toEqual([]);
    const [other, none] = [
      await ask('GET', `/api/duplicates/${carl?.id ?? ''}`),
      await ask('GET', '/api/duplicates/00000000-0000-7000-8000-000000000000'),
    ];
    expect([other.status, other.body.type]).toEqual([404, none.body.type]);
    expect((await decide(carl ?? { id: '', version: 1 }, 'different')).status).toBe(404);
    expect((await ask('GET', `/api/golden/${hugo.id}`)).status).toBe(404);
    county.become('A', 'officer');
    expect((await queue()).items.length).toBeGreaterThan(0);
    // The population register is not in an officer's reach: the person is shown by the own record alone.
    expect((await personOf('000001')).members.map((one) => one.register)).toEqual(['members']);
  });
  it('may read, and not decide, as compliance', async () => {
    county.become('C', 'compliance');
    const [carl] = about((await queue()).items, 'Carl');
    expect((await pair(carl?.id ?? '')).mayDecide).toBe(false);
    expect((await decide(carl ?? { id: '', version: 1 }, 'different')).status).toBe(403);
  });
});

describe('is this person known', () => {
  it('finds by slips, and only what may be looked up', async () => {
    county.become('A', 'officer');
    const found = await ask<{ known: boolean; people: { records: { register: string }[] }[] }>(
      'POST',
      '/api/golden/lookup',
      {
        values: { name: 'STONE Hugo', born: '1/2/1980', id: '099000000001' },
      },
    );
    expect(found.body).toMatchObject({ known: true });
    expect(found.body.people[0]?.records.map((one) => one.register).sort()).toEqual(['members', 'people']);
    county.become('B', 'officer');
    // Only the population register is open to another commune, by its agreement.
    const other = await ask<typeof found.body>('POST', '/api/golden/lookup', {
      values: { name: 'Hugo Stone', born: '1/2/1980' },
    });
    expect(other.body.people.flatMap((one) => one.records.map((each) => each.register))).toEqual(['people']);
    const nobody = await ask<typeof found.body>('POST', '/api/golden/lookup', {
      values: { name: 'Nobody Atall', born: '1/2/1903' },
    });
    expect(nobody.body).toMatchObject({ known: false, people: [] });
  });
  it('finds who came after the first question, and not who has gone', { timeout: 30_000 }, async () => {
    county.become('A', 'officer');
    const question = { values: { name: 'Hilda Field', born: '7/8/1966', id: '099000000077' } };
    const known = async () =>
      (await ask<{ known: boolean; people: unknown[] }>('POST', '/api/golden/lookup', question)).body;
    expect(await known()).toMatchObject({ known: false, people: [] });
    await county.load('A', [person(77, 'Hilda Field', '07/08/1966')]);
    await running.settled();
    county.become('A', 'officer');
    expect((await known()).people).toHaveLength(1);
    await change('000077', 'end');
    expect((await known()).people).toEqual([]);
  });
  it('is certain of nobody when two fit', async () => {
    county.become('A', 'officer');
    const found = await ask<{ known: boolean; people: { verdict: string }[] }>('POST', '/api/golden/lookup', {
      values: { name: 'Carl Wood', born: '5/6/1970' },
    });
    expect(found.body).toMatchObject({ known: false, people: [{ verdict: 'review' }, { verdict: 'review' }] });
  });
  it('says what it is asked wrongly', async () => {
    county.become('A', 'officer');
    const wrong = await ask('POST', '/api/golden/lookup', { values: { shoe: '42' } });
    expect([wrong.status, wrong.body.type]).toEqual([422, expect.stringContaining('unknown-lookup-fields') as string]);
    expect((await ask('POST', '/api/golden/lookup', { values: { place: '001' } })).status).toBe(422);
    expect((await ask('POST', '/api/golden/lookup', { entity: 'ship', values: { name: 'x' } })).status).toBe(404);
  });
});

describe('following', () => {
  it('moves with an edit and an end, keeps ids, and a rebuild gives the same', async () => {
    county.become('DM', 'data-manager');
    const hugo = await personOf('000001');
    await change('000001', { full_name: 'Hilda Field', born_on: '1999-12-12', person_id: '099000000099' });
    expect((await personOf('000001')).members).toHaveLength(1);
    await change('000001', { full_name: 'Hugo Stone', born_on: '1980-02-01', person_id: '099000000001' });
    expect((await personOf('000001')).id).toBe(hugo.id);
    await change('000005', 'end');
    expect(about((await queue()).items, 'Carl')).toEqual([]);
    expect((await running.checkDrift(GOLDEN)).drifted).toBe(false);
    expect((await personOf('000001')).id).toBe(hugo.id);
  });
  it('owes the review to whoever keeps the records, and counts what was found', async () => {
    const tallies = await duplicateTallies(county.context.db, { register: 'members', bodies: 'all' });
    expect(tallies).toEqual([{ body: county.id('A'), open: 1, same: 0, different: 0 }]);
    const work = await county.context.db.rows<{ body: number; title: string; state: string }>(
      sql`select body, title_values as title, state from platform.work_item where kind = 'registers.review-duplicates' and state = 'open'`,
    );
    expect(work).toMatchObject([{ body: county.id('A'), title: { count: 1 }, state: 'open' }]);
  });
});
