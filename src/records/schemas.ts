/** The shapes of this room's answers: records, history, changes, loads, findings. Pure. */
import Type, { type Static, type TSchema } from 'typebox';
import { allowedOf } from '../governance/contract.ts';
import { Day } from '../platform/day.ts';
import { ExplainedDecision } from '../platform/decision.ts';
import { Texts } from '../platform/texts.ts';

export const text = Type.String();
export { Day };
export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' });
export const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
export const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 }));
export const Cursor = Type.Optional(Type.String({ maxLength: 2000 }));
export const Code = Type.String({ maxLength: 100, description: 'Code of the body' });

/** The home body of a record, as people see it. */
export const HomeBody = Type.Object({ id: Type.Integer(), code: text, names: Texts });

/** Values by the physical name of the field: text, number, boolean or null. Dates are YYYY-MM-DD. */
export const Values = Type.Record(text, Type.Union([text, Type.Number(), Type.Boolean(), Type.Null()]));
export type Values = Static<typeof Values>;

/** A column that the labels of its element keep back from this reader, and why. */
export const WithheldField = Type.Object({
  field: text,
  names: Texts,
  /** Not at all; in part (last characters, year); or whole of some rows only. */
  shown: Type.Union([Type.Literal('absent'), Type.Literal('masked'), Type.Literal('some')]),
  decision: ExplainedDecision,
});
export type WithheldField = Static<typeof WithheldField>;

/** Absent while labels keep nothing back. */
const withheldFields = Type.Optional(Type.Array(WithheldField));

export const RecordView = Type.Object({
  record: Uuid,
  /** Send it back as `If-Match: "<version>"`. */
  version: Type.Integer(),
  body: HomeBody,
  validFrom: Type.Optional(Nullable(Day)),
  validTo: Type.Optional(Nullable(Day)),
  values: Values,
  /** Of one record that is read by itself; of a page it stands beside the page. */
  withheldFields,
  /** When it was asked for (`allowed=true`). */
  allowed: Type.Optional(
    allowedOf(
      'records.editRecord',
      'records.endRecord',
      'records.listHistory',
      'registers.listCorrections',
      'registers.proposeCorrection',
    ),
  ),
});
export type RecordView = Static<typeof RecordView>;

export const When = {
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
export const Columns = Type.Optional(Type.String({ maxLength: 4000, description: 'Physical names, split by commas' }));

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

/** Rows of the question that an agreement opens no more today: its quota or its budget of different records is used up. */
export const WithheldRows = Type.Object({
  agreement: text,
  decision: ExplainedDecision,
  /** When all of it is free again. */
  freeAgain: Type.Optional(Day),
});
export type WithheldRows = Static<typeof WithheldRows>;

export const RecordPage = Type.Object({
  items: Type.Array(RecordView),
  next: Type.Optional(text),
  /** Absent too where rows are counted one by one: how many match is not told for nothing. */
  total: Type.Optional(Type.Integer()),
  /** Absent while nothing is kept back. */
  withheld: Type.Optional(Type.Array(WithheldRows)),
  withheldFields,
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
