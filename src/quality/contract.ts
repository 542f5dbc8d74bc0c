/** What quality offers over HTTP: scores down to the record, and who has reported. */
import Type, { type Static, type TSchema } from 'typebox';
import { Day } from '../platform/day.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { Texts } from '../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Band = Type.Unsafe<'green' | 'yellow' | 'red' | 'not-assessed'>(text);
const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });

export const Score = Type.Object({
  /** Percent with one decimal, rounded down; null when nothing was assessed. */
  score: Nullable(Type.Number()),
  band: Band,
  assessed: Type.Integer(),
  failing: Type.Integer(),
});

export const RuleScore = Type.Object({
  rule: text,
  dimension: text,
  names: Texts,
  score: Score,
  weight: Type.Number(),
  /** Percent below which the rule is red by itself. */
  threshold: Nullable(Type.Number()),
  /** Why it was not assessed: `too-slow`, `fails`; null when nothing stopped it. */
  reason: Nullable(text),
});
/** One quality of the framework: of a field, or of a register. */
export const CriterionScore = Type.Object({ criterion: text, names: Texts, weight: Type.Number(), score: Score });
export const FieldScore = Type.Object({
  field: text,
  names: Texts,
  key: Type.Boolean(),
  score: Score,
  criteria: Type.Array(CriterionScore),
  rules: Type.Array(RuleScore),
});
export const BodyScore = Type.Object({ body: BodyRef, score: Score });

export const RegisterScore = Type.Object({
  register: text,
  score: Score,
  bands: Type.Object({ green: Type.Number(), yellow: Type.Number() }),
  criteria: Type.Array(CriterionScore),
  fields: Type.Array(FieldScore),
  bodies: Type.Array(BodyScore),
});
export type RegisterScore = Static<typeof RegisterScore>;

export const getScores = endpoint({
  name: 'quality.getScores',
  method: 'GET',
  path: '/api/registers/{register}/quality',
  permission: 'quality.read',
  summary: 'Scores of a register: by rule, field and body, within what the caller may see',
  params: Type.Object({ register: Type.String({ maxLength: 100 }) }),
  response: RegisterScore,
  about: ({ params }) => ({ register: params.register }),
});

export const Defect = Type.Object({
  record: text,
  body: BodyRef,
  rule: text,
  field: Nullable(text),
  dimension: text,
  message: Texts,
});

export const listDefects = endpoint({
  name: 'quality.listDefects',
  method: 'GET',
  path: '/api/registers/{register}/defects',
  permission: 'quality.read-defects',
  summary: 'Records that fail a rule, in the bodies the caller answers for',
  params: Type.Object({ register: Type.String({ maxLength: 100 }) }),
  query: Type.Object({
    rule: text,
    field: Type.Optional(text),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: Type.Optional(text),
  }),
  response: Type.Object({ items: Type.Array(Defect), next: Type.Optional(text) }),
  about: ({ params }) => ({ register: params.register }),
});

export const ReportingRow = Type.Object({
  body: BodyRef,
  expected: Type.Integer(),
  due: Day,
  reported: Type.Boolean(),
  signedBelow: Nullable(Day),
  signedAbove: Nullable(Day),
  differences: Nullable(Type.Integer()),
  /** Working days until due (positive) or overdue (negative). */
  workingDays: Type.Integer(),
});

export const listReporting = endpoint({
  name: 'quality.listReporting',
  method: 'GET',
  path: '/api/registers/{register}/reporting',
  permission: 'quality.read',
  summary: 'The round that is open: who must account for how many records, by when, and who has',
  params: Type.Object({ register: Type.String({ maxLength: 100 }) }),
  response: Type.Object({ items: Type.Array(ReportingRow), reported: Type.Integer(), reporters: Type.Integer() }),
  about: ({ params }) => ({ register: params.register }),
});

export const RegisterLine = Type.Object({
  register: text,
  names: Texts,
  score: Score,
  criteria: Type.Array(CriterionScore),
  /** Rules that were assessed, and those that were not though they should have been. */
  rules: Type.Integer(),
  stopped: Type.Integer(),
  /** Fields, and those of them that no rule judges. */
  fields: Type.Integer(),
  uncovered: Type.Integer(),
});
export type RegisterLine = Static<typeof RegisterLine>;

export const listQuality = endpoint({
  name: 'quality.listQuality',
  method: 'GET',
  path: '/api/quality',
  permission: 'quality.read',
  summary: 'The score of every published register, by quality, and how much of it no rule judges',
  response: Type.Object({
    qualities: Type.Array(Type.Object({ code: text, names: Texts, weight: Type.Number() })),
    bands: Type.Object({ green: Type.Number(), yellow: Type.Number() }),
    items: Type.Array(RegisterLine),
  }),
});

export const Coverage = Type.Object({
  register: text,
  fields: Type.Integer(),
  /** Fields that no rule judges, not even together with others. */
  without: Type.Array(Type.Object({ field: text, names: Texts, element: text })),
  /** Fields that only a rule over several fields judges. */
  together: Type.Array(Type.Object({ field: text, names: Texts, element: text })),
  /** How many rules of each kind there are, and how many rows they assessed. */
  rules: Type.Array(Type.Object({ rule: text, rules: Type.Integer(), assessed: Type.Integer() })),
  /** Qualities of the framework that no rule of the register measures. */
  unmeasured: Type.Array(Type.Object({ criterion: text, names: Texts })),
});

export const getCoverage = endpoint({
  name: 'quality.getCoverage',
  method: 'GET',
  path: '/api/registers/{register}/quality/coverage',
  permission: 'quality.read',
  summary: 'What has no rule: fields that nothing judges, qualities that nothing measures',
  params: Type.Object({ register: Type.String({ maxLength: 100 }) }),
  response: Coverage,
  about: ({ params }) => ({ register: params.register }),
});
