/** Tokens of sessions and keys: made at random, stored as a hash, carried by a cookie or a header. */
import { hash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { newSecret } from '../ids.ts';

const sha256 = (text: string) => hash('sha256', text, 'buffer');

/** What is stored of a token. A token has 256 random bits, so that a plain hash is enough. */
export function hashToken(token: string): Buffer;
export function hashToken(token: string, as: 'hex'): string;
export function hashToken(token: string, as: 'hex' | 'buffer' = 'buffer'): string | Buffer {
  return hash('sha256', token, as);
}

export const newSessionToken = (): string => newSecret(32);
export const newKeyToken = (): string => `ak_${newSecret(32)}`;

/**
 * The token a page sends along with changes. It follows from the session's token, which no page can read, and does not
 * lead back to it: bound to the session, and nothing more to store.
 */
export const csrfOf = (sessionToken: string): string => sha256(`csrf ${sessionToken}`).toString('base64url');

export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

/** Whether people reach this node by https: the public address says so. */
export const isHttps = (config: Pick<Config, 'origin'>): boolean => config.origin?.startsWith('https:') ?? false;

/**
 * `__Host-` binds the cookie to this host, to `/` and to https (RFC 6265bis §4.1.3.2), so that no neighbouring host can
 * plant one; browsers refuse that name without TLS, where the plain name is all there is. Lax and not Strict: a link in
 * a letter opens a download or a page signed in; changes are guarded by token and origin besides.
 */
export const cookieName = (https: boolean): string => (https ? '__Host-artery' : 'artery');

const KEY = /^Bearer (ak_[\w-]{43})$/i;
const SESSION = /^[\w-]{43}$/;

export function keyTokenOf(request: FastifyRequest): string | undefined {
  return KEY.exec(request.headers.authorization ?? '')?.[1];
}

export function sessionTokenOf(request: FastifyRequest, https: boolean): string | undefined {
  const token = request.cookies[cookieName(https)];
  return token !== undefined && SESSION.test(token) ? token : undefined;
}

export function setSessionCookie(reply: FastifyReply, token: string, https: boolean): void {
  reply.setCookie(cookieName(https), token, { path: '/', httpOnly: true, sameSite: 'lax', secure: https });
}

export function clearSessionCookie(reply: FastifyReply, https: boolean): void {
  reply.clearCookie(cookieName(https), { path: '/', httpOnly: true, sameSite: 'lax', secure: https });
}
