/**
 * The registry document as a pure engine: print, parse, judge what comes from outside, and decide who is let in. It is a
 * C2SP signed note by the root's keys; every entry in it is signed by the node that approved it, up to the root.
 */
import { Check } from 'typebox/value';
import { canonicalJson } from '../../platform/ledger/canonical.ts';
import {
  isSigned,
  keyId,
  MalformedNoteError,
  nodeNameOf,
  openNote,
  parseVerifierKey,
  signNote,
  type NoteSigner,
} from '../../platform/ledger/checkpoint.ts';
import type { Charter } from './charter.ts';
import {
  isLive,
  keysAt,
  LIVE_KEYS,
  NodeEntry,
  REGISTRY_LIFE_MS,
  type EntrySignature,
  type NodeKey,
  type Registry,
  type UnsignedEntry,
} from './model.ts';

/** Why a document is not believed. */
export type RegistryFault =
  | 'malformed'
  | 'forged'
  | 'unknown-signer'
  | 'older'
  | 'forked'
  | 'expired'
  | 'not-yet'
  | 'entry-unsigned'
  | 'charter-expired';

export type Verdict =
  | { readonly ok: true; readonly registry: Registry }
  | { readonly ok: false; readonly fault: RegistryFault; readonly node?: string };

/** What is known before the document is looked at. */
export interface Known {
  readonly now: Date;
  /** Verifier keys of the root that are believed already; of no weight under a charter. */
  readonly trusted: readonly string[];
  /** Where there is one, it alone says which keys of the root count. */
  readonly charter?: Charter | undefined;
  readonly kept?: { readonly version: number; readonly note: string } | undefined;
}

/** Each of these can be turned off by a test, which must then see what it defends against. */
export type RegistryCheck = 'signature' | 'version' | 'expiry' | 'entries' | 'charter';

/** How far two clocks may be apart. */
export const SKEW_MS = 30_000;

/** The text that is signed: five lines, then an entry a line, by name. */
export function registryText({ root, version, issued, expires, entries }: Registry): string {
  const lines = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((entry) => canonicalJson(entry));
  return [`${root}/registry`, '1', String(version), issued, expires, ...lines, ''].join('\n');
}

/** A new document of these entries, signed with every key of the root that counts. */
export function issueRegistry(
  of: { readonly root: string; readonly version: number; readonly entries: readonly NodeEntry[] },
  now: Date,
  signers: readonly NoteSigner[],
): string {
  const expires = new Date(now.getTime() + REGISTRY_LIFE_MS).toISOString();
  return signNote(registryText({ ...of, issued: now.toISOString(), expires }), signers);
}

/** Reads the text strictly: it must print to the very same bytes. @throws MalformedNoteError */
export function parseRegistry(note: string): Registry {
  const { text } = openNote(note, []);
  const [first = '', format, version = '', issued = '', expires = '', ...rest] = text.split('\n');
  const entries = rest.slice(0, -1).map((line): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      throw new MalformedNoteError('an entry of the registry is not JSON');
    }
  });
  const isEntries = (all: unknown[]): all is NodeEntry[] => all.every((entry) => Check(NodeEntry, entry));
  if (format !== '1' || !/^[1-9]\d{0,14}$/.test(version) || !isEntries(entries))
    throw new MalformedNoteError('this is not a registry');
  const registry = { root: first.replace(/\/registry$/, ''), version: Number(version), issued, expires, entries };
  if (registryText(registry) !== text) throw new MalformedNoteError('this is not a registry');
  return registry;
}

/** Whether a document from outside is believed, and if not, why. Closed: in doubt it is not. */
export function judgeRegistry(note: string, about: Known, off: readonly RegistryCheck[] = []): Verdict {
  const on = (check: RegistryCheck) => !off.includes(check);
  const known = on('charter') ? about : { ...about, charter: undefined };
  const { charter } = known;
  try {
    const registry = parseRegistry(note);
    const fault =
      charterFault(known) ??
      (on('signature') ? signatureFault(note, registry, known) : undefined) ??
      (on('version') ? versionFault(note, registry, known) : undefined) ??
      (on('expiry') ? timeFault(registry, known.now) : undefined);
    if (fault) return { ok: false, fault };
    const unsigned = on('entries')
      ? registry.entries.find((entry) => !isVouchedFor(registry, entry, charter))
      : undefined;
    return unsigned ? { ok: false, fault: 'entry-unsigned', node: unsigned.name } : { ok: true, registry };
  } catch (error) {
    if (error instanceof MalformedNoteError) return { ok: false, fault: 'malformed' };
    throw error;
  }
}

