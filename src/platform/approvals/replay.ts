/** Makes a kept request again, in the name of whoever proposed it, once somebody else has agreed. */
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../caller.ts';
import { newSecret } from '../ids.ts';
import type { Identify, Server } from '../http/serve.ts';
import type { KeptRequest } from './sealed-request.ts';

interface Agreed {
  readonly approval: string;
  readonly permission: string;
  readonly caller: Caller;
}

const HEADER = 'x-artery-agreed';
// By a secret that never leaves the process and is good for one request.
const agreedTo = new Map<string, Agreed>();
const replays = new WeakMap<FastifyRequest, Agreed>();

/** Whether this request was agreed to, for this permission. */
export const isReplay = (request: FastifyRequest, permission: string): boolean =>
  replays.get(request)?.permission === permission;

/** An `Identify` that knows an agreed request as its proposer's. */
export const identifyAgreed =
  (identify: Identify): Identify =>
  (request, language) => {
    const secret = request.headers[HEADER];
    const agreed = typeof secret === 'string' ? agreedTo.get(secret) : undefined;
    if (!agreed || typeof secret !== 'string') return identify(request, language);
    agreedTo.delete(secret);
    replays.set(request, agreed);
    const { caller } = agreed;
    // Acts that need a person at the keyboard had one when it was proposed, and have another now.
    if (caller.kind === 'person')
      Object.assign(request, {
        credential: { kind: 'session', id: agreed.approval, account: caller.account, acting: null, csrf: () => '' },
      });
    return Promise.resolve(caller);
  };

export interface Outcome {
  readonly status: number;
  /** Of its problem, in the proposer's language. */
  readonly title?: string;
  /** The problem as it was answered. */
  readonly problem?: Readonly<Record<string, unknown>>;
}

/** @param kept as it was opened; @param agreed who proposed it, as he stands today */
export async function replay({ fastify }: Server, kept: KeptRequest, agreed: Agreed): Promise<Outcome> {
  const secret = newSecret(32);
  agreedTo.set(secret, agreed);
  try {
    const answer = await fastify.inject({
      method: kept.method as 'POST',
      url: kept.url,
      headers: {
        [HEADER]: secret,
        accept: 'application/json, application/problem+json',
        'accept-language': agreed.caller.language,
        'idempotency-key': kept.idempotencyKey ?? `approval-${agreed.approval}`,
        ...(kept.ifMatch !== undefined && { 'if-match': kept.ifMatch }),
        ...(kept.body !== null && { 'content-type': 'application/json' }),
      },
      ...(kept.body !== null && { payload: kept.body }),
    });
    if (answer.statusCode < 400) return { status: answer.statusCode };
    const problem = answer.json<{ title?: string }>();
    return { status: answer.statusCode, problem, ...(problem.title !== undefined && { title: problem.title }) };
  } finally {
    agreedTo.delete(secret);
  }
}
