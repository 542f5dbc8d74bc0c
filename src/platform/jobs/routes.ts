/** Serves the contract of long work. */
import type { Context } from '../context.ts';
import { serve, type Server } from '../http/serve.ts';
import * as contract from './contract.ts';
import { problems } from './problems.ts';
import { askToStop, selectJobs } from './store.ts';

const PAGE = 50;

export function serveJobs(server: Server, { db, clock, audit }: Pick<Context, 'db' | 'clock' | 'audit'>): void {
  serve(server, contract.listJobs, async ({ caller, query }) => {
    const { running = false, limit = PAGE } = query;
    return { items: await selectJobs(db, caller, { running, limit }) };
  });

  serve(server, contract.cancelJob, ({ caller, params, decision }) =>
    db.transaction(async (tx) => {
      const job = await askToStop(tx, params.job, caller, clock.now());
      if (!job) throw problems.jobNotFound();
      await audit.record(tx, {
        action: 'jobs.cancel-job',
        actor: caller.account,
        body: caller.body,
        subject: `job/${job.id}`,
        allowed: true,
        rule: decision.rule,
      });
      return job;
    }),
  );
}
