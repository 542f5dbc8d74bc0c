/** The key with which a node signs what it releases: a file of its own among the node's keys, and only if somebody put it there. */
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../platform/context.ts';
import { rawPublicKey } from '../platform/ledger/checkpoint.ts';
import type { Signer } from './release-file.ts';

/** Made by `artery dictionary release … --new-key --key <keys>/dictionary-release.pem`. */
const FILE = 'dictionary-release.pem';

/** Undefined when there is none. @throws when the file is no Ed25519 key: a release must not go out unsigned by mistake */
export function releaseSigner({ keysDir }: Pick<Context, 'keysDir'>): Signer | undefined {
  const file = keysDir === undefined ? undefined : join(keysDir, FILE);
  return file === undefined || !existsSync(file) ? undefined : signerOf(readFileSync(file));
}

export function signerOf(pem: Uint8Array): Signer {
  const key = createPrivateKey(Buffer.from(pem));
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('the key of releases is no Ed25519 key');
  const publicKey = rawPublicKey(createPublicKey(key).export({ type: 'spki', format: 'der' }));
  // Named after the key, as nodes are: no two keys share a name, and nobody has to invent one.
  const name = `release-${createHash('sha256').update(publicKey).digest('hex').slice(0, 8)}.artery`;
  return { key: { name, publicKey }, sign: (text) => sign(null, text, key) };
}
