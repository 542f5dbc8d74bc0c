/** The trial's own proposal: read and rehearsed by the data office, approved, and released over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeNode, type Visitor, type WholeNode } from '../harness/whole-node.ts';
import {
  approveProposal,
  getElement,
  getProposal,
  listProposalComments,
  listProposalEntries,
  listProposals,
  listReleases,
  releaseProposals,
} from '../../src/dictionary/contract.ts';
import { call, ProblemError } from '../../src/platform/http/call.ts';
import { listMyWork } from '../../src/platform/work/contract.ts';
import { rehearseProposal, type RehearsalView } from '../../src/records/contract.ts';

let node: WholeNode;
let office: Visitor;
let steward: Visitor;
beforeAll(async () => {
  node = await wholeNode();
  [office, steward] = [await node.enter('vanphong'), await node.enter('tinh')];
});
afterAll(() => node[Symbol.asyncDispose]());

const params = { proposal: 1 };
const etag = (revision: number) => `"${String(revision)}"`;
const page = (who = office) => call(who.send, getProposal, { params });
const slugOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof ProblemError ? [error.status, error.problem.type.split('/').at(-1)] : error),
  );
const release = (who: Visitor, edition = '1.2') =>
  call(who.send, releaseProposals, { body: { proposals: [1], edition } });

describe('the proposal of the trial', () => {
  it('is in review, made by the steward of a province, whole, and commented on by two others', async () => {
    const { items } = await call(office.send, listProposals, { query: {} });
    expect(items).toHaveLength(1);
    const found = await page();
    expect(found).toMatchObject({
      state: 'in-review',
      origin: 'edit',
      counts: { changed: 2, elements: 2 },
      findings: { errors: 0 },
      clashes: { total: 0 },
      comments: { open: 3, total: 3 },
    });
    expect(found.difference?.total).toBeGreaterThan(0);
    const entries = await call(office.send, listProposalEntries, { params });
    expect(entries.items.map((one) => one.key)).toEqual(['DTD.DV.004', 'DTD.DV.005']);
    const comments = await call(office.send, listProposalComments, { params });
    const speakers = new Set(comments.items.map((one) => one.by.account));
    expect(speakers.size).toBe(2);
    expect(speakers.has(steward.account)).toBe(false);
    expect(found.author.account).toBe(steward.account);
  });

  it('is work of the data office, with a day', async () => {
    const { items } = await call(office.send, listMyWork, {});
    expect(items.filter((one) => one.link === '/dictionary/proposals/1')).toHaveLength(1);
  });

  it('is rehearsed on the rows that are here, by the data office only', async () => {
    const found: RehearsalView = await call(office.send, rehearseProposal, { params });
    const members = found.registers.find((one) => one.register === 'dang-vien');
    expect(found).toMatchObject({ possible: true, hash: (await page()).difference?.hash });
    expect(found.affected.length).toBeGreaterThan(0);
    expect(members?.failing.filter((one) => one.blocks)).toEqual([]);
    expect(await slugOf(call(steward.send, rehearseProposal, { params }))).toMatchObject([403, 'refused']);
    const absent = call(office.send, rehearseProposal, { params: { proposal: 99 } });
    expect(await slugOf(absent)).toEqual([404, 'proposal-not-found']);
  });
});

describe('its release', () => {
  it('waits for the approval, which its maker cannot give', async () => {
    expect(await slugOf(release(office))).toEqual([409, 'proposal-state-forbids']);
    const { revision } = await page();
    const approve = (who: Visitor) => call(who.send, approveProposal, { params, body: {}, ifMatch: etag(revision) });
    expect(await slugOf(approve(steward))).toMatchObject([403, 'refused']);
    expect(await approve(office)).toMatchObject({ state: 'approved' });
  });

  it('is the next one, of which the proposal is told and which everybody reads', async () => {
    const before = await call(office.send, listReleases, {});
    expect(await slugOf(release(steward))).toMatchObject([403, 'refused']);
    expect(await slugOf(release(office, before.items[0]?.edition))).toEqual([409, 'edition-taken']);
    expect(await slugOf(release(office, ' '))).toMatchObject([400, 'invalid-request']);
    const made = await release(office);
    expect(made).toMatchObject({ number: (before.items[0]?.number ?? 0) + 1, edition: '1.2', proposals: [1] });
    expect(made.signedBy).toBeUndefined();
    expect(await page()).toMatchObject({ state: 'released', release: made.number });
    const element = await call(steward.send, getElement, { params: { element: 'DTD.DV.004' } });
    expect(element.element.names['vi']).toBe('Ngày kết nạp');
    expect(await slugOf(release(office, '1.3'))).toEqual([409, 'proposal-state-forbids']);
  });
});
