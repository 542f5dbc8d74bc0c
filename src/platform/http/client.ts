/** Whether a program asks, or a page of ours on behalf of somebody who looks at it. */
import type { FastifyRequest } from 'fastify';

/** Our pages say `x-artery-client: web` with every call (web/api.ts); a page that tries the API on purpose says `api`. */
export const CLIENT_HEADER = 'x-artery-client';

/**
 * A read over the API is one that no page of ours asked for. Pages name themselves in a header; a link of a page (a file
 * to download) is followed by the browser itself, which takes HTML as programs do not. Only counts rest on this, never a
 * decision: whoever lies here changes a figure of use, and nothing else.
 */
export function isApiCall({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers[CLIENT_HEADER] !== 'web' && !/\btext\/html\b/.test(headers.accept ?? '');
}
