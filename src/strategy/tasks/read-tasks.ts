/** Tasks and objectives as screens and API show them. */
import type { Static } from 'typebox';
import { homesElsewhere, listBodies } from '../../bodies/index.ts';
import { sayAllowed } from '../../governance/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { findAccounts } from '../../platform/identity/index.ts';
import type { Objective, TaskPage, TaskRow, listTasks as listTasksContract } from '../contract.ts';
import { bodyNames, type NameBody } from '../name-bodies.ts';
import { problems } from '../problems.ts';
import { insistOnCascade } from './cascade-task.ts';
import { insistOnLead } from './change-task.ts';
import { insistOnGiver } from './may-plan.ts';
import { indicatorsBehind, measuredBy } from './measured-by.ts';
import { countStandings, standingOf } from './standing.ts';
import { sentReportOf } from '../travel/store/sent.ts';
import * as store from './store/task.ts';
import type { ShownTask } from './task-columns.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type TaskFilter = Static<NonNullable<typeof listTasksContract.query>>;
type TaskList = Static<NonNullable<typeof listTasksContract.response>>;

interface Reading {
  readonly name: NameBody;
  readonly rootOf: (id: number) => number;
  readonly today: string;
  readonly workingDays: (due: string) => number;
  /** Indicators that will miss their milestone whatever is still missing: what they measure is at risk. */
  readonly behind: ReadonlySet<string>;
}

async function reading(context: Context): Promise<Reading> {
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const calendar = workingCalendar(context.profile);
  const roots = new Map((await listBodies(context.db)).map(({ id, path }) => [id, path[0] ?? id]));
  const rootOf = (id: number) => roots.get(id) ?? id;
  return {
    name: await bodyNames(context.db),
    rootOf,
    today,
    workingDays: (due) => calendar.workingDaysBetween(today, due),
    behind: await indicatorsBehind(context),
  };
}

function rowOf(task: store.TaskRecord, { name, rootOf, today, workingDays, behind }: Reading): TaskRow {
  const atRisk = task.at_risk || (task.indicator !== null && behind.has(task.indicator));
  const standing = standingOf({ state: task.state, atRisk, due: task.due }, today);
  return {
    code: task.code,
    names: task.names,
    objective: task.objective,
    phase: task.phase,
    giver: name(task.giver ?? rootOf(task.lead)),
    lead: name(task.lead),
    cooperating: task.cooperating.map(name),
    state: task.state,
    standing,
    due: task.due,
    done: task.done,
    workingDays: standing === 'done' ? null : workingDays(task.due),
    progress: task.progress,
    indicator: task.indicator,
    parent: task.parent,
    dependsOn: task.depends_on,
    budget: task.budget,
    aliases: task.aliases,
    version: task.version,
  };
}

export async function rowsOf(context: Context, tasks: readonly store.TaskRecord[]): Promise<TaskRow[]> {
  const how = await reading(context);
  return tasks.map((task) => rowOf(task, how));
}

// Most overdue first, then the nearest deadline; what is done comes last.
const byUrgency = (a: TaskRow, b: TaskRow) =>
  Number(a.standing === 'done') - Number(b.standing === 'done') ||
  (a.due < b.due ? -1 : a.due > b.due ? 1 : 0) ||
  (a.code < b.code ? -1 : 1);

const ASKED: Readonly<Record<keyof TaskFilter, (row: TaskRow) => readonly (string | null)[]>> = {
  standing: ({ standing }) => [standing],
  objective: ({ objective }) => [objective],
  lead: ({ lead }) => [lead.code],
  indicator: ({ indicator }) => [indicator],
  phase: ({ phase }) => [phase],
  parent: ({ parent }) => [parent],
  alias: ({ aliases }) => aliases.map(({ number }) => number),
  body: ({ lead, cooperating }) => [lead, ...cooperating].map(({ code }) => code),
};
const passes = (row: TaskRow, filter: TaskFilter) =>
  (Object.keys(ASKED) as (keyof TaskFilter)[]).every((key) => {
    const wanted = filter[key];
    return wanted === undefined || ASKED[key](row).includes(wanted);
  });

/** Tasks that pass the filter, most urgent first; the counts are of all tasks, filtered or not. */
export async function listTasks(context: Context, filter: TaskFilter): Promise<TaskList> {
  const how = await reading(context);
  const rows = (await store.allTasks(context.db)).map((task) => rowOf(task, how));
  return {
    items: rows.filter((row) => passes(row, filter)).sort(byUrgency),
    counts: countStandings(rows.map((row) => row.standing)),
  };
}

