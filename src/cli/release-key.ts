/** The key that signs releases: a file of its own, which no node needs. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Signer } from '../dictionary/index.ts';
import { rawPublicKey } from '../platform/ledger/checkpoint.ts';
import { UsageError } from './model.ts';

/** Reads an Ed25519 key (PEM); `make` makes one where there is none. @throws UsageError */
export function openSigner(file: string, make: boolean): Signer {
  if (!existsSync(file)) {
    if (!make) throw new UsageError('release-key-absent', { file });
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  }
  const key = readKey(file);
  const publicKey = rawPublicKey(createPublicKey(key).export({ type: 'spki', format: 'der' }));
  // Named after the key, as nodes are: no two keys share a name, and nobody has to invent one.
  const name = `release-${createHash('sha256').update(publicKey).digest('hex').slice(0, 8)}.artery`;
  return { key: { name, publicKey }, sign: (text) => sign(null, text, key) };
}

function readKey(file: string) {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Whatever it is, it is no key: said below, without a word of what stands in it.
  }
  throw new UsageError('release-key-wrong', { file });
}
