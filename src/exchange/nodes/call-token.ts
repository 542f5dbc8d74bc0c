/**
 * The short proof that a call comes from a node: a JWS in compact form (RFC 7515 §3.1, EdDSA per RFC 8037) of type
 * `node+jwt`, bound to the other node, the method, the address and the body. Made and read without any I/O.
 */
import { createHash, createPublicKey } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import { parseVerifierKey } from '../../platform/ledger/checkpoint.ts';
import type { OwnKey } from './own-keys.ts';
import { SKEW_MS } from './registry.ts';

/** Seconds that a proof counts. */
const LIFE_S = 60;
const TYPE = 'node+jwt';
// SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410 §4).
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

export interface CallFacts {
  readonly method: string;
  /** Path with its query, as it is sent. */
  readonly path: string;
  /** A JSON body as it is sent; absent for none, and for streams. */
  readonly body?: string | undefined;
}

export interface CallClaims {
  /** Name of the node that calls, and id of its key. */
  readonly node: string;
  readonly key: string;
  readonly to: string;
  /** Seconds since 1970. */
  readonly issued: number;
  readonly expires: number;
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly bodyHash: string | undefined;
}

export type TokenFault = 'malformed' | 'other-node' | 'other-call' | 'clock' | 'signature';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const hashOf = (body: string) => createHash('sha256').update(body).digest('base64url');

/** The proof for one call to one node. @param id never used before: a nonce */
export function makeCallToken(key: OwnKey, to: string, call: CallFacts, at: { now: Date; id: string }): string {
  const issued = Math.floor(at.now.getTime() / 1000);
  const payload = {
    iss: key.key.name,
    aud: to,
    iat: issued,
    exp: issued + LIFE_S,
    jti: at.id,
    htm: call.method,
    htu: call.path,
    ...(call.body !== undefined && { bh: hashOf(call.body) }),
  };
  const signed = `${encode({ alg: 'EdDSA', typ: TYPE, kid: key.id })}.${encode(payload)}`;
  return `${signed}.${key.sign(Buffer.from(signed)).toString('base64url')}`;
}

/** What a proof says, not yet believed; undefined when it is none. */
export function readCallToken(token: string): CallClaims | undefined {
  try {
    const { typ, kid } = decodeProtectedHeader(token);
    const { iss, aud, iat, exp, jti, htm, htu, bh } = decodeJwt<Record<'htm' | 'htu' | 'bh', unknown>>(token);
    if (typ !== TYPE || typeof kid !== 'string' || typeof iss !== 'string' || typeof aud !== 'string') return undefined;
    if (typeof iat !== 'number' || typeof exp !== 'number' || typeof jti !== 'string' || !/^[\w-]{16,64}$/.test(jti))
      return undefined;
    if (typeof htm !== 'string' || typeof htu !== 'string' || exp - iat > LIFE_S) return undefined;
    const bodyHash = typeof bh === 'string' ? bh : undefined;
    return { node: iss, key: kid, to: aud, issued: iat, expires: exp, id: jti, method: htm, path: htu, bodyHash };
  } catch {
    return undefined;
  }
}

/** Whether the proof is for this call, here and now, by this key; undefined when it is. */
export async function faultOfCall(
  token: string,
  claims: CallClaims,
  at: { readonly here: string; readonly now: Date; readonly call: CallFacts; readonly verifierKey: string },
  off: readonly TokenFault[] = [],
): Promise<TokenFault | undefined> {
  const { here, now, call, verifierKey } = at;
  const faults: readonly [TokenFault, () => boolean | Promise<boolean>][] = [
    ['other-node', () => claims.to !== here],
    ['signature', async () => !(await isSignedBy(token, verifierKey))],
    ['other-call', () => !isOf(claims, call)],
    ['clock', () => isOff(claims, now)],
  ];
  for (const [fault, holds] of faults) if (!off.includes(fault) && (await holds())) return fault;
  return undefined;
}

const isOf = (claims: CallClaims, { method, path, body }: CallFacts) =>
  claims.method === method &&
  claims.path === path &&
  (body === undefined || body === '' ? true : claims.bodyHash === hashOf(body));

const isOff = ({ issued, expires }: CallClaims, now: Date) =>
  issued * 1000 > now.getTime() + SKEW_MS || expires * 1000 <= now.getTime() - SKEW_MS;

async function isSignedBy(token: string, verifierKey: string): Promise<boolean> {
  const { publicKey } = parseVerifierKey(verifierKey);
  const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' });
  return compactVerify(token, key, { algorithms: ['EdDSA'] }).then(
    () => true,
    () => false,
  );
}
