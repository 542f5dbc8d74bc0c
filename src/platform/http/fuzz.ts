/** Random requests against a served contract: no input makes a 500, every refusal is a known problem. For tests. */
import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { addressOf } from './call.ts';
import type { AnyEndpoint } from './endpoint.ts';
import { closed } from './input.ts';
import type { Server } from './serve.ts';

export interface FuzzOptions {
  /** A key or a session with its token: whoever the requests come from. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly runs?: number;
  readonly seed?: number;
  /** Whoever asks may not get in: an answer that is not one of these is a fault. */
  readonly only?: readonly number[];
  /** Values that exist, by name of the parameter, so that some requests get past the first look-up. */
  readonly known?: Readonly<Record<string, readonly (string | number)[]>>;
}

interface Request {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly type: string;
}

interface Schema {
  readonly [keyword: string]: unknown;
}

class FuzzError extends Error {
  override name = 'FuzzError';
}

/**
 * @throws FuzzError with the smallest request that broke the promise. The server should run with `checkAnswers`, so that
 * an answer outside its schema counts as one.
 */
export async function fuzzEndpoint(server: Server, endpoint: AnyEndpoint, options: FuzzOptions = {}): Promise<void> {
  const { runs = 50, seed } = options;
  await fc.assert(
    fc.asyncProperty(requests(endpoint, options), async (request) => {
      const answer = await send(server, endpoint, request, options.headers ?? {});
      const fault = faultOf(server, answer) ?? wayIn(answer, options.only);
      if (fault) throw new FuzzError(`${endpoint.name}: ${fault}`);
    }),
    { numRuns: runs, includeErrorInReport: true, ...(seed !== undefined && { seed }) },
  );
}

interface Answered {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

async function send(
  server: Server,
  endpoint: AnyEndpoint,
  request: Request,
  headers: Readonly<Record<string, string>>,
): Promise<Answered> {
  const raw = request.type !== 'application/json';
  const payload = raw ? String(request.body) : JSON.stringify(request.body);
  const answer = await server.fastify.inject({
    method: endpoint.method,
    url: addressOf(endpoint, request.params, request.query),
    headers: { ...headers, ...(request.body !== undefined && { 'content-type': request.type }) },
    ...(request.body !== undefined && { payload }),
  });
  return { status: answer.statusCode, type: String(answer.headers['content-type'] ?? ''), body: answer.body };
}

function faultOf(server: Server, answer: Answered): string | undefined {
  if (answer.status < 400) return undefined;
  if (answer.status === 500) return `a mistake of the node: ${answer.body}`;
  if (!answer.type.startsWith('application/problem+json')) return `status ${String(answer.status)} without a problem`;
  const { type } = JSON.parse(answer.body) as { type: string };
  const known = server.kinds.some((kind) => type === `/problems/${kind.room}/${kind.slug}`);
  return known ? undefined : `a problem nobody declared: ${type}`;
}

const wayIn = ({ status }: Answered, only: readonly number[] | undefined): string | undefined =>
  only === undefined || only.includes(status) ? undefined : `answered ${String(status)}`;

function requests(endpoint: AnyEndpoint, options: FuzzOptions): fc.Arbitrary<Request> {
  const body = endpoint.body ? likely(fromSchema(schemaOf(endpoint.body)), fc.jsonValue()) : fc.constant(undefined);
  const streamed = endpoint.consumes?.map((type) => fc.record({ type: fc.constant(type), body: fc.string() })) ?? [];
  const json = fc.record({ type: fc.constant('application/json'), body });
  const content = fc.oneof(...(endpoint.body || streamed.length === 0 ? [json] : []), ...streamed);
  return fc
    .record({
      params: endpoint.params ? pathParams(endpoint.params, options.known ?? {}) : fc.constant({}),
      query: endpoint.query ? likely(fromSchema(schemaOf(endpoint.query)), strays()) : fc.constant({}),
      content,
    })
    .map(({ params, query, content: { type, body: sent } }) => ({
      params,
      query: query as Record<string, unknown>,
      body: sent,
      type,
    }));
}

const schemaOf = (schema: TSchema) => closed(schema) as unknown as Schema;
const likely = (fitting: fc.Arbitrary<unknown>, anything: fc.Arbitrary<unknown>) =>
  fc.oneof({ arbitrary: fitting, weight: 4 }, { arbitrary: anything, weight: 1 });
const strays = () => fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 3 });

