/** What registers offers over HTTP of the once-only radar: a form in, what it need not ask out. Nothing is kept. */
import Type from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { RadarExample, RadarReport } from './contract-shapes.ts';

const optional = Type.Optional;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const about = {
  /** Of a single file; the parts of a form have names of their own. */
  fileName: optional(Type.String({ maxLength: 255 })),
  /** Name of the register that the form fills: what arises there is asked by right. */
  collects: optional(Type.String({ maxLength: 100 })),
};

export const checkForm = endpoint({
  name: 'registers.checkForm',
  method: 'POST',
  path: '/api/registers/radar',
  permission: 'registers.check-form',
  summary:
    'Send forms, tables, schemas or manifests: of each field whether a register holds it, why, and what need not be asked; nothing is kept',
  query: Type.Object(about),
  consumes: ['application/octet-stream', 'multipart/form-data', 'text/csv', XLSX],
  response: RadarReport,
});

export const mendForm = endpoint({
  name: 'registers.mendForm',
  method: 'POST',
  path: '/api/registers/radar/mended',
  permission: 'registers.check-form',
  summary: 'Send a workbook or a CSV: the same file comes back without the fields that a register holds',
  query: Type.Object({
    ...about,
    /** Names of fields to leave in, one a line. */
    keep: optional(Type.String({ maxLength: 20_000 })),
  }),
  consumes: ['application/octet-stream', 'text/csv', XLSX],
  produces: [XLSX, 'text/csv'],
});

export const listExampleForms = endpoint({
  name: 'registers.listExampleForms',
  method: 'GET',
  path: '/api/registers/radar/examples',
  permission: 'registers.check-form',
  summary: 'Forms that the profile gives to try the radar with',
  response: Type.Object({ items: Type.Array(RadarExample) }),
});

export const exampleForm = endpoint({
  name: 'registers.exampleForm',
  method: 'GET',
  path: '/api/registers/radar/examples/{example}',
  permission: 'registers.check-form',
  summary: 'One of them, as the file that its body would send',
  params: Type.Object({ example: Type.String({ maxLength: 80 }) }),
  produces: ['text/csv'],
});
