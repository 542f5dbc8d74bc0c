/** What vouchers offer over HTTP: the token endpoint, who issues here, and the keys of a body's programs. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { Profile, PublicJwk } from './model.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });
const Moment = Type.String({ format: 'date-time' });
const code = Type.String({ minLength: 1, maxLength: 100 });
const ClientName = Type.String({ pattern: '^[A-Za-z0-9_-]{1,60}$' });

export const Voucher = Type.Object({
  access_token: text,
  token_type: Type.Union([Type.Literal('DPoP'), Type.Literal('Bearer')]),
  /** Seconds. */
  expires_in: Type.Integer(),
  agreement: text,
  purpose: text,
  register: text,
  consumer: text,
  profile: Profile,
  release: Type.Integer(),
});
export type Voucher = Static<typeof Voucher>;

/** Form fields: grant_type, client_assertion_type, client_assertion (or client_id, client_secret), agreement, purpose, consumer. */
export const issueVoucher = endpoint({
  name: 'exchange.issueVoucher',
  method: 'POST',
  path: '/exchange/v1/token',
  permission: 'public',
  credentials: 'client',
  summary:
    'A voucher of at most five minutes for one agreement and purpose (RFC 6749 client_credentials, RFC 7523 private_key_jwt, RFC 9449 DPoP)',
  consumes: ['application/x-www-form-urlencoded'],
  response: Voucher,
});

/** RFC 8414, as far as it applies; the issuer is the node's name, which no change of address changes. */
export const issuerMetadata = endpoint({
  name: 'exchange.issuerMetadata',
  method: 'GET',
  path: '/.well-known/oauth-authorization-server',
  permission: 'public',
  credentials: 'client',
  summary: 'Who issues vouchers here, where, and what it takes (RFC 8414)',
  response: Type.Object({
    issuer: text,
    token_endpoint: text,
    jwks: Type.Object({ keys: Type.Array(Type.Object({ kty: text, crv: text, x: text, kid: text, alg: text })) }),
    grant_types_supported: Type.Array(text),
    token_endpoint_auth_methods_supported: Type.Array(text),
    token_endpoint_auth_signing_alg_values_supported: Type.Array(text),
    dpop_signing_alg_values_supported: Type.Array(text),
    /** Seconds. */
    voucher_lifetime: Type.Integer(),
    clock: Moment,
  }),
});

export const KeyState = Type.Union([Type.Literal('works'), Type.Literal('expired'), Type.Literal('revoked')]);
export const Key = Type.Object({
  client: text,
  body: BodyRef,
  label: text,
  profile: Profile,
  /** How it shows who it is. */
  shows: Type.Union([Type.Literal('key'), Type.Literal('secret'), Type.Literal('certificate')]),
  algorithm: Nullable(text),
  sandbox: Type.Boolean(),
  agreements: Nullable(Type.Array(text)),
  purposes: Nullable(Type.Array(text)),
  state: KeyState,
  createdAt: Moment,
  validUntil: Moment,
  usedAt: Nullable(Moment),
  revokedAt: Nullable(Moment),
});
export type Key = Static<typeof Key>;

export const listClientKeys = endpoint({
  name: 'exchange.listClientKeys',
  method: 'GET',
  path: '/api/exchange/keys',
  permission: 'exchange.read-keys',
  summary: 'Keys with which programs ask for vouchers, of the bodies one may see',
  response: Type.Object({ items: Type.Array(Key), mayRegister: Type.Boolean() }),
});

export const registerClientKey = endpoint({
  name: 'exchange.registerClientKey',
  method: 'POST',
  path: '/api/exchange/keys',
  permission: 'exchange.manage-keys',
  summary:
    'Registers a public key for the programs of one’s own body; or makes a client of the gateway profile, whose secret is shown once',
  body: Type.Object({
    label: Type.String({ minLength: 1, maxLength: 100 }),
    /** Code of the body; one's own when absent. */
    body: Type.Optional(code),
    /** The public key; a strong one. */
    jwk: Type.Optional(Type.Record(Type.String({ maxLength: 40 }), Type.Unknown())),
    /** Instead of a key: `secret` has one made, `certificate` is what a gateway vouches for. */
    gateway: Type.Optional(Type.Union([Type.Literal('secret'), Type.Literal('certificate')])),
    /** SHA-256 of the certificate, hex. */
    certificate: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F:]{64,95}$' })),
    sandbox: Type.Optional(Type.Boolean()),
    agreements: Type.Optional(Type.Array(code, { minItems: 1, maxItems: 100, uniqueItems: true })),
    purposes: Type.Optional(Type.Array(code, { minItems: 1, maxItems: 100, uniqueItems: true })),
    /** Days until it ends; 365 when absent, 30 in the sandbox. */
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 730 })),
  }),
  response: Type.Object({ ...Key.properties, secret: Type.Optional(text) }),
  about: ({ body: { body } }) => (body === undefined ? {} : { body }),
});

export const revokeClientKey = endpoint({
  name: 'exchange.revokeClientKey',
  method: 'DELETE',
  path: '/api/exchange/keys/{client}',
  permission: 'exchange.manage-keys',
  summary: 'Ends a key of one’s own body at once; vouchers it holds open nothing any more',
  params: Type.Object({ client: ClientName }),
});

const OneGrant = Type.Object({ agreement: code, consumer: code });
const Gateways = Type.Object({
  /** Consumers that may come by a gateway, and whether the caller decides on it. */
  consumers: Type.Array(BodyRef),
  mayDecide: Type.Boolean(),
});

export const listGateways = endpoint({
  name: 'exchange.listGateways',
  method: 'GET',
  path: '/api/exchange/agreements/{agreement}/gateways',
  permission: 'exchange.read-keys',
  summary: 'Which consumers of an agreement may come by a gateway that makes no proofs',
  params: Type.Object({ agreement: code }),
  response: Gateways,
});

export const allowGateway = endpoint({
  name: 'exchange.allowGateway',
  method: 'PUT',
  path: '/api/exchange/agreements/{agreement}/gateways/{consumer}',
  permission: 'exchange.allow-gateway',
  summary: 'The provider lets one consumer of an agreement come by the gateway profile',
  params: OneGrant,
  response: Gateways,
});

export const forbidGateway = endpoint({
  name: 'exchange.forbidGateway',
  method: 'DELETE',
  path: '/api/exchange/agreements/{agreement}/gateways/{consumer}',
  permission: 'exchange.allow-gateway',
  summary: 'The provider takes the gateway profile back: only proofs are taken from then on',
  params: OneGrant,
  response: Gateways,
});

/** What may stand for a public key in a request; anything else is refused in words. */
export { PublicJwk };
