/** The gate before rows are shared: what stops, what is only said, what was not looked at, and lifting a point. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { call } from '../../platform/http/call.ts';
import { mayNotGoOut } from '../evidence/may-go-out.ts';
import { getGate, liftPoint, listGates } from './gate-contract.ts';
import { assess, gateOf, type Found, type Point } from './model.ts';
import { forgetGates } from './read-gate.ts';

const point = (code: string, check: string, more = '') =>
  `  - { code: '${code}', group: structure, check: ${check}, names: { en: "${check}" }${more} }\n`;
const gate = `points:\n${point('1', 'mapped')}${point('2', 'audited', ', stops: true')}${point('3', 'signed-round')}${point('4', 'codes')}liftDays: 10\n`;

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty({ 'exchange/gate.yaml': gate });
  await county.load('A', [line(1), line(2)]);
});
const params = { register: 'members' };
const read = () => call(county.http.send, getGate, { params });
const lift = (body: { until: string; reason: string }, code = '2') =>
  call(county.http.send, liftPoint, { params: { ...params, point: code }, body });
const out = () => {
  forgetGates();
  return mayNotGoOut(county.context, 'members');
};

describe('assessing', () => {
  const points = [
    { code: '1', names: {}, group: 'structure', check: 'keys', stops: true },
    { code: '2', names: {}, group: 'structure', check: 'clean', least: 90 },
    { code: '3', names: {}, group: 'business', check: 'codes' },
  ] as const satisfies Point[];
  const states = (found: Record<string, Found>, until?: string) =>
    assess({ points: [...points] }, new Map(Object.entries(found)), {
      day: '2026-11-23',
      lifts: until === undefined ? [] : [{ point: '1', until, reason: 'r', decidedOn: '2026-11-01' }],
    }).map(({ state }) => state);

  it('what was not looked at is never green, and stops nothing', () => {
    expect(states({})).toEqual(['not-assessed', 'not-assessed', 'not-assessed']);
  });
  it('one that fails stops only where it is one that stops; a lift counts to its last day', () => {
    const found = {
      keys: { holds: false, failing: 1, of: 9 },
      clean: { holds: false, score: 91 },
      codes: { holds: false },
    };
    expect(states(found)).toEqual(['stops', 'passes', 'fails']);
    expect(states(found, '2026-11-23')).toEqual(['lifted', 'passes', 'fails']);
    expect(states(found, '2026-11-22')).toEqual(['stops', 'passes', 'fails']);
  });
});

describe('the gate of a register', () => {
  it('has its points in order, with what each came to; one of another form is refused', async () => {
    county.become('A', 'officer');
    const page = await read();
    expect(page).toMatchObject({ asked: true, mayLift: false, whoCanLift: { en: 'Commission' } });
    expect(page.points.map(({ code, check }) => [code, check])).toEqual([
      ['1', 'mapped'],
      ['2', 'audited'],
      ['3', 'signed-round'],
      ['4', 'codes'],
    ]);
    expect(page.points[0]).toMatchObject({ state: 'passes', stops: false });
    expect(page.points[3]).toMatchObject({ state: 'not-assessed', failing: null });
    const { items } = await call(county.http.send, listGates, {});
    expect(items.map(({ register }) => register)).not.toContain('people');
    const broken = { ...county.context.profile, read: () => ({ points: [], liftDays: 1 }) };
    expect(() => gateOf(broken)).toThrow('exchange/gate.yaml');
  });

  it('lets no row out while a point stops, and says which and who can lift it (twin: without it they go)', async () => {
    // The trail of this node is in memory: to the database, none is on.
    const refusal = await out();
    expect(refusal).toMatchObject({
      allowed: false,
      rule: 'exchange/gate-closed',
      facts: { point: { en: 'audited' } },
      remedy: 'mend-or-lift',
      whoCanChange: { en: 'Commission' },
    });
    const without = { ...county.context, profile: { ...county.context.profile, read: () => undefined } };
    expect(await mayNotGoOut(without, 'members')).not.toMatchObject({ rule: 'exchange/gate-closed' });
    expect(await read()).toMatchObject({ open: false, refusal: { rule: 'exchange/gate-closed' } });
  });

  it('is lifted by its data manager only, with a reason, for some days; nothing changes by what is refused', async () => {
    const good = { until: '2026-12-01', reason: 'The trail is being restored today' };
    county.become('A', 'officer');
    expect((await ending(lift(good))).status).toBe(403);
    county.become('DM', 'data-manager');
    expect((await ending(lift({ ...good, until: '2027-06-01' }))).problem).toMatchObject({
      type: '/problems/exchange/lift-too-long',
    });
    expect((await ending(lift({ ...good, reason: 'short' }))).status).toBe(400);
    expect((await ending(lift(good, '1'))).problem['type']).toBe('/problems/exchange/point-not-stopping');
    expect(await out()).toMatchObject({ rule: 'exchange/gate-closed' });
    const page = await lift(good);
    expect(page).toMatchObject({ open: true, mayLift: true });
    expect(page.points[1]).toMatchObject({ state: 'lifted', lift: { until: '2026-12-01' } });
    expect((await out())?.rule).not.toBe('exchange/gate-closed');
    expect(county.context.audited.at(-1)).toMatchObject({ action: 'exchange.lift-gate', subject: 'members' });
  });
});
