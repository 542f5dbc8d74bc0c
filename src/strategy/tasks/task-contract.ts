/** Objectives and tasks over HTTP. */
import Type, { type Static } from 'typebox';
import { allowedOf } from '../../governance/contract.ts';
import { Day } from '../../platform/day.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { LanguageTag, Texts } from '../../platform/texts.ts';
import { BodyRef, literals, Nullable, optional, text } from '../contract-shapes.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const TaskState = literals(['not-begun', 'running', 'done']);
/** What is shown: `overdue` is computed from the day, never set by hand. */
export const TaskStanding = literals(['not-begun', 'running', 'at-risk', 'overdue', 'done']);

export const TaskRow = Type.Object({
  code: text,
  names: Texts,
  objective: Nullable(text),
  phase: Nullable(text),
  /** Who gives it: where that body is at home, so is the task. */
  giver: BodyRef,
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
  /** Name of the node at which it is at home; null: here. */
  home: Nullable(text),
  /** What its lead body said here and the home has not answered, or why the home did not take it. */
  sent: Nullable(
    Type.Object({
      on: Day,
      state: TaskState,
      progress: Nullable(Type.Integer()),
      evidence: Nullable(text),
      refused: Nullable(text),
    }),
  ),
  allowed: allowedOf('strategy.changeTask'),
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
