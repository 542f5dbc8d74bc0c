/** Calls a contract: the same for the screens, the command line and other nodes. Knows no Node module. */
import type { AnyEndpoint, Answer, Body, Params, Query } from './endpoint.ts';

/** `fetch`, or something like it that adds an address and a key. Gets a path with query, `/api/…`. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/** A problem as it came over the wire (RFC 9457). */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance?: string;
  readonly [member: string]: unknown;
}

export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly status: number;
  readonly problem: ProblemDocument;
  constructor(problem: ProblemDocument) {
    super(problem.detail ?? problem.title);
    this.status = problem.status;
    this.problem = problem;
  }
}

/** What goes along with the parts of the contract. */
export interface CallOptions {
  /** The session's token, for changes made with a cookie. */
  readonly csrf?: string | undefined;
  /** Made when the form opens: the same act sent twice is done once. */
  readonly idempotencyKey?: string | undefined;
  /** The ETag of the version that was edited. */
  readonly ifMatch?: string | undefined;
  readonly language?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For endpoints that `consumes` something else than JSON. */
  readonly upload?: { readonly content: BodyInit; readonly type: string } | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

// A part that a contract does not declare is `unknown`, and may be left out.
type Part<Name extends string, Value> = unknown extends Value
  ? { readonly [K in Name]?: undefined }
  : {} extends Value
    ? { readonly [K in Name]?: Value }
    : { readonly [K in Name]: Value };

export type CallInput<E> = Part<'params', Params<E>> & Part<'query', Query<E>> & Part<'body', Body<E>> & CallOptions;

type Rest<E> = {} extends CallInput<E> ? [input?: CallInput<E>] : [input: CallInput<E>];

/** @throws ProblemError for every answer that is not a success */
export async function call<E extends AnyEndpoint>(send: Send, endpoint: E, ...[input]: Rest<E>): Promise<Answer<E>> {
  const response = await callRaw(send, endpoint, ...([input] as Rest<E>));
  if (response.status === 204) return undefined as Answer<E>;
  const json = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return (json ? await response.json() : await response.text()) as Answer<E>;
}

/** The same, with the response itself: for streams, files and headers. @throws ProblemError */
export async function callRaw<E extends AnyEndpoint>(send: Send, endpoint: E, ...[input]: Rest<E>): Promise<Response> {
  const given = (input ?? {}) as CallOptions & Record<'params' | 'query' | 'body', Record<string, unknown> | undefined>;
  const content = given.upload?.content ?? (given.body === undefined ? undefined : JSON.stringify(given.body));
  const init: RequestInit & { duplex?: 'half' } = {
    method: endpoint.method,
    headers: headersOf(given, endpoint),
    ...(content !== undefined && { body: content }),
    ...(typeof ReadableStream !== 'undefined' && content instanceof ReadableStream && { duplex: 'half' }),
    ...(given.signal && { signal: given.signal }),
  };
  const response = await send(addressOf(endpoint, given.params, given.query), init);
  if (!response.ok) throw new ProblemError(await problemOf(response));
  return response;
}

function headersOf(given: CallOptions & { body?: unknown }, endpoint: AnyEndpoint): Record<string, string> {
  const accept = [endpoint.response && 'application/json', ...(endpoint.produces ?? []), 'application/problem+json'];
  const wanted: Record<string, string | undefined> = {
    accept: accept.filter(Boolean).join(', '),
    'content-type': given.upload?.type ?? (given.body === undefined ? undefined : 'application/json'),
    'x-csrf-token': endpoint.method === 'GET' ? undefined : given.csrf,
    'idempotency-key': given.idempotencyKey,
    'if-match': given.ifMatch,
    'accept-language': given.language,
    ...given.headers,
  };
  return Object.fromEntries(Object.entries(wanted).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** The path with its braces filled, and the query: lists repeat their name, what is undefined stays away. */
export function addressOf(
  endpoint: AnyEndpoint,
  params: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_braces, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) search.append(name, String(one));
    }
  }
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

async function problemOf(response: Response): Promise<ProblemDocument> {
  const known = /problem\+json/.test(response.headers.get('content-type') ?? '');
  if (known) return (await response.json()) as ProblemDocument;
  // Something between us and the node answered: a proxy, a portal.
  return { type: 'about:blank', title: response.statusText || String(response.status), status: response.status };
}
