/** What measures a task: its indicator over all bodies, against the target of the milestone that comes next. */
import { system } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { TaskPage } from '../contract.ts';
import { cardsOf } from '../measures/read-indicators.ts';
import { allTasks } from './store/task.ts';

/** Codes of indicators that are off track; nothing is computed where no open task has one. */
export async function indicatorsBehind(context: Context): Promise<ReadonlySet<string>> {
  const open = (await allTasks(context.db)).filter(({ state }) => state !== 'done');
  const codes = [...new Set(open.flatMap(({ indicator }) => indicator ?? []))];
  const behind = (await cardsOf(context, system, codes)).filter(({ verdict }) => verdict === 'off-track');
  return new Set(behind.map(({ code }) => code));
}

export async function measuredBy(context: Context, indicator: string | null): Promise<TaskPage['measured']> {
  if (indicator === null) return null;
  const [card] = await cardsOf(context, system, [indicator]);
  if (!card) return null;
  const { figure, milestone, verdict, unit } = card;
  return { value: figure.value, target: milestone?.value ?? null, verdict, unit };
}
