/**
 * Tokens read and written: each kind has its own type, algorithms, audience and claims, and none of it is taken from the
 * token itself (RFC 8725). The key is always one that was known before the token came.
 */
import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { Check } from 'typebox/value';
import type { NodeKeys } from '../../platform/ledger/index.ts';
import { claimsOfProof } from './check-proof.ts';
import { thumbprintOf } from './hashes.ts';
import { algorithmsOf, ASSERTION_SECONDS, CLOCK_SECONDS, PublicJwk, VoucherClaims } from './model.ts';

/** What is wrong with a token; words under `exchange:rules.token-<fault>`. */
export type TokenFault =
  'malformed' | 'type' | 'algorithm' | 'signature' | 'audience' | 'claims' | 'expired' | 'clock' | 'other-key';

export class TokenError extends Error {
  override name = 'TokenError';
  readonly fault: TokenFault;
  /** The time that the token gives as that of its making, when it was read. */
  readonly issuedAt: Date | undefined;
  constructor(fault: TokenFault, issuedAt?: Date) {
    super(`the token is refused: ${fault}`);
    this.fault = fault;
    this.issuedAt = issuedAt;
  }
}

const LONGEST = 4096;

const keys = new Map<string, KeyObject>();
const MOST_KEYS = 5_000;

/** The key behind a JWK, made once. */
export function keyObjectOf(jwk: PublicJwk): KeyObject {
  const name = thumbprintOf(jwk);
  let key = keys.get(name);
  if (!key) {
    if (keys.size >= MOST_KEYS) keys.clear();
    keys.set(name, (key = createPublicKey({ key: { ...jwk }, format: 'jwk' })));
  }
  return key;
}

/** Checks that are left out: only the tests that show what each of them is for leave any. */
type Off = { readonly off?: readonly TokenFault[] };

interface Wanted extends Off {
  readonly jwk: PublicJwk;
  readonly types: readonly (string | undefined)[];
  readonly issuer?: string;
  readonly audiences?: readonly string[];
  readonly claims: readonly string[];
  readonly now: Date;
}

const joseFaults: readonly (readonly [new (...args: never[]) => Error, TokenFault])[] = [
  [errors.JWTExpired, 'expired'],
  [errors.JWSSignatureVerificationFailed, 'signature'],
  [errors.JOSEAlgNotAllowed, 'algorithm'],
];

/** Headers that name another key, or ask for an extension: none of them is ever taken. */
const NOT_TAKEN = ['crit', 'b64', 'jku', 'x5u', 'x5c', 'zip', 'cty'];

/** @throws TokenError for a token of another type, or with a header that is never taken */
function checkHeader(token: string, wanted: Pick<Wanted, 'types' | 'off'>): Header {
  if (token.length > LONGEST) throw new TokenError('malformed');
  return checkType(headerOf(token), wanted);
}

function checkType(header: Header, { types, off = [] }: Pick<Wanted, 'types' | 'off'>): Header {
  const isStrange = !types.includes(header.typ?.toLowerCase()) || NOT_TAKEN.some((name) => name in header);
  if (isStrange && !off.includes('type')) throw new TokenError('type');
  return header;
}

/** @throws TokenError, and nothing else */
async function verified(token: string, wanted: Wanted): Promise<JWTPayload> {
  const { types, off = [] } = wanted;
  checkHeader(token, { types, off });
  if (off.includes('signature')) return decodeJwt(token);
  try {
    return (await jwtVerify(token, keyObjectOf(wanted.jwk), optionsOf(wanted))).payload;
  } catch (error) {
    const known = joseFaults.find(([kind]) => error instanceof kind);
    if (known) throw new TokenError(known[1], issuedAt(token));
    if (error instanceof errors.JWTClaimValidationFailed) throw new TokenError(claimFault(error), issuedAt(token));
    throw new TokenError('malformed');
  }
}

