/** A client's key pair as a file: made, written and read back. The private part never leaves whoever made it. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { thumbprintOf } from './hashes.ts';
import { algorithmsOf, type PublicJwk } from './model.ts';
import type { Signer } from './voucher-fetch.ts';

export interface KeyFile extends Signer {
  /** PKCS #8, PEM: what is kept in a file of mode 0600. */
  readonly pem: string;
}

export class KeyFileError extends Error {
  override name = 'KeyFileError';
}

/** A new key pair: Ed25519, or P-256 for what cannot do that. */
export function keyFile(kind: 'ed25519' | 'p256' = 'ed25519'): KeyFile {
  const { privateKey } =
    kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return fileOf(privateKey);
}

/** @throws KeyFileError when it is no private key of either kind */
export function readKeyFile(pem: string): KeyFile {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new KeyFileError('this is no private key (PKCS #8, PEM)');
  }
  return fileOf(key);
}

function fileOf(key: KeyObject): KeyFile {
  const { kty, crv, x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
  const isEdwards = kty === 'OKP' && crv === 'Ed25519';
  if (!isEdwards && !(kty === 'EC' && crv === 'P-256')) throw new KeyFileError('the key is neither Ed25519 nor P-256');
  const jwk: PublicJwk = isEdwards ? { kty: 'OKP', crv: 'Ed25519', x } : { kty: 'EC', crv: 'P-256', x, y };
  return {
    jwk,
    client: thumbprintOf(jwk),
    algorithm: algorithmsOf(jwk)[0] ?? '',
    // RFC 7518 §3.4: the two numbers of an ECDSA signature one after the other, and no ASN.1.
    sign: (text) => (isEdwards ? sign(null, text, key) : sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' })),
    pem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
