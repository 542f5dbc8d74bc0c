/** Part of the contract: mappings of local systems, tried on rows, covered, matured and owed. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';
import { Mapping, SourceField, Transform } from './mappings/model.ts';

export { relations } from './mappings/model.ts';
export type { Mapping, MappingLine, SourceField, Transform } from './mappings/model.ts';

const text = Type.String();
const optional = Type.Optional;
const count = Type.Integer();
const path = Type.Object({ mapping: Type.String({ maxLength: 40 }) });
const code = (most: number) => Type.String({ minLength: 1, maxLength: most });
const Nullable = (type: typeof count) => Type.Union([type, Type.Null()]);
const upload = ['application/octet-stream', 'text/csv', 'application/json'];

const Share = Type.Object({ mapped: count, of: count });
export const MappingCoverage = Type.Object({
  required: Share,
  optional: Share,
  missingRequired: Type.Array(text),
  missingOptional: Type.Array(text),
  source: Type.Object({ mapped: count, outside: count, open: count }),
  openSource: Type.Array(text),
});
/** What the next level needs. */
const Missing = Type.Array(Type.Object({ key: text, count, words: text }));
export const MappingMaturity = Type.Object({
  /** 0–5, computed: docs/dictionary.md has the ladder. */
  level: count,
  missing: Missing,
});
export const MappingFault = Type.Object({
  severity: text,
  code: text,
  /** Place in `lines`; absent when it is about the fields. */
  line: optional(count),
  message: text,
});

const Trial = Type.Object({ revision: count, release: count, rows: count, passed: count });
export const MappingSummary = Type.Object({
  code: text,
  names: Texts,
  body: text,
  system: text,
  dataSet: optional(text),
  entity: text,
  /** The release it was written against. */
  release: count,
  revision: count,
  coverage: Type.Object({ required: Share, optional: Share, source: MappingCoverage.properties.source }),
  level: count,
  missing: Missing,
  toCheck: count,
  errors: count,
  debt: count,
  records: Nullable(count),
});
export type MappingSummary = Static<typeof MappingSummary>;

export const MappingView = Type.Object({
  mapping: Mapping,
  release: count,
  current: count,
  revision: count,
  changedAt: text,
  coverage: MappingCoverage,
  maturity: MappingMaturity,
  findings: Type.Array(MappingFault),
  /** Lines that a newer release touches, and what changed there. */
  toCheck: Type.Array(Type.Object({ to: text, changes: Type.Array(text) })),
  trial: optional(Trial),
  records: Nullable(count),
  /** The expression of each line, and the identifiers that expressions know the source fields by. */
  expressions: Type.Array(Type.Union([text, Type.Null()])),
  identifiers: Type.Record(text, text),
});
export type MappingView = Static<typeof MappingView>;

const SavedMapping = Type.Object({ code: text, revision: count, changeSet: count });
const Cell = Type.Union([Type.String({ maxLength: 20_000 }), Type.Null()]);
const Rows = Type.Array(Type.Record(text, Cell), { maxItems: 2000 });

export const MappingTrial = Type.Object({
  count,
  passed: count,
  rows: Type.Array(
    Type.Object({
      row: count,
      passes: Type.Boolean(),
      values: Type.Record(text, Type.Union([text, Type.Null()])),
      findings: Type.Array(Type.Object({ field: text, severity: text, message: text })),
    }),
  ),
  missed: Type.Array(Type.Object({ field: text, value: text, count })),
  coverage: MappingCoverage,
  findings: Type.Array(MappingFault),
  expressions: Type.Array(Type.Union([text, Type.Null()])),
  identifiers: Type.Record(text, text),
});
export type MappingTrial = Static<typeof MappingTrial>;

export const MappingSuggestion = Type.Object({
  source: text,
  to: text,
  confidence: Type.Number(),
  reasons: Type.Array(Type.Object({ kind: text, share: Type.Number(), said: text, words: text })),
  transform: optional(Transform),
});
export type MappingSuggestion = Static<typeof MappingSuggestion>;

