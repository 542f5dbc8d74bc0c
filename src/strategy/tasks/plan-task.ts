/** A task is given, or planned anew: by the body that gives it, at its home. A day or a lead is changed with a reason. */
import { homesElsewhere } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { problems as platformProblems } from '../../platform/problems.ts';
import { problems } from '../problems.ts';
import { writingTasks } from '../write-change.ts';
import { checkPlan, type Plan } from './check-plan.ts';
import { blank } from './check-task-row.ts';
import { insistOnGiver, mayPlanTask } from './may-plan.ts';
import { nextCode } from './next-code.ts';
import { addTaskEvents } from './note-task-events.ts';
import { settleWork } from './settle-work.ts';
import * as store from './store/task.ts';
import { surroundingsOf, type Around } from './surroundings.ts';

/**
 * @param code where the list has numbers of its own; else the next one
 * @returns its code
 * @throws problems.planRefused with every finding, taskCodeTaken, notYoursToPlan
 */
export async function giveTask(context: Context, caller: Caller, plan: Plan, code?: string): Promise<string> {
  if (caller.body === null || !(await mayPlanTask(context.db, caller, caller.body))) throw problems.notYoursToPlan();
  const giver = caller.body;
  return context.db.transaction(async (tx) => {
    await store.lockTasks(tx);
    const around = await surroundingsOf(context, tx, caller);
    if (code !== undefined && around.tasks.has(code)) throw problems.taskCodeTaken({ task: code });
    const given = code ?? (await nextCode(context, tx, giver, around.tasks));
    const findings = checkPlan(plan, { code: given, parent: null, before: undefined, reason: '' }, around);
    if (findings.length > 0) throw problems.planRefused({ findings });
    const task = { ...blank, code: given, giver, ...placed(plan, around) };
    const act = {
      action: 'strategy.give-task',
      rule: 'strategy/giver',
      subject: given,
      body: task.lead,
      by: caller,
    } as const;
    await writingTasks(context, tx, act, async (changeSet) => {
      await store.putTask(tx, task, changeSet);
      const turn = { before: undefined, after: task, at: context.clock.now(), account: caller.account };
      await addTaskEvents(tx, turn);
      return true;
    });
    return given;
  });
}

export interface Replan {
  readonly code: string;
  readonly version: number;
  readonly plan: Plan;
  readonly reason: string;
}

/**
 * @throws problems.taskNotFound, notYoursToPlan, homeElsewhere, planRefused with every finding
 * @throws platform preconditionFailed when `version` is not the one stored
 */
export async function replanTask(context: Context, caller: Caller, replan: Replan): Promise<void> {
  const elsewhere = await homesElsewhere(context);
  await context.db.transaction(async (tx) => {
    await store.lockTasks(tx);
    const task = await store.lockTask(tx, replan.code);
    if (!task) throw problems.taskNotFound({ task: replan.code });
    await insistOnGiver(tx, caller, task, elsewhere);
    if (task.version !== replan.version) throw platformProblems.preconditionFailed();
    const around = await surroundingsOf(context, tx, caller);
    const subject = { code: task.code, parent: task.parent, before: task, reason: replan.reason };
    const findings = checkPlan(replan.plan, subject, around).filter((one) => isNew(one, task, around));
    if (findings.length > 0) throw problems.planRefused({ findings });
    await writePlan(context, tx, caller, { task, replan, around });
  });
}

/** A lead that it had before may stay, although whoever plans now could not give it to that body. */
const isNew = (
  { reason, value }: { readonly reason: string; readonly value: string },
  task: store.TaskRecord,
  around: Around,
) => !(reason === 'lead-not-below' && around.idOf(value) === task.lead);

interface Writing {
  readonly task: store.TaskRecord;
  readonly replan: Replan;
  readonly around: Around;
}

async function writePlan(context: Context, tx: Db, caller: Caller, { task, replan, around }: Writing): Promise<void> {
  const now = context.clock.now();
  const { version: _version, ...before } = task;
  const next = { ...before, ...placed(replan.plan, around) };
  // Whoever was told above was told of a day that is no longer the day.
  const moved = next.due !== before.due || next.lead !== before.lead;
  const after = moved ? { ...next, escalated: [] } : next;
  const act = {
    action: 'strategy.plan-task',
    rule: 'strategy/giver',
    subject: task.code,
    body: after.lead,
    by: caller,
  } as const;
  await writingTasks(context, tx, act, async (changeSet) => {
    if (!(await store.putTask(tx, after, changeSet))) return false;
    const { account } = caller;
    const reason = replan.reason.trim() || null;
    await addTaskEvents(tx, { before, after, at: now, account, reason, codeOf: around.codeOf });
    if (moved) await settleWork(tx, { code: task.code, by: account, now, as: 'withdrawn' });
    return true;
  });
}

const placed = ({ lead, cooperating, dependsOn, aliases, ...plan }: Plan, { idOf }: Around) => ({
  ...plan,
  lead: idOf(lead),
  cooperating: cooperating.map(idOf),
  depends_on: [...dependsOn],
  aliases: [...aliases],
});
