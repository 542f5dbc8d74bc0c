/** At the node of the lead body: how a task stands at its home. The home's word stands, and older words change nothing. */
import { bodiesByCode, listBodies } from '../../bodies/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Arriving, Taken } from '../../platform/travel.ts';
import { addTaskEvents } from '../tasks/note-task-events.ts';
import { hear } from './store/heard.ts';
import { dropSentReport } from './store/sent.ts';
import { adoptTask, allObjectives, findTask, lockTask, putObjective, type TaskRecord } from '../tasks/store/task.ts';
import { giverOf } from './home.ts';
import { refuse, take, taking, wait } from './note.ts';
import type { ToldTask } from './told.ts';

/** Can be turned off by a test, which must then see what it defends against. */
export type TaskCheck = 'whole';

export async function takeTask(
  context: Context,
  tx: Db,
  arriving: Arriving,
  { told, off = [] }: { readonly told: ToldTask; readonly off?: readonly TaskCheck[] },
): Promise<Taken> {
  const { from, to, origin, isTheirs } = arriving;
  const held = await lockTask(tx, told.code);
  if (held && !isTheirs(await codeOf(tx, await giverOf(tx, held)))) return refuse('code-taken');
  if (!off.includes('whole') && !(await mayBePart(tx, { told, held, from }))) return refuse('not-yours-to-say');
  const now = context.clock.now();
  const bodies = await bodiesByCode(tx, dayOf(now, context.profile.timeZone));
  const codes = new Map([...bodies.values()].map(({ id, code }) => [id, code]));
  const codeName = (id: number) => codes.get(id) ?? String(id);
  const idOf = (code: string) => bodies.get(code)?.id;
  const lead = idOf(told.lead);
  const cooperating = told.cooperating.map(idOf);
  if (lead === undefined || !cooperating.every((id) => id !== undefined)) return wait('unknown-body');
  if (!(await hear(tx, { kind: 'task', code: told.code, node: origin }, { ...told.at, now }))) return take;
  const { at: _at, report, objective, ...rest } = told;
  const next: TaskRecord = {
    ...{ parent: null, depends_on: [], budget: null, aliases: [] },
    ...rest,
    ...{ objective: objective?.code ?? null, lead, cooperating, giver: from, escalated: held?.escalated ?? [] },
  };
  const act = {
    action: 'strategy.adopt-task',
    kind: 'strategy',
    subject: told.code,
    body: from,
    origin,
    addressee: to,
  };
  return taking(context, tx, act as Parameters<typeof taking>[2], async (changeSet) => {
    const isNew = objective && !(await allObjectives(tx)).some(({ code }) => code === objective.code);
    if (isNew) await putObjective(tx, { ...objective, sort: 0 });
    await adoptTask(tx, next, changeSet);
    await addTaskEvents(tx, { before: held, after: next, at: now, account: origin, codeOf: codeName });
    if (report !== null) await dropSentReport(tx, report);
  });
}

interface Part {
  readonly told: ToldTask;
  readonly held: TaskRecord | undefined;
  readonly from: number;
}

/** A task is passed on by its lead only: nobody else hangs parts under it. */
async function mayBePart(tx: Db, { told: { parent = null }, held, from }: Part): Promise<boolean> {
  if (parent === null || held?.parent === parent) return true;
  const whole = await findTask(tx, parent);
  return whole === undefined || whole.lead === from;
}

const codeOf = async (tx: Db, id: number): Promise<string> =>
  (await listBodies(tx)).find((body) => body.id === id)?.code ?? '';
