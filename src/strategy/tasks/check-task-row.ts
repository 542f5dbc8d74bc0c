/** One row of the task list held against what there is: a task to store, or what is wrong with it. Pure. */
import type { SheetRow } from './read-task-sheet.ts';
import type { Column, State } from './task-columns.ts';
import { isDay } from './check-plan.ts';
import type { TaskAlias, TaskRecord } from './store/task.ts';

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
  /** Deadlines that the sheet itself gives, by code. */
  readonly dues: ReadonlyMap<string, string>;
  readonly language: string;
  readonly today: string;
  readonly say: (key: string, values: Record<string, string>) => string;
}

export type StoredTask = Omit<TaskRecord, 'version'>;

/** A task of which nothing is said yet. */
export const blank: StoredTask = {
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
  parent: null,
  depends_on: [],
  budget: null,
  aliases: [],
  escalated: [],
};

type Wrong = (column: Column, key: string, value: string) => void;

/** The task as it will stand; columns that the sheet does not have keep what is stored. */
export function checkTaskRow({ row, cells }: SheetRow, known: Known, findings: SheetFinding[]): StoredTask | undefined {
  const before = findings.length;
  const wrong: Wrong = (column, key, value) =>
    void findings.push({ row, column, message: known.say(key, { value: value.slice(0, 200) }) });
  const { name = '', due = '' } = cells;
  const aliases = aliasesOf(cells, wrong);
  const code = cells.code || numbered(aliases, known);
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
    ...planOf(cells, code, known, wrong),
    ...(aliases && { aliases }),
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

/** `Tracker: number; …`; nothing where the sheet has no such column. */
function aliasesOf({ aliases }: SheetRow['cells'], wrong: Wrong): TaskAlias[] | undefined {
  if (aliases === undefined) return undefined;
  const parts = aliases
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);
  return parts.flatMap((part) => {
    const [, tracker, number] = /^([^:]{1,100}):\s*(.{1,100})$/.exec(part) ?? [];
    if (tracker === undefined || number === undefined) wrong('aliases', 'alias', part);
    return tracker === undefined || number === undefined ? [] : [{ tracker: tracker.trim(), number: number.trim() }];
  });
}

/** A row of another tracker without our code is the task that bears its number. */
const numbered = (aliases: readonly TaskAlias[] | undefined, { tasks }: Known): string =>
  [...tasks.values()].find((task) =>
    task.aliases.some((held) =>
      aliases?.some(({ tracker, number }) => tracker === held.tracker && number === held.number),
    ),
  )?.code ?? '';

/** What it rests on, and when: a task is not due before what comes before it. */
function planOf(cells: SheetRow['cells'], code: string, { tasks, dues }: Known, wrong: Wrong): Partial<StoredTask> {
  const { phase, budget, dependsOn, due = '' } = cells;
  const before = (dependsOn ?? '')
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter(Boolean);
  for (const one of before) {
    const earliest = dues.get(one) ?? tasks.get(one)?.due;
    if (earliest === undefined || one === code) wrong('dependsOn', 'predecessor', one);
    else if (earliest > due) wrong('due', 'before-predecessor', one);
  }
  return {
    ...(phase !== undefined && { phase: phase || null }),
    ...(budget !== undefined && { budget: budget || null }),
    ...(dependsOn !== undefined && { depends_on: before }),
  };
}

/** A task that was done stays done since its day; one that becomes so is done today. */
const doneOf = ({ state }: StoredTask, since: string | null, today: string) =>
  state === 'done' ? (since ?? today) : null;
