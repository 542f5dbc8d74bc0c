import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { sql } from '../../platform/db/sql.ts';
import { call } from '../../platform/http/call.ts';
import { allClaims, setStanding } from '../store/claim.ts';
import { listAuthorities } from './authorities-contract.ts';
import * as contract from './disputes-contract.ts';
import { installAuthorities } from './install-authorities.ts';

const terms = `
disputes: { days: 4 }
corrections: { cause: 2, mend: 4, fieldCheck: 6 }
`;
const sources = `
- { name: elsewhere, names: { en: A list kept elsewhere }, holder: { en: Its keeper } }
`;

let county: AuthorityCounty;
let dispute = '';
beforeAll(async () => {
  county = await openAuthorityCounty({ 'authorities/terms.yaml': terms, 'authorities/sources.yaml': sources });
  await county.hold([heldLine(1), heldLine(2, { name: 'Other C' }), heldLine(3), heldLine(9)]);
  await county.load('A', [line(1), line(2), line(3, { full_name: 'Else D' }), line(4)]);
});

const claim = (element: string, register: string, argument = 'We see them every day.') =>
  call(county.http.send, contract.claimElement, { params: { element }, body: { register, argument } });
const settle = (winner: string, reason = 'They meet the person.') =>
  call(county.http.send, contract.settleDispute, { params: { dispute }, body: { winner, reason } });
const page = () => call(county.http.send, contract.getDispute, { params: { dispute } });
const sourceOf = async (element: string) => {
  const { items } = await call(county.http.send, listAuthorities, { query: { element } });
  return items[0]?.authority?.name;
};
const changes = async () =>
  (await county.context.db.rows(sql`select from platform.change_set where kind = 'governance'`)).length;

describe('a claim', () => {
  it('to a free element makes the source', async () => {
    county.become('DM', 'data-manager');
    expect(await claim('T.5', 'members')).toEqual({ standing: 'authority', dispute: null });
    expect(await sourceOf('T.5')).toBe('members');
  });
  it('to a taken one opens a dispute with a clock in working days, and the source stays', async () => {
    const before = await changes();
    const claimed = await claim('T.2', 'members');
    expect(claimed.standing).toBe('disputed');
    dispute = claimed.dispute ?? '';
    expect(await sourceOf('T.2')).toBe('people');
    expect(await page()).toMatchObject({
      element: 'T.2',
      state: 'open',
      holder: { name: 'people' },
      claimant: { name: 'members' },
      openedOn: '2026-11-23',
      due: '2026-11-27',
      daysOpen: 0,
      daysAllowed: 4,
      overdue: false,
    });
    expect(await changes()).toBe(before + 1);
    expect(county.context.audited.filter(({ action }) => action === 'registers.claim-element').at(-1)).toMatchObject({
      subject: 'T.2',
      body: county.id('DM'),
    });
  });
  it('shows how many differ, from the rows of both', async () => {
    expect((await page()).evidence).toEqual({ both: 3, same: 1, differing: 2, onlyHolder: 0, onlyClaimant: 0 });
  });
  it('lists the differing values only to whom both registers are open', async () => {
    const list = () => call(county.http.send, contract.listDisputed, { params: { dispute }, query: {} });
    expect((await list()).items.map(({ holder, claimant }) => [holder, claimant]).sort()).toEqual([
      ['Member D', 'Else D'],
      ['Other C', 'Member C'],
    ]);
    county.become('A', 'steward');
    expect((await list()).items).toEqual([]);
    county.become('A', 'officer');
    expect((await ending(list())).status).toBe(403);
  });
  it('is not made twice, nor for what a register does not hold, nor for an element there is not', async () => {
    county.become('DM', 'data-manager');
    const slug = async (promise: Promise<unknown>) => (await ending(promise)).problem['type'];
    expect(await slug(claim('T.2', 'members'))).toBe('/problems/registers/already-claimed');
    expect(await slug(claim('T.8', 'people'))).toBe('/problems/registers/element-not-of-register');
    expect(await slug(claim('X.1', 'people'))).toBe('/problems/registers/no-such-element');
    expect(await slug(claim('T.2', 'nothing'))).toBe('/problems/governance/register-not-found');
    county.become('A', 'data-manager');
    expect((await ending(claim('T.4', 'members'))).status).toBe(403);
  });
});

