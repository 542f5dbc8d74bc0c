/**
 * What stands in the log for ever: ids, names of ours, counts and hashes; never a value, a search term or a file name.
 * The form has a version, because what is hashed can never be rewritten.
 */
import { hash } from 'node:crypto';
import { canonicalJson } from './canonical.ts';
import type { AuditEntry } from './audit.ts';

export interface Leaf {
  readonly v: 1;
  readonly id: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly action: string;
  readonly actor: string;
  readonly body: number | null;
  readonly purpose: string | null;
  readonly subject: string;
  readonly allowed: boolean;
  readonly rule: string;
  readonly counts: Readonly<Record<string, number>>;
  /** How many records it was about. */
  readonly records: number;
  /** SHA-256 of their sorted ids, hex; null for none. */
  readonly recordsHash: string | null;
  /** SHA-256 of salt and detail, hex; the salt lies inside the encrypted detail and dies with its key. */
  readonly detailHash: string | null;
  /** Names of the fields that were read, in the order of RFC 8785's plain sort; absent: whole records, or none. */
  readonly fields?: readonly string[];
}

export class AuditEntryError extends Error {
  override name = 'AuditEntryError';
}

// What a name of ours looks like: `party_member`, `load/0193…`, `DTD.DV.001`, `records/own-body-only`.
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.:/@-]{0,119}$/;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const ONE_UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
// Nine digits in a row are an identity card, twelve a personal ID: no name of ours has them outside of a UUID.
const LONG_NUMBER = /\d{9}/;
const WITHHELD = 'withheld';
const MOST_RECORDS = 1000;

// `account 0193…`, `body 12`: a kind and an id, written with a space.
const KIND_AND_ID = /^([a-z-]{2,30}) (\d{1,6}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** One spelling of a kind and an id: `account/0193…`. */
export const joined = (subject: string): string => subject.replace(KIND_AND_ID, '$1/$2');

const isName = (text: string) => NAME.test(text) && !LONG_NUMBER.test(text.replace(UUID, ''));

/** What goes into the leaf, and what was kept out of it because it does not look like a name of ours. */
export interface Screened {
  readonly entry: Pick<AuditEntry, 'action' | 'actor' | 'purpose' | 'subject' | 'rule'>;
  readonly withheld: Readonly<Record<string, string>>;
}

export function screen({ action, actor, purpose = null, subject, rule }: AuditEntry): Screened {
  const withheld: Record<string, string> = {};
  const name = (member: string, text: string) => {
    if (isName(text)) return text;
    withheld[member] = text;
    return WITHHELD;
  };
  const entry = {
    action: name('action', action),
    actor: name('actor', actor),
    purpose: purpose === null ? null : name('purpose', purpose),
    subject: name('subject', joined(subject)),
    rule: name('rule', rule),
  };
  return { entry, withheld };
}

/**
 * Prints the leaf: canonical JSON (RFC 8785), ASCII only.
 * @param made `records`: as `recordsOf` gives them, in order once for leaf and table
 */
export function printLeaf(
  entry: AuditEntry & Screened['entry'],
  made: { id: string; at: Date; detailHash: string | null; records: readonly string[] },
): string {
  const { records } = made;
  // The members stand in the order of RFC 8785, and their values are texts and whole numbers: printed, it is canonical.
  const leaf: Leaf = {
    action: entry.action,
    actor: entry.actor,
    allowed: entry.allowed,
    at: made.at.toISOString(),
    body: entry.body,
    counts: countsOf(entry),
    detailHash: made.detailHash,
    ...fieldsOf(entry),
    id: made.id,
    purpose: entry.purpose ?? null,
    records: records.length,
    recordsHash: hashRecords(records),
    rule: entry.rule,
    subject: entry.subject,
    v: 1,
  };
  return JSON.stringify(leaf);
}

// More fields than any form has: beyond, the whole record is meant.
const MOST_FIELDS = 200;

function fieldsOf({ fields = [] }: AuditEntry): Pick<Leaf, 'fields'> {
  const names = [...new Set(fields)].filter(isName).sort();
  return names.length === 0 || names.length > MOST_FIELDS ? {} : { fields: names };
}

/** The ids of the records, each once, sorted. @throws AuditEntryError when they are too many or no UUIDs */
export function recordsOf({ records = [] }: Pick<AuditEntry, 'records'>): string[] {
  const sorted = records.map((id) => id.toLowerCase()).sort();
  const ids = sorted.filter((id, i) => id !== sorted[i - 1]);
  if (ids.length > MOST_RECORDS) throw new AuditEntryError(`an entry names at most ${String(MOST_RECORDS)} records`);
  if (!ids.every((id) => ONE_UUID.test(id))) {
    throw new AuditEntryError('records are named by their UUIDs');
  }
  return ids;
}

export const hashRecords = (sorted: readonly string[]): string | null =>
  sorted.length === 0 ? null : hash('sha256', sorted.join('\n'), 'hex');

/** `salted` is what is encrypted: the salt, then the detail. */
export const hashDetail = (salted: Buffer): string => hash('sha256', salted, 'hex');

function countsOf({ counts = {} }: AuditEntry): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts)
      .filter(([name, n]) => /^[A-Za-z][A-Za-z0-9-]{0,39}$/.test(name) && Number.isFinite(n))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Reads a leaf back. @throws AuditEntryError when it is not one, or not in its one spelling */
export function parseLeaf(text: string): Leaf {
  let leaf: unknown;
  try {
    leaf = JSON.parse(text);
  } catch {
    throw new AuditEntryError('a leaf is JSON');
  }
  const isLeaf = typeof leaf === 'object' && leaf !== null && 'v' in leaf && leaf.v === 1;
  if (!isLeaf || canonicalJson(leaf) !== text) throw new AuditEntryError('this is not a leaf of version 1');
  return leaf as Leaf;
}
