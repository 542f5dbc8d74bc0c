/** Who may plan a task: whoever stands for the body that gives it, or for one above; and the data office. */
import { isWithin, type Elsewhere } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Db } from '../../platform/db/db.ts';
import { problems } from '../problems.ts';
import { giverOf, homeOfTask } from '../travel/home.ts';
import type { TaskRecord } from './store/task.ts';

const PLANNING: ReadonlySet<string> = new Set(['leader', 'steward', 'data-manager']);

/** @param giver id of the body that gives it */
export async function mayPlanTask(db: Db, caller: Caller, giver: number): Promise<boolean> {
  if (caller.body === null || caller.roles.includes('compliance')) return false;
  if (caller.roles.includes('data-office')) return true;
  if (!caller.roles.some((post) => PLANNING.has(post))) return false;
  if (caller.body === giver) return true;
  return caller.roles.some((post) => post !== 'data-manager' && PLANNING.has(post)) && isWithin(db, giver, caller.body);
}

/** @throws problems.notYoursToPlan, homeElsewhere */
export async function insistOnGiver(db: Db, caller: Caller, task: TaskRecord, elsewhere: Elsewhere): Promise<void> {
  if (!(await mayPlanTask(db, caller, await giverOf(db, task)))) throw problems.notYoursToPlan();
  const node = await homeOfTask(db, elsewhere, task);
  if (node !== undefined) throw problems.homeElsewhere({ subject: task.code, node });
}
