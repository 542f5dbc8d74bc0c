/** Codes of a record read in today's units: the stored values stay as they were. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String();
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' });

export const FieldUnits = Type.Object({
  field: text,
  names: Texts,
  list: text,
  /** As it is stored. */
  code: text,
  /** `same`: it stands today. `whole`: another unit took it over. `part`: it was split. `unknown`: the list cannot say. */
  standing: Type.Enum(['same', 'whole', 'part', 'unknown']),
  today: Type.Array(Type.Object({ code: text, names: Texts, share: Type.Union([Type.Number(), Type.Null()]) })),
});
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
