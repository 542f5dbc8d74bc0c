/** What strategy offers over HTTP: indicators with their basis, objectives and tasks, documents and consultations. */
import Type, { type Static, type TSchema } from 'typebox';
import { Day } from '../platform/day.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { LanguageTag, Texts } from '../platform/texts.ts';

const text = Type.String();
const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const optional = Type.Optional;
const literals = <const T extends string>(values: readonly T[]) =>
  Type.Unsafe<T>(Type.Union(values.map((value) => Type.Literal(value))));
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** A body by its code and names. */
export const BodyRef = Type.Object({ id: Type.Integer(), code: text, names: Texts });

// ── indicators ───────────────────────────────────────────────────────────────────────────────────

export const Verdict = literals(['on-track', 'off-track', 'not-enough-basis', 'not-assessed']);

export const Milestone = Type.Object({ label: Texts, day: Day, value: Type.Number() });

export const IndicatorFigure = Type.Object({
  /** Percent with one decimal, a count, or a number, according to `kind`; null when nothing can be said. */
  value: Nullable(Type.Number()),
  numerator: Type.Number(),
  denominator: Type.Number(),
  /** How many records there should be; null when nobody has said. */
  expected: Nullable(Type.Number()),
  reported: Type.Integer(),
  reporters: Type.Integer(),
  /** Ends of the band in which the figure certainly lies. */
  low: Nullable(Type.Number()),
  high: Nullable(Type.Number()),
  missing: Type.Integer(),
  /** Place in the change log up to which it was computed. */
  asOf: text,
});

/** Why the figure stands as it does: one body that has not reported, and since or until when. */
export const MissingReport = Type.Object({
  body: BodyRef,
  expected: Type.Integer(),
  due: Day,
  /** Working days until due (positive) or overdue (negative). */
  workingDays: Type.Integer(),
});

export const IndicatorCard = Type.Object({
  code: text,
  names: Texts,
  kind: literals(['share', 'count', 'ratio', 'number']),
  unit: text,
  figure: IndicatorFigure,
  verdict: Verdict,
  milestone: Nullable(Milestone),
  missingReports: Type.Array(MissingReport),
  /** What is counted and who reports it, for sentences: “party members”, “communes and wards”; null: no own words. */
  words: Nullable(Type.Object({ records: Texts, reporters: Texts })),
  /** For counts with a known worth: seconds saved a unit, an assumption that can be changed. */
  secondsPerUnit: Nullable(Type.Number()),
  owner: Nullable(BodyRef),
  trend: Type.Array(Type.Object({ at: text, value: Nullable(Type.Number()) })),
});
export type IndicatorCard = Static<typeof IndicatorCard>;

const SaidCondition = Type.Object({ expression: text, words: Texts });
export const IndicatorPage = Type.Object({
  card: IndicatorCard,
  /** When the figures were computed: at this very call, out of what was known at `card.figure.asOf`. */
  computedAt: text,
  definition: Texts,
  source: text,
  /** Of a measure over rows: which count, and of which they are a share (null: every row), as written and in words. */
  measure: Nullable(Type.Object({ counts: SaidCondition, among: Nullable(SaidCondition) })),
  register: Nullable(text),
  registerNames: Nullable(Texts),
  objective: Nullable(Type.Object({ code: text, names: Texts })),
  direction: literals(['up', 'down']),
  baseline: Nullable(Type.Object({ day: Day, value: Type.Number() })),
  milestones: Type.Array(Milestone),
  bodies: Type.Array(
    Type.Object({
      body: BodyRef,
      value: Nullable(Type.Number()),
      numerator: Type.Number(),
      denominator: Type.Number(),
      expected: Nullable(Type.Number()),
      reported: Type.Boolean(),
    }),
  ),
});
export type IndicatorPage = Static<typeof IndicatorPage>;

export const listIndicators = endpoint({
  name: 'strategy.listIndicators',
  method: 'GET',
  path: '/api/strategy/indicators',
  permission: 'strategy.read',
  summary: 'Indicators with figure, band, completeness and verdict, for what the caller may see summed up',
  response: Type.Object({ items: Type.Array(IndicatorCard) }),
});

