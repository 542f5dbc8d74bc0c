/** Time, chance and the network of a simulated federation: everything that can go wrong, from one seed. */
import { chance, type Chance } from '../../profiles/vn-demo/story/random.ts';
import { closedFence, newStream, newSubscription, type Seat } from '../../src/exchange/protocol/index.ts';
import { product, type Engine } from './engine.ts';
import { neighbours, NODES, streams, type Packet, type Peer, type Stored } from './model.ts';

/** Bugs that can be planted; `bugs.ts` says what each does. */
export type Bug =
  | 'reads-by-id'
  | 'stamps-by-id'
  | 'cursor-first'
  | 'rows-first'
  | 'no-verify'
  | 'no-sweep'
  | 'no-gone'
  | 'no-purge'
  | 'no-check-of-grant'
  | 'drops-unknown-release'
  | 'no-fence'
  | 'no-new-epoch'
  | 'no-inbox'
  | 'drops-unacknowledged';

export interface World {
  readonly seed: number;
  readonly bug: Bug | null;
  readonly engine: Engine;
  readonly luck: Chance;
  readonly peers: readonly Peer[];
  now: number;
  /** From now on the network is whole and nobody falls over: everything must come to rest. */
  healed: boolean;
  readonly cut: Set<string>;
  readonly faults: string[];
  /** Edits that were acknowledged: what must not be lost. */
  readonly edits: Map<string, AcknowledgedEdit>;
  readonly messages: Map<string, { readonly from: number; readonly to: number; lost: boolean }>;
  readonly counts: Map<string, number>;
  /** Streams whose grant is over, and since when. */
  readonly over: Map<string, number>;
  /** Distinguishes what is numbered in one life of a node from what is numbered in another. */
  life: number;
  at(delay: number, what: () => void): void;
  send(from: number, to: number, packet: Packet): void;
  run(until: number): void;
  receive?: (to: number, from: number, packet: Packet) => void;
}

export interface AcknowledgedEdit {
  readonly home: number;
  readonly record: string;
  readonly version: number;
  readonly value: string;
  /** A restore took it, and nobody else had it. */
  lost: boolean;
}

export const count = (world: World, what: string): void =>
  void world.counts.set(what, (world.counts.get(what) ?? 0) + 1);

const emptyStore = (n: number): Stored => ({
  epoch: 1,
  position: 0,
  release: 1,
  nextChange: 1,
  marks: new Map(),
  rows: new Map(),
  ended: new Map(),
  changes: [],
  out: new Map(
    streams
      .filter(({ from }) => from === n)
      .map((stream) => [
        stream.name,
        {
          head: newStream(stream.name),
          pages: [],
          sent: 0,
          seats: new Map(
            stream.to.map((to): [number, Seat] => [
              to,
              { consumer: String(to), grant: 'active', acknowledged: null, purged: false },
            ]),
          ),
        },
      ]),
  ),
  in: new Map(
    streams
      .filter(({ to }) => to.includes(n))
      .map(({ name }) => [name, { state: newSubscription(name), rows: new Set(), named: new Set() }]),
  ),
  outbox: new Map(neighbours(n).map((to) => [to, []])),
  inbox: new Map(),
  turns: new Map(),
  witnessed: new Map(),
  declared: [],
});

interface Due {
  readonly at: number;
  readonly n: number;
  readonly what: () => void;
}

export function newWorld(seed: number, bug: Bug | null): World {
  const luck = chance(seed * 7919 + 17);
  const queue = newQueue();
  let n = 0;
  const world: World = {
    seed,
    bug,
    engine: product,
    luck,
    now: 0,
    healed: false,
    cut: new Set(),
    faults: [],
    edits: new Map(),
    messages: new Map(),
    counts: new Map(),
    over: new Map(),
    life: 0,
    peers: Array.from({ length: NODES }, (_, node): Peer => ({
      n: node,
      up: true,
      skew: luck.between(-100_000, 100_000),
      store: emptyStore(node),
      backup: null,
      fence: { ...closedFence({ epoch: 1, size: 0 }), mode: 'open' },
      since: { epoch: 1, position: 0 },
    })),
    at: (delay, what) => {
      queue.push({ at: world.now + delay, n: (n += 1), what });
    },
    send: (from, to, packet) => {
      transmit(world, { from, to, packet });
    },
    run: (until) => {
      for (let due = queue.peek(); due && due.at <= until; due = queue.peek()) {
        queue.pop();
        world.now = Math.max(world.now, due.at);
        due.what();
      }
      world.now = Math.max(world.now, until);
    },
  };
  return world;
}

/** Lost, late, twice, out of order, or cut off. */
function transmit(world: World, { from, to, packet }: { from: number; to: number; packet: Packet }): void {
  const { luck, healed } = world;
  const isCut = !healed && (world.cut.has(`${String(from)}-${String(to)}`) || luck.next() < 0.12);
  if (isCut) {
    count(world, 'dropped');
    return;
  }
  const arrive = () => {
    if (world.peers[to]?.up) world.receive?.(to, from, packet);
  };
  const delay = 1 + luck.between(0, healed ? 2 : 30);
  world.at(delay, arrive);
  if (!healed && luck.next() < 0.08) {
    count(world, 'doubled');
    world.at(delay + luck.between(0, 60), arrive);
  }
}

/** A heap: earliest first, in the order of asking where times are equal. */
function newQueue() {
  const heap: Due[] = [];
  const before = (a: Due, b: Due) => a.at < b.at || (a.at === b.at && a.n < b.n);
  const swap = (i: number, j: number) => {
    [heap[i], heap[j]] = [heap[j] as Due, heap[i] as Due];
  };
  const isBefore = (i: number, j: number) => before(heap[i] as Due, heap[j] as Due);
  return {
    peek: () => heap[0],
    push: (due: Due) => {
      heap.push(due);
      for (let i = heap.length - 1; i > 0 && isBefore(i, (i - 1) >> 1); i = (i - 1) >> 1) swap(i, (i - 1) >> 1);
    },
    pop: () => {
      swap(0, heap.length - 1);
      const due = heap.pop();
      for (let i = 0; ;) {
        const [left, right] = [2 * i + 1, 2 * i + 2];
        let least = i;
        if (left < heap.length && isBefore(left, least)) least = left;
        if (right < heap.length && isBefore(right, least)) least = right;
        if (least === i) break;
        swap(i, least);
        i = least;
      }
      return due;
    },
  };
}
