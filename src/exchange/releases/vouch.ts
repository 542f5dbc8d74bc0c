/** A node's word to a node below it: releases are signed by this key. It counts for the first release that is taken. Pure. */
import {
  MalformedNoteError,
  openNote,
  signNote,
  type NoteSigner,
  type VerifierKey,
} from '../../platform/ledger/checkpoint.ts';

const HEAD = 'artery/release-key';

/** @param to name of the node that asks: said to one, it is not said to another */
export const vouchFor = (key: string, to: string, signer: NoteSigner): string =>
  signNote(`${HEAD}\n${key}\n${to}\n`, [signer]);

/** The key; undefined when the note says something else, to somebody else, or is signed by nobody we know. */
export function readVouched(note: string, to: string, keys: readonly VerifierKey[]): string | undefined {
  try {
    const { text, signedBy } = openNote(note, keys);
    const [head, key, node, ...rest] = text.split('\n');
    const holds = head === HEAD && node === to && rest.join() === '' && signedBy.length > 0;
    return holds ? key : undefined;
  } catch (error) {
    if (error instanceof MalformedNoteError) return undefined;
    throw error;
  }
}
