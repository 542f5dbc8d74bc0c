/** How all tasks stand by the calendar alone: what a figure counts does not wait for figures. */
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { countStandings, standingOf, type Standings } from './standing.ts';
import { allTasks } from './store/task.ts';

export async function countTasks({ db, clock, profile }: Context): Promise<Standings> {
  const today = dayOf(clock.now(), profile.timeZone);
  const tasks = await allTasks(db);
  return countStandings(tasks.map(({ state, at_risk: atRisk, due }) => standingOf({ state, atRisk, due }, today)));
}
