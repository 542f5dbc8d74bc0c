/** The room's endpoints as values: records, their history, changes and their undoing, loads and their findings. */
import Type, { type TSchema } from 'typebox';
import { endpoint } from '../platform/http/endpoint.ts';
import { RehearsalView, TakenRelease } from './rehearsal-schemas.ts';
import {
  ChangeView,
  Code,
  Columns,
  Cursor,
  Day,
  FindingView,
  HistoryEntry,
  Limit,
  ListQuery,
  LoadView,
  RecordPage,
  RecordView,
  UndoResult,
  Uuid,
  Values,
  When,
  text,
} from './schemas.ts';

export {
  HomeBody,
  Values,
  RecordView,
  ListQuery,
  RecordPage,
  WithheldField,
  FieldChange,
  HistoryEntry,
  ChangeView,
  UndoResult,
  LoadCounts,
  LoadView,
  FindingView,
} from './schemas.ts';

export { RehearsalView, RegisterEffectView, TakenRelease } from './rehearsal-schemas.ts';

const page = <T extends TSchema>(item: T) => Type.Object({ items: Type.Array(item), next: Type.Optional(text) });
const OneRegister = Type.Object({ register: Type.String({ maxLength: 100 }) });
const OneRecord = Type.Object({ register: Type.String({ maxLength: 100 }), record: Uuid });
const OneLoad = Type.Object({ register: Type.String({ maxLength: 100 }), load: Uuid });
const BodyAndRegister = Type.Object({ body: Code, register: Type.String({ maxLength: 100 }) });

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
    limit: Type.Optional(Type.Integer({ minimum: 1, description: 'At most so many records; all of them when absent' })),
    units: Type.Optional(
      Type.Literal('today', {
        description: 'Beside each field of a list whose codes changed, a column with what the code is today',
      }),
    ),
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

const oneRecordQuery = Type.Object({
  columns: Columns,
  /** Adds `allowed`: what whoever asks may do with it. */
  allowed: Type.Optional(Type.Boolean()),
  ...When,
});

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

const PLAN = ['application/octet-stream'];

export const rehearseRelease = endpoint({
  name: 'records.rehearseRelease',
  method: 'POST',
  path: '/api/dictionary/rehearsals',
  permission: 'dictionary.rehearse',
  summary: 'What a newer dictionary would do to this node: who uses what changes, which rows fail; changes nothing',
  marks: 'quoted',
  consumes: PLAN,
  response: RehearsalView,
});

export const takeRelease = endpoint({
  name: 'records.takeRelease',
  method: 'POST',
  path: '/api/dictionary/releases',
  permission: 'dictionary.take-release',
  summary:
    'Take a signed release: its signature, number and hash must fit, and every stored row must be able to follow',
  marks: 'quoted',
  query: Type.Object({
    /** The verifier key that is trusted; needed for the first release, which fixes it. */
    key: Type.Optional(Type.String({ maxLength: 500 })),
  }),
  consumes: PLAN,
  response: TakenRelease,
});

export { listMigrations, MigrationView } from './migrations-contract.ts';

export { rehearseProposal } from './proposal-contract.ts';
export { releaseProposals } from '../dictionary/contract.ts';
