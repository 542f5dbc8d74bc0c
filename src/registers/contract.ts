/** What registers offers over HTTP: authorities, the declared load, corrections, look-up at the authority. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';
import { LoadView, Values } from '../records/contract.ts';

export { answerBodyList, listFile, listMinutes, readBodyList, signBodyList } from './body-list-contract.ts';
export type { BodyListView } from './body-list-contract.ts';
export {
  decideDuplicate,
  findGoldenPerson,
  getDuplicate,
  getGoldenPerson,
  listDuplicates,
  listLinkedEntities,
  lookupGolden,
  proposeDuplicate,
  splitPerson,
  undoDuplicate,
  type Duplicate,
  type DuplicateDetail,
  type Foreseen,
  type GoldenEvent,
  type GoldenMember,
  type GoldenPerson,
  type GoldenRecordRef,
  type GoldenValue,
  type LinkedEntityView,
  type SideBySide,
  type WaterfallView,
} from './golden-contract.ts';
export { beginPrefill, prefilledTemplate, readPrefill, type PrefillView } from './prefill-contract.ts';

export { checkForm, exampleForm, listExampleForms, mendForm } from './radar/radar-contract.ts';
export { listAuthorities } from './authority/authorities-contract.ts';
export { argueDispute, claimElement, disputeStates, getDispute } from './authority/disputes-contract.ts';
export {
  listDisputed,
  listDisputes,
  reopenDispute,
  settleDispute,
  withdrawClaim,
} from './authority/disputes-contract.ts';
export type { DisputeLine, DisputePage, SourceName } from './authority/disputes-contract.ts';
export {
  acknowledgeCorrection,
  addEvidence,
  getCorrection,
  listCorrections,
} from './corrections/corrections-contract.ts';
export { outcomes, proposeCorrection, readEvidence, settleCorrection } from './corrections/corrections-contract.ts';
export { sendCorrection, undoSettlement, withdrawCorrection } from './corrections/corrections-contract.ts';
export type { Correction, CorrectionPage, Outcome } from './corrections/corrections-contract.ts';
export { readOnceOnly, type OnceFigures, type OnceLine } from './once-only/once-only-contract.ts';
export { readCodesToday, readUnits, type CodeUnits, type FieldUnits } from './units/units-contract.ts';

const text = Type.String();
const optional = Type.Optional;
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const register = Type.String({ maxLength: 100 });
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' });

export const RegisterName = Type.Object({ name: text, names: Texts });

/** Where a column's values are already held, and the law that says not to ask again. */
export const Source = Type.Object({ register: text, names: Texts, citation: Nullable(Texts) });

export const MatchedColumn = Type.Object({
  /** Index into the file's columns, from 0. */
  column: Type.Integer(),
  letter: text,
  header: text,
  field: Nullable(text),
  element: Nullable(text),
  names: Nullable(Texts),
  confidence: Type.Number(),
  /** Words: `columns.<why>` of the catalogue `dictionary`. */
  why: text,
  skipped: Type.Boolean(),
  key: Type.Boolean(),
  source: Nullable(Source),
});

export const EncodingQuestion = Type.Object({
  suggested: text,
  names: Texts,
  samples: Type.Array(Type.Object({ before: text, after: text })),
  others: Type.Array(text),
});

export const UploadView = Type.Object({
  upload: Uuid,
  register: text,
  body: text,
  fileName: text,
  bytes: Type.Integer(),
  kind: text,
  sheet: Nullable(text),
  sheets: Type.Array(text),
  titleRows: Type.Array(text),
  headerRows: Type.Array(Type.Integer()),
  encoding: text,
  question: Nullable(EncodingQuestion),
  columns: Type.Array(MatchedColumn),
  /** Fields a column may be given to. */
  fields: Type.Array(Type.Object({ name: text, names: Texts, required: Type.Boolean(), key: Type.Boolean() })),
  /** The mapping by which the file is read, when one was chosen: what fills each field, and what it does not read. */
  mapping: Nullable(
    Type.Object({
      code: text,
      names: Texts,
      revision: Type.Integer(),
      lines: Type.Array(
        Type.Object({
          field: text,
          names: Texts,
          from: Type.Array(text),
          transform: Nullable(text),
          key: Type.Boolean(),
        }),
      ),
      unread: Type.Array(text),
    }),
  ),
  /** Mappings of local systems to the entity: one may be chosen in the place of columns. */
  mappings: Type.Array(Type.Object({ code: text, names: Texts, system: text, body: text })),
  /** Key fields that no column fills: without them nothing can be loaded. */
  missingKeys: Type.Array(text),
  sample: Type.Array(Type.Array(text)),
  counts: Type.Object({
    columns: Type.Integer(),
    matched: Type.Integer(),
    skipped: Type.Integer(),
    unknown: Type.Integer(),
    held: Type.Integer(),
  }),
});
export type UploadView = Static<typeof UploadView>;