describe('a dispute', () => {
  it('hears both sides and nobody else', async () => {
    county.become('DM', 'data-manager');
    const say = (register: string) =>
      call(county.http.send, contract.argueDispute, {
        params: { dispute },
        body: { register, argument: 'By law it is ours.' },
      });
    const { sides } = await say('people');
    expect(sides.map(({ register, arguments: said }) => [register.name, said.map(({ words }) => words['en'])])).toEqual(
      [
        ['people', ['By law it is ours.']],
        ['members', ['We see them every day.']],
      ],
    );
    expect((await ending(say('seats'))).problem['type']).toBe('/problems/registers/not-in-dispute');
  });
  it('is overdue in working days, not in days', async () => {
    county.context.clock.set('2026-11-27T02:00:00Z');
    expect(await page()).toMatchObject({ daysOpen: 4, overdue: false });
    county.context.clock.set('2026-11-30T02:00:00Z');
    expect(await page()).toMatchObject({ daysOpen: 5, overdue: true });
    county.context.clock.set('2026-11-23T02:00:00Z');
  });
  it('is settled by the data office alone, with a reason; the other claim is kept', async () => {
    expect((await ending(settle('members'))).status).toBe(403);
    county.become('C', 'data-office');
    expect((await ending(settle('members', ''))).status).toBe(400);
    expect((await ending(settle('seats'))).problem['type']).toBe('/problems/registers/not-in-dispute');
    expect(await settle('members')).toMatchObject({
      state: 'closed',
      winner: { name: 'members' },
      reason: 'They meet the person.',
    });
    const { items } = await call(county.http.send, listAuthorities, { query: { element: 'T.2' } });
    expect(items[0]).toMatchObject({
      authority: { name: 'members' },
      since: '2026-11-23',
      disputedBy: [],
      dispute: null,
      former: [{ register: { name: 'people' }, until: '2026-11-22', refused: false }],
    });
    expect((await ending(settle('people'))).problem['type']).toBe('/problems/registers/dispute-closed');
  });
  it('never leaves two sources: the index refuses what the code would let through', async () => {
    const twice = setStanding(county.context.db, {
      element: 'T.2',
      register: 'people',
      standing: 'authority',
      until: null,
    });
    await expect(twice).rejects.toThrow(/claim_authority/);
  });
  it('is reopened within a day, and not after it', async () => {
    const reopen = () =>
      call(county.http.send, contract.reopenDispute, { params: { dispute }, body: { reason: 'Too quick' } });
    expect(await reopen()).toMatchObject({ state: 'open', winner: null, reason: null });
    expect(await sourceOf('T.2')).toBe('people');
    await settle('people', 'The law says so.');
    expect((await allClaims(county.context.db)).filter(({ element }) => element === 'T.2')).toMatchObject([
      { register: 'people', standing: 'authority' },
      { register: 'members', standing: 'refused', until: '2026-11-23' },
    ]);
    county.context.clock.set('2026-11-25T02:00:00Z');
    expect((await ending(reopen())).problem['type']).toBe('/problems/registers/not-reopenable');
  });
  it('may be opened again by the one that lost, and let go by it', async () => {
    county.become('DM', 'data-manager');
    dispute = (await claim('T.2', 'members', 'New grounds')).dispute ?? '';
    const { state } = await call(county.http.send, contract.withdrawClaim, {
      params: { dispute },
      body: { register: 'members', reason: 'We were wrong' },
    });
    expect(state).toBe('withdrawn');
    const { items } = await call(county.http.send, contract.listDisputes, { query: { element: 'T.2' } });
    expect(items.map((one) => one.state).sort()).toEqual(['closed', 'withdrawn']);
  });
  it('stays as it is at the next start', async () => {
    const before = await allClaims(county.context.db);
    await installAuthorities(county.context);
    expect(await allClaims(county.context.db)).toEqual(before);
  });
});
