/** Defects over HTTP: what fails, whose it is, by when, and what came of it. */
import Type, { type Static, type TSchema } from 'typebox';
import { allowedOf } from '../../governance/contract.ts';
import { Day } from '../../platform/day.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Texts } from '../../platform/texts.ts';
import { outcomes, states } from './model.ts';

/** The eight groups of the issue log, for who filters. */
export { groups } from '../rule.ts';

const text = Type.String();
const optional = Type.Optional;
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' });
const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });
const Words = Type.String({ minLength: 1, maxLength: 2000 });

/** A line of the issue log (facts file §3): code, day found, group, level, source, field, body, last day, state, action. */
export const DefectLine = Type.Object({
  id: Uuid,
  code: text,
  register: text,
  registerNames: Texts,
  /** Null: one defect for all rows of the body that fail the rule. */
  record: Nullable(Uuid),
  rows: Type.Integer(),
  rule: text,
  ruleNames: Texts,
  field: text,
  names: Texts,
  dimension: text,
  group: text,
  level: Type.Enum(['incident', 'error', 'warning']),
  source: text,
  foundOn: Day,
  body: BodyRef,
  keeper: BodyRef,
  causeDue: Day,
  due: Day,
  /** Working days left, negative when it is late; null once it is closed. */
  daysLeft: Nullable(Type.Number()),
  overdue: Type.Boolean(),
  state: Type.Enum([...states]),
  outcome: Nullable(text),
  cause: Nullable(text),
  action: Nullable(text),
  assignee: Nullable(text),
  /** The reader has taken it on. */
  mine: Type.Boolean(),
  escalatedOn: Nullable(Day),
  escalatedTo: Nullable(BodyRef),
  correction: Nullable(Uuid),
});
export type DefectLine = Static<typeof DefectLine>;

export const Contest = Type.Object({
  id: Uuid,
  by: text,
  body: BodyRef,
  words: text,
  askedAt: text,
  /** Who is asked; null: the data office. */
  answerer: Nullable(BodyRef),
  answeredBy: Nullable(text),
  answeredBody: Nullable(BodyRef),
  upheld: Nullable(Type.Boolean()),
  answer: Nullable(text),
  answeredAt: Nullable(text),
});

export const DefectPage = Type.Object({
  ...DefectLine.properties,
  contests: Type.Array(Contest),
  allowed: allowedOf(
    'quality.mendDefects',
    'quality.mendDefects#outcome',
    'quality.contestDefect',
    'quality.answerContest',
  ),
});
export type DefectPage = Static<typeof DefectPage>;

export const listAll = endpoint({
  name: 'quality.listAllDefects',
  method: 'GET',
  path: '/api/defects',
  permission: 'quality.read-defects',
  summary: 'The issue log: defects of the bodies the caller answers for, what is due first comes first',
  query: Type.Object({
    register: optional(Type.String({ maxLength: 100 })),
    /** Code of a body: only defects of which it is the keeper. */
    body: optional(Type.String({ maxLength: 100 })),
    group: optional(text),
    /** A state, `pending` (default: everything that is not closed) or `all`. */
    state: optional(Type.Enum([...states, 'pending', 'all'])),
    mine: optional(Type.Boolean()),
    overdue: optional(Type.Boolean()),
    record: optional(Uuid),
    limit: optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: optional(text),
  }),
  response: Type.Object({
    items: Type.Array(DefectLine),
    /** Of everything that is not closed and meets the other filters. */
    counts: Type.Array(
      Type.Object({ group: text, state: text, n: Type.Integer(), rows: Type.Number(), overdue: Type.Integer() }),
    ),
    next: optional(text),
  }),
});

const one = Type.Object({ defect: Uuid });

export const getDefect = endpoint({
  name: 'quality.getDefect',
  method: 'GET',
  path: '/api/defects/{defect}',
  permission: 'quality.read-defects',
  summary: 'One defect: the rule, the clock, what was said of it, and who may answer what is contested',
  params: one,
  response: DefectPage,
});

export const mendDefects = endpoint({
  name: 'quality.mendDefects',
  method: 'POST',
  path: '/api/defects/acts',
  permission: 'quality.mend',
  summary: 'Take defects on, say their cause, or say what comes of them: one act for up to 200',
  body: Type.Object({
    defects: Type.Array(Uuid, { minItems: 1, maxItems: 200 }),
    act: Type.Union([
      Type.Object({ act: Type.Enum(['claim', 'release']) }),
      Type.Object({ act: Type.Literal('cause'), words: Words }),
      Type.Object({ act: Type.Literal('outcome'), outcome: Type.Enum([...outcomes]), words: Words }),
    ]),
  }),
  response: Type.Object({ changed: Type.Integer() }),
});

export const contestDefect = endpoint({
  name: 'quality.contestDefect',
  method: 'POST',
  path: '/api/defects/{defect}/contest',
  permission: 'quality.mend',
  summary: 'Say that it is no defect: somebody who has no part in it is asked, and its clock stops',
  params: one,
  body: Type.Object({ words: Words }),
  response: DefectPage,
});

export const answerContest = endpoint({
  name: 'quality.answerContest',
  method: 'POST',
  path: '/api/defects/{defect}/answer',
  permission: 'quality.answer-contest',
  summary: 'Answer what is contested: not the keeper, not the owner of the rule, not whoever asked',
  params: one,
  body: Type.Object({ upheld: Type.Boolean(), answer: Words }),
  response: DefectPage,
});
