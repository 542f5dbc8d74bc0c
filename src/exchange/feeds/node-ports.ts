/** The feeds of a real node: vouchers let consumers in, the registry says whose keys and whose bodies. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { listBodies } from '../../bodies/index.ts';
import { briefly } from '../../platform/briefly.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Send } from '../../platform/http/call.ts';
import { parseVerifierKey, type VerifierKey } from '../../platform/ledger/checkpoint.ts';
import { openKeys, type NodeKeys } from '../../platform/ledger/index.ts';
import { problems as platformProblems } from '../../platform/problems.ts';
import { fenceOf } from '../evidence/store/fence.ts';
import { findNode, homesOfBodies, listNodes, liveOwnKeys, nodeFetch, openNodeCall, ownNode } from '../nodes/index.ts';
import { nodeSigner, openStill, openVoucher, voucherFetch } from '../vouchers/index.ts';
import type { Subscription } from './model.ts';
import type { ConsumerPorts, Homes, ProviderPorts } from './ports.ts';
import { problems } from './problems.ts';
import { sendHome } from './send-home.ts';

/** What was signed with a key that is over by now still verifies; only a revoked key counts for nothing. */
async function keysOf(db: Db, node: string): Promise<VerifierKey[]> {
  const found = await findNode(db, node);
  return (found?.keys ?? []).filter(({ revoked }) => revoked === null).map(({ key }) => parseVerifierKey(key));
}

export function nodePorts(context: Context & { readonly keysDir: string }): ProviderPorts & ConsumerPorts {
  const keys = openKeys(context.keysDir);
  const sends = new Map<string, Promise<Send>>();
  return {
    keys,
    admit: (request, reply) => admit(context, request, reply),
    still: async (request) => {
      await insistOnOpen(context);
      return (await openStill(context, request, FEED)).grant;
    },
    caller: async (request) => {
      const { name } = await openNodeCall(context, request);
      await insistOnOpen(context);
      return { name };
    },
    keysOf: (node) => keysOf(context.db, node),
    isHomeOf: async (node, body) => (await homesOfBodies(context.db))(body) === node,
    voucherSend: (subscription) => async (path, init) => {
      const send = await rememberedSend(context, sends, subscription);
      return send(path, init);
    },
    nodeSend: ({ origin }) => nodeFetch(context, origin),
    ours: () => ownBodies(context, keys),
    homes: () => homesOfRows.read(context.db, keys.node),
    sendHome: (tx, one) => sendHome(context, tx, one),
  };
}

/** Behind the fence no page is cut and no order signed: what this database says is older than what others were told. */
async function insistOnOpen({ db }: Pick<Context, 'db'>): Promise<void> {
  if ((await fenceOf(db)).state === 'fenced') throw platformProblems.readOnly();
}

const FEED = { mode: 'feed', action: 'exchange.feed' } as const;

async function admit(context: Context, request: FastifyRequest, reply: FastifyReply) {
  await insistOnOpen(context);
  const { grant, nonce } = await openVoucher(context, request, FEED);
  void reply.header('dpop-nonce', nonce);
  return grant;
}

// Homes move seldom, and to know them is one reading of the whole tree.
const homes = briefly(async (db: Db, node: string) => {
  const homeOf = await homesOfBodies(db);
  return (await listBodies(db)).filter(({ code }) => homeOf(code) === node).map(({ id }) => id);
}, 2000);

const homesOfRows = briefly(async (db: Db, _node: string): Promise<Homes> => {
  const homeOf = await homesOfBodies(db);
  const byId = new Map((await listBodies(db)).map(({ id, code }) => [id, homeOf(code)]));
  const parents = new Map((await listNodes(db)).map(({ name, parent }) => [name, parent]));
  const above = (name: string): readonly string[] => {
    const way: string[] = [];
    for (let next = parents.get(name); next && !way.includes(next); next = parents.get(next)) way.push(next);
    return way;
  };
  return { of: (body) => byId.get(body), isAbove: (node, other) => above(other).includes(node) };
}, 2000);

const ownBodies = ({ db }: Context, { node }: NodeKeys): Promise<number[]> => homes.read(db, node);

const PATIENCE_MS = 60_000;

/** A voucher is kept as long as it is good; another address or key of ours asks for one of its own. */
async function rememberedSend(
  context: Context & { readonly keysDir: string },
  sends: Map<string, Promise<Send>>,
  { origin, agreement, purpose, consumer }: Subscription,
): Promise<Send> {
  const { address } = (await findNode(context.db, origin)) ?? {};
  if (!address) throw problems.feedUnknownNode({ node: origin });
  const own = await ownNode(context);
  const [key] = liveOwnKeys(context, own.entry, context.clock.now().toISOString());
  if (!key) throw problems.feedUnknownNode({ node: own.name });
  const name = JSON.stringify([address, key.id, agreement, purpose, consumer]);
  let send = sends.get(name);
  if (!send) {
    const limited: Send = (url, init) => {
      const patience = AbortSignal.timeout(PATIENCE_MS);
      const signal = init.signal ? AbortSignal.any([init.signal, patience]) : patience;
      return fetch(url, { ...init, signal, redirect: 'error' });
    };
    const { clock } = context;
    const options = { keys: nodeSigner(key), clock, address, agreement, purpose, consumer, audience: origin };
    send = Promise.resolve(voucherFetch({ ...options, fetch: limited }));
    sends.set(name, send);
  }
  return send;
}
