/** Every way the platform itself can refuse. */
import { defineProblems } from './http/problem.ts';

export const problems = defineProblems('platform', {
  invalidRequest: {
    status: 400,
    title: 'The request does not have the documented form',
    help: 'Each entry of `errors` names a place (JSON Pointer) and what was expected there.',
  },
  malformedJson: {
    status: 400,
    title: 'The body is not JSON',
    help: 'Send well-formed JSON (RFC 8259) with the content type `application/json`.',
  },
  notSignedIn: {
    status: 401,
    title: 'Sign in first',
    help: 'The session is missing or has ended, or the key is not known.',
  },
  wrongCredentials: {
    status: 401,
    title: 'Name or password is not right',
    help: 'The same answer is given for an unknown name and for a wrong password.',
  },
  refused: {
    status: 403,
    title: 'Refused',
    help: 'The member `decision` says which rule, on which facts, who can change it, and what would pass.',
  },
  stepUpNeeded: {
    status: 403,
    title: 'Prove once more who you are',
    help: 'This act asks for a proof of the last `minutes` minutes: `POST /api/session/step-up`, or sign in anew through your issuer, then send it again. A key cannot do it.',
    audited: true,
  },
  forgedRequest: {
    status: 403,
    title: 'The request did not come from our own page',
    help: 'A change with a session cookie needs the header `x-csrf-token` and a same-origin `Origin` (CSRF).',
  },
  addressNotAllowed: {
    status: 403,
    title: 'This address may not be called',
    help: 'The node calls only hosts of an approved list, with every address they resolve to public or in a network that the list names; it follows no redirect. Every forbidden address gets this answer.',
  },
  farEndSilent: {
    status: 502,
    title: 'The other side did not answer',
    help: 'The address is allowed, but nothing usable came from it in time. Try again later, or ask who runs it.',
  },
  farEndTooLarge: {
    status: 502,
    title: 'The answer of the other side is too large',
    help: 'The member `limit` is in bytes. Ask for smaller pages.',
  },
  notFound: { status: 404, title: 'Not found', help: 'Nothing is served at this address.' },
  tooLarge: {
    status: 413,
    title: 'The upload is larger than this node accepts',
    help: 'The member `limit` is in bytes. Split the file, or ask for a higher `ARTERY_UPLOAD_LIMIT`.',
  },
  tooSlow: {
    status: 408,
    title: 'The upload fell silent',
    help: 'No byte came for the seconds in `seconds`. Nothing was stored; send it again.',
  },
  interrupted: {
    status: 400,
    title: 'The upload was interrupted',
    help: 'The connection ended before the body did. Nothing was stored; send it again.',
  },
  unsupportedMediaType: {
    status: 415,
    title: 'This kind of content is not accepted here',
    help: 'The member `accepted` lists the content types of this endpoint.',
  },
  methodNotAllowed: {
    status: 405,
    title: 'This address does not take this method',
    help: 'The `allow` header lists the methods it takes.',
  },
  busy: {
    status: 503,
    title: 'The node is busy',
    help: 'Too many requests of this kind are running and waiting. Repeat after the seconds in the `retry-after` header.',
  },
  tooManyRequests: {
    status: 429,
    title: 'Too many requests',
    help: 'Wait for the seconds in the `retry-after` header.',
  },
  preconditionRequired: {
    status: 428,
    title: 'Say which version you saw',
    help: 'Send the ETag of the version you edited in `If-Match`.',
  },
  preconditionFailed: {
    status: 412,
    title: 'Somebody changed it in the meantime',
    help: 'Read it again, compare, and repeat the change on the new version.',
  },
  idempotencyConflict: {
    status: 422,
    title: 'The same idempotency key came with another content',
    help: 'A key belongs to one act; open the form again.',
  },
  readOnly: {
    status: 503,
    title: 'This node is read-only',
    help: 'The database was restored from a backup, or entries were removed. Nothing is written until a newer copy is restored or the loss is declared, so that nothing which others hold is silently written over.',
  },
  unexpected: {
    status: 500,
    title: 'The node made a mistake',
    help: 'Nothing was stored. The member `instance` finds the log entry.',
  },
});
