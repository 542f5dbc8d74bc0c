/** The one place where an error becomes an answer: RFC 9457 in the asker's language. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Catalogues } from '../i18n.ts';
import { problems } from '../problems.ts';
import { Problem } from './problem.ts';
import { forgetRest } from './upload.ts';

/** The body of a problem: the members of RFC 9457 §3.1 and the problem's own. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance: string;
  readonly [member: string]: unknown;
}

export function problemBody(problem: Problem, words: Catalogues, at: { language: string; id: string }): ProblemBody {
  const { room, slug, status, title } = problem.kind;
  const t = words.translator(at.language);
  const key = `${room}:problems.${slug}`;
  const own = problem.message === title ? '' : problem.message;
  const detail = own || t(`${key}.detail`, { ...problem.extras, defaultValue: '' });
  return {
    ...problem.extras,
    type: `/problems/${room}/${slug}`,
    title: t(`${key}.title`, { ...problem.extras, defaultValue: title }),
    status,
    ...(detail && { detail }),
    instance: `urn:request:${at.id}`,
  };
}

/** Prints what was thrown. What is not a problem is a 500 that says nothing outside and everything in the log. */
export function printProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, words: Catalogues): void {
  const problem = error instanceof Problem ? error : fromFastify(error as FastifyError, request);
  if (problem.kind === problems.unexpected.kind && !request.raw.destroyed) {
    request.log.error({ err: error, route: request.routeOptions.url }, 'unexpected');
  }
  const { status } = problem.kind;
  const { retryAfter, allow, challenge, nonce } = problem.extras;
  if (typeof retryAfter === 'number') void reply.header('retry-after', String(Math.ceil(retryAfter)));
  if (typeof allow === 'string') void reply.header('allow', allow);
  const wanted = typeof challenge === 'string' ? challenge : 'Bearer realm="artery"';
  if (status === 401) void reply.header('www-authenticate', wanted); // RFC 9110 §15.5.2
  const rule = (problem.extras['decision'] as { rule?: unknown } | undefined)?.rule;
  // For gateways that log headers and no bodies.
  if (typeof rule === 'string') void reply.header('x-decision', rule);
  if (typeof nonce === 'string') void reply.header('dpop-nonce', nonce); // RFC 9449 §8
  void reply
    .code(status)
    .header('content-language', request.language)
    .type('application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemBody(problem, words, { language: request.language, id: request.id }));
  forgetRest(request.raw);
}

// What exchange's boot fence raises in the database (src/exchange/schema/040-evidence.sql), whoever writes.
const BEHIND_FENCE = 'AR001';

function fromFastify(error: FastifyError, request: FastifyRequest): Problem {
  switch (error.code) {
    case BEHIND_FENCE:
      return problems.readOnly();
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problems.tooLarge({ limit: request.routeOptions.bodyLimit });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problems.unsupportedMediaType({ accepted: 'application/json' });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return problems.interrupted();
    default:
      return (error.statusCode ?? 500) < 500 ? problems.invalidRequest() : problems.unexpected();
  }
}
