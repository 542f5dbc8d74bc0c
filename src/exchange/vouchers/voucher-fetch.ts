/**
 * The asking side: a `fetch` that gets a voucher from the provider, renews it before it ends, and proves possession of
 * the key with every request (RFC 7523, RFC 9449).
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import { ProblemError, type ProblemDocument, type Send } from '../../platform/http/call.ts';
import type { Voucher } from './contract.ts';
import { ASSERTION_TYPE } from './know-client.ts';
import { ASSERTION_SECONDS, type PublicJwk } from './model.ts';
import { hashOf } from './tokens.ts';

/** What signs for a client; the private key stays where it is. */
export interface Signer {
  readonly jwk: PublicJwk;
  /** The name under which the provider knows it: the key's thumbprint (RFC 7638). */
  readonly client: string;
  /** `EdDSA` or `ES256`. */
  readonly algorithm: string;
  sign(text: Buffer): Buffer;
}

export interface VoucherFetchOptions {
  readonly keys: Signer;
  readonly clock: Clock;
  /** Origin of the provider: `https://host:port`. */
  readonly address: string;
  readonly agreement: string;
  readonly purpose?: string | undefined;
  /** Code of the consumer body, for a client that acts for several. */
  readonly consumer?: string | undefined;
  /** Name of the provider's node, when it is known already; asked of the provider otherwise. */
  readonly audience?: string | undefined;
  /** Gets absolute addresses. Default: the one of the runtime. */
  readonly fetch?: Send | undefined;
}

export interface VoucherSend extends Send {
  /** The voucher in hand, renewed when it is about to end. @throws ProblemError with the provider's refusal */
  voucher(): Promise<Voucher>;
}

/** A voucher is renewed when it has less than this left. */
const RENEW_BEFORE_MS = 30_000;
const TOKEN_PATH = '/exchange/v1/token';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function signed(keys: Signer, header: object, claims: object): string {
  const text = `${encode({ ...header, alg: keys.algorithm })}.${encode(claims)}`;
  return `${text}.${keys.sign(Buffer.from(text)).toString('base64url')}`;
}

/** Sends with a proof of the key, and once more with the nonce that came, when it was only that. */
function prover({ keys, clock }: Pick<VoucherFetchOptions, 'keys' | 'clock'>, send: Send) {
  let nonce: string | undefined;
  const proof = (method: string, url: string, token?: string) => {
    const { origin, pathname } = new URL(url);
    const iat = Math.floor(clock.now().getTime() / 1000);
    const claims = { jti: randomUUID(), htm: method, htu: origin + pathname, iat };
    const header = { typ: 'dpop+jwt', jwk: keys.jwk };
    return signed(keys, header, { ...claims, ...(nonce && { nonce }), ...(token && { ath: hashOf(token) }) });
  };
  const once = async (url: string, init: RequestInit, token?: string) => {
    const headers = {
      ...Object.fromEntries(new Headers(init.headers ?? {})),
      dpop: proof(init.method ?? 'GET', url, token),
      ...(token && { authorization: `DPoP ${token}` }),
    };
    const answer = await send(url, { ...init, headers });
    const given = answer.headers.get('dpop-nonce');
    const isNew = given !== null && given !== nonce;
    if (given !== null) nonce = given;
    return { answer, isNew };
  };
  return async (url: string, init: RequestInit, token?: string): Promise<Response> => {
    const { answer, isNew } = await once(url, init, token);
    if (!isNew || (answer.status !== 400 && answer.status !== 401)) return answer;
    const said = (await answer
      .clone()
      .json()
      .catch(() => ({}))) as { error?: unknown };
    return said.error === 'use_dpop_nonce' ? (await once(url, init, token)).answer : answer;
  };
}

/** Asks the token endpoint. @throws ProblemError with the provider's refusal */
function asker(options: VoucherFetchOptions, send: Send, proved: ReturnType<typeof prover>) {
  const { keys, clock, agreement, purpose, consumer } = options;
  const { origin } = new URL(options.address);
  let { audience } = options;
  const audienceOf = async (): Promise<string> => {
    if (audience !== undefined) return audience;
    const url = `${origin}/.well-known/oauth-authorization-server`;
    const answer = await send(url, { headers: { accept: 'application/json' } });
    if (!answer.ok) throw new ProblemError(await problemOf(answer));
    return (audience = ((await answer.json()) as { issuer: string }).issuer);
  };
  return async (): Promise<Voucher> => {
    const iat = Math.floor(clock.now().getTime() / 1000);
    const claims = { iss: keys.client, sub: keys.client, aud: await audienceOf(), iat, exp: iat + ASSERTION_SECONDS };
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: signed(keys, { typ: 'JWT' }, { ...claims, jti: randomUUID() }),
      agreement,
      ...(purpose !== undefined && { purpose }),
      ...(consumer !== undefined && { consumer }),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/problem+json' };
    const answer = await proved(origin + TOKEN_PATH, { method: 'POST', headers, body: form.toString() });
    if (!answer.ok) throw new ProblemError(await problemOf(answer));
    return (await answer.json()) as Voucher;
  };
}

/** Takes paths with query (`/exchange/v1/…`) or absolute addresses of the provider. */
export function voucherFetch(options: VoucherFetchOptions): VoucherSend {
  const { clock } = options;
  const send: Send = options.fetch ?? ((url, init) => fetch(url, init));
  const proved = prover(options, send);
  const ask = asker(options, send, proved);
  const { origin } = new URL(options.address);
  let held: { readonly voucher: Voucher; readonly until: number } | undefined;
  let asking: Promise<Voucher> | undefined;
  const voucher = (): Promise<Voucher> => {
    if (held && held.until - clock.now().getTime() > RENEW_BEFORE_MS) return Promise.resolve(held.voucher);
    asking ??= ask()
      .then((given) => {
        held = { voucher: given, until: clock.now().getTime() + given.expires_in * 1000 };
        return given;
      })
      .finally(() => (asking = undefined));
    return asking;
  };
  const asked: Send = async (path, init) => {
    const url = new URL(path, origin).href;
    const answer = await proved(url, init, (await voucher()).access_token);
    if (answer.status !== 401) return answer;
    // Revoked, or signed by a key the provider does not have any more: one new voucher, then its word counts.
    held = undefined;
    return proved(url, init, (await voucher()).access_token);
  };
  return Object.assign(asked, { voucher });
}

async function problemOf(answer: Response): Promise<ProblemDocument> {
  const said = (await answer.json().catch(() => undefined)) as ProblemDocument | undefined;
  return said ?? { type: 'about:blank', title: answer.statusText, status: answer.status };
}
