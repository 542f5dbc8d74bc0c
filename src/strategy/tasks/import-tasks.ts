/** The task list comes back from a workbook: everything or nothing, and first of all as a list of differences. */
import type { Readable } from 'node:stream';
import { homesElsewhere, listBodies, type Elsewhere } from '../../bodies/index.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Translate } from '../../platform/i18n.ts';
import { rests } from './check-plan.ts';
import { checkTaskRow, type Known, type SheetFinding, type StoredTask } from './check-task-row.ts';
import type { TaskImport } from '../contract.ts';
import { addTaskEvents } from './note-task-events.ts';
import { readTaskSheet } from './read-task-sheet.ts';
import { settleWork } from './settle-work.ts';
import * as store from './store/task.ts';
import { cellsOf, COLUMNS, STATES, type ShownTask } from './task-columns.ts';
import { homeOfTask } from '../travel/home.ts';

export interface ImportRequest {
  readonly upload: Readable;
  readonly language: string;
  readonly t: Translate;
  readonly dryRun: boolean;
  /** Why days and leads of tasks that are there are others now; '' for none. */
  readonly reason: string;
}

/** With one finding nothing is stored. @throws what `readTaskSheet` throws */
export async function importTasks(context: Context, caller: Caller, request: ImportRequest): Promise<TaskImport> {
  const rows = await readTaskSheet(request.upload, context.words);
  const elsewhere = await homesElsewhere(context);
  return context.db.transaction(async (tx) => {
    // Whoever imports sees the list as it stays until this import is stored.
    if (!request.dryRun) await store.lockTasks(tx);
    const dues = new Map(rows.map(({ cells }) => [cells.code ?? '', cells.due ?? '']));
    const known = { ...(await whatIsKnown(context, tx, request)), dues };
    const findings: SheetFinding[] = [];
    const tasks = rows.map((row) => ({ row: row.row, task: checkTaskRow(row, known, findings) }));
    refuseDoubles(rows, known, findings);
    refuseCircles(tasks, known, findings);
    const differing =
      findings.length > 0 ? [] : tasks.flatMap(({ row, task }) => difference(row, task, known, request));
    findings.push(...(await findElsewhere(tx, elsewhere, differing, known)));
    if (!request.dryRun && request.reason === '') findings.push(...unexplained(differing, known));
    const differences = findings.length > 0 ? [] : differing;
    const answer = {
      read: rows.length,
      added: differences.filter(({ kind }) => kind === 'added').length,
      changed: differences.filter(({ kind }) => kind === 'changed').length,
      unchanged: findings.length > 0 ? 0 : rows.length - differences.length,
      stored: !request.dryRun && findings.length === 0,
      differences,
      findings,
    };
    if (answer.stored && differences.length > 0) {
      const touched = new Set(differences.map(({ code }) => code));
      const fresh = tasks.flatMap(({ task }) => (task && touched.has(task.code) ? [task] : []));
      await storeAll(context, tx, caller, { fresh, known, reason: request.reason });
    }
    return answer;
  });
}

function refuseDoubles(
  rows: readonly { readonly row: number; readonly cells: { readonly code?: string } }[],
  known: Known,
  findings: SheetFinding[],
): void {
  const seen = new Set<string>();
  for (const { row, cells } of rows) {
    const code = cells.code ?? '';
    if (code !== '' && seen.has(code)) {
      findings.push({ row, column: 'code', message: known.say('double', { value: code }) });
    }
    seen.add(code);
  }
}

/** Rows that rest on each other, be it over others. */
function refuseCircles(
  tasks: readonly { readonly row: number; readonly task: StoredTask | undefined }[],
  known: Known,
  findings: SheetFinding[],
): void {
  const all = new Map<string, StoredTask>([
    ...known.tasks,
    ...tasks.flatMap(({ task }) => (task ? [[task.code, task] as const] : [])),
  ]);
  for (const { row, task } of tasks) {
    const round = task?.depends_on.find((one) => rests(one, task.code, all));
    if (round !== undefined)
      findings.push({ row, column: 'dependsOn', message: known.say('circle', { value: round }) });
  }
}

