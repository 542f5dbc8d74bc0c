/** Serves a contract: input checked by its schemas, the decision taken before the handler, the answer printed. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import type { Caller } from '../caller.ts';
import type { Decision } from '../decision.ts';
import type { Translate } from '../i18n.ts';
import type { About, Answer, Body, Endpoint, Params, Query } from './endpoint.ts';

export type AnyEndpoint = Endpoint<TSchema, TSchema, TSchema, TSchema>;

/** Handed in once by `node.ts`: governance answers, the platform only asks. */
export type Authorize = (caller: Caller, permission: string, about: About) => Promise<Decision>;

export interface Server {
  readonly fastify: FastifyInstance;
  /** Every contract served so far: `openapi.json` and the contract tests read it. */
  readonly served: AnyEndpoint[];
  readonly authorize: Authorize;
}

export interface Call<E> {
  readonly params: Params<E>;
  readonly query: Query<E>;
  readonly body: Body<E>;
  readonly caller: Caller;
  /** The decision that let this call through. */
  readonly decision: Decision;
  readonly t: Translate;
  /** For streams and headers only. */
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export type Handler<E> = (call: Call<E>) => Promise<Answer<E>> | Answer<E>;
