/** How a task stands on a day: what its lead says, and what the calendar says. Pure. */

export type Standing = 'not-begun' | 'running' | 'at-risk' | 'overdue' | 'done';

export interface Dated {
  readonly state: 'not-begun' | 'running' | 'done';
  readonly atRisk: boolean;
  /** ISO day; the task may still be done on it. */
  readonly due: string;
}

/** A task past its day is overdue whatever anybody says; a done one never is. */
export function standingOf(task: Dated, today: string): Standing {
  if (task.state === 'done') return 'done';
  if (task.due < today) return 'overdue';
  if (task.state === 'running' && task.atRisk) return 'at-risk';
  return task.state;
}

export interface Standings {
  all: number;
  done: number;
  running: number;
  overdue: number;
  notBegun: number;
}

/** Counts that always add up: all = done + running + overdue + not begun. A task at risk is running. */
export function countStandings(standings: readonly Standing[]): Standings {
  const count = (...which: Standing[]) => standings.filter((standing) => which.includes(standing)).length;
  return {
    all: standings.length,
    done: count('done'),
    running: count('running', 'at-risk'),
    overdue: count('overdue'),
    notBegun: count('not-begun'),
  };
}