function pathParams(schema: TSchema, known: NonNullable<FuzzOptions['known']>): fc.Arbitrary<Record<string, unknown>> {
  const properties = (schemaOf(schema)['properties'] ?? {}) as Record<string, Schema>;
  const filled = Object.entries(properties).map(([name, property]) => {
    const values = known[name] ?? [];
    const fitting = fromSchema(property).filter((value) => String(value) !== '');
    const some = values.length > 0 ? fc.oneof(fc.constantFrom(...values), fitting) : fitting;
    return [name, likely(some, fc.string({ minLength: 1 }))] as const;
  });
  return fc.record(Object.fromEntries(filled));
}

/** Values that fit a schema, as far as it is understood; what is not understood gets any JSON. */
export function fromSchema(schema: Schema): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const variants = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (variants) return fc.oneof(...variants.map(fromSchema));
  const parts = schema['allOf'] as Schema[] | undefined;
  if (parts) return fc.tuple(...parts.map(fromSchema)).map((made) => Object.assign({}, ...made) as unknown);
  return byType[String(schema['type'])]?.(schema) ?? fc.jsonValue();
}

const byType: Readonly<Record<string, (schema: Schema) => fc.Arbitrary<unknown>>> = {
  null: () => fc.constant(null),
  boolean: () => fc.boolean(),
  integer: (schema) => fc.integer(bounds(schema)),
  number: (schema) =>
    fc.oneof(fc.integer(bounds(schema)), fc.double({ ...bounds(schema), noNaN: true, noDefaultInfinity: true })),
  string: text,
  array: (schema) => fc.array(fromSchema((schema['items'] ?? {}) as Schema), { maxLength: 4 }),
  object,
};

function bounds(schema: Schema): { min?: number; max?: number } {
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  return { ...(minimum !== undefined && { min: minimum }), ...(maximum !== undefined && { max: maximum }) };
}

const days = () => fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true });

function text(schema: Schema): fc.Arbitrary<string> {
  const { pattern, format, minLength = 0, maxLength } = schema as Partial<Record<string, never>>;
  if (format === 'date') return days().map((day) => day.toISOString().slice(0, 10));
  if (format === 'date-time') return days().map((day) => day.toISOString());
  if (format === 'uuid') return fc.uuid();
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  const length = { minLength, ...(maxLength !== undefined && { maxLength: Math.min(maxLength, 300) }) };
  // Letters of every plane, marks that stand alone, what SQL and spreadsheets would take for their own.
  return fc.oneof(
    fc.string(length),
    fc.string({ unit: 'binary', ...length }),
    fc.string({ unit: 'grapheme', ...length }),
  );
}

function object(schema: Schema): fc.Arbitrary<unknown> {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  const patterned = Object.values((schema['patternProperties'] ?? {}) as Record<string, Schema>)[0];
  const more = patterned ?? schema['additionalProperties'];
  const named = fc.record(mapOf(properties), { requiredKeys: (schema['required'] ?? []) as string[] });
  if (typeof more !== 'object' || more === null) return named;
  const others = fc.dictionary(fc.string(), fromSchema(more as Schema), { maxKeys: 3 });
  return fc.tuple(others, named).map(([free, fixed]) => ({ ...free, ...fixed }));
}

const mapOf = (properties: Record<string, Schema>) =>
  Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, fromSchema(property)]));
