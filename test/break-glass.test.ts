/** Two persons open reading to one of them for hours; all of it is marked, ends by itself, and is reviewed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeNode, type Visitor, type WholeNode } from './harness/whole-node.ts';
import { describeCaller } from '../src/bodies/index.ts';
import { call, ProblemError } from '../src/platform/http/call.ts';
import { readSession } from '../src/platform/identity/contract.ts';
import { listMyWork } from '../src/platform/work/contract.ts';
import { editRecord, getRecord, listBodyRecords } from '../src/records/contract.ts';
import { decide, rules } from '../src/governance/decide.ts';
import type { Question } from '../src/governance/question.ts';
import * as contract from '../src/governance/break-glass/contract.ts';
import { under } from '../src/governance/break-glass/in-emergency.ts';
import { breakGlassRules, inTheWay, stateOfRight, type EmergencyRight } from '../src/governance/break-glass/model.ts';
import { findRight } from '../src/governance/break-glass/store/break-glass.ts';

const wish = {
  permissions: ['records.read'],
  registers: ['dang-vien'],
  reason: 'Bão cô lập Phường Bến Sỏi, cần danh sách để cứu trợ',
};
let node: WholeNode;
const people = new Map<string, Visitor>();
let record = '';
beforeAll(async () => {
  node = await wholeNode();
  for (const name of ['xa', 'tinh', 'lanhdao', 'vanphong', 'tuanthu', 'chuquan'])
    people.set(name, await node.enter(name));
  const params = { register: 'dang-vien', body: '99108' };
  const { items } = await call(as('chuquan').send, listBodyRecords, { params, query: { limit: 1 } });
  record = items[0]?.record ?? '';
});
afterAll(() => node[Symbol.asyncDispose]());

const as = (name: string) => people.get(name) as Visitor;
const slug = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      return String(error.problem.type).split('/').at(-1);
    },
  );
const begin = (name: string, more: Partial<typeof wish> & { hours?: number } = {}) =>
  call(as(name).send, contract.beginBreakGlass, { body: { ...wish, ...more } });
const confirm = (name: string, right: string) => call(as(name).send, contract.confirmBreakGlass, { params: { right } });
const end = (name: string, right: string) => call(as(name).send, contract.endBreakGlass, { params: { right } });
const review = (name: string, right: string) =>
  call(as(name).send, contract.reviewBreakGlass, {
    params: { right },
    body: { justified: true, finding: 'Mỗi lượt đọc đều cho đúng danh sách cứu trợ' },
  });
const read = (name: string, register = 'dang-vien') =>
  slug(call(as(name).send, getRecord, { params: { register, record } }));
const page = (name: string, right: string) => call(as(name).send, contract.getBreakGlass, { params: { right } });
const workOf = async (name: string, kind: string) =>
  (await call(as(name).send, listMyWork, { query: { limit: 50 } })).items.filter((one) => one.kind === kind);

describe('an emergency right', () => {
  let id = '';

  it('opens nothing before somebody else confirms it', async () => {
    expect(await read('xa')).toBe('refused');
    const right = await begin('xa');
    id = right.id;
    expect(right).toMatchObject({ state: 'asked', hours: 4, mine: true, mayConfirm: false, mayEnd: true });
    expect(await read('xa')).toBe('refused');
    expect(await slug(begin('xa'))).toBe('break-glass-stands');
    expect(await workOf('lanhdao', 'governance.confirm-break-glass')).toHaveLength(1);
    // Who is not his head, and whoever looks on, confirm nothing; to others it is not there.
    expect([
      await slug(confirm('xa', id)),
      await slug(confirm('tinh', id)),
      await slug(confirm('tuanthu', id)),
    ]).toEqual([...['refused', 'refused', 'refused']]);
    expect([await slug(page('tinh', id)), await slug(review('tuanthu', id))]).toEqual([
      ...['break-glass-not-found', 'break-glass-not-waiting'],
    ]);
  });

  it('opens what it names to him alone, and changes nothing', async () => {
    const right = await confirm('lanhdao', id);
    expect(right).toMatchObject({ state: 'open', confirmedBy: expect.any(String) as string });
    expect(Date.parse(right.endsAt ?? '') - Date.parse(right.confirmedAt ?? '')).toBe(4 * 3_600_000);
    expect(await read('xa')).toBe('done');
    expect(await workOf('lanhdao', 'governance.confirm-break-glass')).toEqual([]);
    const { me } = await call(as('xa').send, readSession, {});
    expect(me?.emergency).toMatchObject({ id, permissions: ['records.read'], until: right.endsAt });
    const rows = { params: { register: 'dang-vien', body: '99108' }, query: { limit: 2 } };
    expect((await call(as('xa').send, listBodyRecords, rows)).items).toHaveLength(2);
    expect(
      await slug(call(as('xa').send, listBodyRecords, { ...rows, params: { ...rows.params, register: 'can-bo' } })),
    ).toBe('refused');
    const change = { params: { register: 'dang-vien', record }, ifMatch: '"1"', body: { values: { occupation: 'x' } } };
    expect(await slug(call(as('xa').send, editRecord, change as never))).not.toBe('done');
    expect((await call(as('tinh').send, readSession, {})).me?.emergency).toBeUndefined();
    expect(await slug(confirm('vanphong', id))).toBe('break-glass-not-waiting');
  });

  it('is over at its last moment without anybody doing anything, and when a post is gone', async () => {
    const right = (await findRight(node.context.db, id)) as EmergencyRight;
    const caller = await describeCaller(node.context.db, right.account, 'vi');
    const at = (ms: number) => new Date(Date.parse(right.endsAt ?? '') + ms);
    expect(under(right, caller, at(-1)).emergency).toMatchObject({ id });
    expect(under(right, caller, at(0)).emergency).toBeUndefined();
    expect(under(right, { ...caller, body: 1 }, at(-1)).emergency).toBeUndefined();
    expect(under(right, { ...caller, account: 'another' }, at(-1)).emergency).toBeUndefined();
    expect([stateOfRight(right, at(-1)), stateOfRight(right, at(0))]).toEqual(['open', 'ended']);
  });

  it('ends by hand; compliance owes a review, sees each act, and answers once', async () => {
    expect(await end('xa', id)).toMatchObject({ state: 'ended' });
    expect(await read('xa')).toBe('refused');
    expect(await workOf('tuanthu', 'governance.review-break-glass')).toHaveLength(1);
    await node.ledger.settled();
    const { acts, mayReview } = await page('tuanthu', id);
    expect(mayReview).toBe(true);
    expect(acts.map(({ action, subject, records }) => [action, subject, records])).toEqual([
      ['records.read', 'dang-vien', 1],
      ['records.list', 'dang-vien', 2],
    ]);
    expect(await slug(review('lanhdao', id))).toBe('refused');
    expect(await review('tuanthu', id)).toMatchObject({ state: 'reviewed', justified: true });
    expect(await slug(review('tuanthu', id))).toBe('break-glass-not-waiting');
    expect(await workOf('tuanthu', 'governance.review-break-glass')).toEqual([]);
  });

  it('is refused beyond what the profile names, for longer, and by oneself; one may refuse what waits', async () => {
    expect(await slug(begin('xa', { permissions: ['records.export'] }))).toBe('break-glass-beyond-profile');
    expect(await slug(begin('xa', { hours: 5 }))).toBe('break-glass-too-long');
    expect(await slug(begin('xa', { registers: ['no-such'] }))).toBe('register-not-found');
    expect(await slug(begin('tuanthu'))).toBe('refused');
    const { id: own } = await begin('lanhdao');
    expect(await slug(confirm('lanhdao', own))).toBe('break-glass-own-right');
    expect(await end('vanphong', own)).toMatchObject({ state: 'over', mayReview: false });
    expect(await slug(confirm('vanphong', own))).toBe('break-glass-not-waiting');
  });
});

describe('what stands in the way', () => {
  const right = { account: 'a', endsAt: null, endedAt: null, reviewedAt: null, waitsUntil: '2026-12-01T01:00:00.000Z' };
  const asked = (more: object) => ({
    right: right as EmergencyRight,
    account: 'b',
    now: new Date('2026-12-01'),
    ...more,
  });

  it('twins: without each obstacle it would be confirmed', () => {
    expect(inTheWay(asked({}))).toBeUndefined();
    expect(inTheWay(asked({ account: 'a' }))).toBe('own-right');
    expect(inTheWay(asked({ account: 'a' }), ['not-waiting'])).toBeUndefined();
    const late = asked({ now: new Date('2026-12-01T01:00:00Z') });
    expect(inTheWay(late)).toBe('not-waiting');
    expect(inTheWay(late, ['own-right'])).toBeUndefined();
  });

  it('twin: without its rule an emergency opens nothing; with it nothing that changes, and nothing outside', () => {
    const question = (changes: boolean, more: object = {}): Question => ({
      caller: {
        ...{ kind: 'person', body: { id: 1, names: {} }, posts: ['officer'] },
        emergency: { permissions: ['records.read'], registers: ['one'] },
      },
      permission: { name: 'records.read', entry: { changes, reach: { leader: 'own-tree' } } },
      about: { register: { name: 'one', external: false, managerBody: null, ...more } },
      ...{ grants: [], day: '2026-12-01' },
    });
    expect(decide(question(false))).toMatchObject({ allowed: true, rule: 'governance/break-glass' });
    const without = rules.filter(({ id }) => id !== 'governance/break-glass');
    expect(decide(question(false), without).allowed).toBe(false);
    const refused = [question(true), question(false, { external: true }), question(false, { name: 'other' })];
    expect(refused.map((one) => decide(one).allowed)).toEqual([false, false, false]);
  });

  it('a profile that names what is never broken open does not start', () => {
    const reach = { officer: 'own-body' } as const;
    const tables = {
      'records.read': { changes: false, reach },
      'records.edit': { changes: true, reach },
      'ledger.read-detail': { changes: false, reach },
      'identity.own': { changes: false, own: true, reach },
    } as const;
    const named = (permission: string) => breakGlassRules({ permissions: [permission] }, tables).permissions;
    expect(named('records.read')).toEqual(['records.read']);
    for (const never of ['records.edit', 'ledger.read-detail', 'identity.own', 'records.all'])
      expect(() => named(never)).toThrow('never broken open');
    expect(() => breakGlassRules({ hours: 500, permissions: ['records.read'] }, tables)).toThrow('breakGlass.hours');
    expect(breakGlassRules(undefined, tables).permissions).toEqual([]);
  });
});
