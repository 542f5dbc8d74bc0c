/** One row of the task list held against what there is: a task to store, or what is wrong with it. Pure. */
import type { SheetRow } from './read-task-sheet.ts';
import type { Column, State } from './task-columns.ts';
import type { TaskRecord } from './store/task.ts';

export interface SheetFinding {
  readonly row: number;
  readonly column: string;
  readonly message: string;
}

/** What a row may name, and how findings are worded. */
export interface Known {
  readonly bodies: ReadonlyMap<string, number>;
  readonly objectives: ReadonlySet<string>;
  /** Every spelling of every state, in every language. */
  readonly states: ReadonlyMap<string, State>;
  readonly tasks: ReadonlyMap<string, TaskRecord>;
  readonly language: string;
  readonly today: string;
  readonly say: (key: string, values: Record<string, string>) => string;
}

export type StoredTask = Omit<TaskRecord, 'version'>;

const blank: StoredTask = {
  code: '',
  names: {},
  objective: null,
  phase: null,
  lead: 0,
  cooperating: [],
  state: 'not-begun',
  at_risk: false,
  due: '',
  done: null,
  progress: null,
  product: null,
  evidence: null,
  indicator: null,
  told: [],
  giver: null,
};

type Wrong = (column: Column, key: string, value: string) => void;

/** The task as it will stand; columns that the sheet does not have keep what is stored. */
export function checkTaskRow({ row, cells }: SheetRow, known: Known, findings: SheetFinding[]): StoredTask | undefined {
  const before = findings.length;
  const wrong: Wrong = (column, key, value) =>
    void findings.push({ row, column, message: known.say(key, { value: value.slice(0, 200) }) });
  const { code = '', name = '', due = '' } = cells;
  const { version: _version, ...old } = known.tasks.get(code) ?? { ...blank, version: 0 };
  if (!/^[A-Za-z0-9.-]{1,50}$/.test(code)) wrong('code', 'code', code);
  if (name === '') wrong('name', 'name', code);
  if (!isDay(due)) wrong('due', 'day', due);
  const task: StoredTask = {
    ...old,
    code,
    names: { ...old.names, [known.language]: name },
    state: stateOf(cells, known, wrong) ?? old.state,
    due,
    ...placeOf(cells, known, wrong),
    ...progressOf(cells, wrong),
  };
  if (task.state === 'done' && !task.evidence) wrong('evidence', 'evidence', code);
  return findings.length > before ? undefined : { ...task, done: doneOf(task, old.done, known.today) };
}

function stateOf({ state = '' }: SheetRow['cells'], known: Known, wrong: Wrong): State | undefined {
  const found = known.states.get(state);
  if (!found) wrong('state', 'state', state);
  return found;
}

/** Which objective it serves and who does it. */
function placeOf({ objective, lead, cooperating }: SheetRow['cells'], known: Known, wrong: Wrong): Partial<StoredTask> {
  const body = (column: Column, code: string) => {
    const id = known.bodies.get(code);
    if (id === undefined) wrong(column, 'body', code);
    return id ?? 0;
  };
  if (objective && !known.objectives.has(objective)) wrong('objective', 'objective', objective);
  const helpers = (cooperating ?? '')
    .split(/[,;]/)
    .map((code) => code.trim())
    .filter(Boolean);
  return {
    lead: body('lead', lead ?? ''),
    ...(objective !== undefined && { objective: objective || null }),
    ...(cooperating !== undefined && { cooperating: helpers.map((code) => body('cooperating', code)) }),
  };
}

function progressOf({ progress, evidence }: SheetRow['cells'], wrong: Wrong): Partial<StoredTask> {
  if (progress && !/^(\d{1,2}|100)$/.test(progress)) wrong('progress', 'progress', progress);
  return {
    ...(progress !== undefined && { progress: progress === '' ? null : Number(progress) }),
    ...(evidence !== undefined && { evidence: evidence || null }),
  };
}

/** A task that was done stays done since its day; one that becomes so is done today. */
const doneOf = ({ state }: StoredTask, since: string | null, today: string) =>
  state === 'done' ? (since ?? today) : null;

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
