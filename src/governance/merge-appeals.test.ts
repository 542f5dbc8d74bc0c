/** Bodies that an open request names inside follow a merger, and go back with it. */
import { beforeAll, expect, it } from 'vitest';
import { STORY, by, load } from '../../test/harness/bodies-story.ts';
import { testContext, type TestContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { getBody, mergeBodies, planMerge, undoMerge } from '../bodies/index.ts';
import type { Holding } from '../platform/holdings/index.ts';
import type { RequestRecord } from './requests/model.ts';
import { holdings } from './store/holdings.ts';
import * as registers from './store/register.ts';
import { findRequest, putRequests } from './store/request.ts';

const DAY = '2026-11-23';
const [ENDS, STAYS] = ['99231', '99215'];
let context: TestContext;
const ids = new Map<string, number>();
const id = (code: string): number => ids.get(code) as number;

beforeAll(async () => {
  const db = await testDatabase();
  context = await testContext(db);
  await load(context, STORY);
  for (const code of ['97', '99101', ENDS, STAYS]) ids.set(code, (await getBody(db, code, DAY)).id);
  const labels = { sharing: 'shared', importance: 'core', personal: 'none' } as const;
  const empty = { ownerNames: null, updating: null, retention: null, terms: null, citation: null, remedyPurpose: null };
  const names = { en: 'People' };
  const register = { ...empty, name: 'people', entity: 'people', names, definition: {}, external: false, labels };
  await registers.putRegister(db, { ...register, authorityFor: [] }, 0);
  await putRequests(db, [requestOf('R-1', 'appealed'), requestOf('R-2', 'refused')], 0);
});

const requestOf = (code: string, stage: RequestRecord['stage']): RequestRecord => ({
  ...{ code, register: 'people', by: id('99101'), account: null, names: { en: code }, kind: 'on-request', stage },
  ...{ purpose: null, elements: [], demand: null, asked: DAY, decided: null, outcome: null, reason: null },
  ...{ content: null, security: null, contentDue: null, securityDue: null, calendar: null, stoppedOn: null, due: null },
  appeal: { text: 'No', on: DAY, due: DAY, body: id(ENDS), decision: null },
  escalations: [
    { part: 'content', due: DAY, on: DAY, body: id(ENDS), post: 'leader' },
    { part: 'content', due: DAY, on: DAY, body: id('97'), post: 'leader' },
  ],
  ...{ turn: id(ENDS), agreement: null },
});

const named = async (code = 'R-1') => {
  const request = await findRequest(context.db, code);
  return [request?.appeal?.body, ...(request?.escalations.map(({ body }) => body) ?? [])];
};

async function merged(using: readonly Holding[]) {
  const wish = { from: [ENDS], into: STAYS, day: DAY };
  const plan = await planMerge(context, context.db, wish, using);
  const merge = await mergeBodies(context, { ...wish, decision: '1', hash: plan.hash }, by, using);
  return () => undoMerge(context, { merge, reason: 'No' }, by, using);
}

it('who decides an appeal, and who was told of a late answer, is the successor; undone, it is as it was', async () => {
  const undo = await merged(holdings);
  expect(await named()).toEqual([id(STAYS), id(STAYS), id('97')]);
  expect((await findRequest(context.db, 'R-1'))?.turn).toBe(id(STAYS));
  // What is over says who it was.
  expect(await named('R-2')).toEqual([id(ENDS), id(ENDS), id('97')]);
  await undo();
  expect(await named()).toEqual([id(ENDS), id(ENDS), id('97')]);
  expect((await findRequest(context.db, 'R-1'))?.turn).toBe(id(ENDS));
});

it('twin: where they are not taken along, the appeal waits for a body that is not there', async () => {
  const undo = await merged(holdings.filter(({ kind }) => kind !== 'request-above'));
  expect(await named()).toEqual([id(ENDS), id(ENDS), id('97')]);
  await undo();
});
