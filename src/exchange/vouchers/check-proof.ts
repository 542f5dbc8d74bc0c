/**
 * The signature of a proof. One comes with every request: it is looked at beside the main thread, which is left with a
 * tenth of the work (16 of 163 µs for Ed25519); the way over Web Crypto costs as much again as the signature itself.
 * Everything that comes once in five minutes goes through jose. Key and algorithm are the registered ones, as there.
 */
import { verify, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

const verified = promisify(verify);

const PARTS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

/** The claims when the signature is that of the key (RFC 7515 §5.2), else undefined. The header was judged before. */
export async function claimsOfProof(
  token: string,
  key: KeyObject,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const [, header, payload = '', signature = ''] = PARTS.exec(token) ?? [];
  if (header === undefined) return undefined;
  const text = Buffer.from(`${header}.${payload}`);
  const bytes = Buffer.from(signature, 'base64url');
  const isEdwards = key.asymmetricKeyType === 'ed25519';
  // RFC 7518 §3.4: the two numbers one after the other; any other length is another form of the same signature.
  if (bytes.length !== 64) return undefined;
  const isSigned = isEdwards
    ? await verified(null, text, key, bytes)
    : await verified('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, bytes);
  return isSigned ? claimsIn(payload) : undefined;
}

function claimsIn(payload: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const isMap = typeof claims === 'object' && claims !== null && !Array.isArray(claims);
    return isMap ? (claims as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