/** @throws problems.taskNotFound */
export async function readTask(context: Context, caller: Caller, code: string): Promise<TaskPage> {
  const task = await store.findTask(context.db, code);
  if (!task) throw problems.taskNotFound({ task: code });
  const how = await reading(context);
  const row = rowOf(task, how);
  const events = await store.eventsOf(context.db, code);
  // What another node brought bears that node's name; the terminal has its own.
  const people = new Set(events.map((event) => event.account).filter((account) => UUID.test(account)));
  const accounts = await findAccounts(context.db, [...people]);
  const names = new Map(accounts.map((account) => [account.id, account.displayName]));
  const elsewhere = await homesElsewhere(context);
  const home = elsewhere.get(row.giver.id) ?? null;
  const sent = await sentReportOf(context.db, code);
  const rows = new Map((await store.allTasks(context.db)).map((one) => [one.code, one]));
  const shown = (codes: readonly string[]) => codes.flatMap((one) => rows.get(one) ?? []).map((one) => rowOf(one, how));
  const others = [...rows.values()];
  const missing = [...(task.product ? [] : ['product']), ...(task.evidence ? [] : ['evidence'])];
  return {
    task: row,
    product: task.product,
    evidence: task.evidence,
    missing: row.standing === 'done' ? [] : missing,
    told: task.told.map((day) => ({ day, body: row.lead })),
    escalated: task.escalated.map(({ day, body }) => ({ day, body: how.name(body) })),
    whole: shown(task.parent === null ? [] : [task.parent])[0] ?? null,
    parts: shown(others.filter(({ parent }) => parent === code).map((one) => one.code)),
    before: shown(task.depends_on),
    after: shown(others.filter(({ depends_on }) => depends_on.includes(code)).map((one) => one.code)),
    measured: await measuredBy(context, task.indicator),
    events: events.map((event) => ({ ...event, accountName: names.get(event.account) ?? null })),
    named: namedIn(events, how.name, await listBodies(context.db)),
    home,
    sent: sent
      ? {
          ...{ on: sent.day, state: sent.state, progress: sent.progress },
          ...{ evidence: sent.evidence, refused: sent.refused },
        }
      : null,
    allowed: await sayAllowed(context, caller, {
      'strategy.changeTask': {
        permission: 'strategy.change-task',
        insists: () => insistOnLead(context.db, caller, task, elsewhere),
      },
      'strategy.planTask': {
        permission: 'strategy.plan-task',
        insists: () => insistOnGiver(context.db, caller, task, elsewhere),
      },
      'strategy.cascadeTask': {
        permission: 'strategy.change-task',
        insists: () => insistOnCascade(context.db, caller, task, elsewhere),
      },
    }),
  };
}

const OF_BODIES: ReadonlySet<string> = new Set(['lead', 'escalated']);

function namedIn(
  events: readonly { readonly what: string; readonly before: string | null; readonly after: string | null }[],
  name: NameBody,
  bodies: readonly { readonly id: number; readonly code: string }[],
): TaskPage['named'] {
  const codes = events.filter(({ what }) => OF_BODIES.has(what)).flatMap(({ before, after }) => [before, after]);
  const meant = bodies.filter(({ code }) => codes.includes(code));
  return Object.fromEntries(meant.map(({ id, code }) => [code, name(id).names]));
}

/** Every task as the workbook shows it, in the order of the list. */
export async function listShownTasks(context: Context): Promise<ShownTask[]> {
  const { items } = await listTasks(context, {});
  const evidence = new Map((await store.allTasks(context.db)).map((task) => [task.code, task.evidence]));
  return items.map((task) => ({
    ...task,
    lead: task.lead.code,
    cooperating: task.cooperating.map(({ code }) => code),
    evidence: evidence.get(task.code) ?? null,
  }));
}

export async function listObjectives(context: Context): Promise<Objective[]> {
  const { items } = await listTasks(context, {});
  const objectives = await store.allObjectives(context.db);
  return objectives.map((objective) => {
    const own = items.filter((task) => task.objective === objective.code);
    const indicators = [...new Set(own.flatMap((task) => task.indicator ?? []))];
    return { ...objective, tasks: countStandings(own.map((task) => task.standing)), indicators };
  });
}
