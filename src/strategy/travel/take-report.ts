/** At the home of a task: what its lead body said at its own node, judged as if it were said here. */
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Arriving, Taken } from '../../platform/travel.ts';
import { addTaskEvents } from '../tasks/note-task-events.ts';
import { noteTakenReport, takenReport } from './store/sent.ts';
import { settleWork } from '../tasks/settle-work.ts';
import { lockTask, putTask, touchTask, type TaskRecord } from '../tasks/store/task.ts';
import { giverOf } from './home.ts';
import { refuse, taking } from './note.ts';
import type { Reported } from './told.ts';

/** Can be turned off by a test, which must then see what it defends against. */
export type ReportCheck = 'lead' | 'version' | 'evidence' | 'day';

export async function takeReport(
  context: Context,
  tx: Db,
  { from, to, origin }: Arriving,
  { told, off = [] }: { readonly told: Reported; readonly off?: readonly ReportCheck[] },
): Promise<Taken> {
  const task = await lockTask(tx, told.task);
  if (!task || (await giverOf(tx, task)) !== to) return refuse('unknown-task');
  if (task.lead !== from && !off.includes('lead')) return refuse('not-yours-to-say');
  const now = context.clock.now();
  if (told.day > dayOf(now, context.profile.timeZone) && !off.includes('day')) return refuse('day-ahead');
  if (!(await restsOnNow(tx, task, told)) && !off.includes('version')) {
    // It is told once more how the task stands: what the lead knows may be older than any change that was told.
    const again = {
      action: 'strategy.tell-task-again',
      kind: 'strategy',
      subject: task.code,
      body: from,
      origin,
    } as const;
    await taking(context, tx, again, async (changeSet) => void (await touchTask(tx, task.code, changeSet)));
    return refuse('changed-meanwhile');
  }
  if (told.state === 'done' && !told.evidence && !off.includes('evidence')) return refuse('evidence-missing');
  const { version: _, ...before } = task;
  const { state, progress, evidence } = told;
  const done = state === 'done' ? (task.done ?? told.day) : null;
  const after = { ...before, state, progress, evidence, done };
  const act = { action: 'strategy.take-report', kind: 'strategy', subject: task.code, body: from, origin } as const;
  return taking(context, tx, act, async (changeSet) => {
    await putTask(tx, after, changeSet);
    await addTaskEvents(tx, { before, after, at: now, account: origin });
    if (after.state === 'done') await settleWork(tx, { code: task.code, by: origin, now });
    await noteTakenReport(tx, { task: task.code, report: told.id, base: told.base }, changeSet);
  });
}

/** Nobody but the lead itself has changed the task since the version that it knew. */
async function restsOnNow(tx: Db, { code, version }: TaskRecord, { base }: Reported): Promise<boolean> {
  if (base === version) return true;
  const last = await takenReport(tx, code);
  return last?.base === base && last.version === version;
}
