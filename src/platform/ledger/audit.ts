/** The audit trail's front: what every room writes, and how. The log itself is an RFC 6962 Merkle log. */
import type { Db } from '../db/db.ts';

export interface AuditEntry {
  /** `room.verb-noun`: `records.read`, `records.load`, `identity.sign-in`. */
  readonly action: string;
  /** Account id. */
  readonly actor: string;
  readonly body: number | null;
  readonly purpose?: string | null;
  /** What it was done to, by id or name only: a register, a document, a load. Never a value, a search term or a file name. */
  readonly subject: string;
  readonly allowed: boolean;
  /** The decision's rule. */
  readonly rule: string;
  readonly counts?: Readonly<Record<string, number>>;
  /** Ids of the records it was about (≤ 1,000), for the person's window. */
  readonly records?: readonly string[];
  /** Everything personal or telling: lies beside the log, encrypted; only its salted hash is in the leaf. */
  readonly detail?: unknown;
}

export interface Audit {
  /** Writes the entry in the caller's own transaction: with the act or not at all. Returns its id. */
  record(tx: Db, entry: AuditEntry): Promise<string>;
  /** Writes the entry by itself, group-committed with others; resolves when it is durable. Returns its id. */
  append(entry: AuditEntry): Promise<string>;
}