function optionsOf({ jwk, issuer, audiences, claims, now, off = [] }: Wanted): JWTVerifyOptions {
  return {
    algorithms: [...algorithmsOf(jwk)],
    ...(issuer !== undefined && !off.includes('claims') && { issuer }),
    ...(audiences && !off.includes('audience') && { audience: [...audiences] }),
    requiredClaims: off.includes('claims') ? [] : [...claims],
    clockTolerance: off.includes('expired') ? Number.MAX_SAFE_INTEGER : CLOCK_SECONDS,
    currentDate: now,
  };
}

const claimFault = ({ claim }: errors.JWTClaimValidationFailed): TokenFault =>
  claim === 'aud' ? 'audience' : claim === 'nbf' ? 'clock' : 'claims';

function issuedAt(token: string): Date | undefined {
  const { iat } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { iat?: unknown };
  return typeof iat === 'number' && Number.isSafeInteger(iat) ? new Date(iat * 1000) : undefined;
}

type Header = Readonly<Record<string, unknown>> & { readonly typ?: string };

/** The header as it stands, for choosing the key to hold it against; nothing in it is believed. @throws TokenError */
export function headerOf(token: string): Header {
  try {
    const header = decodeProtectedHeader(token) as Readonly<Record<string, unknown>>;
    if (header['typ'] !== undefined && typeof header['typ'] !== 'string') throw new TokenError('type');
    return header as Header;
  } catch (error) {
    throw error instanceof TokenError ? error : new TokenError('malformed');
  }
}