async function whatIsKnown(context: Context, tx: Db, { language, t }: ImportRequest): Promise<Omit<Known, 'dues'>> {
  const { words, clock, profile } = context;
  const spellings = words.languages.flatMap((one) =>
    STATES.map((state) => [words.translator(one)(`strategy:states.${state}`), state] as const),
  );
  return {
    bodies: new Map((await listBodies(tx)).map((body) => [body.code, body.id])),
    objectives: new Set((await store.allObjectives(tx)).map((objective) => objective.code)),
    states: new Map([...spellings, ...STATES.map((state) => [state, state] as const)]),
    tasks: new Map((await store.allTasks(tx)).map((task) => [task.code, task])),
    language,
    today: dayOf(clock.now(), profile.timeZone),
    say: (key, values) => t(`strategy:tasks.findings.${key}`, values),
  };
}

/** A day or a lead that was said already is changed with a reason only, as on the page of the task. */
const unexplained = (differing: TaskImport['differences'], { say }: Known): SheetFinding[] =>
  differing
    .filter(
      ({ kind, columns }) => kind === 'changed' && columns.some(({ column }) => column === 'due' || column === 'lead'),
    )
    .map(({ row, code }) => ({ row, column: 'due', message: say('reason', { value: code }) }));

const reasonOf = (before: StoredTask | undefined, after: StoredTask, reason: string): string | null =>
  before && (before.due !== after.due || before.lead !== after.lead) ? reason || null : null;

/** Nothing for a task that stays as it is; what differs is said in the sheet's own notation. */
function difference(
  row: number,
  task: StoredTask | undefined,
  known: Known,
  { language, t }: ImportRequest,
): TaskImport['differences'] {
  if (!task) return [];
  const codeOf = new Map([...known.bodies].map(([code, id]) => [id, code]));
  const shown = (one: StoredTask): ShownTask => ({
    ...one,
    lead: codeOf.get(one.lead) ?? '',
    cooperating: one.cooperating.map((id) => codeOf.get(id) ?? ''),
    dependsOn: one.depends_on,
  });
  const old = known.tasks.get(task.code);
  const after = cellsOf(shown(task), language, t);
  const before = old && cellsOf(shown(old), language, t);
  const columns = COLUMNS.filter((column) => (before?.[column] ?? '') !== after[column]).map((column) => ({
    column,
    before: before?.[column] ?? '',
    after: after[column],
  }));
  if (columns.length === 0) return [];
  return [{ row, code: task.code, name: after.name, kind: old ? 'changed' : 'added', columns }];
}

/** What a task is, is said at its home: here it would be overwritten by the next word from there. */
async function findElsewhere(
  tx: Db,
  elsewhere: Elsewhere,
  differing: TaskImport['differences'],
  known: Known,
): Promise<SheetFinding[]> {
  const found: SheetFinding[] = [];
  for (const { row, code } of differing) {
    const held = known.tasks.get(code);
    const node = held && (await homeOfTask(tx, elsewhere, held));
    if (node !== undefined) found.push({ row, column: 'code', message: known.say('elsewhere', { value: code, node }) });
  }
  return found;
}

interface Storing {
  readonly fresh: readonly StoredTask[];
  readonly known: Known;
  readonly reason: string;
}

async function storeAll(context: Context, tx: Db, caller: Caller, { fresh, known, reason }: Storing): Promise<void> {
  const now = context.clock.now();
  const id = await takeChangeSet(tx);
  const codes = new Map([...known.bodies].map(([code, body]) => [body, code]));
  const codeOf = (body: number) => codes.get(body) ?? String(body);
  for (const task of fresh) {
    const before = known.tasks.get(task.code);
    // Whoever writes a task into the list gives it.
    await store.putTask(tx, before ? task : { ...task, giver: caller.body }, id);
    await addTaskEvents(tx, {
      before,
      after: task,
      at: now,
      account: caller.account,
      codeOf,
      reason: reasonOf(before, task, reason),
    });
    if (task.state === 'done') await settleWork(tx, { code: task.code, by: caller.account, now });
  }
  const cause = await context.audit.record(tx, {
    action: 'strategy.import-tasks',
    actor: caller.account,
    body: caller.body,
    subject: 'tasks',
    allowed: true,
    rule: 'strategy/data-office',
    counts: { tasks: fresh.length },
  });
  await appendChangeSet(tx, {
    id,
    kind: 'strategy',
    subject: 'tasks',
    body: caller.body,
    actor: caller.account,
    cause,
    begunAt: now,
  });
}
