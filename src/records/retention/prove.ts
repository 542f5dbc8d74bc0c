/** The proof of a destruction: entries of the audit log that name ids, counts and the law, and a file that anybody can check. */
import { Value } from 'typebox/value';
import { disposalItems, getDisposal, listBases, type Disposal } from '../../governance/index.ts';
import { system } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { fieldsKey } from '../../platform/encryption/index.ts';
import { hashRecords, ledgerOf, parseLeaf, verifyEntry } from '../../platform/ledger/index.ts';
import { problems } from '../problems.ts';
import { DestructionProof } from './proof-shape.ts';

/** As many as an entry names. */
const CHUNK = 1000;
const ACTIONS = { records: 'records.destroy', loads: 'records.destroy-loads' } as const;
const RULE = 'records/approved-disposal';

/** Keys of what the audit log says about these records, and of fields that are stored encrypted for them. */
export async function destroyKeys({ audit }: Context, tx: Db, records: readonly string[]): Promise<number> {
  if (!('destroyKeys' in audit)) return 0;
  return ledgerOf(audit).destroyKeys(
    tx,
    records.flatMap((record) => [`record/${record}`, fieldsKey(record)]),
  );
}

/** Sorted by id, so that the same disposal gives the same parts. */
const chunksOf = (items: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.max(1, Math.ceil(items.length / CHUNK)) }, (_, i) =>
    [...items].sort().slice(i * CHUNK, (i + 1) * CHUNK),
  );

/**
 * One entry for every thousand ids, in the transaction of the destruction. The leaf names the disposal, the legal basis by
 * its code, the counts and the hash of the ids; the detail is protected for the disposal, which has no key of a person.
 * @returns ids of the entries
 */
export async function proveDestroyed(
  { audit }: Context,
  tx: Db,
  {
    disposal,
    items,
    counts,
  }: { disposal: Disposal; items: readonly string[]; counts: Readonly<Record<string, number>> },
): Promise<string[]> {
  const { id, register, what, term, basis } = disposal;
  const chunks = chunksOf(items);
  return audit.recordAll(
    tx,
    chunks.map((records, part) => ({
      ...{ action: ACTIONS[what], actor: system.account, body: disposal.decides, subject: `disposal/${id}` },
      ...{ purpose: basis, allowed: true, rule: RULE, records },
      counts: { ...(part === 0 && counts), part: part + 1, parts: chunks.length, ids: records.length },
      ...{ detail: { register, term }, protectedFor: `disposal/${id}` },
    })),
  );
}

/** @throws governance/disposal-not-found, records/not-proved-yet */
export async function destructionProof({ db, audit }: Context, id: string): Promise<DestructionProof> {
  const disposal = await getDisposal(db, id);
  const { register, what, term, counts, idsHash, destroyedAt, proof } = disposal;
  if (disposal.state !== 'destroyed' || idsHash === null || destroyedAt === null)
    throw problems.notProvedYet({ disposal: id, state: disposal.state });
  const ledger = ledgerOf(audit);
  const basis = (await listBases(db)).find(({ code }) => code === disposal.basis);
  const entries = [];
  const chunks = chunksOf(await disposalItems(db, id));
  for (const [i, entry] of proof.entries()) {
    const proved = await ledger.prove(entry);
    if (!proved) throw problems.notProvedYet({ disposal: id, state: 'unsigned' });
    entries.push({ ...proved, path: [...proved.path], ids: [...(chunks[i] ?? [])] });
  }
  return {
    ...{ v: 1, disposal: id, register, what, term: { ...term }, counts, idsHash, destroyedAt, entries },
    basis: basis ? { ...basis } : { code: disposal.basis, names: {}, citation: null },
  };
}

export type ProofFault =
  'unreadable' | 'leaf-differs' | 'ids-differ' | 'not-in-log' | 'signature' | 'other-key' | 'part-missing';

/**
 * Holds a proof against nothing but itself, and a verifier key that the reader trusts when he gives one. Pure.
 * @returns what is wrong; undefined when it proves the destruction
 */
export function checkProof(given: unknown, trusted?: string): ProofFault | undefined {
  if (!Value.Check(DestructionProof, given)) return 'unreadable';
  const { disposal, what, basis, entries, idsHash } = given;
  if (entries.length === 0) return 'part-missing';
  for (const [i, entry] of entries.entries()) {
    const fault = checkEntry(entry, {
      disposal,
      action: ACTIONS[what],
      basis: basis.code,
      parts: entries.length,
      part: i + 1,
    });
    if (fault) return fault;
    const key = trusted ?? entry.checkpoint.vkey;
    if (trusted !== undefined && trusted.trim() !== entry.checkpoint.vkey.trim()) return 'other-key';
    const proved = verifyEntry(entry, key);
    if (proved) return proved;
  }
  const all = [...new Set(entries.flatMap(({ ids }) => ids))].sort();
  return (hashRecords(all) ?? EMPTY) === idsHash ? undefined : 'ids-differ';
}

/** SHA-256 of nothing. */
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

interface Expected {
  readonly disposal: string;
  readonly action: string;
  readonly basis: string;
  readonly part: number;
  readonly parts: number;
}

function checkEntry(
  { leaf: text, ids }: DestructionProof['entries'][number],
  { disposal, action, basis, part, parts }: Expected,
): ProofFault | undefined {
  let leaf;
  try {
    leaf = parseLeaf(text);
  } catch {
    return 'unreadable';
  }
  const says = leaf.subject === `disposal/${disposal}` && leaf.action === action && leaf.purpose === basis;
  if (!says || !leaf.allowed) return 'leaf-differs';
  if (leaf.counts['part'] !== part || leaf.counts['parts'] !== parts) return 'part-missing';
  return leaf.recordsHash === hashRecords([...ids].sort()) && leaf.records === ids.length ? undefined : 'ids-differ';
}
