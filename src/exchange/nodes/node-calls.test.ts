import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { joinedNodes, type JoinedNodes } from '../../../test/harness/federation.ts';
import { ending } from '../../../test/harness/story.ts';
import { fixedClock } from '../../platform/clock.ts';
import { sql } from '../../platform/db/sql.ts';
import { call, type ProblemError } from '../../platform/http/call.ts';
import { newSecret } from '../../platform/ids.ts';
import { faultOfCall, makeCallToken, readCallToken, type CallFacts, type TokenFault } from './call-token.ts';
import { revokeKey, rotateKey } from './change-own.ts';
import { approveNode, refuseNode, retireNode } from './decide-node.ts';
import { fingerprintOf } from './fingerprint.ts';
import { askParent, findNode, nodeFetch, prepareJoin } from './index.ts';
import { getRegistry, ownEntry } from './keep-registry.ts';
import { REGISTRY_LIFE_MS } from './model.ts';
import * as contract from './nodes-contract.ts';
import { liveOwnKeys, ownKeys } from './own-keys.ts';

const START = '2026-11-29T08:00:00.000Z';
const clock = fixedClock(START);
const DAY = 86_400_000;
const by = { account: 'system', body: null, rule: 'governance/node-itself' };
let nodes: JoinedNodes<'parent' | 'child' | 'other'>;
beforeAll(async () => {
  const seats = { parent: { bodies: [] }, child: { bodies: ['97'], parent: 'parent' }, other: { bodies: ['98'] } };
  nodes = await joinedNodes({ nodes: seats, clock });
}, 180_000);
afterAll(() => nodes[Symbol.asyncDispose]());
beforeEach(() => clock.set(START));

const PATH = '/api/exchange/registry';
const kindOf = async (work: Promise<unknown>) =>
  String((await ending(work)).problem['type']).replace('/problems/exchange/', '');
const faultsOf = async (work: Promise<unknown>) => (await ending(work)).problem;

