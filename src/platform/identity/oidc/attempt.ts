/**
 * A sign-in on its way: state, nonce and verifier follow from a secret that only the browser's cookie holds, so that
 * nothing stored here can finish it, and no other browser can (login CSRF, RFC 9700 §4.7).
 */
import { createHash, createHmac } from 'node:crypto';
import { newSecret } from '../../ids.ts';
import { hashToken, sameText } from '../tokens.ts';

const made = (secret: string, what: string): string => createHmac('sha256', secret).update(what).digest('base64url');

export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  /** RFC 7636 §4.1: 43 characters. */
  readonly verifier: string;
  readonly challenge: string;
  readonly hash: Buffer;
}

function attemptOf(secret: string, id: string): Attempt {
  const state = `${id}.${made(secret, `state ${id}`)}`;
  const verifier = made(secret, `verifier ${id}`);
  return {
    state,
    nonce: made(secret, `nonce ${id}`),
    verifier,
    challenge: createHash('sha256').update(verifier).digest('base64url'),
    hash: hashToken(state),
  };
}

export const newAttempt = (secret: string): Attempt => attemptOf(secret, newSecret(16));

/** The attempt of this browser that the state names; undefined when another browser began it, or nobody did. */
export function attemptFrom(secret: string | undefined, state: string | undefined): Attempt | undefined {
  const [, id] = /^([\w-]{22})\.[\w-]{43}$/.exec(state ?? '') ?? [];
  if (secret === undefined || id === undefined) return undefined;
  const attempt = attemptOf(secret, id);
  return sameText(attempt.state, state ?? '') ? attempt : undefined;
}

/** Only addresses of our own: nobody is led elsewhere after signing in (CWE-601). */
export function safeBack(path: string | undefined): string {
  if (path === undefined || path.length > 500 || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path)) return '/';
  return URL.canParse(path, 'http://own.invalid') && new URL(path, 'http://own.invalid').host === 'own.invalid'
    ? path
    : '/';
}