const page = {
  cursor: optional(Type.String({ maxLength: 500 })),
  limit: optional(Type.Integer({ minimum: 1, maximum: 200 })),
};

export const listMappings = endpoint({
  name: 'dictionary.listMappings',
  method: 'GET',
  path: '/api/dictionary/mappings',
  permission: 'dictionary.read',
  summary: 'Mappings of local systems with coverage, maturity and debt',
  query: Type.Object({ body: optional(code(60)), system: optional(code(60)), entity: optional(code(63)), ...page }),
  response: Type.Object({ items: Type.Array(MappingSummary), next: optional(text) }),
});

export const getMapping = endpoint({
  name: 'dictionary.getMapping',
  method: 'GET',
  path: '/api/dictionary/mappings/{mapping}',
  permission: 'dictionary.read',
  summary:
    'One mapping: lines, findings, coverage, maturity and what a newer release touches; its ETag is its revision',
  params: path,
  response: MappingView,
});

export const createMapping = endpoint({
  name: 'dictionary.createMapping',
  method: 'POST',
  path: '/api/dictionary/mappings',
  permission: 'dictionary.map',
  summary: 'Write down how a local system corresponds to the dictionary',
  body: Mapping,
  response: SavedMapping,
  about: ({ body }) => ({ body: body.body }),
});

export const saveMapping = endpoint({
  name: 'dictionary.saveMapping',
  method: 'PUT',
  path: '/api/dictionary/mappings/{mapping}',
  permission: 'dictionary.map',
  summary: 'Replace a mapping; needs `If-Match`. It is then written against the release in force',
  params: path,
  body: Mapping,
  response: SavedMapping,
  about: ({ body }) => ({ body: body.body }),
});

export const confirmMapping = endpoint({
  name: 'dictionary.confirmMapping',
  method: 'POST',
  path: '/api/dictionary/mappings/{mapping}/confirmation',
  permission: 'dictionary.map',
  summary: 'Say that a mapping still holds under the release in force; needs `If-Match`',
  params: path,
  body: Type.Object({ body: code(60) }),
  response: SavedMapping,
  about: ({ body }) => ({ body: body.body }),
});

export const removeMapping = endpoint({
  name: 'dictionary.removeMapping',
  method: 'DELETE',
  path: '/api/dictionary/mappings/{mapping}',
  permission: 'dictionary.map',
  summary: 'Take a mapping away; needs `If-Match`',
  params: path,
  query: Type.Object({ body: code(60) }),
  response: Type.Object({ changeSet: count }),
  about: ({ query }) => ({ body: query.body }),
});

export const tryMapping = endpoint({
  name: 'dictionary.tryMapping',
  method: 'POST',
  path: '/api/dictionary/mappings/trials',
  permission: 'dictionary.read',
  summary: 'Try a mapping on sample rows: what each becomes and what is found; nothing is kept',
  body: Type.Object({ mapping: Mapping, rows: Rows }),
  response: MappingTrial,
});

export const recordTrial = endpoint({
  name: 'dictionary.recordMappingTrial',
  method: 'POST',
  path: '/api/dictionary/mappings/{mapping}/trials',
  permission: 'dictionary.map',
  summary: 'Try the stored mapping on sample rows and put the numbers on record; no row is kept',
  params: path,
  body: Type.Object({ body: code(60), rows: Rows }),
  response: Trial,
  about: ({ body }) => ({ body: body.body }),
});

