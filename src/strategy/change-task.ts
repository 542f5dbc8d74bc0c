/** The lead body says how its task stands. */
import { isWithin } from '../bodies/index.ts';
import { appendChangeSet, takeChangeSet } from '../platform/changes/index.ts';
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { problems as platformProblems } from '../platform/problems.ts';
import { addTaskEvents } from './note-task-events.ts';
import { problems } from './problems.ts';
import * as store from './store/task.ts';

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
 * @throws problems.taskNotFound, notYourTask, evidenceMissing
 * @throws platform preconditionFailed when `version` is not the one stored
 */
export async function changeTask(
  context: Context,
  caller: Caller,
  which: { readonly code: string; readonly version: number },
  change: TaskChange,
): Promise<void> {
  const now = context.clock.now();
  await context.db.transaction(async (tx) => {
    const task = await store.lockTask(tx, which.code);
    if (!task) throw problems.taskNotFound({ task: which.code });
    if (!(await mayChangeTask(tx, caller, task.lead))) throw problems.notYourTask({ task: which.code });
    if (task.version !== which.version) throw platformProblems.preconditionFailed();
    const { version: _version, ...before } = task;
    const after = applied(before, change, dayOf(now, context.profile.timeZone));
    if (after.state === 'done' && !after.evidence) throw problems.evidenceMissing({ task: which.code });
    const id = await takeChangeSet(tx);
    if (!(await store.putTask(tx, after))) return;
    await addTaskEvents(tx, { before: task, after, at: now, account: caller.account });
    const cause = await context.audit.record(tx, {
      action: 'strategy.change-task',
      actor: caller.account,
      body: caller.body,
      subject: task.code,
      allowed: true,
      rule: 'strategy/lead-body',
    });
    await appendChangeSet(tx, {
      id,
      kind: 'strategy',
      subject: task.code,
      body: task.lead,
      actor: caller.account,
      cause,
      begunAt: now,
    });
  });
}

type Stored = Omit<store.TaskRecord, 'version'>;

function applied(task: Stored, change: TaskChange, today: string): Stored {
  const state = change.state ?? task.state;
  return {
    ...task,
    state,
    progress: change.progress ?? (state === 'done' ? 100 : task.progress),
    evidence: change.evidence ?? task.evidence,
    done: state === 'done' ? (task.done ?? today) : null,
  };
}
