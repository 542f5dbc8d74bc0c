/** Where a task and a consultation are at home: at the node of the body that gives it, and of the body that drafts. */
import { getBody, type Elsewhere } from '../../bodies/index.ts';
import type { Db } from '../../platform/db/db.ts';
import type { TaskRecord } from '../tasks/store/task.ts';

/** Id of the body that gives a task: by itself the one at the root of the tree. */
export const giverOf = async (db: Db, { giver, lead }: Pick<TaskRecord, 'giver' | 'lead'>): Promise<number> =>
  giver ?? (await getBody(db, lead)).path[0] ?? lead;

/** Name of the node that is home of the task; undefined: this one. */
export const homeOfTask = async (db: Db, elsewhere: Elsewhere, task: Pick<TaskRecord, 'giver' | 'lead'>) =>
  elsewhere.size === 0 ? undefined : elsewhere.get(await giverOf(db, task));