const charterFault = ({ charter, now }: Known): RegistryFault | undefined =>
  charter && now.toISOString() >= charter.expires ? 'charter-expired' : undefined;

function signatureFault(note: string, registry: Registry, { trusted, charter }: Known): RegistryFault | undefined {
  const keys = (charter ? charteredKeys(registry, charter) : rootKeys(registry, trusted)).map(parseVerifierKey);
  try {
    return openNote(note, keys).signedBy.length > 0 ? undefined : 'unknown-signer';
  } catch {
    return 'forged';
  }
}

/** The root's keys that are believed: those already trusted, and those that they introduced. */
function rootKeys({ root, entries, issued }: Registry, trusted: readonly string[]): string[] {
  const keys = entries.find(({ name }) => name === root)?.keys ?? [];
  const believed = new Set(trusted.filter((key) => parseVerifierKey(key).name === root));
  // A chain of introductions is as long as there are keys at most.
  for (let more = true; more;) {
    const next = keys.find((key) => !believed.has(key.key) && introducers(key, keys).some((by) => believed.has(by)));
    if (next) believed.add(next.key);
    more = next !== undefined;
  }
  const dead = new Set(keys.filter((key) => !isLive(key, issued)).map(({ key }) => key));
  return [...believed].filter((key) => !dead.has(key));
}

/** The keys that the charter names, without those that the root itself has ended. */
function charteredKeys({ root, entries, issued }: Registry, charter: Charter): readonly string[] {
  if (charter.root !== root) return [];
  const keys = entries.find(({ name }) => name === root)?.keys ?? [];
  return charter.keys.filter((key) => keys.some((one) => one.key === key && isLive(one, issued)));
}

const introducers = (key: NodeKey, keys: readonly NodeKey[]): string[] =>
  keys.filter((other) => isEndorsedBy(key, other)).map(({ key: by }) => by);

function versionFault(note: string, { version }: Registry, { kept }: Known): RegistryFault | undefined {
  if (!kept || version > kept.version) return undefined;
  if (version < kept.version) return 'older';
  return openNote(note, []).text === openNote(kept.note, []).text ? undefined : 'forked';
}

function timeFault({ issued, expires }: Registry, now: Date): RegistryFault | undefined {
  if (Date.parse(expires) - Date.parse(issued) > REGISTRY_LIFE_MS) return 'malformed';
  if (Date.parse(issued) > now.getTime() + SKEW_MS) return 'not-yet';
  return now.getTime() >= Date.parse(expires) ? 'expired' : undefined;
}

/** What an approver signs about an entry. */
const entryText = (entry: UnsignedEntry, { by, key, at }: Omit<EntrySignature, 'signature'>): string =>
  `artery-node/1\n${by}\n${key}\n${at}\n${canonicalJson(unsigned(entry))}\n`;

function unsigned(entry: UnsignedEntry): UnsignedEntry {
  const { name, address, level, parent, bodies, state, since, keys } = entry;
  return { name, address, level, parent, bodies, state, since, keys };
}

/** The entry, vouched for by this signer. */
export function signEntry(entry: UnsignedEntry, { key, sign }: NoteSigner, now: Date): NodeEntry {
  const signed = { by: key.name, key: keyId(key).toString('hex'), at: now.toISOString() };
  const signature = sign(Buffer.from(entryText(entry, signed))).toString('base64');
  return { ...unsigned(entry), signed: { ...signed, signature } };
}

