/** Addressed changes in the simulation: a proposal goes to a record's home, which answers. */
import type { Message, Peer } from './model.ts';
import { nextVersion } from './model.ts';
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
  const known = message.held !== undefined && (before?.version ?? 0) > message.held;
  if (before?.home === peer.n && !known) {
    const last = Math.max(before.version, message.held ?? 0);
    const after = { ...before, version: nextVersion(peer.store.epoch, last), value: message.value };
    commit(peer, takeId(peer), [{ record: message.record, before, after }]);
  }
  const from = Number(message.id.split('/')[0]);
  post(peer, { ...message, id: `${String(peer.n)}/answer/${message.id}`, to: from, answer: true });
}
