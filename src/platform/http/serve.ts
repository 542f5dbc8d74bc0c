/** Serves a contract: input checked by its schemas, the decision taken before the handler, the answer printed. */
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { nobody, type Caller } from '../caller.ts';
import { allow, type Decision } from '../decision.ts';
import type { Catalogues, Translate } from '../i18n.ts';
import type { Audit } from '../ledger/audit.ts';
import type { MarkGuard } from '../marks/guard.ts';
import { problems } from '../problems.ts';
import type { About, AnyEndpoint, Answer, Body, Endpoint, Params, Query } from './endpoint.ts';
import type { Gate } from './gate.ts';
import { compileChecker, compileInput, type Checker, type Input } from './input.ts';
import { fieldErrors } from './invalid.ts';
import { refuseMarks, watchMarks } from './marks.ts';
import type { ProblemKind } from './problem.ts';
import { aboutOf, audited, recordRefusal, type Acting } from './record-refusal.ts';
import { refusal } from './refusal.ts';
import type { InsistOnStrength } from './strength.ts';

export type { AnyEndpoint } from './endpoint.ts';
export { actionOf } from './record-refusal.ts';

/** Handed in once by `node.ts`: governance answers, the platform only asks. */
export type Authorize = (caller: Caller, permission: string, about: About) => Promise<Decision>;

/**
 * Handed in once by `node.ts`: who stands behind a request's session or key; `nobody` when there is neither.
 * @throws problems.forgedRequest when a session's request did not come from our own page
 */
export type Identify = (request: FastifyRequest, language: string) => Promise<Caller>;

/**
 * Put in place by the room of approvals: keeps the request for a second person where the profile asks for one.
 * @throws approvals/second-person-needed when it was kept
 */
export type AskSecondPerson = (acting: Acting, decision: Decision) => Promise<void>;

export interface Server {
  readonly fastify: FastifyInstance;
  /** Every contract served so far: `openapi.json` and the contract tests read it. */
  readonly served: AnyEndpoint[];
  /** Every problem the node can answer with: `/problems/<room>/<slug>` shows them. `node.ts` adds the rooms' own. */
  readonly kinds: ProblemKind[];
  readonly authorize: Authorize;
  readonly identify: Identify;
  /** Asked after the decision: strong acts need a fresh proof. Absent: none does. */
  readonly insistOnStrength?: InsistOnStrength | undefined;
  /** Asked last, before the handler. Absent: nobody's act waits for another. */
  readonly askSecondPerson?: AskSecondPerson | undefined;
  readonly audit: Pick<Audit, 'append'>;
  readonly words: Catalogues;
  /** What looks for marks of secrecy; absent: nothing does. */
  readonly marks?: MarkGuard | undefined;
  /** Answers are held against their schema, and a misfit is a 500: on in tests and in development. */
  readonly checkAnswers: boolean;
  /** Largest upload in bytes. */
  readonly uploadLimit: number;
  readonly gates: { readonly reads: Gate; readonly writes: Gate; readonly uploads: Gate };
}

