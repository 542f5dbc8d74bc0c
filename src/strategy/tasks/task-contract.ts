/** Objectives and tasks over HTTP. */
import Type, { type Static } from 'typebox';
import { allowedOf } from '../../governance/contract.ts';
import { Day } from '../../platform/day.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { LanguageTag, Texts } from '../../platform/texts.ts';
import { TaskAlias } from './store/task.ts';
import { BodyRef, literals, Nullable, optional, text } from '../contract-shapes.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
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
  /** Code of the task of which it is a part. */
  parent: Nullable(text),
  /** Codes of tasks that come before it. */
  dependsOn: Type.Array(text),
  budget: Nullable(text),
  aliases: Type.Array(TaskAlias),
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
  /** Bodies above that were told that it is overdue. */
  escalated: Type.Array(Type.Object({ day: Day, body: BodyRef })),
  /** The whole of which it is a part, its own parts, what comes before and after it. */
  whole: Nullable(TaskRow),
  parts: Type.Array(TaskRow),
  before: Type.Array(TaskRow),
  after: Type.Array(TaskRow),
  /** How its indicator stands to the target; null: nothing measures it. */
  measured: Nullable(
    Type.Object({ value: Nullable(Type.Number()), target: Nullable(Type.Number()), verdict: text, unit: text }),
  ),
  events: Type.Array(
    Type.Object({
      at: text,
      account: text,
      accountName: Nullable(text),
      what: text,
      before: Nullable(text),
      after: Nullable(text),
      reason: Nullable(text),
    }),
  ),
  /** Bodies that the history names by their codes. */
  named: Type.Record(text, Texts),
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
  allowed: allowedOf('strategy.changeTask', 'strategy.planTask', 'strategy.cascadeTask'),
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
    /** Code of a body that leads it or helps. */
    body: optional(text),
    /** Its number in another tracker. */
    alias: optional(text),
    phase: optional(text),
    parent: optional(text),
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
  /** Another deadline or lead of a task that is there needs a reason; it stays in the history of each. */
  query: Type.Object({ dryRun: optional(Type.Boolean()), reason: optional(Type.String({ maxLength: 2000 })) }),
  consumes: ['application/octet-stream', XLSX],
  response: TaskImport,
});

const words = (most: number) => Type.String({ maxLength: most });
const Codes = Type.Array(Type.String({ maxLength: 50 }), { maxItems: 500 });
const TaskPlan = Type.Object({
  names: Texts,
  objective: Nullable(words(50)),
  phase: Nullable(words(50)),
  /** Code of the body that leads it. */
  lead: words(50),
  cooperating: Codes,
  due: words(10),
  product: Nullable(Texts),
  budget: Nullable(words(200)),
  indicator: Nullable(words(50)),
  dependsOn: Type.Array(words(50), { maxItems: 100 }),
  aliases: Type.Array(TaskAlias, { maxItems: 20 }),
});
export type TaskPlan = Static<typeof TaskPlan>;

export const giveTask = endpoint({
  name: 'strategy.giveTask',
  method: 'POST',
  path: '/api/strategy/tasks',
  permission: 'strategy.plan-task',
  summary: 'A new task, given by the caller’s body to one below it',
  body: Type.Object({ ...TaskPlan.properties, code: optional(Type.String({ pattern: '^[A-Za-z0-9.-]{1,50}$' })) }),
  response: TaskPage,
});

export const planTask = endpoint({
  name: 'strategy.planTask',
  method: 'PUT',
  path: '/api/strategy/tasks/{task}/plan',
  permission: 'strategy.plan-task',
  summary: 'What a task is, by whoever gives it; another day or lead needs a reason; needs `If-Match`',
  params: oneTask,
  body: Type.Object({ ...TaskPlan.properties, reason: optional(words(2000)) }),
  response: TaskPage,
});

export const cascadeTask = endpoint({
  name: 'strategy.cascadeTask',
  method: 'POST',
  path: '/api/strategy/tasks/{task}/parts',
  permission: 'strategy.change-task',
  summary:
    'Its lead passes it on to bodies below, each with a task of its own; all that stand below when none is named',
  params: oneTask,
  body: Type.Object({ leads: optional(Codes), due: optional(words(10)) }),
  response: Type.Object({ given: Type.Array(text), had: Type.Array(text) }),
});

export const Reminder = Type.Object({
  lead: BodyRef,
  /** What it leads that is late or comes due within a month, the most urgent first. */
  tasks: Type.Array(TaskRow),
  /** To copy and send. */
  text,
});
export type Reminder = Static<typeof Reminder>;
const reminded = Type.Object({ body: Type.String({ maxLength: 50 }) });
const inLanguage = Type.Object({ language: optional(LanguageTag) });

export const getReminder = endpoint({
  name: 'strategy.getReminder',
  method: 'GET',
  path: '/api/strategy/reminders/{body}',
  permission: 'strategy.read',
  summary: 'What a body leads that is late or comes due, as a text to copy',
  params: reminded,
  query: inLanguage,
  response: Reminder,
});

export const exportReminder = endpoint({
  name: 'strategy.exportReminder',
  method: 'GET',
  path: '/api/strategy/reminders/{body}/letter.docx',
  permission: 'strategy.read',
  summary: 'The reminder as a letter in Word',
  params: reminded,
  query: inLanguage,
  produces: [DOCX],
});

export const remindLead = endpoint({
  name: 'strategy.remindLead',
  method: 'POST',
  path: '/api/strategy/reminders/{body}',
  permission: 'strategy.plan-task',
  summary: 'Tells a body of its overdue tasks, or of those named: in its list of work and in their history, once a day',
  params: reminded,
  body: Type.Object({ tasks: optional(Codes) }),
  response: Type.Object({ told: Type.Array(text) }),
});

export const TaskView = Type.Object({
  id: text,
  name: text,
  /** As in the address of the list: `{as: 'board', standing: 'overdue'}`. */
  query: Type.Record(text, text),
});
export type TaskView = Static<typeof TaskView>;

export const listTaskViews = endpoint({
  name: 'strategy.listTaskViews',
  method: 'GET',
  path: '/api/strategy/task-views',
  permission: 'strategy.read',
  summary: 'One’s own saved views of the task list',
  response: Type.Object({ items: Type.Array(TaskView) }),
});

export const saveTaskView = endpoint({
  name: 'strategy.saveTaskView',
  method: 'POST',
  path: '/api/strategy/task-views',
  permission: 'strategy.save-view',
  summary: 'Saves a view of the task list under a name; the same name again replaces it',
  body: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 100 }),
    query: Type.Record(Type.String({ maxLength: 30 }), words(200), { maxProperties: 20 }),
  }),
  response: TaskView,
});

export const deleteTaskView = endpoint({
  name: 'strategy.deleteTaskView',
  method: 'DELETE',
  path: '/api/strategy/task-views/{view}',
  permission: 'strategy.save-view',
  summary: 'Deletes a saved view of one’s own',
  params: Type.Object({ view: Type.String({ format: 'uuid' }) }),
});
