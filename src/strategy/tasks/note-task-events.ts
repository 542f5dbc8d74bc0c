/** What was changed of a task, for its history: one entry for each thing that differs. */
import type { Db } from '../../platform/db/db.ts';
import { addEvent, type TaskRecord } from './store/task.ts';

const SAID = ['state', 'progress', 'evidence', 'due', 'budget'] as const;
type Told = Pick<TaskRecord, 'code' | (typeof SAID)[number]> &
  Partial<Pick<TaskRecord, 'names' | 'lead' | 'depends_on'>>;

export interface TaskTurn {
  /** Undefined for a task that is new. */
  readonly before: Told | undefined;
  readonly after: Told;
  readonly at: Date;
  readonly account: string;
  /** Why the plan was changed, in the words of whoever did. */
  readonly reason?: string | null;
  /** Names a body in the history: its code. */
  readonly codeOf?: (body: number) => string;
}

const textOf = (value: string | number | null | undefined) =>
  value === null || value === undefined ? null : String(value);

export async function addTaskEvents(tx: Db, turn: TaskTurn): Promise<void> {
  const { before, after, at, account, reason } = turn;
  const note = (what: string, old: string | null, fresh: string | null) =>
    addEvent(tx, { task: after.code, at, account, what, before: old, after: fresh, reason });
  if (!before) return note('added', null, after.code).then(() => undefined);
  for (const what of SAID) {
    const [old, fresh] = [textOf(before[what]), textOf(after[what])];
    if (old !== fresh) await note(what, old, fresh);
  }
  for (const [what, old, fresh] of planChanges(turn)) await note(what, old, fresh);
}

/** What of the plan differs, where both sides say it. */
function planChanges({ before, after, codeOf = String }: TaskTurn): [string, string, string][] {
  if (!before) return [];
  const found: [string, string, string][] = [];
  const differ = (what: string, old: string, fresh: string) => void (old !== fresh && found.push([what, old, fresh]));
  if (before.lead !== undefined && after.lead !== undefined) differ('lead', codeOf(before.lead), codeOf(after.lead));
  if (before.depends_on && after.depends_on)
    differ('dependsOn', before.depends_on.join(', '), after.depends_on.join(', '));
  if (before.names && after.names) differ('names', said(before.names), said(after.names));
  return found;
}

const said = (names: TaskRecord['names']) => Object.values(names).join(' · ');
