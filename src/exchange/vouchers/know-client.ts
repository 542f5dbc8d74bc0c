/** Who asks at the token endpoint: the one whose key signed the assertion and the proof, or who shows the secret. */
import { decodeJwt } from 'jose';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { hashToken, sameText } from '../../platform/identity/tokens.ts';
import { clients, type Client } from './client.ts';
import { gatewayClient } from './gateway.ts';
import { keyUnknown, refused, refusedToken, replayed, type Refused } from './refuse.ts';
import { takeProof } from './take-proof.ts';
import type { OwnKeys } from './own-keys.ts';
import { readAssertion, readProof, type Proof } from './tokens.ts';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export class RefusedError extends Error {
  override name = 'RefusedError';
  readonly refused: Refused;
  constructor(what: Refused) {
    super(what.decision.rule);
    this.refused = what;
  }
}

export type Form = Readonly<Record<string, string | undefined>>;

/** @throws RefusedError */
export async function knowClient(context: Context, request: FastifyRequest, form: Form, own: OwnKeys): Promise<Client> {
  const client =
    form['client_assertion'] === undefined
      ? await bySecret(context, request, form)
      : await byAssertion(context, request, form, own);
  mustStand(client, context.clock.now());
  return client;
}

/** Its state is told to whoever has shown that the key is theirs, and to nobody else. @throws RefusedError */
export function mustStand({ revokedAt, validUntil }: Client, now: Date): void {
  if (revokedAt !== null)
    throw new RefusedError(refused('invalid_client', 'key-revoked', 'new-key', { since: revokedAt }));
  if (validUntil !== null && Date.parse(validUntil) <= now.getTime()) {
    throw new RefusedError(refused('invalid_client', 'key-expired', 'new-key', { until: validUntil }));
  }
}

async function byAssertion(context: Context, request: FastifyRequest, form: Form, own: OwnKeys): Promise<Client> {
  const { db, clock } = context;
  const now = clock.now();
  const assertion = form['client_assertion'] ?? '';
  if (form['client_assertion_type'] !== ASSERTION_TYPE) {
    throw new RefusedError(refused('invalid_request', 'assertion-type', 'make-assertion', { wanted: ASSERTION_TYPE }));
  }
  const name = issuerOf(assertion);
  const found = name === undefined ? undefined : await clients.read(db, name);
  const jwk = found?.jwk;
  if (!found || !jwk || (form['client_id'] !== undefined && form['client_id'] !== found.client)) {
    throw new RefusedError(keyUnknown);
  }
  const url = addressOf(request);
  const audiences = [own.keys.node, url];
  const { jti } = await readAssertion(assertion, { jwk, client: found.client, audiences, now }).catch(
    (error: unknown) => Promise.reject(new RefusedError(refusedToken(error, 'assertion', now))),
  );
  await mustProve(context, request, { client: found.client, jwk, voucher: undefined }, own);
  if (!(await takeProof(context, { client: found.client, kind: 'assertion', jti }))) {
    throw new RefusedError(replayed('assertion'));
  }
  return found;
}

/** Whose assertion it says it is: only to find the key that it must be held against. */
function issuerOf(assertion: string): string | undefined {
  try {
    const { iss } = decodeJwt(assertion);
    return typeof iss === 'string' && iss.length <= 100 ? iss : undefined;
  } catch {
    return undefined;
  }
}

/** Scheme, host and path as the request came: what `htu` of a proof must say. */
export const addressOf = (request: Pick<FastifyRequest, 'protocol' | 'host' | 'url'>): string =>
  `${request.protocol}://${request.host}${request.url.split('?')[0] ?? ''}`;

/**
 * The proof of possession in the header `DPoP`, with the nonce of this node, taken once.
 * @throws RefusedError
 */
export async function mustProve(
  context: Pick<Context, 'db' | 'clock'>,
  request: FastifyRequest,
  of: { readonly client: string; readonly jwk: NonNullable<Client['jwk']>; readonly voucher: string | undefined },
  { nonces }: Pick<OwnKeys, 'nonces'>,
): Promise<void> {
  const now = context.clock.now();
  const header = request.headers['dpop'];
  if (typeof header !== 'string' || header === '') {
    throw new RefusedError(refused('invalid_dpop_proof', 'proof-missing', 'make-proof'));
  }
  const { jwk, voucher, client } = of;
  const wanted = { jwk, voucher, method: request.method, url: addressOf(request), now };
  const proof = await proofIn(header, wanted);
  if (proof.nonce === undefined || !nonces.takes(proof.nonce, now)) {
    throw new RefusedError(refused('use_dpop_nonce', 'nonce-needed', 'use-nonce'));
  }
  if (!(await takeProof(context, { client, kind: 'proof', jti: proof.jti }))) throw new RefusedError(replayed('proof'));
}

/** @throws RefusedError */
async function proofIn(header: string, wanted: Parameters<typeof readProof>[1]): Promise<Proof> {
  try {
    return await readProof(header, wanted);
  } catch (error) {
    throw new RefusedError(refusedToken(error, 'proof', wanted.now));
  }
}

/** RFC 6749 §2.3.1: the secret in the header or in the form; or a certificate that the gateway vouches for. */
async function bySecret(context: Context, request: FastifyRequest, form: Form): Promise<Client> {
  const shown = basicOf(request) ?? { id: form['client_id'], secret: form['client_secret'] };
  const found = shown.id === undefined || shown.id.length > 100 ? undefined : await clients.read(context.db, shown.id);
  const isSecret =
    found?.secretHash !== null &&
    found?.secretHash !== undefined &&
    shown.secret !== undefined &&
    sameText(found.secretHash, hashToken(shown.secret, 'hex'));
  if (found && (isSecret || gatewayClient(context, request, found))) return found;
  throw new RefusedError(keyUnknown);
}

function basicOf({ headers }: FastifyRequest): { readonly id: string; readonly secret: string } | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]{1,400})$/i.exec(headers.authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id: decoded(id), secret: decoded(rest.join(':')) };
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
