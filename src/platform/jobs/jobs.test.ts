import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { officer, testServer } from '../../../test/harness/server.ts';
import { fixedClock } from '../clock.ts';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { call } from '../http/call.ts';
import type { Server } from '../http/serve.ts';
import { cancelJob, listJobs } from './contract.ts';
import { AlreadyRunningError, CancelledError, jobsRoom, runJob, type RunningJob } from './index.ts';

const db = await testDatabase();
const clock = fixedClock('2026-10-01T02:00:00Z');
const audit = {
  record: () => Promise.resolve('e'),
  recordAll: () => Promise.resolve(['e']),
  append: () => Promise.resolve('e'),
};
const context = { db, clock, audit };
const spec = { kind: 'records.load', subject: 'load/1', body: 1, actor: 'acc' };
beforeEach(() => db.run(sql`delete from platform.job`));

describe('a job', async () => {
  const running = await testServer();
  afterAll(() => running[Symbol.asyncDispose]());
  jobsRoom.routes?.(running.server as Server, context as unknown as Context);
  const list = async () => (await call(running.send, listJobs, { query: {} })).items;

  it('shows how far it is, and keeps what came of it', async () => {
    const result = await runJob(context, spec, async (job: RunningJob<never>) => {
      job.progress({ done: 7, total: 10, phase: 'checking' });
      expect(await list()).toMatchObject([{ state: 'running', kind: 'records.load' }]);
      return { rows: 10 };
    });
    expect(result).toEqual({ rows: 10 });
    expect(await list()).toMatchObject([
      { state: 'done', done: 7, total: 10, phase: 'checking', result: { rows: 10 } },
    ]);
  });

  it('keeps why it failed, and fails', async () => {
    await expect(runJob(context, spec, () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
    expect(await list()).toMatchObject([{ state: 'failed', failed: 'no disk' }]);
  });

  it('runs once about a subject, whichever process asks', async () => {
    await runJob(context, spec, async () => {
      await expect(runJob(context, spec, () => Promise.resolve(1))).rejects.toThrow(AlreadyRunningError);
      await expect(runJob(context, { ...spec, subject: 'load/2' }, () => Promise.resolve(1))).resolves.toBe(1);
    });
  });

  it('goes on where it was saved, after its process is gone', async () => {
    let first = '';
    const crashed = runJob(context, spec, async (job: RunningJob<{ row: number }>) => {
      first = job.id;
      await job.save({ row: 400 });
      // As after kill -9: it breathes no more, and another takes over.
      await db.run(sql`update platform.job set breathed_at = clock_timestamp() - interval '1 minute'`);
      expect(await list()).toMatchObject([{ state: 'interrupted' }]);
      const resumed = await runJob(context, spec, (next: RunningJob<{ row: number }>) => Promise.resolve(next));
      expect(resumed).toMatchObject({ id: first, saved: { row: 400 } });
      await job.save({ row: 500 }); // the dead one wakes: it is told so, and changes nothing
      expect(job.signal.aborted).toBe(true);
      throw job.signal.reason;
    });
    await expect(crashed).rejects.toThrow('taken over');
    expect(await list()).toMatchObject([{ id: first, state: 'done' }]);
  });

  it('stops when somebody of its body asks', async () => {
    const work = runJob(context, spec, async (job: RunningJob<object>) => {
      running.become({ ...officer, body: 2 });
      await expect(call(running.send, cancelJob, { params: { job: job.id }, body: undefined })).rejects.toMatchObject({
        status: 404,
      });
      running.become(officer);
      await call(running.send, cancelJob, { params: { job: job.id }, body: undefined });
      await job.save({});
      job.signal.throwIfAborted();
    });
    await expect(work).rejects.toThrow(CancelledError);
    expect(await list()).toMatchObject([{ state: 'cancelled' }]);
  });
});
