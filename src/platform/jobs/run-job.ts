/** Runs long work in this process: it breathes, shows how far it is, stops when asked, and goes on after a crash. */
import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import { brokenConstraint, type Db } from '../db/db.ts';
import { newId } from '../ids.ts';
import { AlreadyRunningError, CancelledError, type JobSpec, type Progress, type RunningJob } from './model.ts';
import * as store from './store.ts';

const BREATH_MS = 3000;

/**
 * Runs `work` as a job that everybody of the body sees. An interrupted job of the same kind and subject is gone on with,
 * from what it saved. What `work` resolves to is kept as the job's result; a failure is kept, and thrown.
 * @throws AlreadyRunningError when another process, or this one, is at it
 * @throws CancelledError when it stopped because somebody asked
 */
export async function runJob<S, R>(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  spec: JobSpec,
  work: (job: RunningJob<S>) => Promise<R>,
): Promise<R> {
  const owner = randomUUID();
  const { id, saved } = await begin(db, { ...spec, owner, now: clock.now() });
  const mine = { id, owner };
  const stop = new AbortController();
  let progress: Progress = { done: 0, total: null };
  const breath = setInterval(() => void breathe(), BREATH_MS);
  const breathe = async () => {
    const heard = await store.breathe(db, mine, progress).catch(() => ({ cancelAsked: false }));
    if (!heard || heard.cancelAsked) stop.abort(new CancelledError(heard ? 'somebody asked to stop' : 'taken over'));
  };
  try {
    const result = await work({
      id,
      saved: saved as S | undefined,
      signal: stop.signal,
      progress: (next) => void (progress = next),
      save: async (state) => {
        if ((await store.saveState(db, mine, state)) === 0) stop.abort(new CancelledError('taken over'));
        await breathe();
      },
    });
    await store.breathe(db, mine, progress);
    await store.endJob(db, mine, { state: 'done', result, at: clock.now() });
    return result;
  } catch (error) {
    const cancelled = stop.signal.aborted;
    const failed = error instanceof Error ? error.message : String(error);
    const ending = cancelled ? { state: 'cancelled' as const } : { state: 'failed' as const, failed };
    await store.endJob(db, mine, { ...ending, at: clock.now() });
    throw cancelled ? stop.signal.reason : error;
  } finally {
    clearInterval(breath);
  }
}

async function begin(db: Db, spec: JobSpec & { owner: string; now: Date }): Promise<{ id: string; saved: unknown }> {
  const adopted = await store.adoptInterrupted(db, spec);
  if (adopted) return { id: adopted.id, saved: adopted.saved ?? undefined };
  const id = newId(spec.now);
  try {
    await store.insertJob(db, { ...spec, id });
    return { id, saved: undefined };
  } catch (error) {
    if (brokenConstraint(error) !== 'job_running') throw error;
    throw new AlreadyRunningError(`${spec.kind} of ${spec.subject} is running already`);
  }
}