/** A GET with this proof, to the parent. */
async function knock(token: string, { method = 'GET', path = PATH, body }: Partial<CallFacts> = {}) {
  const answer = await fetch(new URL(path, nodes.all.parent.address), {
    method,
    headers: { authorization: `Node ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body }),
  });
  if (answer.ok) return 'in';
  return ((await answer.json()) as { type: string }).type.replace('/problems/exchange/', '');
}

function proof(facts: Partial<CallFacts> = {}, { to, at = START }: { to?: string; at?: string } = {}): string {
  const { parent, child } = nodes.all;
  const [key] = ownKeys(child.context);
  if (!key) throw new Error('the child has no key');
  const call = { method: 'GET', path: PATH, ...facts };
  return makeCallToken(key, to ?? parent.name, call, { now: new Date(at), id: newSecret(16) });
}

describe('a call of a node', () => {
  it('is let in once, and no second time', async () => {
    const token = proof();
    expect(await knock(token)).toBe('in');
    expect(await knock(token)).toBe('node-proof-used');
  });
  it('is for one node, one method, one address and one body', async () => {
    expect(await knock(proof({}, { to: nodes.all.other.name }))).toBe('node-proof-elsewhere');
    expect(await knock(proof({ method: 'PUT' }))).toBe('node-proof-elsewhere');
    expect(await knock(proof({ path: `${PATH}?have=1` }))).toBe('node-proof-elsewhere');
    const body = JSON.stringify({ note: 'x' });
    const other = JSON.stringify({ note: 'y' });
    expect(await knock(proof({ method: 'POST', body }), { method: 'POST', body: other })).toBe('node-proof-elsewhere');
    expect(await knock(proof({ method: 'POST', body }), { method: 'POST', body })).toBe('registry-refused');
  });
  it('needs clocks that agree to half a minute', async () => {
    expect(await knock(proof({}, { at: '2026-11-29T07:58:45.000Z' }))).toBe('in');
    expect(await knock(proof({}, { at: '2026-11-29T07:58:20.000Z' }))).toBe('node-clock-off');
    expect(await knock(proof({}, { at: '2026-11-29T08:00:40.000Z' }))).toBe('node-clock-off');
  });
  it('is of nobody without a proof, with half of one, or with another’s signature', async () => {
    expect((await fetch(new URL(PATH, nodes.all.parent.address))).status).toBe(401);
    expect(await knock('a.b.c')).toBe('node-proof-malformed');
    const [head, payload] = proof().split('.');
    const [, , signature] = proof().split('.');
    expect(await knock(`${String(head)}.${String(payload)}.${String(signature)}`)).toBe('node-proof-forged');
  });
  it('is held back by these checks and nothing else: with each off it passes', async () => {
    const { parent, child } = nodes.all;
    const [key] = ownKeys(child.context);
    const token = proof({ path: '/elsewhere' }, { to: 'node-00000000.artery', at: '2026-11-29T07:00:00.000Z' });
    const claims = readCallToken(token);
    if (!claims || !key) throw new Error('no claims');
    const at = {
      here: parent.name,
      now: clock.now(),
      call: { method: 'GET', path: PATH },
      verifierKey: ownKeys(parent.context)[0]?.verifierKey ?? '',
    };
    const faults: TokenFault[] = [];
    for (let fault = await faultOfCall(token, claims, at); fault;) {
      faults.push(fault);
      fault = await faultOfCall(token, claims, at, faults);
    }
    expect(faults).toEqual(['other-node', 'signature', 'other-call', 'clock']);
  });
  it('of a node that joined nobody is refused, and told why', async () => {
    const { parent, other } = nodes.all;
    const [key] = ownKeys(other.context);
    const id = newSecret(16);
    const token = makeCallToken(key as never, parent.name, { method: 'GET', path: PATH }, { now: clock.now(), id });
    expect(await knock(token)).toBe('node-not-admitted');
  });
  it('is refused by everybody once the registry is over', async () => {
    const late = new Date(Date.parse(START) + REGISTRY_LIFE_MS + 2 * DAY);
    clock.set(late);
    expect(await knock(proof({}, { at: late.toISOString() }))).toBe('node-not-admitted');
  });
});

describe('joining', () => {
  const ask = async () => (await askParent(nodes.all.other.context)).state;
  const print = () => fingerprintOf(ownKeys(nodes.all.other.context)[0]?.verifierKey ?? '');
  /** How many nodes the work item of the parent's people says. */
  const owed = async () =>
    (
      await nodes.all.parent.context.db.rows<{ count: number }>(
        sql`select (title_values ->> 'count')::int as count from platform.work_item
          where kind = 'exchange.decide-join' and state = 'open'`,
      )
    ).map(({ count }) => count);
  it('needs bodies that are at home at the parent', async () => {
    const { parent, other } = nodes.all;
    await prepareJoin(other.context, { parent: parent.address, bodies: ['97', 'nobody'] });
    const { problem } = (await ask().catch((error: unknown) => error)) as ProblemError;
    expect(problem).toMatchObject({ type: '/problems/exchange/join-bodies', bodies: ['97', 'nobody'] });
  });
  it('is refused by a parent with another fingerprint than was given', async () => {
    const { parent, other } = nodes.all;
    const fingerprint = '00000 00000 00000 00000 00000 00000';
    await prepareJoin(other.context, { parent: parent.address, bodies: ['98'], fingerprint });
    await expect(ask()).rejects.toMatchObject({ kind: { slug: 'join-parent' } });
  });
  it('waits for the parent’s people, who compare the fingerprint; a refusal has its reason, and may be followed by another try', async () => {
    const { parent, other } = nodes.all;
    await prepareJoin(other.context, { parent: parent.address, bodies: ['98'] });
    expect(await ask()).toBe('asked');
    expect(await ask()).toBe('asked');
    expect(await owed()).toEqual([1]);
    const wrong = approveNode(parent.context, other.name, '1', by);
    await expect(wrong).rejects.toMatchObject({ kind: { slug: 'fingerprint-differs' } });
    await refuseNode(parent.context, other.name, 'not yet', by);
    expect(await owed()).toEqual([]);
    expect(await askParent(other.context)).toMatchObject({ state: 'refused', reason: 'not yet' });
    expect((await askParent(other.context, { again: true })).state).toBe('asked');
    await approveNode(parent.context, other.name, print(), by);
    expect(await owed()).toEqual([]);
    expect(await ask()).toBe('joined');
    const again = approveNode(parent.context, other.name, print(), by);
    await expect(again).rejects.toMatchObject({ kind: { slug: 'node-not-asking' } });
    expect((await findNode(nodes.all.child.context.db, other.name))?.state).toBe('approved');
  });
  it('happens once', async () => {
    const { parent, other } = nodes.all;
    const twice = prepareJoin(other.context, { parent: parent.address, bodies: ['98'] });
    await expect(twice).rejects.toMatchObject({ kind: { slug: 'already-joined' } });
  });
});

describe('keys', () => {
  const reach = () => {
    const { parent, child } = nodes.all;
    return call(nodeFetch(child.context, parent.name), contract.readRegistry, { query: {} });
  };
  it('rotate: the new one is used at once, the old one counts for seven days, a third waits', async () => {
    const { child } = nodes.all;
    const old = proof();
    await rotateKey(child.context, by);
    const { registry } = await getRegistry(child.context.db);
    const live = liveOwnKeys(child.context, ownEntry(registry, child.name), START);
    expect(live).toHaveLength(2);
    expect(live[0]?.verifierKey).not.toBe(ownKeys(child.context)[0]?.verifierKey);
    await reach();
    expect(await knock(old)).toBe('in');
    await expect(rotateKey(child.context, by)).rejects.toMatchObject({ kind: { slug: 'keys-full' } });
  });
  it('are revoked by the parent, and nobody lets them in any more; the last one stays', async () => {
    const { parent, child } = nodes.all;
    const [first] = ownKeys(child.context);
    await revokeKey(parent.context, child.name, first?.id ?? '', by);
    expect(await knock(proof())).toBe('node-not-admitted');
    await reach();
    const { registry } = await getRegistry(child.context.db);
    const [live] = liveOwnKeys(child.context, ownEntry(registry, child.name), START);
    const last = revokeKey(parent.context, child.name, live?.id ?? '', by);
    await expect(last).rejects.toMatchObject({ kind: { slug: 'last-key' } });
  });
  it('of a node that was retired open nothing', async () => {
    const { parent, child } = nodes.all;
    await retireNode(parent.context, child.name, 'moved away', by);
    expect(await faultsOf(reach())).toMatchObject({ fault: 'node-retired' });
    expect(await kindOf(reach())).toBe('node-not-admitted');
  });
});
