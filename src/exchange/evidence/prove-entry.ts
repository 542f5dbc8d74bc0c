/** Makes the proof of one entry of the audit trail: under the checkpoint that most witnesses cosigned. */
import type { Db } from '../../platform/db/db.ts';
import type { EntryRow } from '../../platform/ledger/entry-store.ts';
import type { VerifierKey } from '../../platform/ledger/checkpoint.ts';
import type { NodeKeys } from '../../platform/ledger/index.ts';
import { keyAt, verifierOf } from '../../platform/ledger/log-keys.ts';
import { proveInclusion } from '../../platform/ledger/read.ts';
import { originOf } from '../../platform/ledger/sequence-audit.ts';
import { checkpointsOf, logKeys } from '../../platform/ledger/store.ts';
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

/** A leaf of a log of ours: 1 is the first. */
export interface Covered {
  readonly origin: string;
  readonly number: number;
  /** The newest checkpoint of this log, witnessed or not. */
  newest(): Promise<{ readonly size: number; readonly note: string } | undefined>;
}

/** The checkpoint over a leaf that most witnesses cosigned, else the newest of its log; undefined before the first. */
export async function coverOfLeaf(db: Db, { origin, number, newest }: Covered): Promise<Cover | undefined> {
  const signed = (await answersAbout(db, origin)).filter((one) => one.line !== null && sizeIn(one.note) >= number);
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
  const last = await newest();
  return last && last.size >= number ? { origin, size: last.size, note: last.note, signers: [] } : undefined;
}

export const coverOf = (
  db: Db,
  keys: Pick<NodeKeys, 'node'>,
  { epoch, number }: Omit<Placed, 'leaf'>,
): Promise<Cover | undefined> =>
  coverOfLeaf(db, {
    origin: originOf(keys.node, epoch),
    number,
    newest: async () => (await checkpointsOf(db, epoch)).at(-1),
  });

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
  trusted: Trusted,
): Promise<string | undefined> {
  const cover = await coverOf(db, keys, entry);
  if (!cover) return undefined;
  const index = entry.number - 1;
  const path = await proveInclusion(db, entry.epoch, index, cover.size);
  const signer = keyAt(await logKeys(db), entry.epoch, cover.size) ?? keys;
  const policy = ownPolicy(cover, verifierOf(cover.origin, signer), trusted);
  return printProof({ content: entry.leaf, index, path, note: cover.note, policy });
}

export interface Trusted {
  readonly witnesses: readonly WitnessKey[];
  readonly least: number;
}

/** The policy that goes along with a proof: this log, and those of its witnesses that signed. */
export function ownPolicy({ signers }: Cover, log: VerifierKey, { witnesses, least }: Trusted): string {
  const signed = new Set(signers.map(({ witness }) => witness));
  const known = witnesses.filter(({ name }) => signed.has(name));
  return printPolicy(policyOf([log], known, least));
}
