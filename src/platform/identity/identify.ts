/** Who stands behind a request: a key in the header, or a session in the cookie, else nobody. */
import type { FastifyRequest } from 'fastify';
import type { Brief } from '../briefly.ts';
import { nobody } from '../caller.ts';
import type { Identify } from '../http/serve.ts';
import { problems } from '../problems.ts';
import { forgeryGuard, type ForgeryGuard } from './forgery.ts';
import { forgetCredentials, knownKeys, knownSessions } from './known-credentials.ts';
import type { Credential, IdentityContext, IdentityDeps } from './model.ts';
import { touchKey } from './store/key.ts';
import { touchSession, type KnownSession } from './store/session.ts';
import { csrfOf, hashToken, isHttps, keyTokenOf, sessionTokenOf } from './tokens.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request was known by; absent for nobody. */
    credential?: Credential;
  }
}

/** A session that is used is written at most once a minute. */
const TOUCH_EVERY_MS = 60_000;

type IdentifyContext = Pick<IdentityContext, 'db' | 'clock'>;
interface IdentifyDeps extends Pick<IdentityDeps, 'config' | 'describeCaller'> {
  readonly guard?: ForgeryGuard;
}

/** For `createServer({ identify })`. */
export function identifier(context: IdentifyContext, deps: IdentifyDeps): Identify {
  const { db, clock } = context;
  const https = isHttps(deps.config);
  const guard = deps.guard ?? forgeryGuard(deps.config.origin);

  async function credentialOf(request: FastifyRequest): Promise<Credential | undefined> {
    // Who proves a node or a program by another scheme is nobody to us: the endpoint itself looks at the proof.
    if (/^(node|dpop) /i.test(request.headers.authorization ?? '')) return undefined;
    if (request.headers.authorization !== undefined) return keyOf(request);
    const token = sessionTokenOf(request, https);
    const known = token === undefined ? undefined : await open(knownSessions, token);
    const csrf = () => csrfOf(token ?? '');
    guard(request, known && csrf);
    if (!known) return undefined;
    const { id, account, authenticatedAt, strength, acting } = known;
    const expiresAt = await stayAlive(known);
    return { kind: 'session', id, account, csrf, expiresAt, authenticatedAt, strength, acting };
  }

  /** What the token opens, unless its time is over. */
  async function open<T extends { expiresAt: string }>(those: Brief<T | undefined>, token: string) {
    const known = await those.read(db, hashToken(token, 'hex'));
    return known && Date.parse(known.expiresAt) > clock.now().getTime() ? known : undefined;
  }

  async function keyOf(request: FastifyRequest): Promise<Credential> {
    const token = keyTokenOf(request);
    const known = token === undefined ? undefined : await open(knownKeys, token);
    if (!known) throw problems.notSignedIn();
    const now = clock.now();
    if (known.usedAt === null || now.getTime() - Date.parse(known.usedAt) > TOUCH_EVERY_MS) {
      await touchKey(db, known.id, now);
      forgetCredentials();
    }
    return { kind: 'key', id: known.id, account: known.account };
  }

  /** Gives when the session ends if nothing more is done. */
  async function stayAlive(known: KnownSession): Promise<string> {
    const now = clock.now();
    if (now.getTime() - Date.parse(known.seenAt) <= TOUCH_EVERY_MS) return known.expiresAt;
    const idle = now.getTime() + deps.config.sessionIdle * 60_000;
    const expiresAt = new Date(Math.min(idle, Date.parse(known.endsAt)));
    await touchSession(db, known.id, now, expiresAt);
    forgetCredentials();
    return expiresAt.toISOString();
  }

  return async (request, language) => {
    const credential = await credentialOf(request);
    if (!credential) return nobody(language);
    request.credential = credential;
    if (credential.kind === 'key') return deps.describeCaller(db, credential.account, language);
    const { authenticatedAt, strength, acting } = credential;
    const caller = await deps.describeCaller(db, credential.account, language, acting ?? undefined);
    return { ...caller, authenticatedAt, strength };
  };
}
