/** The lead of tasks that are late, or soon due, is told: in its list of work, and with a text to send as one likes. */
import { getBody, homesElsewhere } from '../../bodies/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { openWork } from '../../platform/work/index.ts';
import { problems } from '../problems.ts';
import { giverOf, homeOfTask } from '../travel/home.ts';
import { writingTasks } from '../write-change.ts';
import { mayPlanTask } from './may-plan.ts';
import { taskRules } from './rules.ts';
import { REMINDED } from './settle-work.ts';
import * as store from './store/task.ts';

// A month ahead: who asks for a reminder wants to see what comes.
const AHEAD = 20;

/** What the body leads that is late or comes due soon, the most urgent first. */
export async function dueOf(context: Context, db: Db, lead: number): Promise<store.TaskRecord[]> {
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const calendar = workingCalendar(context.profile);
  return (await store.allTasks(db))
    .filter((task) => task.lead === lead && task.state !== 'done')
    .filter(({ due }) => due < today || calendar.workingDaysBetween(today, due) <= AHEAD)
    .toSorted((a, b) => (a.due < b.due ? -1 : 1));
}

export interface Remind {
  /** Code of the body that leads them. */
  readonly lead: string;
  /** Codes; absent: everything of it that is overdue. */
  readonly tasks?: readonly string[] | undefined;
}

/**
 * Says it of those tasks that the caller may plan and that are at home here. Once a day each.
 * @returns codes of the tasks that it was told of now
 * @throws problems.nothingToRemind
 */
export async function remindLead(context: Context, caller: Caller, remind: Remind): Promise<string[]> {
  const elsewhere = await homesElsewhere(context);
  return context.db.transaction(async (tx) => {
    const lead = await getBody(tx, remind.lead);
    const today = dayOf(context.clock.now(), context.profile.timeZone);
    const meant: store.TaskRecord[] = [];
    for (const task of await dueOf(context, tx, lead.id)) {
      if (remind.tasks ? !remind.tasks.includes(task.code) : task.due >= today) continue;
      if ((await homeOfTask(tx, elsewhere, task)) !== undefined) continue;
      if (await mayPlanTask(tx, caller, await giverOf(tx, task))) meant.push(task);
    }
    if (meant.length === 0) throw problems.nothingToRemind({ lead: remind.lead });
    const fresh = meant.filter(({ told }) => !told.includes(today));
    const told = { body: lead.id, isHere: !elsewhere.has(lead.id), today };
    if (fresh.length > 0) await tellLead(context, tx, { tasks: fresh, by: caller, ...told });
    return fresh.map(({ code }) => code);
  });
}

export interface Telling {
  readonly tasks: readonly store.TaskRecord[];
  readonly by: { readonly account: string; readonly body: number | null };
  readonly body: number;
  /** What a body at home at another node owes is its work there: the task says it. */
  readonly isHere: boolean;
  readonly today: string;
}

export async function tellLead(context: Context, tx: Db, { tasks, by, body, isHere, today }: Telling): Promise<void> {
  const now = context.clock.now();
  const act = {
    ...{ action: 'strategy.remind-lead', rule: 'strategy/giver', subject: tasks.map(({ code }) => code).join(' ') },
    ...{ body, by, counts: { tasks: tasks.length } },
  };
  const { edition } = workingCalendar(context.profile);
  const post = taskRules(context.profile).reminders?.post ?? 'leader';
  await writingTasks(context, tx, act, async (changeSet) => {
    for (const { version: _version, ...task } of tasks) {
      await store.putTask(tx, { ...task, told: [...task.told, today] }, changeSet);
      const event = { task: task.code, at: now, account: by.account, what: 'reminded', before: null, after: today };
      await store.addEvent(tx, event);
      if (!isHere) continue;
      await openWork(tx, {
        kind: REMINDED,
        title: { key: 'strategy:work.reminder', values: { task: task.code } },
        ...{ body, post, due: { day: task.due, calendar: edition } },
        ...{ link: `/strategy/tasks/${encodeURIComponent(task.code)}`, subject: task.code, now },
      });
    }
    return true;
  });
}
