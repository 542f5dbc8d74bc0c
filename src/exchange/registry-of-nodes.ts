/** What evidence asks of the node registry: parent, siblings and children witness one another. */
import { listBodies } from '../bodies/index.ts';
import type { Context } from '../platform/context.ts';
import { parseVerifierKey } from '../platform/ledger/checkpoint.ts';
import type { EvidenceRegistry, Peer } from './evidence/index.ts';
import { keysAt, listNodes, nodeFetch, ownNode, type KnownNode, type OwnNode } from './nodes/index.ts';

/** What another node is to this one; undefined where neither witnesses the other. */
function relationTo(own: OwnNode, node: KnownNode): Peer['relation'] | undefined {
  if (node.name === own.name || node.state !== 'approved') return undefined;
  if (node.name === own.parent) return 'parent';
  if (node.parent === own.name) return 'child';
  return node.parent !== null && node.parent === own.parent ? 'sibling' : undefined;
}

// What was signed years ago must verify, with a key that is over by now. Only a revoked key counts for nothing.
const keysOf = (node: KnownNode): Buffer[] =>
  node.keys.filter(({ revoked }) => revoked === null).map(({ key }) => parseVerifierKey(key).publicKey);

const keysNow = (node: KnownNode, now: Date): Buffer[] =>
  keysAt(node, now.toISOString()).map(({ key }) => parseVerifierKey(key).publicKey);

async function neighbours(context: Context): Promise<{ node: KnownNode; relation: Peer['relation'] }[]> {
  if (context.keysDir === undefined) return [];
  const own = await ownNode(context);
  return (await listNodes(context.db)).flatMap((node) => {
    const relation = relationTo(own, node);
    return relation ? [{ node, relation }] : [];
  });
}

export const registry: EvidenceRegistry = {
  peers: async (context) =>
    (await neighbours(context)).flatMap(({ node, relation }) => {
      const keys = keysOf(node);
      const [publicKey] = keys;
      const send = node.address === null ? null : nodeFetch(context, node.name);
      return publicKey ? [{ name: node.name, publicKey, keys, relation, send }] : [];
    }),
  logKeys: async (context, origin) => {
    const found = (await neighbours(context)).find(({ node }) => origin.startsWith(`${node.name}/`));
    if (!found) return [];
    // What comes to be witnessed was signed just now: a key that is over signs no audit trail any more.
    const isTrail = origin.startsWith(`${found.node.name}/audit/`);
    const keys = isTrail ? keysNow(found.node, context.clock.now()) : keysOf(found.node);
    return keys.flatMap((publicKey) => [origin, found.node.name].map((name) => ({ name, publicKey })));
  },
  known: async (context) => {
    const found = await neighbours(context);
    const names = new Map((await listBodies(context.db)).map(({ code, names: words }) => [code, words]));
    return new Map(
      found.map(({ node, relation }) => [node.name, { relation, names: names.get(node.bodies[0] ?? '') ?? null }]),
    );
  },
};
