/** SQL on objectives and tasks. */
import Type, { type Static } from 'typebox';
import type { Db } from '../../../platform/db/db.ts';
import { sql } from '../../../platform/db/sql.ts';
import { Texts } from '../../../platform/texts.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

/** The number that a task bears in another tracker. */
export const TaskAlias = Type.Object({
  tracker: Type.String({ minLength: 1, maxLength: 100 }),
  number: Type.String({ minLength: 1, maxLength: 100 }),
});
export type TaskAlias = Static<typeof TaskAlias>;

/** On which day which body above was told that it is overdue. */
export const Escalated = Type.Object({ day: Type.String(), body: Type.Integer() });
export type Escalated = Static<typeof Escalated>;

export const TaskRecord = Type.Object({
  code: Type.String(),
  names: Texts,
  objective: Nullable(Type.String()),
  phase: Nullable(Type.String()),
  lead: Type.Integer(),
  cooperating: Type.Array(Type.Integer()),
  state: Type.Union([Type.Literal('not-begun'), Type.Literal('running'), Type.Literal('done')]),
  at_risk: Type.Boolean(),
  due: Type.String(),
  done: Nullable(Type.String()),
  progress: Nullable(Type.Integer()),
  product: Nullable(Texts),
  evidence: Nullable(Type.String()),
  indicator: Nullable(Type.String()),
  told: Type.Array(Type.String()),
  /** Id of the body that gives it; null: the one at the root of the tree. */
  giver: Nullable(Type.Integer()),
  /** Code of the task of which it is a part. */
  parent: Nullable(Type.String()),
  /** Codes of tasks that come before it. */
  depends_on: Type.Array(Type.String()),
  /** The line of the budget that pays for it. */
  budget: Nullable(Type.String()),
  aliases: Type.Array(TaskAlias),
  escalated: Type.Array(Escalated),
  version: Type.Integer(),
});
export type TaskRecord = Static<typeof TaskRecord>;

const columns = sql`code, names, objective, phase, lead, cooperating, state, at_risk, due, done, progress, product,
  evidence, indicator, to_json(told) as told, giver, parent, depends_on, budget, aliases, escalated, version`;

export const allTasks = (db: Db) => db.many(TaskRecord, sql`select ${columns} from strategy.task order by code`);

export const findTask = (db: Db, code: string) =>
  db.one(TaskRecord, sql`select ${columns} from strategy.task where code = ${code}`);

export const lockTask = (db: Db, code: string) =>
  db.one(TaskRecord, sql`select ${columns} from strategy.task where code = ${code} for update`);

export const partsOf = (db: Db, code: string) =>
  db.many(TaskRecord, sql`select ${columns} from strategy.task where parent = ${code} order by code`);

/** Nobody else changes a task until this transaction ends. */
export const lockTasks = (tx: Db) => tx.run(sql`lock table strategy.task in share row exclusive mode`);

const members = sql`names, objective, phase, lead, cooperating, state, at_risk, due, done, progress, product, evidence,
    indicator, told, giver, parent, depends_on, budget, aliases, escalated`;
const rowOf = (task: Omit<TaskRecord, 'version'>) => sql`${JSON.stringify(task.names)}::jsonb, ${task.objective},
    ${task.phase}, ${task.lead}::integer, ${[...task.cooperating]}::integer[], ${task.state}, ${task.at_risk}::boolean,
    ${task.due}::date, ${task.done}::date, ${task.progress}::integer,
    ${task.product && JSON.stringify(task.product)}::jsonb, ${task.evidence}, ${task.indicator},
    ${[...task.told]}::date[], ${task.giver}::integer, ${task.parent}, ${[...task.depends_on]}::text[], ${task.budget},
    ${JSON.stringify(task.aliases)}::jsonb, ${JSON.stringify(task.escalated)}::jsonb`;
// Whoever has part in it no more still hears how it goes on.
const former = sql`array(select distinct unnest(t.former || t.lead || t.cooperating) order by 1)`;

/**
 * Inserts or replaces; the version grows only when something differs. Returns whether it did.
 * @param changeSet null where a profile is laid in
 */
export async function putTask(
  db: Db,
  task: Omit<TaskRecord, 'version'>,
  changeSet: number | null = null,
): Promise<boolean> {
  const row = rowOf(task);
  const touched = await db.run(sql`
    insert into strategy.task as t (code, ${members}, change_set) values (${task.code}, ${row}, ${changeSet})
    on conflict (code) do update set (${members}, version, change_set, former)
        = (row(${row}, t.version + 1, ${changeSet}::bigint, ${former}))
    where (t.names, t.objective, t.phase, t.lead, t.cooperating, t.state, t.at_risk, t.due, t.done, t.progress,
           t.product, t.evidence, t.indicator, t.told, t.giver, t.parent, t.depends_on, t.budget, t.aliases,
           t.escalated) is distinct from (${row})`);
  return touched > 0;
}

/** A task as its home tells it, with the version that it has there. */
export const adoptTask = (tx: Db, task: TaskRecord, changeSet: number) =>
  tx.run(sql`
    insert into strategy.task as t (code, ${members}, version, change_set)
      values (${task.code}, ${rowOf(task)}, ${task.version}, ${changeSet})
    on conflict (code) do update set (${members}, version, change_set)
        = (row(${rowOf(task)}, ${task.version}::bigint, ${changeSet}::bigint))`);

/** The change that touched it last: it is told again. */
export const touchTask = (tx: Db, code: string, changeSet: number) =>
  tx.run(sql`update strategy.task set change_set = ${changeSet} where code = ${code}`);

export const Event = Type.Object({
  at: Type.String(),
  account: Type.String(),
  what: Type.String(),
  before: Nullable(Type.String()),
  after: Nullable(Type.String()),
  reason: Nullable(Type.String()),
});

export const eventsOf = (db: Db, task: string) =>
  db.many(
    Event,
    sql`select at, account, what, before, after, reason from strategy.task_event where task = ${task} order by id desc limit 200`,
  );

export interface NewEvent {
  readonly task: string;
  readonly at: Date;
  readonly account: string;
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly reason?: string | null | undefined;
}

export const addEvent = (db: Db, event: NewEvent) =>
  db.run(sql`insert into strategy.task_event (task, at, account, what, before, after, reason)
    values (${event.task}, ${event.at}, ${event.account}, ${event.what}, ${event.before}, ${event.after},
      ${event.reason ?? null})`);

const ObjectiveRecord = Type.Object({ code: Type.String(), names: Texts, document: Type.String() });
export type ObjectiveRecord = Static<typeof ObjectiveRecord>;

export const allObjectives = (db: Db) =>
  db.many(ObjectiveRecord, sql`select code, names, document from strategy.objective order by sort, code`);

export const putObjective = (db: Db, objective: ObjectiveRecord & { sort: number }) =>
  db.run(sql`insert into strategy.objective (code, names, document, sort)
    values (${objective.code}, ${JSON.stringify(objective.names)}::jsonb, ${objective.document}, ${objective.sort})
    on conflict (code) do update set names = excluded.names, document = excluded.document, sort = excluded.sort`);
