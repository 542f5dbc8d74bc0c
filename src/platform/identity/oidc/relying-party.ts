/**
 * The node as a client of an issuer (OpenID Connect Core 1.0, RFC 7636, RFC 9207). Everything goes out over the allow
 * list; ID tokens are verified by signature although they come over TLS, so that whoever sits on the way gains nothing.
 */
import * as oidc from 'openid-client';
import type { Context } from '../../context.ts';
import { outgoing } from '../../http/outgoing.ts';
import { Problem } from '../../http/problem.ts';
import { problems } from '../problems.ts';
import type { Issuer } from './issuers.ts';

const MOST_BYTES = 1024 * 1024;
const WITHIN_MS = 10_000;
const TOLERANCE_S = 30;
/** Whoever is asked anew was asked within these seconds. */
const AGAIN_S = 300;

export type RelyingParty = oidc.Configuration;

/** Reads the issuer's metadata anew each time: keys that it rotates are known at once. @throws problems.issuerSilent */
export async function relyingParty(issuer: Issuer, secrets: Context['secrets']): Promise<RelyingParty> {
  const out = outgoing({ allowed: issuer.allowed, mostBytes: MOST_BYTES, within: WITHIN_MS });
  const send: oidc.CustomFetch = (url, { method, headers, body, signal }) =>
    out.send(url, {
      method,
      headers,
      ...(body !== undefined &&
        body !== null && { body: body instanceof URLSearchParams ? body.toString() : (body as string) }),
      ...(signal && { signal }),
    });
  const secret = issuer.secret === undefined ? undefined : secrets?.(issuer.secret);
  const metadata = { id_token_signed_response_alg: issuer.alg ?? 'RS256', [oidc.clockTolerance]: TOLERANCE_S };
  // Plain HTTP leads nowhere but to a network that the allow list names.
  const insecure = issuer.url.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
  try {
    return await oidc.discovery(
      new URL(issuer.url),
      issuer.client,
      metadata,
      secret === undefined ? oidc.None() : oidc.ClientSecretBasic(secret),
      { [oidc.customFetch]: send, execute: [...insecure, oidc.enableNonRepudiationChecks] },
    );
  } catch (error) {
    throw isSilence(error) ? problems.issuerSilent({ issuer: issuer.name }) : refused(error);
  }
}

/** Where the browser is sent. `again`: the person is asked anew, whatever session the issuer has. */
export function addressAt(
  party: RelyingParty,
  asked: {
    readonly redirect: string;
    readonly state: string;
    readonly nonce: string;
    readonly challenge: string;
    readonly again: boolean;
  },
): string {
  return oidc.buildAuthorizationUrl(party, {
    redirect_uri: asked.redirect,
    scope: 'openid',
    response_type: 'code',
    state: asked.state,
    nonce: asked.nonce,
    code_challenge: asked.challenge,
    code_challenge_method: 'S256',
    ...(asked.again && { prompt: 'login', max_age: '0' }),
  }).href;
}

export interface Vouched {
  readonly subject: string;
  /** When the issuer last asked the person; undefined where it does not say. */
  readonly authenticatedAt: Date | undefined;
  readonly several: boolean;
}

/**
 * Takes the code to the issuer and verifies what comes back.
 * @param came the address the browser came to, with everything the issuer wrote into it
 * @throws problems.issuerSilent, problems.signInRefused
 */
export async function redeem(
  { several = [], name, client }: Issuer,
  party: RelyingParty,
  given: {
    readonly came: URL;
    readonly state: string;
    readonly nonce: string;
    readonly verifier: string;
    readonly again: boolean;
  },
): Promise<Vouched> {
  try {
    const answer = await oidc.authorizationCodeGrant(party, given.came, {
      pkceCodeVerifier: given.verifier,
      expectedState: given.state,
      expectedNonce: given.nonce,
      idTokenExpected: true,
      ...(given.again && { maxAge: AGAIN_S }),
    });
    const claims = answer.claims();
    if (!claims || claims.sub === '') throw new TypeError('no subject');
    // §3.1.3.7 (5), which the library leaves to its user where there is one audience.
    if (claims['azp'] !== undefined && claims['azp'] !== client) throw new TypeError('authorised for somebody else');
    const { auth_time: at, acr, amr } = claims;
    const said = [acr, ...(Array.isArray(amr) ? amr : [])];
    return {
      subject: claims.sub,
      authenticatedAt: typeof at === 'number' ? new Date(at * 1000) : undefined,
      several: several.some((one) => said.includes(one)),
    };
  } catch (error) {
    throw isSilence(error) ? problems.issuerSilent({ issuer: name }) : refused(error);
  }
}

/** Why stays with us: what was wrong with a token helps nobody but whoever forged it. */
function refused(error: unknown): Problem {
  return Object.assign(problems.signInRefused(), { cause: error });
}

/** Nobody answered, or only to say that something is broken there. */
function isSilence(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one instanceof Problem || one.name === 'TimeoutError' || one.name === 'AbortError') return true;
    if (one.cause instanceof Response) return one.cause.status >= 500;
  }
  return false;
}