/** @throws TokenError `clock` when it was made at another time than about now */
function madeNow(payload: Pick<JWTPayload, 'iat'>, now: Date): void {
  const made = typeof payload.iat === 'number' ? payload.iat : Number.NaN;
  const off = Math.abs(now.getTime() / 1000 - made);
  // Not a number is never "about now".
  if (!(off <= CLOCK_SECONDS)) throw new TokenError('clock', Number.isFinite(made) ? new Date(made * 1000) : undefined);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 256;

export interface Assertion {
  readonly jti: string;
}

/** A client's assertion about itself (RFC 7523 §3). @throws TokenError */
export async function readAssertion(
  token: string,
  wanted: {
    readonly jwk: PublicJwk;
    readonly client: string;
    readonly audiences: readonly string[];
    readonly now: Date;
  } & Off,
): Promise<Assertion> {
  const { jwk, client, audiences, now, off = [] } = wanted;
  const payload = await verified(token, {
    ...{ jwk, audiences, now, off },
    issuer: client,
    // RFC 7523 names no type; a proof or a voucher signed by the same key is still no assertion.
    types: [undefined, 'jwt', 'client-authentication+jwt'],
    claims: ['iss', 'sub', 'aud', 'exp', 'iat', 'jti'],
  });
  const { sub, jti, iat = 0, exp = 0 } = payload;
  const fits = sub === client && isText(jti) && exp - iat <= ASSERTION_SECONDS;
  if (!fits && !off.includes('claims')) throw new TokenError('claims');
  if (!off.includes('clock')) madeNow(payload, now);
  return { jti: jti ?? '' };
}

export interface Proof {
  readonly jti: string;
  readonly nonce: string | undefined;
}

interface ProofHeader {
  readonly header: Header;
  /** The key it shows; undefined when that is none. */
  readonly shown: PublicJwk | undefined;
}

// All proofs of a client have the same header: what stands in it is read once.
const proofHeaders = new Map<string, ProofHeader>();
const MOST_HEADERS = 1_000;

/** @throws TokenError */
function proofHeader(token: string): ProofHeader {
  if (token.length > LONGEST) throw new TokenError('malformed');
  const text = token.slice(0, Math.max(0, token.indexOf('.')));
  let known = proofHeaders.get(text);
  if (!known) {
    const header = headerOf(token);
    const { jwk } = header;
    known = { header, shown: Check(PublicJwk, jwk) ? jwk : undefined };
    if (proofHeaders.size >= MOST_HEADERS) proofHeaders.clear();
    proofHeaders.set(text, known);
  }
  return known;
}

/** The key in the proof is compared, never used: what verifies is the key that was registered. @throws TokenError */
function keyOfProof({ shown }: ProofHeader, { jwk, off = [] }: { readonly jwk: PublicJwk } & Off): PublicJwk {
  if (!shown) throw new TokenError('other-key');
  if (thumbprintOf(shown) === thumbprintOf(jwk)) return jwk;
  if (!off.includes('other-key')) throw new TokenError('other-key');
  return shown;
}

type Claims = JWTPayload & Readonly<Record<string, unknown>>;

/** @throws TokenError */
async function signedClaims(
  token: string,
  { header, jwk, off }: { readonly header: Header; readonly jwk: PublicJwk; readonly off: readonly TokenFault[] },
): Promise<Claims> {
  const { alg } = checkType(header, { types: ['dpop+jwt'], off });
  if (off.includes('signature')) return decodeJwt(token);
  if (!algorithmsOf(jwk).includes(String(alg))) throw new TokenError('algorithm');
  if (token.split('.').length !== 3) throw new TokenError('malformed');
  const claims = await claimsOfProof(token, keyObjectOf(jwk));
  if (!claims) throw new TokenError('signature');
  return claims;
}

/** A proof of possession (RFC 9449 §4.3): of this key, for this request, made now. @throws TokenError */
export async function readProof(
  token: string,
  wanted: {
    readonly jwk: PublicJwk;
    readonly method: string;
    /** Address of the request without query: its host is the one that the asker wrote. */
    readonly url: string;
    /** The voucher that it goes with; absent at the token endpoint. */
    readonly voucher?: string | undefined;
    readonly now: Date;
  } & Off,
): Promise<Proof> {
  const { method, url, voucher, now, off = [] } = wanted;
  const said = proofHeader(token);
  const jwk = keyOfProof(said, wanted);
  const payload = await signedClaims(token, { header: said.header, jwk, off });
  const { jti, htm, htu, nonce, ath } = payload;
  const isHere = htm === method && isText(htu) && sameAddress(htu, url);
  const isOfVoucher = voucher === undefined || ath === hashOf(voucher);
  if (!(isText(jti) && isHere && isOfVoucher) && !off.includes('claims')) throw new TokenError('claims');
  if (!off.includes('clock')) madeNow(payload, now);
  return { jti: jti ?? '', nonce: isText(nonce) ? nonce : undefined };
}

/** Without query and fragment, scheme and host in lower case, the usual port left out (RFC 9449 §4.3 step 9). */
function sameAddress(a: string, b: string): boolean {
  const one = URL.parse(a);
  // Nearly every proof spells it as the request came.
  const other = a === b ? one : URL.parse(b);
  if (!one || !other) return false;
  return one.origin === other.origin && one.pathname === other.pathname && one.username === '' && one.password === '';
}

/** `ath` of a proof. */
export const hashOf = (token: string): string => hash('sha256', token, 'base64url');

/** The node's public key as a JWK. */
export const jwkOfNode = ({ publicKey }: Pick<NodeKeys, 'publicKey'>): PublicJwk => ({
  kty: 'OKP',
  crv: 'Ed25519',
  x: publicKey.toString('base64url'),
});

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs a voucher: the node's key never leaves its folder, so the three parts are put together here (RFC 7515 §3.1). */
export function writeVoucher(claims: VoucherClaims, node: Pick<NodeKeys, 'publicKey' | 'sign'>): string {
  const header = { alg: 'EdDSA', typ: 'at+jwt', kid: thumbprintOf(jwkOfNode(node)) };
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${node.sign(Buffer.from(signed)).toString('base64url')}`;
}

/** @throws TokenError */
export async function readVoucher(
  token: string,
  wanted: { readonly node: Pick<NodeKeys, 'node' | 'publicKey'>; readonly now: Date } & Off,
): Promise<VoucherClaims> {
  const { node, now, off = [] } = wanted;
  const payload = await verified(token, {
    ...{ now, off },
    jwk: jwkOfNode(node),
    types: ['at+jwt'],
    issuer: node.node,
    audiences: [node.node],
    claims: ['iss', 'aud', 'sub', 'client_id', 'iat', 'exp', 'jti'],
  });
  if (!Check(VoucherClaims, payload)) throw new TokenError('claims');
  // The node's own clock made it: nothing is allowed for.
  if (payload.exp * 1000 <= now.getTime() && !off.includes('expired')) throw new TokenError('expired');
  return payload;
}
