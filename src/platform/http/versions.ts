/** Optimistic locking over HTTP: a version leaves as ETag and comes back as If-Match (RFC 9110 §8.8.3, §13.1.1). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problems } from '../problems.ts';

/** Sets the ETag of what is answered: `"7"`. */
export function setVersion(reply: FastifyReply, version: number): void {
  reply.header('etag', `"${String(version)}"`);
}

/**
 * The version the caller saw.
 * @throws problems.preconditionRequired without If-Match, preconditionFailed when it is no version of ours
 */
export function ifMatch(request: FastifyRequest): number {
  const given = request.headers['if-match'];
  if (given === undefined) throw problems.preconditionRequired();
  const version = /^"(\d{1,16})"$/.exec(given.trim())?.[1];
  if (version === undefined) throw problems.preconditionFailed();
  return Number(version);
}
