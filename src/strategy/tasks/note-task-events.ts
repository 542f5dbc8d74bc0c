/** What was changed of a task, for its history: one entry for each thing that differs. */
import type { Db } from '../../platform/db/db.ts';
import { addEvent, type TaskRecord } from './store/task.ts';

type Told = Pick<TaskRecord, 'code' | 'state' | 'progress' | 'evidence' | 'due'>;

export interface TaskTurn {
  /** Undefined for a task that is new. */
  readonly before: Told | undefined;
  readonly after: Told;
  readonly at: Date;
  readonly account: string;
}

const textOf = (value: string | number | null | undefined) =>
  value === null || value === undefined ? null : String(value);

export async function addTaskEvents(tx: Db, { before, after, at, account }: TaskTurn): Promise<void> {
  const note = (what: string, old: string | null, fresh: string | null) =>
    addEvent(tx, { task: after.code, at, account, what, before: old, after: fresh });
  if (!before) return note('added', null, after.code).then(() => undefined);
  for (const what of ['state', 'progress', 'evidence', 'due'] as const) {
    const [old, fresh] = [textOf(before[what]), textOf(after[what])];
    if (old !== fresh) await note(what, old, fresh);
  }
}
