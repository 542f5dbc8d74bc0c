import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { startFollowers, type Running } from '../../platform/changes/index.ts';
import { sql } from '../../platform/db/sql.ts';
import type { Duplicate, DuplicateDetail, Foreseen, GoldenPerson, LinkedEntityView } from '../golden-contract.ts';
import { goldenFollower } from './follow-records.ts';

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

/** Brook reads names and birthdays of Ashford's members, and not their numbers. */
const governance = `
agreements:
  - code: TT-02
    names: { en: Brook reads names of Ashford }
    register: members
    for: { bodies: [B] }
    elements: [T.2, T.4]
    rows: { under: A }
    purpose: prefill
    basis: act-1
    mode: query
    from: D-100
`;

let county: AuthorityCounty;
let running: Running;

const person = (n: number, name: string, born: string, more: Partial<Record<string, string>> = {}) =>
  line(n, { full_name: name, born_on: born, ...more });

beforeAll(async () => {
  county = await openAuthorityCounty({ 'linkage/person.yaml': settings, 'governance/more.yaml': governance });
  running = await startFollowers(county.context, [goldenFollower(county.context)]);
  await county.hold([heldLine(1, { name: 'Hugo Stone', born: '01/02/1980' })]);
  county.context.clock.set(new Date(county.context.clock.now().getTime() + 1000));
  await county.load('A', [
    person(1, 'Hugo Stone', '01/02/1980'),
    person(4, 'Carl Wood', '05/06/1970'),
    person(5, 'Carl Wood', '05/06/1970'),
    person(6, 'Carl Wood', '05/06/1970'),
  ]);
  await running.settled();
  return () => running[Symbol.asyncDispose]();
});

async function ask<T>(method: 'GET' | 'POST', url: string, payload?: unknown, version?: number) {
  county.context.clock.set(new Date(county.context.clock.now().getTime() + 1000));
  const answer = await county.http.server.fastify.inject({
    method,
    url,
    ...(payload === undefined ? {} : { payload: payload as object }),
    ...(version === undefined ? {} : { headers: { 'if-match': `"${String(version)}"` } }),
  });
  return { status: answer.statusCode, body: answer.json<T & { type?: string }>() };
}
const queue = async (query = '') =>
  (await ask<{ items: Duplicate[]; counts: { open: number } }>('GET', `/api/duplicates${query}`)).body;
const pair = async (id: string) => (await ask<DuplicateDetail>('GET', `/api/duplicates/${id}`)).body;
const recordOf = async (card: string) => (await county.member(card))?.record ?? '';
const personOf = async (card: string) =>
  (await ask<GoldenPerson>('GET', `/api/golden?record=${await recordOf(card)}`)).body;
const decide = (one: Pick<Duplicate, 'id' | 'version'>, outcome: string) =>
  ask<DuplicateDetail>(
    'POST',
    `/api/duplicates/${one.id}/decision`,
    { outcome, reason: 'both cards seen', despiteIdentifiers: true },
    one.version,
  );
const undo = (one: Pick<Duplicate, 'id' | 'version'>) =>
  ask<DuplicateDetail>('POST', `/api/duplicates/${one.id}/undo`, { reason: 'misread' }, one.version);
const foreseen = (one: DuplicateDetail, act: Foreseen['act']) => one.foreseen.find((each) => each.act === act);
const groups = (one: Foreseen | undefined) =>
  (one?.people ?? []).map(({ records }) => records.map((each) => each.record).sort()).sort();

describe('what is foreseen of a decision', () => {
  it('is what then happens: who is whom, and which pairs need not wait', async () => {
    county.become('A', 'officer');
    const before = await queue();
    expect(before.counts.open).toBe(3);
    const [first] = before.items;
    if (!first) throw new Error('no pair');
    const shown = await pair(first.id);
    const same = foreseen(shown, 'same');
    expect(same).toMatchObject({ refused: 'two-identifiers', people: [{ id: shown.people.left }] });
    expect(groups(foreseen(shown, 'different'))).toEqual([[shown.left.record], [shown.right.record]].sort());
    const done = (await decide(first, 'same')).body;
    const joined = (await ask<GoldenPerson>('GET', `/api/golden/${same?.people[0]?.id ?? ''}`)).body;
    expect([joined.members.map(({ record }) => record).sort()]).toEqual(groups(same));
    const left = (await queue()).items.map(({ id }) => id);
    expect(same?.closes).toHaveLength(1);
    expect(left).toHaveLength(1);
    expect(foreseen(done, 'undo')).toMatchObject({
      refused: null,
      people: [{ id: shown.people.left }, { id: shown.people.right }],
    });
    const back = (await undo(done)).body;
    expect((await queue()).counts.open).toBe(3);
    expect(back.people).toEqual(shown.people);
  });
  it('names the pairs to undo first, and nothing to whoever may not decide', async () => {
    const [first] = (await queue()).items;
    const one = (await decide(first ?? { id: '', version: 0 }, 'same')).body;
    const [second] = (await queue()).items;
    const two = (await decide(second ?? { id: '', version: 0 }, 'same')).body;
    expect(foreseen(await pair(one.id), 'undo')).toMatchObject({ refused: 'built-upon', undoFirst: [two.id] });
    county.become('C', 'compliance');
    expect((await pair(one.id)).foreseen).toEqual([]);
    county.become('A', 'officer');
    await undo(two);
    const again = await pair(one.id);
    expect(foreseen(again, 'undo')).toMatchObject({ refused: null });
    await undo(again);
  });
});

