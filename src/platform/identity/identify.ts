/** Who stands behind a request: a key in the header, or a session in the cookie, else nobody. */
import type { FastifyRequest } from 'fastify';
import { nobody, type Caller } from '../caller.ts';
import { gather } from '../gather.ts';
import type { Identify } from '../http/serve.ts';
import { problems } from '../problems.ts';
import { forgeryGuard, type ForgeryGuard } from './forgery.ts';
import type { Credential, IdentityContext, IdentityDeps } from './model.ts';
import { findKeys, touchKey, type KnownKey } from './store/key.ts';
import { findSessions, touchSession, type KnownSession } from './store/session.ts';
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

/** For `createServer({ identify })`. Look-ups of requests that come together are one statement each. */
export function identifier(context: IdentifyContext, deps: IdentifyDeps): Identify {
  const { db, clock } = context;
  const https = isHttps(deps.config);
  const guard = deps.guard ?? forgeryGuard(deps.config.origin);
  const byHash = <T extends { hash: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.hash, row]));
  const session = gather<string, KnownSession>(async (hashes) => byHash(await findSessions(db, hashes, clock.now())));
  const key = gather<string, KnownKey>(async (hashes) => byHash(await findKeys(db, hashes, clock.now())));
  const describe = gather<string, Caller>(async (asked) => {
    const callers = asked.map(async (pair) => {
      const [account = '', language = ''] = pair.split(' ');
      return [pair, await deps.describeCaller(db, account, language)] as const;
    });
    return new Map(await Promise.all(callers));
  });

  async function credentialOf(request: FastifyRequest): Promise<Credential | undefined> {
    if (request.headers.authorization !== undefined) return keyOf(request);
    const token = sessionTokenOf(request, https);
    const known = token && (await session(hashToken(token).toString('hex')));
    const csrf = token && known ? csrfOf(token) : undefined;
    guard(request, csrf);
    if (!known || csrf === undefined) return undefined;
    return { kind: 'session', id: known.id, account: known.account, csrf, expiresAt: await stayAlive(known) };
  }

  async function keyOf(request: FastifyRequest): Promise<Credential> {
    const token = keyTokenOf(request);
    const known = token && (await key(hashToken(token).toString('hex')));
    if (!known) throw problems.notSignedIn();
    const now = clock.now();
    if (known.usedAt === null || now.getTime() - Date.parse(known.usedAt) > TOUCH_EVERY_MS) {
      await touchKey(db, known.id, now);
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
    return expiresAt.toISOString();
  }

  return async (request, language) => {
    const credential = await credentialOf(request);
    if (!credential) return nobody(language);
    request.credential = credential;
    return (await describe(`${credential.account} ${language}`)) ?? nobody(language);
  };
}
