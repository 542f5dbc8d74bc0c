/** What must hold when everything has come to rest. */
import { streamOf, streams, type Peer, type Row, type StreamPlan } from './model.ts';
import type { World } from './world.ts';

/** Words of what is wrong; nothing when all is well. */
export function judge(world: World): string[] {
  return [...new Set([...world.faults, ...lost(world), ...diverged(world), ...mail(world), ...stalled(world)])];
}

const peerOf = (world: World, n: number) => world.peers[n] as Peer;

/** Every acknowledged edit is at its home, or something newer of the same record is. */
function lost(world: World): string[] {
  for (const { home, record, version, lost: gone } of world.edits.values()) {
    const { store } = peerOf(world, home);
    const known = Math.max(store.rows.get(record)?.version ?? 0, store.ended.get(record) ?? 0);
    if (!gone && known < version) return [`lost: an edit of ${record} at node ${String(home)}`];
  }
  return [];
}

/** A consumer holds exactly the rows that its streams give it, as they stand at the provider. */
function diverged(world: World): string[] {
  return streams
    .filter(({ kind }) => kind === 'rows')
    .flatMap((plan) => plan.to.flatMap((consumer) => differences(world, plan, consumer)));
}

function differences(world: World, { name, from, homes }: StreamPlan, consumer: number): string[] {
  const given = [...peerOf(world, from).store.rows].filter(([, row]) => row.shared && homes.includes(row.home));
  const others = given.filter(([, row]) => row.home !== consumer);
  const { store } = peerOf(world, consumer);
  const held = [...(store.in.get(name)?.rows ?? [])];
  const who = `node ${String(consumer)}`;
  if (world.over.has(name)) {
    const kept = held.length > 0 || others.some(([record]) => store.rows.has(record));
    return kept ? [`kept: ${who} holds rows of ${name}, whose grant is over`] : [];
  }
  const differs = others.find(([record, row]) => !same(store.rows.get(record), row));
  const extra = held.find((record) => !given.some(([one]) => one === record));
  return [
    ...(differs ? [`diverged: ${name} at ${who}, record ${differs[0]}`] : []),
    ...(extra === undefined ? [] : [`diverged: ${who} holds ${extra}, which ${name} does not give`]),
  ];
}

const same = (a: Row | undefined, b: Row) => a?.version === b.version && a.value === b.value && a.shared === b.shared;

/** Every message took effect once, and its answer came. */
function mail(world: World): string[] {
  for (const { n, store } of world.peers) {
    for (const [id, times] of store.inbox) {
      if (times !== 1) return [`doubled: ${id} took effect ${String(times)} times at node ${String(n)}`];
    }
  }
  for (const [id, message] of world.messages) {
    if (message.lost) continue;
    if (!peerOf(world, message.to).store.inbox.has(id)) return [`lost: message ${id}`];
    const answer = `${String(message.to)}/answer/${id}`;
    if (!peerOf(world, message.from).store.inbox.has(answer)) return [`lost: the answer to ${id}`];
  }
  return [];
}

function stalled(world: World): string[] {
  const shut = world.peers.find(({ fence }) => fence.mode !== 'open');
  if (shut) return [`stalled: node ${String(shut.n)} is ${shut.fence.mode}`];
  return world.peers.flatMap(({ n, store }) =>
    [...store.in].flatMap(([name, { state }]) => {
      const { cursor, phase } = state;
      if (world.over.has(name))
        return phase.name === 'ended' ? [] : [`stalled: node ${String(n)} has not let go of ${name}`];
      const head = peerOf(world, streamOf.get(name)?.from ?? 0).store.out.get(name)?.head;
      const there = phase.name === 'following' && cursor?.epoch === head?.epoch && cursor?.size === head?.size;
      return there ? [] : [`stalled: node ${String(n)} stands at ${JSON.stringify(cursor)} of ${name}, ${phase.name}`];
    }),
  );
}
