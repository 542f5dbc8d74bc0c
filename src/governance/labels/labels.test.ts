/** Labels on a node: what a register bears, why, the recorded way down, and a register that contradicts itself. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ending } from '../../../test/harness/story.ts';
import { wholeNode, type WholeNode } from '../../../test/harness/whole-node.ts';
import { agree, getApproval } from '../../platform/approvals/contract.ts';
import { call } from '../../platform/http/call.ts';
import { raw } from '../../platform/db/sql.ts';
import { publishRegister } from '../contract.ts';
import { edition } from '../edition.ts';
import { explainLabels, listLabels, lowerLabels } from './contract.ts';

let node: WholeNode;
beforeAll(async () => {
  node = await wholeNode({ withoutStory: true, still: true });
}, 120_000);
afterAll(() => node[Symbol.asyncDispose]());

const as = async (name: string) => (await node.enter(name)).send;
const members = { params: { register: 'dang-vien' } };

it('every register of the trial states what its parts make of it, or says where not', async () => {
  const { items } = await call(await as('vanphong'), listLabels, {});
  expect(items.length).toBe(6);
  expect(items.every(({ effective }) => effective.secrecy === 'none')).toBe(true);
  expect(items.find(({ register }) => register.code === 'dang-vien')).toMatchObject({
    effective: { personal: 'sensitive' },
    looser: [],
  });
});

it('says which parts make a label so, what it changes and who can change it', async () => {
  const page = await call(await as('xa'), explainLabels, members);
  const personal = page.reasons.filter(({ label }) => label === 'personal');
  expect(personal.length).toBeGreaterThan(0);
  expect(personal.every(({ elements }) => elements.length > 0)).toBe(true);
  expect(page.effects.map(({ effect }) => effect)).toContain('witnessed-before-out');
  expect(page.fields.length).toBeGreaterThan(10);
  expect(page.whoCanChange).toBeTruthy();
  await expect(call(await as('xa'), explainLabels, { params: { register: 'nobody-knows' } })).rejects.toMatchObject({
    status: 404,
  });
});

const decision = {
  register: 'dang-vien',
  to: { personal: 'basic' as const },
  reason: 'Only counts are shown',
  basis: 'Decree',
  number: '12-QD/VP',
  reviewOn: '2030-01-01',
};

/** Two persons do it: the data office asks, the leader agrees. */
async function lower(body: Parameters<typeof call<typeof lowerLabels>>[2]['body']) {
  const { problem } = await ending(call(await as('vanphong'), lowerLabels, { body }));
  expect(problem['type']).toBe('/problems/approvals/second-person-needed');
  const [leader, params] = [await as('lanhdao'), { approval: String(problem['approval']) }];
  const { digest } = await call(leader, getApproval, { params });
  return call(leader, agree, { params, body: { digest } });
}

it('is lowered only by who may, only downwards, with a day of review; and the refusal is in the trail', async () => {
  await expect(call(await as('xa'), lowerLabels, { body: decision })).rejects.toMatchObject({ status: 403 });
  const office = await as('vanphong');
  expect(await lower({ ...decision, to: {} })).toMatchObject({ state: 'failed', outcome: { status: 422 } });
  expect(await lower({ ...decision, to: { sharing: 'restricted' } })).toMatchObject({ outcome: { status: 422 } });
  expect(await lower({ ...decision, reviewOn: '2020-01-01' })).toMatchObject({ outcome: { status: 422 } });
  await node.ledger.settled();
  const refused = await node.context.db.rows<{ n: number }>(
    raw(
      `select count(*)::int as n from platform.audit_entry where rule = 'governance/label-not-lowered' and not allowed`,
    ),
  );
  expect(refused[0]?.n).toBe(2);
  expect((await call(office, explainLabels, members)).decisions).toEqual([]);
});

it('a recorded decision lowers, and stands on the page with its basis', async () => {
  expect(await lower(decision)).toMatchObject({ state: 'done' });
  const page = await call(await as('vanphong'), explainLabels, members);
  expect(page).toMatchObject({ computed: { personal: 'sensitive' }, effective: { personal: 'basic' }, looser: [] });
  expect(page.decisions).toMatchObject([{ number: '12-QD/VP', covers: true, from: { personal: 'sensitive' } }]);
});

it('a register that states less than it holds is not published; twin: one that does not is', async () => {
  const { db } = node.context;
  const manager = await as('chuquan');
  const publish = () => call(manager, publishRegister, { params: { register: 'can-bo' } });
  const state = async (sharing: string, personal: string) => {
    await db.rows(
      raw(
        `update governance.register set state = 'draft', labels = labels || '{"sharing":"${sharing}","personal":"${personal}"}' where name = 'can-bo'`,
      ),
    );
    edition.forget();
  };
  await state('shared', 'none');
  await expect(publish()).rejects.toMatchObject({
    status: 409,
    problem: { type: '/problems/governance/labels-contradict', looser: ['sharing', 'personal'] },
  });
  expect(await db.rows(raw(`select state from governance.register where name = 'can-bo'`))).toEqual([
    { state: 'draft' },
  ]);
  await state('restricted', 'sensitive');
  expect(await publish()).toMatchObject({ state: 'published' });
});
