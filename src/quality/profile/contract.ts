/** Profiles over HTTP: what is in a table before anybody made rules for it. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';

const Count = Type.Integer();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const ColumnProfile = Type.Object({
  name: Type.String(),
  filled: Count,
  placeholders: Count,
  distinct: Count,
  repeats: Type.Boolean(),
  minLength: Nullable(Count),
  maxLength: Nullable(Count),
  untrimmed: Count,
  illegal: Count,
  badDays: Count,
  kind: Type.Enum(['empty', 'whole-number', 'number', 'day', 'text']),
  shapes: Type.Array(Type.String()),
});
export type ColumnProfile = Static<typeof ColumnProfile>;

export const TableProfile = Type.Object({ rows: Count, columns: Type.Array(ColumnProfile) });
export type TableProfile = Static<typeof TableProfile>;

export const profileFile = endpoint({
  name: 'quality.profileFile',
  method: 'POST',
  path: '/api/quality/profile',
  permission: 'quality.profile',
  summary: 'Profile a file by column (CSV or a workbook, at most 64 MB): shapes and counts, no values; nothing is kept',
  query: Type.Object({ fileName: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })) }),
  consumes: [
    'application/octet-stream',
    'text/csv',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  response: TableProfile,
});

export const profileRegister = endpoint({
  name: 'quality.profileRegister',
  method: 'GET',
  path: '/api/registers/{register}/quality/profile',
  permission: 'quality.read-defects',
  summary: 'Profile the rows of a register, of the bodies the caller answers for: shapes and counts, no values',
  params: Type.Object({ register: Type.String({ maxLength: 100 }) }),
  response: TableProfile,
  about: ({ params }) => ({ register: params.register }),
});
