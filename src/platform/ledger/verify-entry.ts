/** Holds one proved entry against the signature over the log that it is said to stand in. Pure: needs no database. */
import type { EntryProof } from './audit.ts';
import { openCheckpoint, parseVerifierKey } from './checkpoint.ts';
import { leafHash, verifyInclusion } from './merkle.ts';

export type EntryFault = 'not-in-log' | 'signature';

/** @param vkey the verifier key that is trusted  @returns what is wrong; undefined when the entry is proved */
export function verifyEntry({ number, leaf, path, checkpoint }: EntryProof, vkey: string): EntryFault | undefined {
  let signed;
  try {
    signed = openCheckpoint(checkpoint.note, parseVerifierKey(vkey.trim()));
  } catch {
    return 'signature';
  }
  const isIn = verifyInclusion({
    ...{ index: number - 1, size: signed.size, leaf: leafHash(leaf), root: signed.root },
    path: path.map((hash) => Buffer.from(hash, 'base64')),
  });
  return isIn ? undefined : 'not-in-log';
}
