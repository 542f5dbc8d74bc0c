/** One run of a connector: read → map → stage → check → commit, as a job that one process runs, ending as one change set. */
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Resolve } from '../../platform/http/outgoing.ts';
import { newId } from '../../platform/ids.ts';
import { AlreadyRunningError, runJob, type RunningJob } from '../../platform/jobs/index.ts';
import { commitLoad, findLoad, stageUpload, type Load } from '../../records/index.ts';
import { checkStaged } from '../../registers/index.ts';
import { FOLDER, nextRun, type Cursor } from './model.ts';
import { problems } from './problems.ts';
import { beginReading, openSource } from './read-source.ts';
import * as store from './store/connector.ts';
import type { RunRow } from './store/run.ts';
import { takeFiles } from './take-files.ts';
import { LOAD_RULE, machineOf, problemOf, storedRun, writeDown, type Running, type Saved } from './write-run.ts';

export interface RunOptions {
  /** Account id of who asked; `system` for the schedule. */
  readonly account: string;
  readonly resolve?: Resolve;
}

/**
 * Runs it now. A failure is a run that failed, never an exception: it stands in the list with what was in the way.
 * @throws problems.noSuchConnector, problems.notApproved, problems.connectorStopped, problems.alreadyRunning
 */
export async function runConnector(context: Context, code: string, options: RunOptions): Promise<RunRow[]> {
  const connector = await store.selectConnector(context.db, code);
  if (!connector) throw problems.noSuchConnector();
  if (connector.approvedBy === null) throw problems.notApproved();
  if (connector.stopped) throw problems.connectorStopped();
  const { account, resolve } = options;
  const spec = { kind: 'exchange.connector', subject: code, body: connector.body, actor: account };
  try {
    return await runJob(context, spec, async (job: RunningJob<Saved>) => {
      const run = job.saved?.run ?? newId(context.clock.now());
      const startedAt = job.saved?.startedAt ?? context.clock.now().toISOString();
      const running: Running = { context, connector, account, run, startedAt, job, resolve };
      const done = await told(running, () =>
        connector.kind === FOLDER ? takeFiles(running) : readOnce(running).then((one) => [one]),
      );
      await schedule(
        context,
        code,
        done.some((one) => one.outcome === 'failed'),
      );
      return done;
    });
  } catch (error) {
    if (error instanceof AlreadyRunningError) throw problems.alreadyRunning();
    throw error;
  }
}

async function readOnce(running: Running): Promise<RunRow> {
  const { context, connector, job } = running;
  const kept = job.saved && (await resumed(context, job.saved));
  if (kept) return storeRows(running, kept);
  const source = await openSource(context, connector, { signal: job.signal, language: 'en', resolve: running.resolve });
  const cursor = connector.cursor ?? undefined;
  const { opened, cursor: after } = await beginReading(source, connector.settings, { cursor });
  if (!opened) return finishEmpty(running, after);
  const staged = await stageUpload(context, {
    register: connector.register,
    body: connector.body,
    caller: { account: running.account },
    ...source.lay(opened.columns),
    rows: opened.rows,
  });
  const checked = await checkStaged(context, staged, source.facts);
  job.progress({ done: checked.rows, total: checked.rows });
  const saved = { run: running.run, startedAt: running.startedAt, load: checked.id, cursor: opened.cursor() };
  await job.save(saved);
  job.signal.throwIfAborted();
  return storeRows(running, { load: checked, cursor: saved.cursor });
}

interface Kept {
  readonly load: Load;
  readonly cursor: Cursor;
}

/** A load that an earlier try had checked; undefined when it is gone, and it is read again from where the cursor stands. */
async function resumed({ db }: Context, { load, cursor }: Saved): Promise<Kept | undefined> {
  const found = await findLoad(db, load);
  return found?.state === 'checked' ? { load: found, cursor } : undefined;
}

/** Rows, cursor and the run itself in one transaction: with everything or not at all. */
async function storeRows(running: Running, { load, cursor }: Kept): Promise<RunRow> {
  const { context, connector } = running;
  let row: RunRow | undefined;
  await commitLoad(context, load.id, {
    caller: machineOf(running),
    onlyValid: true,
    rule: LOAD_RULE,
    within: async (tx, done) => {
      await store.moveCursor(tx, connector.code, cursor);
      row = await writeDown(tx, running, storedRun(load, done));
    },
  });
  return row as RunRow;
}

async function finishEmpty(running: Running, cursor: Cursor | undefined): Promise<RunRow> {
  return running.context.db.transaction(async (tx) => {
    if (cursor) await store.moveCursor(tx, running.connector.code, cursor);
    return writeDown(tx, running, { outcome: 'nothing' });
  });
}

/** What goes wrong with a source is told, in words of ours only. */
async function told(running: Running, work: () => Promise<RunRow[]>): Promise<RunRow[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const problem = problemOf(error);
    return [
      await writeDown(running.context.db, running, { outcome: 'failed', problem }, newId(running.context.clock.now())),
    ];
  }
}

async function schedule({ db, clock }: Context, code: string, failed: boolean): Promise<void> {
  await db.transaction(async (tx) => {
    const now = await store.lockConnector(tx, code);
    if (!now) return;
    const failures = failed ? now.failures + 1 : 0;
    const due = now.stopped || now.approvedBy === null ? null : nextRun(clock.now(), now.everyMinutes, failures);
    await store.setNext(tx, code, { nextRun: due, failures });
  });
}
