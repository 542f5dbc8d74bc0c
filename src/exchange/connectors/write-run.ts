/** A run as it is written down, and what all of them share. */
import { nobody, type Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Resolve } from '../../platform/http/outgoing.ts';
import type { Problem } from '../../platform/http/problem.ts';
import type { RunningJob } from '../../platform/jobs/index.ts';
import type { Committed, Load } from '../../records/index.ts';
import { NO_ROWS, type Cursor, type Outcome, type RunCounts } from './model.ts';
import type { ConnectorRow } from './store/connector.ts';
import { insertRun, type RunProblem, type RunRow } from './store/run.ts';

/** The rule in the audit trail under which rows of a connector come in: another person approved it. */
export const LOAD_RULE = 'exchange/connector';

/** What is kept of a run between its steps: a run that was cut off goes on with the load it had checked. */
export interface Saved {
  readonly run: string;
  readonly startedAt: string;
  readonly load: string;
  readonly cursor: Cursor;
}

export interface Running {
  readonly context: Context;
  readonly connector: ConnectorRow;
  readonly account: string;
  readonly run: string;
  readonly startedAt: string;
  readonly job: RunningJob<Saved>;
  readonly resolve?: Resolve | undefined;
}

/** The machine that loads acts for the body whose rows these are. */
export const machineOf = ({ connector, account }: Pick<Running, 'connector' | 'account'>): Caller => ({
  ...nobody('en'),
  account,
  kind: 'system',
  body: connector.body,
});

export interface Ending extends Partial<RunCounts> {
  readonly outcome: Outcome;
  readonly file?: string | null;
  readonly load?: string | null;
  readonly changeSet?: number | null;
  readonly problem?: RunProblem | null;
}

/** What a committed load was as a run. */
export const storedRun = (load: Load, done: Committed): Ending => ({
  outcome: done.changeSet === null ? 'same' : 'stored',
  rows: load.rows,
  new: done.new,
  changed: done.changed,
  unchanged: done.unchanged,
  wrong: load.wrong + done.refused,
  load: load.id,
  changeSet: done.changeSet,
});

/** @param id of one of several files in a run; the run's own by default */
export async function writeDown(tx: Db, running: Running, ending: Ending, id = running.run): Promise<RunRow> {
  const row: RunRow = {
    ...{ id, connector: running.connector.code, account: running.account, startedAt: running.startedAt },
    ...{ file: null, load: null, changeSet: null, problem: null, ...NO_ROWS, ...ending },
    endedAt: running.context.clock.now().toISOString(),
  };
  // Looking in vain every few minutes is not worth a line; somebody who asked wants to see it.
  if (row.outcome !== 'nothing' || row.account !== 'system') await insertRun(tx, row);
  return row;
}

export const problemOf = ({ kind, extras }: Problem): RunProblem => ({
  room: kind.room,
  slug: kind.slug,
  values: { ...extras },
});
