import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as contract from '../../src/exchange/evidence/evidence-contract.ts';
import { askWitnesses, isFenced, verifyProof, witnessedLately } from '../../src/exchange/evidence/index.ts';
import { registry } from '../../src/exchange/registry-of-nodes.ts';
import { call, callRaw } from '../../src/platform/http/call.ts';
import { listEntries } from '../../src/platform/ledger/contract.ts';
import { joinedNodes, type JoinedNode, type JoinedNodes } from '../harness/federation.ts';

let nodes: JoinedNodes<'centre' | 'province' | 'commune'>;
beforeAll(async () => {
  nodes = await joinedNodes();
  await nodes.tend();
}, 120_000);
afterAll(() => nodes[Symbol.asyncDispose]());

const ask = async ({ context, ledger }: JoinedNode) => {
  await ledger.settled();
  return askWitnesses(context, await registry.peers(context));
};

describe('three nodes that joined', () => {
  it('witness one another: parent and children over real sockets', async () => {
    const { centre, province, commune } = nodes.all;
    expect([await ask(centre), await ask(commune), await ask(province)]).toEqual([1, 1, 2]);
    const { send } = await centre.enter('tuanthu');
    const page = await call(send, contract.readWitnesses, {});
    expect(page).toMatchObject({ node: centre.name, inTime: true, least: 1, fence: { state: 'open' }, forks: [] });
    const [log] = page.logs;
    expect(log).toMatchObject({
      origin: `${centre.name}/audit/e1`,
      witnesses: [{ witness: province.name, relation: 'child' }],
    });
    expect(page.witnessed.map(({ origin }) => origin)).toEqual([`${province.name}/audit/e1`]);
  });

  it('prove an entry with a file that verifies without any of them', async () => {
    const { centre, province } = nodes.all;
    const { send } = await centre.enter('tuanthu');
    const { items } = await call(send, listEntries, { query: { limit: 5 } });
    await centre.ledger.settled();
    await ask(centre);
    const entry = items[0]?.id ?? '';
    const evidence = await call(send, contract.readEvidence, { params: { entry } });
    expect(evidence).toMatchObject({ quorum: true, witnesses: [{ witness: province.name }] });
    const text = await (await callRaw(send, contract.downloadProof, { params: { entry } })).text();
    expect(verifyProof(text)).toMatchObject({ ok: true, cosigned: [{ name: province.name }] });
    expect(verifyProof(text.replace('content ', 'content A'))).toMatchObject({ ok: false });
  });

  it('go on when a witness is away, and say since when', async () => {
    const { centre, province } = nodes.all;
    province.away(true);
    expect(await ask(centre)).toBe(0);
    expect(await isFenced(centre.context)).toBe(false);
    expect(await witnessedLately(centre.context)).toMatchObject({ inTime: true });
    const { send } = await centre.enter('tuanthu');
    const { logs } = await call(send, contract.readWitnesses, {});
    expect(logs[0]?.witnesses[0]).toMatchObject({ problem: 'unreachable' });
    province.away(false);
    expect(await ask(centre)).toBe(1);
  });

  it('cosign nothing of a stranger, and nothing that is not signed', async () => {
    const { centre } = nodes.all;
    const post = (body: string) =>
      fetch(`${centre.address}/exchange/v1/witness/add-checkpoint`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body,
      });
    const note = `node-00000000.artery/audit/e1\n1\n${'A'.repeat(43)}=\n\n— x AAAA\n`;
    expect((await post(`old 0\n\n${note}`)).status).toBe(404);
    const { province } = nodes.all;
    expect((await post(`old 0\n\n${note.replace('node-00000000.artery', province.name)}`)).status).toBe(403);
    expect((await post('nonsense')).status).toBe(400);
    expect((await post('x'.repeat(70_000))).status).toBe(400);
  });
});