export const getIndicator = endpoint({
  name: 'strategy.getIndicator',
  method: 'GET',
  path: '/api/strategy/indicators/{indicator}',
  permission: 'strategy.read',
  summary: 'One indicator: formula, source, milestones and the figure of every body',
  params: Type.Object({ indicator: Type.String({ maxLength: 100 }) }),
  response: IndicatorPage,
});

export const contestIndicator = endpoint({
  name: 'strategy.contestIndicator',
  method: 'POST',
  path: '/api/strategy/indicators/{indicator}/contests',
  permission: 'strategy.contest',
  summary: 'Ask the owner of a figure to look at it again',
  params: Type.Object({ indicator: Type.String({ maxLength: 100 }) }),
  body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2000 }) }),
  response: Type.Object({ work: text }),
});

// ── objectives and tasks ─────────────────────────────────────────────────────────────────────────

export const TaskState = literals(['not-begun', 'running', 'done']);
/** What is shown: `overdue` is computed from the day, never set by hand. */
export const TaskStanding = literals(['not-begun', 'running', 'at-risk', 'overdue', 'done']);

export const TaskRow = Type.Object({
  code: text,
  names: Texts,
  objective: Nullable(text),
  phase: Nullable(text),
  lead: BodyRef,
  cooperating: Type.Array(BodyRef),
  state: TaskState,
  standing: TaskStanding,
  due: Day,
  done: Nullable(Day),
  /** Working days until due (positive) or overdue (negative); null when done. */
  workingDays: Nullable(Type.Integer()),
  progress: Nullable(Type.Integer({ minimum: 0, maximum: 100 })),
  indicator: Nullable(text),
  version: Type.Integer(),
});
export type TaskRow = Static<typeof TaskRow>;

export const TaskPage = Type.Object({
  task: TaskRow,
  product: Nullable(Texts),
  evidence: Nullable(text),
  /** What is missing before it can be called done: `product`, `evidence`. */
  missing: Type.Array(text),
  told: Type.Array(Type.Object({ day: Day, body: BodyRef })),
  events: Type.Array(
    Type.Object({
      at: text,
      account: text,
      accountName: Nullable(text),
      what: text,
      before: Nullable(text),
      after: Nullable(text),
    }),
  ),
  allowed: Type.Object({ change: Type.Boolean() }),
});
export type TaskPage = Static<typeof TaskPage>;

export const Objective = Type.Object({
  code: text,
  names: Texts,
  document: text,
  tasks: Type.Object({
    all: Type.Integer(),
    done: Type.Integer(),
    running: Type.Integer(),
    overdue: Type.Integer(),
    notBegun: Type.Integer(),
  }),
  indicators: Type.Array(text),
});
export type Objective = Static<typeof Objective>;

const oneTask = Type.Object({ task: Type.String({ maxLength: 50 }) });

export const listObjectives = endpoint({
  name: 'strategy.listObjectives',
  method: 'GET',
  path: '/api/strategy/objectives',
  permission: 'strategy.read',
  summary: 'Objectives with the standing of their tasks',
  response: Type.Object({ items: Type.Array(Objective) }),
});

export const listTasks = endpoint({
  name: 'strategy.listTasks',
  method: 'GET',
  path: '/api/strategy/tasks',
  permission: 'strategy.read',
  summary: 'Tasks with lead body, deadline and standing, most overdue first',
  query: Type.Object({
    standing: optional(TaskStanding),
    objective: optional(text),
    lead: optional(text),
    indicator: optional(text),
  }),
  response: Type.Object({
    items: Type.Array(TaskRow),
    counts: Type.Object({
      all: Type.Integer(),
      done: Type.Integer(),
      running: Type.Integer(),
      overdue: Type.Integer(),
      notBegun: Type.Integer(),
    }),
  }),
});

export const getTask = endpoint({
  name: 'strategy.getTask',
  method: 'GET',
  path: '/api/strategy/tasks/{task}',
  permission: 'strategy.read',
  summary: 'One task: product, what is missing, who was told when, its history',
  params: oneTask,
  response: TaskPage,
});