describe('the queue', () => {
  it('is asked by likelihood, and leads a single pair’s keeper to its page', async () => {
    const [first] = (await queue()).items;
    const chance = first?.probability ?? 0;
    expect((await queue(`?least=${String(chance)}`)).items.length).toBeGreaterThan(0);
    expect((await queue('?below=0.01')).items).toEqual([]);
    expect((await ask('GET', '/api/duplicates?least=2')).status).toBe(400);
    const links = () =>
      county.context.db.rows<{ link: string }>(
        sql`select link from platform.work_item where kind = 'registers.review-duplicates' and state = 'open'`,
      );
    expect(await links()).toEqual([{ link: '/registers/duplicates?body=A' }]);
    const done = (await decide(first ?? { id: '', version: 0 }, 'same')).body;
    const [only] = (await queue()).items;
    expect(await links()).toEqual([{ link: `/registers/duplicates/${only?.id ?? ''}` }]);
    await undo(done);
  });
  it('says what is linked, and by what people are looked up', async () => {
    const { items } = (await ask<{ items: LinkedEntityView[] }>('GET', '/api/golden/entities')).body;
    expect(items).toMatchObject([{ entity: 'person', names: { en: 'Person' } }]);
    expect(items[0]?.registers.map(({ register }) => register)).toEqual(expect.arrayContaining(['members', 'people']));
    expect(items[0]?.fields.map(({ field }) => field)).toEqual(['id', 'name', 'born', 'place']);
  });
});

describe('a golden person', () => {
  it('tells how it came to be: linked, joined, taken back', async () => {
    const [first] = (await queue()).items;
    const apart = await pair(first?.id ?? '');
    const done = (await decide(first ?? { id: '', version: 0 }, 'same')).body;
    const whole = async () => (await ask<GoldenPerson>('GET', `/api/golden/${done.people.left ?? ''}`)).body;
    const joined = await whole();
    expect(joined.history.map(({ kind, undone }) => [kind, undone === null])).toContainEqual(['same', true]);
    expect(joined.history[0]).toMatchObject({ kind: 'same', reason: 'both cards seen', duplicate: first?.id });
    // Who came by a decision did not come by linkage; whom nobody's decision ever moved did.
    const linked = (of: GoldenPerson) => of.history.flatMap(({ kind, left }) => (kind === 'linked' ? left : []));
    const moved = done.people.left === apart.people.left ? apart.right.record : apart.left.record;
    expect(joined.members.map(({ record }) => record)).toContain(moved);
    expect(linked(joined).map(({ record }) => record)).not.toContain(moved);
    const other = await personOf('000001');
    expect(other.history.map(({ kind }) => kind)).toEqual(other.members.map(() => 'linked'));
    expect(joined.members.map(({ maySplit, joinedBy }) => [maySplit, joinedBy])).toEqual([
      [false, first?.id],
      [false, first?.id],
    ]);
    await undo(done);
    expect((await whole()).history[0]).toMatchObject({ kind: 'same', undone: { reason: 'misread' } });
  });
  it('shows of a record only the columns that an agreement opens', async () => {
    county.become('A', 'officer');
    const own = await personOf('000004');
    expect(own.values.map(({ field }) => field)).toContain('person_id');
    county.become('B', 'officer');
    const seen = await personOf('000004');
    expect(seen.values.map(({ field }) => field).sort()).toEqual(['born_on', 'full_name']);
    expect(seen.members.some(({ maySplit }) => maySplit)).toBe(false);
    expect(JSON.stringify(seen)).not.toContain('099000000004');
    // A pair is for whoever sees both records as a whole.
    expect((await queue()).items).toEqual([]);
    county.become('A', 'officer');
  });
});

describe('a look-up by the record that was found', () => {
  const prefill = (query: string) =>
    ask<{ values: Record<string, unknown> }>('GET', `/api/authorities/people/lookup?${query}`);
  it('answers as one by the key does, and only through an agreement', async () => {
    county.become('A', 'officer');
    const found = await ask<{ people: { records: { register: string; record: string }[] }[] }>(
      'POST',
      '/api/golden/lookup',
      {
        values: { name: 'Hugo Stone', born: '1/2/1980' },
      },
    );
    const held = found.body.people[0]?.records.find(({ register }) => register === 'people');
    expect((await prefill(`record=${held?.record ?? ''}`)).body.values).toMatchObject({ full_name: 'Hugo Stone' });
    // A record of another register is none of the source's.
    expect((await prefill(`record=${await recordOf('000004')}`)).status).toBe(404);
    expect((await prefill('into=members')).body.type).toContain('key-or-record');
    expect((await prefill(`key=099000000001&record=${held?.record ?? ''}`)).body.type).toContain('key-or-record');
  });
});
