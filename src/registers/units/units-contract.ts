/** Codes of a record read in today's units: the stored values stay as they were. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String();
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' });

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const CodeUnits = Type.Object({
  list: text,
  /** As it is stored. */
  code: text,
  /** `same`: it stands today. `whole`: another unit took it over. `part`: it was split. `unknown`: the list cannot say. */
  standing: Type.Enum(['same', 'whole', 'part', 'unknown']),
  today: Type.Array(Type.Object({ code: text, names: Texts, share: Nullable(Type.Number()) })),
  /** What it was called, since when it is something else, and by whose decision the list is as it is. */
  former: Nullable(Texts),
  since: Nullable(text),
  decision: Nullable(Texts),
  /** Of an `unknown` one: the units that had this code, one after the other. */
  candidates: Type.Array(Texts),
});
export type CodeUnits = Static<typeof CodeUnits>;

export const FieldUnits = Type.Object({ field: text, names: Texts, ...CodeUnits.properties });
export type FieldUnits = Static<typeof FieldUnits>;

export const readUnits = endpoint({
  name: 'registers.readUnits',
  method: 'GET',
  path: '/api/registers/{register}/records/{record}/units',
  permission: 'records.read',
  summary: 'Coded values of a record in today’s units, through the successions of their lists; nothing stored changes',
  params: Type.Object({ register: Type.String({ maxLength: 100 }), record: Uuid }),
  query: Type.Object({
    /** The day on which the stored codes were meant; without it a code that stood for several units is `unknown`. */
    on: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
  }),
  response: Type.Object({ items: Type.Array(FieldUnits) }),
  about: ({ params }) => ({ register: params.register }),
});

export const readCodesToday = endpoint({
  name: 'registers.readCodesToday',
  method: 'POST',
  path: '/api/registers/{register}/units',
  permission: 'records.read',
  summary: 'Codes of the register’s lists in today’s units, as many as a page shows; nothing stored changes',
  params: Type.Object({ register: Type.String({ maxLength: 100 }) }),
  body: Type.Object({
    codes: Type.Array(Type.Object({ list: Type.String({ maxLength: 100 }), code: Type.String({ maxLength: 200 }) }), {
      maxItems: 500,
    }),
  }),
  response: Type.Object({ items: Type.Array(CodeUnits) }),
  about: ({ params }) => ({ register: params.register }),
});
