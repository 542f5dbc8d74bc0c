/** What a node changes about itself: its address, its keys. Its parent signs that anew; the root signs its own. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { call } from '../../platform/http/call.ts';
import { publishEntry, recordAct, type Act } from './change-entry.ts';
import * as contract from './nodes-contract.ts';
import { findCharter } from './keep-charter.ts';
import { acceptRegistry, getRegistry, ownEntry } from './keep-registry.ts';
import {
  KEY_LIFE_MS,
  KEY_OVERLAP_MS,
  keysAt,
  LIVE_KEYS,
  type NodeEntry,
  type NodeKey,
  type UnsignedEntry,
} from './model.ts';
import { nodeFetch } from './node-fetch.ts';
import { liveOwnKeys, newOwnKey, ownName } from './own-keys.ts';
import { problems } from './problems.ts';
import { endorsementText, idOf } from './registry.ts';
import { settleKey } from './settle-key.ts';

export interface OwnChange {
  readonly address?: string;
  readonly key?: NodeKey;
  /** Id of a key. */
  readonly revoke?: string;
}

/** The entry with the change in it. @throws problems.keysFull, problems.lastKey, problems.nodeNotFound */
export function changed(entry: NodeEntry, { address, key, revoke }: OwnChange, now: Date): UnsignedEntry {
  const at = now.toISOString();
  const live = keysAt(entry, at);
  if (revoke !== undefined && !entry.keys.some((one) => idOf(one.key) === revoke))
    throw problems.nodeNotFound({ node: revoke });
  if (revoke !== undefined && live.every((one) => idOf(one.key) === revoke)) throw problems.lastKey({ key: revoke });
  if (key && live.length >= LIVE_KEYS) throw problems.keysFull({ node: entry.name });
  const end = new Date(now.getTime() + KEY_OVERLAP_MS).toISOString();
  const keys = entry.keys.map((one) => ({
    ...one,
    revoked: idOf(one.key) === revoke ? (one.revoked ?? at) : one.revoked,
    // Once there is a newer one, the old one counts for the overlap and no longer.
    to: key && one.to > end ? end : one.to,
  }));
  return { ...entry, address: address ?? entry.address, keys: key ? [...keys, key] : keys };
}

/** Publishes a change of our own entry. @throws problems.nodeSilent when the parent is away */
async function publishOwn(context: Context, change: OwnChange, act: Act): Promise<void> {
  const { registry } = await getRegistry(context.db);
  const own = ownName(context);
  const entry = ownEntry(registry, own);
  if (!entry) throw problems.nodeNotFound({ node: own });
  const next = changed(entry, change, context.clock.now());
  if (entry.parent === null) {
    await publishEntry(context, next, (tx) => recordAct(context, tx, act));
    return;
  }
  const { note } = await call(nodeFetch(context, entry.parent), contract.changeOwnEntry, { body: change });
  await acceptRegistry(context, note);
  await context.db.transaction((tx) => recordAct(context, tx, act));
}

/** A new key, introduced by the one that counts now. @throws problems.charterDecides, keysFull, nodeSilent, rootSilent */
export async function rotateKey(context: Context, by: Author): Promise<void> {
  const { db, clock } = context;
  const now = clock.now();
  const from = now.toISOString();
  const { registry } = await getRegistry(db);
  const entry = ownEntry(registry, ownName(context));
  if (entry?.parent === null && (await findCharter(db))) throw problems.charterDecides({ node: entry.name });
  const [old] = liveOwnKeys(context, entry, from);
  if (!entry || !old) throw problems.nodeNotAdmitted({ node: ownName(context), fault: 'key-expired' });
  if (keysAt(entry, from).length >= LIVE_KEYS) throw problems.keysFull({ node: entry.name });
  const { verifierKey } = newOwnKey(context);
  const signature = old.sign(Buffer.from(endorsementText(verifierKey, from))).toString('base64');
  const key: NodeKey = {
    key: verifierKey,
    from,
    to: new Date(now.getTime() + KEY_LIFE_MS).toISOString(),
    revoked: null,
    endorsed: { by: old.id, signature },
  };
  const detail = { key: idOf(verifierKey) };
  await publishOwn(context, { key }, { action: 'exchange.rotate-key', node: entry.name, by, detail });
  await settleKey(context, by);
}

/** A key of ours, or of a node below us. @throws problems.nodeNotFound, problems.lastKey */
export async function revokeKey(context: Context, node: string, key: string, by: Author): Promise<void> {
  const { registry } = await getRegistry(context.db);
  const own = ownName(context);
  const act: Act = { action: 'exchange.revoke-key', node, by, detail: { key } };
  if (node === own) {
    await publishOwn(context, { revoke: key }, act);
    await settleKey(context, by);
    return;
  }
  const entry = ownEntry(registry, node);
  if (!entry || (entry.parent !== own && registry.root !== own)) throw problems.nodeNotFound({ node });
  const next = changed(entry, { revoke: key }, context.clock.now());
  return publishEntry(context, next, (tx) => recordAct(context, tx, act));
}

/** Says where it listens now, if the registry does not know it yet. */
export async function announceAddress(context: Context, address: string): Promise<void> {
  const { registry } = await getRegistry(context.db);
  const own = ownName(context);
  if (ownEntry(registry, own)?.address === address) return;
  const by: Author = { account: 'system', body: null, rule: 'governance/node-itself' };
  await publishOwn(context, { address }, { action: 'exchange.announce-address', node: own, by, detail: { address } });
}

/** The parent takes what a node says of itself, and signs it anew. @returns the next document */
export async function takeOwnChange(context: Context, from: NodeEntry, change: OwnChange): Promise<string> {
  if (from.parent !== ownName(context)) throw problems.nodeNotFound({ node: from.name });
  const next = changed(from, change, context.clock.now());
  const by: Author = { account: 'system', body: null, rule: 'exchange/own-entry' };
  const { address, key, revoke } = change;
  const detail = { ...(address && { address }), ...(key && { key: idOf(key.key) }), ...(revoke && { revoke }) };
  await publishEntry(context, next, (tx) =>
    recordAct(context, tx, { action: 'exchange.change-entry', node: from.name, by, detail }),
  );
  return (await getRegistry(context.db)).note;
}
