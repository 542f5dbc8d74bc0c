import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinedNodes, type JoinedNodes } from '../../../test/harness/federation.ts';
import { call } from '../../platform/http/call.ts';
import { getRegistry } from './keep-registry.ts';
import { listNodes, nodeFetch, nodeOfBody, ownNode } from './index.ts';
import * as contract from './nodes-contract.ts';

let nodes: JoinedNodes<'centre' | 'province' | 'commune'>;
beforeAll(async () => {
  nodes = await joinedNodes();
}, 120_000);
afterAll(() => nodes[Symbol.asyncDispose]());

describe('three joined nodes', () => {
  it('keep the same document, of the root', async () => {
    await nodes.tend();
    const kept = await Promise.all(Object.values(nodes.all).map(({ context }) => getRegistry(context.db)));
    expect(new Set(kept.map(({ registry }) => registry.version)).size).toBe(1);
    expect(kept.map(({ registry }) => registry.root)).toEqual(Array(3).fill(nodes.all.centre.name));
    expect(kept[2]?.registry.entries).toHaveLength(3);
  });
  it('know whose home each body is, down to the nearest node above it', async () => {
    const { centre, province, commune } = nodes.all;
    for (const { context } of Object.values(nodes.all)) {
      const home = async (code: string) => (await nodeOfBody(context.db, code))?.name;
      expect(await home('TW')).toBe(centre.name);
      expect(await home('98')).toBe(centre.name);
      expect(await home('99101-01')).toBe(province.name);
      expect(await home('99108-01')).toBe(commune.name);
      expect(await home('nobody')).toBeUndefined();
    }
    expect(await ownNode(commune.context)).toMatchObject({ parent: province.name, root: centre.name, isRoot: false });
  });
  it('call each other, whoever joined whom, and hear of each other', async () => {
    const { centre, commune } = nodes.all;
    const answer = await call(nodeFetch(commune.context, centre.name), contract.readRegistry, { query: {} });
    expect(answer.note).toContain(`${centre.name}/registry\n1\n${String(answer.version)}\n`);
    expect((await listNodes(centre.context.db)).map(({ state }) => state)).toEqual([
      'approved',
      'approved',
      'approved',
    ]);
  });
});
