/** The room's endpoints as values: records, their history, changes and their undoing, loads and their findings. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';

const text = Type.String();
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'YYYY-MM-DD' });
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' });
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const page = <T extends TSchema>(item: T) => Type.Object({ items: Type.Array(item), next: Type.Optional(text) });
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 }));
const Cursor = Type.Optional(Type.String({ maxLength: 2000 }));
const Code = Type.String({ maxLength: 100, description: 'Code of the body' });

const OneRegister = Type.Object({ register: Type.String({ maxLength: 100 }) });
const OneRecord = Type.Object({ register: Type.String({ maxLength: 100 }), record: Uuid });
const OneLoad = Type.Object({ register: Type.String({ maxLength: 100 }), load: Uuid });
const BodyAndRegister = Type.Object({ body: Code, register: Type.String({ maxLength: 100 }) });

/** The home body of a record, as people see it. */
export const HomeBody = Type.Object({ id: Type.Integer(), code: text, names: Texts });

/** Values by the physical name of the field: text, number, boolean or null. Dates are YYYY-MM-DD. */
export const Values = Type.Record(text, Type.Union([text, Type.Number(), Type.Boolean(), Type.Null()]));
export type Values = Static<typeof Values>;

export const RecordView = Type.Object({
  record: Uuid,
  /** Send it back as `If-Match: "<version>"`. */
  version: Type.Integer(),
  body: HomeBody,
  validFrom: Type.Optional(Nullable(Day)),
  validTo: Type.Optional(Nullable(Day)),
  values: Values,
});
export type RecordView = Static<typeof RecordView>;

const When = {
  asOf: Type.Optional(Type.String({ description: 'Day (YYYY-MM-DD): what held then; registers with valid time only' })),
  knownOn: Type.Optional(Type.String({ description: 'Day (YYYY-MM-DD): what the register said at the end of it' })),
};
const Where = Type.Optional(
  Type.Array(Type.String({ maxLength: 2000 }), {
    maxItems: 20,
    description:
      '`field:operator:value`, repeated for “and”. Operators: eq ne prefix contains lt le gt ge in (values split by |) null notnull.',
  }),
);
const Columns = Type.Optional(Type.String({ maxLength: 4000, description: 'Physical names, split by commas' }));

export const ListQuery = Type.Object({
  where: Where,
  columns: Columns,
  /** A field to order by, `-field` for downwards; the default is the order in which records arose. */
  order: Type.Optional(Type.String({ maxLength: 100 })),
  /** Code of a body: only its rows and those below it. */
  body: Type.Optional(Code),
  limit: Limit,
  cursor: Cursor,
  /** Adds `total`: how many match within what the caller may see. */
  count: Type.Optional(Type.Boolean()),
  ...When,
});
export type ListQuery = Static<typeof ListQuery>;

export const RecordPage = Type.Object({
  items: Type.Array(RecordView),
  next: Type.Optional(text),
  total: Type.Optional(Type.Integer()),
});
export type RecordPage = Static<typeof RecordPage>;

export const FieldChange = Type.Object({
  field: text,
  names: Texts,
  before: Type.Unknown(),
  after: Type.Unknown(),
});

export const HistoryEntry = Type.Object({
  version: Type.Integer(),
  changeSet: Type.Integer(),
  /** `created`, `changed`, `ended`, `revived`. */
  act: Type.Union([Type.Literal('created'), Type.Literal('changed'), Type.Literal('ended'), Type.Literal('revived')]),
  /** Kind of the change: `records`, `undo`, `migration`… */
  kind: text,
  /** The load that brought it, when one did. */
  load: Nullable(Uuid),
  at: text,
  account: text,
  /** Name of the account; empty when it is not known any more. */
  name: text,
  body: Type.Integer(),
  changes: Type.Array(FieldChange),
  undoable: Type.Boolean(),
});
export type HistoryEntry = Static<typeof HistoryEntry>;

export const ChangeView = Type.Object({
  changeSet: Type.Integer(),
  kind: text,
  register: text,
  body: Nullable(Type.Integer()),
  account: text,
  at: text,
  rowsNew: Type.Integer(),
  rowsChanged: Type.Integer(),
  rowsEnded: Type.Integer(),
  /** Whether the caller may undo it now; else why not, as in the problem `not-undoable`. */
  undoable: Type.Boolean(),
  reason: Type.Optional(text),
  /** Records of it that were changed again since, and how many records would be put back. */
  dependents: Type.Object({ count: Type.Integer(), records: Type.Array(Uuid) }),
  remaining: Type.Integer(),
});
export type ChangeView = Static<typeof ChangeView>;