const aboutBody = ({ params, query }: { params: { register: string }; query: { body: string } }) => ({
  register: params.register,
  body: query.body,
});
const oneRegister = Type.Object({ register });
const oneLoad = Type.Object({ register, load: Uuid });

export const beginLoad = endpoint({
  name: 'registers.beginLoad',
  method: 'POST',
  path: '/api/registers/{register}/uploads',
  permission: 'registers.load',
  summary: 'Send a workbook or a CSV: what its columns are, and which of them somebody already holds',
  marks: 'inspected',
  params: oneRegister,
  query: Type.Object({
    body: Type.String({ maxLength: 100 }),
    fileName: Type.String({ maxLength: 255 }),
  }),
  consumes: ['application/octet-stream', 'text/csv', XLSX],
  response: UploadView,
  about: aboutBody,
});

export const readUpload = endpoint({
  name: 'registers.readUpload',
  method: 'GET',
  path: '/api/registers/{register}/uploads/{upload}',
  permission: 'registers.load',
  summary: 'The same upload read again, as another encoding, from another sheet, or by a mapping of a local system',
  params: Type.Object({ register, upload: Uuid }),
  query: Type.Object({
    body: Type.String({ maxLength: 100 }),
    encoding: optional(text),
    sheet: optional(text),
    /** Code of a mapping: the file is in the layout of its system. */
    mapping: optional(Type.String({ maxLength: 40 })),
  }),
  response: UploadView,
  about: aboutBody,
});

export const checkDeclared = endpoint({
  name: 'registers.checkLoad',
  method: 'POST',
  path: '/api/registers/{register}/loads',
  permission: 'registers.load',
  summary:
    'Check an upload with its columns or by a mapping: findings, differences from the trusted source, what would change; nothing is stored yet',
  params: oneRegister,
  body: Type.Object({
    upload: Uuid,
    body: Type.String({ maxLength: 100 }),
    /** Which column fills which field; not asked when a mapping says it. */
    columns: optional(
      Type.Array(Type.Object({ column: Type.Integer({ minimum: 0 }), field: Nullable(text) }), { maxItems: 2000 }),
    ),
    encoding: optional(text),
    sheet: optional(text),
    /** Code of a mapping: the file is in the layout of its system, and each row is transformed on the way. */
    mapping: optional(Type.String({ maxLength: 40 })),
  }),
  response: LoadView,
  about: ({ params, body }) => ({ register: params.register, body: body.body }),
});

export const commitDeclared = endpoint({
  name: 'registers.commitLoad',
  method: 'POST',
  path: '/api/registers/{register}/loads/{load}/commit',
  permission: 'registers.load',
  summary: 'Store the rows that passed, as one change',
  params: oneLoad,
  body: Type.Object({ onlyValid: optional(Type.Boolean()) }),
  response: LoadView,
  about: ({ params }) => ({ register: params.register }),
});

export const annotatedLoad = endpoint({
  name: 'registers.annotatedLoad',
  method: 'GET',
  path: '/api/registers/{register}/loads/{load}/annotated.xlsx',
  permission: 'registers.load',
  summary: 'The uploaded file back, with a note in each cell to review',
  params: oneLoad,
  query: Type.Object({ only: optional(Type.Literal('wrong')) }),
  produces: [XLSX],
  about: ({ params }) => ({ register: params.register }),
});

export const lookupPerson = endpoint({
  name: 'registers.lookup',
  method: 'GET',
  path: '/api/authorities/{register}/lookup',
  permission: 'registers.lookup',
  summary:
    'What the trusted source holds of one person, by the key or the record that a look-up found: to prefill a form',
  params: oneRegister,
  query: Type.Object({
    key: optional(Type.String({ minLength: 1, maxLength: 100 })),
    /** In the place of the key. */
    record: optional(Uuid),
    purpose: optional(Type.String({ maxLength: 100 })),
    /** Register whose form is filled with the answer. */
    into: optional(register),
  }),
  response: Type.Object({ register: text, asOf: text, values: Values }),
  about: ({ params, query }) => ({
    register: params.register,
    ...(query.purpose === undefined ? {} : { purpose: query.purpose }),
  }),
});
