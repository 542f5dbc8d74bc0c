/** The story's fourteen differences: found by a load, answered by the commune, and seen in figures and quality. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendList, storeValid } from '../harness/send-list.ts';
import { wholeNode, type Visitor, type WholeNode } from '../harness/whole-node.ts';
import { call } from '../../src/platform/http/call.ts';
import { getScores, listDefects } from '../../src/quality/contract.ts';
import { listCorrections, readOnceOnly, settleCorrection, type Outcome } from '../../src/registers/contract.ts';

const own = { register: 'dang-vien', body: '99101' };
let node: WholeNode;
let officer: Visitor;
beforeAll(async () => {
  node = await wholeNode();
  officer = await node.enter('xa');
  await storeValid(officer, own, await sendList(officer, own, join(node.files, 'danh-sach-dong-lau-q4.xlsx')));
  await node.running?.settled();
});
afterAll(() => node[Symbol.asyncDispose]());

const open = async () =>
  (await call(officer.send, listCorrections, { query: { register: own.register, state: 'open', limit: 200 } })).items;

/** Records of the commune that do not match their source, by the rule of quality. */
async function failing(field: string): Promise<number> {
  await node.running?.settled();
  const query = { rule: 'matches-source', field, limit: 200 };
  return (await call(officer.send, listDefects, { params: { register: own.register }, query })).items.length;
}

it('are nine names and five birthdays, and fail the rule “matches the source”', async () => {
  const found = Map.groupBy(await open(), ({ field }) => field);
  expect([found.get('birth_name')?.length, found.get('birth_date')?.length]).toEqual([9, 5]);
  expect([await failing('birth_name'), await failing('birth_date')]).toEqual([9, 5]);
});

it('end as nine that were wrong here, three that are wrong at the source, and two undecided', async () => {
  const outcomes: readonly Outcome[] = [
    ...Array.from({ length: 9 }, () => 'take-over' as const),
    ...Array.from({ length: 3 }, () => 'source-wrong' as const),
    ...Array.from({ length: 2 }, () => 'undecided' as const),
  ];
  const found = await open();
  expect(found).toHaveLength(outcomes.length);
  for (const [i, one] of found.entries()) {
    const body = { outcome: outcomes[i] as Outcome, reason: 'Compared with the card' };
    await call(officer.send, settleCorrection, { params: { correction: one.id }, body });
  }
  const states = await Promise.all(
    ['taken-over', 'source-wrong', 'undecided'].map(
      async (state) => (await call(officer.send, listCorrections, { query: { state, limit: 200 } })).items.length,
    ),
  );
  expect(states).toEqual([9, 3, 2]);
});

it('of which two still wait in the figures, and fail in the score', async () => {
  const { total } = await call(officer.send, readOnceOnly, { query: { register: own.register } });
  expect(total).toMatchObject({ correctionsOpen: 2, correctionsSettled: 12, correctionsInTime: 12 });
  expect((await failing('birth_name')) + (await failing('birth_date'))).toBe(2);
  const { fields } = await call(officer.send, getScores, { params: { register: own.register } });
  const rules = fields.find(({ field }) => field === 'birth_name')?.rules.map(({ rule }) => rule);
  expect(rules).toContain('matches-source');
});

it('and the source’s data manager is asked about three', async () => {
  const manager = await node.enter('chuquan');
  const { items } = await call(manager.send, listCorrections, { query: { register: 'dan-cu' } });
  expect(items.filter(({ state }) => state === 'open')).toHaveLength(3);
  expect(items.every(({ outside, evidence }) => outside && evidence === 'Compared with the card')).toBe(true);
});
