/** Builds the HTTP server of a node; the rooms serve their contracts on it. */
import cookie from '@fastify/cookie';
import {
  fastify as createFastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
} from 'fastify';
import { nobody } from '../caller.ts';
import type { Config } from '../config.ts';
import type { Catalogues } from '../i18n.ts';
import { newId } from '../ids.ts';
import type { Log } from '../log.ts';
import { problems } from '../problems.ts';
import { JSON_LIMIT, readBodies } from './bodies.ts';
import { openGate, type Width } from './gate.ts';
import { serveHealth, type HealthCheck } from './health.ts';
import { languageOf } from './language.ts';
import { measureRequests, type FollowerLag } from './metrics.ts';
import { printProblem } from './print-problem.ts';
import type { ProblemKind } from './problem.ts';
import { serveProblemPages } from './problem-page.ts';
import { serveReference } from './reference.ts';
import { setSecurityHeaders } from './security.ts';
import type { Authorize, Identify, Server } from './serve.ts';
import { serveWeb, type WebPages } from './static.ts';
import { forgetRest } from './upload.ts';

export interface ServerOptions {
  readonly authorize: Authorize;
  readonly identify: Identify;
  readonly insistOnStrength?: Server['insistOnStrength'];
  readonly audit: Server['audit'];
  readonly words: Catalogues;
  readonly marks?: Server['marks'];
  readonly log: Log;
  readonly config: Pick<Config, 'uploadLimit' | 'origin'> & Partial<Pick<Config, 'uploadSilence' | 'proxies'>>;
  /** Folder of the built web application: `dist/web`. */
  readonly webRoot?: string | undefined;
  /** Languages answered in, the first is the default; those of the catalogues when absent. */
  readonly languages?: readonly string[];
  /** Problems of the rooms, for their pages; more can be pushed to `server.kinds`. */
  readonly kinds?: readonly ProblemKind[];
  /** What `/health` looks at, by name. */
  readonly health?: Readonly<Record<string, HealthCheck>>;
  readonly lag?: FollowerLag;
  readonly checkAnswers?: boolean;
  readonly widths?: Partial<Record<'reads' | 'writes' | 'uploads', Width>>;
}

export interface HttpServer extends Server, AsyncDisposable {
  /** Starts listening; gives the address, `http://127.0.0.1:8080`. */
  listen(at: { host: string; port: number }): Promise<string>;
  /** Takes no more requests, lets the running ones end, then cuts what is left. */
  stop(withinMs?: number): Promise<void>;
}

// Reads wait for a few database connections; uploads hold one each for minutes.
const WIDTHS = {
  reads: { running: 256, waiting: 1024 },
  writes: { running: 64, waiting: 256 },
  uploads: { running: 4, waiting: 32 },
};
const STOP_WITHIN_MS = 10_000;
/** A person's key or a code in a path is never longer. */
const LONGEST_PARAM = 500;

export async function createServer(options: ServerOptions): Promise<HttpServer> {
  const fastify = createFastify({
    loggerInstance: options.log as FastifyBaseLogger,
    // Fastify's own lines print addresses, and addresses hold values.
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (error, request, reply) => printProblem(error, request, reply, options.words),
    genReqId: () => newId(),
    bodyLimit: JSON_LIMIT,
    forceCloseConnections: 'idle',
    trustProxy: options.config.proxies?.length ? [...options.config.proxies] : false,
    routerOptions: { maxParamLength: LONGEST_PARAM },
  }) as unknown as FastifyInstance;
  const languages = options.languages ?? options.words.languages;
  await fastify.register(cookie);
  fastify.decorateRequest('language', languages[0] ?? 'en');
  fastify.decorateRequest('caller', null as never);
  readBodies(fastify, { bytes: options.config.uploadLimit, silenceMs: (options.config.uploadSilence ?? 60) * 1000 });
  hookRequests(fastify, languages, options.config.origin?.startsWith('https:') ?? false);
  const server = assemble(fastify, options);
  measureRequests(fastify, options.lag);
  serveHealth(fastify, options.health ?? {});
  serveProblemPages(server, options.words);
  serveReference(server);
  answerTheRest(server, await serveWeb(fastify, options.webRoot));
  return server;
}

function assemble(fastify: FastifyInstance, options: ServerOptions): HttpServer {
  const widths = { ...WIDTHS, ...options.widths };
  const stop = (withinMs = STOP_WITHIN_MS) => stopServer(fastify, withinMs);
  return {
    fastify,
    served: [],
    kinds: [...Object.values(problems).map((problem) => problem.kind), ...(options.kinds ?? [])],
    authorize: options.authorize,
    identify: options.identify,
    insistOnStrength: options.insistOnStrength,
    audit: options.audit,
    words: options.words,
    marks: options.marks,
    checkAnswers: options.checkAnswers ?? false,
    uploadLimit: options.config.uploadLimit,
    gates: { reads: openGate(widths.reads), writes: openGate(widths.writes), uploads: openGate(widths.uploads) },
    listen: (at) => fastify.listen(at),
    stop,
    [Symbol.asyncDispose]: () => stop(),
  };
}

function hookRequests(fastify: FastifyInstance, languages: readonly string[], https: boolean): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    request.language = languageOf(request, languages);
    request.caller = nobody(request.language);
    void reply.header('x-request-id', request.id);
    setSecurityHeaders(reply, { https, api: /^\/(?:api|exchange\/v1)\//.test(request.url) });
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    forgetRest(request.raw);
    request.log.info(line(request, reply.statusCode, reply.elapsedTime), 'answered');
    done();
  });
}

/** Route and not address, account and not name: the log holds no value. */
const line = (request: FastifyRequest, status: number, ms: number) => ({
  method: request.method,
  route: request.routeOptions.config.endpoint?.name ?? request.routeOptions.url ?? 'none',
  status,
  ms: Math.round(ms * 10) / 10,
  account: request.caller.account,
});

function answerTheRest(server: Server, web: WebPages): void {
  const { fastify, words } = server;
  fastify.setErrorHandler((error, request, reply) => printProblem(error, request, reply, words));
  fastify.setNotFoundHandler((request, reply) => {
    if (web.open(request, reply)) return;
    printProblem(elsewhere(server, request), request, reply, words);
  });
}

/** The address is served with other methods, or not at all. */
function elsewhere(server: Server, request: FastifyRequest) {
  const path = request.url.split('?')[0] ?? '';
  const allow = server.served
    .filter((endpoint) => new RegExp(`^${endpoint.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .map((endpoint) => endpoint.method);
  return allow.length > 0 ? problems.methodNotAllowed({ allow: allow.join(', ') }) : problems.notFound();
}

async function stopServer(fastify: FastifyInstance, withinMs: number): Promise<void> {
  // A connection that was busy when the stop began becomes idle later; nobody else closes it then.
  const sweep = setInterval(() => fastify.server.closeIdleConnections(), 50);
  const cut = setTimeout(() => fastify.server.closeAllConnections(), withinMs);
  await fastify.close();
  clearInterval(sweep);
  clearTimeout(cut);
}
