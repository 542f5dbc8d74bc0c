/** A proposal that nobody agreed to in its time waits no longer, and nobody owes it any more. */
import type { Context } from '../context.ts';
import type { Round } from '../rounds.ts';
import { closeWork } from '../work/index.ts';
import { KIND, subjectOf } from './keep-request.ts';
import { expireApprovals } from './store.ts';

const EVERY_MS = 60_000;
/** An act that was agreed to and has not ended by then ended with its process. */
const ABANDONED_MS = 15 * 60_000;

export const expiryRound = ({ db, clock, audit }: Pick<Context, 'db' | 'clock' | 'audit'>): Round => ({
  name: 'approvals.expiry',
  everyMs: EVERY_MS,
  run: () =>
    db.transaction(async (tx) => {
      const now = clock.now();
      const over = await expireApprovals(tx, now, new Date(now.getTime() - ABANDONED_MS));
      for (const { id } of over) {
        const subject = subjectOf(id);
        await closeWork(tx, { kind: KIND, subject, by: 'system', as: 'withdrawn', now });
        const entry = { action: 'approvals.expire', actor: 'system', body: null, subject };
        await audit.record(tx, { ...entry, allowed: true, rule: 'governance/node-itself' });
      }
    }),
});