export const UndoResult = Type.Object({
  /** The new change set that undid it. */
  changeSet: Type.Integer(),
  ended: Type.Integer(),
  restored: Type.Integer(),
  revived: Type.Integer(),
  /** Left as they are, because they were changed again. */
  left: Type.Integer(),
});
export type UndoResult = Static<typeof UndoResult>;

export const LoadCounts = Type.Object({
  /** Rows read from the file. */
  rows: Type.Integer(),
  /** Rows without an error: what a commit stores. */
  ready: Type.Integer(),
  /** Rows with at least one error. */
  wrong: Type.Integer(),
  new: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
});
export type LoadCounts = Static<typeof LoadCounts>;

export const LoadView = Type.Object({
  load: Uuid,
  register: text,
  body: HomeBody,
  state: text,
  fileName: Nullable(text),
  account: text,
  name: text,
  release: Type.Integer(),
  columns: Type.Array(Type.Object({ column: Type.Integer(), header: text, field: Nullable(text) })),
  counts: LoadCounts,
  /** Errors by kind: how many rows. */
  findings: Type.Record(text, Type.Integer()),
  /** Warnings by kind: how many rows. */
  warnings: Type.Record(text, Type.Integer()),
  /** Cells read in another way than written, by kind: how many rows. */
  notes: Type.Record(text, Type.Integer()),
  /** What other rooms found while comparing, by their own names. */
  extra: Type.Record(text, Type.Unknown()),
  changeSet: Nullable(Type.Integer()),
  createdAt: text,
  checkedAt: Nullable(text),
  committedAt: Nullable(text),
  undoneAt: Nullable(text),
  expiresAt: text,
  undoable: Type.Boolean(),
});
export type LoadView = Static<typeof LoadView>;

export const FindingView = Type.Object({
  row: Type.Integer(),
  field: Nullable(text),
  /** Index of the column in the file; null when it is about the whole row. */
  column: Nullable(Type.Integer()),
  /** Name of the field in the caller's language. */
  label: Nullable(text),
  kind: text,
  rule: text,
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('note')]),
  value: Nullable(text),
  /** What is wrong and what to do, in the caller's language. */
  message: text,
  suggestion: Nullable(text),
});
export type FindingView = Static<typeof FindingView>;

const about = (input: { params: { register: string } }) => ({ register: input.params.register });
const aboutQuery = (input: { params: { register: string }; query: { body?: string | undefined } }) =>
  input.query.body === undefined ? about(input) : { register: input.params.register, body: input.query.body };
const aboutBody = (input: { params: { register: string; body: string } }) => ({
  register: input.params.register,
  body: input.params.body,
});

export const listRecords = endpoint({
  name: 'records.listRecords',
  method: 'GET',
  path: '/api/registers/{register}/records',
  permission: 'records.read',
  summary: 'Records of a register, filtered, page by page',
  params: OneRegister,
  query: ListQuery,
  response: RecordPage,
  about: aboutQuery,
});

export const listBodyRecords = endpoint({
  name: 'records.listBodyRecords',
  method: 'GET',
  path: '/api/bodies/{body}/registers/{register}/records',
  permission: 'records.read',
  summary: 'Records of a register in a body and below it, page by page',
  params: BodyAndRegister,
  query: Type.Omit(ListQuery, ['body']),
  response: RecordPage,
  about: aboutBody,
});

