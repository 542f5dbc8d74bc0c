/** How a REST source is asked: as its OpenAPI document says, in this node's words. */
import Type, { type Static } from 'typebox';
import { SECRET_NAME } from '../../../platform/secrets.ts';

const word = (most: number) => Type.String({ minLength: 1, maxLength: most });
const secret = Type.String({ pattern: SECRET_NAME });
const Closed = <T extends Parameters<typeof Type.Object>[0]>(properties: T) =>
  Type.Object(properties, { additionalProperties: false });

export const Paging = Type.Union([
  Closed({ by: Type.Literal('none') }),
  /** RFC 8288: the `Link` header with `rel="next"`. */
  Closed({ by: Type.Literal('link') }),
  /** The number of rows to pass over, and how many to give. */
  Closed({
    by: Type.Literal('offset'),
    offset: word(60),
    limit: word(60),
    size: Type.Integer({ minimum: 1, maximum: 10_000 }),
  }),
  /** A mark that each answer has for the next one; `at`: where, with dots. */
  Closed({ by: Type.Literal('cursor'), parameter: word(60), at: word(200) }),
]);

export const Access = Type.Union([
  Closed({ by: Type.Literal('none') }),
  Closed({ by: Type.Literal('bearer'), secret }),
  Closed({ by: Type.Literal('basic'), user: word(200), secret }),
  Closed({
    by: Type.Literal('header'),
    name: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9-]{0,60}$' }),
    secret,
  }),
]);

export const RestSettings = Type.Object(
  {
    /** Without a name or password in it. */
    base: Type.String({ pattern: '^https?://[^@\\s]+$', maxLength: 500 }),
    path: Type.String({ pattern: '^/', maxLength: 500 }),
    /** Where the items stand in an answer, with dots; empty: the answer is the list. */
    items: Type.Optional(Type.String({ maxLength: 200 })),
    query: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 500 }))),
    paging: Type.Optional(Paging),
    access: Type.Optional(Access),
    /** Only what changed: a parameter that takes the latest value of a field seen so far. */
    since: Type.Optional(Closed({ parameter: word(60), field: word(200) })),
    /** Address of its OpenAPI document, to choose the path from. */
    openapi: Type.Optional(Type.String({ pattern: '^https?://[^@\\s]+$', maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type RestSettings = Static<typeof RestSettings>;
