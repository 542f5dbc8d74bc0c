/** What a plan may name: bodies below whoever plans, objectives, indicators, the other tasks. */
import { bodiesByCode } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { allIndicators } from '../measures/store/indicator.ts';
import type { Surroundings } from './check-plan.ts';
import { allObjectives, allTasks, type TaskRecord } from './store/task.ts';

export interface Around extends Surroundings {
  readonly tasks: ReadonlyMap<string, TaskRecord>;
  idOf(code: string): number;
  codeOf(id: number): string;
}

export async function surroundingsOf(context: Context, tx: Db, caller: Caller): Promise<Around> {
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const bodies = await bodiesByCode(tx, today);
  const all = caller.roles.includes('data-office');
  const isBelow = (path: readonly number[]) => all || (caller.body !== null && path.includes(caller.body));
  const codes = new Map([...bodies.values()].map(({ id, code }) => [id, code]));
  return {
    bodies: new Map([...bodies].map(([code, { id, path }]) => [code, { id, isBelow: isBelow([...path, id]) }])),
    objectives: new Set((await allObjectives(tx)).map(({ code }) => code)),
    indicators: new Set((await allIndicators(tx)).map(({ code }) => code)),
    tasks: new Map((await allTasks(tx)).map((task) => [task.code, task])),
    today,
    idOf: (code) => bodies.get(code)?.id ?? 0,
    codeOf: (id) => codes.get(id) ?? String(id),
  };
}
