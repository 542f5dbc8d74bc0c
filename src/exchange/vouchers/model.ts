/** Keys, profiles and vouchers as values. Pure. */
import Type, { type Static } from 'typebox';

/**
 * `strong`: a key pair, a signed assertion at the token endpoint, a proof with every request (RFC 7523, RFC 9449).
 * `gateway`: a secret, or a certificate that a gateway vouches for, and a bearer voucher; where the provider allows it.
 */
export const Profile = Type.Union([Type.Literal('strong'), Type.Literal('gateway')]);
export type Profile = Static<typeof Profile>;

const coordinate = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });

/** A public key as JWK (RFC 7517): Ed25519 (RFC 8037) or P-256; without anything else. */
export const PublicJwk = Type.Union([
  Type.Object({ kty: Type.Literal('OKP'), crv: Type.Literal('Ed25519'), x: coordinate }),
  Type.Object({ kty: Type.Literal('EC'), crv: Type.Literal('P-256'), x: coordinate, y: coordinate }),
]);
export type PublicJwk = Static<typeof PublicJwk>;

/** The algorithms that a key of this kind signs with; no other is ever tried. */
export const algorithmsOf = ({ kty }: PublicJwk): readonly string[] =>
  kty === 'OKP' ? ['EdDSA', 'Ed25519'] : ['ES256'];

/** How long a voucher is good for, in seconds. */
export const VOUCHER_SECONDS = 300;
/** How far the clock of whoever asks may be off, in seconds. */
export const CLOCK_SECONDS = 60;
/** Longest life of a client's assertion, in seconds. */
export const ASSERTION_SECONDS = 300;

/** `sandbox:people`: a register's invented data under the agreement that everybody has. */
const SANDBOX = 'sandbox:';
export const sandboxOf = (agreement: string): string | undefined =>
  agreement.startsWith(SANDBOX) ? agreement.slice(SANDBOX.length) : undefined;
export const sandboxAgreement = (register: string): string => `${SANDBOX}${register}`;
export const SANDBOX_PURPOSE = 'sandbox';

const text = Type.String();

/** Claims of a voucher (RFC 9068, RFC 7800): for one node, one client, one agreement and purpose, one key. */
export const VoucherClaims = Type.Object({
  iss: text,
  aud: text,
  sub: text,
  client_id: text,
  iat: Type.Integer(),
  exp: Type.Integer(),
  jti: text,
  /** Absent in a bearer voucher of the gateway profile. */
  cnf: Type.Optional(Type.Object({ jkt: text })),
  profile: Profile,
  agreement: text,
  purpose: text,
  register: text,
  /** Code of the consumer body. */
  consumer: text,
  /** SHA-256 of the elements it opens, base64url; `all` is hashed as it stands. */
  fields: text,
  /** Release of the dictionary it was issued under. */
  release: Type.Integer(),
});
export type VoucherClaims = Static<typeof VoucherClaims>;
