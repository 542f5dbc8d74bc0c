/** What registers offers over HTTP of prefilling: a list of IDs in, the register's template with what is known out. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';

const text = Type.String();
const optional = Type.Optional;
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const register = Type.String({ maxLength: 100 });
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' });
const RegisterName = Type.Object({ name: text, names: Texts });

export const PrefillView = Type.Object({
  prefill: Uuid,
  register: text,
  body: text,
  /** The trusted source, and the moment it was asked. */
  authority: RegisterName,
  at: text,
  /** People that were looked up, and those of whom something is known. */
  asked: Type.Integer(),
  found: Type.Integer(),
  /** Rows that somebody should look at, by reason. */
  reasons: Type.Record(text, Type.Integer()),
  /** False when the source could not be asked: the list came back with nothing filled in. */
  reached: Type.Boolean(),
  cells: Type.Object({
    /** Of the people asked for: cells that nobody has to fill in, of all cells of the form. */
    known: Type.Integer(),
    all: Type.Integer(),
  }),
  /** Columns that are filled from the source, and locked. */
  locked: Type.Array(Type.Object({ field: text, names: Texts })),
  findings: Type.Array(
    Type.Object({
      row: Type.Integer(),
      reason: text,
      message: text,
      value: Nullable(text),
    }),
  ),
  /** Whether the template can still be fetched. */
  ready: Type.Boolean(),
});
export type PrefillView = Static<typeof PrefillView>;

export const beginPrefill = endpoint({
  name: 'registers.beginPrefill',
  method: 'POST',
  path: '/api/registers/{register}/prefills',
  permission: 'registers.prefill',
  summary: 'Send a list of IDs: the register’s template comes back with what the trusted source holds, locked',
  marks: 'inspected',
  params: Type.Object({ register }),
  query: Type.Object({
    body: Type.String({ maxLength: 100 }),
    fileName: Type.String({ maxLength: 255 }),
    /** Header or letter of the column of IDs; found by what it holds when absent. */
    column: optional(Type.String({ maxLength: 200 })),
    purpose: optional(Type.String({ maxLength: 100 })),
  }),
  consumes: ['application/octet-stream', 'text/csv', XLSX],
  response: PrefillView,
  about: ({ params, query }) => ({ register: params.register, body: query.body }),
});

export const readPrefill = endpoint({
  name: 'registers.readPrefill',
  method: 'GET',
  path: '/api/registers/{register}/prefills/{prefill}',
  permission: 'registers.prefill',
  summary: 'What was prefilled: counts, and the rows to look at',
  params: Type.Object({ register, prefill: Uuid }),
  response: PrefillView,
  about: ({ params }) => ({ register: params.register }),
});

export const prefilledTemplate = endpoint({
  name: 'registers.prefilledTemplate',
  method: 'GET',
  path: '/api/registers/{register}/prefills/{prefill}/template.xlsx',
  permission: 'registers.prefill',
  summary: 'The register’s Excel template with the known cells filled and locked, for whoever sent the list',
  params: Type.Object({ register, prefill: Uuid }),
  produces: [XLSX],
  about: ({ params }) => ({ register: params.register }),
});