export const changeTask = endpoint({
  name: 'strategy.changeTask',
  method: 'PATCH',
  path: '/api/strategy/tasks/{task}',
  permission: 'strategy.change-task',
  summary: 'The lead body says how a task stands; needs `If-Match`',
  params: oneTask,
  body: Type.Object({
    state: optional(TaskState),
    progress: optional(Type.Integer({ minimum: 0, maximum: 100 })),
    evidence: optional(Type.String({ maxLength: 2000 })),
  }),
  response: TaskPage,
});

export const exportTasks = endpoint({
  name: 'strategy.exportTasks',
  method: 'GET',
  path: '/api/strategy/tasks.xlsx',
  permission: 'strategy.read',
  summary: 'The task list as a workbook, which can be mended and sent back',
  query: Type.Object({ language: optional(LanguageTag) }),
  produces: [XLSX],
});

export const TaskDifference = Type.Object({
  row: Type.Integer(),
  code: text,
  name: text,
  kind: literals(['added', 'changed']),
  /** Column by column, as the workbook writes them; `before` is empty for a task that is new. */
  columns: Type.Array(Type.Object({ column: text, before: text, after: text })),
});

export const TaskImport = Type.Object({
  read: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  /** False for a dry run, and when there are findings: everything or nothing. */
  stored: Type.Boolean(),
  differences: Type.Array(TaskDifference),
  findings: Type.Array(Type.Object({ row: Type.Integer(), column: text, message: text })),
});
export type TaskImport = Static<typeof TaskImport>;

export const importTasks = endpoint({
  name: 'strategy.importTasks',
  method: 'POST',
  path: '/api/strategy/tasks/import',
  permission: 'strategy.import-tasks',
  summary: 'The task list back from a workbook: what changed, or every finding at once',
  query: Type.Object({ dryRun: optional(Type.Boolean()) }),
  consumes: ['application/octet-stream', XLSX],
  response: TaskImport,
});

// ── documents and consultations ──────────────────────────────────────────────────────────────────

export const DocumentState = literals(['draft', 'under-consultation', 'submitted', 'issued', 'superseded']);

export const DocumentRow = Type.Object({
  code: text,
  kind: text,
  titles: Texts,
  /** What the draft says about itself: where it comes from, what is to be confirmed. */
  note: Nullable(Texts),
  version: Type.Integer(),
  state: DocumentState,
  clauses: Type.Integer(),
  consultation: Nullable(text),
});
export type DocumentRow = Static<typeof DocumentRow>;

export const Clause = Type.Object({ number: text, texts: Texts, note: Nullable(Texts), comments: Type.Integer() });
export const DocumentPage = Type.Object({
  document: DocumentRow,
  parts: Type.Array(Type.Object({ number: text, headings: Texts, clauses: Type.Array(Clause) })),
});
export type DocumentPage = Static<typeof DocumentPage>;

export const AnswerKind = literals(['agree', 'agree-with-comments', 'disagree', 'no-opinion']);
export const DispositionKind = literals(['accepted', 'partly', 'explained']);

export const Invitation = Type.Object({
  code: text,
  /** The body of the tree, or null for an invitee outside it. */
  body: Nullable(BodyRef),
  names: Texts,
  answer: Nullable(AnswerKind),
  answered: Nullable(Day),
  due: Day,
  /** Working days late; 0 when in time; null while not answered. */
  late: Nullable(Type.Integer()),
  comments: Type.Integer(),
});

export const Comment = Type.Object({
  id: Type.Integer(),
  number: Type.Integer(),
  clause: text,
  invitation: text,
  /** Whose words they are, when the invitee sums up for bodies below. */
  from: Texts,
  text: text,
  proposal: Nullable(text),
  disposition: Nullable(DispositionKind),
  explanation: Nullable(text),
  change: Nullable(text),
  /** Like comments are answered together; `element` is what they speak of, when it is one. */
  group: Nullable(Type.Object({ code: text, names: Texts, element: Nullable(text) })),
  version: Type.Integer(),
});
export type Comment = Static<typeof Comment>;

