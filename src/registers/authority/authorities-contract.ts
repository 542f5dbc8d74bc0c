/** The map of sources over HTTP: who is trusted for what, what is disputed, what has no source. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { SourceName } from './disputes-contract.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const Authority = Type.Object({
  element: text,
  names: Texts,
  /** Entities that have the element: what kind of thing it describes. */
  entities: Type.Array(Type.Object({ name: text, names: Texts })),
  authority: Nullable(SourceName),
  since: Nullable(text),
  disputedBy: Type.Array(SourceName),
  /** The open dispute that is due first. */
  dispute: Nullable(text),
  /** Registers that claimed it once and do so no longer, with their last day. */
  former: Type.Array(Type.Object({ register: SourceName, until: Nullable(text), refused: Type.Boolean() })),
});
export type Authority = Static<typeof Authority>;

export const Source = Type.Object({
  ...SourceName.properties,
  /** Who keeps it: the data manager, or the holder that the profile names. */
  holder: Nullable(Texts),
  elements: Type.Integer(),
  disputed: Type.Integer(),
});
export type Source = Static<typeof Source>;

export const listAuthorities = endpoint({
  name: 'registers.listAuthorities',
  method: 'GET',
  path: '/api/authorities',
  permission: 'registers.read-authorities',
  summary: 'Which register is the trusted source of each element, what is disputed, and what has no source',
  query: Type.Object({
    register: Type.Optional(text),
    element: Type.Optional(text),
    standing: Type.Optional(Type.Enum(['disputed', 'elsewhere', 'none'])),
  }),
  response: Type.Object({
    items: Type.Array(Authority),
    sources: Type.Array(Source),
    counts: Type.Object({
      elements: Type.Integer(),
      withSource: Type.Integer(),
      /** Of those with a source: kept elsewhere, not on this node. */
      elsewhere: Type.Integer(),
      disputed: Type.Integer(),
      without: Type.Integer(),
    }),
  }),
});
