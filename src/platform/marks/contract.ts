/** The endpoints of marks of secrecy as values. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../http/endpoint.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Place = Type.Enum(['title', 'text', 'cell', 'name']);

const Found = Type.Object({
  rule: Type.String(),
  degree: Nullable(Type.String()),
  /** Of a file: which part of it. */
  part: Nullable(Type.String()),
  row: Nullable(Type.Integer()),
});

export const checkText = endpoint({
  name: 'marks.checkText',
  method: 'POST',
  path: '/api/marks/check',
  permission: 'marks.check',
  summary: 'Whether a text bears a mark of state secrecy; nothing of it is kept',
  marks: 'quoted',
  body: Type.Object({ text: Type.String({ maxLength: 1_000_000 }), place: Type.Optional(Place) }),
  response: Type.Object({ marked: Type.Boolean(), found: Nullable(Found) }),
});

export const checkFile = endpoint({
  name: 'marks.checkFile',
  method: 'POST',
  path: '/api/marks/check-file',
  permission: 'marks.check',
  summary: 'Whether a file bears a mark of state secrecy, its name included; nothing of it is kept',
  marks: 'quoted',
  consumes: ['application/octet-stream', 'text/csv', 'text/plain', 'application/pdf'],
  query: Type.Object({ name: Type.Optional(Type.String({ maxLength: 300 })) }),
  response: Type.Object({ marked: Type.Boolean(), found: Nullable(Found) }),
});

export const Incident = Type.Object({
  id: Type.String(),
  at: Type.String(),
  way: Type.String(),
  place: Type.String(),
  rule: Type.String(),
  degree: Nullable(Type.String()),
  row: Nullable(Type.Integer()),
  account: Type.String(),
  body: Nullable(Type.Integer()),
});
export type Incident = Static<typeof Incident>;

export const listIncidents = endpoint({
  name: 'marks.listIncidents',
  method: 'GET',
  path: '/api/marks/incidents',
  permission: 'marks.read-incidents',
  summary: 'Marks of state secrecy that were met and refused, newest first',
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    /** Id of the last one seen. */
    before: Type.Optional(Type.String({ format: 'uuid' })),
  }),
  response: Type.Object({
    items: Type.Array(Incident),
    next: Nullable(Type.String()),
    count: Type.Integer(),
  }),
});
