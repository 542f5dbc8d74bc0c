/** Who does what, from the seed; then everything heals and comes to rest. */
import { nextVersion } from '../../src/platform/changes/model.ts';
import { neighbours, NODES, streams, type Packet, type Peer } from './model.ts';
import { answered, fall, happens } from './consume.ts';
import { backUp, hearHowFar, restore, tellHowFar } from './fence.ts';
import { post } from './mail.ts';
import { acknowledged, asked, changeScope, commit, dropBodies, purgedBy, sequence, takeId } from './provide.ts';
import { count, type World } from './world.ts';

const RECORDS = 6;

function receive(world: World, to: number, from: number, packet: Packet): void {
  const peer = world.peers[to] as Peer;
  switch (packet.type) {
    case 'ask':
      asked(world, peer, { ...packet, consumer: from });
      break;
    case 'answer':
      answered(world, peer, packet);
      break;
    case 'acknowledge':
      if (peer.fence.mode === 'open')
        acknowledged(world, peer, { stream: packet.stream, consumer: from, cursor: packet.cursor });
      break;
    case 'acknowledge-purge':
      if (peer.fence.mode === 'open') purgedBy(world, peer, { ...packet, consumer: from });
      break;
    case 'how-far':
      tellHowFar(world, peer, from);
      break;
    case 'so-far':
      hearHowFar(world, peer, { by: from, at: packet.at, rows: packet.rows });
      break;
  }
}

const locks = new WeakMap<World, Set<string>>();

/** An edit at the record's home: its number is taken first, its commit comes later, its place in the log later still. */
function edit(world: World, peer: Peer): void {
  const { luck } = world;
  const record = uuidOf(peer.n, luck.between(1, RECORDS));
  const held = locks.get(world) ?? new Set<string>();
  locks.set(world, held);
  if (peer.fence.mode !== 'open' || held.has(record)) return;
  const id = takeId(peer);
  const born = peer.store;
  const what = luck.next();
  const value = `v${String(luck.between(0, 999_999))}`;
  const shared = luck.next() < 0.8;
  const work = luck.between(0, 15);
  world.at(work, () => {
    if (!peer.up || peer.store !== born || held.has(record)) return;
    const { store } = peer;
    const before = store.rows.get(record) ?? null;
    const version = nextVersion(before?.version ?? store.ended.get(record) ?? 0, store.epoch);
    const after = what < 0.12 && before ? null : { version, value, shared, home: peer.n };
    commit(peer, id, [{ record, before, after }]);
    const at = after?.version ?? before?.version ?? 0;
    world.edits.set(`${record} ${String(world.edits.size)}`, { home: peer.n, record, version: at, value, lost: false });
    count(world, 'edits');
  });
}

const uuidOf = (n: number, record: number) =>
  `00000000-0000-4000-8000-${String(n).padStart(6, '0')}${String(record).padStart(6, '0')}`;

function propose(world: World, peer: Peer): void {
  const to = world.luck.pick(neighbours(peer.n));
  const theirs = [...peer.store.rows].filter(([, row]) => row.home === to);
  if (peer.fence.mode !== 'open' || theirs.length === 0) return;
  const [record] = world.luck.pick(theirs);
  const id = `${String(peer.n)}/${String(world.messages.size)}`;
  post(peer, { id, to, record, value: `p${id}`, answer: false });
  world.messages.set(id, { from: peer.n, to, lost: false });
  count(world, 'proposals');
}

function poll(world: World, peer: Peer): void {
  const [name] = world.luck.pick([...peer.store.in]);
  happens(world, peer, name, { type: 'due' });
}

function revoke(world: World): void {
  const rows = streams.filter(({ kind, name }) => kind === 'rows' && !world.over.has(name));
  if (rows.length === 0) return;
  const stream = world.luck.pick(rows);
  world.over.set(stream.name, world.now);
  count(world, 'grants ended');
  if (world.luck.next() < 0.5) {
    world.at(world.luck.between(100, 400), () => {
      world.over.delete(stream.name);
    });
  }
}

function adopt(world: World, peer: Peer): void {
  if (peer.n !== 0 && peer.store.release >= (world.peers[0] as Peer).store.release && world.luck.next() < 0.5) return;
  peer.store.release += 1;
  for (const name of peer.store.in.keys())
    happens(world, peer, name, { type: 'release-adopted', release: peer.store.release });
}

function partition(world: World, peer: Peer): void {
  const other = world.luck.pick(neighbours(peer.n));
  const both = world.luck.next() < 0.7;
  const ways = [`${String(peer.n)}-${String(other)}`, ...(both ? [`${String(other)}-${String(peer.n)}`] : [])];
  for (const way of ways) world.cut.add(way);
  count(world, 'partitions');
  world.at(world.luck.between(100, 300), () => {
    for (const way of ways) world.cut.delete(way);
  });
}

type Act = (world: World, peer: Peer) => void;
const acts: readonly (readonly [number, Act])[] = [
  [0.27, edit],
  [0.1, propose],
  [0.14, sequence],
  [0.33, poll],
  [0.03, fall],
  [0.03, partition],
  [
    0.03,
    (_, peer) => {
      backUp(peer);
    },
  ],
  [0.03, restore],
  [0.008, adopt],
  [0.006, revoke],
  [
    0.006,
    (world, peer) => {
      const rows = streams.filter(({ from, kind }) => from === peer.n && kind === 'rows');
      if (rows.length > 0 && peer.fence.mode === 'open') changeScope(world, peer, world.luck.pick(rows).name);
    },
  ],
  [0.012, dropBodies],
  [
    0.011,
    (world, peer) => {
      peer.skew += world.luck.between(-7_200_000, 7_200_000);
    },
  ],
];

export function play(world: World, steps: number): void {
  world.receive = (to, from, packet) => {
    receive(world, to, from, packet);
  };
  for (let step = 0; step < steps; step += 1) {
    const peer = world.peers[world.luck.between(0, NODES - 1)] as Peer;
    let at = world.luck.next();
    const act = acts.find(([share]) => (at -= share) < 0)?.[1];
    if (peer.up) act?.(world, peer);
    world.run(world.now + world.luck.between(0, 3));
  }
  heal(world);
}

/** Enough rounds for the slowest way there is: down the tree, up again, and an answer back. */
const ROUNDS = 400;

function heal(world: World): void {
  world.healed = true;
  world.cut.clear();
  for (const peer of world.peers) peer.up = true;
  world.run(world.now + 1000);
  const newest = Math.max(...world.peers.map(({ store }) => store.release));
  let before = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const peer of world.peers) {
      peer.up = true;
      sequence(world, peer);
      peer.store.release = newest;
      for (const name of peer.store.in.keys()) {
        happens(world, peer, name, { type: 'release-adopted', release: newest });
        happens(world, peer, name, { type: 'due' });
      }
    }
    world.run(world.now + 60);
    const now = digest(world);
    // Nothing moved in ten rounds: it has come to rest, where it should or elsewhere.
    if (round % 10 === 9) {
      if (now === before) return;
      before = now;
    }
  }
  world.faults.push('it never came to rest');
}

const digest = (world: World): string =>
  JSON.stringify(
    world.peers.map(({ store, fence }) => [
      fence.mode,
      store.position,
      [...store.in].map(([name, { state }]) => [name, state.cursor, state.phase.name]),
      [...store.inbox.keys()].length,
    ]),
  );