/** Whether an entry is vouched for by one that may: itself when it is the root, else a node on its way up to the root. */
export function isVouchedFor(
  registry: Pick<Registry, 'root' | 'entries'>,
  entry: NodeEntry,
  charter?: Charter,
): boolean {
  const isChartered = charter !== undefined && entry.name === registry.root;
  if (!(isChartered ? hasCharteredKeys(entry, charter) : hasSoundKeys(entry))) return false;
  const above = wayUp(registry, entry);
  if (above.at(-1)?.name !== registry.root) return false;
  const signer = above.find(({ name }) => name === entry.signed.by);
  if (!signer || (signer === entry && entry.name !== registry.root)) return false;
  const { at, key: id, signature } = entry.signed;
  const key = signer.keys.find((one) => idOf(one.key) === id && isLive(one, at));
  if (!key) return false;
  return isSigned(entryText(entry, entry.signed), Buffer.from(signature, 'base64'), parseVerifierKey(key.key));
}

/** The entry and those above it, up to the root; cut off where the way goes in a circle or to nobody. */
export function wayUp({ entries }: Pick<Registry, 'entries'>, from: NodeEntry): NodeEntry[] {
  const way: NodeEntry[] = [];
  for (let next: NodeEntry | undefined = from; next && !way.includes(next);) {
    way.push(next);
    const { parent }: NodeEntry = next;
    next = entries.find(({ name }) => name === parent);
  }
  return way.at(-1)?.parent === null ? way : [];
}

/** The first key gives the node its name, each later one was introduced by one before it, and no more than two count. */
function hasSoundKeys({ name, keys, signed }: NodeEntry): boolean {
  return (
    keys.length > 0 &&
    keysAt({ keys }, signed.at).length <= LIVE_KEYS &&
    keys.every((key, i) => {
      const parsed = parseVerifierKey(key.key);
      if (parsed.name !== name) return false;
      if (i === 0) return key.endorsed === null && nodeNameOf(parsed.publicKey) === name;
      return keys.slice(0, i).some((earlier) => isEndorsedBy(key, earlier));
    })
  );
}

/** Under a charter the root's keys need no introduction by one another: those that count are the charter's, and no others. */
function hasCharteredKeys({ name, keys, signed }: NodeEntry, charter: Charter): boolean {
  const live = keysAt({ keys }, signed.at);
  return (
    live.length <= LIVE_KEYS &&
    live.every(({ key }) => charter.keys.includes(key)) &&
    keys.every(({ key }) => parseVerifierKey(key).name === name)
  );
}

/** What an earlier key signs when it introduces a later one. */
export const endorsementText = (key: string, from: string): string => `artery-key/1\n${key}\n${from}\n`;

function isEndorsedBy({ key, from, endorsed }: NodeKey, by: NodeKey): boolean {
  if (endorsed === null || endorsed.by !== idOf(by.key) || !isLive(by, from)) return false;
  return isSigned(endorsementText(key, from), Buffer.from(endorsed.signature, 'base64'), parseVerifierKey(by.key));
}

/** The 8 hex digits of a verifier key that tell it from the node's others. */
export const idOf = (verifierKey: string): string => keyId(parseVerifierKey(verifierKey)).toString('hex');

/** Why a node is not let in. */
export type AdmissionFault =
  'registry-expired' | 'node-unknown' | 'node-retired' | 'key-unknown' | 'key-not-yet' | 'key-expired' | 'key-revoked';

export type Admission =
  | { readonly admitted: true; readonly entry: NodeEntry; readonly key: NodeKey }
  | { readonly admitted: false; readonly fault: AdmissionFault };

/** Whether a node with this key belongs to us now. A registry that is over lets nobody in. */
export function admit(
  registry: Registry,
  { node, key: id, now }: { readonly node: string; readonly key: string; readonly now: Date },
  off: readonly RegistryCheck[] = [],
): Admission {
  const no = (fault: AdmissionFault): Admission => ({ admitted: false, fault });
  const at = now.toISOString();
  if (at >= registry.expires && !off.includes('expiry')) return no('registry-expired');
  const entry = registry.entries.find(({ name }) => name === node);
  if (!entry) return no('node-unknown');
  if (entry.state === 'retired') return no('node-retired');
  const key = entry.keys.find((one) => idOf(one.key) === id);
  if (!key) return no('key-unknown');
  if (key.revoked !== null && at >= key.revoked) return no('key-revoked');
  // A clock that is a little behind must not lock out a key that has just begun.
  if (new Date(now.getTime() + SKEW_MS).toISOString() < key.from) return no('key-not-yet');
  return at >= key.to ? no('key-expired') : { admitted: true, entry, key };
}
