/** Cross-site request forgery: a change must come from our own page, and with a cookie also carry the session's token. */
import type { FastifyRequest } from 'fastify';
import { problems } from '../problems.ts';
import { sameText } from './tokens.ts';

export interface ForgeryGuard {
  /**
   * @param csrf gives the token of the session the request came with, undefined without one
   * @throws platform problems.forgedRequest
   */
  (request: FastifyRequest, csrf: (() => string) | undefined): void;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Reads pass. `origin` is the public address when a proxy stands in front; else the request's own host. */
export function forgeryGuard(origin: string | undefined): ForgeryGuard {
  const fixed = origin === undefined ? undefined : new URL(origin).origin;
  return (request, csrf) => {
    if (READS.has(request.method)) return;
    const own = fixed ?? `${request.protocol}://${request.host}`;
    if (!cameFrom(request, own)) throw problems.forgedRequest();
    if (csrf === undefined) return;
    const sent = request.headers['x-csrf-token'];
    if (typeof sent !== 'string' || !sameText(sent, csrf())) throw problems.forgedRequest();
  };
}

/** What a browser says of the page that asks (Fetch Metadata §2.3, RFC 6454 §7). Programs say nothing and pass. */
function cameFrom(request: FastifyRequest, own: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin } = request.headers;
  return origin === undefined || origin === own;
}
