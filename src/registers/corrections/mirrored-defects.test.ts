/** A difference from the source stands among the defects: one clock and one page, the correction's own. */
import { beforeAll, expect, it } from 'vitest';
import { heldLine, openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { ending } from '../../../test/harness/story.ts';
import { startFollowers, type Running } from '../../platform/changes/index.ts';
import { call } from '../../platform/http/call.ts';
import { listAll, mendDefects } from '../../quality/defects/contract.ts';
import { verificationFollower } from '../follow-verification.ts';
import { listCorrections, settleCorrection } from './corrections-contract.ts';

let county: AuthorityCounty;
let running: Running;
beforeAll(async () => {
  county = await openAuthorityCounty();
  await county.hold([heldLine(1, { name: 'Other B' }), heldLine(2, { name: 'Other C' })]);
  await county.load('A', [line(1), line(2)]);
  running = await startFollowers(county.context, [verificationFollower(county.context)]);
  await running.settled();
  return () => running[Symbol.asyncDispose]();
});

const defects = async (state: 'pending' | 'closed') => {
  const { items } = await call(county.http.send, listAll, {
    query: { register: 'members', group: 'source-mismatch', state },
  });
  return items;
};
const corrections = async () =>
  (await call(county.http.send, listCorrections, { query: { register: 'members', state: 'open' } })).items;
const settle = (correction: string, outcome: 'take-over' | 'source-wrong' | 'undecided') =>
  call(county.http.send, settleCorrection, { params: { correction }, body: { outcome, reason: 'Seen' } });

it('follows the correction: its days, its outcome, and settled there only', async () => {
  county.become('A', 'officer');
  const [first, second] = await corrections();
  const open = await defects('pending');
  expect(open.map(({ correction, due, causeDue, field }) => [correction, due, causeDue, field]).sort()).toEqual(
    [first, second].map((one) => [one?.id, one?.due, one?.causeDue, 'full_name']).sort(),
  );
  expect(open[0]).toMatchObject({ source: 'registers.corrections', keeper: { code: 'A' }, state: 'open' });
  const body = { defects: [open[0]?.id ?? ''], act: { act: 'claim' as const } };
  expect((await ending(call(county.http.send, mendDefects, { body }))).problem['type']).toBe(
    '/problems/quality/defect-elsewhere',
  );
  await settle(first?.id ?? '', 'undecided');
  expect((await defects('pending')).find(({ correction }) => correction === first?.id)).toMatchObject({
    state: 'undecided',
    due: '2026-12-14',
  });
  await settle(first?.id ?? '', 'source-wrong');
  await settle(second?.id ?? '', 'take-over');
  await running.settled();
  expect(await defects('pending')).toEqual([]);
  expect((await defects('closed')).map(({ outcome }) => outcome).sort()).toEqual(['consumer-wrong', 'source-wrong']);
});
