/**
 * Reminds leads before and after the day, and tells the bodies above of what stays late, one body higher each time: as
 * the profile says, by working days, once each. Only of tasks that are at home here.
 */
import { homesElsewhere, listBodies, type Body, type Elsewhere } from '../../bodies/index.ts';
import { workingCalendar, type WorkingCalendar } from '../../platform/calendar.ts';
import { system } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Round } from '../../platform/rounds.ts';
import { openWork } from '../../platform/work/index.ts';
import { writingTasks } from '../write-change.ts';
import { tellLead } from './remind-lead.ts';
import { taskRules, type TaskRules } from './rules.ts';
import { OVERDUE } from './settle-work.ts';
import * as store from './store/task.ts';

const EVERY_MS = 60_000;
const node = { account: system.account, body: null };

export const chaseRound = (context: Context): Round => ({
  name: 'strategy.chase-tasks',
  everyMs: EVERY_MS,
  run: (signal) => chaseTasks(context, signal),
});

type Held = Pick<store.TaskRecord, 'due' | 'told' | 'escalated' | 'state'>;

/** Whether the lead is to be told on this day. Pure. */
export function isReminderDue(task: Held, rules: TaskRules, today: string, calendar: WorkingCalendar): boolean {
  const { reminders } = rules;
  if (!reminders || task.state === 'done') return false;
  const last = task.told.toSorted().at(-1);
  const { before, every } = reminders;
  if (task.due >= today) {
    if (calendar.workingDaysBetween(today, task.due) > before) return false;
    return last === undefined || calendar.workingDaysBetween(last, task.due) > before;
  }
  return last === undefined || last <= task.due || calendar.workingDaysBetween(last, today) >= every;
}

/** How many bodies above should have been told by this day. Pure. */
export function levelsDue(task: Held, rules: TaskRules, today: string, calendar: WorkingCalendar): number {
  const { escalation } = rules;
  if (!escalation || task.state === 'done' || task.due >= today) return 0;
  return Math.floor(calendar.workingDaysBetween(task.due, today) / escalation.days);
}

export async function chaseTasks(context: Context, signal?: AbortSignal): Promise<void> {
  const rules = taskRules(context.profile);
  if (!rules.reminders && !rules.escalation) return;
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const calendar = workingCalendar(context.profile);
  const elsewhere = await homesElsewhere(context);
  const bodies = new Map((await listBodies(context.db)).map((body) => [body.id, body]));
  for (const task of await store.allTasks(context.db)) {
    if (signal?.aborted) return;
    const isDue = isReminderDue(task, rules, today, calendar);
    if (!isDue && levelsDue(task, rules, today, calendar) <= task.escalated.length) continue;
    if (elsewhere.has(task.giver ?? bodies.get(task.lead)?.path[0] ?? 0)) continue;
    await context.db.transaction(async (tx) => {
      const held = await store.lockTask(tx, task.code);
      if (!held) return;
      if (isReminderDue(held, rules, today, calendar)) {
        const isHere = !elsewhere.has(held.lead);
        await tellLead(context, tx, { tasks: [held], by: node, body: held.lead, isHere, today });
      }
      await escalate(context, tx, { code: task.code, rules, today, bodies, elsewhere });
    });
  }
}

interface Scene {
  readonly code: string;
  readonly rules: TaskRules;
  readonly today: string;
  readonly bodies: ReadonlyMap<number, Body>;
  readonly elsewhere: Elsewhere;
}

async function escalate(context: Context, tx: Db, scene: Scene): Promise<void> {
  const { code, rules, today, bodies, elsewhere } = scene;
  const task = await store.lockTask(tx, code);
  if (!task || !rules.escalation) return;
  const above = (bodies.get(task.lead)?.path ?? []).filter((id) => id !== task.lead).toReversed();
  const wanted = Math.min(levelsDue(task, rules, today, workingCalendar(context.profile)), above.length);
  const fresh = above.slice(task.escalated.length, wanted);
  if (fresh.length === 0) return;
  const now = context.clock.now();
  const escalated = [...task.escalated, ...fresh.map((body) => ({ day: today, body }))];
  const { version: _version, ...row } = task;
  const act = {
    ...{ action: 'strategy.escalate-task', rule: 'strategy/overdue', subject: code, body: task.lead, by: node },
  };
  const { edition } = workingCalendar(context.profile);
  const { post } = rules.escalation;
  await writingTasks(context, tx, act, async (changeSet) => {
    await store.putTask(tx, { ...row, escalated }, changeSet);
    for (const body of fresh) {
      const after = bodies.get(body)?.code ?? String(body);
      await store.addEvent(tx, { task: code, at: now, account: node.account, what: 'escalated', before: null, after });
      if (elsewhere.has(body)) continue;
      await openWork(tx, {
        kind: OVERDUE,
        title: { key: 'strategy:work.overdue', values: { task: code } },
        ...{ body, post, due: { day: task.due, calendar: edition } },
        ...{ link: `/strategy/tasks/${encodeURIComponent(code)}`, subject: code, now },
      });
    }
    return true;
  });
}
