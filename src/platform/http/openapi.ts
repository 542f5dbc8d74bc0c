/** Prints contracts as OpenAPI 3.1: the same values that are served and called. */
import type { TSchema } from 'typebox';
import type { AnyEndpoint } from './endpoint.ts';
import { closed } from './input.ts';

type Json = Readonly<Record<string, unknown>>;

export interface OpenApiOptions {
  readonly title: string;
  readonly version: string;
  /** The address people use, when it is known. */
  readonly origin?: string | undefined;
}

/** The whole document. Endpoints are grouped by the room in their name. */
export function openApi(endpoints: readonly AnyEndpoint[], options: OpenApiOptions): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of endpoints) {
    (paths[endpoint.path] ??= {})[endpoint.method.toLowerCase()] = operation(endpoint);
  }
  return {
    openapi: '3.1.0',
    info: { title: options.title, version: options.version },
    servers: [{ url: options.origin ?? '/' }],
    tags: [...new Set(endpoints.map(roomOf))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key: `Authorization: Bearer ak_…`' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'artery',
          description: 'A session; changes need `x-csrf-token`.',
        },
        client: {
          type: 'http',
          scheme: 'basic',
          description: 'A signed assertion with a proof (RFC 7523, RFC 9449), or the secret of the gateway profile',
        },
        voucher: {
          type: 'http',
          scheme: 'DPoP',
          description:
            '`Authorization: DPoP <voucher>` with a proof in `DPoP` (RFC 9449); `Bearer` in the gateway profile',
        },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

const roomOf = (endpoint: AnyEndpoint) => endpoint.name.split('.')[0] ?? endpoint.name;

function operation(endpoint: AnyEndpoint): Json {
  const open = endpoint.permission === 'public';
  return {
    operationId: endpoint.name,
    tags: [roomOf(endpoint)],
    summary: endpoint.summary,
    'x-permission': endpoint.permission,
    parameters: [...parameters('path', endpoint.params), ...parameters('query', endpoint.query), ...headers(endpoint)],
    ...requestBody(endpoint),
    responses: { ...answer(endpoint), default: problemAnswer },
    security: endpoint.credentials ? [{ [endpoint.credentials]: [] }] : open ? [] : [{ session: [] }, { key: [] }],
  };
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, TSchema & { description?: string }>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly ObjectSchema[];
}

function parameters(where: 'path' | 'query', schema: TSchema | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [], allOf = [] } = schema as ObjectSchema;
  const own = Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(property.description && { description: property.description }),
    schema: property,
  }));
  return [...own, ...allOf.flatMap((part) => parameters(where, part as TSchema))];
}

function headers(endpoint: AnyEndpoint): Json[] {
  const text = { type: 'string' };
  const language = { name: 'accept-language', in: 'header', required: false, schema: text };
  if (endpoint.method === 'GET') return [language];
  const key = { name: 'idempotency-key', in: 'header', required: false, schema: text };
  const token = { name: 'x-csrf-token', in: 'header', required: false, schema: text };
  return [language, key, token];
}

function requestBody(endpoint: AnyEndpoint): Json {
  const kinds = endpoint.consumes ?? [];
  if (!endpoint.body && kinds.length === 0) return {};
  const streams = kinds.map((kind) => [kind, { schema: { type: 'string', format: 'binary' } }]);
  const json = endpoint.body ? [['application/json', { schema: closed(endpoint.body) }]] : [];
  return { requestBody: { required: true, content: Object.fromEntries([...json, ...streams]) as Json } };
}

function answer(endpoint: AnyEndpoint): Json {
  const streams = (endpoint.produces ?? []).map((kind) => [kind, {}]);
  const json = endpoint.response ? [['application/json', { schema: endpoint.response }]] : [];
  const content = Object.fromEntries([...json, ...streams]) as Json;
  if (Object.keys(content).length === 0) return { 204: { description: 'Done' } };
  return { 200: { description: 'The answer', content } };
}

const problemAnswer = {
  description: 'A problem (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'instance'],
  properties: {
    type: { type: 'string', description: '`/problems/<room>/<slug>`: an address that says what to do' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: '`urn:request:<id>`' },
    decision: { type: 'object', description: 'For refusals: rule, facts, remedy, who can change it, and the words' },
    errors: { type: 'array', description: 'For invalid requests: in, pointer, detail', items: { type: 'object' } },
  },
};
