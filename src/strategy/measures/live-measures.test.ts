import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { startFollowers } from '../../platform/changes/index.ts';
import { call } from '../../platform/http/call.ts';
import { listCorrections, lookupPerson, settleCorrection } from '../../registers/contract.ts';
import { noteDuplicates, registersRoom, VERIFICATION } from '../../registers/index.ts';
import { readIndicator } from './read-indicators.ts';
import { strategyRoom } from '../room.ts';

const indicator = (source: string, kind: string) => `
- code: ${source}
  names: { en: ${source} }
  definition: { en: ${source} }
  kind: ${kind}
  source: ${source}
  direction: up
  unit: of
`;

let county: AuthorityCounty;
beforeAll(async () => {
  const indicators = [
    indicator('prefill-hits', 'ratio'),
    indicator('corrections-in-time', 'ratio'),
    indicator('corrections-age', 'number'),
    indicator('duplicates-found', 'count'),
  ];
  county = await openAuthorityCounty({ 'strategy/indicators.yaml': indicators.join('') });
  await strategyRoom.install?.(county.context);
  await county.hold([heldLine(1, { name: 'Other B' }), heldLine(2, { name: 'Other C' }), heldLine(501)]);
  await county.load('A', [line(1), line(2)]);
  await county.load('B', [line(501)]);
  const followers = registersRoom.followers?.(county.context) ?? [];
  const running = await startFollowers(
    county.context,
    followers.filter(({ name }) => name === VERIFICATION),
  );
  await running.settled();
  return () => running[Symbol.asyncDispose]();
});

const read = async (code: string, body = 'C') => {
  const caller = county.caller(body, body === 'C' ? 'data-office' : 'officer');
  const { card, bodies } = await readIndicator(county.context, caller, code);
  const { value, numerator, denominator } = card.figure;
  return { value, numerator, denominator, bodies: bodies.map((one) => [one.body.code, one.value]) };
};

describe('figures of declaring once as indicators', () => {
  it('how long corrections wait: the median, by body, and as it is today', async () => {
    expect(await read('corrections-age')).toMatchObject({ value: 0, bodies: [['A', 0]] });
    county.context.clock.set('2026-11-26T02:00:00Z');
    expect(await read('corrections-age')).toMatchObject({ value: 3, denominator: 2, bodies: [['A', 3]] });
  });
  it('what was answered in time, of what was answered and what is late', async () => {
    expect(await read('corrections-in-time')).toMatchObject({ value: null, bodies: [] });
    county.become('A', 'officer');
    const { items } = await call(county.http.send, listCorrections, { query: { state: 'open' } });
    await call(county.http.send, settleCorrection, {
      params: { correction: items[0]?.id ?? '' },
      body: { outcome: 'take-over' },
    });
    expect(await read('corrections-in-time')).toMatchObject({ numerator: 1, denominator: 1, bodies: [['A', 100]] });
    // The other one's day passes: nothing is written, and the figure moves.
    county.context.clock.set('2027-01-26T02:00:00Z');
    expect(await read('corrections-in-time')).toMatchObject({ numerator: 1, denominator: 2, bodies: [['A', 50]] });
  });
  it('whom look-ups knew', async () => {
    county.become('A', 'officer');
    const look = (key: string) =>
      call(county.http.send, lookupPerson, {
        params: { register: 'people' },
        query: { key, purpose: 'prefill', into: 'members' },
      });
    await look('099000000001');
    await look('099000000999').catch(() => undefined);
    expect(await read('prefill-hits')).toMatchObject({ numerator: 1, denominator: 2, bodies: [['A', 50]] });
  });
  it('what is there twice, where somebody counted', async () => {
    const { db } = county.context;
    await noteDuplicates(db, { register: 'members', body: county.id('B'), found: 1, at: new Date('2026-11-26') });
    expect(await read('duplicates-found')).toMatchObject({ value: 1, bodies: [['B', 1]] });
  });
  it('are of one’s own part of the tree', async () => {
    expect((await read('duplicates-found', 'A')).bodies).toEqual([]);
    expect((await read('duplicates-found', 'B')).bodies).toEqual([['B', 1]]);
  });
});
