/** The audit trail's front: what every room writes, and how. The log itself is an RFC 6962 Merkle log. */
import type { Db } from '../db/db.ts';

export interface AuditEntry {
  /** `room.verb-noun`: `records.read`, `records.load`, `identity.sign-in`. */
  readonly action: string;
  /** Account id. */
  readonly actor: string;
  readonly body: number | null;
  readonly purpose?: string | null;
  /**
   * What it was done to, by id or name only: `party_member`, `load/0193…`. Never a value, a search term or a file name:
   * what does not look like a name of ours is kept out of the log and goes into the encrypted detail.
   */
  readonly subject: string;
  readonly allowed: boolean;
  /** The decision's rule. */
  readonly rule: string;
  readonly counts?: Readonly<Record<string, number>>;
  /** Ids (UUIDs) of the records it was about (≤ 1,000), for the person's window. */
  readonly records?: readonly string[];
  /** Physical names of the fields that were read of them; absent: whole records. */
  readonly fields?: readonly string[];
  /** Everything personal or telling: lies beside the log, encrypted; only its salted hash is in the leaf. */
  readonly detail?: unknown;
  /**
   * Whose key protects the detail, so that it can be erased. Default: the one record it is about (`record/<id>`), else
   * its actor (`account/<id>`).
   */
  readonly protectedFor?: string;
}

export interface Audit {
  /** Writes the entry in the caller's own transaction: with the act or not at all. Returns its id. */
  record(tx: Db, entry: AuditEntry): Promise<string>;
  /** Several entries in the caller's own transaction, as one statement. Returns their ids in order. */
  recordAll(tx: Db, entries: readonly AuditEntry[]): Promise<string[]>;
  /** Writes the entry by itself, group-committed with others; resolves when it is durable. Returns its id. */
  append(entry: AuditEntry): Promise<string>;
}

/** The audit trail as its own screens and commands see it. */
export interface Ledger extends Audit, AsyncDisposable {
  /**
   * Places and signs nothing until `release`: what is written meanwhile is durable and waits. A node does so until it knows
   * that its database is not older than what it signed before.
   */
  hold(): void;
  release(): void;
  /** Stamps, hashes and signs what is committed; resolves when everything written before the call is under a checkpoint. */
  settled(): Promise<void>;
  /** The newest signed checkpoint, or undefined before the first. */
  checkpoint(): Promise<SignedCheckpoint | undefined>;
  /** What an entry's encrypted detail says. */
  readDetail(entry: string): Promise<Detail>;
  /**
   * Destroys the key that protects details of a record, a person or a subject, for ever. The log still verifies.
   * Writes the act into the log itself. Returns whether there was a key.
   */
  erase(protectedFor: string, by: Pick<AuditEntry, 'actor' | 'body' | 'rule'>): Promise<boolean>;
  /**
   * Destroys several keys in the caller's own transaction, which writes down why. Returns how many there were.
   */
  destroyKeys(tx: Db, protectedFor: readonly string[]): Promise<number>;
  /**
   * Checkpoints from now on are signed with this key of the folder; those before stay as they are. Writes the act into the
   * log itself. Returns whether it was another key.
   */
  changeKey(publicKey: Buffer, by: Pick<AuditEntry, 'actor' | 'body' | 'rule'>): Promise<boolean>;
  /** Checks the whole log now: every leaf, every hash, every checkpoint, every detail. */
  verify(): Promise<Verdict>;
  /** What proves to anybody that an entry is in the log. */
  prove(entry: string): Promise<EntryProof | undefined>;
}

export interface SignedCheckpoint {
  readonly origin: string;
  /** Number of entries it covers. */
  readonly size: number;
  /** Root hash, base64. */
  readonly root: string;
  /** The signed note itself (C2SP tlog-checkpoint). */
  readonly note: string;
  /** The verifier key (C2SP signed-note) that checks it. */
  readonly vkey: string;
  readonly signedAt: string;
}

export type Detail =
  /** The entry never had one. */
  | { readonly state: 'none' }
  | { readonly state: 'readable'; readonly value: unknown }
  /** Its key was destroyed. */
  | { readonly state: 'erased' };

export interface Verdict {
  readonly ok: boolean;
  /** Entries checked. */
  readonly size: number;
  /** Number of the first bad entry (1 is the first of the log), or null when none can be named. */
  readonly firstBad: number | null;
  /** Why it is bad: words under `ledger:faults.<fault>`. */
  readonly fault: Fault | null;
  /** Entries written after the newest checkpoint: checked, but not under a signature yet. */
  readonly unsigned: number;
}

export type Fault =
  | 'entry-missing'
  | 'entry-altered'
  | 'entry-extra'
  | 'columns-differ'
  | 'records-differ'
  | 'detail-altered'
  | 'hash-altered'
  | 'checkpoint-missing'
  | 'checkpoint-altered'
  | 'checkpoint-disagrees'
  | 'key-altered'
  | 'rolled-back';

/** RFC 6962 §2.1.1: the leaf, its place, and the hashes that lead to the signed root. */
export interface EntryProof {
  /** Number of the entry; its index in the tree is one less. */
  readonly number: number;
  readonly leaf: string;
  /** Base64, from the leaf upwards. */
  readonly path: readonly string[];
  readonly checkpoint: SignedCheckpoint;
}

export class NoLedgerError extends Error {
  override name = 'NoLedgerError';
}

/** The ledger behind an audit trail. @throws NoLedgerError when it is a double that keeps none */
export function ledgerOf(audit: Audit): Ledger {
  if ('prove' in audit) return audit as Ledger;
  throw new NoLedgerError('this audit trail keeps no log');
}
