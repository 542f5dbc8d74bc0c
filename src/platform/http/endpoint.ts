/** A contract as a value: the same object is served, called by web and peers, and printed as OpenAPI 3.1. */
import type { Static, TSchema } from 'typebox';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a request is about, taken from the asker's own words only: the facts of the decision. */
export interface About {
  /** Body named in the request (numeric id or code). */
  readonly body?: number | string;
  /** Register named in the request. */
  readonly register?: string;
  /** Purpose named in the request. */
  readonly purpose?: string;
  /** Field of the register (physical name): whether its values may be seen, or written, whole. */
  readonly field?: string;
}

export interface Endpoint<
  P extends TSchema = TSchema,
  Q extends TSchema = TSchema,
  B extends TSchema = TSchema,
  R extends TSchema = TSchema,
> {
  /** `room.verbNoun`: the operationId. */
  readonly name: string;
  readonly method: Method;
  /** With `{braces}` as in OpenAPI: `/api/registers/{register}/records/{id}`. */
  readonly path: string;
  /** The permission asked of `governance.decide`; `public` for what anybody may call. */
  readonly permission: string;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly response?: R;
  /**
   * Who calls is known from something else than a session or a key, and found out by the handler: a voucher, or a client
   * that asks for one. Such an endpoint is `public` here.
   */
  readonly credentials?: 'voucher' | 'client';
  /** A body or an answer that is not JSON: `text/csv`, a workbook, a stream. */
  readonly consumes?: readonly string[];
  readonly produces?: readonly string[];
  /**
   * Marks of secrecy are looked for in every text and every upload. `quoted`: it says again what it was asked, or is a
   * secret of its sender's own, and keeps nothing, or it is a signed dictionary, which names the degrees. `inspected`: its
   * use case looks itself, part by part.
   */
  readonly marks?: 'quoted' | 'inspected';
  /** It only tries: it says what would be and changes nothing, although it is no GET. No second person is asked for. */
  readonly tries?: true;
  /** Method syntax on purpose: an endpoint of any schemas is then an `AnyEndpoint`. */
  about?(input: { params: Static<P>; query: Static<Q>; body: Static<B> }): About;
}

export type AnyEndpoint = Endpoint<TSchema, TSchema, TSchema, TSchema>;

/** Fixes the types of a contract; the value passes through. */
export function endpoint<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema>(
  value: Endpoint<P, Q, B, R>,
): Endpoint<P, Q, B, R> {
  return value;
}

export type Params<E> = E extends Endpoint<infer P, TSchema, TSchema, TSchema> ? Static<P> : never;
export type Query<E> = E extends Endpoint<TSchema, infer Q, TSchema, TSchema> ? Static<Q> : never;
export type Body<E> = E extends Endpoint<TSchema, TSchema, infer B, TSchema> ? Static<B> : never;
export type Answer<E> = E extends Endpoint<TSchema, TSchema, TSchema, infer R> ? Static<R> : never;
