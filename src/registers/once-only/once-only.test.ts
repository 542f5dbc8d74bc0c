import { beforeAll, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { startFollowers } from '../../platform/changes/index.ts';
import { call } from '../../platform/http/call.ts';
import { listCorrections, lookupPerson, readOnceOnly, settleCorrection } from '../contract.ts';
import { verificationFollower } from '../follow-verification.ts';
import { noteDuplicates } from '../store/duplicates.ts';

let county: AuthorityCounty;
beforeAll(async () => {
  county = await openAuthorityCounty();
  await county.hold([heldLine(1), heldLine(2, { name: 'Other C' }), heldLine(501)]);
  await county.load('A', [line(1), line(2), line(3)]);
  await county.load('B', [line(501)]);
  const running = await startFollowers(county.context, [verificationFollower(county.context)]);
  await running.settled();
  return () => running[Symbol.asyncDispose]();
});

const read = () => call(county.http.send, readOnceOnly, { query: { register: 'members' } });
const of = async (code: string) => (await read()).items.find(({ body }) => body.code === code);

it('counts what need not be declared again: found at the source times the fields held there', async () => {
  county.become('DM', 'data-manager');
  expect(await of('A')).toMatchObject({ records: 3, found: 2, cellsSpared: 6, correctionsOpen: 1, answerDays: null });
  expect(await of('B')).toMatchObject({ records: 1, found: 1, cellsSpared: 3, correctionsOpen: 0 });
  expect((await read()).total).toMatchObject({ records: 4, found: 3, cellsSpared: 9, asked: 0, hits: 0 });
});
it('is what one answers for, and nobody else’s', async () => {
  county.become('A', 'officer');
  expect((await read()).items.map(({ body }) => body.code)).toEqual(['A']);
  county.become('A', 'developer');
  expect((await ending(read())).status).toBe(403);
});
it('counts look-ups that fill a form, known or not', async () => {
  county.become('A', 'officer');
  const look = (key: string) =>
    call(county.http.send, lookupPerson, {
      params: { register: 'people' },
      query: { key, purpose: 'prefill', into: 'members' },
    });
  await look('099000000001');
  await ending(look('099000000999'));
  expect(await of('A')).toMatchObject({ asked: 2, hits: 1 });
});
it('has the age of answers in working days, and what is late', async () => {
  county.context.clock.set('2026-11-26T02:00:00Z');
  expect(await of('A')).toMatchObject({ waitingDays: 3, correctionsInTime: 0 });
  const { items } = await call(county.http.send, listCorrections, { query: { state: 'open', keeper: 'A' } });
  expect((await call(county.http.send, listCorrections, { query: { keeper: 'B' } })).items).toEqual([]);
  await call(county.http.send, settleCorrection, {
    params: { correction: items[0]?.id ?? '' },
    body: { outcome: 'source-wrong', reason: 'As on the card' },
  });
  expect(await of('A')).toMatchObject({ correctionsOpen: 0, correctionsSettled: 1, answerDays: 3 });
  expect(await of('A')).toMatchObject({ correctionsInTime: 1, waitingDays: null });
});
it('shows duplicates as they were counted last, and nothing where nobody counted', async () => {
  const { db } = county.context;
  expect(await of('A')).toMatchObject({ duplicates: null });
  const count = (found: number, day: string) =>
    noteDuplicates(db, { register: 'members', body: county.id('A'), found, at: new Date(day) });
  await count(4, '2026-11-26');
  await count(9, '2026-11-20');
  expect(await of('A')).toMatchObject({ duplicates: 4 });
});
