/** The lead body says how its task stands. */
import { homesElsewhere, isWithin, type Elsewhere } from '../../bodies/index.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import { problems as platformProblems } from '../../platform/problems.ts';
import { measuredBy } from './measured-by.ts';
import { settleWork } from './settle-work.ts';
import { addTaskEvents } from './note-task-events.ts';
import { problems } from '../problems.ts';
import { putSentReport, sentReportOf, type SentReport } from '../travel/store/sent.ts';
import * as store from './store/task.ts';
import { homeOfTask } from '../travel/home.ts';

export interface TaskChange {
  readonly state?: 'not-begun' | 'running' | 'done' | undefined;
  readonly progress?: number | undefined;
  readonly evidence?: string | undefined;
}

/** Whether the caller speaks for the lead body: its own posts, those above it in the tree, or the data office. */
export async function mayChangeTask(db: Db, caller: Caller, lead: number): Promise<boolean> {
  if (caller.roles.includes('compliance') || caller.body === null) return false;
  if (caller.roles.includes('data-office') || caller.body === lead) return true;
  return caller.roles.some((post) => post === 'leader' || post === 'steward') && isWithin(db, lead, caller.body);
}

/**
 * Who says how the task stands: whoever speaks for its lead body, here or at the lead body's own node.
 * @returns the node where the task is at home; undefined: here
 * @throws problems.notYourTask, homeElsewhere
 */
export async function insistOnLead(
  db: Db,
  caller: Caller,
  task: store.TaskRecord,
  elsewhere: Elsewhere,
): Promise<string | undefined> {
  if (!(await mayChangeTask(db, caller, task.lead))) throw problems.notYourTask({ task: task.code });
  const node = await homeOfTask(db, elsewhere, task);
  // Of a task that is given elsewhere only the lead body says something here, at its own node.
  if (node !== undefined && elsewhere.has(task.lead)) throw problems.homeElsewhere({ subject: task.code, node });
  return node;
}

/**
 * Where the task is at home at another node, what its lead body says is on its way there from now on, and judged there.
 * @throws problems.taskNotFound, notYourTask, evidenceMissing, measureNotReached, homeElsewhere
 * @throws platform preconditionFailed when `version` is not the one stored
 */
export async function changeTask(
  context: Context,
  caller: Caller,
  which: { readonly code: string; readonly version: number },
  change: TaskChange,
): Promise<void> {
  const elsewhere = await homesElsewhere(context);
  if (change.state === 'done') await insistOnMeasure(context, which.code);
  await context.db.transaction(async (tx) => {
    const task = await store.lockTask(tx, which.code);
    if (!task) throw problems.taskNotFound({ task: which.code });
    const node = await insistOnLead(tx, caller, task, elsewhere);
    if (task.version !== which.version) throw platformProblems.preconditionFailed();
    const sent = node === undefined ? undefined : await sentReportOf(tx, which.code);
    const before = sent?.refused === null ? reported(task, sent) : task;
    const after = applied(before, change, dayOf(context.clock.now(), context.profile.timeZone));
    if (after.state === 'done' && !after.evidence) throw problems.evidenceMissing({ task: which.code });
    await write(context, tx, caller, { before, after, base: node === undefined ? undefined : task.version });
  });
}

/** What a figure measures is done when the figure says so, not before. */
async function insistOnMeasure(context: Context, code: string): Promise<void> {
  const task = await store.findTask(context.db, code);
  const measured = task && (await measuredBy(context, task.indicator));
  if (!measured || measured.target === null || measured.verdict === 'on-track') return;
  throw problems.measureNotReached({ task: code, value: measured.value, target: measured.target });
}

interface Writing {
  readonly before: store.TaskRecord;
  readonly after: store.TaskRecord;
  /** The version on which a report to the task's home rests; undefined: the task is at home here. */
  readonly base: number | undefined;
}

async function write(context: Context, tx: Db, caller: Caller, { before, after, base }: Writing): Promise<void> {
  const now = context.clock.now();
  const { code, lead, state, progress, evidence } = after;
  const id = await takeChangeSet(tx);
  const { version: _version, ...row } = after;
  if (base === undefined) {
    if (!(await store.putTask(tx, row, id))) return;
    await addTaskEvents(tx, { before, after, at: now, account: caller.account });
    if (after.state === 'done') await settleWork(tx, { code, by: caller.account, now });
  } else {
    if (state === before.state && progress === before.progress && evidence === before.evidence) return;
    const day = dayOf(now, context.profile.timeZone);
    const report = { task: code, id: newId(now), base, body: lead, day, account: caller.account };
    await putSentReport(tx, { ...report, state, progress, evidence }, id);
  }
  const cause = await context.audit.record(tx, {
    action: base === undefined ? 'strategy.change-task' : 'strategy.report-task',
    actor: caller.account,
    body: caller.body,
    subject: code,
    allowed: true,
    rule: 'strategy/lead-body',
  });
  await appendChangeSet(tx, {
    id,
    kind: 'strategy',
    subject: code,
    body: lead,
    actor: caller.account,
    cause,
    begunAt: now,
  });
}

/** As the lead body has it that waits for the home's answer. */
export const reported = <T extends store.TaskRecord>(task: T, { state, progress, evidence, day }: SentReport): T => ({
  ...task,
  ...{ state, progress, evidence },
  done: state === 'done' ? (task.done ?? day) : null,
});

function applied(task: store.TaskRecord, change: TaskChange, today: string): store.TaskRecord {
  const state = change.state ?? task.state;
  return {
    ...task,
    state,
    progress: change.progress ?? (state === 'done' ? 100 : task.progress),
    evidence: change.evidence ?? task.evidence,
    done: state === 'done' ? (task.done ?? today) : null,
  };
}
