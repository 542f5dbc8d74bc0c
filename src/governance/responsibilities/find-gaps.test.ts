import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellOf,
  findGaps,
  keyOf,
  owerOf,
  type Answering,
  type BodyHere,
  type Responsibility,
  type Situation,
} from './model.ts';

const answering: Answering = {
  reviewEvery: 365,
  workingDays: 10,
  duties: [{ code: 'contact', names: {}, posts: ['contact'], levels: ['commune'], kinds: [] }],
};
const body = (id: number, level: string, path: number[], to: string | null = null): [number, BodyHere] => [
  id,
  { id, level, kind: 'committee', path, to },
];
// 1 the centre, 2 and 3 under it, 4 a commune under 3.
const bodies = new Map([
  body(1, 'central', [1]),
  body(2, 'central', [1, 2]),
  body(3, 'province', [1, 3]),
  body(4, 'commune', [1, 3, 4]),
]);
const named = (role: Responsibility['role'], at: number, more: Partial<Responsibility> = {}): Responsibility => ({
  ...{ id: at, register: 'members', role, body: at, account: null, from: null, to: null, reviewedOn: '2026-06-01' },
  reason: null,
  ...more,
});
const held = [named('owner', 1), named('manager', 2), named('steward', 3)];
const posts = new Map([
  [1, new Set(['leader', 'data-office'])],
  [2, new Set(['data-manager'])],
  [3, new Set(['steward'])],
  [4, new Set(['contact'])],
]);
const whole: Situation = {
  day: '2026-11-22',
  since: '2026-11-01',
  answering,
  registers: [{ name: 'members', external: false, state: 'published', held }],
  bodies,
  posts,
  lastHeld: new Map(),
  closed: new Set(),
  elsewhere: new Set(),
};
const kinds = (situation: Partial<Situation>) =>
  findGaps({ ...whole, ...situation }).map(({ kind, body: at, role, duty }) => [kind, at, role ?? duty]);
const register = (rows: readonly Responsibility[], more = {}) => ({
  registers: [{ name: 'members', external: false, state: 'published' as const, held: rows, ...more }],
});
const without = (id: number) => new Map([...posts].filter(([one]) => one !== id));

describe('what nobody answers for', () => {
  it('is nothing while everybody who must is there', () => expect(kinds({})).toEqual([]));

  it.each([
    ['no owner', register(held.slice(1)), [['no-owner', null, 'owner']]],
    ['no manager', register([held[0], held[2]] as Responsibility[]), [['no-manager', null, 'manager']]],
    ['no steward', register(held.slice(0, 2)), [['no-steward', null, 'steward']]],
    ['a post that nobody holds', { posts: without(2) }, [['vacant', 2, 'manager']]],
    [
      'a body that has ended',
      { bodies: new Map([...bodies, body(3, 'province', [1, 3], '2026-11-21')]) },
      [['orphaned', 3, 'steward']],
    ],
    [
      'an account that is closed',
      { ...register([...held.slice(0, 2), named('steward', 3, { account: 'a' })]), closed: new Set(['a']) },
      [['orphaned', 3, 'steward']],
    ],
    [
      'a review of longer ago than the profile says',
      register([...held.slice(0, 2), named('steward', 3, { reviewedOn: '2025-11-21' })]),
      [['stale', 2, null]],
    ],
    ['a duty that a body of the level does not fill', { posts: without(4) }, [['unfilled', 4, 'contact']]],
  ])('is found: %s', (_what, situation, expected) => expect(kinds(situation as Partial<Situation>)).toEqual(expected));

  it('is nothing of a draft, of an owner outside, of another node, nor on the last day of a review', () => {
    expect(kinds(register([], { state: 'draft' }))).toEqual([]);
    expect(kinds(register(held.slice(1), { external: true }))).toEqual([]);
    expect(kinds({ ...register(held.slice(1)), elsewhere: new Set([2]) })).toEqual([]);
    expect(kinds({ posts: without(4), elsewhere: new Set([4]) })).toEqual([]);
    expect(kinds(register(held.map((one) => ({ ...one, reviewedOn: '2025-11-22' }))))).toEqual([]);
  });

  it('begins on the day after somebody last held the post', () => {
    const [found] = findGaps({ ...whole, posts: without(4), lastHeld: new Map([['4/contact', '2026-10-23']]) });
    expect(found?.since).toBe('2026-10-24');
  });

  it('is owed by the nearest body upwards where the post is held, else by any, else where it begins', () => {
    expect(owerOf({ from: 4, post: 'leader' }, whole)).toBe(1);
    expect(owerOf({ from: 4, post: 'steward' }, whole)).toBe(3);
    expect(owerOf({ from: 1, post: 'steward' }, whole)).toBe(3);
    expect(owerOf({ from: 4, post: 'leader' }, { ...whole, posts: new Map() })).toBe(4);
  });

  it('any situation gives a list, each thing once; what is inherited comes from the nearest above', () => {
    const ids = [1, 2, 3, 4];
    const someone = fc.record({
      role: fc.constantFrom('owner' as const, 'manager' as const, 'steward' as const),
      at: fc.constantFrom(...ids, 9),
    });
    const somePosts = fc.dictionary(
      fc.constantFrom(...ids.map(String)),
      fc.uniqueArray(fc.constantFrom('leader', 'data-manager', 'steward', 'contact', 'data-office')),
    );
    fc.assert(
      fc.property(fc.array(someone), somePosts, (rows, given) => {
        const some = new Map(Object.entries(given).map(([id, all]) => [Number(id), new Set(all)]));
        const situation = { ...whole, posts: some, ...register(rows.map(({ role, at }) => named(role, at))) };
        const found = findGaps(situation);
        expect(new Set(found.map(keyOf)).size).toBe(found.length);
        for (const duty of [{ code: 'd', names: {}, posts: ['leader'], levels: [], kinds: [] }]) {
          for (const one of bodies.values()) {
            const { state, from } = cellOf(duty, one, situation);
            const holders = one.path.filter((id) => some.get(id)?.has('leader'));
            expect(from).toBe(holders.at(-1) ?? null);
            expect(state).toBe(from === one.id ? 'held' : from === null ? 'none' : 'inherited');
          }
        }
      }),
    );
  });
});