export const exportRecords = endpoint({
  name: 'records.exportRecords',
  method: 'GET',
  path: '/api/registers/{register}/export',
  permission: 'records.export',
  summary: 'Records of a register as one stream: JSON, NDJSON, CSV or a workbook',
  params: OneRegister,
  query: Type.Object({
    ...Type.Omit(ListQuery, ['limit', 'cursor', 'count']).properties,
    format: Type.Optional(
      Type.Union([Type.Literal('json'), Type.Literal('ndjson'), Type.Literal('csv'), Type.Literal('xlsx')]),
    ),
  }),
  produces: [
    'application/json',
    'application/x-ndjson',
    'text/csv',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  about: aboutQuery,
});

const oneRecordQuery = Type.Object({ columns: Columns, ...When });

export const getRecord = endpoint({
  name: 'records.getRecord',
  method: 'GET',
  path: '/api/registers/{register}/records/{record}',
  permission: 'records.read',
  summary: 'One record, with its version as ETag',
  params: OneRecord,
  query: oneRecordQuery,
  response: RecordView,
  about,
});

export const getBodyRecord = endpoint({
  name: 'records.getBodyRecord',
  method: 'GET',
  path: '/api/bodies/{body}/registers/{register}/records/{record}',
  permission: 'records.read',
  summary: 'One record of a body: a refusal names the body that was asked for',
  params: Type.Object({ ...BodyAndRegister.properties, record: Uuid }),
  query: oneRecordQuery,
  response: RecordView,
  about: aboutBody,
});

export const lookupRecord = endpoint({
  name: 'records.lookupRecord',
  method: 'GET',
  path: '/api/registers/{register}/lookup',
  permission: 'records.read',
  summary: 'One record by its key',
  params: OneRegister,
  query: Type.Object({
    key: Type.Array(Type.String({ maxLength: 500 }), { minItems: 1, maxItems: 8 }),
    ...oneRecordQuery.properties,
  }),
  response: RecordView,
  about,
});

export const createRecord = endpoint({
  name: 'records.createRecord',
  method: 'POST',
  path: '/api/registers/{register}/records',
  permission: 'records.create',
  summary: 'A new record; send the `Idempotency-Key` made when the form was opened',
  params: OneRegister,
  body: Type.Object({ body: Code, values: Values, validFrom: Type.Optional(Day), validTo: Type.Optional(Day) }),
  response: RecordView,
  about: ({ params, body }) => ({ register: params.register, body: body.body }),
});

export const editRecord = endpoint({
  name: 'records.editRecord',
  method: 'PATCH',
  path: '/api/registers/{register}/records/{record}',
  permission: 'records.edit',
  summary: 'Changes the named values of a record; needs `If-Match`',
  params: OneRecord,
  body: Type.Object({ values: Values }),
  response: RecordView,
  about,
});

export const endRecord = endpoint({
  name: 'records.endRecord',
  method: 'DELETE',
  path: '/api/registers/{register}/records/{record}',
  permission: 'records.end',
  summary: 'Ends a record: it leaves the register, its history stays; needs `If-Match`',
  params: OneRecord,
  response: Type.Object({ changeSet: Type.Integer() }),
  about,
});

export const recordHistory = endpoint({
  name: 'records.listHistory',
  method: 'GET',
  path: '/api/registers/{register}/records/{record}/history',
  permission: 'records.read-history',
  summary: 'Who changed what of a record, and when, newest first',
  params: OneRecord,
  response: Type.Object({ items: Type.Array(HistoryEntry) }),
  about,
});

export const getChange = endpoint({
  name: 'records.getChange',
  method: 'GET',
  path: '/api/changes/{changeSet}',
  permission: 'records.read-loads',
  summary: 'One change of records: what it did, whether it can be undone, what depends on it',
  params: Type.Object({ changeSet: Type.Integer({ minimum: 1 }) }),
  response: ChangeView,
});

export const undoChange = endpoint({
  name: 'records.undoChange',
  method: 'POST',
  path: '/api/changes/{changeSet}/undo',
  permission: 'records.undo',
  summary: 'Undoes a change of records as a whole, within 24 hours',
  params: Type.Object({ changeSet: Type.Integer({ minimum: 1 }) }),
  body: Type.Object({ leaveDependents: Type.Optional(Type.Boolean()) }),
  response: UndoResult,
});

export const listLoads = endpoint({
  name: 'records.listLoads',
  method: 'GET',
  path: '/api/registers/{register}/loads',
  permission: 'records.read-loads',
  summary: 'Loads into a register that the caller may see, newest first',
  params: OneRegister,
  query: Type.Object({ limit: Limit, cursor: Cursor, state: Type.Optional(text), body: Type.Optional(Code) }),
  response: page(LoadView),
  about: aboutQuery,
});

export const getLoad = endpoint({
  name: 'records.getLoad',
  method: 'GET',
  path: '/api/registers/{register}/loads/{load}',
  permission: 'records.read-loads',
  summary: 'One load: where it stands and what was counted',
  params: OneLoad,
  response: LoadView,
  about,
});

export const listFindings = endpoint({
  name: 'records.listFindings',
  method: 'GET',
  path: '/api/registers/{register}/loads/{load}/findings',
  permission: 'records.read-loads',
  summary: 'Rows to review of a load, in the order of the file',
  params: OneLoad,
  query: Type.Object({ kind: Type.Optional(text), severity: Type.Optional(text), limit: Limit, cursor: Cursor }),
  response: page(FindingView),
  about,
});
