/** How request bodies are read: JSON into memory up to a small limit, everything else as a counted stream. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problems } from '../problems.ts';
import { limitedBody, type UploadLimits } from './upload.ts';

/** Largest JSON body in bytes; what is larger is an upload. */
export const JSON_LIMIT = 2 * 1024 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    /** A JSON body as it came, for signatures over it; absent where there was none. */
    bodyText?: string;
  }
}

export function readBodies(fastify: FastifyInstance, limits: UploadLimits): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  const json = /^application\/(?:[\w.-]+\+)?json(?:;|$)/;
  fastify.addContentTypeParser(json, { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined);
    request.bodyText = body as string;
    void parse(request, body as string, (error, value) => done(error && problems.malformedJson(), value));
  });
  fastify.addContentTypeParser('*', (request, payload, done) => {
    try {
      acceptOnly(request);
      done(null, limitedBody(payload, limits, request.headers['content-length']));
    } catch (error) {
      done(error as Error);
    }
  });
}

function acceptOnly(request: FastifyRequest): void {
  const accepted = request.routeOptions.config.endpoint?.consumes ?? [];
  const kind = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (accepted.includes('*/*') || accepted.includes(kind)) return;
  throw problems.unsupportedMediaType({ accepted: accepted.length > 0 ? accepted.join(', ') : 'application/json' });
}
