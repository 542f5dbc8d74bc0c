/** Headers every answer carries, and the policy of pages: nothing from another host, styles by nonce. */
import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** A fresh nonce (CSP Level 3 §7.1: at least 128 random bits). */
export const newNonce = (): string => randomBytes(18).toString('base64url');

/** `default-src 'self'`; `style` names what else may style, a nonce for pages, nothing for data. */
export function contentPolicy(nonce?: string, more: Readonly<Record<string, string>> = {}): string {
  const policy: Record<string, string> = {
    'default-src': "'self'",
    'script-src': "'self'",
    'style-src': nonce ? `'self' 'nonce-${nonce}'` : "'self'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    ...more,
  };
  return Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}

const ALWAYS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  vary: 'accept-language, cookie',
};

/** Data is never shown as a page: whoever opens it as one gets nothing to run. */
const DATA: Readonly<Record<string, string>> = {
  ...ALWAYS,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

const PAGE: Readonly<Record<string, string>> = {
  ...ALWAYS,
  'content-security-policy': contentPolicy(),
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** A year, as soon as people reach the node by https only (RFC 6797 §6.1). */
const HSTS = 'max-age=31536000';

export function setSecurityHeaders(reply: FastifyReply, options: { https: boolean; api: boolean }): void {
  reply.headers(options.api ? DATA : PAGE);
  if (options.https) reply.header('strict-transport-security', HSTS);
}
