/**
 * Who is shown is named: one entry of the audit trail for what is read together, with the ids of the records, the fields
 * and the purpose, written before the answer leaves. The person's window is made of these entries (ADR 0033), so whatever
 * shows rows of people to anybody calls this, or names the records in its own entry.
 */
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import type { AuditEntry } from '../platform/ledger/index.ts';

export interface Reading {
  readonly action: string;
  /** The register. */
  readonly subject: string;
  /** The decision's rule. */
  readonly rule: string;
  readonly counts?: AuditEntry['counts'];
  /** Physical names; absent: whole records. */
  readonly fields?: readonly string[] | undefined;
  /** For what, record by record, where an agreement opened it; the others are read as one's own. */
  readonly purposes?: ReadonlyMap<string, string> | undefined;
  /** Why, where it is asked for: kept encrypted beside the entry. */
  readonly detail?: unknown;
  /** For what all of them are read, where it is one. */
  readonly purpose?: string | null;
}

const RECORDS_AN_ENTRY = 1000;

/** @param records ids; of none one entry is written all the same, with its counts: it was asked. */
export async function noteReads(
  context: Pick<Context, 'audit'>,
  caller: Pick<Caller, 'account' | 'body'>,
  { purposes, purpose = null, counts, fields, ...what }: Reading,
  records: readonly string[],
): Promise<void> {
  const entry = { ...what, actor: caller.account, body: caller.body, allowed: true, ...(fields && { fields }) };
  const byPurpose = Map.groupBy(new Set(records), (record) => purposes?.get(record) ?? purpose);
  const entries: AuditEntry[] = [...byPurpose].flatMap(([of, some]) =>
    parts(some).map((ids) => ({ ...entry, purpose: of, records: ids })),
  );
  const [first = { ...entry, purpose }, ...rest] = entries;
  // The catalogue counts a read by its first entry.
  const more = rest.map((one) => ({ ...one, action: `${what.action}-rows` }));
  const all = [{ ...first, ...(counts && { counts }) }, ...more];
  await Promise.all(all.map((one) => context.audit.append(one)));
}

function parts<T>(all: readonly T[]): T[][] {
  const some: T[][] = [];
  for (let at = 0; at < all.length; at += RECORDS_AN_ENTRY) some.push(all.slice(at, at + RECORDS_AN_ENTRY));
  return some;
}
