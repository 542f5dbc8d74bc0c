/**
 * Signed checkpoints of a log: C2SP tlog-checkpoint in a C2SP signed-note, Ed25519 (RFC 8032).
 * Reading is strict: what is read must print to the very same bytes, so that no flipped byte goes unseen.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';

export interface Checkpoint {
  /** The log's name: a host-like name and a path, without spaces or `+`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** A verifier key: `<name>+<id, 8 hex digits>+<base64 of algorithm and public key>`. */
export interface VerifierKey {
  readonly name: string;
  /** 32 bytes. */
  readonly publicKey: Buffer;
}

export class MalformedNoteError extends Error {
  override name = 'MalformedNoteError';
}

const ED25519 = Buffer.from([1]);
// SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 §4).
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const NAME = /^[^\s+]+$/u;

/** The 4 bytes that tell which key signed (C2SP signed-note, key ID). */
export const keyId = ({ name, publicKey }: VerifierKey): Buffer =>
  createHash('sha256').update(`${name}\n`).update(ED25519).update(publicKey).digest().subarray(0, 4);

export function printVerifierKey(key: VerifierKey): string {
  return `${key.name}+${keyId(key).toString('hex')}+${Buffer.concat([ED25519, key.publicKey]).toString('base64')}`;
}

/** @throws MalformedNoteError */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name, , data] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text) ?? [];
  const bytes = Buffer.from(data ?? '', 'base64');
  const key = { name: name ?? '', publicKey: bytes.subarray(1) };
  if (bytes.length !== 33 || bytes[0] !== 1 || printVerifierKey(key) !== text) {
    throw new MalformedNoteError('this is not an Ed25519 verifier key');
  }
  return key;
}

/** The text that is signed. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${String(size)}\n${root.toString('base64')}\n`;

/** The note: the text, an empty line, and one signature line. `sign` gives the 64 bytes of an Ed25519 signature. */
export function signCheckpoint(checkpoint: Checkpoint, key: VerifierKey, sign: (text: Buffer) => Buffer): string {
  if (!NAME.test(checkpoint.origin)) throw new MalformedNoteError('an origin has neither spaces nor plus signs');
  return signNote(checkpointText(checkpoint), [{ key, sign }]);
}

export interface NoteSigner {
  readonly key: VerifierKey;
  /** Gives the 64 bytes of an Ed25519 signature. */
  sign(text: Buffer): Buffer;
}

/** A signed note: the text, which ends with a line end, an empty line, and a signature line for each signer. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  return `${text}\n${signers.map(({ key, sign }) => signatureLine(key, sign(Buffer.from(text)))).join('')}`;
}

/**
 * The text of a note, and which of these keys signed it: none is left out silently, and lines by other keys may be there.
 * @throws MalformedNoteError when it is no note; a signature line that names one of the keys and is wrong is a forgery
 */
export function openNote(note: string, keys: readonly VerifierKey[]): { text: string; signedBy: VerifierKey[] } {
  const end = note.lastIndexOf('\n\n');
  if (end < 0) throw new MalformedNoteError('this is not a signed note');
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2);
  const signedBy = keys.filter((key) => {
    const found = signatures(lines, key);
    if (found.some((signature) => !isSigned(text, signature, key)))
      throw new MalformedNoteError(`the signature of ${key.name} does not fit`);
    return found.length > 0;
  });
  return { text, signedBy };
}

const signatureLine = (key: VerifierKey, signature: Buffer) =>
  `— ${key.name} ${Buffer.concat([keyId(key), signature]).toString('base64')}\n`;

/**
 * Reads a note and checks its signature. Lines by other keys (witnesses) may follow ours.
 * @throws MalformedNoteError when it is not a checkpoint, or not signed by this key
 */
export function openCheckpoint(note: string, key: VerifierKey): Checkpoint {
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const [origin, size, root, ...rest] = text.split('\n');
  if (end < 0 || rest.length !== 1 || !/^(0|[1-9]\d{0,15})$/.test(size ?? '')) {
    throw new MalformedNoteError('this is not a checkpoint');
  }
  const checkpoint = { origin: origin ?? '', size: Number(size), root: Buffer.from(root ?? '', 'base64') };
  if (checkpoint.root.length !== 32 || checkpointText(checkpoint) !== text) {
    throw new MalformedNoteError('this is not a checkpoint');
  }
  if (!signatures(note.slice(end + 2), key).some((signature) => isSigned(text, signature, key))) {
    throw new MalformedNoteError(`the checkpoint is not signed by ${key.name}`);
  }
  return checkpoint;
}

function signatures(lines: string, key: VerifierKey): Buffer[] {
  if (!lines.endsWith('\n')) throw new MalformedNoteError('a signature line is cut off');
  return lines
    .slice(0, -1)
    .split('\n')
    .flatMap((line) => {
      const [, name, data] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
      if (!name || !data) throw new MalformedNoteError('this is not a signature line');
      const bytes = Buffer.from(data, 'base64');
      if (bytes.toString('base64') !== data) throw new MalformedNoteError('this is not a signature line');
      const ours = name === key.name && keyId(key).equals(bytes.subarray(0, 4));
      return ours ? [bytes.subarray(4)] : [];
    });
}

/** Whether these 64 bytes are the key's Ed25519 signature of the text (RFC 8032 §5.1.7). */
export function isSigned(text: string, signature: Buffer, { publicKey }: Pick<VerifierKey, 'publicKey'>): boolean {
  const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), key, signature);
}

/** The 32 bytes of an Ed25519 public key inside its SubjectPublicKeyInfo. */
export const rawPublicKey = (spki: Buffer): Buffer => spki.subarray(SPKI.length);

/** The name that a node has for good, from its first public key (32 bytes). */
export const nodeNameOf = (publicKey: Buffer): string =>
  `node-${createHash('sha256').update(publicKey).digest('hex').slice(0, 8)}.artery`;
