import { beforeAll, describe, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../test/harness/authorities.ts';
import { line } from '../../test/harness/records.ts';
import { startFollowers, type Running } from '../platform/changes/index.ts';
import { call } from '../platform/http/call.ts';
import { getScores, listDefects } from '../quality/contract.ts';
import { listCorrections, settleCorrection, type Outcome } from './corrections/corrections-contract.ts';
import { sourceScoresFollower } from './follow-source-scores.ts';
import { verificationFollower } from './follow-verification.ts';

let county: AuthorityCounty;
let running: Running;
const follower = sourceScoresFollower();
beforeAll(async () => {
  county = await openAuthorityCounty();
  await county.hold([heldLine(1, { name: 'Other B' }), heldLine(2, { name: 'Other C' }), heldLine(501)]);
  await county.load('A', [line(1), line(2), line(3)]);
  await county.load('B', [line(501)]);
  running = await startFollowers(county.context, [verificationFollower(county.context), follower]);
  await running.settled();
  return () => running[Symbol.asyncDispose]();
});

async function failing(): Promise<number[]> {
  await running.settled();
  const { fields } = await call(county.http.send, getScores, { params: { register: 'members' } });
  const rules = fields.find(({ field }) => field === 'full_name')?.rules ?? [];
  const score = rules.find(({ rule }) => rule === 'matches-source')?.score;
  return [score?.assessed ?? -1, score?.failing ?? -1];
}
const open = async (register: string) =>
  (await call(county.http.send, listCorrections, { query: { register, state: 'open' } })).items;
const settle = (correction: string, outcome: Outcome, reason?: string) =>
  call(county.http.send, settleCorrection, {
    params: { correction },
    body: { outcome, ...(reason !== undefined && { reason }) },
  });

describe('the rule “matches the source”', () => {
  it('counts the records found there, and fails those with a difference', async () => {
    county.become('A', 'officer');
    // Three of four are found; the third of A has nobody at the source.
    expect(await failing()).toEqual([3, 2]);
    const query = { rule: 'matches-source', field: 'full_name' };
    const { items } = await call(county.http.send, listDefects, { params: { register: 'members' }, query });
    const records = await Promise.all(['000001', '000002'].map((card) => county.member(card)));
    expect(items.map(({ record }) => record).sort()).toEqual(records.map((one) => one?.record).sort());
  });
  it('hears the answer: taken over and the source’s mistake pass', async () => {
    county.become('A', 'officer');
    const [first, second] = await open('members');
    await settle(first?.id ?? '', 'take-over');
    expect(await failing()).toEqual([3, 1]);
    await settle(second?.id ?? '', 'source-wrong', 'As on the card');
    expect(await failing()).toEqual([3, 0]);
  });
  it('and hears that the source stands by its value', async () => {
    county.become('DM', 'data-manager');
    const [asked] = await open('people');
    await settle(asked?.id ?? '', 'refuse', 'The birth book says so');
    expect(await failing()).toEqual([3, 1]);
  });
  it('is the same when it is counted anew, and leaves the other rules alone', async () => {
    const { db } = county.context;
    const before = await follower.fingerprint?.(db);
    await db.transaction((tx) => follower.initial(tx, { epoch: 1, position: 0 }));
    expect(await follower.fingerprint?.(db)).toBe(before);
    expect(before).not.toBe('');
  });
});
