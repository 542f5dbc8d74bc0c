/** Signed checkpoints of streams, read. Pure. */
import {
  MalformedNoteError,
  openCheckpoint,
  openNote,
  signNote,
  type VerifierKey,
} from '../../platform/ledger/checkpoint.ts';
import type { NodeKeys } from '../../platform/ledger/index.ts';
import type { StreamCheckpoint } from '../protocol/index.ts';
import { originOfLog } from './model.ts';

/** The same text under the key that signs today: one that was revoked is believed by nobody, and a quiet stream has no newer note. */
export function signedToday(
  note: string,
  { node, publicKey, sign }: Pick<NodeKeys, 'node' | 'publicKey' | 'sign'>,
): string {
  const key = { name: node, publicKey };
  const { text, signedBy } = openNote(note, [key]);
  return signedBy.length > 0 ? note : signNote(text, [{ key, sign: (bytes) => sign(bytes) }]);
}

/** A checkpoint of this stream by one of these keys: the epoch stands in its origin. Undefined for everything else. */
export function openStreamCheckpoint(
  stream: string,
  note: string,
  keys: readonly VerifierKey[],
): StreamCheckpoint | undefined {
  for (const key of keys) {
    try {
      const { origin, size, root } = openCheckpoint(note, key);
      const epoch = Number(/\/e([1-9]\d{0,8})$/.exec(origin)?.[1] ?? 0);
      if (origin === originOfLog(stream, epoch)) return { epoch, size, root, note };
    } catch (error) {
      if (!(error instanceof MalformedNoteError)) throw error;
    }
  }
  return undefined;
}
