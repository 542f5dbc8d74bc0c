/** A defect's words as types. */
import Type, { type Static, type TSchema } from 'typebox';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const states = ['open', 'cause-found', 'mending', 'undecided', 'contested', 'closed'] as const;
export type DefectState = (typeof states)[number];

/** What people may say comes of a defect; the record may also pass by itself (`mended`), end (`gone`) or be one of many (`merged`). */
export const outcomes = ['consumer-wrong', 'source-wrong', 'undecided'] as const;
export type Outcome = (typeof outcomes)[number];

export const DefectRecord = Type.Object({
  id: text,
  code: text,
  register: text,
  record: Nullable(text),
  rows: Type.Integer(),
  rule: text,
  field: text,
  dimension: text,
  group: text,
  level: text,
  source: text,
  foundOn: text,
  body: Type.Integer(),
  keeper: Type.Integer(),
  post: text,
  causeDue: text,
  due: text,
  state: Type.Unsafe<DefectState>(text),
  outcome: Nullable(text),
  cause: Nullable(text),
  action: Nullable(text),
  assignee: Nullable(text),
  assigneeName: Nullable(text),
  escalatedOn: Nullable(text),
  escalatedTo: Nullable(Type.Integer()),
  correction: Nullable(text),
  closedAt: Nullable(text),
});
export type DefectRecord = Static<typeof DefectRecord>;

export const ContestRecord = Type.Object({
  id: text,
  defect: Nullable(text),
  register: text,
  askedBy: text,
  askedByName: text,
  askedBody: Type.Integer(),
  words: text,
  askedAt: text,
  answerer: Nullable(Type.Integer()),
  answeredByName: Nullable(text),
  answeredBody: Nullable(Type.Integer()),
  upheld: Nullable(Type.Boolean()),
  answer: Nullable(text),
  answeredAt: Nullable(text),
});
export type ContestRecord = Static<typeof ContestRecord>;
