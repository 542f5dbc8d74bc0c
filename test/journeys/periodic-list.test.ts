/** The list of a quarter, as the story has it: Bến Sỏi's second load brought nine people in and took four out. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addOfficer } from '../harness/officers.ts';
import { wholeNode, type Visitor, type WholeNode } from '../harness/whole-node.ts';
import { ending } from '../harness/story.ts';
import { call, callRaw } from '../../src/platform/http/call.ts';
import { listFile, listMinutes, readBodyList, signBodyList } from '../../src/registers/body-list-contract.ts';

let node: WholeNode;
let officer: Visitor;
const params = { register: 'dang-vien', body: '99108' };
beforeAll(async () => {
  node = await wholeNode();
  await addOfficer(node.context, 'ben-soi', '99108');
  officer = await node.enter('ben-soi');
  await node.running?.settled();
});
afterAll(() => node[Symbol.asyncDispose]());

it('names who came and who left since the load before', async () => {
  const { counts, items } = await call(officer.send, readBodyList, { params, query: {} });
  expect(counts).toMatchObject({ people: 1046, joined: 9, left: 4, changed: 0, verified: 941, noKey: 78, differs: 27 });
  const of = (kind: string) => items.filter((one) => one.kind === kind);
  expect([of('joined').length, of('left').length]).toEqual([9, 4]);
  expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
});

it('is its own body’s: neither the neighbour nor the province has it', async () => {
  for (const name of ['xa', 'tinh', 'chuquan']) {
    const { send } = await node.enter(name);
    expect((await ending(call(send, readBodyList, { params, query: {} }))).status, name).toBe(403);
  }
});

it('closed, it gives minutes and a file, and the next list begins where it ended', async () => {
  const signed = await call(officer.send, signBodyList, { params, body: {} });
  const { counts, signed: last } = await call(officer.send, readBodyList, { params, query: {} });
  expect(counts).toMatchObject({ people: 1046, joined: 0, left: 0 });
  expect(last).not.toBeNull();
  expect(signed).toBeTruthy();
  for (const file of [listMinutes, listFile]) {
    const answer = await callRaw(officer.send, file, { params: { ...params, list: last?.list ?? '' } });
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  }
});