export interface Call<E> {
  readonly params: Params<E>;
  readonly query: Query<E>;
  readonly body: Body<E>;
  readonly caller: Caller;
  /** The decision that let this call through. */
  readonly decision: Decision;
  readonly t: Translate;
  /** The body of an endpoint that `consumes` something else than JSON: unread, counted while it passes. */
  readonly upload: Readable;
  /** Waits outside the gate: whoever does nothing but wait takes no other request's place. */
  readonly outside: <T>(wait: () => Promise<T>) => Promise<T>;
  /** For headers and cookies only. */
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * Gives the answer; `undefined` becomes 204. An endpoint that `produces` something else than JSON gives a stream, a
 * buffer or a text; the first of `produces` is the content type unless the handler set another on `reply`.
 */
export type Handler<E> = (call: Call<E>) => Promise<Answer<E>> | Answer<E>;

declare module 'fastify' {
  interface FastifyRequest {
    language: string;
    caller: Caller;
  }
  interface FastifyContextConfig {
    endpoint?: AnyEndpoint;
  }
}

const noUpload = Readable.from([]);

/** The streamed body; an empty one of its own for an upload without content. */
function uploadOf(request: FastifyRequest, endpoint: AnyEndpoint): Readable {
  if (request.body instanceof Readable) return request.body;
  return endpoint.consumes ? Readable.from([]) : noUpload;
}

/** Puts an endpoint on the air. */
export function serve<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema>(
  server: Server,
  endpoint: Endpoint<P, Q, B, R>,
  handler: Handler<Endpoint<P, Q, B, R>>,
): void {
  const served = endpoint as AnyEndpoint;
  const read = compileInput(served);
  const answers = served.response && server.checkAnswers ? compileChecker(served.response) : undefined;
  const gate = gateOf(server, served);
  server.served.push(served);
  server.fastify.route({
    method: endpoint.method,
    url: endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
    config: { endpoint: served },
    onRequest: async (request, reply) => {
      await takePlace(gate, request, reply);
      if (served.credentials === undefined) request.caller = await server.identify(request, request.language);
      if (served.permission !== 'public' && request.caller.kind === 'nobody') throw problems.notSignedIn();
    },
    handler: async (request, reply) => {
      const t = server.words.translator(request.language);
      const input = checked(request, read, t);
      const acting = { server, endpoint: served, request, input };
      await refuseMarks(acting);
      const decision = await decide(server, served, request, input);
      if (!decision.allowed) {
        // What the node asks itself, whether an address answers, is refused to nobody.
        if (request.caller.account !== 'system') await recordRefusal(acting, decision.rule, decision.facts);
        throw refusal(decision, t, request.language);
      }
      const { params, query, body } = input;
      const upload = await watchMarks(acting, uploadOf(request, served));
      const outside: Call<unknown>['outside'] = (wait) => places.get(request)?.(wait) ?? wait();
      const call = { params, query, body, caller: request.caller, decision, t, upload, outside, request, reply };
      const answer = await audited(acting, async () => {
        server.insistOnStrength?.(request.caller, served.permission);
        await server.askSecondPerson?.(acting, decision);
        return handler(call as Call<Endpoint<P, Q, B, R>>);
      });
      return print(reply, served, answer, answers);
    },
  });
}

const places = new WeakMap<FastifyRequest, Call<unknown>['outside']>();

/** A place in the gate until the answer has gone, or nobody wants it any more. */
async function takePlace(gate: Gate, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  let leave = await gate.enter();
  let isOver = false;
  const end = () => {
    isOver = true;
    leave();
  };
  reply.raw.once('close', end).once('finish', end);
  places.set(request, async (wait) => {
    leave();
    try {
      return await wait();
    } finally {
      leave = await gate.again();
      if (isOver) leave();
    }
  });
}

function gateOf(server: Server, endpoint: AnyEndpoint): Gate {
  if (endpoint.consumes) return server.gates.uploads;
  return endpoint.method === 'GET' ? server.gates.reads : server.gates.writes;
}

function checked(request: FastifyRequest, read: ReturnType<typeof compileInput>, t: Translate): Input {
  const query = { ...(request.query as Record<string, unknown>) };
  delete query['lang']; // asks for a language at any address
  const streamed = request.body instanceof Readable;
  if (request.url.includes('%00')) throw problems.invalidRequest();
  const { input, misfits } = read({ params: request.params, query, body: streamed ? undefined : request.body });
  if (misfits.length > 0) throw problems.invalidRequest({ errors: fieldErrors(misfits, t) });
  return input;
}

async function decide(server: Server, endpoint: AnyEndpoint, request: FastifyRequest, input: Input): Promise<Decision> {
  if (endpoint.permission === 'public') return allow('platform/public');
  return server.authorize(request.caller, endpoint.permission, aboutOf(endpoint, input));
}

class AnswerMisfitError extends Error {
  override name = 'AnswerMisfitError';
}

function print(reply: FastifyReply, endpoint: AnyEndpoint, answer: unknown, answers: Checker | undefined): unknown {
  if (reply.sent) return reply;
  if (answer === undefined || answer === null) return reply.code(204).send();
  if (isRaw(endpoint, answer)) {
    const own = endpoint.produces?.[0];
    if (own && !reply.hasHeader('content-type')) reply.type(own);
    return reply.send(answer);
  }
  if (answers && !answers.check(answer)) {
    const found = JSON.stringify(answers.violations(answer).slice(0, 5));
    throw new AnswerMisfitError(`${endpoint.name} gave an answer that is not in its contract: ${found}`);
  }
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer));
}

const isRaw = (endpoint: AnyEndpoint, answer: unknown) =>
  answer instanceof Readable ||
  Buffer.isBuffer(answer) ||
  (endpoint.produces !== undefined && typeof answer === 'string');

/** An `Identify` for servers without accounts: everybody is nobody. */
export const identifyNobody: Identify = (_request, language) => Promise.resolve(nobody(language));
