/**
 * Several whole nodes in this process, joined for real: each has its own database, its own keys and a socket on loopback.
 *
 *     await using nodes = await joinedNodes(); // centre ← province 97 ← commune 99108, profile vn-demo without its story
 *     const { centre, province, commune } = nodes.all;
 *     await call(nodeFetch(commune.context, centre.name), contract.x, { … }); // a call from node to node
 *     const officer = await commune.enter('…'); // one of the profile's people, as in `wholeNode`
 *     commune.away(true); // it answers nobody until `away(false)`: connections break
 *     await nodes.tend(); // every node asks its parent for a newer registry: what comes round by itself every 10 s
 *
 * Other shapes: `joinedNodes({ nodes: { centre: { bodies: [] }, other: { bodies: ['98'], parent: 'centre' } } })`. A node
 * without `parent` is the root; `bodies` are codes, each with everything below it that no other node has. Parents stand
 * before their children. One clock for all: pass a fixed one to move time.
 */
import { expect } from 'vitest';
import { wholeNode, type WholeNode } from './whole-node.ts';
import { approveNode } from '../../src/exchange/nodes/decide-node.ts';
import { fingerprintOf } from '../../src/exchange/nodes/fingerprint.ts';
import { askParent, ownName, prepareJoin, writeOwnAddress } from '../../src/exchange/nodes/index.ts';
import { ownKeys } from '../../src/exchange/nodes/own-keys.ts';
import { tendRegistry } from '../../src/exchange/nodes/rounds.ts';
import type { Clock } from '../../src/platform/clock.ts';

export interface Seat {
  readonly bodies: readonly string[];
  /** Key of the node above; absent: the root. */
  readonly parent?: string;
  /** Another profile than the rest. */
  readonly profile?: string;
  /** Its data folder: it then runs on a server of its own there, and outlives the node (see `startAgain`). */
  readonly folder?: string;
}

export interface JoinedNode extends WholeNode {
  /** `node-xxxxxxxx.artery`. */
  readonly name: string;
  /** `http://127.0.0.1:…`. */
  readonly address: string;
  /** Answers nobody, until it is told to come back. */
  away(isAway: boolean): void;
}

export interface JoinedNodes<N extends string> extends AsyncDisposable {
  readonly all: Readonly<Record<N, JoinedNode>>;
  tend(): Promise<void>;
}

export interface Shape<N extends string> {
  readonly nodes?: Readonly<Record<N, Seat>>;
  readonly profile?: string;
  readonly clock?: Clock;
  /** With the story's rows in every node. Default: without. */
  readonly withStory?: boolean;
  /** Nothing comes round by itself: the test says when. */
  readonly still?: boolean;
  /** Opened, listening, and not joined: for tests of joining. */
  readonly apart?: boolean;
}

const THREE: Readonly<Record<'centre' | 'province' | 'commune', Seat>> = {
  centre: { bodies: [] },
  province: { bodies: ['97'], parent: 'centre' },
  commune: { bodies: ['99108'], parent: 'province' },
};

export async function joinedNodes<N extends string = keyof typeof THREE>(
  shape: Shape<N> = {},
): Promise<JoinedNodes<N>> {
  const seats = Object.entries(shape.nodes ?? THREE) as [N, Seat][];
  const stack = new AsyncDisposableStack();
  try {
    const opened = await Promise.all(seats.map(([, seat], i) => openSeat(seat, shape, { number: i + 1 })));
    for (const node of opened) stack.use(node);
    const all = Object.fromEntries(seats.map(([key], i) => [key, opened[i]])) as Record<N, JoinedNode>;
    const below = shape.apart === true ? [] : seats.filter(([, { parent }]) => parent !== undefined);
    for (const [key, seat] of below) await join(all[key], seat, all[seat.parent as N]);
    const tend = async () => {
      for (const node of opened) await tendRegistry(node.context);
    };
    const kept = stack.move();
    return { all, tend, [Symbol.asyncDispose]: () => kept.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** Starts a node again over its folder, at the address it had: as after a stop, or after its folder was put back. */
export const startAgain = (
  seat: Seat & { readonly folder: string },
  { address, ...shape }: Shape<string> & { readonly address: string },
): Promise<JoinedNode> => openSeat(seat, shape, { number: 1, port: Number(new URL(address).port) });

interface At {
  /** Of the seat among those that were opened together. */
  readonly number: number;
  readonly port?: number;
}

async function openSeat(seat: Seat, shape: Shape<string>, { number, port = 0 }: At): Promise<JoinedNode> {
  const { clock, profile = 'vn-demo', withStory = false, still = false } = shape;
  const node = await wholeNode({
    ...(seat.folder !== undefined && { folder: seat.folder, embedded: true }),
    seat: number,
    profile: seat.profile ?? profile,
    withoutStory: !withStory,
    still,
    ...(clock && { clock }),
  });
  const { context, server } = node;
  const address = await server.listen({ host: '127.0.0.1', port });
  await writeOwnAddress(context.db, address);
  let gone = false;
  server.fastify.server.on('connection', (socket) => gone && socket.destroy());
  const away = (isAway: boolean) => {
    gone = isAway;
    if (isAway) server.fastify.server.closeAllConnections();
  };
  return Object.assign(node, { name: ownName(context), address, away });
}

/** Two commands and one approval. */
async function join(node: JoinedNode, { bodies }: Seat, parent: JoinedNode): Promise<void> {
  await prepareJoin(node.context, { parent: parent.address, bodies: [...bodies] });
  expect((await askParent(node.context)).state).toBe('asked');
  const fingerprint = fingerprintOf(ownKeys(node.context)[0]?.verifierKey ?? '');
  const by = { account: 'system', body: null, rule: 'governance/node-itself' };
  await approveNode(parent.context, node.name, fingerprint, by);
  expect((await askParent(node.context)).state).toBe('joined');
}
