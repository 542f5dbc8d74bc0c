/** Addressed changes in the simulation: a proposal goes to a record's home, which answers. */
import { judgeHeld } from '../../src/exchange/protocol/index.ts';
import { nextVersion } from '../../src/platform/changes/model.ts';
import type { Message, Peer, Row } from './model.ts';
import { commit, takeId } from './provide.ts';
import { count, type World } from './world.ts';

export function post(peer: Peer, message: Message): void {
  const { outbox } = peer.store;
  outbox.set(message.to, [...(outbox.get(message.to) ?? []), message]);
}

/** In the transaction that moves the cursor: what was handled is remembered beside what it did. */
export function receiveMessage(world: World, peer: Peer, message: Message): void {
  const { inbox } = peer.store;
  const times = inbox.get(message.id) ?? 0;
  if (times > 0 && world.bug !== 'no-inbox' && world.bug !== 'rows-first') return;
  inbox.set(message.id, times + 1);
  count(world, message.answer ? 'answers' : 'proposals handled');
  if (message.answer) return;
  const before = peer.store.rows.get(message.record);
  const version = before?.home === peer.n ? versionFor(world, peer, before, message) : undefined;
  if (before && version !== undefined) {
    const after = { ...before, version, value: message.value };
    commit(peer, takeId(peer), [{ record: message.record, before, after }]);
  }
  const from = Number(message.id.split('/')[0]);
  post(peer, { ...message, id: `${String(peer.n)}/answer/${message.id}`, to: from, answer: true });
}

/** A proposal is taken over; what another node holds and this one lost is judged as the product judges it. */
function versionFor(world: World, { store }: Peer, before: Row, { held }: Message): number | undefined {
  if (held === undefined) return nextVersion(before.version, store.epoch);
  const own = { version: before.version, knows: false, same: false, young: false };
  const returned = judgeHeld(own, held, store.epoch);
  count(world, `given back: ${returned.act}`);
  return returned.act === 'restore' ? returned.version : undefined;
}
