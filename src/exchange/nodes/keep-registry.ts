/** The newest registry document of this node: read, believed or refused when it comes from outside, made anew by the root. */
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { readSetting, writeSetting } from '../../platform/setting.ts';
import Type from 'typebox';
import { takeCharters } from './keep-charter.ts';
import { KEY_LIFE_MS, REGISTRY_FRESH_MS, type NodeEntry, type Registry, type UnsignedEntry } from './model.ts';
import { liveOwnKeys, ownKeys, ownName, type OwnKey } from './own-keys.ts';
import { problems } from './problems.ts';
import { issueRegistry, judgeRegistry, parseRegistry, signEntry } from './registry.ts';
import * as store from './store/registry.ts';

export interface KeptRegistry {
  readonly registry: Registry;
  readonly note: string;
  readonly receivedAt: string;
}

// Parsed once for each document: every call between nodes asks.
const parsed = new WeakMap<Db, { readonly note: string; readonly registry: Registry }>();

/** The document this node keeps, as it was accepted; undefined before the first start. */
export async function findRegistry(db: Db): Promise<KeptRegistry | undefined> {
  const kept = await store.findNote(db);
  if (!kept) return undefined;
  const known = parsed.get(db);
  const registry = known?.note === kept.note ? known.registry : parseRegistry(kept.note);
  parsed.set(db, { note: kept.note, registry });
  return { registry, note: kept.note, receivedAt: kept.receivedAt };
}

// Documents this process has taken from elsewhere: what is remembered of the last one is not asked any more.
const taken = new WeakMap<Db, number>();

/** Counts the documents that this process has accepted. */
export const documentsTaken = (db: Db): number => taken.get(db) ?? 0;

export class NotInstalledError extends Error {
  override name = 'NotInstalledError';
}

/** @throws NotInstalledError before the first start */
export async function getRegistry(db: Db): Promise<KeptRegistry> {
  const kept = await findRegistry(db);
  if (!kept) throw new NotInstalledError('this node has no registry yet: start it once');
  return kept;
}

export const ownEntry = ({ entries }: Pick<Registry, 'entries'>, name: string): NodeEntry | undefined =>
  entries.find((entry) => entry.name === name);

/** A node that joined nobody is the root of its own registry: a document with itself in it. Idempotent. */
export async function installRegistry(context: Context): Promise<void> {
  if (context.keysDir === undefined || (await findRegistry(context.db))) return;
  const now = context.clock.now();
  const [key] = ownKeys(context);
  if (!key) return;
  const first: UnsignedEntry = {
    name: key.key.name,
    address: (await ownAddress(context.db)) ?? null,
    level: null,
    parent: null,
    bodies: [],
    state: 'approved',
    since: now.toISOString(),
    keys: [firstKey(key, now)],
  };
  const entries = [signEntry(first, key, now)];
  const note = issueRegistry({ root: first.name, version: 1, entries }, now, [key]);
  await context.db.transaction(async (tx) => {
    await store.lockRegistry(tx);
    if (await store.findNote(tx)) return;
    await keep(tx, note, parseRegistry(note), now);
  });
}

const firstKey = ({ verifierKey }: OwnKey, now: Date) => ({
  key: verifierKey,
  from: now.toISOString(),
  to: new Date(now.getTime() + KEY_LIFE_MS).toISOString(),
  revoked: null,
  endorsed: null,
});

const ADDRESS = 'node-address';
/** Where others reach this node: its origin URL, once it has listened. */
export const ownAddress = (db: Db): Promise<string | undefined> => readSetting(db, ADDRESS, Type.String());
export const writeOwnAddress = (db: Db, address: string): Promise<void> => writeSetting(db, ADDRESS, address);

interface Trust {
  /** Keys of the root besides those of the document that is kept: at joining. */
  readonly trusted?: readonly string[];
  /** Charters that came along, in their order. */
  readonly charters?: readonly string[];
}

/**
 * Takes a document from outside when it is believed; one that is kept already is no news.
 * @returns whether it was newer
 * @throws problems.registryRefused, problems.charterRefused
 */
export async function acceptRegistry(
  context: Context,
  note: string,
  { trusted, charters = [] }: Trust = {},
): Promise<boolean> {
  const now = context.clock.now();
  const newer = await context.db.transaction(async (tx) => {
    await store.lockRegistry(tx);
    const kept = await findRegistry(tx);
    const introducers = trusted ?? rootKeysOf(kept);
    const charter = await takeCharters(tx, charters, { now, introducers, anew: trusted !== undefined });
    const verdict = judgeRegistry(note, {
      now,
      trusted: introducers,
      charter,
      kept: trusted || !kept ? undefined : { version: kept.registry.version, note: kept.note },
    });
    if (!verdict.ok) throw problems.registryRefused({ fault: verdict.fault });
    if (!trusted && kept?.registry.version === verdict.registry.version) return false;
    await keep(tx, note, verdict.registry, now);
    return true;
  });
  if (newer) taken.set(context.db, documentsTaken(context.db) + 1);
  return newer;
}

const rootKeysOf = (kept: KeptRegistry | undefined): string[] =>
  (kept && ownEntry(kept.registry, kept.registry.root)?.keys.filter(({ revoked }) => revoked === null))?.map(
    ({ key }) => key,
  ) ?? [];

async function keep(tx: Db, note: string, registry: Registry, now: Date): Promise<void> {
  await store.writeNote(tx, note, registry, now);
  await store.forgetOthers(
    tx,
    registry.entries.map(({ name }) => name),
  );
  await store.writeEntries(tx, registry.entries);
  await store.writeKeys(tx, registry.entries);
}

/**
 * The root makes the next document. To be called by the root only, in the transaction of the change.
 * @param change gives the entries of the next from those of the last
 */
export async function issueNext(
  context: Context,
  tx: Db,
  change: (registry: Registry) => readonly NodeEntry[] = ({ entries }) => entries,
): Promise<string> {
  const now = context.clock.now();
  await store.lockRegistry(tx);
  const { registry } = await getRegistry(tx);
  const entries = change(registry);
  const signers = liveOwnKeys(context, ownEntry({ entries }, ownName(context)), now.toISOString());
  const next = { root: registry.root, version: registry.version + 1, entries };
  const note = issueRegistry(next, now, signers);
  await keep(tx, note, parseRegistry(note), now);
  return note;
}

/**
 * Makes the root's document anew when it is ten minutes old.
 * @returns the new one; undefined when it is fresh, or no key of ours counts and nobody would believe it
 */
export async function refreshRegistry(context: Context): Promise<string | undefined> {
  const isOld = ({ registry }: KeptRegistry) =>
    registry.root === ownName(context) &&
    context.clock.now().getTime() - Date.parse(registry.issued) >= REGISTRY_FRESH_MS;
  if (!isOld(await getRegistry(context.db))) return undefined;
  return context.db.transaction(async (tx) => {
    await store.lockRegistry(tx);
    const kept = await getRegistry(tx);
    const signers = liveOwnKeys(context, ownEntry(kept.registry, ownName(context)), context.clock.now().toISOString());
    return isOld(kept) && signers.length > 0 ? issueNext(context, tx) : undefined;
  });
}
