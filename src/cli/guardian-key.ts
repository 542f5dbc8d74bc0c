/** A guardian's key: a file that no node has, and what is signed with it, with no node and no network. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { UsageError } from './model.ts';

const keys = () => import('../platform/ledger/keys.ts');
const notes = () => import('../platform/ledger/checkpoint.ts');
const charters = () => import('../exchange/index.ts');

const NAME = /^[a-z0-9][a-z0-9.-]{0,59}$/;

export interface Guardian {
  readonly name: string;
  /** What the root's people write into the charter. */
  readonly key: string;
  readonly fingerprint: string;
}

/** Makes the private key in a new file of mode 0600, and the public one beside it. @throws UsageError */
export async function newGuardian(file: string, name: string): Promise<Guardian> {
  if (!NAME.test(name)) throw new UsageError('guardian-name', { name });
  if (existsSync(file)) throw new UsageError('file-there', { file });
  const { openSigningKey } = await keys();
  const { printVerifierKey } = await notes();
  const { fingerprintOf } = await charters();
  const { publicKey } = openSigningKey(file);
  const key = printVerifierKey({ name, publicKey });
  writeFileSync(`${file}.pub`, `${key}\n`);
  return { name, key, fingerprint: fingerprintOf(key) };
}

/** Adds the guardian's signature to the note in a file. @returns what was signed @throws UsageError */
export async function signCharterFile(file: string, keyFile: string) {
  const { parseCharter, signersOf, withSignatures } = await charters();
  const { MalformedNoteError, parseVerifierKey, signNote } = await notes();
  const note = readIn(file);
  try {
    const charter = parseCharter(note);
    const vkey = readIn(`${keyFile}.pub`).trim();
    const key = parseVerifierKey(vkey);
    readIn(keyFile);
    const { publicKey, sign } = (await keys()).openSigningKey(keyFile);
    if (!publicKey.equals(key.publicKey)) throw new UsageError('guardian-key', { file: keyFile });
    const { text } = (await notes()).openNote(note, []);
    const signed = withSignatures(note, signNote(text, [{ key, sign }]));
    writeFileSync(file, signed);
    return {
      charter,
      guardian: key.name,
      isOfIt: charter.guardians.includes(vkey),
      signed: signersOf(signed, charter.guardians),
    };
  } catch (error) {
    if (error instanceof MalformedNoteError) throw new UsageError('no-charter', { file });
    throw error;
  }
}

/** @throws UsageError */
function readIn(file: string): string {
  if (!existsSync(file)) throw new UsageError('file-unreadable', { file });
  return readFileSync(file, 'utf8');
}