export const ConsultationRow = Type.Object({
  code: text,
  names: Texts,
  document: text,
  draft: Type.Integer(),
  opens: Day,
  closes: Day,
  asked: Type.Integer(),
  answered: Type.Integer(),
  answeredLate: Type.Integer(),
  notAnswered: Type.Integer(),
  agreed: Type.Integer(),
  agreedWithComments: Type.Integer(),
  comments: Type.Integer(),
  disposed: Type.Integer(),
  open: Type.Integer(),
});
export type ConsultationRow = Static<typeof ConsultationRow>;

export const ConsultationPage = Type.Object({
  consultation: ConsultationRow,
  /** Who wrote the draft and answers the comments. */
  drafter: BodyRef,
  dispositions: Type.Object({ accepted: Type.Integer(), partly: Type.Integer(), explained: Type.Integer() }),
  invitations: Type.Array(Invitation),
  comments: Type.Array(Comment),
  /** The caller's own invitation, when its body is asked. */
  own: Nullable(text),
  allowed: Type.Object({ dispose: Type.Boolean(), answer: Type.Boolean() }),
});
export type ConsultationPage = Static<typeof ConsultationPage>;

const oneConsultation = Type.Object({ consultation: Type.String({ maxLength: 50 }) });

export const listDocuments = endpoint({
  name: 'strategy.listDocuments',
  method: 'GET',
  path: '/api/strategy/documents',
  permission: 'strategy.read',
  summary: 'The four documents with version and state',
  response: Type.Object({ items: Type.Array(DocumentRow) }),
});

export const getDocument = endpoint({
  name: 'strategy.getDocument',
  method: 'GET',
  path: '/api/strategy/documents/{document}',
  permission: 'strategy.read',
  summary: 'One document, clause by clause',
  params: Type.Object({ document: Type.String({ maxLength: 50 }) }),
  response: DocumentPage,
});

export const listConsultations = endpoint({
  name: 'strategy.listConsultations',
  method: 'GET',
  path: '/api/strategy/consultations',
  permission: 'strategy.read',
  summary: 'Consultations with who answered and what is still open',
  response: Type.Object({ items: Type.Array(ConsultationRow) }),
});

export const getConsultation = endpoint({
  name: 'strategy.getConsultation',
  method: 'GET',
  path: '/api/strategy/consultations/{consultation}',
  permission: 'strategy.read',
  summary: 'One consultation: invitations, comments, dispositions',
  params: oneConsultation,
  response: ConsultationPage,
});

export const answerConsultation = endpoint({
  name: 'strategy.answerConsultation',
  method: 'POST',
  path: '/api/strategy/consultations/{consultation}/answers',
  permission: 'strategy.answer',
  summary: 'The one official answer of the caller’s body, with comments on clauses',
  params: oneConsultation,
  body: Type.Object({
    answer: AnswerKind,
    comments: Type.Array(
      Type.Object({
        clause: Type.String({ maxLength: 50 }),
        text: Type.String({ minLength: 1, maxLength: 5000 }),
        proposal: optional(Type.String({ maxLength: 5000 })),
      }),
      { maxItems: 500 },
    ),
  }),
  response: ConsultationPage,
});

export const disposeComment = endpoint({
  name: 'strategy.disposeComment',
  method: 'PATCH',
  path: '/api/strategy/consultations/{consultation}/comments/{comment}',
  permission: 'strategy.dispose',
  summary: 'The drafter accepts, accepts partly, or explains; needs `If-Match`',
  params: Type.Object({ consultation: Type.String({ maxLength: 50 }), comment: Type.Integer() }),
  body: Type.Object({
    disposition: DispositionKind,
    explanation: optional(Type.String({ maxLength: 5000 })),
    change: optional(Type.String({ maxLength: 5000 })),
    /** The same answer for every comment of the group. */
    wholeGroup: optional(Type.Boolean()),
  }),
  response: ConsultationPage,
});

export const exportSummary = endpoint({
  name: 'strategy.exportSummary',
  method: 'GET',
  path: '/api/strategy/consultations/{consultation}/summary.docx',
  permission: 'strategy.read',
  summary: 'The summary of comments and responses as a Word file',
  params: oneConsultation,
  query: Type.Object({ language: optional(LanguageTag) }),
  produces: [DOCX],
});
