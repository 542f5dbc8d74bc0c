/** A simulated node that comes back from an old backup: it asks how far others have seen it before it does anything. */
import type { Cursor, FenceEvent, LostRange } from '../../src/exchange/protocol/index.ts';
import { closedFence, judgeHeld, renewedVersion } from '../../src/exchange/protocol/index.ts';
import { copyOf, markAt, neighbours, type Entry, type Peer, type Row, type Seen } from './model.ts';
import { commit, reopenAll, sequence, takeId } from './provide.ts';
import { count, type World } from './world.ts';

const own = ({ store }: Peer): Cursor => ({ epoch: store.epoch, size: store.position });

function step(world: World, peer: Peer, event: FenceEvent): void {
  const { state, effects } = world.engine.fence({ ...peer.fence, own: own(peer) }, event);
  peer.fence = state;
  for (const effect of effects) {
    if (effect.type === 'read-only') count(world, 'fenced');
    // Rows come back from whoever holds them; what nobody has is declared lost, and a new epoch begins.
    if (effect.type === 'fetch-back') recover(world, peer);
    if (effect.type === 'open-epoch') openAgain(world, peer, effect);
  }
}

export function backUp(peer: Peer): void {
  peer.backup = copyOf(peer.store);
}

export function restore(world: World, peer: Peer): void {
  if (!peer.backup || peer.fence.mode !== 'open') return;
  count(world, 'restored');
  const lost = peer.store;
  peer.store = copyOf(peer.backup);
  for (const edit of world.edits.values()) {
    if (edit.home === peer.n && !has(peer.store, edit) && has(lost, edit)) edit.lost = true;
  }
  for (const [id, message] of world.messages) {
    const kept = peer.store.outbox.get(message.to)?.some((one) => one.id === id) ?? false;
    if (message.from === peer.n && !kept) message.lost = true;
  }
  peer.since = { epoch: peer.store.epoch, position: peer.store.position };
  if (world.bug === 'no-fence') return;
  peer.fence = closedFence(own(peer));
  ask(world, peer);
}

const has = (store: Peer['store'], edit: { record: string; version: number }) =>
  Math.max(store.rows.get(edit.record)?.version ?? 0, store.ended.get(edit.record) ?? 0) >= edit.version;

/** Again and again until everybody has answered: a node that opens too early would write over what others hold. */
function ask(world: World, peer: Peer): void {
  const restored = peer.store;
  const heard = new Set<number>();
  hearings.set(peer, heard);
  const round = () => {
    if (peer.store !== restored || peer.fence.mode !== 'closed') return;
    const silent = neighbours(peer.n).filter((n) => !heard.has(n));
    // People may open it when somebody stays silent: whoever comes later closes it again.
    if (silent.length === 0 || (!world.healed && world.luck.next() < 0.05)) {
      step(world, peer, { type: 'asked-everybody' });
      return;
    }
    for (const n of silent) world.send(peer.n, n, { type: 'how-far' });
    world.at(40, round);
  };
  round();
}
const hearings = new WeakMap<Peer, Set<number>>();

/** What a neighbour says: how far it has seen the log, and the rows it holds that are at home there. */
export function tellHowFar(world: World, peer: Peer, to: number): void {
  peer.store.turns.set(to, (peer.store.turns.get(to) ?? 0) + 1);
  const at = peer.store.witnessed.get(to) ?? null;
  const rows = [...peer.store.rows].filter(([, row]) => row.home === to);
  world.send(peer.n, to, { type: 'so-far', at, rows });
}

const offered = new WeakMap<Peer, Map<string, Row>>();

export function hearHowFar(
  world: World,
  peer: Peer,
  { by, at, rows }: { by: number; at: Seen | null; rows: readonly (readonly [string, Row])[] },
): void {
  if (peer.fence.mode === 'open') return;
  hearings.get(peer)?.add(by);
  const all = offered.get(peer) ?? new Map<string, Row>();
  for (const [record, row] of rows) if ((all.get(record)?.version ?? 0) < row.version) all.set(record, row);
  offered.set(peer, all);
  if (!at) return;
  const agrees = markAt(peer.store, at) === at.mark;
  step(world, peer, { type: 'witnessed', by: String(by), at: { epoch: at.epoch, size: at.size }, agrees });
}

/** Learned while running: somebody shows what was signed here and is not here. The log's end is asked for again. */
export function learn(world: World, peer: Peer): void {
  if (peer.fence.mode !== 'open') return;
  count(world, 'fenced while running');
  peer.fence = closedFence(own(peer));
  ask(world, peer);
}

function recover(world: World, peer: Peer): void {
  step(world, peer, { type: 'loss-declared' });
}

function openAgain(world: World, peer: Peer, { epoch, lost }: { epoch: number; lost: LostRange }): void {
  const { store } = peer;
  sequence(world, peer);
  store.declared = [...store.declared, lost];
  count(world, 'epochs opened');
  store.epoch = epoch;
  store.position = 0;
  const young = new Set(
    store.changes.flatMap(({ at, entries }) =>
      at && at.epoch === peer.since.epoch && at.position > peer.since.position
        ? entries.map(({ record }) => record)
        : [],
    ),
  );
  const entries: Entry[] = [];
  for (const [record, row] of offered.get(peer) ?? []) {
    const before = store.rows.get(record) ?? null;
    const version = before?.version ?? store.ended.get(record) ?? 0;
    const isYoung = young.has(record);
    const own = { version, knows: !isYoung && version >= row.version, same: false, young: isYoung };
    const returned = judgeHeld(own, row.version, store.epoch);
    count(world, `fetched back: ${returned.act}`);
    if (returned.act === 'restore') entries.push({ record, before, after: { ...row, version: returned.version } });
  }
  for (const record of young) {
    const before = store.rows.get(record);
    if (before?.home !== peer.n) continue;
    entries.push({ record, before, after: { ...before, version: renewedVersion(before.version, store.epoch) } });
  }
  offered.delete(peer);
  if (entries.length > 0) commit(peer, takeId(peer), entries);
  if (world.bug !== 'no-new-epoch') reopenAll(peer);
  peer.since = { epoch: store.epoch, position: store.position };
}
