/** Makes the proof of one entry of the audit trail: under the checkpoint that most witnesses cosigned. */
import type { Db } from '../../platform/db/db.ts';
import type { EntryRow } from '../../platform/ledger/entry-store.ts';
import type { NodeKeys } from '../../platform/ledger/index.ts';
import { proveInclusion } from '../../platform/ledger/read.ts';
import { originOf } from '../../platform/ledger/sequence-audit.ts';
import { checkpointsOf } from '../../platform/ledger/store.ts';
import { noteText, withCosignature, type WitnessKey } from './cosignature.ts';
import { policyOf, printPolicy } from './policy.ts';
import { printProof } from './proof-file.ts';
import { answersAbout, type AnswerRow } from './store/answers.ts';

export interface Cover {
  readonly origin: string;
  readonly size: number;
  /** With the lines of everybody who cosigned it. */
  readonly note: string;
  readonly signers: readonly AnswerRow[];
}

type Placed = Pick<EntryRow, 'epoch' | 'number' | 'leaf'>;

/** The checkpoint over an entry that most witnesses cosigned, else the newest of its epoch; undefined before the first. */
export async function coverOf(
  db: Db,
  keys: Pick<NodeKeys, 'node'>,
  entry: Omit<Placed, 'leaf'>,
): Promise<Cover | undefined> {
  const origin = originOf(keys.node, entry.epoch);
  const signed = (await answersAbout(db, origin)).filter(
    (one) => one.line !== null && sizeIn(one.note) >= entry.number,
  );
  const byNote = new Map<string, AnswerRow[]>();
  for (const one of signed) {
    const text = noteText(one.note ?? '');
    byNote.set(text, [...(byNote.get(text) ?? []), one]);
  }
  const [most] = [...byNote.values()].sort((a, b) => b.length - a.length || sizeIn(b[0]?.note) - sizeIn(a[0]?.note));
  if (most) {
    const note = most.reduce((all, { line }) => withCosignature(all, line ?? ''), most[0]?.note ?? '');
    return { origin, size: sizeIn(note), note, signers: most };
  }
  const newest = (await checkpointsOf(db, entry.epoch)).at(-1);
  return newest && newest.size >= entry.number
    ? { origin, size: newest.size, note: newest.note, signers: [] }
    : undefined;
}

/** The size a stored note says: its signature was checked when it was stored. */
const sizeIn = (note: string | null | undefined): number => Number(note?.split('\n')[1] ?? 0);

/**
 * @param witnesses keys of those who may have cosigned, and how many are enough: they become the file's own policy
 * @returns undefined while no checkpoint covers the entry
 */
export async function proveEntry(
  db: Db,
  keys: Pick<NodeKeys, 'node' | 'publicKey'>,
  entry: Placed,
  { witnesses, least }: { readonly witnesses: readonly WitnessKey[]; readonly least: number },
): Promise<string | undefined> {
  const cover = await coverOf(db, keys, entry);
  if (!cover) return undefined;
  const index = entry.number - 1;
  const path = await proveInclusion(db, entry.epoch, index, cover.size);
  const signed = new Set(cover.signers.map(({ witness }) => witness));
  const log = { name: cover.origin, publicKey: keys.publicKey };
  const policy = policyOf(
    [log],
    witnesses.filter(({ name }) => signed.has(name)),
    least,
  );
  return printProof({ content: entry.leaf, index, path, note: cover.note, policy: printPolicy(policy) });
}
