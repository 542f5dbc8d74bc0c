/** A task becomes tasks of bodies below its lead: each its own, with the link kept. */
import { homesElsewhere, listBodies, type Body, type Elsewhere } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { pick, type Texts } from '../../platform/texts.ts';
import { problems } from '../problems.ts';
import { writingTasks } from '../write-change.ts';
import { isDay, type PlanFinding } from './check-plan.ts';
import { mayChangeTask } from './change-task.ts';
import { blank, type StoredTask } from './check-task-row.ts';
import { addTaskEvents } from './note-task-events.ts';
import * as store from './store/task.ts';

export interface Cascade {
  readonly code: string;
  /** Codes of bodies below the lead; absent: all that stand directly below it and are no part of its own office. */
  readonly leads?: readonly string[] | undefined;
  /** Not after the whole; absent: its day. */
  readonly due?: string | undefined;
}

export interface Cascaded {
  /** Codes of the new tasks. */
  readonly given: readonly string[];
  /** Bodies that had theirs already. */
  readonly had: readonly string[];
}

/**
 * Whoever speaks for its lead body passes it on. Begun anew, nobody is given it twice.
 * @throws problems.taskNotFound, notYourTask, taskIsDone, planRefused with every finding
 */
export async function cascadeTask(context: Context, caller: Caller, cascade: Cascade): Promise<Cascaded> {
  const elsewhere = await homesElsewhere(context);
  return context.db.transaction(async (tx) => {
    await store.lockTasks(tx);
    const task = await store.lockTask(tx, cascade.code);
    if (!task) throw problems.taskNotFound({ task: cascade.code });
    await insistOnCascade(tx, caller, task, elsewhere);
    const all = await listBodies(tx);
    const due = cascade.due ?? task.due;
    const leads = leadsOf(cascade, task, all);
    const today = dayOf(context.clock.now(), context.profile.timeZone);
    const findings = faults(cascade, { task, due, leads, today });
    if (findings.length > 0) throw problems.planRefused({ findings });
    const parts = await store.partsOf(tx, task.code);
    const had = leads.filter(({ id }) => parts.some((part) => part.lead === id));
    const fresh = leads.filter((body) => !had.includes(body)).map((body) => partOf(task, body, due));
    if (fresh.length > 0) await give(context, tx, caller, { task, fresh });
    return { given: fresh.map(({ code }) => code), had: had.map(({ code }) => code) };
  });
}

/** @throws problems.notYourTask, taskIsDone, homeElsewhere */
export async function insistOnCascade(
  db: Db,
  caller: Caller,
  { code, lead, state }: store.TaskRecord,
  elsewhere: Elsewhere,
): Promise<void> {
  if (!(await mayChangeTask(db, caller, lead))) throw problems.notYourTask({ task: code });
  if (state === 'done') throw problems.taskIsDone({ task: code });
  const node = elsewhere.get(lead);
  if (node !== undefined) throw problems.homeElsewhere({ subject: code, node });
}

/** Directly below, of another level: an office beside its head is not a level of the tree. */
function leadsOf({ leads }: Cascade, task: store.TaskRecord, all: readonly Body[]): Body[] {
  const open = all.filter(({ to }) => to === null);
  if (leads) return leads.flatMap((code) => open.find((body) => body.code === code) ?? []);
  const whole = all.find(({ id }) => id === task.lead);
  return open.filter(({ parent, level }) => parent === task.lead && level !== whole?.level);
}

interface Asked {
  readonly task: store.TaskRecord;
  readonly due: string;
  readonly leads: readonly Body[];
  /** ISO day: nothing is given for a day that is over. */
  readonly today: string;
}

function faults({ leads: codes = [] }: Cascade, { task, due, leads, today }: Asked): PlanFinding[] {
  const known = new Set(leads.map(({ code }) => code));
  return [
    ...codes.filter((code) => !known.has(code)).map((value) => ({ ...unknown, value })),
    ...leads
      .filter(({ id, path }) => id === task.lead || !path.includes(task.lead))
      .map(({ code }) => ({ field: 'leads', reason: 'lead-not-below' as const, value: code })),
    ...(isDay(due) ? [] : [{ field: 'due', reason: 'day-wrong' as const, value: due }]),
    ...(isDay(due) && due < today ? [{ field: 'due', reason: 'day-past' as const, value: due, day: due }] : []),
    ...(isDay(due) && due > task.due
      ? [{ field: 'due', reason: 'due-after-whole' as const, value: task.code, day: task.due }]
      : []),
    ...(leads.length === 0 && codes.length === 0 ? [{ ...unknown, value: '' }] : []),
  ];
}
const unknown = { field: 'leads', reason: 'lead-unknown' } as const;

function partOf(task: store.TaskRecord, body: Body, due: string): StoredTask {
  const { names, objective, phase, product, budget } = task;
  return {
    ...blank,
    ...{ names: withPlace(names, body.names), objective, phase, product, budget, due },
    code: `${task.code}.${body.code}`,
    lead: body.id,
    giver: task.lead,
    parent: task.code,
  };
}

/** The name with the place: in a list of a hundred and fifty, each says whose it is. */
const withPlace = (names: Texts, place: Texts): Texts =>
  Object.fromEntries(Object.entries(names).map(([language, name]) => [language, `${name} · ${pick(place, language)}`]));

interface Giving {
  readonly task: store.TaskRecord;
  readonly fresh: readonly StoredTask[];
}

async function give(context: Context, tx: Db, caller: Caller, { task, fresh }: Giving): Promise<void> {
  const at = context.clock.now();
  const act = {
    ...{ action: 'strategy.cascade-task', rule: 'strategy/lead-body', subject: task.code },
    ...{ body: task.lead, by: caller, counts: { tasks: fresh.length } },
  };
  await writingTasks(context, tx, act, async (changeSet) => {
    for (const part of fresh) {
      await store.putTask(tx, part, changeSet);
      await addTaskEvents(tx, { before: undefined, after: part, at, account: caller.account });
    }
    const bodies = String(fresh.length);
    const event = { task: task.code, at, account: caller.account, what: 'cascaded', before: null, after: bodies };
    await store.addEvent(tx, event);
    return true;
  });
}
