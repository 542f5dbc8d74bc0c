/**
 * What a witness adds to a checkpoint: a timestamped signature over it (C2SP tlog-cosignature, `cosignature/v1`, Ed25519).
 * It says: at this time this was the largest tree of that log I knew, and it only added to every tree I had seen before.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { MalformedNoteError } from '../../platform/ledger/checkpoint.ts';

/** A witness as a policy names it: `<name>+<id>+<base64 of 0x04 and the key>` (C2SP signed-note, type 0x04). */
export interface WitnessKey {
  readonly name: string;
  /** 32 bytes. */
  readonly publicKey: Buffer;
}

const TYPE = Buffer.from([4]);
// SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 §4).
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const LINE = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u;
const ID_BYTES = 4;
const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

const idOf = ({ name, publicKey }: WitnessKey): Buffer =>
  createHash('sha256').update(`${name}\n`).update(TYPE).update(publicKey).digest().subarray(0, ID_BYTES);

export const printWitnessKey = (key: WitnessKey): string =>
  `${key.name}+${idOf(key).toString('hex')}+${Buffer.concat([TYPE, key.publicKey]).toString('base64')}`;

/** @throws MalformedNoteError */
export function parseWitnessKey(text: string): WitnessKey {
  const [, name = '', data = ''] = /^([^\s+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/=]+)$/u.exec(text) ?? [];
  const key = { name, publicKey: Buffer.from(data, 'base64').subarray(1) };
  if (key.publicKey.length !== 32 || printWitnessKey(key) !== text) {
    throw new MalformedNoteError('this is not an Ed25519 cosigner key');
  }
  return key;
}

/** The text of a note, without its signatures. @throws MalformedNoteError when there are none */
export function noteText(note: string): string {
  const end = note.lastIndexOf('\n\n');
  if (end < 0) throw new MalformedNoteError('this is not a signed note');
  return note.slice(0, end + 1);
}

const signedBytes = (text: string, seconds: number) => Buffer.from(`cosignature/v1\ntime ${String(seconds)}\n${text}`);

/** One signature line, newline included. `sign` gives the 64 bytes of an Ed25519 signature. */
export function cosign(note: string, key: WitnessKey, at: Date, sign: (text: Buffer) => Buffer): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = sign(signedBytes(noteText(note), seconds));
  return `— ${key.name} ${Buffer.concat([idOf(key), time, signature]).toString('base64')}\n`;
}

/** When this witness cosigned the note; undefined when it did not, or a byte of it differs. */
export function cosignedAt(note: string, key: WitnessKey): Date | undefined {
  const text = noteText(note);
  const lines = note.slice(text.length + 1).split('\n');
  for (const line of lines) {
    const [, name, data = ''] = LINE.exec(line) ?? [];
    const bytes = Buffer.from(data, 'base64');
    const ours = name === key.name && bytes.length === ID_BYTES + TIME_BYTES + SIGNATURE_BYTES;
    if (!ours || bytes.toString('base64') !== data || !bytes.subarray(0, ID_BYTES).equals(idOf(key))) continue;
    const seconds = Number(bytes.readBigUInt64BE(ID_BYTES));
    const spki = createPublicKey({ key: Buffer.concat([SPKI, key.publicKey]), format: 'der', type: 'spki' });
    const signature = bytes.subarray(ID_BYTES + TIME_BYTES);
    if (Number.isSafeInteger(seconds) && verify(null, signedBytes(text, seconds), spki, signature)) {
      return new Date(seconds * 1000);
    }
  }
  return undefined;
}

/** The note with a witness's line added; an earlier line of the same witness goes. */
export function withCosignature(note: string, line: string): string {
  const text = noteText(note);
  const name = LINE.exec(line.trimEnd())?.[1];
  const kept = note
    .slice(text.length + 1)
    .split('\n')
    .filter((one) => one !== '' && !isCosignatureOf(one, name));
  return `${text}\n${[...kept, line.trimEnd()].map((one) => `${one}\n`).join('')}`;
}

// A log and a witness may share a name (a node witnesses others by the key it signs with): only cosignatures go.
function isCosignatureOf(line: string, name: string | undefined): boolean {
  const [, whose, data = ''] = LINE.exec(line) ?? [];
  return whose === name && Buffer.from(data, 'base64').length === ID_BYTES + TIME_BYTES + SIGNATURE_BYTES;
}