export const suggestLines = endpoint({
  name: 'dictionary.suggestMappingLines',
  method: 'POST',
  path: '/api/dictionary/mappings/suggestions',
  permission: 'dictionary.read',
  summary: 'Which elements the source fields may be, with reasons; nothing is applied',
  body: Type.Object({
    entity: code(63),
    fields: Type.Array(SourceField, { maxItems: 500 }),
    /** Fields that are filled already. */
    taken: optional(Type.Array(text, { maxItems: 1000 })),
    rows: optional(Type.Array(Type.Record(text, Cell), { maxItems: 500 })),
  }),
  response: Type.Object({ items: Type.Array(MappingSuggestion) }),
});

export const readSourceFields = endpoint({
  name: 'dictionary.readSourceFields',
  method: 'POST',
  path: '/api/dictionary/mappings/source-fields',
  permission: 'dictionary.read',
  summary: 'The fields of a local system from DDL, CSV headers, a sheet, JSON Schema, Table Schema, ODCS or DSA',
  query: Type.Object({
    format: Type.Union([
      Type.Literal('csv'),
      Type.Literal('excel'),
      Type.Literal('ddl'),
      Type.Literal('json-schema'),
      Type.Literal('table-schema'),
      Type.Literal('dsa'),
      Type.Literal('odcs'),
    ]),
  }),
  consumes: upload,
  response: Type.Object({
    tables: Type.Array(Type.Object({ name: text, fields: Type.Array(SourceField) })),
    findings: Type.Array(Type.Object({ severity: text, message: text })),
  }),
});

export const readSampleRows = endpoint({
  name: 'dictionary.readSampleRows',
  method: 'POST',
  path: '/api/dictionary/mappings/samples',
  permission: 'dictionary.read',
  summary: 'The rows of a CSV file, a workbook or JSON, to try a mapping on; nothing is kept',
  consumes: upload,
  response: Type.Object({
    columns: Type.Array(text),
    rows: Type.Array(Type.Record(text, Type.Union([text, Type.Null()]))),
    findings: Type.Array(Type.Object({ severity: text, message: text })),
  }),
});

export const CoverageRow = Type.Object({
  key: text,
  mappings: count,
  required: Share,
  optional: Share,
  source: MappingCoverage.properties.source,
  /** The lowest of its mappings. */
  level: count,
});

export const mappingCoverage = endpoint({
  name: 'dictionary.mappingCoverage',
  method: 'GET',
  path: '/api/dictionary/mappings/coverage',
  permission: 'dictionary.read',
  summary: 'Coverage and maturity per system, body, data set or entity',
  query: Type.Object({
    by: Type.Union([Type.Literal('system'), Type.Literal('body'), Type.Literal('data-set'), Type.Literal('entity')]),
    ...page,
  }),
  response: Type.Object({ items: Type.Array(CoverageRow), next: optional(text) }),
});

export const DebtRow = Type.Object({
  mapping: text,
  names: Texts,
  body: text,
  system: text,
  kind: text,
  subject: text,
  /** Records it touches; null: not known. */
  touches: Nullable(count),
  words: text,
});
export type DebtRow = Static<typeof DebtRow>;

export const mappingDebt = endpoint({
  name: 'dictionary.mappingDebt',
  method: 'GET',
  path: '/api/dictionary/mappings/debt',
  permission: 'dictionary.read',
  summary: 'What is missing or doubtful in mappings, ranked by the records it touches',
  query: Type.Object({ body: optional(code(60)), system: optional(code(60)), ...page }),
  response: Type.Object({ items: Type.Array(DebtRow), next: optional(text), total: count }),
});

export const exportMapping = endpoint({
  name: 'dictionary.exportMapping',
  method: 'GET',
  path: '/api/dictionary/mappings/{mapping}/exports/{format}',
  permission: 'dictionary.read',
  summary: 'A mapping as our YAML, as CSV, or as SSSOM',
  params: Type.Object({
    mapping: Type.String({ maxLength: 40 }),
    format: Type.Union([Type.Literal('yaml'), Type.Literal('csv'), Type.Literal('sssom')]),
  }),
  produces: ['application/yaml', 'text/csv', 'text/tab-separated-values'],
});
